"""Small charts whose every bar is a control: columns by month, rows by class, and a meter with marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.look import paint
from desktop.views.look.theme import follow_theme, theme


class _Column(PaintedButton):
    """One month."""

    def __init__(self, words: str, value: int, highest: int, current: bool) -> None:
        super().__init__(words)
        self.value, self._highest, self._current = value, max(1, highest), current
        self.setAccessibleName(f"{words} {value}")
        self.setToolTip(f"{words} {value:,}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow_theme(self)

    def sizeHint(self) -> QSize:
        """Bar and words."""
        return QSize(theme().px(34), theme().px(72))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bar from below, words, the number over the current one."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        base = self.height() - px(20)
        room = base - px(18)
        high = max(2.0, room * self.value / self._highest)
        width = min(px(20), self.width() - px(6))
        bar = QRectF((self.width() - width) / 2, base - high, width, high)
        token = "bar" if self._current else "soft2"
        if self.underMouse() and not self._current:
            token = "line2"
        paint.box(painter, bar, px(3), color(token))
        painter.fillRect(QRectF(bar.left(), base - min(high, px(4)), width, min(high, px(4))), color(token))
        paint.hline(painter, 0, base, self.width(), color("line"))
        if self._current or self.underMouse():
            over = QRectF(-px(6), base - high - px(18), self.width() + px(12), px(18))
            paint.text(painter, over, f"{self.value:,}", "chip", color("text"), paint.CENTER)
        words = QRectF(-px(4), base + px(2), self.width() + px(8), px(18))
        paint.text(
            painter,
            words,
            self.text(),
            "chip" if self._current else "caption",
            color("text" if self._current else "text2"),
            paint.CENTER,
        )


class ColumnChart(QWidget):
    """`[("6月", 31), ...]`; the last one is current. `pressed(index)`."""

    pressed = Signal(int)

    def __init__(
        self, columns: Sequence[tuple[str, int]] = (), *, name: str = "按月", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._columns: list[_Column] = []
        self.setAccessibleName(name)
        self.set_columns(columns)

    def set_columns(self, columns: Sequence[tuple[str, int]]) -> None:
        """Show other numbers."""
        for column in self._columns:
            self._row.removeWidget(column)
            column.deleteLater()
        highest = max((value for _words, value in columns), default=1)
        last = len(columns) - 1
        self._columns = [_Column(words, value, highest, i == last) for i, (words, value) in enumerate(columns)]
        for column in self._columns:
            column.clicked.connect(self._pressed)
            self._row.addWidget(column, 1)

    def _pressed(self) -> None:
        column = self.sender()
        if isinstance(column, _Column):
            self.pressed.emit(self._columns.index(column))


class BarRow(PaintedButton):
    """One class: words, a bar for its share, a number at the right (and more columns of numbers)."""

    def __init__(
        self,
        words: str,
        value: int,
        highest: int,
        numbers: Sequence[str] = (),
        tone: str = "soft2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._value, self._highest = value, max(1, highest)
        self._numbers = tuple(numbers) or (f"{value:,}",)
        self._tone = tone
        self.setAccessibleName(f"{words} {'，'.join(self._numbers)}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme().px(240), theme().px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, track and bar, numbers, rule."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        if self.underMouse():
            paint.box(painter, self.rect(), px(4), color("hover"))
        paint.hline(painter, 0, self.height() - 1, self.width(), color("line"))
        numbers = px(64) * len(self._numbers)
        name = min(px(110), self.width() * 0.36)
        paint.text(painter, QRectF(0, 0, name - px(8), self.height()), self.text(), "small", color("text"))
        track = QRectF(name, self.height() / 2 - px(3), max(px(24), self.width() - name - numbers - px(8)), px(6))
        paint.box(painter, track, px(3), color("mute"))
        part = track.width() * self._value / self._highest
        if part > 0:
            paint.box(painter, QRectF(track.left(), track.top(), max(px(6), part), px(6)), px(3), color(self._tone))
        for number, words in enumerate(self._numbers):
            right = self.width() - px(64) * (len(self._numbers) - 1 - number)
            last = number == len(self._numbers) - 1 and len(self._numbers) > 1
            paint.text(
                painter,
                QRectF(right - px(64), 0, px(64), self.height()),
                words,
                "small" if last else "smallstrong",
                color("text2" if last else "text"),
                paint.RIGHT,
            )


class BarRows(QWidget):
    """Several BarRows below each other; `pressed(index)`."""

    pressed = Signal(int)

    def __init__(
        self, rows: Sequence[tuple[str, int]] = (), *, name: str = "分类", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[BarRow] = []
        self.setAccessibleName(name)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[tuple[str, int]], numbers: Sequence[Sequence[str]] = ()) -> None:
        """(words, value) for each row; `numbers` are the shown columns when one value is not enough."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        highest = max((value for _words, value in rows), default=1)
        self._rows = []
        for index, (words, value) in enumerate(rows):
            row = BarRow(words, value, highest, numbers[index] if numbers else ())
            row.clicked.connect(self._pressed)
            self._rows.append(row)
            self._column.addWidget(row)

    def _pressed(self) -> None:
        row = self.sender()
        if isinstance(row, BarRow):
            self.pressed.emit(self._rows.index(row))


@dataclass(frozen=True, slots=True)
class MeterMark:
    """A limit on a meter: where (0..1), its words, and whether it is the statutory one."""

    at: float
    words: str
    statutory: bool = False


class Meter(QWidget):
    """A bar with limits marked on it: 内部 15, 法定 20."""

    def __init__(
        self, part: float, marks: Sequence[MeterMark], tone: str = "okbar", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._marks, self._tone = tuple(marks), tone
        self.set_part(part)
        follow_theme(self)

    def set_part(self, part: float) -> None:
        """How much of the bar is filled, 0..1."""
        self._part = part
        self.setAccessibleName("，".join([f"{part:.0%}", *(mark.words for mark in self._marks)]))
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, filled part, marks with words."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        track = QRectF(0, px(4), self.width(), px(8))
        paint.box(painter, track, px(4), color("mute"))
        paint.box(painter, QRectF(0, px(4), max(px(8), self.width() * self._part), px(8)), px(4), color(self._tone))
        right = float(self.width())
        for mark in reversed(self._marks):
            x = self.width() * mark.at
            paint.vline(
                painter, min(x, self.width() - 2), 0, px(16), color("badbar" if mark.statutory else "text2"), 1.5
            )
            width = paint.width_of(mark.words, "caption")
            left = min(x - width / 2, right - width)
            paint.text(painter, QRectF(left, px(18), width + 2, px(18)), mark.words, "caption", color("text2"))
            right = left - px(8)
