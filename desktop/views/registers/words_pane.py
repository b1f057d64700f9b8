"""The tab 检查词表: up to ten thousand words that a document is searched for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.rules.checklists import word_fault
from desktop.services import listed_words
from desktop.services.listed_words import WordImport
from desktop.views.administration.office_dialogs import VerbDialog
from desktop.views.components.buttons import Button
from desktop.views.components.checks import OptionRow
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.fields import AreaField
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.registers.import_dialog import ImportDialog
from desktop.views.registers.list_pane import TEXTS, ListPane
from desktop.views.table_models import Column, Key, Row
from desktop.views.workbench import Workbench

_COLUMNS = (Column("word", "检查词", kind="title"), Column("number", "编号", 90, "number"))
_NAMED = 5


class WordsPane(ListPane):
    """The list of words with what may be done to it."""

    def __init__(self, bench: Workbench) -> None:
        self.new = Button("加入检查词", "primary", icon="plus")
        self.remove = Button("移除", icon="trash-2")
        fact = "文件里出现这些词的，登记时提示，处理完才能提交审查"
        super().__init__(bench, fact, "查找检查词", (self.remove,), self.new)
        self.table = LedgerTable(
            _COLUMNS, self._rows, name="检查词表", checks=self.may_keep, remember_as="words", empty=_empty("")
        )
        self.add(self.table, 1)
        self.new.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.bring_in.clicked.connect(self._choose_file)
        self.take_out.clicked.connect(self._export)
        self.table.selection_changed.connect(self._judge)
        self._judge(0)
        self.reload()

    def reload(self) -> None:
        """Look the words up again."""
        text = self.search.words()
        self.bench.read(
            self, lambda: listed_words.word_keys(self.bench.desk, text), lambda keys: self._show(keys, text)
        )

    def _show(self, keys: Sequence[int], text: str) -> None:
        if text != self.search.words():
            return
        self.table.set_empty(_empty(text))
        self.table.set_keys(keys)
        self.table.footer.set_totals([("符合" if text else "检查词", f"{len(keys):,} 个")], "新加的在前")

    def _rows(self, keys: Sequence[Key]) -> Sequence[Row]:
        found = listed_words.word_rows(self.bench.desk, [int(key) for key in keys])
        return [Row(one.id, (one.word, str(one.id))) for one in found]

    def _judge(self, chosen: int) -> None:
        if chosen:
            self.remove.unblock()
            self.remove.set_words(f"移除 {chosen:,} 个", "trash-2")
        else:
            self.remove.set_words("移除", "trash-2")
            self.remove.block("先选中要移除的词")

    def _add(self) -> None:
        dialog = WordsDialog(self, self.bench)
        if dialog.exec():
            self.changed(f"已加入 {dialog.added} 个词")
        dialog.deleteLater()

    def _remove(self) -> None:
        keys = [int(key) for key in self.table.selected_keys()]
        words = [one.word for one in listed_words.word_rows(self.bench.desk, keys[:_NAMED])]
        named = "、".join(words) + ("等" if len(keys) > _NAMED else "")
        follows = "移除后不再检查这些词。已经登记的信息和作过的处理不变。"
        if self.ask(ConfirmDialog(self.window(), f"移除 {len(keys):,} 个检查词", named, "移除", consequence=follows)):
            self.work(
                lambda: listed_words.remove_words(self.bench.desk, keys),
                lambda count: self.changed(f"已移除 {count:,} 个词"),
            )

    def _choose_file(self) -> None:
        path = self.bench.ask_file(self, "导入检查词", TEXTS)
        if path is not None:
            self.work(
                lambda: listed_words.preview_words(self.bench.desk, path), lambda found: self._previewed(path, found)
            )

    def _previewed(self, path: Path, found: WordImport) -> None:
        facts = [("新词", f"{len(found.new):,} 个"), ("已有", f"{found.present:,} 个")]
        options = [
            OptionRow("add", "加入新词", f"{len(found.new):,} 个"),
            OptionRow("replace", "换成这份词表", f"移除文件里没有的 {found.left_out:,} 个"),
        ]
        dialog = ImportDialog(
            self,
            "导入检查词",
            found.name,
            "导入",
            facts=facts,
            faults=found.faults,
            options=options if found.left_out else (),
            nothing="" if found.new or found.left_out else "文件里的词都已经在词表里",
        )
        if self.ask(dialog):
            replace = dialog.choice() == "replace"
            self.work(
                lambda: listed_words.import_words(self.bench.desk, path, replace),
                lambda count: self.changed(f"已导入 {count:,} 个词"),
            )

    def _export(self) -> None:
        self.export("检查词表", lambda target: listed_words.export_words(self.bench.desk, target), "个词")


class WordsDialog(VerbDialog):
    """Words, one a line; `added` tells how many were new."""

    def __init__(self, parent: QWidget, bench: Workbench) -> None:
        super().__init__(parent, bench, "加入检查词", "每行一个词", "加入", "plus")
        self.added = 0
        self.field = AreaField("检查词", required=True, lines=6, placeholder="青石工程\n省厅内部通讯录")
        self.field.changed.connect(self.judge)
        self.add(self.field)
        self.judge()
        self.field.control.setFocus()

    def words(self) -> list[str]:
        """The words as written."""
        return [line.strip() for line in self.field.value().split("\n") if line.strip()]

    def missing(self) -> str:
        """No word, or one that cannot be searched for."""
        words = self.words()
        return next((fault for fault in map(word_fault, words) if fault), "") if words else "写上要检查的词"

    def verb(self) -> Callable[[], object]:
        """Add them."""
        words = self.words()

        def add() -> None:
            self.added = listed_words.add_words(self.bench.desk, words)

        return add


def _empty(text: str) -> EmptyState:
    if text:
        return EmptyState("没有符合条件的词", "换几个字再查找。", icon="search", tone="accent")
    return EmptyState(
        "词表里还没有词",
        "一次导入 txt 或 xlsx，或者逐个加入。登记文件时按词表检查。",
        icon="list-checks",
        tone="accent",
    )
