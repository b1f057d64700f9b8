"""Check boxes, radio rows and choice cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme


def paint_check(painter: QPainter, x: float, middle: float, state: Qt.CheckState, *, enabled: bool = True) -> None:
    """A 16 px check box centred on the line `middle`."""
    px, color = theme().px, theme().color
    side = px(16)
    area = QRectF(paint.snap(painter, x), paint.snap(painter, middle - side / 2), side, side)
    if state == Qt.CheckState.Unchecked:
        paint.box(painter, area, px(4), color("surface" if enabled else "sunken"), color("edge"))
        return
    paint.box(painter, area, px(4), color("fill" if enabled else "edge"))
    glyph = "check" if state == Qt.CheckState.Checked else "minus"
    icons.draw(painter, glyph, area.left() + px(2), area.top() + px(2), px(12), color("filltext"))


def paint_radio(painter: QPainter, center: QPointF, chosen: bool) -> None:
    """A 20 px radio disc."""
    color = theme().color
    radius = theme().px(20) / 2
    paint.disc(painter, center, radius, color("surface"), color("accent" if chosen else "line2"), 2 if chosen else 1.5)
    if chosen:
        paint.disc(painter, center, radius * 0.45, color("accent"))


class CheckBox(PaintedButton):
    """A box with words. `toggled(bool)` as any button."""

    radius = 4

    def __init__(self, words: str, checked: bool = False, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setAccessibleName(name or words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def sizeHint(self) -> QSize:
        """Box, gap, words."""
        words = paint.width_of(self.text(), "body") + theme().px(10) if self.text() else 0
        return QSize(theme().px(16) + words + 1, theme().px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box and words."""
        painter = paint.begin(self)
        state = Qt.CheckState.Checked if self.isChecked() else Qt.CheckState.Unchecked
        paint_check(painter, 0, self.height() / 2, state, enabled=self.isEnabled())
        room = QRectF(self.rect()).adjusted(theme().px(26), 0, 0, 0)
        paint.text(painter, room, self.text(), "body", theme().color("text" if self.isEnabled() else "text3"))


class _Option(PaintedButton):
    """A radio drawn over the whole width; arrows move among its siblings."""

    radius = float(tokens.RADIUS_CARD)

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words)
        self.key = key
        self.setCheckable(True)
        self.setAutoExclusive(True)
        follow_theme(self)

    def paint_ground(self, painter: QPainter) -> None:
        """White with a hairline, pale blue with an accent border when chosen."""
        color = theme().color
        on, over = self.isChecked(), self.underMouse() and self.isEnabled()
        ground = "row" if on else ("hover" if over else "surface")
        paint.box(
            painter,
            self.rect(),
            theme().px(tokens.RADIUS_CARD),
            color(ground),
            color("accent" if on else "line2"),
            2 if on else 1,
        )


class OptionRow(_Option):
    """A radio row 52 high: words at the left, a grey fact at the right."""

    def __init__(self, key: str, words: str, fact: str = "") -> None:
        super().__init__(key, words)
        self._fact = fact
        self.setAccessibleDescription(fact)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Radio, words and fact."""
        px = theme().px
        width = paint.width_of(self.text(), "strong") + paint.width_of(self._fact, "small") + px(100)
        return QSize(width, px(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Radio, words, fact."""
        painter = paint.begin(self)
        px = theme().px
        self.paint_ground(painter)
        paint_radio(painter, QPointF(px(27), self.height() / 2), self.isChecked())
        room = QRectF(self.rect()).adjusted(px(52), 0, -px(18), 0)
        fact = min(paint.width_of(self._fact, "small") + px(12), round(room.width() / 2)) if self._fact else 0
        taken = paint.text(painter, room.adjusted(0, 0, -fact, 0), self.text(), "medium", theme().color("text"))
        paint.text(
            painter, room.adjusted(taken + px(12), 0, 0, 0), self._fact, "small", theme().color("text2"), paint.RIGHT
        )


class ChoiceCard(_Option):
    """A large choice: icon, title, radio and up to a few ticked lines."""

    def __init__(self, key: str, title: str, icon: str, lines: Sequence[str] = ()) -> None:
        super().__init__(key, title)
        self._icon, self._lines = icon, tuple(lines)
        self.setAccessibleDescription("；".join(lines))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Head and lines."""
        px = theme().px
        widest = max((paint.width_of(line, "small") for line in self._lines), default=0)
        return QSize(max(px(240), widest + px(62)), px(86) + px(26) * len(self._lines))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, title, radio, ticked lines."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        self.paint_ground(painter)
        on = self.isChecked()
        tile = QRectF(px(18), px(18), px(40), px(40))
        paint.box(painter, tile, px(8), color("soft2" if on else "mute"))
        icons.draw(
            painter, self._icon, tile.left() + px(10), tile.top() + px(10), px(20), color("softtext" if on else "text2")
        )
        head = QRectF(px(70), px(18), self.width() - px(130), px(40))
        paint.text(painter, head, self.text(), "item", color("text"))
        paint_radio(painter, QPointF(self.width() - px(28), px(38)), on)
        for number, line in enumerate(self._lines):
            top = px(72) + number * px(26)
            icons.draw(painter, "check", px(20), top + px(5), px(14), color("text2"))
            paint.text(painter, QRectF(px(42), top, self.width() - px(56), px(24)), line, "small", color("text2"))


class OptionGroup(QWidget):
    """Lays several OptionRow (below each other) or ChoiceCard (`horizontal`) out and keeps one chosen.

    `chosen(key)` follows the user's choice.
    """

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[_Option],
        value: str = "",
        *,
        name: str,
        horizontal: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = list(options)
        direction = QBoxLayout.Direction.LeftToRight if horizontal else QBoxLayout.Direction.TopToBottom
        box = QBoxLayout(direction, self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16 if horizontal else 8)
        for option in self._options:
            box.addWidget(option, 1 if horizontal else 0)
        self.setAccessibleName(name)
        for option in self._options:
            option.clicked.connect(self._pressed)
        self.set_value(value)

    def value(self) -> str:
        """The chosen key."""
        return next((option.key for option in self._options if option.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose without emitting."""
        for option in self._options:
            option.setAutoExclusive(False)
            option.setChecked(option.key == value)
            option.setAutoExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move the choice."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self.value():
            keys = [option.key for option in self._options]
            option = self._options[(keys.index(self.value()) + step) % len(keys)]
            self.set_value(option.key)
            option.setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(option.key)
        else:
            super().keyPressEvent(event)

    def _pressed(self) -> None:
        option = self.sender()
        if isinstance(option, _Option):
            self.set_value(option.key)
            self.chosen.emit(option.key)
