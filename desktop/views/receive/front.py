"""The received batches with the receipts that are due, and the way in for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.states import ReceivedOutcome
from desktop.services import imports, matters, receipts
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.services.receipts import ReceiptDue
from desktop.services.received_views import ReceivedView
from desktop.views.components.buttons import Button
from desktop.views.components.chips import FilterChip
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import show_if
from desktop.views.look import tokens
from desktop.views.receive.batch_pane import BatchDetail, BatchPane, count_words, read_detail
from desktop.views.receive.matrix_pane import MatrixPane
from desktop.views.table_models import ChipCell, Column, NoteCell, Row
from desktop.views.transfers import bare_count
from desktop.views.workbench import Workbench

MATRIX = "matrix"
"""The tab of who has reported."""

_COLUMNS = (
    Column("office", "处室", 120, "title"),
    Column("number", "批次", 132),
    Column("period", "期间", 128, hidden=True),
    Column("count", "件数", 128, "count", spare=True),
    Column("received", "接收时间", 112, spare=True),
    Column("outcome", "状态", 100, hidden=True),
    Column("receipt", "回执", 132),
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """The received batches, those that want a receipt, and how much waits for two people."""

    batches: tuple[ReceivedView, ...]
    due: dict[int, ReceiptDue]
    matters: int


def read_arrived(desk: Desk, also: Sequence[int] = ()) -> Arrived:
    """Read the page; `also` are batches that somebody asked for, however old."""
    waiting = sum(not one.settled for one in matters.matters(desk))
    due = {one.received_batch_id: one for one in receipts.receipts_due(desk)}
    return Arrived(imports.received(desk, {*due, *also}), due, waiting)


class FrontPage(QWidget):
    """`file_wanted()`, `stick_wanted()`, `matters_wanted()`; `receipt_wanted`, `paper_wanted`, `undo_wanted` (batch).

    `notices` stand below the header: a refusal, an error, progress; each shows itself when it has something to tell.
    """

    file_wanted = Signal()
    stick_wanted = Signal()
    matters_wanted = Signal()
    undo_wanted = Signal(object)
    receipt_wanted = Signal(object)
    paper_wanted = Signal(object)

    def __init__(self, bench: Workbench, notices: Sequence[QWidget]) -> None:
        super().__init__()
        self.bench = bench
        self._arrived = Arrived((), {}, 0)
        self.header = PageHeader("接收")
        self.matters = Button("待两人决定", icon="users")
        file = Button("选择文件", icon="file-text")
        self.stick = Button("选择 U 盘", "primary", icon="usb", key="Ctrl+O")
        self.header.add_verb(self.matters)
        self.header.add_verb(file)
        self.header.add_verb(self.stick)
        self.tabs = Tabs([("all", "全部", 0), ("due", "待写回执", 0), (MATRIX, "报送情况", None)], name="接收")
        self.matrix = MatrixPane(bench)
        self.only = FilterChip("只看", "")
        self.only.hide()
        self._only: tuple[int, ...] = ()
        self.table = LedgerTable(_COLUMNS, name="已接收的批次", checks=False, footer=False, remember_as="received")
        self.pane = BatchPane()
        self._lay_out(notices)
        file.clicked.connect(self.file_wanted)
        self.stick.clicked.connect(self.stick_wanted)
        self.matters.clicked.connect(self.matters_wanted)
        self.tabs.changed.connect(self._show_tab)
        self.table.current_changed.connect(self._show_batch)
        self.pane.writing.connect(self._want_receipt)
        self.pane.printing.connect(self._want_paper)
        self.pane.undoing.connect(self._want_undo)
        self.pane.item_opened.connect(self._open_item)
        self.matrix.batches_wanted.connect(self._show_only)
        self.only.clicked.connect(self._show_every)
        self.only.removed.connect(self._show_every)

    def _lay_out(self, notices: Sequence[QWidget]) -> None:
        above = QVBoxLayout()
        above.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        above.setSpacing(10)
        for notice in notices:
            above.addWidget(notice)
        above.addWidget(self.tabs)
        above.addWidget(self.only)
        batches = QWidget()
        middle = QHBoxLayout(batches)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(above)
        self._pages = QStackedWidget()
        for page in (batches, self.matrix):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)

    def reload(self) -> None:
        """Read the batches anew."""
        if self.tabs.current() == MATRIX:
            self.matrix.reload()
        self.bench.read(self, partial(read_arrived, self.bench.desk, self._only), self._show)

    def _show(self, arrived: Arrived) -> None:
        self._arrived = arrived
        due = len(arrived.due)
        self.header.set_fact(f"{len(arrived.batches)} 批" + (f"，{due} 批待写回执" if due else ""))
        self.matters.set_words(f"待两人决定 {arrived.matters}" if arrived.matters else "待两人决定")
        self.tabs.set_count("all", len(arrived.batches))
        self.tabs.set_count("due", due)
        self._show_tab(self.tabs.current())

    def _show_only(self, words: str, batches: tuple[int, ...]) -> None:
        """The batches of one office and period."""
        self._only = batches
        self.only.set_value(words)
        self.tabs.set_current("all")
        self._show_tab("all")
        if not set(batches) <= {one.id for one in self._arrived.batches}:
            self.reload()

    def _show_every(self) -> None:
        self._only = ()
        self._show_tab(self.tabs.current())

    def _show_tab(self, key: str) -> None:
        self._pages.setCurrentIndex(key == MATRIX)
        show_if(self.only, bool(self._only) and key == "all")
        if key == MATRIX:
            self.matrix.reload()
            return
        if key == "due":
            self.table.set_empty(EmptyState("没有待写的回执", "批次里的信息有变化后，会列在这里。", icon="mail-check"))
        else:
            self.table.set_empty(
                EmptyState(
                    "还没有接收过报送包",
                    "插上处室的 U 盘，点“选择 U 盘”，或者把报送包拖到这里。",
                    icon="package-open",
                    tone="accent",
                )
            )
        listed = [one for one in self._arrived.batches if self._listed(key, one)]
        self.table.set_rows([self._row(one) for one in listed])
        show_if(self.pane, bool(listed))
        if listed and self.table.current_key() is None:
            self.table.select([listed[0].id])

    def _listed(self, key: str, one: ReceivedView) -> bool:
        return one.id in self._arrived.due if key == "due" else not self._only or one.id in self._only

    def _row(self, one: ReceivedView) -> Row:
        due = self._arrived.due.get(one.id)
        receipt = NoteCell("已写", "", "mail-check")
        if one.undone:
            receipt = NoteCell("已撤销", "", "undo-2")
        elif one.outcome is ReceivedOutcome.HELD:
            receipt = NoteCell("等两人决定", "warn", "users")
        elif due is not None and one.outcome is ReceivedOutcome.REJECTED:
            receipt = NoteCell("已拒收，待写", "bad", "hourglass")
        elif one.outcome is ReceivedOutcome.REJECTED:
            receipt = NoteCell("已拒收，已写", "bad", "mail-check")
        elif due is not None:
            receipt = NoteCell("有变化，待写" if due.last_receipt_at else "没有写过", "warn", "hourglass")
        count = bare_count(count_words(one))
        at = civil_time(one.received_at)
        return Row(
            one.id,
            (
                one.office_name,
                one.paper_number,
                one.period,
                count,
                at,
                ChipCell("已撤销" if one.undone else word(one.outcome)),
                receipt,
            ),
        )

    def current(self) -> ReceivedView | None:
        """The batch of the current row."""
        key = self.table.current_key()
        return next((one for one in self._arrived.batches if one.id == key), None)

    def _show_batch(self, _key: object) -> None:
        batch = self.current()
        if batch is not None:
            self.bench.read(self, partial(read_detail, self.bench.desk, batch), self._show_detail)

    def _show_detail(self, detail: BatchDetail) -> None:
        now = self.current()
        if now is not None and now.id == detail.batch.id:
            self.pane.show_detail(detail, self._arrived.due.get(now.id))

    def _want_undo(self) -> None:
        batch = self.current()
        if batch is not None:
            self.undo_wanted.emit(batch)

    def _want_receipt(self) -> None:
        self.receipt_wanted.emit(self.current())

    def _want_paper(self) -> None:
        self.paper_wanted.emit(self.current())

    def _open_item(self, uuid: str) -> None:
        self.bench.open("ledger", uuid)
