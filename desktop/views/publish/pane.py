"""The pane beside the queue: one item with its words to copy, its documents to save, and the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.labels import word
from desktop.services import publication
from desktop.services.body_text import body_text
from desktop.services.desk import Desk
from desktop.services.item_detail import ItemDetail, detail
from desktop.views.components.card import Ground, SectionHead
from desktop.views.components.chips import Chip
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.files import FileLine, FileList
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, Rule, Text, show_if
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.publish.copies import CopyLines
from desktop.views.publish.form import PublicationForm
from desktop.views.review.signatures import tell_invalid
from desktop.views.transfers import size_words


@dataclass(frozen=True, slots=True)
class ToPublish:
    """An item of the queue with the text of its body, which is not read when the item may not go out."""

    item: ItemDetail
    text: str
    may_go_out: bool = True


def read_item(desk: Desk, uuid: str) -> ToPublish:
    """Read an item for this pane."""
    item = detail(desk, uuid)
    sound = publication.may_go_out(desk, uuid)
    return ToPublish(item, body_text(desk, item.documents) if sound else "", sound)


REFUSED = "审查签字不齐全或验证不通过，不能公开"
_NOT_OUT = "不能复制、另存和登记公开。打开审查表看签字，退回补正重新送审，并报告保密审查员。"


class PublishPane(Ground):
    """`form` is the form, `document_wanted(sm3, name)` follows a document, `copied(name)` a copy.

    An item whose signatures do not hold says so in red (`forged`) and offers nothing: no words, no documents, no form.
    `refusal` is the reason, empty when it may go out.
    """

    document_wanted = Signal(str, str)
    copied = Signal(str)

    def __init__(self, today: date) -> None:
        super().__init__("surface", lines="l")
        self.item: ItemDetail | None = None
        self.refusal = ""
        self.forged = ErrorPanel()
        self._chip = Chip("待发布")
        self._number = Text("", "small", "text2")
        self._title = Text("", "item", wrap=True, selectable=True)
        self.copies = CopyLines()
        self.files = FileList()
        self.form = PublicationForm(today)
        self.earlier = Note("", "megaphone", "warntext", wrap=True)
        self.earlier.hide()
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._chip)
        top.addWidget(self._number, 1)
        page = ScrollColumn(margin=0, spacing=10)
        page.column.setContentsMargins(0, 0, 20, 12)
        self._offered = (
            SectionHead("发布用文字", "点“复制”后粘贴到网站后台", small=True),
            self.copies,
            SectionHead("审查过的文件", "点一个文件另存", small=True),
            self.files,
            Rule(),
            SectionHead("登记公开", "发布到网站后填写", small=True),
            self.form,
        )
        for part in (self.forged, self.earlier, *self._offered):
            page.add(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        title = QHBoxLayout()
        title.setContentsMargins(0, 0, 20, 0)
        title.addWidget(self._title)
        column.addLayout(title)
        column.addWidget(page, 1)
        self.files.opened.connect(self._wanted)
        self.copies.copied.connect(self.copied)
        follow_theme(self)

    def show_item(self, shown: ToPublish) -> None:
        """Show an item; what the user began to write for it stays."""
        item, content = shown.item, shown.item.content
        again = self.item is not None and self.item.uuid == item.uuid
        self.item = item
        self._number.set_words(f"{item.office_name}，{item.form_number}")
        self._title.set_words(content.title)
        before = item.publication
        if before is not None:
            self.earlier.set_note(
                f"更正：旧版 {before.published_on} 公开在 {before.address}。在网站上替换后，登记新的公开结果。",
                "megaphone",
                "warntext",
            )
        show_if(self.earlier, before is not None)
        self._offer(shown)
        if not again:
            self.form.start(item.uuid, content)

    def _offer(self, shown: ToPublish) -> None:
        """The words and documents to put before the public, or in red why there are none."""
        item, content = shown.item, shown.item.content
        self.refusal = "" if shown.may_go_out else REFUSED
        for part in self._offered:
            show_if(part, shown.may_go_out)
        if not shown.may_go_out:
            self.forged.tell(REFUSED, _NOT_OUT)
            if item.invalid:
                tell_invalid(self.forged, item, _NOT_OUT)
            self.copies.set_lines(())
            self.files.set_files(())
            return
        self.forged.clear()
        first = shown.text.replace("\n", " ")[:80]
        self.copies.set_lines(
            [
                ("索引号", item.index_number, item.index_number),
                ("标题", content.title, content.title),
                ("文号", content.document_number, content.document_number),
                ("内容概述", content.summary, content.summary),
                ("正文", f"{len(shown.text):,} 字：{first}", shown.text),
            ]
        )
        self.files.set_files(
            [
                FileLine(one.sm3, one.name, f"{_pages(one.pages)}{size_words(one.size)}", word(one.role), "mute")
                for one in item.documents
            ]
        )

    def restyle(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(theme().px((tokens.PANE_WIDTH + 60) * (1 if theme().scale <= 1.15 else 0.85)))

    def _wanted(self, sm3: str) -> None:
        if self.item is not None:
            name = next(one.name for one in self.item.documents if one.sm3 == sm3)
            self.document_wanted.emit(sm3, name)


def _pages(pages: int | None) -> str:
    return f"{pages} 页，" if pages else ""
