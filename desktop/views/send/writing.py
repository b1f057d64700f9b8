"""Writing batches to a stick: which one is asked, and into how many; they are made and written one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.services import batch_views, batches
from desktop.services.sending import Sending
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.progress import ProgressLine
from desktop.views.send.nil_return import NilDialog
from desktop.views.transfers import in_kilobytes
from desktop.views.workbench import Workbench


class Writing(QObject):
    """`began()` once a stick was chosen; then `written(batches)`, `cancelled()` or `failed(UserError)`.

    `retry` is the batch that was to be written again, whose failure offers to do so once more; else it is empty.
    """

    began = Signal()
    written = Signal(object)
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, owner: QWidget, bench: Workbench, line: ProgressLine) -> None:
        super().__init__(owner)
        self._owner, self._bench, self._line = owner, bench, line
        self.retry = ""

    def write_chosen(self, chosen: list[str], period: Callable[[], str]) -> None:
        """Write these items, in as many batches as they need if that is agreed to."""
        desk = self._bench.desk
        self._bench.run(
            self._owner,
            lambda _progress, _cancelled: batches.batches_needed(desk, chosen),
            lambda needed: self._write_items(chosen, period(), needed),
            on_error=self.failed.emit,
        )

    def _write_items(self, chosen: list[str], period: str, needed: int) -> None:
        if needed > 1 and not self._split_confirmed(len(chosen), needed):
            return
        self._write(lambda: batches.assemble_split(self._bench.desk, chosen, period))

    def _split_confirmed(self, count: int, needed: int) -> bool:
        asked = ConfirmDialog(
            self._owner.window(),
            f"分成 {needed} 批",
            f"选中的 {count} 件超过一批的上限 3.9 GB",
            f"分成 {needed} 批写出",
            consequence="按列表的顺序装满一批再装下一批，一件不拆开。每批有自己的批次号和报送清单，一批写完核对过再写下一批。",
            icon="usb",
        )
        return bool(asked.exec())

    def write_nil(self, page: Sending) -> None:
        """Write a nil return for the period that is chosen."""
        desk = self._bench.desk
        asked = NilDialog(self._owner.window(), desk.agency.office_name, page)
        if not asked.exec():
            return
        period = asked.period()
        self._write(lambda: (batches.assemble(desk, [], period),))

    def write_unwritten(self) -> None:
        """Write what was assembled and never written."""
        self._write(lambda: batch_views.all_unfinished(self._bench.desk))

    def write_these(self, batch_ids: Sequence[str], again: str = "") -> None:
        """Write batches once more; `again` is the one that is offered anew when that fails."""
        self._write(lambda: batch_ids, again)

    def _write(self, make: Callable[[], Sequence[str]], again: str = "") -> None:
        """Write the batches that `make` names or assembles, one after another."""
        desk = self._bench.desk
        folder = self._bench.ask_stick(self._owner, "写到哪个 U 盘")
        if folder is None:
            return
        self.retry = again
        self.began.emit()
        self._bench.run(
            self._owner,
            lambda progress, cancelled: batches.write_each(desk, make(), folder, in_kilobytes(progress), cancelled),
            self.written.emit,
            on_error=self.failed.emit,
            on_cancel=self.cancelled.emit,
            line=self._line,
        )
