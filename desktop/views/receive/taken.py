"""After a batch was taken in: what became of it, where its receipt lies, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.services.receipts import IssuedReceipt
from desktop.services.received_views import ReceivedView
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.facts import Facts, NumberedSteps
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import show_if
from desktop.views.components.tiles import CheckedFact, FactStrip
from desktop.views.receive.batch_pane import count_words

_NEXT = (
    ("写回执，打印后连同 U 盘交还处室", "处室读入回执文件，件件都有下落。"),
    ("到“保密审查”办理办公室负责人和分管领导的审查", "走完后编索引号，进入待发布。"),
    ("公开、退回、送交后再写一次回执", "有变化的批次列在“待写回执”。"),
)


class TakenPage(QWidget):
    """`writing()` the receipt onto the stick, `rewriting()` into another folder, `undoing()` the import.

    `printing()`, `showing()`, `finished()`.
    """

    writing = Signal()
    undoing = Signal()

    printing = Signal()
    showing = Signal()
    rewriting = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._card = Card(spacing=14)
        self._strip: FactStrip | None = None
        self._facts = Facts(name_width=76)
        self.elsewhere = Button("选择文件夹写回执", "primary", icon="folder-open", small=True)
        self.error = ErrorPanel(verbs=[self.elsewhere])
        self.write = Button("写回执", "primary", icon="mail-check", key="Ctrl+Return")
        self.undo = Button("撤销接收", "warning", icon="undo-2")
        self.paper = Button("打印回执", "primary", icon="printer", key="Ctrl+P")
        self.folder = Button("打开文件夹", icon="folder-open")
        self.done = Button("完成", key="Esc")
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        for verb in (self.write, self.paper, self.folder, self.done, self.undo):
            verbs.addWidget(verb)
        verbs.addStretch(1)
        self._card.add(self._facts)
        self._card.add(self.error)
        self._card.body.addSpacing(6)
        self._card.body.addLayout(verbs)
        after = Card("接下来")
        after.add(NumberedSteps(_NEXT))
        self.page = ScrollColumn(width=720)
        self.page.add(self._card)
        self.page.add(after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 0)
        column.addWidget(self.page)
        self.write.clicked.connect(self.writing)
        self.undo.clicked.connect(self.undoing)
        self.paper.clicked.connect(self.printing)
        self.folder.clicked.connect(self.showing)
        self.elsewhere.clicked.connect(self.rewriting)
        self.done.clicked.connect(self.finished)

    def show_taken(self, batch: ReceivedView, issued: IssuedReceipt | None, problem: UserError | None = None) -> None:
        """Show a batch with its receipt, or why the receipt could not be written."""
        if self._strip is not None:
            self._card.body.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
        facts = _outcomes(batch)
        detail = "回执已写，可安全拔出" if issued else "还没有写回执，可以撤销"
        if problem is not None:
            detail = "回执还没有写成"
        headline = "这一批以前接收过" if batch.duplicate else "已接收"
        self._strip = FactStrip(
            headline, detail, facts, icon="mail-check", tone="ok" if issued or problem is None else "warn"
        )
        self._card.body.insertWidget(0, self._strip)
        lines = [("批次", f"{batch.office_name} {batch.paper_number}，{batch.period}")]
        if issued is not None:
            lines += [
                ("回执", f"第 {issued.seq:04d} 号"),
                ("文件名", issued.path.name),
                ("位置", str(issued.path.parent)),
            ]
        self._facts.set_facts(lines)
        if problem is None:
            self.error.clear()
        else:
            self.error.tell(f"回执没有写成：{problem.message}", f"{problem.hint}。批次已经登记，不用再接收一次。")
        for verb in (self.paper, self.folder):
            show_if(verb, issued is not None)
        for verb in (self.write, self.undo):
            show_if(verb, issued is None and problem is None)


def _outcomes(batch: ReceivedView) -> list[CheckedFact]:
    """How many items met with what; what nothing met with is left out."""
    counts = (
        ("接收", batch.accepted, "ok"),
        ("退回补正", batch.returned, "warn"),
        ("两人决定", batch.disputed, "warn"),
        ("撤回", max(batch.withdrawn, batch.entries.withdrawn), "warn"),
        ("不予公开", batch.entries.withheld, "ok"),
    )
    facts = [CheckedFact(words, f"{count} 件", tone) for words, count, tone in counts if count]
    return facts or [CheckedFact("接收", count_words(batch))]
