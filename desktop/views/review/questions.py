"""The sixteen questions of the review form, to be answered one by one or to be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.items import QUESTION_COUNT, Answer
from desktop.rules.review import QUESTIONS
from desktop.views.documents.findings import MUST, STOPPED, Finding
from desktop.views.review.question_rows import AnsweredRow, AskedRow

Answers = Sequence[Answer | None]


class QuestionList(QWidget):
    """`ask` shows questions to be answered, `tell` answers to be read. `answered(index)` and `noted(index)` count from 0.

    `finished()` asks for what stands behind the last row; `shown(row)` names the row that has the focus.
    """

    answered = Signal(int)
    noted = Signal(int)
    finished = Signal()
    shown = Signal(QWidget)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[AskedRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def ask(
        self,
        answers: Answers,
        notes: Sequence[str] = (),
        *,
        handler: Answers = (),
        handler_notes: Sequence[str] = (),
        findings: Sequence[Finding] = (),
        takes_notes: bool = False,
    ) -> None:
        """Show the questions with what was answered so far; `handler` stands beside them for the reviewer."""
        self._clear()
        for index, question in enumerate(QUESTIONS):
            aside = f"承办人：{word(handler[index])}" if handler and handler[index] else ""  # type: ignore[arg-type]
            chip, tone = _chip(findings, index)
            row = AskedRow(index + 1, question, aside=aside, takes_note=takes_notes, chip=chip, tone=tone)
            row.show_answer(answers[index], notes[index] if notes else "")
            if handler_notes and handler_notes[index].strip():
                row.set_note(f"承办人说明：{handler_notes[index]}", "pencil-line")
            row.setProperty("index", index)
            row.answered.connect(self._row_answered)
            row.turned.connect(self._row_turned)
            row.noted.connect(self._row_noted)
            row.walked.connect(self._walk)
            self.rows.append(row)
            self._column.addWidget(row)

    def tell(
        self,
        answers: Answers,
        notes: Sequence[str],
        *,
        reviewer: Answers = (),
        findings: Sequence[Finding] = (),
    ) -> None:
        """Show what was answered, to be read."""
        self._clear()
        for index, question in enumerate(QUESTIONS):
            given = reviewer[index] if reviewer else answers[index]
            first = answers[index]
            aside = f"承办人：{word(first)}" if reviewer and first is not None else ""
            chip, _tone = _chip(findings, index)
            self._column.addWidget(AnsweredRow(index + 1, question, given, aside, notes[index], chip))

    def answers(self) -> tuple[Answer | None, ...]:
        """The answers as they stand; nothing that is only read counts."""
        return tuple(row.answer() for row in self.rows) or (None,) * QUESTION_COUNT

    def notes(self) -> tuple[str, ...]:
        """The notes as they stand; one whose answer became 否 is dropped."""
        return tuple(row.note.value() if row.wants_note() else "" for row in self.rows)

    def missing(self) -> tuple[int, ...]:
        """The numbers of the questions that are not answered yet."""
        return tuple(n for n, row in enumerate(self.rows, 1) if row.answer() is None)

    def go_to(self, index: int) -> None:
        """Give a question the focus."""
        row = self.rows[index]
        row.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(row)

    def go_to_first_open(self) -> None:
        """Give the first open question the focus."""
        missing = self.missing()
        if self.rows:
            self.go_to(missing[0] - 1 if missing else 0)

    def _clear(self) -> None:
        self.rows = []
        while self._column.count():
            old = self._column.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def _index(self) -> int:
        return int(self.sender().property("index"))

    def _row_turned(self) -> None:
        self.answered.emit(self._index())

    def _row_answered(self, _value: str) -> None:
        index = self._index()
        row = self.rows[index]
        self.answered.emit(index)
        if row.answer() is None:
            return  # the answer was taken back
        if row.wants_note():
            row.note.control.setFocus(Qt.FocusReason.OtherFocusReason)
            self.shown.emit(row)
        else:
            self._step_from(index, 1)

    def _row_noted(self) -> None:
        self.noted.emit(self._index())

    def _walk(self, step: int) -> None:
        self._step_from(self._index(), step)

    def _step_from(self, index: int, step: int) -> None:
        if index + step >= len(self.rows):
            self.finished.emit()
        elif index + step >= 0:
            self.go_to(index + step)


def _chip(findings: Sequence[Finding], index: int) -> tuple[str, str]:
    """发现 2、3 beside the question that they bear on."""
    mine = [one for one in findings if one.question == index]
    if not mine:
        return "", ""
    numbers = "、".join(str(one.number) for one in mine[:3]) + ("等" if len(mine) > 3 else "")
    return f"发现 {numbers}", "warn" if any(one.severity in (MUST, STOPPED) for one in mine) else "accent"
