"""待两人决定: held batches, disputed contents and missing batches; proposed by one, confirmed by another."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.services import joint_decisions, matters
from desktop.services.matters import Matter
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.text import show_if
from desktop.views.look import tokens
from desktop.views.receive.matter_dialogs import ConfirmMatterDialog, ProposeDialog
from desktop.views.receive.matter_pane import MatterPane
from desktop.views.table_models import ChipCell, Column, NoteCell, Row
from desktop.views.workbench import Workbench

_COLUMNS = (
    Column("kind", "类别", 96),
    Column("office", "处室", 104),
    Column("title", "事项", 300, "title"),
    Column("state", "进度", 132),
)


class MattersPage(QWidget):
    """`left()` follows the arrow; `reload()` reads the matters anew."""

    left = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.matters: tuple[Matter, ...] = ()
        self.header = PageHeader("待两人决定", path="接收")
        self.table = LedgerTable(_COLUMNS, name="待两人决定", checks=False, footer=False)
        self.table.set_empty(
            EmptyState("没有要两人决定的事", "批次序号重复、同一版本内容不同、缺批，会列在这里。", icon="users")
        )
        self.pane = MatterPane()
        middle = QHBoxLayout()
        middle.setContentsMargins(0, tokens.S12, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(middle, 1)
        self.header.back.connect(self.left)
        self.table.current_changed.connect(self._show_current)
        self.pane.propose.clicked.connect(self._propose)
        self.pane.confirm.clicked.connect(self._confirm)
        self.pane.drop.clicked.connect(self._drop)

    def reload(self) -> None:
        """Read everything that waits for two people."""
        self.bench.read(self, partial(matters.matters, self.bench.desk), self._show)

    def _show(self, found: tuple[Matter, ...]) -> None:
        self.matters = found
        waiting = sum(not one.settled for one in found)
        self.header.set_fact(f"{waiting} 件" if waiting else "没有未决定的")
        self.table.set_rows([_row(one) for one in found])
        show_if(self.pane, bool(found))
        if found and self.table.current_key() is None:
            self.table.select([found[0].subject])
        self._show_current()

    def current(self) -> Matter | None:
        """The matter of the current row."""
        key = self.table.current_key()
        return next((one for one in self.matters if one.subject == key), None)

    def _show_current(self, _key: object = None) -> None:
        matter = self.current()
        if matter is not None:
            self.pane.show_matter(matter)

    def _propose(self) -> None:
        matter = self.current()
        if matter is not None and ProposeDialog(self, self.bench, matter).exec():
            self.bench.tell("已签字提出", "由另一名经办人确认后生效")
            self.reload()

    def _confirm(self) -> None:
        matter = self.current()
        if matter is None or matter.proposal is None:
            return
        if ConfirmMatterDialog(self, self.bench, matter).exec():
            self.bench.tell("两人已决定", matter.title)
            self.bench.announce("item")
            self.bench.announce("batch")
            self.reload()

    def _drop(self) -> None:
        matter = self.current()
        if matter is None or matter.proposal is None:
            return
        desk, proposal = self.bench.desk, matter.proposal.id
        self.bench.run(self, lambda _progress, _cancelled: joint_decisions.drop(desk, proposal), self._dropped)

    def _dropped(self, _nothing: None) -> None:
        self.bench.tell("已撤销处理意见")
        self.reload()


def _row(one: Matter) -> Row:
    if one.settled:
        state = NoteCell("已决定", "ok", "circle-check")
    elif one.proposal is not None:
        state = NoteCell(f"{one.proposal.proposed_by}已提出", "warn", "hourglass")
    else:
        state = NoteCell("没有提出", "", "circle-dashed")
    tone = "mute" if one.settled else "warn"
    return Row(one.subject, (ChipCell(word(one.kind), tone, "users"), one.office_name, one.title, state))
