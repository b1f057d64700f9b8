"""What a received batch holds beside its items: how many withdrawals and withheld entries it told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.formats.package_records import NIL
from desktop.labels import batch_words
from desktop.models import Item, ReceivedBatch, ReceivedItem, Withdrawal, WithheldEntry
from desktop.rules.states import ItemOutcome
from desktop.services.item_rows import in_portions


@dataclass(frozen=True, slots=True)
class Entries:
    """How many items a batch tells as withdrawn, and how many as withheld."""

    withdrawn: int = 0
    withheld: int = 0


NO_ENTRIES = Entries()


def entries_of(session: Session, rows: Sequence[ReceivedBatch]) -> dict[int, Entries]:
    """The entries of each batch by its row; of one that was not taken in, or not any more, none may be known."""
    withdrawn: dict[int | None, set[str]] = defaultdict(set)
    withheld: dict[int, int] = {}
    for ids in in_portions([one.id for one in rows]):
        told = select(Withdrawal.received_batch_id, Withdrawal.item_uuid)
        for batch, uuid in session.execute(told.where(Withdrawal.received_batch_id.in_(ids))):
            withdrawn[batch].add(uuid)
        again = select(ReceivedItem.received_batch_id, Item.uuid, ReceivedItem.before).join(Item)
        lines = again.where(
            ReceivedItem.received_batch_id.in_(ids), ReceivedItem.outcome == ItemOutcome.WITHDRAWN.value
        )
        for batch, uuid, before in session.execute(lines):
            if not (before and before["brought"]):  # else the item itself came, after the notice of another batch
                withdrawn[batch].add(uuid)
        counted = select(WithheldEntry.received_batch_id, func.count()).group_by(WithheldEntry.received_batch_id)
        withheld |= dict(session.execute(counted.where(WithheldEntry.received_batch_id.in_(ids))).all())
    return {one.id: Entries(len(withdrawn[one.id]), withheld.get(one.id, 0)) for one in rows}


def words_of(row: ReceivedBatch, entries: Entries) -> str:
    """What a received batch holds, in few words."""
    return batch_words(row.item_count, entries.withdrawn, entries.withheld, nil=row.kind == NIL)
