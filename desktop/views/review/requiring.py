"""What the handler does about what his answers require: adds and removes bases, refers, records what was answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.rules.bases import Basis, Outcome, Referral
from desktop.rules.items import Answer, ItemContent
from desktop.rules.requirements import referral_of
from desktop.views.documents.open_draft import OpenDraft
from desktop.views.review.basis_dialogs import AnswerDialog, BasisDialog, ReferDialog, Work
from desktop.views.review.behind import ADD_BASIS, REFER
from desktop.views.workbench import Workbench


class Requiring(QObject):
    """`follow(draft, bases)` begins; `changed(question)` follows what was added or taken out.

    Bases are content and saved with it. Referrals change by their own verbs, after what stands in the form was saved.
    """

    changed = Signal(int)

    def __init__(self, owner: QWidget, bench: Workbench, content: Callable[[], ItemContent]) -> None:
        super().__init__(owner)
        self._owner, self._bench, self._content = owner, bench, content
        self._draft: OpenDraft | None = None
        self._bases: tuple[Basis, ...] = ()

    def follow(self, draft: OpenDraft | None, bases: Sequence[Basis]) -> None:
        """Begin with a draft and its bases."""
        self._draft, self._bases = draft, tuple(bases)

    def bases(self, answers: Sequence[Answer | None]) -> tuple[Basis, ...]:
        """The bases of the questions that are answered 是 or not yet, by question; those of another answer are kept aside."""
        kept = [one for one in self._bases if answers[one.question] in (Answer.YES, None)]
        return tuple(sorted(kept, key=lambda one: one.question))

    def referrals(self) -> tuple[Referral, ...]:
        """The referrals as the store holds them."""
        return self._draft.saved().referrals if self._draft is not None else ()

    def ask(self, question: int, verb: str) -> None:
        """Do a verb of the panel under a question."""
        if verb == ADD_BASIS:
            self._add(question)
        elif verb == REFER:
            self._refer(question)
        else:
            self._record_answer(question)

    def remove(self, place: int) -> None:
        """Take the basis at a place of the content out."""
        gone = self._content().bases[place]
        self._bases = tuple(one for one in self._bases if one is not gone)
        self.changed.emit(gone.question)

    def _add(self, question: int) -> None:
        dialog = BasisDialog(self._owner, question, self._bench.desk.today())
        if dialog.exec():
            self._bases = (*self._bases, dialog.basis())
            self.changed.emit(question)

    def _refer(self, question: int) -> None:
        draft = self._draft
        assert draft is not None

        def refer(made: Referral) -> Work:
            content, ticket = self._content(), draft.ticket()

            def work() -> None:
                draft.save(content, ticket)
                draft.refer(made)

            return work

        if ReferDialog(self._owner, self._bench, question, refer).exec():
            self.changed.emit(question)

    def _record_answer(self, question: int) -> None:
        draft = self._draft
        assert draft is not None
        last = referral_of(self.referrals(), question)
        assert last is not None

        def record(day: date, outcome: Outcome, words: str) -> Work:
            content, ticket = self._content(), draft.ticket()

            def work() -> None:
                draft.save(content, ticket)
                draft.record_answer(question, day, outcome, words)

            return work

        if AnswerDialog(self._owner, self._bench, last, record).exec():
            self.changed.emit(question)
