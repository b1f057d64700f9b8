"""A finding of the content check: what and how many, how serious, where, a masked excerpt, and the verbs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button, PaintedButton
from desktop.views.components.text import Icon, Rule, Text, show_if
from desktop.views.look import paint, tokens
from desktop.views.look.theme import follow_theme, theme

SEVERITIES = ("停止登记", "必须处理", "请核对", "已处理")
_ICONS = {"停止登记": "octagon-x", "必须处理": "triangle-alert", "请核对": "info", "已处理": "circle-check"}


class Excerpt(QWidget):
    """A masked excerpt on a sunken ground."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedHeight(theme().px(22))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Words and padding."""
        return QSize(paint.width_of(self._words, "caption") + theme().px(16), theme().px(22))

    def minimumSizeHint(self) -> QSize:
        """May be cut."""
        return QSize(theme().px(40), theme().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and words."""
        painter = paint.begin(self)
        px = theme().px
        paint.box(painter, self.rect(), px(4), theme().color("mute"))
        room = QRectF(self.rect()).adjusted(px(8), 0, -px(6), 0)
        paint.text(painter, room, self._words, "caption", theme().color("text2"))


class FindingCard(QWidget):
    """`verbs` are (key, words, icon); the first is the safe one (filled when `必须处理` and `lead`), the last stays quiet.

    `chosen(key)` follows a verb. `resolve("09:41")` turns it into one quiet line. Never give raw data as excerpt.
    """

    chosen = Signal(str)

    def __init__(
        self,
        what: str,
        severity: str,
        place: str = "",
        excerpt: str = "",
        verbs: Sequence[tuple[str, str, str]] = (),
        *,
        lead: bool = False,
        when: str = "",
        rule: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        tone = tokens.TONES[tokens.state_look(severity)[0]]
        self._icon = Icon(_ICONS[severity], 16, tone.text)
        self._severity = Text(f"{severity} {when}".strip(), "chip", tone.text)
        self._details = QWidget()
        self.setAccessibleName(f"{severity}：{what}，{place}")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon)
        head.addWidget(Text(what, "medium", elide=True), 1)
        head.addWidget(self._severity)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._details)
        self._fill_details(place, excerpt, verbs, lead)
        show_if(self._details, severity != "已处理")
        if rule:
            column.addSpacing(6)
            column.addWidget(Rule())

    def _fill_details(self, place: str, excerpt: str, verbs: Sequence[tuple[str, str, str]], lead: bool) -> None:
        column = QVBoxLayout(self._details)
        column.setContentsMargins(26, 0, 0, 0)
        column.setSpacing(8)
        if place or excerpt:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(Text(place, "caption", "text2"))
            if excerpt:
                row.addWidget(Excerpt(excerpt))
            row.addStretch(1)
            column.addLayout(row)
        if verbs:
            row = QHBoxLayout()
            row.setSpacing(8)
            for number, (key, words, icon) in enumerate(verbs):
                quiet = number == len(verbs) - 1 and number > 0
                kind = "primary" if lead and number == 0 else ("ghost" if quiet else "secondary")
                button = Button(words, kind, icon=icon, small=True)
                button.setProperty("verb", key)
                button.clicked.connect(self._pressed)
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)

    def resolve(self, when: str) -> None:
        """Show the finding as settled."""
        tone = tokens.TONES["ok"]
        self._icon.set_icon("circle-check", tone.text)
        self._severity.set_words(f"已处理 {when}", tone.text)
        self._details.hide()

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.chosen.emit(str(button.property("verb")))


class CountTile(PaintedButton):
    """A severity and how many: `停止登记 0`. Press to filter."""

    def __init__(self, words: str, count: int, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._count = count
        self._tone = tone or tokens.state_look(words)[0]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(count)
        follow_theme(self)

    def set_count(self, count: int) -> None:
        """Show another count; nothing is grey."""
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}")
        self.update()

    def sizeHint(self) -> QSize:
        """Words and number."""
        return QSize(paint.width_of(self.text(), "small") + theme().px(52), theme().px(40))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, words, number."""
        painter = paint.begin(self)
        px = theme().px
        ground, ink, _bar = theme().tone(self._tone if self._count else "mute")
        paint.box(painter, self.rect(), px(tokens.RADIUS_CONTROL), ground)
        room = QRectF(self.rect()).adjusted(px(12), 0, -px(12), 0)
        paint.text(painter, room, self.text(), "small", ink)
        paint.text(
            painter, room, str(self._count), "item", ink, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
