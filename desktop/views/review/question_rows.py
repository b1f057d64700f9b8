"""The rows of the checklist: one that is answered, and one that shows what was answered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.items import Answer
from desktop.views.components.chips import Chip
from desktop.views.components.fields import TextField
from desktop.views.components.rows import QuestionRow
from desktop.views.components.text import Text, show_if
from desktop.views.look.theme import theme
from desktop.views.review.behind import Behind
from desktop.views.review.behind_panel import BehindPanel

_ORDER = tuple(Answer)


class AskedRow(QuestionRow):
    """A question to be answered by keys too: digits answer, Space goes round, Up, Down and Enter walk.

    `walked(step)` asks for the neighbour, `turned()` follows Space, which stays; `noted()` follows the note, which
    opens for 是 and 不确定 when `takes_note`. `behind` shows what stands behind the answer.
    """

    walked = Signal(int)
    turned = Signal()
    noted = Signal()

    def __init__(self, number: int, question: str) -> None:
        super().__init__(number, question)
        self._number = number
        self._takes_note = False
        column = self.layout()
        head = column.itemAt(0) if column is not None else None
        line = head.layout() if head is not None else None
        assert isinstance(column, QVBoxLayout)
        assert isinstance(line, QHBoxLayout)
        self._aside = Text("", "caption", "text2")
        line.insertWidget(line.count() - 1, self._aside)
        self._aside.hide()
        self.note = TextField("", placeholder="写明情况", message=False)
        self.note.control.setAccessibleName(f"第 {number} 项情况说明")
        self.note.committed.connect(self.noted)
        self.note.edit.returnPressed.connect(self._walk_on)
        holder = QWidget()
        inner = QHBoxLayout(holder)
        inner.setContentsMargins(theme().px(32), 4, 0, 4)
        inner.addWidget(self.note)
        column.addWidget(holder)
        self._holder = holder
        self._holder.hide()
        self.behind = BehindPanel(number, after=self.note.control)
        column.addWidget(self.behind)
        self.answered.connect(self._open_note)

    def ask(
        self,
        *,
        handler: Answer | None,
        handler_note: str,
        takes_note: bool,
        chip: str,
        tone: str,
        before: Answer | None = None,
    ) -> None:
        """Ask anew, for another item: the handler's answer and note stand beside it for the reviewer.

        Beside what the handler answers again stands what was answered `before`.
        """
        self._takes_note = takes_note
        beside, whose = (handler, "承办人") if handler else (before, "上次")
        self._aside.set_words(
            f"{whose}：{word(beside)}" if beside else "", "text2" if beside in (Answer.NO, None) else "warntext"
        )
        show_if(self._aside, beside is not None)
        self.set_chip(chip, tone or "accent")
        self.behind.show_behind(Behind())
        self.clear_note()
        if handler_note.strip():
            self.set_note(f"承办人说明：{handler_note}", "pencil-line")

    def show_answer(self, answer: Answer | None, note: str = "") -> None:
        """Show an answer and its note without emitting."""
        self.set_value(answer.value if answer else "")
        self.note.set_value(note)
        self._open_note(self.value())

    def answer(self) -> Answer | None:
        """The answer, None while it is open."""
        return Answer(self.value()) if self.value() else None

    def eventFilter(self, watched: object, event: object) -> bool:
        """Walk and answer by keys while the choice has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def wants_note(self) -> bool:
        """Whether the answer asks for a note here."""
        return self._takes_note and self.value() in (Answer.YES.value, Answer.UNSURE.value)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Space:
            self._turn()
        elif key == Qt.Key.Key_Up:
            self.walked.emit(-1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.walked.emit(1)
        else:
            return False
        return True

    def _turn(self) -> None:
        now = self.answer()
        following = _ORDER[0] if now is None else _ORDER[(_ORDER.index(now) + 1) % len(_ORDER)]
        self.set_value(following.value)
        self._open_note(following.value)
        self.turned.emit()

    def _open_note(self, _value: str) -> None:
        show_if(self._holder, self.wants_note())

    def _walk_on(self) -> None:
        if not self.behind.focus():
            self.walked.emit(1)


class AnsweredRow(QWidget):
    """What was answered: the reviewer's word when he has signed, else the handler's, with the handler's note."""

    def __init__(self, number: int, question: str, answer: Answer | None, aside: str, note: str, chip: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 0, 5)
        row.setSpacing(10)
        shown = Text(str(number), "small", "text2")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        shown.setMinimumWidth(theme().px(22))
        row.addWidget(shown)
        row.addWidget(Text(question, "body"))
        if chip:
            row.addWidget(Chip(chip, "accent", ""))
        row.addWidget(Text(note, "caption", "text2", elide=True), 1)
        if aside:
            row.addWidget(Text(aside, "caption", "text2"))
        quiet = answer in (Answer.NO, None)
        row.addWidget(Chip(word(answer) if answer else "未填", "mute" if quiet else "warn", ""))
        self.setAccessibleName(f"第 {number} 项 {question}：{word(answer) if answer else '未填'} {note}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
