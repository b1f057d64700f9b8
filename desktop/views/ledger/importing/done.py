"""The last page of the guide: what was imported, and the ways on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.ledger_import import Imported, ImportView
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.facts import Facts
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Icon, Text

_WIDTH = 720


class DonePage(QWidget):
    """`showing()` the drafts, `again()` for another ledger, `undoing(ImportView)`."""

    showing = Signal()
    again = Signal()
    undoing = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: ImportView | None = None
        self._title = Text("", "guide")
        self._facts = Facts([])
        self.show_button = Button("查看这些草稿", "primary", icon="notebook-pen")
        self.again_button = Button("再导入一份", icon="file-spreadsheet")
        self.undo_button = Button("撤销这次导入", "ghost", icon="undo-2")
        self.show_button.clicked.connect(self.showing)
        self.again_button.clicked.connect(self.again)
        self.undo_button.clicked.connect(self._undo)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(Icon("circle-check", 22, "oktext", ground="ok", side=44))
        row.addWidget(self._title, 1)
        card = Card(padding=20)
        card.add(self._facts)
        verbs = QWidget()
        buttons = QHBoxLayout(verbs)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.show_button)
        buttons.addWidget(self.again_button)
        buttons.addStretch(1)
        buttons.addWidget(self.undo_button)
        column = ScrollColumn(width=_WIDTH, spacing=20, top=28)
        for widget in (head, card, verbs):
            column.add(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)

    def show_import(self, made: Imported, source: str, left: int) -> None:
        """Tell what was imported and what was not."""
        self._made = ImportView(made.id, source, "", "", made.count, made.count, None)
        self._title.set_words(f"已导入 {made.count:,} 件草稿")
        numbers = made.first if made.count == 1 else f"{made.first} 到 {made.last}"
        self._facts.set_facts(
            [
                ("编号", numbers),
                ("来自", source),
                ("没有导入", f"{left:,} 行" if left else "无"),
                (
                    "接下来",
                    "草稿里还没有文件。逐件放入要公开的文件，回答审查事项，再提交审查；几件同样的栏目可以批量修改。",
                ),
                ("期限", "公开期限照样从成文日期算起，成文较早的会列为超期；审查后登记公开的日期和网址，就不再列出。"),
                ("撤销", "从这里或者“导入台账”的第一页整次撤销；改过的草稿保留。"),
            ]
        )
        self.show_button.setFocus()

    def _undo(self) -> None:
        self.undoing.emit(self._made)
