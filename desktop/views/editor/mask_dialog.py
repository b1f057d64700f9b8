"""The dialog of a clean copy: what is masked and how, what is cleared; then the result of the check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.services import masking
from desktop.services.desk import CancelCheck, Progress
from desktop.services.item_detail import DocumentView
from desktop.services.masking import MaskDone, MaskPreview
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.progress import ProgressLine
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, Text, show_if
from desktop.views.editor.mask_rows import OfferRow
from desktop.views.jobs import Job
from desktop.views.look.theme import theme
from desktop.views.workbench import Workbench

Work = Callable[[str, Mapping[str, str], Progress, CancelCheck], MaskDone]
_ROOM = 330
_CLEARED = 4
_PICTURES = "各页会转为图像，页面上的字不能再查找；原 Word 文档还在时，遮盖 Word 文档更好"
READING, WORKING = "正在读取", "正在生成"


class _Steps(ProgressLine):
    """Its steps are parts of one thing, which are not counted aloud."""

    def set_progress(self, done: int, total: int, seconds_left: float | None = None) -> None:
        """Show the part that is done."""
        super().set_progress(done, total, seconds_left)
        self.words.set_words(WORKING)


class MaskDialog(Dialog):
    """Asks what to mask in a document; `work(sm3, presets, progress, cancelled)` does it off the GUI thread.

    `rule` ticks that kind alone. `done_copy` is what came of it, None when nothing was made. A refusal is shown here.
    """

    def __init__(
        self,
        parent: QWidget | None,
        bench: Workbench,
        uuid: str,
        documents: Sequence[DocumentView],
        chosen: str,
        work: Work,
        rule: str = "",
    ) -> None:
        super().__init__(
            parent, "生成净化副本", "副本代替原件公开，原件留存在本机", commit="生成净化副本", icon="eraser", width=760
        )
        self.done_copy: MaskDone | None = None
        self.rows: list[OfferRow] = []
        self._bench, self._uuid, self._work, self._rule = bench, uuid, work, rule
        self._documents = {one.sm3: one for one in documents}
        self._preview: MaskPreview | None = None
        self._job: Job | None = None
        self._turn = 0
        options = [(one.sm3, one.name) for one in documents]
        self.picker: ChoiceField[str] = ChoiceField("文件", options, chosen, message=False)
        self.picker.changed.connect(self._read)
        self._name = Text("", "medium", elide=True)
        self._list = ScrollColumn(margin=0, spacing=8, top=0)
        self._rest = QVBoxLayout()
        self.line = _Steps(WORKING, leaves="取消后草稿不变")
        self._lay_out_choice(len(documents))
        self._read()

    def _lay_out_choice(self, documents: int) -> None:
        show_if(self.picker, documents > 1)
        show_if(self._name, documents == 1)
        for widget in (self.picker, self._name, self._list):
            self.add(widget)
        rest = QWidget()
        rest.setLayout(self._rest)
        self._rest.setContentsMargins(0, 0, 0, 0)
        self._rest.setSpacing(4)
        self.add(rest)
        self.add(self.line)

    def presets(self) -> dict[str, str]:
        """What is ticked: preset by rule."""
        return {row.offer.rule: row.chosen() for row in self.rows if row.chosen()}

    def check(self) -> bool:
        """Make the copy; the dialog closes with a second press, once its result was read."""
        if self.done_copy is not None:
            return True
        sm3, presets = self._chosen(), self.presets()
        self.error.clear()
        self._set_busy(True)
        self._job = self._bench.run(
            self,
            lambda progress, cancelled: self._work(sm3, presets, progress, cancelled),
            self._made,
            on_error=self._refused,
            on_cancel=self._cancelled,
            line=self.line,
        )
        return False

    def reject(self) -> None:
        """Cancel the work first; the dialog stays until it has ended."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def _chosen(self) -> str:
        return self.picker.value() or next(iter(self._documents))

    def _read(self) -> None:
        sm3 = self._chosen()
        self._name.set_words(self._documents[sm3].name)
        self._turn += 1
        turn, desk, uuid = self._turn, self._bench.desk, self._uuid
        self._preview = None
        self._show_rows()
        self.error.clear()
        self.commit.block(READING)
        self._bench.run(
            self,
            lambda _progress, _cancelled: masking.preview(desk, uuid, sm3),
            lambda preview: self._show(preview, turn),
            on_error=self._refused,
        )

    def _show(self, preview: MaskPreview, turn: int) -> None:
        if turn == self._turn:
            self._preview = preview
            self._show_rows()
            self._judge()

    def _show_rows(self) -> None:
        for row in self.rows:
            self._list.column.removeWidget(row)
            row.deleteLater()
        offers = self._preview.offers if self._preview else ()
        ordered = sorted(offers, key=lambda one: not one.looks)
        self.rows = [OfferRow(one, ticked=self._rule in ("", one.rule)) for one in ordered]
        for row in self.rows:
            row.changed.connect(self._judge)
            self._list.add(row)
        wanted = sum(row.sizeHint().height() + 8 for row in self.rows)
        self._list.setFixedHeight(min(theme().px(_ROOM), wanted))
        show_if(self._list, bool(self.rows))
        self._clear_rest()
        if self._preview is not None:
            self._tell_rest(self._preview)
        self.fit()

    def _tell_rest(self, preview: MaskPreview) -> None:
        if preview.why_no_copy:
            self._note(preview.why_no_copy, "circle-alert", "badtext")
        if preview.as_pictures:
            self._note(_PICTURES, "triangle-alert", "warntext")
        if preview.cleared:
            self._rest.addWidget(Text("一并清除", "label", "text2"))
        for words in preview.cleared[:_CLEARED]:
            self._note(words, "eraser", "text2")
        if len(preview.cleared) > _CLEARED:
            self._note(f"另有 {len(preview.cleared) - _CLEARED} 项隐藏内容", "eraser", "text2")

    def _note(self, words: str, icon: str, color: str) -> None:
        self._rest.addWidget(Note(words, icon, color, role="caption", wrap=True))

    def _clear_rest(self) -> None:
        while self._rest.count():
            item = self._rest.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _judge(self) -> None:
        preview = self._preview
        if preview is None:
            self.commit.block(READING)
        elif preview.why_no_copy:
            self.commit.block("这种文件不能生成净化副本")
        elif preview.empty:
            self.commit.block("没有要遮盖或清除的内容")
        elif not self.presets() and not preview.cleared:
            self.commit.block("选择要遮盖的种类")
        else:
            self.commit.unblock()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.picker, self._list):
            widget.setEnabled(not busy)
        if busy:
            self.commit.block(WORKING)
        else:
            self._job = None
            self._judge()

    def _made(self, done: MaskDone) -> None:
        self._job, self.done_copy = None, done
        for widget in (self.picker, self._list, self._name, self.cancel):
            widget.hide()
        self._clear_rest()
        self._rest.addWidget(Note(done.words, "circle-check", "oktext", wrap=True))
        for fact in (f"公开的文件：{done.name}", *done.facts):
            self._note(fact, "info", "text2")
        self.commit.unblock()
        self.commit.set_words("完成")
        self.commit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _refused(self, problem: UserError) -> None:
        self._set_busy(False)
        self.error.show_error(problem)
        self.fit()

    def _cancelled(self) -> None:
        self._set_busy(False)
