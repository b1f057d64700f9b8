"""Numbers at a glance: tiles in a row, strips of checked facts, and totals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.components.text import Icon, Text
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme

_ICONS = {"warn": "clock", "bad": "triangle-alert", "ok": "circle-check"}


class StatTile(PaintedButton):
    """Words, a large number with its unit, a fact below that takes a tone (warn, bad, ok). Press to open the list."""

    def __init__(
        self,
        words: str,
        number: str = "0",
        unit: str = "件",
        fact: str = "",
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._unit = unit
        self.set_number(number, fact, tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def set_number(self, number: str, fact: str = "", tone: str = "") -> None:
        """Show another number and fact."""
        self._number, self._fact, self._tone = number, fact, tone
        self.setAccessibleName(f"{self.text()} {number} {self._unit}，{fact}".rstrip("，"))
        self.update()

    def sizeHint(self) -> QSize:
        """Three lines."""
        px = theme().px
        number = paint.width_of(self._number, "number") + paint.width_of(self._unit, "small") + px(10)
        widest = max(number, paint.width_of(self._fact, "chip") + px(22), paint.width_of(self.text(), "small"))
        return QSize(widest + px(24), px(86))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, number, unit, fact."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        if self.underMouse():
            paint.box(painter, QRectF(self.rect()).adjusted(-px(4), 0, -px(8), 0), px(6), color("hover"))
        room = QRectF(0, 0, self.width(), px(20))
        paint.text(painter, room, self.text(), "small", color("text2"))
        middle = QRectF(0, px(22), self.width(), px(38))
        taken = paint.text(painter, middle, self._number, "number", color("text"))
        paint.text(painter, middle.adjusted(taken + px(8), px(8), 0, 0), self._unit, "small", color("text2"))
        low = QRectF(0, px(66), self.width(), px(18))
        if self._tone:
            ink = theme().tone(self._tone)[1]
            icons.draw(painter, _ICONS[self._tone], 0, low.center().y() - px(7), px(14), ink)
            paint.text(painter, low.adjusted(px(19), 0, 0, 0), self._fact, "chip", ink)
        else:
            paint.text(painter, low, self._fact, "caption", color("text2"))


class StatRow(QWidget):
    """Tiles side by side with hairlines between them; put it into a Card."""

    def __init__(self, tiles: Sequence[StatTile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = list(tiles)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(36)
        for tile in tiles:
            row.addWidget(tile, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The hairlines."""
        painter = paint.begin(self)
        for tile in self._tiles[1:]:
            paint.vline(painter, tile.x() - 18, 4, self.height() - 8, theme().color("line"))


class CheckedFact(QWidget):
    """One check of a package: what was checked, and the result below in ink or in a tone."""

    def __init__(self, what: str, result: str, tone: str = "ok", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ink = tokens.TONES[tone].text
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Icon("circle-check" if tone == "ok" else "triangle-alert", 14, ink))
        head.addWidget(Text(what, "small", "text2"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(Text(result, "smallstrong", "text" if tone == "ok" else ink))
        self.setAccessibleName(f"{what}：{result}")


class FactStrip(QWidget):
    """A headline with an icon and checks side by side: 可以接收 | 签名 | 内容摘要 | … Put it into a Card."""

    def __init__(
        self,
        headline: str,
        detail: str,
        facts: Sequence[CheckedFact],
        *,
        icon: str = "package-open",
        tone: str = "ok",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._facts = list(facts)
        colors = tokens.TONES[tone]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        lead = QHBoxLayout()
        lead.setSpacing(12)
        lead.addWidget(Icon(icon, 20, colors.text, ground=colors.ground, side=44))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(headline, "item"))
        words.addWidget(Text(detail, "label", colors.text))
        lead.addLayout(words)
        row.addLayout(lead)
        row.addSpacing(12)
        for fact in facts:
            row.addWidget(fact, 1, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Hairlines before each fact."""
        painter = paint.begin(self)
        for fact in self._facts:
            paint.vline(painter, fact.x() - 13, 2, self.height() - 4, theme().color("line"))


class Equation(QWidget):
    """Two numbers that must agree: 128 = 128 on a toned ground, with what each counts."""

    def __init__(self, left: tuple[str, str], right: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_numbers(left, right)
        follow_theme(self)

    def set_numbers(self, left: tuple[str, str], right: tuple[str, str]) -> None:
        """(number, what it counts) on both sides."""
        self._left, self._right = left, right
        self._equal = left[0] == right[0]
        verdict = "相等" if self._equal else "不相等"
        self.setAccessibleName(f"{left[1]} {left[0]}，{right[1]} {right[0]}，{verdict}")
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(84))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, numbers, sign, words."""
        painter = paint.begin(self)
        px = theme().px
        ground, ink, _bar = theme().tone("ok" if self._equal else "bad")
        paint.box(painter, self.rect(), px(tokens.RADIUS_CONTROL), ground)
        verdict = ("=", "相等") if self._equal else ("≠", "不相等")
        parts = ((self._left, 0.08, 0.34), (verdict, 0.42, 0.16), (self._right, 0.58, 0.34))
        for (number, words), start, part in parts:
            x, width = self.width() * start, self.width() * part
            paint.text(painter, QRectF(x, px(12), width, px(42)), number, "number", ink, paint.CENTER)
            role = "chip" if words == verdict[1] else "caption"
            paint.text(painter, QRectF(x, px(56), width, px(18)), words, role, ink, paint.CENTER)


class Totals(QWidget):
    """Words and numbers in a line: 接受 9 · 退回 1; each may have a tone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def set_totals(self, totals: Sequence[tuple[str, int, str]]) -> None:
        """`[("接受", 9, "ok"), ("退回", 1, "bad")]`."""
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for words, number, tone in totals:
            self._row.addWidget(Text(words, "small", "text2"))
            self._row.addWidget(Text(f"{number:,}", "item", tokens.TONES[tone].text if tone else "text"))
            self._row.addSpacing(12)
