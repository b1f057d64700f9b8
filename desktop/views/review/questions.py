"""The sixteen questions of the review form, to be answered one by one or to be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.items import QUESTION_COUNT, Answer
from desktop.rules.review import QUESTIONS
from desktop.views.documents.findings import MUST, STOPPED, Finding
from desktop.views.review.behind import Behind
from desktop.views.review.behind_panel import BehindPanel
from desktop.views.review.question_rows import AnsweredRow, AskedRow

Answers = Sequence[Answer | None]


class QuestionList(QWidget):
    """`ask` shows questions to be answered, `tell` answers to be read. `answered(index)` and `noted(index)` count from 0.

    `finished()` asks for what stands behind the last row; `shown(row)` names the row that has the focus. `asked(index,
    verb)` follows a verb of the panel under a question, `removed(place)` 移除 of a basis there.
    """

    answered = Signal(int)
    noted = Signal(int)
    finished = Signal()
    shown = Signal(QWidget)
    asked = Signal(int, str)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[AskedRow] = []
        self._kept: list[AskedRow] = []
        self._asked = QWidget()
        self._rows, self._told = QVBoxLayout(self._asked), QVBoxLayout()
        column = QVBoxLayout(self)
        column.addWidget(self._asked)
        column.addLayout(self._told)
        for box in (column, self._rows, self._told):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        self._asked.hide()
        self._make_rows()

    def ask(
        self,
        answers: Answers,
        notes: Sequence[str] = (),
        *,
        handler: Answers = (),
        handler_notes: Sequence[str] = (),
        findings: Sequence[Finding] = (),
        takes_notes: bool = False,
        before: Answers = (),
    ) -> None:
        """Show the questions with what was answered so far; `handler` stands beside them for the reviewer.

        `before` stands beside them for the handler: what was answered on the version before this draft.
        """
        self._clear_told()
        self.rows = list(self._kept)
        for index, row in enumerate(self.rows):
            chip, tone = _chip(findings, index)
            row.ask(
                handler=handler[index] if handler else None,
                handler_note=handler_notes[index] if handler_notes else "",
                takes_note=takes_notes,
                chip=chip,
                tone=tone,
                before=before[index] if before else None,
            )
            row.show_answer(answers[index], notes[index] if notes else "")
        self._asked.show()

    def tell(
        self,
        answers: Answers,
        notes: Sequence[str],
        *,
        reviewer: Answers = (),
        findings: Sequence[Finding] = (),
        behind: Sequence[Behind] = (),
    ) -> None:
        """Show what was answered and what stands behind it, to be read."""
        self._clear_told()
        self.rows = []
        self._asked.hide()
        for index, question in enumerate(QUESTIONS):
            given = reviewer[index] if reviewer else answers[index]
            first = answers[index]
            aside = f"承办人：{word(first)}" if reviewer and first is not None else ""
            chip, _tone = _chip(findings, index)
            self._told.addWidget(AnsweredRow(index + 1, question, given, aside, notes[index], chip))
            if behind and not behind[index].is_empty:
                panel = BehindPanel(index + 1)
                self._told.addWidget(panel)
                panel.show_behind(behind[index])

    def show_behind(self, behind: Sequence[Behind]) -> None:
        """Show under each question that is asked what stands behind its answer."""
        for row, one in zip(self.rows, behind, strict=False):
            row.behind.show_behind(one)

    def answers(self) -> tuple[Answer | None, ...]:
        """The answers as they stand; nothing that is only read counts."""
        return tuple(row.answer() for row in self.rows) or (None,) * QUESTION_COUNT

    def notes(self) -> tuple[str, ...]:
        """The notes as they stand; one whose answer became 否 is dropped, one that is not answered again yet is kept."""
        return tuple(row.note.value() if row.wants_note() or row.answer() is None else "" for row in self.rows)

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

    def go_on_from(self, index: int) -> None:
        """Go to what the question still wants, or to the next one."""
        if not self.rows[index].behind.focus():
            self._step_from(index, 1)

    def _make_rows(self) -> None:
        """Make the rows that ask, once and with the page, so that Tab comes to them before the foot."""
        for index, question in enumerate(QUESTIONS):
            row = AskedRow(index + 1, question)
            row.setProperty("index", index)
            row.answered.connect(self._row_answered)
            row.turned.connect(self._row_turned)
            row.noted.connect(self._row_noted)
            row.walked.connect(self._walk)
            row.behind.setProperty("index", index)
            row.behind.asked.connect(self._ask)
            row.behind.removed.connect(self.removed)
            self._kept.append(row)
            self._rows.addWidget(row)

    def _clear_told(self) -> None:
        while self._told.count():
            old = self._told.takeAt(0).widget()
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

    def _ask(self, verb: str) -> None:
        self.asked.emit(self._index(), verb)

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
