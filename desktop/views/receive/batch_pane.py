"""The pane beside the received batches: what one held, what became of it, and its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.labels import batch_words, refusal_words, word
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.services import receipts, undoing
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.services.receipts import ReceiptDue, ReceivedLine
from desktop.services.received_views import ReceivedView
from desktop.views.components.buttons import Button
from desktop.views.components.card import Ground, SectionHead
from desktop.views.components.chips import Chip
from desktop.views.components.facts import Facts
from desktop.views.components.files import MOST_LINES, FileLine, FileList, listed_words
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, Rule, Text, show_if
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme

_TONES = {
    ItemOutcome.RETURNED: "bad",
    ItemOutcome.CONFLICT: "bad",
    ItemOutcome.APPROVED: "plum",
    ItemOutcome.PUBLISHED: "ok",
    ItemOutcome.DELIVERED: "ok",
    ItemOutcome.RECEIVED: "accent",
}


_TOLD_FIRST = (ItemOutcome.RETURNED, ItemOutcome.CONFLICT)


@dataclass(frozen=True, slots=True)
class BatchDetail:
    """A received batch with its items, whether a receipt was ever written, and why it cannot be taken back."""

    batch: ReceivedView
    lines: tuple[ReceivedLine, ...]
    receipted: bool
    stays: str


def read_detail(desk: Desk, batch: ReceivedView) -> BatchDetail:
    """Read a received batch for this pane."""
    return BatchDetail(
        batch,
        receipts.received_lines(desk, batch.id),
        receipts.last_receipt(desk, batch.id) is not None,
        undoing.obstacle(desk, batch.id),
    )


class BatchPane(Ground):
    """`writing()` follows 写回执, `printing()` 打印回执, `undoing()` 撤销接收, `item_opened(uuid)` an item."""

    writing = Signal()
    printing = Signal()
    undoing = Signal()
    item_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__("surface", lines="l")
        self._chip = Chip("")
        self._number = Text("", "small", "text2")
        self._title = Text("", "item", wrap=True)
        self._facts = Facts()
        self._due = Note("", "hourglass", "warntext", wrap=True)
        self.write = Button("写回执", "primary", icon="mail-check", small=True)
        self.paper = Button("打印回执", icon="printer", small=True)
        self.undo = Button("撤销接收", "warning", icon="undo-2", small=True)
        self.undo.hide()  # until a batch is shown that was taken in
        self.stays = Note("", "info", "text2", wrap=True)
        self._items = SectionHead("信息")
        self.list = FileList()
        self.list.setAccessibleName("这一批的信息")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._chip)
        top.addWidget(self._number, 1)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self.write)
        verbs.addWidget(self.paper)
        verbs.addWidget(self.undo)
        verbs.addStretch(1)
        page = ScrollColumn(margin=0, spacing=8)
        page.column.setContentsMargins(0, 0, 0, 12)
        page.add(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addWidget(self._due)
        column.addLayout(verbs)
        column.addWidget(self.stays)
        column.addWidget(Rule())
        column.addWidget(self._items)
        column.addWidget(page, 1)
        self.write.clicked.connect(self.writing)
        self.paper.clicked.connect(self.printing)
        self.undo.clicked.connect(self.undoing)
        self.list.opened.connect(self.item_opened)
        follow_theme(self)

    def show_detail(self, detail: BatchDetail, due: ReceiptDue | None) -> None:
        """Show a batch; `due` when it wants a receipt."""
        batch = detail.batch
        self._chip.set_word(
            "已撤销" if batch.undone else word(batch.outcome), *(("mute", "undo-2") if batch.undone else ())
        )
        self._number.set_words(batch.paper_number)
        self._title.set_words(batch.office_name)
        count = "，".join([count_words(batch), *([f"退回 {batch.returned} 件"] if batch.returned else [])])
        facts = [("期间", batch.period), ("件数", count), ("接收", civil_time(batch.received_at))]
        refused = batch.outcome is ReceivedOutcome.REJECTED
        self._facts.set_facts([*facts, ("拒收原因", refusal_words(batch.code))] if refused else facts)
        if batch.undone:
            self._due.set_note("已撤销接收。同一份报送包可以再接收。", "undo-2", "text2")
        elif batch.outcome is ReceivedOutcome.HELD:
            self._due.set_note("与已收的批次对不上，等两人决定", "users", "warntext")
        else:
            self._due.set_note(due_words(due), "hourglass" if due else "mail-check", "warntext" if due else "oktext")
        show_if(self.write, not batch.undone and batch.outcome is not ReceivedOutcome.HELD)
        self._show_undo(detail)
        self.write.set_variant("primary" if due else "secondary")
        self.write.set_words("写回执" if due else "重写回执")
        show_if(self.paper, detail.receipted)
        lines = () if batch.undone else detail.lines
        many = len(lines) > MOST_LINES
        self._items.set_fact(listed_words(len(lines)) + ("，退回和冲突的在前" if many else ""))
        show_if(self._items, bool(lines))
        shown = sorted(lines, key=lambda one: one.outcome not in _TOLD_FIRST) if many else lines
        self.list.set_files(
            [
                FileLine(
                    one.uuid,
                    one.title,
                    f"{one.number}，{one.reason}" if one.reason else one.number,
                    word(one.outcome),
                    _TONES.get(one.outcome, "mute"),
                )
                for one in shown
            ]
        )

    def _show_undo(self, detail: BatchDetail) -> None:
        """Offer to take the batch back, or say what depends on it by now."""
        taken_in = detail.batch.outcome is ReceivedOutcome.ACCEPTED and not detail.batch.undone
        why = f"不能撤销接收：{detail.stays}" if taken_in and detail.stays else ""
        if why:
            self.undo.block(why)
        else:
            self.undo.unblock()
        show_if(self.undo, taken_in)
        self.stays.set_note(f"{why}。有错的，退回补正，或者请处室报送更正。", "info", "text2")
        show_if(self.stays, bool(why))

    def restyle(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(theme().px(tokens.PANE_WIDTH * (1 if theme().scale <= 1.15 else 0.9)))


def count_words(batch: ReceivedView) -> str:
    """What a batch held: items, what the office takes back, or nothing."""
    return batch_words(batch.item_count, batch.entries.withdrawn, batch.entries.withheld, nil=batch.nil)


def due_words(due: ReceiptDue | None) -> str:
    """Whether a batch wants a receipt, and why."""
    if due is None:
        return "回执已写，之后没有变化"
    if not due.last_receipt_at:
        return "还没有写回执"
    return f"{civil_time(due.last_receipt_at)} 写过回执，之后又有变化"
