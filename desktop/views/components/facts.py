"""Lists of facts: name and value, history lines, and numbered steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.buttons import Link
from desktop.views.components.text import Text
from desktop.views.look import paint
from desktop.views.look.theme import follow_theme, theme


class Facts(QWidget):
    """Names in grey, values in ink: `[("文号", "省司公告〔2026〕18 号"), ...]`."""

    def __init__(
        self, facts: Sequence[tuple[str, str]] = (), *, name_width: int = 68, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name_width = name_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.set_facts(facts)
        follow_theme(self)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for row, (name, value) in enumerate(facts):
            left = Text(name, "small", "text2")
            right = Text(value, "small", "text", wrap=True, selectable=True)
            left.setAlignment(Qt.AlignmentFlag.AlignTop)
            right.setAlignment(Qt.AlignmentFlag.AlignTop)
            right.setAccessibleName(f"{name}：{value}")
            self._grid.addWidget(left, row, 0)
            self._grid.addWidget(right, row, 1)
        self.restyle()

    def restyle(self) -> None:
        """Take the width of the names from the theme."""
        self._grid.setColumnMinimumWidth(0, theme().px(self._name_width))


class _Dot(QWidget):
    """The dot before a history line."""

    def __init__(self, current: bool) -> None:
        super().__init__()
        self._current = current
        follow_theme(self)

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(theme().px(8), theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Blue for the newest, grey for the others."""
        painter = paint.begin(self)
        color = theme().color("accent" if self._current else "line2")
        paint.disc(painter, QPointF(self.width() / 2, self.height() / 2), theme().px(3), color)


class History(QWidget):
    """Lines of (time, who, what), the newest first."""

    def __init__(self, lines: Sequence[tuple[str, str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)
        self.set_lines(lines)

    def set_lines(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show other lines."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for row, (time, who, what) in enumerate(lines):
            cells = (
                _Dot(row == 0),
                Text(time, "caption", "text2"),
                Text(who, "label"),
                Text(what, "small", "text2", wrap=True),
            )
            for column, cell in enumerate(cells):
                self._grid.addWidget(
                    cell, row, column, Qt.AlignmentFlag.AlignTop if column < 3 else Qt.AlignmentFlag(0)
                )


class _Number(QWidget):
    """A number on a grey disc."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        follow_theme(self)

    def restyle(self) -> None:
        """Take the size from the theme."""
        side = theme().px(24)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Disc and number."""
        painter = paint.begin(self)
        half = self.width() / 2
        paint.disc(painter, QPointF(half, half), half, theme().color("mute"))
        paint.text(painter, self.rect(), str(self._number), "chip", theme().color("text2"), paint.CENTER)


class NumberedSteps(QWidget):
    """What to do next, in order: (verb, explanation)."""

    def __init__(self, steps: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for number, (verb, explanation) in enumerate(steps, 1):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(_Number(number), 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Text(verb, "strong", wrap=True))
            words.addWidget(Text(explanation, "small", "text2", wrap=True))
            row.addLayout(words, 1)
            column.addLayout(row)


class LinkLine(QWidget):
    """A grey fact with links behind it."""

    pressed = Signal(str)

    def __init__(self, fact: str, links: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Text(fact, "small", "text2"), 1)
        for words in links:
            link = Link(words)
            link.clicked.connect(self._pressed)
            row.addWidget(link)

    def _pressed(self) -> None:
        link = self.sender()
        if isinstance(link, Link):
            self.pressed.emit(link.text())
