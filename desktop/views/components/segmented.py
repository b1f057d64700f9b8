"""One of a few answers side by side: 否 / 是 / 不确定, the verdict, what to do with a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.components.ring import FocusRing, by_keyboard
from desktop.views.look import paint, tokens
from desktop.views.look.theme import follow_theme, theme


@dataclass(frozen=True, slots=True)
class Segment:
    """One answer: its value, its words and the tone it takes when chosen (plain, accent, warn, ok, bad)."""

    value: str
    words: str
    tone: str = "plain"


YES_NO = (Segment("no", "否"), Segment("yes", "是", "warn"), Segment("unsure", "不确定", "warn"))


class _SegmentButton(PaintedButton):
    """One answer; painted on the trough of its choice."""

    def __init__(self, segment: Segment, stretch: bool) -> None:
        super().__init__(segment.words)
        self.segment = segment
        self._stretch = stretch
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        )

    def sizeHint(self) -> QSize:
        """Words and padding."""
        return QSize(paint.width_of(self.text(), "label") + theme().px(28), theme().px(24))

    def minimumSizeHint(self) -> QSize:
        """Words are never cut; what fills a row gives up some padding where the row is short."""
        hint = self.sizeHint()
        return QSize(hint.width() - theme().px(14), hint.height()) if self._stretch else hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chosen answer is a raised, toned box."""
        painter = paint.begin(self)
        color = theme().color
        token = "text2" if self.isEnabled() else "edge"
        role = "small"
        if self.isChecked():
            role = "label"
            fill, border, token = {
                "plain": ("raised", "line2", "text"),
                "accent": ("soft", "bar", "softtext"),
                "warn": ("warn", "warnbar", "warntext"),
                "ok": ("ok", "okbar", "oktext"),
                "bad": ("bad", "badbar", "badtext"),
            }[self.segment.tone]
            paint.box(painter, self.rect(), theme().px(5), color(fill), color(border))
        elif self.underMouse() and self.isEnabled():
            paint.box(painter, self.rect(), theme().px(5), color("hover"))
        paint.text(painter, self.rect(), self.text(), role, color(token), paint.CENTER)


class SegmentedChoice(QWidget):
    """`chosen(value)` follows a choice by the user. Digits 1 2 3 … and ← → answer. `name` is what is asked.

    A key that is held down answers once: the focus may go on to the next question, which nobody has read yet.
    """

    chosen = Signal(str)

    def __init__(
        self,
        segments: Sequence[Segment] = YES_NO,
        *,
        name: str,
        value: str = "",
        stretch: bool = False,
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._tall = tall
        self._buttons = [_SegmentButton(segment, stretch) for segment in segments]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for number, button in enumerate(self._buttons, 1):
            button.setToolTip(f"按 {number} 选{button.text()}")
            button.clicked.connect(self._pressed)
            row.addWidget(button, 1 if stretch else 0)
        self.set_value(value)
        follow_theme(self)

    def value(self) -> str:
        """The chosen value, empty while unanswered."""
        return next((b.segment.value for b in self._buttons if b.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose without emitting; an empty value leaves the question unanswered."""
        for button in self._buttons:
            button.setChecked(button.segment.value == value)
        words = next((b.text() for b in self._buttons if b.isChecked()), "未答")
        self.setAccessibleName(f"{self._name}：{words}")
        self.update()

    def block(self, value: str, reason: str) -> None:
        """Make one answer impossible and say why; an empty reason allows it again."""
        for button in self._buttons:
            if button.segment.value == value:
                button.setEnabled(not reason)
                button.setToolTip(reason)
                button.setAccessibleDescription(reason)

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(32 if self._tall else 26))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows move the choice."""
        digit = event.key() - Qt.Key.Key_1.value
        chosen = 0 <= digit < len(self._buttons) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        moved = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if not (chosen or moved):
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            event.accept()
        elif chosen:
            self._choose(digit)
        else:
            now = next((i for i, b in enumerate(self._buttons) if b.isChecked()), -1)
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._choose(max(0, min(len(self._buttons) - 1, now + step)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the focus came by a key."""
        super().focusInEvent(event)
        if by_keyboard(event):
            FocusRing(self, tokens.RADIUS_CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The trough."""
        painter = paint.begin(self)
        paint.box(
            painter, self.rect(), theme().px(tokens.RADIUS_CONTROL), theme().color("sunken"), theme().color("line")
        )

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, _SegmentButton):
            self._choose(self._buttons.index(button))

    def _choose(self, index: int) -> None:
        button = self._buttons[index]
        if not button.isEnabled():
            button.setChecked(False)
            return
        self.set_value(button.segment.value)
        self.chosen.emit(button.segment.value)
