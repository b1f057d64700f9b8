"""What the ledger does with many items at once: import a ledger, paste rows, change chosen fields of many drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from desktop.errors import UserError
from desktop.rules.roles import Permission
from desktop.services import bulk
from desktop.services.bulk import BulkDone, BulkPlan
from desktop.services.ledger import ledger_rows
from desktop.views.components.buttons import Button
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.progress import ProgressLine
from desktop.views.ledger.bulk_dialogs import BulkDialog, BulkPlanDialog, LeftOutDialog
from desktop.views.ledger.importing import PASTE
from desktop.views.workbench import Workbench

PAGE = "importing"


class ManyVerbs(QObject):
    """The verbs over the ledger of one screen. `line` shows the progress; `allowed` says whether a clerk sits here."""

    def __init__(self, owner: QWidget, bench: Workbench, table: LedgerTable) -> None:
        super().__init__(owner)
        self._owner, self._bench, self._table = owner, bench, table
        self.allowed = bench.desk.may(Permission.REGISTER)
        self.line = ProgressLine("正在修改", leaves="取消后一件也没有改")
        self.import_button = Button("导入台账", icon="upload")
        self.edit_button = Button("批量修改", "ghost", icon="pencil-line")
        if not self.allowed:
            return
        self.import_button.clicked.connect(self.open_guide)
        self.edit_button.clicked.connect(self.edit)

    def fill_menu(self, menu: QMenu) -> None:
        """Add the verbs to a row's menu."""
        if not self.allowed:
            return
        if self._table.selected_keys():
            menu.addAction("批量修改").triggered.connect(self.edit)
        menu.addAction("从 Excel 粘贴").triggered.connect(self.paste)

    def open_guide(self) -> None:
        """Open the guide that takes a ledger in."""
        self._bench.open(PAGE)

    def paste(self) -> None:
        """Take the rows that were copied in Excel to the guide."""
        self._bench.open(PAGE, PASTE)

    def edit(self) -> None:
        """Change chosen fields of the chosen items."""
        keys = [int(key) for key in self._table.selected_keys()]
        desk = self._bench.desk
        self._bench.read(
            self._owner, lambda: [row.uuid for row in ledger_rows(desk, keys)], lambda uuids: self._ask(uuids, {})
        )

    def _ask(self, uuids: Sequence[str], before: dict[str, Any]) -> None:
        dialog = BulkDialog(self._owner.window(), len(uuids), before)
        if not dialog.exec():
            return
        values, desk = dialog.values(), self._bench.desk
        self._bench.run(
            self._owner,
            lambda _progress, _cancelled: bulk.plan(desk, uuids, values),
            lambda planned: self._show(planned, uuids, values),
            on_error=lambda problem: self._ask_again(problem, uuids, values),
            line=self.line,
        )

    def _ask_again(self, problem: UserError, uuids: Sequence[str], values: dict[str, Any]) -> None:
        self._bench.show_error(self._owner, problem)
        self._ask(uuids, values)

    def _show(self, planned: BulkPlan, uuids: Sequence[str], values: dict[str, Any]) -> None:
        dialog = BulkPlanDialog(self._owner.window(), planned)
        if not dialog.exec():
            if dialog.going_back:
                self._ask(uuids, values)
            return
        desk = self._bench.desk
        self._bench.run(
            self._owner,
            lambda progress, cancelled: bulk.apply(desk, planned, progress, cancelled),
            self._done,
            line=self.line,
        )

    def _done(self, done: BulkDone) -> None:
        self._bench.announce("item", *(one.uuid for one in done.changes))
        if done.skipped:
            LeftOutDialog(self._owner.window(), f"已修改 {len(done.changes):,} 件", done.skipped).exec()
        if done.changes:
            self._bench.tell(f"已修改 {len(done.changes):,} 件草稿", "按“撤销”改回原来的内容", lambda: self._undo(done))

    def _undo(self, done: BulkDone) -> None:
        desk = self._bench.desk
        self._bench.read(self._owner, lambda: bulk.undo(desk, done), self._undone)

    def _undone(self, back: BulkDone) -> None:
        self._bench.announce("item", *(one.uuid for one in back.changes))
        if back.skipped:
            LeftOutDialog(self._owner.window(), f"已改回 {len(back.changes):,} 件", back.skipped).exec()
        else:
            self._bench.tell(f"已改回 {len(back.changes):,} 件草稿")
