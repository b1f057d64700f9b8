"""The page of a draft: its files and form at the left, the content check at the right, the verbs below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import FIELDS
from desktop.rules.findings import Settled
from desktop.rules.items import AttachedDocument
from desktop.rules.validation import Problem, Stage
from desktop.services import items, masking
from desktop.services.against_lists import FieldHint, field_hints
from desktop.services.item_detail import DocumentView, ItemDetail, detail
from desktop.views.amending import may_give_up, meanwhile
from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import show_if
from desktop.views.documents.autosave import Autosave
from desktop.views.documents.findings import Finding
from desktop.views.documents.open_draft import OpenDraft
from desktop.views.documents.twins_note import TwinsNote
from desktop.views.editor.check_pane import CheckPane
from desktop.views.editor.choosing_row import ChoosingGround, ChoosingRow
from desktop.views.editor.deciding import DecisionDialog, verbs_for
from desktop.views.editor.drop import ACCEPTED
from desktop.views.editor.files_card import FilesCard
from desktop.views.editor.form import ItemForm
from desktop.views.editor.mask_dialog import MaskDialog
from desktop.views.editor.original import OriginalDialog
from desktop.views.editor.taking import Taken, attach_files
from desktop.views.workbench import Workbench


class DraftPage(QWidget):
    """`closing()` after 保存并关闭, `going_on()` when nothing is missing for the review, `stopped(Taken)` at a mark.

    `reopening()` asks for the draft to be loaded again after somebody else changed it, `giving_up()` to drop a correction.
    """

    closing = Signal()
    going_on = Signal()
    reopening = Signal()
    giving_up = Signal()
    stopped = Signal(object)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.draft: OpenDraft | None = None
        self._stage = Stage.DRAFT
        self._taken_out: AttachedDocument | None = None
        self.autosave = Autosave(self, bench)
        self.returned = ErrorPanel(tone="warn")
        self.give_up_button = Button("放弃更正", small=True, icon="undo-2")
        self.correcting = ErrorPanel(verbs=[self.give_up_button], tone="warn")
        self.stale = ErrorPanel()
        self._reopen = self.stale.add_verb(Button("重新打开草稿", small=True))
        self.twins = TwinsNote(bench)
        self.files = FilesCard()
        self.form = ItemForm()
        self.choosing_row = ChoosingRow(self.form, bench)
        self.choosing_ground = ChoosingGround(self.form)
        self.check = CheckPane(bench)
        self.bar = BottomBar()
        self.close_button = self.bar.add_verb(Button("保存并关闭"))
        self.next_button = self.bar.add_verb(Button("去填审查表", "primary", hint="Ctrl+Return"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.left = left = ScrollColumn(spacing=16)
        self.form.shown.connect(left.ensureWidgetVisible)
        for widget in (self.returned, self.correcting, self.stale, self.twins, self.files, self.form):
            left.add(widget)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(left, 1)
        middle.addWidget(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.go_on)
        self.close_button.clicked.connect(self.closing)
        self.next_button.clicked.connect(self.go_on)
        self._reopen.clicked.connect(self.reopening)
        self.give_up_button.clicked.connect(self.giving_up)
        self.form.edited.connect(self._judge)
        self.form.left.connect(self._field_left)
        self.form.settled.connect(self._settled)
        self.form.locating.connect(self.check.viewer.go_to_words)
        self.files.dropped.connect(self.add_files)
        self.files.adding.connect(self._choose_files)
        self.files.asked.connect(self._file_verb)
        self.files.undone.connect(self._restore)
        self.check.deciding.connect(self._decide)
        self.check.reopening.connect(self._reopen_finding)
        self.check.masking.connect(self._mask)
        self.autosave.saved.connect(self._saved)
        self.autosave.failed.connect(self._failed)

    # -- what the screen calls -----------------------------------------------------------------
    def show_draft(self, opened: ItemDetail) -> None:
        """Open a draft."""
        self.draft = OpenDraft(self._bench.desk, opened)
        self._stage, self._taken_out = Stage.DRAFT, None
        reason = opened.returned_reason
        self.returned.tell(f"退回补正：{reason}" if reason else "", _fields_to_mend(opened) if reason else "")
        self.correcting.tell(meanwhile(self._bench.desk, opened), "改好后重新审查，随下一批报送。")
        show_if(self.give_up_button, may_give_up(self._bench.desk, opened))
        self.stale.clear()
        self.files.error.clear()
        self.files.tell_missing("")
        self.files.tell_removed("")
        self.bar.set_reason("")
        self.bar.set_status("录入的内容自动保存", "circle-check", "text3")
        self.form.show_content(opened.content, opened.proposals, opened.returned_fields)
        self.show_documents(opened)
        self.choosing_row.look()
        self.choosing_ground.tell()
        self._look_for_others()
        self._look_for_words()
        self.autosave.follow(self.draft, self.form.content)
        marked = [name for name in self.form.fields if name in opened.returned_fields]
        self.form.go_to(marked[0] if marked else "title")
        if not marked:
            self.left.verticalScrollBar().setValue(0)

    def show_documents(self, now: ItemDetail) -> None:
        """Show the documents as the store holds them now; what is being typed stays."""
        self.form.take_base(now.content)
        self.files.show_documents(now)
        self.check.show_item(now)
        self._judge()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Take files in as attachments."""
        draft = self.draft
        if draft is None:
            return
        self.autosave.save()
        self.files.error.clear()
        chosen = list(paths)
        self._bench.run(
            self,
            lambda progress, cancelled: attach_files(draft.uuid, chosen, draft.attach, progress, cancelled),
            self._taken_in,
            on_error=self._failed,
            line=self.files.line,
        )

    def go_on(self) -> None:
        """Go to the review form, or say what is still missing and go there."""
        self._stage = Stage.SUBMIT
        problems = self._judge()
        if not problems and self.check.open_words():
            self.check.go_to_first_open()
            return
        if not problems:
            self.going_on.emit()
            return
        first = problems[0].field
        if first == "attachments":
            self.files.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.go_to(first)

    def leave(self) -> bool:
        """Save what was written and rest; raises UserError when the store refuses. Says whether a draft was open."""
        self.autosave.save_now()
        return self.autosave.rest()

    # -- what happens on the page --------------------------------------------------------------
    def _judge(self) -> tuple[Problem, ...]:
        """Show what is wrong now; returns it in the order of the form."""
        if self.draft is None:
            return ()
        found = items.problems_of(self._bench.desk, self.form.content(), self._stage)
        wrong = {one.field: one for one in (*found, *self.form.unreadable())}
        order = [*self.form.fields, "attachments"]
        problems = tuple(sorted(wrong.values(), key=lambda one: order.index(one.field)))
        submitting = self._stage is Stage.SUBMIT
        self.form.show_problems(problems, everywhere=submitting)
        self.files.tell_missing(wrong["attachments"].words if "attachments" in wrong else "")
        reasons = (self.check.open_words(), _missing_words(problems) if submitting else "")
        self.bar.set_reason("；".join(words for words in reasons if words))
        return problems

    def _field_left(self) -> None:
        self._judge()
        self._look_for_words()
        self.autosave.save()

    def _look_for_words(self) -> None:
        """Hold what is typed against the lists; what is found is a hint at its field."""
        draft, desk, content = self.draft, self._bench.desk, self.form.content()
        self._bench.read(self, lambda: field_hints(desk, content), lambda hints: self._hint(draft, hints))

    def _hint(self, draft: OpenDraft | None, hints: Sequence[FieldHint]) -> None:
        if draft is self.draft:
            self.form.show_hints({one.field: one.words for one in hints})
            self._judge()

    def _look_for_others(self) -> None:
        """Look for items that this one repeats, and for such as were decided before."""
        if self.draft is not None:
            self.twins.look_for(self.draft.uuid)
            self.check.before.look_for(self.draft.uuid, self.form.content().title)

    def _settled(self, name: str) -> None:
        draft, desk = self.draft, self._bench.desk
        if draft is not None:
            self._bench.run(
                self,
                lambda _progress, _cancelled: items.settle_proposals(desk, draft.uuid, (name,)),
                lambda _nothing: None,
                on_error=self._failed,
            )

    def _choose_files(self) -> None:
        chosen = self._bench.ask_files(self, "添加文件", ACCEPTED)
        if chosen:
            self.add_files(chosen)

    def _taken_in(self, taken: Taken) -> None:
        self.tell_refused(taken)
        if taken.stop is not None:
            self.stopped.emit(taken)
        self._read_again()

    def tell_refused(self, taken: Taken) -> None:
        """Say which files were not taken in, and why."""
        if taken.refused:
            name, first = taken.refused[0]
            more = f"等 {len(taken.refused)} 个文件" if len(taken.refused) > 1 else ""
            self.files.error.tell(f"“{name}”{more}没有放入：{first.message}", first.hint)

    def _file_verb(self, verb: str, sm3: str) -> None:
        draft = self.draft
        if draft is None:
            return
        if verb == "show":
            self.check.viewer.show_document(sm3)
        elif verb == "save":
            self._save_document(sm3)
        elif verb == "original":
            self._show_original(draft.uuid, sm3)
        elif verb == "back":
            self._back_to_original(draft, sm3)
        elif verb == "body":
            self._change(lambda: draft.set_body(sm3))
        else:
            self._bench.run(
                self,
                lambda _progress, _cancelled: draft.detach(sm3),
                partial(self._detached, draft),
                on_error=self._failed,
            )

    def _save_document(self, sm3: str) -> None:
        document = next(one for one in self.form.content().attachments if one.sm3 == sm3)
        target = self._bench.ask_target(self, "另存一份", document.name)
        desk = self._bench.desk
        if target is not None:
            self._bench.read(
                self,
                lambda: items.save_document_as(desk, sm3, target),
                lambda _nothing: self._bench.tell("已另存一份", str(target)),
            )

    def _detached(self, draft: OpenDraft, document: AttachedDocument) -> None:
        if draft is not self.draft:  # put back here it would be another item's
            return
        self._taken_out = document
        self.files.tell_removed(document.name)
        self._read_again()

    def _restore(self) -> None:
        draft, document = self.draft, self._taken_out
        if draft is not None and document is not None:
            self.files.tell_removed("")
            self._change(lambda: draft.restore(document))

    def _decide(self, finding: Finding, verdict: str) -> None:
        draft, settled = self.draft, Settled(verdict)
        words = dict(verbs_for(finding))[verdict]
        dialog = DecisionDialog(self, finding, settled, words)
        if draft is None or not dialog.exec():
            self.check.stay()
            return
        reason = dialog.reason_words()
        self._change(lambda: draft.resolve(finding.key, settled, reason))

    def _mask(self, finding: Finding | None) -> None:
        """Ask what to mask: one kind when a finding asks for it, else all of the document that is looked at."""
        draft, documents = self.draft, self.check.documents()
        if draft is None:
            return
        self.autosave.save()
        sm3, rule = (finding.sm3, finding.key.rule) if finding else (self.check.document_to_mask(), "")
        dialog = MaskDialog(self, self._bench, draft.uuid, documents, sm3, draft.mask, rule)
        dialog.exec()
        if dialog.done_copy is not None:
            self._read_again()

    def _show_original(self, uuid: str, sm3: str) -> None:
        desk = self._bench.desk
        self._bench.read(
            self,
            lambda: (detail(desk, uuid), masking.original_of(desk, uuid, sm3)),
            self._open_original,
        )

    def _open_original(self, both: tuple[ItemDetail, DocumentView]) -> None:
        OriginalDialog(self, self._bench, *both).exec()

    def _back_to_original(self, draft: OpenDraft, sm3: str) -> None:
        name = next(one.name for one in self.check.documents() if one.sm3 == sm3)
        dialog = ConfirmDialog(
            self,
            "恢复原件",
            name,
            "恢复原件",
            consequence="原件回到草稿里，净化副本和遮盖记录撤销；原件里的发现要重新处理。",
            icon="undo-2",
        )
        if dialog.exec():
            self._change(lambda: draft.undo_mask(sm3))

    def _reopen_finding(self, finding: Finding) -> None:
        draft = self.draft
        if draft is not None:
            self._change(lambda: draft.reopen(finding.key))

    def _change(self, work: object) -> None:
        assert callable(work)
        self._bench.run(
            self, lambda _progress, _cancelled: work(), lambda _nothing: self._read_again(), on_error=self._failed
        )

    def _read_again(self) -> None:
        draft, desk = self.draft, self._bench.desk
        if draft is not None:
            self._bench.read(self, lambda: detail(desk, draft.uuid), partial(self._came, draft))
            self._bench.announce("item", draft.uuid)
            self._look_for_others()

    def _came(self, draft: OpenDraft, now: ItemDetail) -> None:
        if draft is self.draft:  # else its answers would be saved with the draft that was opened meanwhile
            self.show_documents(now)

    def _saved(self, time: str) -> None:
        self._look_for_others()
        self.stale.clear()
        self.bar.set_status(f"草稿已自动保存 {time}")

    def _failed(self, problem: UserError) -> None:
        self.stale.show_error(problem)
        self._reopen.setVisible(problem.code == "E-STALE")
        if self.autosave.unsaved():
            self.bar.set_status("没有保存", "circle-alert", "badtext")


def _fields_to_mend(opened: ItemDetail) -> str:
    names = [FIELDS[name] for name in opened.returned_fields if name in FIELDS]
    return f"要改的栏目：{'、'.join(names)}。改好后重新提交审查。" if names else "改好后重新提交审查。"


def _missing_words(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    named = "、".join(FIELDS[one.field] for one in problems[:3])
    more = "等" if len(problems) > 3 else ""
    return f"还有 {len(problems)} 处要改：{named}{more}"
