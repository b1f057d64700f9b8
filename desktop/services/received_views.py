"""Batches that reached the centre, as they are listed: what became of them, and how many of their items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.formats.package_records import NIL
from desktop.models import ReceivedBatch, ReceivedItem
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.services.entries import NO_ENTRIES, Entries, entries_of
from desktop.services.item_rows import in_portions, office_names


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """A batch that was taken in: how many items were accepted, returned, taken back by the office, left to two people.

    `withdrawn` are items that the centre knows; `entries` is all that the batch told beside its items.
    """

    id: int
    office_name: str
    paper_number: str
    period: str
    kind: str
    outcome: ReceivedOutcome
    item_count: int
    accepted: int
    returned: int
    received_at: str
    duplicate: bool = False
    undone: bool = False
    withdrawn: int = 0
    disputed: int = 0
    entries: Entries = NO_ENTRIES
    code: str = ""
    """Why it was refused; empty for one that was taken in."""

    @property
    def nil(self) -> bool:
        """Whether this is a nil return (零报告); a batch that only takes items back is none."""
        return self.kind == NIL


_NOT_ACCEPTED = (ItemOutcome.RETURNED, ItemOutcome.WITHDRAWN, ItemOutcome.CONFLICT, ItemOutcome.DELIVERED)
"""The last one is a withdrawal that came too late."""


def views(session: Session, rows: Sequence[ReceivedBatch], duplicate: bool = False) -> tuple[ReceivedView, ...]:
    """What became of these batches; `duplicate` when one has just come once more."""
    names, entries = office_names(session), entries_of(session, rows)
    counts: dict[int, Counter[str]] = {one.id: Counter() for one in rows}
    outcome = ReceivedItem.outcome
    for ids in in_portions(list(counts)):
        counted = select(ReceivedItem.received_batch_id, outcome, func.count()).group_by("received_batch_id", "outcome")
        for batch, told, count in session.execute(counted.where(ReceivedItem.received_batch_id.in_(ids))):
            counts[batch][told] = count
    return tuple(_view(row, names[row.office_id], counts[row.id], entries[row.id], duplicate) for row in rows)


def _view(row: ReceivedBatch, office: str, counts: Counter[str], entries: Entries, duplicate: bool) -> ReceivedView:
    returned, withdrawn, disputed, late = (counts[one.value] for one in _NOT_ACCEPTED)
    return ReceivedView(
        row.id,
        office,
        row.paper_number,
        row.period,
        row.kind,
        ReceivedOutcome(row.outcome),
        row.item_count,
        sum(counts.values()) - returned - withdrawn - disputed - late,
        returned,
        row.received_at,
        duplicate,
        row.undone_at is not None,
        withdrawn,
        disputed,
        entries,
        row.code,
    )
