"""Tabs with counts: 全部 1,284 · 审查中 12."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.look import paint
from desktop.views.look.theme import follow_theme, theme


class _Tab(PaintedButton):
    """One tab: words, count, and a bar below when current."""

    def __init__(self, key: str, words: str, count: int | None) -> None:
        super().__init__(words)
        self.key = key
        self.count = count
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.speak()

    def speak(self) -> None:
        """Words and count as one accessible name."""
        self.setAccessibleName(self.text() if self.count is None else f"{self.text()} {self.count}")

    def sizeHint(self) -> QSize:
        """Bold words, so that the tabs never shift, and the count."""
        width = paint.width_of(self.text(), "strong")
        if self.count is not None:
            width += theme().px(6) + paint.width_of(f"{self.count:,}", "label")
        return QSize(width, theme().px(36))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, count, bar."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        on = self.isChecked()
        over = self.underMouse()
        room = QRectF(0, 0, self.width(), self.height() - px(2))
        words = color("text" if on or over else "text2")
        x = paint.text(painter, room, self.text(), "strong" if on else "body", words)
        if self.count is not None:
            paint.text(
                painter,
                room.adjusted(x + px(6), 0, 0, 0),
                f"{self.count:,}",
                "label" if on else "small",
                color("accent" if on else "text2"),
            )
        if on:
            bar = QRectF(0, self.height() - px(2), self.width(), px(2))
            paint.box(painter, bar, 1, color("accent"))


class Tabs(QWidget):
    """`changed(key)` follows the user's choice. `tabs` are (key, words, count or None). ← → move.

    `margin` is kept free at both sides (24 below a page header).
    """

    changed = Signal(str)

    def __init__(
        self,
        tabs: Sequence[tuple[str, str, int | None]],
        *,
        name: str = "分页",
        line: bool = True,
        margin: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._line, self._margin = line, margin
        self._tabs: list[_Tab] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(margin, 0, margin, 0)
        self._row.addStretch(1)
        self.setAccessibleName(name)
        self.set_tabs(tabs)
        follow_theme(self)

    def set_tabs(self, tabs: Sequence[tuple[str, str, int | None]]) -> None:
        """Replace the tabs; the current one stays current if it is still there."""
        current = self.current()
        for tab in self._tabs:
            self._row.removeWidget(tab)
            tab.deleteLater()
        self._tabs = [_Tab(*each) for each in tabs]
        for index, tab in enumerate(self._tabs):
            tab.clicked.connect(self._pressed)
            self._row.insertWidget(index, tab)
        keys = [tab.key for tab in self._tabs]
        if keys:
            self.set_current(current if current in keys else keys[0])

    def set_count(self, key: str, count: int | None) -> None:
        """Change one count."""
        for tab in self._tabs:
            if tab.key == key:
                tab.count = count
                tab.speak()
                tab.updateGeometry()
                tab.update()

    def current(self) -> str:
        """The key of the current tab."""
        return next((tab.key for tab in self._tabs if tab.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Make a tab current without emitting."""
        for tab in self._tabs:
            tab.setChecked(tab.key == key)
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab.key == key else Qt.FocusPolicy.ClickFocus)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self.setFixedHeight(theme().px(38))
        self._row.setSpacing(theme().px(22))
        for tab in self._tabs:
            tab.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right change the tab."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._tabs:
            keys = [tab.key for tab in self._tabs]
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            index = (keys.index(self.current()) + step) % len(keys)
            self.set_current(keys[index])
            self._tabs[index].setFocus(Qt.FocusReason.TabFocusReason)
            self.changed.emit(keys[index])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The hairline below all tabs."""
        if self._line:
            painter = paint.begin(self)
            across = self.width() - 2 * self._margin
            paint.hline(painter, self._margin, self.height() - 1, across, theme().color("line"))

    def _pressed(self) -> None:
        tab = self.sender()
        if isinstance(tab, _Tab):
            self.set_current(tab.key)
            self.changed.emit(tab.key)
