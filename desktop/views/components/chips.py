"""Chips: word, colour and shape together; and removable filter chips."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme


def chip_width(word: str, icon: str) -> int:
    """Width of a chip in logical pixels."""
    px = theme().px
    return paint.width_of(word, "chip") + px(14) + (px(12) + px(4) if icon else 0)


def paint_chip(
    painter: QPainter,
    x: float,
    middle: float,
    word: str,
    tone: str = "",
    icon: str | None = None,
    *,
    outlined: bool = False,
) -> int:
    """Paint a chip centred on the line `middle`; tone and icon default to the state's own. Returns its width."""
    known_tone, known_icon = tokens.state_look(word)
    tone = tone or known_tone
    icon = known_icon if icon is None else icon
    px = theme().px
    ground, words, _bar = theme().tone(tone)
    height, width = px(tokens.CHIP_HEIGHT), chip_width(word, icon)
    top = paint.snap(painter, middle - height / 2)
    area = QRectF(paint.snap(painter, x), top, width, height)
    if outlined:
        paint.box(painter, area, px(tokens.RADIUS_CHIP), theme().color("surface"), words)
    else:
        paint.box(painter, area, px(tokens.RADIUS_CHIP), ground)
    at = area.left() + px(7)
    if icon:
        icons.draw(painter, icon, at, top + (height - px(12)) / 2, px(12), words)
        at += px(16)
    paint.text(painter, QRectF(at, top, area.right() - at, height), word, "chip", words)
    return width


class Chip(QWidget):
    """A state word. `Chip("审查中")` finds tone and icon itself; other words may name theirs."""

    def __init__(
        self,
        word: str = "",
        tone: str = "",
        icon: str | None = None,
        *,
        outlined: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._word, self._tone, self._icon, self._outlined = word, tone, icon, outlined
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)
        follow_theme(self)

    def set_word(self, word: str, tone: str = "", icon: str | None = None) -> None:
        """Show another state."""
        self._word, self._tone, self._icon = word, tone, icon
        self.setAccessibleName(word)
        self.restyle()

    def word(self) -> str:
        """The word on the chip."""
        return self._word

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Word and icon."""
        icon = tokens.state_look(self._word)[1] if self._icon is None else self._icon
        return QSize(chip_width(self._word, icon), theme().px(tokens.CHIP_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = paint.begin(self)
        paint_chip(painter, 0, self.height() / 2, self._word, self._tone, self._icon, outlined=self._outlined)


class FilterChip(PaintedButton):
    """A filter in force: `name value ×`. Emits `clicked` to change it and `removed` by × or Delete."""

    removed = Signal()

    def __init__(self, name: str, value: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{name} {value}", parent)
        self._name, self._value = name, value
        self.setAccessibleName(f"筛选 {name} {value}，按 Delete 去掉")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def set_value(self, value: str) -> None:
        """Show another value."""
        self._value = value
        self.setAccessibleName(f"筛选 {self._name} {value}，按 Delete 去掉")
        self.restyle()

    def sizeHint(self) -> QSize:
        """Name, value and ×."""
        px = theme().px
        width = paint.width_of(self._name, "small") + paint.width_of(self._value, "label") + px(48)
        return QSize(width, px(tokens.BUTTON_SMALL_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Pale blue ground, name, value, ×."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        over = self.underMouse()
        paint.box(painter, self.rect(), px(tokens.RADIUS_CONTROL), color("soft2" if over else "soft"))
        x = px(10)
        room = QRectF(x, 0, self.width(), self.height())
        x += paint.text(painter, room, self._name, "small", color("softtext")) + px(8)
        paint.text(painter, QRectF(x, 0, self.width(), self.height()), self._value, "label", color("softtext"))
        side = px(12)
        icons.draw(painter, "x", self.width() - side - px(9), (self.height() - side) / 2, side, color("softtext"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on × removes, elsewhere opens."""
        if self._on_cross(event.position()) and event.button() == Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace remove the filter."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Repaint on enter and leave."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def _on_cross(self, at: QPointF) -> bool:
        return at.x() > self.width() - theme().px(28)
