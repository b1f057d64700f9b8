"""A chain of steps: who signed, who is at it, who comes next; horizontal for chains, vertical for the guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.look import icons, paint
from desktop.views.look.theme import follow_theme, theme

WORDS = {"done": "已完成", "current": "进行中", "next": "未到", "failed": "没有通过"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its title, lines below it, and whether it is done, current, next or failed."""

    title: str
    lines: tuple[str, ...] = ()
    state: str = "next"


def paint_disc(painter: QPainter, center: QPointF, radius: float, state: str, number: int) -> None:
    """The disc of a step: green with a check, blue ring, grey ring, or red ring with `!`; `number` 0 paints a dot."""
    color, px = theme().color, theme().px
    if state == "done":
        paint.disc(painter, center, radius, color("okbar"))
        side = round(radius * 1.3)
        icons.draw(painter, "check", center.x() - side / 2, center.y() - side / 2, side, color("surface"))
        return
    ground, border, ink = {
        "current": ("soft" if number else "surface", "accent", "softtext"),
        "failed": ("bad", "badbar", "badtext"),
        "next": ("surface", "line2", "text2"),
    }[state]
    paint.disc(painter, center, radius, color(ground), color(border), 2 if state != "next" else 1.5)
    area = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
    if state == "failed":
        paint.text(painter, area, "!", "chip", color(ink), paint.CENTER)
    elif number:
        paint.text(painter, area, str(number), "chip", color(ink), paint.CENTER)
    elif state == "current":
        paint.disc(painter, center, px(4), color("accent"))


class _StepButton(PaintedButton):
    """One step as a control: it can be focused, read and pressed."""

    def __init__(self, number: int, style: str) -> None:
        super().__init__("")
        self.step, self.number, self._style = Step(""), number, style
        self._before, self._is_last = "next", False
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def show_step(self, step: Step, before: str, *, is_last: bool) -> None:
        """Show a step; `before`, the state of the one before it, colours the left half of the line."""
        self.step, self._before, self._is_last = step, before, is_last
        self.setText(step.title)
        told = f"第 {self.number} 步 {step.title}，{WORDS[step.state]}，{'，'.join(step.lines)}"
        self.setAccessibleName(told.strip("，"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Disc and lines."""
        px = theme().px
        widest = max(
            [paint.width_of(self.step.title, "chip"), *(paint.width_of(x, "caption") for x in self.step.lines)]
        )
        if self._style == "vertical":
            return QSize(px(180), px(56))
        lines = theme().line("label") + theme().line("caption") * len(self.step.lines)
        if self._style == "rail":
            return QSize(widest + px(60), max(px(25), px(2) + lines))
        if self._style == "left":
            return QSize(widest + px(16), px(26) + lines)
        return QSize(widest + px(8), px(24) + lines)

    def minimumSizeHint(self) -> QSize:
        """May shrink; lines are then cut with an ellipsis."""
        return QSize(theme().px(52), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line, disc, words in the style asked for."""
        painter = paint.begin(self)
        {"center": self._center, "left": self._left, "rail": self._rail, "vertical": self._vertical}[self._style](
            painter
        )

    def _ink(self) -> tuple[str, str, str]:
        """Role of the title, its token, token of the last line."""
        last = {"current": "accent", "failed": "badtext", "done": "text2", "next": "text2"}[self.step.state]
        title = "text2" if self.step.state == "next" else "text"
        return ("chip" if self._style == "center" else "label"), title, last

    def _line_color(self, state: str) -> str:
        return "okbar" if state == "done" else "line2"

    def _center(self, painter: QPainter) -> None:
        px, color = theme().px, theme().color
        radius = px(9)
        center = QPointF(self.width() / 2, px(10))
        gap = radius + px(3)
        if self.number > 1:
            paint.hline(painter, 0, center.y() - 1, center.x() - gap, color(self._line_color(self._before)), 1.5)
        if not self._is_last:
            start = center.x() + gap
            paint.hline(
                painter, start, center.y() - 1, self.width() - start, color(self._line_color(self.step.state)), 1.5
            )
        paint_disc(painter, center, radius, self.step.state, 0)
        role, title, last = self._ink()
        top = float(px(24))
        high = theme().line("caption")
        paint.text(painter, QRectF(0, top, self.width(), high), self.step.title, role, color(title), paint.CENTER)
        for number, line in enumerate(self.step.lines):
            top += high
            final = number == len(self.step.lines) - 1 and self.step.state in ("current", "failed")
            paint.text(
                painter,
                QRectF(0, top, self.width(), high),
                line,
                "chip" if final else "caption",
                color(last if final else "text2"),
                paint.CENTER,
            )

    def _left(self, painter: QPainter) -> None:
        px, color = theme().px, theme().color
        radius = px(11)
        center = QPointF(radius + 1, radius + 1)
        paint_disc(painter, center, radius, self.step.state, self.number)
        if not self._is_last:
            start = center.x() + radius + px(6)
            paint.hline(
                painter,
                start,
                center.y() - 1,
                self.width() - start - px(6),
                color(self._line_color(self.step.state)),
                1.5,
            )
        self._words_below(painter, 0.0, float(px(26)))

    def _rail(self, painter: QPainter) -> None:
        px, color = theme().px, theme().color
        radius = px(11)
        center = QPointF(radius + 1, radius + px(1))
        paint_disc(painter, center, radius, self.step.state, self.number)
        left = radius * 2 + px(12)
        title = self._words_below(painter, float(left), 0.0)
        if not self._is_last:
            start = left + title + px(14)
            paint.hline(
                painter,
                start,
                center.y() - 1,
                self.width() - start - px(14),
                color(self._line_color(self.step.state)),
                1.5,
            )

    def _words_below(self, painter: QPainter, left: float, top: float) -> int:
        color = theme().color
        role, title, last = self._ink()
        high = theme().line("label")
        room = self.width() - left - theme().px(6)
        taken = paint.text(painter, QRectF(left, top, room, high), self.step.title, role, color(title))
        done = "oktext" if self._style == "left" and self.step.state == "done" else "text2"
        for line in self.step.lines:
            top += high if line == self.step.lines[0] else theme().line("caption")
            ink = last if self.step.state in ("current", "failed") else done
            paint.text(painter, QRectF(left, top, room, theme().line("caption")), line, "caption", color(ink))
        return taken

    def _vertical(self, painter: QPainter) -> None:
        px, color = theme().px, theme().color
        radius = px(12)
        center = QPointF(radius + 1, px(14))
        paint_disc(painter, center, radius, self.step.state, self.number)
        if not self._is_last:
            top = center.y() + radius + px(3)
            paint.vline(
                painter, center.x() - 1, top, self.height() - top, color(self._line_color(self.step.state)), 1.5
            )
        left = radius * 2 + px(14)
        room = QRectF(left, px(3), self.width() - left, theme().line("body"))
        ink = "text" if self.step.state in ("done", "current") else "text2"
        role = "strong" if self.step.state == "current" else "body"
        paint.text(painter, room, self.step.title, role, color(ink))
        for line in self.step.lines[:1]:
            paint.text(painter, room.translated(0, theme().line("body") - 2), line, "caption", color("text2"))


class Stepper(QWidget):
    """`Stepper(steps)`; styles: center (pane, five signers), left (review desk), rail (delivery card), vertical (guide).

    `pressed(index)` follows a click or Enter on a step.
    """

    pressed = Signal(int)

    def __init__(
        self, steps: Sequence[Step] = (), style: str = "center", *, name: str = "签字链", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._style = style
        self._buttons: list[_StepButton] = []
        self.setAccessibleName(name)
        vertical = style == "vertical"
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom if vertical else QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.set_steps(steps)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        for button in self._buttons[len(steps) :]:
            self._box.removeWidget(button)
            button.deleteLater()
        del self._buttons[len(steps) :]
        while len(self._buttons) < len(steps):
            button = _StepButton(len(self._buttons) + 1, self._style)
            button.clicked.connect(self._clicked)
            self._buttons.append(button)
            self._box.addWidget(button, 1 if self._style != "vertical" else 0, Qt.AlignmentFlag.AlignTop)
        before = "next"
        for button, step in zip(self._buttons, steps, strict=True):
            button.show_step(step, before, is_last=button.number == len(steps))
            before = step.state

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _StepButton):
            self.pressed.emit(button.number - 1)
