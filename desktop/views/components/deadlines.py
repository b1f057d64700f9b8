"""Deadlines: the strip of working days ahead, and the two clocks of one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.components.card import Card
from desktop.views.components.progress import Bar
from desktop.views.components.text import Text
from desktop.views.look import paint, tokens
from desktop.views.look.theme import follow_theme, theme


@dataclass(frozen=True, slots=True)
class Due:
    """Something due on a day: the verb, whether the deadline is statutory, its tone (accent, warn, bad)."""

    words: str
    statutory: bool
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Day:
    """One column: `11-23`, `周一`, what is due; `state` late, today or empty; `week` starts a new week."""

    key: str
    day: str
    weekday: str
    due: tuple[Due, ...] = ()
    state: str = ""
    week: bool = False


class _DayButton(PaintedButton):
    """A day as a control; press it to see what is due."""

    SHOWN = 4

    def __init__(self, day: Day) -> None:
        super().__init__(day.day)
        self.day = day
        spoken = "，".join(f"{due.words}{'法定' if due.statutory else '内部'}期限" for due in day.due) or "没有期限"
        self.setAccessibleName(f"{day.day} {day.weekday}：{spoken}")
        self.setToolTip(f"{day.day} {day.weekday}\n{spoken}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def sizeHint(self) -> QSize:
        """Four tags and the date."""
        return QSize(theme().px(58), theme().px(128))

    def minimumSizeHint(self) -> QSize:
        """Narrow days still show a tag."""
        return QSize(theme().px(46), theme().px(128))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, tags from below, date and weekday."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        area = QRectF(self.rect()).adjusted(px(2), 0, -px(2), 0)
        if self.day.state:
            paint.box(painter, area, px(6), color("bad" if self.day.state == "late" else "soft"))
        elif self.underMouse():
            paint.box(painter, area, px(6), color("hover"))
        if self.day.week:
            paint.vline(painter, 0, px(6), self.height() - px(12), color("line"))
        bottom = self.height() - px(56)
        shown = self.day.due[: self.SHOWN]
        more = len(self.day.due) - len(shown)
        if more:
            shown = shown[:-1]
        for number, due in enumerate(shown):
            tag = QRectF(area.left() + px(3), bottom - number * px(21), area.width() - px(6), px(18))
            self._paint_tag(painter, tag, due)
        if more:
            room = QRectF(area.left(), bottom - len(shown) * px(21), area.width(), px(18))
            paint.text(painter, room, f"另 {more + 1} 项", "caption", color("text2"), paint.CENTER)
        if not self.day.due:
            room = QRectF(area.left(), bottom, area.width(), px(18))
            paint.text(painter, room, "—", "caption", color("text3"), paint.CENTER)
        ink = {"late": "badtext", "today": "softtext"}.get(self.day.state, "text")
        low = QRectF(area.left(), self.height() - px(36), area.width(), px(18))
        paint.text(painter, low, self.day.day, "chip", color(ink), paint.CENTER)
        second = ink if self.day.state else "text2"
        paint.text(
            painter,
            low.translated(0, px(16)),
            self.day.weekday,
            "chip" if self.day.state == "today" else "caption",
            color(second),
            paint.CENTER,
        )

    def _paint_tag(self, painter: QPainter, tag: QRectF, due: Due) -> None:
        px, color = theme().px, theme().color
        ground, ink, bar = theme().tone(due.tone)
        if due.statutory:
            paint.box(painter, tag, px(4), color("surface") if self.day.state else ground)
            painter.save()
            painter.setClipRect(QRectF(tag.left(), tag.top(), px(3.5), tag.height()))
            paint.box(painter, tag, px(4), bar)
            painter.restore()
        else:
            edge = color("soft2") if due.tone == "accent" else bar
            paint.box(painter, tag, px(4), color("surface"), edge)
        paint.text(painter, tag, due.words, "chip" if due.statutory else "caption", ink, paint.CENTER)


class DeadlineStrip(QWidget):
    """Working days side by side; left bar = 法定期限, outline = 内部期限. `day_pressed(key)`."""

    day_pressed = Signal(str)

    def __init__(self, days: Sequence[Day] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("期限")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._buttons: list[_DayButton] = []
        self.set_days(days)

    def set_days(self, days: Sequence[Day]) -> None:
        """Show other days."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = [_DayButton(day) for day in days]
        for button in self._buttons:
            button.clicked.connect(self._pressed)
            self._row.addWidget(button, 1)

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, _DayButton):
            self.day_pressed.emit(button.day.key)


class DeadlineLegend(QWidget):
    """What bar and outline mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("左侧竖条是法定期限，空框是内部期限")
        follow_theme(self)

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(theme().px(170), theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bar, words, outline, words."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        middle = self.height() / 2
        paint.box(painter, QRectF(px(6), middle - px(6), px(4), px(12)), 2, color("bar"))
        paint.text(painter, QRectF(px(18), 0, px(60), self.height()), "法定期限", "caption", color("text2"))
        paint.box(painter, QRectF(px(84), middle - px(5), px(14), px(10)), px(3), None, color("bar"))
        paint.text(painter, QRectF(px(104), 0, px(66), self.height()), "内部期限", "caption", color("text2"))


class DeadlineMeter(QWidget):
    """One clock of a record: name, how long, what holds now, a bar and the last day."""

    def __init__(
        self,
        name: str,
        fact: str,
        now: str,
        last_day: str,
        part: float,
        tone: str = "ok",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        colors = tokens.TONES[tone]
        self.setAccessibleName(f"{name}，{fact}，{now}，到 {last_day}")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(name, "label"))
        head.addWidget(Text(fact, "caption", "text2", elide=True), 1)
        head.addWidget(Text(now, "chip", colors.text))
        bar = Bar(colors.bar, 6)
        bar.setMaximum(1000)
        bar.setValue(round(part * 1000))
        bar.setAccessibleName(name)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(bar, 1)
        line.addWidget(Text(last_day, "chip"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(line)


class DeadlineBox(Card):
    """Both clocks of a record in a sunken box."""

    def __init__(self, meters: Sequence[DeadlineMeter], parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=10, parent=parent)
        self.set_ground("sunken")
        for meter in meters:
            self.add(meter)
