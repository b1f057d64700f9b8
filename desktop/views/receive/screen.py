"""接收: a batch from the stick, checked where it lies, decided item by item, taken in, its receipt written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.rules.roles import Permission
from desktop.services import imports, inspection, papers, receipts, scanning
from desktop.services.clock import civil_date
from desktop.services.inspected import Inspection
from desktop.services.receipts import IssuedReceipt
from desktop.services.received_views import ReceivedView
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.progress import ProgressLine
from desktop.views.jobs import CancelCheck, Progress
from desktop.views.receive.check import CheckPage
from desktop.views.receive.front import FrontPage
from desktop.views.receive.matters_page import MattersPage
from desktop.views.receive.refusal import Refusal
from desktop.views.receive.scan_page import ScanPage
from desktop.views.receive.taken import TakenPage
from desktop.views.receive.undo import UndoReceive
from desktop.views.transfers import in_kilobytes, save_paper
from desktop.views.workbench import Workbench

PACKAGE_PATTERN = "报送包 (*.zip);;所有文件 (*)"


@dataclass(frozen=True, slots=True)
class Taken:
    """A batch that was taken in, with its receipt or the reason why that could not be written.

    `beside` is the folder in which its package lay.
    """

    batch: ReceivedView
    beside: Path
    issued: IssuedReceipt | None = None
    problem: UserError | None = None


class ReceiveScreen(QWidget):
    """The centre's page of arriving batches; a package may be dropped anywhere on it."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._taken: Taken | None = None
        self._wanted: Path | None = None
        self.setAcceptDrops(True)
        may_enrol = bench.desk.may(Permission.ENROL)
        self.refusal, self.failure = Refusal(may_enrol), Refusal(may_enrol)
        self.error = ErrorPanel()
        self.checking = ProgressLine("正在核对", unit="", leaves="取消后本机没有任何改动", boxed_cancel=True)
        self.importing = ProgressLine(
            "正在接收", unit="KB", leaves="取消后这一批不登记，可以重新接收", boxed_cancel=True
        )
        self.undo = UndoReceive(self, bench)
        self.front = FrontPage(bench, (self.refusal, self.error, self.checking, self.undo.line))
        self.check = CheckPage((self.failure, self.importing))
        self.taken = TakenPage()
        self.scan = ScanPage(bench)
        self.matters = MattersPage(bench)
        self.stack = QStackedWidget()
        for page in (self.front, self.check, self.taken, self.scan, self.matters):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._connect()
        for kind in ("item", "batch"):
            bench.follow(self, kind, self.front.reload)
        self.front.reload()

    def _connect(self) -> None:
        self.front.file_wanted.connect(self._choose_file)
        self.front.stick_wanted.connect(self._choose_stick)
        self.front.matters_wanted.connect(self._show_matters)
        self.front.undo_wanted.connect(self.undo.ask)
        self.scan.left.connect(self._to_front)
        self.scan.opened.connect(self.inspect)
        self.matters.left.connect(self._to_front)
        self.undo.begun.connect(self._to_front)  # where its progress is shown
        self.undo.undone.connect(self._was_undone)
        self.taken.writing.connect(self._write_beside)
        self.taken.undoing.connect(self._undo_taken)
        self.front.receipt_wanted.connect(self._write_receipt)
        self.front.paper_wanted.connect(self._print_last)
        for refusal in (self.refusal, self.failure):
            refusal.other_wanted.connect(self._choose_file)
            refusal.keys_wanted.connect(self._open_keys)
        self.check.left.connect(self._to_front)
        self.check.wanted.connect(self._import)
        self.taken.printing.connect(self._print_taken)
        self.taken.showing.connect(self._show_folder)
        self.taken.rewriting.connect(self._write_taken)
        self.taken.finished.connect(self._to_front)

    def show_record(self, key: str) -> None:
        """A path is inspected; an empty key shows the received batches."""
        if key:
            self.inspect(Path(key))
        else:
            self._to_front()

    def may_leave(self) -> bool:
        """Nothing is lost by leaving: a batch being checked stays as it is."""
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a package or a folder that is dragged over the page."""
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check what was dropped."""
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._look_into(path) if path.is_dir() else self.inspect(path)

    # -- choosing and checking ------------------------------------------------------------------

    def _choose_file(self) -> None:
        path = self.bench.ask_file(self, "选择处室的报送包", PACKAGE_PATTERN)
        if path is not None:
            self.inspect(path)

    def _choose_stick(self) -> None:
        folder = self.bench.ask_folder(self, "选择 U 盘或文件夹")
        if folder is not None:
            self._look_into(folder)

    def _look_into(self, folder: Path) -> None:
        self._clear()
        self.bench.run(
            self,
            lambda _progress, _cancelled: scanning.find_packages(folder),
            partial(self._found, folder),
            on_error=partial(self.refusal.tell, folder),
        )

    def _found(self, folder: Path, paths: tuple[Path, ...]) -> None:
        self._to_front()
        if len(paths) == 1:
            self.inspect(paths[0])
        elif paths:
            self.stack.setCurrentWidget(self.scan)
            self.scan.scan(folder, paths)
        else:
            self.error.tell(
                f"“{folder.name or folder}”里没有报送包",
                "报送包是 zip 文件，放在 U 盘里或者下一层文件夹里。换一个 U 盘，或者选择文件。",
            )

    def inspect(self, path: Path) -> None:
        """Check a package where it lies."""
        self._clear()
        self._wanted = path
        self.stack.setCurrentWidget(self.front)
        desk = self.bench.desk
        self.bench.run(
            self,
            lambda progress, cancelled: inspection.inspect(desk, path, in_kilobytes(progress), cancelled),
            partial(self._checked, path),
            on_error=partial(self._refused, path),
            line=self.checking,
        )

    def _checked(self, path: Path, found: Inspection) -> None:
        if path == self._wanted:  # else another one was chosen meanwhile
            self.check.show_inspection(found)
            self.stack.setCurrentWidget(self.check)

    def _refused(self, path: Path, problem: UserError) -> None:
        if path == self._wanted:
            self.stack.setCurrentWidget(self.front)
            self.refusal.tell(path, problem)
        self.front.reload()  # what an office did sign is listed, and may wait for two people

    # -- taking in ------------------------------------------------------------------------------

    def _import(self) -> None:
        found = self.check.inspection
        if found is None:
            return
        desk, decisions = self.bench.desk, self.check.decisions.made()

        def work(progress: Progress, cancelled: CancelCheck) -> Taken:
            batch = imports.import_batch(desk, found, decisions, in_kilobytes(progress), cancelled)
            taken = Taken(batch, found.path.parent)
            if not batch.duplicate:  # as long as no receipt tells of it, the import can be undone
                return taken
            try:
                return replace(taken, issued=receipts.issue_receipt(desk, batch.id, taken.beside))
            except UserError as problem:
                return replace(taken, problem=problem)

        self._clear()
        self.check.commit.block("正在接收")
        self.bench.run(
            self,
            work,
            self._was_taken,
            on_error=partial(self._import_failed, found.path),
            on_cancel=self._import_cancelled,
            line=self.importing,
        )

    def _was_taken(self, taken: Taken) -> None:
        self._taken = taken
        self.check.judge()
        self.taken.show_taken(taken.batch, taken.issued, taken.problem)
        self.stack.setCurrentWidget(self.taken)
        self.bench.announce("batch")
        self.bench.announce("item")
        if taken.issued is None and taken.problem is None:
            self.bench.tell(
                f"已接收 {taken.batch.office_name} {taken.batch.paper_number}",
                "写回执以前可以撤销",
                partial(self.undo.at_once, taken.batch),
            )

    def _undo_taken(self) -> None:
        if self._taken is not None:
            self.undo.at_once(self._taken.batch)

    def _was_undone(self, batch: ReceivedView) -> None:
        if self._shows(batch):
            self._to_front()

    def _shows(self, batch: ReceivedView) -> bool:
        """Whether the page of what became of a batch is this one's."""
        here = self.stack.currentWidget() is self.taken
        return here and self._taken is not None and self._taken.batch.id == batch.id

    def _import_failed(self, path: Path, problem: UserError) -> None:
        self.check.judge()
        self.failure.tell(path, problem)

    def _import_cancelled(self) -> None:
        self.check.judge()
        self.bench.tell("已取消接收", "这一批没有登记")

    # -- receipts -------------------------------------------------------------------------------

    def _write_receipt(self, batch: ReceivedView | None) -> None:
        if batch is None:
            return
        folder = self.bench.ask_folder(self, "回执写到哪里（处室的 U 盘）")
        if folder is not None:
            self._write_into(batch, folder)

    def _write_beside(self) -> None:
        """Write the receipt where the package lay."""
        if self._taken is not None:
            self._write_into(self._taken.batch, self._taken.beside)

    def _write_into(self, batch: ReceivedView, chosen: Path) -> None:
        desk = self.bench.desk
        self.bench.run(
            self,
            lambda _progress, _cancelled: receipts.issue_receipt(desk, batch.id, chosen),
            partial(self._receipt_written, batch),
            on_error=partial(self._receipt_failed, batch),
        )

    def _receipt_failed(self, batch: ReceivedView, problem: UserError) -> None:
        if self._taken is not None and self._shows(batch):
            self.taken.show_taken(batch, self._taken.issued, problem)
        else:
            self.error.show_error(problem)

    def _receipt_written(self, batch: ReceivedView, issued: IssuedReceipt) -> None:
        self.error.clear()
        if self._taken is not None and self._shows(batch):
            self._taken = replace(self._taken, issued=issued, problem=None)
            self.taken.show_taken(batch, issued)
        self.bench.tell(f"第 {issued.seq:04d} 号回执已写到 {issued.path.parent}", issued.path.name)
        self.bench.announce("batch")

    def _write_taken(self) -> None:
        if self._taken is not None:
            self._write_receipt(self._taken.batch)

    def _print_taken(self) -> None:
        if self._taken is not None:
            self._print_last(self._taken.batch)

    def _print_last(self, batch: ReceivedView | None) -> None:
        if batch is None:
            return
        desk = self.bench.desk

        def make() -> bytes:
            record = receipts.last_receipt(desk, batch.id)
            if record is None:
                raise UserError("这一批还没有写过回执", "先写回执，再打印", "E-RECEIPT")
            return papers.receipt_pdf(
                desk, record, batch.office_name, batch.paper_number, civil_date(batch.received_at)
            )

        save_paper(self.bench, self, f"回执_{batch.office_name}_{batch.paper_number}.pdf", make)

    def _show_folder(self) -> None:
        if self._taken is not None and self._taken.issued is not None:
            self.bench.show_file(self._taken.issued.path.parent)

    # -- ways -----------------------------------------------------------------------------------

    def _to_front(self) -> None:
        self._clear()
        self.stack.setCurrentWidget(self.front)
        self.front.reload()

    def _show_matters(self) -> None:
        self._clear()
        self.stack.setCurrentWidget(self.matters)
        self.matters.reload()

    def _open_keys(self) -> None:
        self.bench.open("administration")

    def _clear(self) -> None:
        self.refusal.clear()
        self.failure.clear()
        self.error.clear()


def _dropped(data: QMimeData) -> Path | None:
    """The one package or folder that is dragged, None for anything else."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(paths) != 1:
        return None
    return paths[0] if paths[0].is_dir() or paths[0].suffix.lower() in ("", ".zip") else None
