"""撤销接收: asks for the reason, or takes it as said, and takes the import back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.services import undoing
from desktop.services.received_views import ReceivedView
from desktop.services.undoing import UndoneImport
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.components.progress import ProgressLine
from desktop.views.receive.batch_pane import count_words
from desktop.views.workbench import Workbench

AT_ONCE = "接收后当即撤销"
CONSEQUENCE = "新到的信息不再列出，变更过的回到接收前的样子。同一份报送包以后可以再接收。"


class UndoReceive(QObject):
    """`ask(batch)` asks for a reason first, `at_once(batch)` does not; `begun()`, and `undone(batch)` afterwards.

    `line` shows the progress.
    """

    begun = Signal()
    undone = Signal(object)

    def __init__(self, owner: QWidget, bench: Workbench) -> None:
        super().__init__(owner)
        self._owner, self._bench = owner, bench
        self.line = ProgressLine("正在撤销", leaves="取消后这一批仍是已接收", boxed_cancel=True)

    def ask(self, batch: ReceivedView) -> None:
        """Take a batch back for a reason that is asked for."""
        asked = ReasonDialog(
            self._owner.window(),
            "撤销接收",
            f"{batch.office_name} {batch.paper_number}，{count_words(batch)}",
            "撤销接收",
            label="理由",
            info="记入审计记录",
            consequence=CONSEQUENCE,
            icon="undo-2",
        )
        if asked.exec():
            self._start(batch, asked.reason_words())

    def at_once(self, batch: ReceivedView) -> None:
        """Take back what was taken in a moment ago."""
        self._start(batch, AT_ONCE)

    def _start(self, batch: ReceivedView, reason: str) -> None:
        desk = self._bench.desk
        self.begun.emit()
        self._bench.run(
            self._owner,
            lambda progress, cancelled: undoing.undo_import(desk, batch.id, reason, progress, cancelled),
            partial(self._done, batch),
            on_cancel=partial(self._cancelled, batch),
            line=self.line,
        )

    def _cancelled(self, batch: ReceivedView) -> None:
        self._bench.tell("已取消撤销", f"{batch.office_name} {batch.paper_number}仍是已接收")

    def _done(self, batch: ReceivedView, done: UndoneImport) -> None:
        self._bench.announce("item")
        self._bench.announce("batch")
        self.undone.emit(batch)
        self._bench.tell(f"已撤销接收 {batch.office_name} {done.paper_number}", "同一份报送包可以再接收")
