"""What changed since a revision was signed: fields side by side, and the changed paragraphs of the documents."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.services.clock import civil_date
from desktop.services.differences import differences
from desktop.services.item_detail import ItemDetail
from desktop.services.text_changes import DocumentChange, text_changes
from desktop.views.components.buttons import Link
from desktop.views.components.card import SectionHead
from desktop.views.components.dialogs import Dialog
from desktop.views.components.difference import Difference, FieldChange
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, show_if
from desktop.views.look.theme import theme
from desktop.views.workbench import Workbench

HEIGHT, WIDTH = 460, 860
MARGINS = 48
"""Of a dialog, left and right together."""


def changed_since(detail: ItemDetail, rev: int) -> int:
    """How many fields of an item differ from the revision that was signed."""
    signed = next((one for one in detail.revisions if one.rev == rev), None)
    return len(differences(signed.content, detail.content)) if signed is not None else 0


class ChangedNote(QWidget):
    """Tells whoever reviews again how much changed since the last version that was signed; hidden when nothing did.

    `comparing(rev)` asks to see it.
    """

    comparing = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rev = 0
        self._words = Note("", "git-compare", "accent")
        self.link = Link("查看改动")
        self.link.clicked.connect(self._pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self.link)

    def show_item(self, detail: ItemDetail) -> None:
        """Compare an item with the newest version on which signatures were voided."""
        self._rev = max((one.rev for one in detail.sign_offs if one.voided_because), default=0)
        changes = changed_since(detail, self._rev)
        self._words.set_note(f"第 {self._rev} 版签过字，此后改了 {changes} 处", "git-compare", "accent")
        show_if(self, changes > 0)

    def _pressed(self) -> None:
        self.comparing.emit(self._rev)


class ChangesDialog(Dialog):
    """Compares the revision that was signed with what stands now; the documents' texts follow when they are read."""

    def __init__(self, parent: QWidget, bench: Workbench, detail: ItemDetail, rev: int) -> None:
        super().__init__(
            parent,
            f"第 {rev} 版签字以后的改动",
            detail.content.title,
            commit="关闭",
            icon="git-compare",
            width=min(WIDTH, max(480, parent.window().width() - 80)),
        )
        self.cancel.hide()
        signed = next(one for one in detail.revisions if one.rev == rev)
        draft = detail.draft_version is not None
        head = detail.revisions[-1]
        self._left = (f"第 {rev} 版", f"{civil_date(signed.created_at).isoformat()} {signed.author}")
        self._right = (
            ("正在修改的草稿", "")
            if draft
            else (f"第 {head.rev} 版", f"{civil_date(head.created_at).isoformat()} {head.author}")
        )
        self.paper = ScrollColumn(margin=0, spacing=12)
        self._most = min(theme().px(HEIGHT), max(200, parent.window().height() - 240))
        changes = [FieldChange(one.label, one.before, one.after) for one in differences(signed.content, detail.content)]
        self.paper.add(SectionHead("登记内容和审查表", f"{len(changes)} 处不同", small=True))
        self.fields = Difference(self._left, self._right, changes)
        self.paper.add(self.fields)
        self.documents: list[Difference] = []
        self.reading = Note("正在比较文件的文字", "hourglass", "text2")
        self.paper.add(self.reading)
        self.add(self.paper)
        self._take_room()
        before, after, desk = signed.content, detail.content, bench.desk
        bench.run(
            self,
            lambda _progress, _cancelled: text_changes(desk, before, after),
            self._show_documents,
            on_error=self._failed,
        )

    def _show_documents(self, found: tuple[DocumentChange, ...]) -> None:
        show_if(self.reading, not found)
        self.reading.set_note("文件没有更换，里面的文字没有变化", "file-check", "text2")
        for one in found:
            self.paper.add(SectionHead(one.after or one.before, _fact(one), small=True))
            if one.remark:
                self.paper.add(Note(one.remark, "info", "text2", wrap=True))
            if one.passages:
                told = [FieldChange(each.place, each.before, each.after) for each in one.passages]
                shown = Difference((one.before, self._left[0]), (one.after, self._right[0]), told)
                self.documents.append(shown)
                self.paper.add(shown)
            if one.more:
                self.paper.add(Note(f"另有 {one.more} 处改动，打开两份文件对照", "info", "text2"))
        self._take_room()

    def _take_room(self) -> None:
        """As high as what differs, up to what the window leaves."""
        self.paper.setFixedHeight(min(self._most, self.paper.contents_height(self.minimumWidth() - MARGINS)))
        self.fit()

    def _failed(self, problem: UserError) -> None:
        self.reading.hide()
        self.error.show_error(problem)


def _fact(one: DocumentChange) -> str:
    return f"{len(one.passages) + one.more} 处文字不同" if one.passages else ""
