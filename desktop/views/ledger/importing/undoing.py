"""Undoing an import: asks, discards, and tells which drafts stay and why."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.services import ledger_import
from desktop.services.ledger_import import ImportView, Undone
from desktop.views.components.dialogs import ConfirmDialog, Dialog
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.progress import ProgressLine
from desktop.views.look.theme import theme
from desktop.views.table_models import Column, Row
from desktop.views.workbench import Workbench

_KEPT = (
    Column("number", "编号", 110, "number", fixed=True),
    Column("title", "标题", 320, "title", fixed=True),
    Column("why", "为什么保留", 140, fixed=True),
)


class KeptDialog(Dialog):
    """Lists the drafts that an undo left alone."""

    def __init__(self, parent: QWidget, done: Undone) -> None:
        super().__init__(
            parent,
            f"已作废 {done.discarded:,} 件，保留 {len(done.kept):,} 件",
            "保留的在导入之后有人办理过；不要的，在台账里逐件作废。",
            commit="知道了",
            icon="undo-2",
            width=680,
        )
        self.cancel.hide()
        self.table = LedgerTable(_KEPT, name="保留的信息", checks=False, footer=False)
        self.table.setFixedHeight(theme().px(260))
        self.table.set_rows([Row(one.number, (one.number, one.title, one.why)) for one in done.kept])
        self.add(self.table)


class UndoImport(QObject):
    """`start(ImportView)` asks and undoes; `undone()` afterwards. `line` shows the progress."""

    undone = Signal()

    def __init__(self, owner: QWidget, bench: Workbench) -> None:
        super().__init__(owner)
        self._owner, self._bench = owner, bench
        self.line = ProgressLine("正在撤销", leaves="取消后导入保持原样")

    def start(self, one: ImportView) -> None:
        """Undo an import after asking."""
        asked = ConfirmDialog(
            self._owner.window(),
            "撤销这次导入",
            f"{one.source}，{one.items:,} 件",
            "撤销导入",
            consequence="导入后没有改过的草稿全部作废，编号留作已作废，不再使用；改过的和已经送审的保留。",
            icon="undo-2",
            danger=True,
        )
        if not asked.exec():
            return
        desk = self._bench.desk
        self._bench.run(
            self._owner,
            lambda progress, cancelled: ledger_import.undo(desk, one.id, progress, cancelled),
            self._done,
            line=self.line,
        )

    def _done(self, done: Undone) -> None:
        self._bench.announce("item")
        self.undone.emit()
        if done.kept:
            KeptDialog(self._owner.window(), done).exec()
        else:
            self._bench.tell("已撤销导入", f"{done.discarded:,} 件草稿已作废")
