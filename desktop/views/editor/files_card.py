"""The card of an item's documents: what each is, what was found in it, and the verbs on it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.rules.items import DocumentRole
from desktop.services.item_detail import CleanCopyView, DocumentView, ItemDetail
from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.card import Card
from desktop.views.components.chips import Chip
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.facts import LinkLine
from desktop.views.components.files import file_icon
from desktop.views.components.progress import ProgressLine
from desktop.views.components.text import Icon, Note, Rule, Text, show_if
from desktop.views.documents.findings import findings_of, labels, verdict_of
from desktop.views.editor.drop import DropTarget

UNDO = "撤销"
SHOW_ORIGINAL, BACK_TO_ORIGINAL = "查看原件", "恢复原件"


def size_words(size: int) -> str:
    """A size in bytes as people say it."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f} MB"
    return f"{max(1, round(size / 1024))} KB"


class FileRow(QWidget):
    """One document: role, name, pages and size, what was found, and its verbs."""

    asked = Signal(str, str)

    def __init__(self, document: DocumentView, label: str, chip: tuple[str, str]) -> None:
        super().__init__()
        self._document = document
        pages = f"{document.pages} 页·" if document.pages else ""
        fact = f"{pages}{size_words(document.size)}"
        self.menu_button = IconButton("ellipsis", f"“{document.name}”可以做的事", small=True)
        self.menu_button.clicked.connect(self._open_menu)
        self.remove = IconButton("x", f"移除“{document.name}”", small=True)
        self.remove.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(8)
        row.addWidget(Icon(file_icon(document.name), 16, "text2"))
        if not document.name.startswith(label):
            row.addWidget(Text(label, "label", "text2"))
        row.addWidget(Text(document.name, "body", elide=True), 1)
        row.addWidget(Text(fact, "caption", "text2"))
        row.addWidget(Chip(chip[0], chip[1], ""))
        row.addWidget(self.menu_button)
        row.addWidget(self.remove)
        self.setAccessibleName(f"{label} {document.name}，{fact}，{chip[0]}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        verbs = [("show", "查看原文"), ("save", "另存一份")]
        if self._document.role is not DocumentRole.BODY:
            verbs.append(("body", "设为正文"))
        for verb, words in verbs:
            menu.addAction(words).setData(verb)
        menu.triggered.connect(self._chosen)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _chosen(self, action: object) -> None:
        self.asked.emit(str(action.data()), self._document.sm3)  # type: ignore[attr-defined]

    def _remove(self) -> None:
        self.asked.emit("remove", self._document.sm3)


class CopyLine(QWidget):
    """Says below a document that it is a clean copy; `asked("original" | "back", sm3)` leads to its original."""

    asked = Signal(str, str)

    def __init__(self, copy: CleanCopyView) -> None:
        super().__init__()
        self._sm3 = copy.sm3
        done = f"，遮盖 {copy.masked} 处" if copy.masked else ""
        words = f"净化副本，原件留存{done}（{copy.made_by}，{copy.made_at}）"
        self.line = LinkLine(words, [SHOW_ORIGINAL, BACK_TO_ORIGINAL])
        self.line.pressed.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 0, 4)
        row.addWidget(self.line)

    def _ask(self, words: str) -> None:
        self.asked.emit("original" if words == SHOW_ORIGINAL else "back", self._sm3)


class FilesCard(DropTarget):
    """`dropped(paths)`, `adding()` by the button, `undone()`.

    `asked(verb, sm3)` with show, save, body, remove; of a clean copy also original and back.
    """

    adding = Signal()
    asked = Signal(str, str)
    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card("文件", padding=16, spacing=4)
        self.add_button = Button("添加文件", "ghost", icon="paperclip", small=True)
        self.add_button.clicked.connect(self.adding)
        self.card.head.add_right(self.add_button)
        self.line = ProgressLine("正在检查内容", leaves="已放入的文件保留")
        self.error = ErrorPanel()
        self._missing = Note("", "circle-alert", "badtext", role="caption")
        self._missing.hide()
        self._rows: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        holder = QWidget()
        holder.setLayout(self._list)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._removed: LinkLine | None = None
        for widget in (holder, self.line, self._missing, self.error):
            self.card.add(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def show_documents(self, detail: ItemDetail) -> None:
        """Show the documents of an item."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = []
        documents = detail.documents
        found = findings_of(documents, detail.content.attachments, detail.content.resolutions)
        named = labels(documents)
        for number, one in enumerate(documents):
            if number:
                self._append(Rule())
            row = FileRow(one, named[one.sm3], verdict_of(found, one.sm3))
            row.asked.connect(self.asked)
            self._append(row)
            copy = next((copy for copy in detail.clean_copies if copy.sm3 == one.sm3), None)
            if copy is not None:
                line = CopyLine(copy)
                line.asked.connect(self.asked)
                self._append(line)
        if not documents:
            self._append(Note("把要公开的文件拖到这里，或者点“添加文件”", "upload", "text2"))
        self.card.head.title.set_words(f"已放入 {len(documents)} 个文件" if documents else "文件")
        self.card.set_fact("原文件未改动" if documents and not detail.clean_copies else "")

    def tell_removed(self, name: str) -> None:
        """Say that a document was taken out, with the way back; an empty name takes the line away."""
        if self._removed is not None:
            self.card.body.removeWidget(self._removed)
            self._removed.deleteLater()
            self._removed = None
        if name:
            self._removed = LinkLine(f"已移除“{name}”", [UNDO])
            self._removed.pressed.connect(self._undo)
            self.card.add(self._removed)

    def tell_missing(self, words: str) -> None:
        """Say that a document is missing."""
        self._missing.set_note(words, "circle-alert", "badtext")
        show_if(self._missing, bool(words))

    def _append(self, widget: QWidget) -> None:
        self._list.addWidget(widget)
        self._rows.append(widget)

    def _undo(self, _words: str) -> None:
        self.undone.emit()
