"""The packages of a stick or folder: all are checked, the clean ones taken in together, the others opened one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import batch_words
from desktop.services import continuity, receipts, scanning
from desktop.services.desk import Desk
from desktop.services.scanning import Scanned, Standing
from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.progress import ProgressLine
from desktop.views.components.text import show_if
from desktop.views.components.tiles import Totals
from desktop.views.jobs import CancelCheck, Progress
from desktop.views.look import tokens
from desktop.views.receive.batch_pane import count_words
from desktop.views.table_models import Cell, ChipCell, Column, Key, NoteCell, Row
from desktop.views.transfers import bare_count, in_kilobytes
from desktop.views.workbench import Workbench

_COLUMNS = (
    Column("standing", "结果", 104),
    Column("office", "处室", 120),
    Column("number", "批次", 130),
    Column("period", "期间", 120, spare=True),
    Column("count", "件数", 128, "count"),
    Column("why", "说明", 280, "title"),
)
_CHIPS = {
    Standing.CLEAN: ChipCell("可以接收", "accent", "circle-check"),
    Standing.TO_DECIDE: ChipCell("要逐件处理", "warn", "circle-alert"),
    Standing.RECEIVED: ChipCell("接收过", "mute", "copy"),
    Standing.REFUSED: ChipCell("没有通过", "bad", "circle-x"),
    Standing.TAKEN: ChipCell("已接收", "ok", "circle-check"),
}


@dataclass(frozen=True, slots=True)
class Receipted:
    """How many receipts were written, and what the first one came to that could not be."""

    written: int
    problem: UserError | None


class ScanPage(QWidget):
    """`scan(folder, paths)` checks them; `opened(path)` follows one that wants a person; `left()` the arrow."""

    left = Signal()
    opened = Signal(object)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.found: tuple[Scanned, ...] = ()
        self._folder = Path()
        self.header = PageHeader("U 盘里的报送包", path="接收")
        self.checking = ProgressLine("正在核对", unit="", leaves="取消后本机没有任何改动", boxed_cancel=True)
        self.taking = ProgressLine("正在接收", unit="KB", leaves="收完的批次留下，其余的不接收", boxed_cancel=True)
        self.writing = ProgressLine("正在写回执", unit="份", leaves="写好的留下，其余的没有写", boxed_cancel=True)
        self.table = LedgerTable(_COLUMNS, name="U 盘里的报送包", checks=False, footer=False)
        self.totals = Totals()
        self.receipts = Button("写全部回执", icon="mail-check")
        self.commit = Button("接收", "primary", key="Ctrl+Return")
        self._lay_out()
        self.header.back.connect(self.left)
        self.table.opened.connect(self._open)
        self.receipts.clicked.connect(self._write_receipts)
        self.commit.clicked.connect(self._take_in)

    def _lay_out(self) -> None:
        bar = BottomBar()
        bar.add_left(self.totals)
        bar.add_verb(self.receipts)
        bar.add_verb(self.commit)
        above = QVBoxLayout()
        above.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 8)
        for line in (self.checking, self.taking, self.writing):
            above.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(bar)

    def scan(self, folder: Path, paths: Sequence[Path]) -> None:
        """Check all packages of a folder."""
        self._folder = folder
        self._show(())
        self.header.set_title("U 盘里的报送包", f"{folder.name or folder}，{len(paths)} 份，正在核对")
        desk = self.bench.desk
        self.bench.run(
            self,
            lambda progress, cancelled: scanning.scan(desk, paths, in_kilobytes(progress), cancelled),
            partial(self._scanned, folder),
            line=self.checking,
            on_cancel=self.left.emit,
        )

    def _scanned(self, folder: Path, found: tuple[Scanned, ...]) -> None:
        if folder != self._folder:  # another stick was chosen meanwhile
            return
        self.header.set_title("U 盘里的报送包", f"{self._folder.name or self._folder}，双击一份打开")
        self._show(found)

    def _show(self, found: tuple[Scanned, ...]) -> None:
        self.found = found
        self.table.set_rows([_row(one, place, _is_behind_a_gap(one, found)) for place, one in enumerate(found)])
        counts = Counter(one.standing for one in found)
        self.totals.set_totals(
            [
                ("可以接收", counts[Standing.CLEAN], "accent" if counts[Standing.CLEAN] else ""),
                ("要逐件处理", counts[Standing.TO_DECIDE], "warn" if counts[Standing.TO_DECIDE] else ""),
                ("接收过", counts[Standing.RECEIVED], ""),
                ("没有通过", counts[Standing.REFUSED], "bad" if counts[Standing.REFUSED] else ""),
                ("已接收", counts[Standing.TAKEN], "ok" if counts[Standing.TAKEN] else ""),
            ]
        )
        clean = counts[Standing.CLEAN]
        self.commit.set_words(f"接收 {clean} 批" if clean else "接收")
        show_if(self.commit, bool(clean))
        show_if(self.receipts, bool(counts[Standing.TAKEN]))
        self.commit.unblock()

    def _open(self, key: Key) -> None:
        one = self.found[int(key)]
        if one.standing is not Standing.TAKEN:
            self.opened.emit(one.path)

    def _take_in(self) -> None:
        clean = [one for one in self.found if one.standing is Standing.CLEAN and one.inspection]
        checked = [one.inspection for one in clean if one.inspection]
        held = batch_words(
            sum(len(one.items) for one in checked),
            sum(len(one.withdrawals) for one in checked),
            sum(one.withheld for one in checked),
            nil=all(one.nil for one in checked),
        )
        asked = ConfirmDialog(
            self.window(),
            f"接收 {len(clean)} 批，{held}",
            "按处室和批次号的先后接收，每一批单独登记。",
            f"接收 {len(clean)} 批",
            consequence="有一批收不下，不影响其余的批次。写回执以前，每一批都可以撤销。",
            icon="inbox",
        )
        if not asked.exec():
            return
        desk, found, folder = self.bench.desk, self.found, self._folder
        self.commit.block("正在接收")
        self.bench.run(
            self,
            lambda progress, cancelled: scanning.take_in(desk, found, in_kilobytes(progress), cancelled),
            partial(self._taken, folder),
            line=self.taking,
        )

    def _taken(self, folder: Path, found: tuple[Scanned, ...]) -> None:
        if folder == self._folder:
            self._show(found)
        self.bench.announce("batch")
        self.bench.announce("item")
        taken = sum(one.standing is Standing.TAKEN for one in found)
        self.bench.tell(f"已接收 {taken} 批", "写回执以前，每一批都可以在“接收”页撤销")

    def _write_receipts(self) -> None:
        desk, folder = self.bench.desk, self._folder
        ids = [one.taken.id for one in self.found if one.taken is not None]
        self.receipts.block("正在写回执")
        self.bench.run(
            self,
            lambda progress, cancelled: _written(desk, ids, folder, progress, cancelled),
            partial(self._receipted, folder, len(ids)),
            line=self.writing,
        )

    def _receipted(self, folder: Path, wanted: int, done: Receipted) -> None:
        self.receipts.unblock()
        self.bench.announce("batch")
        rest = wanted - done.written
        detail = f"另有 {rest} 份没有写，在“待写回执”里写" if rest else f"在 {folder}，可安全拔出"
        self.bench.tell(f"已写 {done.written} 份回执", detail)
        if done.problem is not None:
            self.bench.show_error(self, done.problem)


def _written(desk: Desk, ids: Sequence[int], folder: Path, progress: Progress, cancelled: CancelCheck) -> Receipted:
    """Write the receipts of these batches; what was written stays when a later one fails or the user cancels."""
    for done, one in enumerate(ids):
        if cancelled():
            return Receipted(done, None)
        try:
            receipts.issue_receipt(desk, one, folder)
        except UserError as problem:
            return Receipted(done, problem)
        progress(done + 1, len(ids))
    return Receipted(len(ids), None)


def _row_words(one: Scanned, missing: bool) -> str:
    if one.problem is not None:
        code = f"（{one.problem.code}）" if one.problem.code else ""
        return f"{one.path.name}：{one.problem.message}{code}"
    if one.taken is not None:
        return f"已接收，{count_words(one.taken)}"
    found = one.inspection
    if found is not None and found.new_epoch:
        return f"{one.path.name}，{'；'.join(continuity.words(found))}"
    if found is not None and missing:
        return f"{one.path.name}，前面有批次没到"
    return one.path.name


def _is_behind_a_gap(one: Scanned, found: Sequence[Scanned]) -> bool:
    """Whether batches before this one are neither here nor on the stick."""
    if one.inspection is None or not one.inspection.gap:
        return False
    mine = one.inspection
    here = {
        each.inspection.header.seq
        for each in found
        if each.inspection is not None
        and (each.inspection.office_id, each.inspection.header.epoch) == (mine.office_id, mine.header.epoch)
    }
    return not here.issuperset(mine.series.missing)


def _row(one: Scanned, place: int, missing: bool) -> Row:
    found, told = one.inspection, _row_words(one, missing)
    why: Cell = told
    if one.problem is not None or missing or (found is not None and found.new_epoch):
        why = NoteCell(told, "bad" if one.problem else "warn", "triangle-alert")
    if found is None:
        return Row(place, (_CHIPS[one.standing], "", "", "", "", why))
    count = bare_count(batch_words(len(found.items), len(found.withdrawals), found.withheld, nil=found.nil))
    header = found.header
    return Row(place, (_CHIPS[one.standing], found.office_name, header.paper_number, header.period, count, why))
