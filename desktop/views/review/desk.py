"""The review desk of one item: its documents at the left; chain, questions and verdict at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import unknown_form_words, word
from desktop.rules.chains import Step as ChainStation
from desktop.rules.items import QUESTION_COUNT, Answer, ItemContent
from desktop.rules.review import STATE_SECRET, Opinion
from desktop.services import turns
from desktop.services.forms import FormView
from desktop.services.item_detail import ItemDetail
from desktop.services.precedents import Precedents
from desktop.services.reviews import Verdict
from desktop.views.components.buttons import Button
from desktop.views.components.card import Ground, SectionHead
from desktop.views.components.empty import EmptyState
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.stepper import Stepper
from desktop.views.components.text import Note, show_if
from desktop.views.documents.autosave import Autosave
from desktop.views.documents.findings import Finding, findings_of
from desktop.views.documents.open_draft import OpenDraft
from desktop.views.documents.precedents_finder import PrecedentsFinder
from desktop.views.documents.viewer import DocumentViewer
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.review import obstacles
from desktop.views.review.behind import behind
from desktop.views.review.changes import ChangedNote, ChangesDialog
from desktop.views.review.findings_list import FindingsList
from desktop.views.review.form_choice import FormChoice
from desktop.views.review.modes import (
    Mode,
    OwnReview,
    authority_words,
    chain_steps,
    invalid,
    mends,
    mode_of,
    reviewed,
    undo_words,
    waiting_words,
)
from desktop.views.review.paging import page_by_keys
from desktop.views.review.questions import QuestionList
from desktop.views.review.requiring import Requiring
from desktop.views.review.returning import RefusalDialog, ReturnDialog
from desktop.views.review.scan import ScanDialog
from desktop.views.review.signatures import SignatureList, tell_invalid
from desktop.views.review.verdict import VerdictFoot
from desktop.views.workbench import Workbench


class ReviewDesk(QWidget):
    """`submitting(text)`, `signing(Verdict)`, `stopping()` ask the screen for the verb; `editing()` for the form.

    `reopening()` asks for the item to be loaded again after somebody else changed it.
    """

    submitting = Signal(str)
    signing = Signal(object)
    stopping = Signal()
    editing = Signal()
    reopening = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.detail: ItemDetail | None = None
        self.mode = Mode.WATCHER
        self.draft: OpenDraft | None = None
        self._found: tuple[Finding, ...] = ()
        self._obstacle = obstacles.NONE
        self.autosave = Autosave(self, bench)
        self.viewer = DocumentViewer(bench)
        self.nothing = EmptyState("这条信息没有文件", "回到登记页放入要公开的文件。", icon="file-text", tone="mute")
        self.nothing.hide()  # beside the viewer it would ask for a wider window
        self.stepper = Stepper([], "left")
        self.form_choice = FormChoice()
        self.unknown_form = Note("", "triangle-alert", "warntext", role="caption", wrap=True)
        self.error = ErrorPanel()
        self.reopen_button = self.error.add_verb(Button("重新打开草稿", small=True))
        self.since = ChangedNote()
        self.head = SectionHead("逐项审查")
        self.precedents = PrecedentsFinder(self, bench)
        self.findings = FindingsList()
        self.questions = QuestionList()
        self.requiring = Requiring(self, bench, self.content)
        self.signatures = SignatureList()
        self.foot = VerdictFoot()
        self._lay_out()
        self._connect()
        follow_theme(self)

    def _lay_out(self) -> None:
        self._side = Ground("surface", lines="lt")
        self._paper = ScrollColumn(margin=20, spacing=6)
        for widget in (self.error, self.since, self.findings, self.head, self.questions, self.signatures):
            self._paper.add(widget)
        chain = Ground("surface", lines="b")
        inner = QVBoxLayout(chain)
        inner.setContentsMargins(20, 12, 8, 8)
        for part in (self.stepper, self.form_choice, self.unknown_form):
            inner.addWidget(part)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(1, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(chain)
        column.addWidget(self._paper, 1)
        column.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        # Where the window is narrow or the letters are large, the form yields to the document down to its own words.
        row.addWidget(self.viewer, 2)
        row.addWidget(self.nothing, 2)
        row.addWidget(self._side, 3)

    def _connect(self) -> None:
        self.precedents.found.connect(self._precedents_found)
        self.head.link_clicked.connect(self.precedents.show_found)
        self.findings.located.connect(self.viewer.go_to)
        self.questions.answered.connect(self._answered)
        self.questions.noted.connect(self._keep_draft)
        self.questions.finished.connect(self._go_to_foot)
        self.questions.shown.connect(self._paper.ensureWidgetVisible)
        self.questions.asked.connect(self.requiring.ask)
        self.questions.removed.connect(self.requiring.remove)
        self.requiring.changed.connect(self._required)
        self.form_choice.chosen.connect(self._form_chosen)
        self.reopen_button.clicked.connect(self.reopening)
        self.foot.edited.connect(self.judge)
        self.foot.committed.connect(self.commit)
        self.foot.returned.connect(self._return)
        self.foot.refused.connect(self._refuse)
        self.foot.aside.connect(self.editing)
        self.signatures.comparing.connect(self._compare)
        self.since.comparing.connect(self._compare)
        self.signatures.viewing.connect(self._view_scan)
        self.foot.jumping.connect(self._jump)
        self.autosave.saved.connect(self._saved)
        self.autosave.failed.connect(self._failed)
        page_by_keys(self, self.viewer, self._paper)
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # once a press: one signature
            shortcut = QShortcut(QKeySequence(key), self, self._commit_by_key, autoRepeat=False)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def restyle(self) -> None:
        """Take the greatest width of the form from the theme; large letters must leave room for the document."""
        scale = theme().scale
        self._side.setMaximumWidth(round(tokens.REVIEW_WIDTH * (1 + max(0.0, scale - 1) * 0.8)))

    # -- what the screen calls -----------------------------------------------------------------
    def show_item(self, detail: ItemDetail, forms: Sequence[FormView] = (), own: OwnReview | None = None) -> None:
        """Show an item for whoever sits here; he may choose among `forms`, and `own` brings back what he had begun."""
        desk = self._bench.desk
        self.detail, self.mode = detail, mode_of(desk, detail)
        self.viewer.show_item(detail)
        show_if(self.nothing, not detail.documents)
        self.stepper.set_steps(chain_steps(detail))
        tell_invalid(self.error, detail)
        self.reopen_button.hide()
        self.signatures.show_item(detail)
        self.unknown_form.set_note(unknown_form_words(detail.content.form), "triangle-alert", "warntext")
        show_if(self.unknown_form, not detail.form_known)
        self.precedents.look_for(detail.uuid, detail.content.title)
        self.since.show_item(detail)
        stand_in = turns.delegation_now(desk, detail) if self.mode in (Mode.REVIEWER, Mode.SIGNER) else None
        stands_in = authority_words(stand_in) if stand_in else ""
        told = waiting_words(detail), stands_in, undo_words(desk, detail)
        self.foot.set_mode(self.mode, detail.content, *told, mends=mends(desk, detail))
        self.autosave.rest()
        self.draft = OpenDraft(desk, detail) if self.mode is Mode.HANDLER else None
        self.requiring.follow(self.draft, detail.content.bases)
        show_if(self.form_choice, self.draft is not None)
        self.form_choice.show_forms(forms, detail.content)
        if self.draft is not None:
            self.autosave.follow(self.draft, self.content)
        self._show_questions(detail, own)
        self.judge()
        if self._obstacle.question >= 0:
            self._jump()
        elif self.mode in (Mode.HANDLER, Mode.REVIEWER):
            self.questions.go_to_first_open()
        elif self.mode is Mode.SIGNER:
            self.foot.opinion.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def content(self) -> ItemContent:
        """The draft with the answers, what stands behind them, and the form as they stand."""
        assert self.detail is not None
        answers = self.questions.answers()
        return replace(
            self.detail.content,
            answers=answers,
            notes=self.questions.notes(),
            bases=self.requiring.bases(answers),
            referrals=self.requiring.referrals(),
            form=self.form_choice.form(),
            natures=self.form_choice.natures(),
        )

    def own(self) -> OwnReview | None:
        """What the signer has begun to write, when it is worth keeping."""
        if self.detail is None or self.mode not in (Mode.REVIEWER, Mode.SIGNER):
            return None
        answers = self.questions.answers()
        opinion = self.foot.opinion.value()
        if not opinion and all(one is None for one in answers):
            return None
        return OwnReview(self.detail.head_digest, answers, self.foot.concluded(), opinion)

    def commit(self) -> None:
        """The primary verb: submit, or sign with agreement."""
        if self.mode is Mode.WATCHER or self.foot.commit_button.reason:
            if self._obstacle.question >= 0:
                self._jump()
            return
        words = self.foot.opinion.value()
        if self.mode is Mode.HANDLER:
            self.submitting.emit(words)
            return
        answers = tuple(one for one in self.questions.answers() if one is not None)
        self.signing.emit(Verdict(Opinion.AGREE, words, answers, self.foot.concluded()))

    def take_back_secret(self) -> None:
        """Leave the question of state secrets open again, where it was answered 是 just now."""
        rows = self.questions.rows
        if rows and rows[STATE_SECRET].answer() is Answer.YES:
            rows[STATE_SECRET].show_answer(None)
            self.judge()

    # -- machinery -----------------------------------------------------------------------------
    def _commit_by_key(self) -> None:
        """Not while a dialog asks: where the desktop leaves the focus here, its key must not sign with agreement."""
        if QApplication.activeModalWidget() is None:
            self.commit()

    def _show_questions(self, detail: ItemDetail, own: OwnReview | None) -> None:
        content = detail.content
        self._found = found = findings_of(detail.documents, content.attachments, content.resolutions)
        self.findings.show_findings(found)
        if self.mode is Mode.HANDLER:
            before = detail.revisions[-1].content.answers if detail.revisions else ()
            self.questions.ask(content.answers, content.notes, findings=found, takes_notes=True, before=before)
        elif self.mode is Mode.REVIEWER:
            kept = own if own is not None and own.digest == detail.head_digest else None
            answers = kept.answers if kept else (None,) * QUESTION_COUNT
            self.questions.ask(answers, handler=content.answers, handler_notes=content.notes, findings=found)
        else:
            self.questions.tell(
                content.answers,
                content.notes,
                reviewer=reviewed(detail)[0],
                findings=found,
                behind=behind(self._bench.desk, content, acting=False),
            )
        if self.mode is Mode.REVIEWER:
            self.questions.show_behind(behind(self._bench.desk, content, acting=False))
        if own is not None and own.digest == detail.head_digest:
            self.foot.show_own(own.conclusion, own.opinion)

    def _answered(self, index: int) -> None:
        if index == STATE_SECRET and self.questions.answers()[index] is Answer.YES:
            self.judge()
            self.stopping.emit()
            return
        if self.mode is Mode.HANDLER:
            self.autosave.save()
        self.judge()

    def _keep_draft(self, _index: int) -> None:
        if self.mode is Mode.HANDLER:
            self.autosave.save()

    def _go_to_foot(self) -> None:
        target = self.foot.conclusion if self.mode is Mode.REVIEWER else self.foot.opinion.control
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def judge(self) -> None:
        """Show how far the form is and what still stands in the way of the primary verb."""
        detail = self.detail
        if detail is None:
            return
        asked = bool(self.questions.rows)
        given = sum(one is not None for one in self.questions.answers())
        conclusion = reviewed(detail)[1]
        concluded = f"，审查结论：{word(conclusion)}" if conclusion else ""
        self.head.set_fact(
            f"已填 {given} / {QUESTION_COUNT}，{detail.form_number}" if asked else f"{detail.form_number}{concluded}"
        )
        if self.mode is Mode.REVIEWER:
            self.foot.limit(self.questions.answers())
        if self.mode is Mode.HANDLER:
            self.questions.show_behind(behind(self._bench.desk, self.content(), acting=True))
        self._obstacle = self._in_the_way(detail)
        self.foot.block(self._obstacle.words, self._obstacle.jump)

    def _in_the_way(self, detail: ItemDetail) -> obstacles.Obstacle:
        """Why it cannot be signed yet."""
        if self.mode is Mode.WATCHER:
            return obstacles.Obstacle("现在不由当前账号签字")
        if invalid(detail):
            return obstacles.Obstacle("有签字无效，先退回补正")
        if self.questions.rows and self.questions.answers()[STATE_SECRET] is Answer.YES:
            return obstacles.SECRET
        verb = "提交" if self.mode is Mode.HANDLER else "签字"
        if (still_open := obstacles.unanswered(self.questions.missing(), verb)).words:
            return still_open
        if self.mode is Mode.HANDLER:
            desk, draft, retired = self._bench.desk, self.content(), self.form_choice.fault()
            return obstacles.Obstacle(retired) if retired else obstacles.before_submitting(desk, draft, self._found)
        if self.mode is not Mode.REVIEWER:
            return obstacles.NONE
        return obstacles.before_agreeing(detail.content, self.questions.answers(), self.foot.concluded())

    def _precedents_found(self, found: Precedents) -> None:
        self.head.set_link("类似事项怎样判断" if found else "")

    def _compare(self, rev: int) -> None:
        assert self.detail is not None
        ChangesDialog(self, self._bench, self.detail, rev).exec()

    def _view_scan(self, digest: str) -> None:
        assert self.detail is not None
        view = next(one for one in self.detail.scans if one.sm3 == digest)
        ScanDialog(self.window(), self._bench, view).exec()

    def _jump(self) -> None:
        """Go where what stands in the way is mended."""
        question = self._obstacle.question
        if question == obstacles.EDITOR:
            self.editing.emit()
        elif question >= 0:
            self.questions.go_to(question)
            if self._obstacle.words and self.questions.rows[question].answer() is not None:
                self.questions.rows[question].behind.focus()

    def _required(self, question: int) -> None:
        """What stands behind an answer has changed."""
        self.autosave.save()
        self.judge()
        self.questions.go_on_from(question)

    def _form_chosen(self) -> None:
        assert self.detail is not None
        self.stepper.set_steps(chain_steps(self.detail, self.form_choice.form()))
        self.autosave.save()
        self.judge()

    def _return(self) -> None:
        detail, due = self._signing()
        dialog = ReturnDialog(self, detail.content.title, detail.content.form, due, self.foot.opinion.value())
        if dialog.exec():
            self._sign_with_reason(Verdict(Opinion.RETURN, dialog.reason_words(), return_to=dialog.return_to()))

    def _refuse(self) -> None:
        detail, _due = self._signing()
        dialog = RefusalDialog(self, detail.content.title, self.foot.opinion.value())
        if dialog.exec():
            self._sign_with_reason(Verdict(Opinion.DISAGREE, dialog.reason_words()))

    def _sign_with_reason(self, verdict: Verdict) -> None:
        """The reason stays in the foot, where it is found again when signing is refused."""
        self.foot.opinion.set_value(verdict.text)
        self.signing.emit(verdict)

    def _signing(self) -> tuple[ItemDetail, ChainStation]:
        assert self.detail is not None
        step = turns.step_due(self.detail)
        assert step is not None
        return self.detail, step.step

    def _saved(self, time: str) -> None:
        assert self.detail is not None
        tell_invalid(self.error, self.detail)  # what could not be saved before is saved now
        given = sum(one is not None for one in self.questions.answers())
        self.head.set_fact(f"已填 {given} / {QUESTION_COUNT}，草稿已自动保存 {time}")

    def _failed(self, problem: UserError) -> None:
        self.error.show_error(problem)
        show_if(self.reopen_button, problem.code == "E-STALE")
