"""Rows of a list that are controls: what to do next, what was checked, and the questions of the review form."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button, Link, PaintedButton
from desktop.views.components.chips import Chip
from desktop.views.components.segmented import YES_NO, SegmentedChoice
from desktop.views.components.text import Icon, Text, show_if
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import follow_theme, theme


class ToDoRow(PaintedButton):
    """64 high: icon, title, where and whose, date and words in a tone, and the verb. `acted()` by verb, click or Enter."""

    acted = Signal()
    radius = 6

    def __init__(
        self,
        title: str,
        fact: str,
        day: str,
        words: str,
        verb: str,
        *,
        icon: str = "shield-check",
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self._fact, self._day, self._words, self._icon, self._tone = fact, day, words, icon, tone
        self.setAccessibleName(f"{title}，{fact}，{day} {words}，{verb}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verb = Button(verb, small=True, name=f"{verb}：{title}")
        self.verb.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verb.clicked.connect(self.acted)
        self.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(self.verb)
        follow_theme(self)

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(theme().px(420), theme().px(tokens.TODO_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground under the pointer, icon tile, two lines at both sides, rule."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        over = self.underMouse()
        if over:
            paint.box(painter, QRectF(self.rect()).adjusted(0, 1, 0, -2), px(6), color("hover"))
        else:
            paint.hline(painter, px(50), self.height() - 1, self.width() - px(64), color("line"))
        tile = QRectF(px(10), (self.height() - px(28)) / 2, px(28), px(28))
        paint.box(painter, tile, px(6), color("soft"))
        icons.draw(painter, self._icon, tile.left() + px(6), tile.top() + px(6), px(16), color("softtext"))
        right = self.verb.x() - px(16)
        top, low = self.height() / 2 - px(22), self.height() / 2
        ink = theme().tone(self._tone)[1] if self._tone else color("text")
        side = max(paint.width_of(self._day, "label"), paint.width_of(self._words, "chip")) + px(4)
        date_room = QRectF(right - side, top, side, px(22))
        paint.text(painter, date_room, self._day, "label", ink, paint.RIGHT)
        second = ink if self._tone else color("text2")
        paint.text(
            painter,
            QRectF(right - side, low, side, px(20)),
            self._words,
            "chip" if self._tone else "caption",
            second,
            paint.RIGHT,
        )
        left = px(50)
        room = right - side - left - px(16)
        paint.text(painter, QRectF(left, top, room, px(22)), self.text(), "medium", color("text"))
        paint.text(painter, QRectF(left, low, room, px(20)), self._fact, "caption", color("text2"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts; up and down go to the neighbours."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.acted.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class CheckLine(QWidget):
    """A result of a check: icon, words, the count at the right and a second line that may be a link."""

    link_clicked = Signal()

    def __init__(
        self,
        words: str,
        count: str,
        tone: str = "ok",
        *,
        detail: str = "",
        link: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        ink = tokens.TONES[tone].text
        names = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "mute": "circle"}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(Icon(names.get(tone, "info"), 16, ink))
        row.addWidget(Text(words, "small", wrap=True), 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(Text(count, "label", "text" if tone == "ok" else ink), 0, Qt.AlignmentFlag.AlignRight)
        if detail:
            right.addWidget(Text(detail, "caption", "text2"), 0, Qt.AlignmentFlag.AlignRight)
        if link:
            button = Link(link, name=f"{words}：{link}")
            button.clicked.connect(self.link_clicked)
            right.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(right)
        self.setAccessibleName(f"{words}，{count}，{detail}".rstrip("，"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rule below, behind the icon."""
        painter = paint.begin(self)
        paint.hline(painter, theme().px(28), self.height() - 1, self.width(), theme().color("line"))


class FactLine(QWidget):
    """One line of a list: icon, name, words, and a grey or toned fact at the right (最近回执, 以前各期, 纸面材料)."""

    def __init__(
        self,
        name: str,
        words: str = "",
        fact: str = "",
        *,
        icon: str = "",
        tone: str = "",
        fact_tone: str = "",
        name_width: int = 110,
        rule: bool = False,
        button: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rule = rule
        self._name = Text(name, "medium", elide=bool(words))
        self._name_width = name_width if words else 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(10)
        if icon:
            row.addWidget(Icon(icon, 16, tokens.TONES[tone].text if tone else "text2"))
        row.addWidget(self._name, 0 if words else 1)
        if words:
            row.addWidget(Text(words, "small", "text2", elide=True), 1)
        if fact:
            ink = tokens.TONES[fact_tone].text if fact_tone else "text2"
            row.addWidget(Text(fact, "chip" if fact_tone else "caption", ink))
        if button is not None:
            row.addWidget(button)
        self.setAccessibleName("，".join(part for part in (name, words, fact) if part))
        follow_theme(self)

    def restyle(self) -> None:
        """Take the width of the name from the theme."""
        if self._name_width:
            self._name.setFixedWidth(theme().px(self._name_width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rule below when asked."""
        if self._rule:
            painter = paint.begin(self)
            paint.hline(painter, 0, self.height() - 1, self.width(), theme().color("line"))


class QuestionRow(QWidget):
    """One question of the review form, 33 high: number, question, a chip, 否 / 是 / 不确定.

    `answered(value)`; digits 1 2 3 answer while the row has the focus, then the focus goes on.
    """

    answered = Signal(str)
    link_clicked = Signal()

    def __init__(
        self,
        number: int,
        question: str,
        value: str = "",
        *,
        chip: str = "",
        chip_tone: str = "accent",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.choice = SegmentedChoice(YES_NO, name=f"第 {number} 项 {question}", value=value)
        self.choice.chosen.connect(self._answered)
        self._question = Text(question, "body")
        self._hint = Text("按 1 否，2 是，3 不确定", "caption", "text2", elide=True)
        self._hint.hide()
        self._chip = Chip(chip, chip_tone, "")
        show_if(self._chip, bool(chip))
        self._note = QWidget()
        self._note.hide()
        number_text = Text(str(number), "small", "text2")
        number_text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number_text.setMinimumWidth(theme().px(22))
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(number_text)
        line.addWidget(self._question)
        line.addWidget(self._chip)
        line.addWidget(self._hint, 1)
        line.addStretch(0)
        line.addWidget(self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 4, 3)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.choice)
        self.choice.installEventFilter(self)

    def value(self) -> str:
        """no, yes, unsure, or empty."""
        return self.choice.value()

    def set_value(self, value: str) -> None:
        """Answer without emitting."""
        self.choice.set_value(value)

    def set_chip(self, word: str, tone: str = "accent") -> None:
        """`发现 1` beside the question."""
        self._chip.set_word(word, tone, "")
        show_if(self._chip, bool(word))

    def set_note(self, words: str, icon: str = "eraser", link: str = "") -> None:
        """A line below the question, with a link at its right."""
        old = self._note.layout()
        if old is not None:
            QWidget().setLayout(old)
        row = QHBoxLayout(self._note)
        row.setContentsMargins(32, 0, 0, 2)
        row.setSpacing(6)
        row.addWidget(Icon(icon, 14, "text2"))
        row.addWidget(Text(words, "caption", "text2", elide=True), 1)
        if link:
            button = Link(link)
            button.clicked.connect(self.link_clicked)
            row.addWidget(button)
        self._note.show()

    def clear_note(self) -> None:
        """Take the line below the question away."""
        self._note.hide()

    def eventFilter(self, watched: object, event: object) -> bool:
        """Show the key hint and the ground while the question has the focus."""
        if isinstance(event, QFocusEvent):
            show_if(self._hint, event.gotFocus())
            self.update()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the question takes the focus."""
        self.choice.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Pale ground and accent frame while answering."""
        if self.choice.hasFocus():
            painter = paint.begin(self)
            paint.box(painter, self.rect(), theme().px(6), theme().color("row"), theme().color("accent"), 2)

    def _answered(self, value: str) -> None:
        self.answered.emit(value)
