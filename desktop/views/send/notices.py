"""What may stand above the page of batches: a batch that was never written, an error, the progress of a writing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.services.batch_views import BatchView
from desktop.views.components.buttons import Button
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.progress import ProgressLine
from desktop.views.components.text import show_if
from desktop.views.look import tokens
from desktop.views.send.contents import content_words

LEAVES = "取消后 U 盘上不留半成品，批次号保留，可以再写"
_OF_THE_STICK = ("E-FULL", "E-WRITE", "E-READ")


class Notices(QWidget):
    """`unwritten_wanted()` follows the verb of the unfinished batch, `again_wanted()` the one of a failed writing,
    `late_wanted()` and `lost_wanted()` those of the batches without a receipt, or that the centre has no more.
    """

    unwritten_wanted = Signal()
    again_wanted = Signal()
    late_wanted = Signal()
    lost_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = Button("写到 U 盘", "primary", icon="usb", small=True)
        self.unwritten = ErrorPanel(verbs=[self.first], tone="warn")
        self.look = Button("查看", small=True)
        self.late = ErrorPanel(verbs=[self.look])
        self.rewrite = Button("重新写出", small=True)
        self.lost = ErrorPanel(verbs=[self.rewrite])
        self.again = Button("换一个 U 盘再写", small=True)
        close = Button("关闭", small=True)
        self.error = ErrorPanel(verbs=[self.again, close])
        self.line = ProgressLine("正在写入", unit="KB", leaves=LEAVES, after="写完自动重读核对", boxed_cancel=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        column.setSpacing(10)
        for widget in (self.unwritten, self.lost, self.late, self.error, self.line):
            column.addWidget(widget)
        self.first.clicked.connect(self.unwritten_wanted)
        self.look.clicked.connect(self.late_wanted)
        self.rewrite.clicked.connect(self.lost_wanted)
        self.again.clicked.connect(self.again_wanted)
        close.clicked.connect(self.error.clear)

    def tell_unwritten(self, batches: Sequence[BatchView]) -> None:
        """Offer the unfinished batches before anything else."""
        if not batches:
            self.unwritten.clear()
            return
        more = f"等 {len(batches)} 批" if len(batches) > 1 else ""
        those = "这几批" if more else "这一批"
        self.unwritten.tell(
            f"{batches[0].paper_number}{more}（{content_words(*batches)}）已组好，还没有写出",
            f"U 盘上没有半成品，批次号和内容都保留着。先把{those}写到 U 盘，再组新的一批。",
        )

    def tell_late(self, batches: Sequence[BatchView], allowed: int) -> None:
        """Tell in red which batches have waited too long for their receipt."""
        if not batches:
            self.late.clear()
            return
        named = batches[-1].paper_number + (f"等 {len(batches)} 批" if len(batches) > 1 else "")
        self.late.tell(
            f"{named}超过 {allowed} 个工作日没有回执",
            "向办公室查问。U 盘丢了或者读不出来的，再写一次：批次号和内容不变，办公室不会重复登记。",
        )

    def tell_lost(self, batches: Sequence[BatchView]) -> None:
        """Tell in red which batches the centre has no more, with the verb that writes them again."""
        if not batches:
            self.lost.clear()
            return
        named = "、".join(one.paper_number for one in reversed(batches))
        self.lost.tell(
            f"办公室没有{named}：以前收到过，现在没有了",
            "办公室的数据恢复过备份。重新写出，交给办公室再接收一次：批次号和内容不变，不会重复登记。",
        )

    def tell_error(self, problem: UserError, again: bool = False) -> None:
        """Say what went wrong; `again` offers another stick when this one was at fault."""
        show_if(self.again, again and problem.code in _OF_THE_STICK)
        self.error.show_error(problem)

    def clear(self) -> None:
        """Nothing to tell while a writing goes on."""
        self.error.clear()
        self.unwritten.clear()
