"""The batches of this office: number, period, how many, state, how long without a receipt."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.labels import word
from desktop.rules.states import BatchState
from desktop.services.batch_views import BatchView
from desktop.services.clock import civil_time
from desktop.services.receipt_limits import Waiting
from desktop.services.sending import Sending
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.send.contents import content_words
from desktop.views.table_models import ChipCell, Column, NoteCell, Row
from desktop.views.transfers import bare_count

WAITING = (BatchState.ASSEMBLED, BatchState.AWAITING_RECEIPT)

_COLUMNS = (
    Column("number", "批次", 132),
    Column("period", "期间", 200, "title"),
    Column("count", "件数", 128, "count"),
    Column("made", "组包时间", 120, spare=True),
    Column("state", "状态", 116),
    Column("waited", "等待回执", 220),
)


class BatchList(LedgerTable):
    """A ledger of batches; `opened(id)` follows double click and Enter."""

    def __init__(self) -> None:
        super().__init__(_COLUMNS, name="报送批次", checks=False, footer=False)

    def show_batches(self, page: Sending, waiting: bool) -> None:
        """Show the batches that wait for their receipt, or those that have it."""
        listed = in_tab(page.batches, waiting)
        self.set_empty(
            EmptyState("没有等回执的批次", "报送后没有读入回执的批次列在这里。")
            if waiting
            else EmptyState(
                "还没有读入回执的批次", "取回办公室的回执文件，点“读取回执”。", icon="mail-check", tone="accent"
            )
        )
        self.set_rows([_row(one, page.waited.get(one.id)) for one in listed])


def in_tab(batches: Sequence[BatchView], waiting: bool) -> list[BatchView]:
    """The batches of one tab."""
    return [one for one in batches if (one.state in WAITING) is waiting]


def waited_words(waited: Waiting) -> str:
    """How long a batch has waited of what it may: 已等 4 / 10 个工作日; one that the centre lost waits for us."""
    if waited.lost:
        return "办公室没有了，重新写出"
    if waited.late:
        return f"超期，已等 {waited.days} / {waited.allowed} 个工作日"
    return f"已等 {waited.days} / {waited.allowed} 个工作日"


def _row(one: BatchView, waited: Waiting | None) -> Row:
    words = NoteCell("")
    if one.state is BatchState.ASSEMBLED:
        words = NoteCell("还没有写出", "warn", "triangle-alert")
    elif waited is not None:
        icon = "triangle-alert" if waited.lost else "clock" if waited.late else ""
        words = NoteCell(waited_words(waited), "bad" if icon else "", icon)
    return Row(
        one.id,
        (
            one.paper_number,
            one.period,
            bare_count(content_words(one)),
            civil_time(one.created_at),
            ChipCell(word(one.state), "bad" if waited is not None and waited.red else ""),
            words,
        ),
    )
