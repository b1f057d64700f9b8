"""What a received batch holds beside its items: how many withdrawals it told, and its withheld entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from desktop.formats.package_records import NIL, WithheldStub
from desktop.labels import batch_words
from desktop.models import AuditEntry, Item, ReceivedBatch, ReceivedItem, Withdrawal, WithheldEntry
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.services.item_rows import in_portions


@dataclass(frozen=True, slots=True)
class Entries:
    """How many items a batch tells as withdrawn, and how many as withheld."""

    withdrawn: int = 0
    withheld: int = 0


NO_ENTRIES = Entries()
IMPORTED = "import_batch"
"""How the audit trail calls the taking in of a batch."""
REFUSED = "refuse_batch"
"""How it calls the refusal of a batch."""
_WITHHELD = "withheld"


def taken_seq() -> ScalarSelect[int]:
    """The place in the audit trail at which a batch was last taken in: the order of imports, whatever the clock said."""
    return (
        select(func.coalesce(func.max(AuditEntry.seq), 0))
        .where(AuditEntry.action == IMPORTED, AuditEntry.object == ReceivedBatch.batch_id)
        .correlate(ReceivedBatch)
        .scalar_subquery()
    )


def first_arrivals(session: Session) -> dict[str, str]:
    """When each batch first came, by its id: an import that was undone, or a refusal, does not make an office late."""
    came = select(AuditEntry.object, func.min(AuditEntry.at)).where(
        AuditEntry.object.in_(select(ReceivedBatch.batch_id)), AuditEntry.action.in_((IMPORTED, REFUSED))
    )
    return dict(session.execute(came.group_by(AuditEntry.object)).all())


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


def withheld_facts(stubs: Sequence[WithheldStub]) -> dict[str, Any]:
    """What the audit trail keeps of the withheld entries of a batch: date and article by number, all that travels of them.

    An entry belongs to the batch that told it first; what a later one told again is known from here alone.
    """
    return {_WITHHELD: {one.form_number: [one.date, one.article] for one in stubs}} if stubs else {}


def take_withheld(session: Session, row: ReceivedBatch, stubs: Sequence[WithheldStub]) -> None:
    """Keep the withheld entries of a batch; one that another batch told before stays that one's."""
    for stub in stubs:
        if session.get(WithheldEntry, stub.form_number) is None:
            session.add(
                WithheldEntry(
                    form_number=stub.form_number,
                    office_id=row.office_id,
                    decided_on=date.fromisoformat(stub.date),
                    ground=stub.article,
                    received_batch_id=row.id,
                )
            )


def take_back_withheld(session: Session, row: ReceivedBatch) -> None:
    """Take back the entries of a batch that is undone; one that another batch told too is as that one told it."""
    entries = session.scalars(select(WithheldEntry).where(WithheldEntry.received_batch_id == row.id)).all()
    told = _told_by_others(session, row) if entries else {}
    for entry in entries:
        if entry.form_number not in told:
            session.delete(entry)
            continue
        entry.received_batch_id, (day, entry.ground) = told[entry.form_number]
        entry.decided_on = date.fromisoformat(day)
    session.flush()


def _told_by_others(session: Session, row: ReceivedBatch) -> dict[str, tuple[int, tuple[str, str]]]:
    """The entries of the office's other batches that stand, by number: the first batch that told each, and what it told."""
    told: dict[str, tuple[int, tuple[str, str]]] = {}
    for batch, detail in told_in_others(session, row):
        for number, (day, ground) in detail.get(_WITHHELD, {}).items():
            told.setdefault(number, (batch, (day, ground)))
    return told


def told_in_others(session: Session, row: ReceivedBatch) -> list[tuple[int, dict[str, Any]]]:
    """What the audit trail keeps of the office's other batches that stand, in the order in which they were taken in."""
    kept = (
        select(ReceivedBatch.id, AuditEntry.detail)
        .join(AuditEntry, AuditEntry.object == ReceivedBatch.batch_id)
        .where(
            AuditEntry.action == IMPORTED,
            ReceivedBatch.office_id == row.office_id,
            ReceivedBatch.id != row.id,
            ReceivedBatch.outcome == ReceivedOutcome.ACCEPTED.value,
            ReceivedBatch.undone_at.is_(None),
        )
        .order_by(taken_seq(), ReceivedBatch.id)
    )
    return [(batch, detail) for batch, detail in session.execute(kept)]
