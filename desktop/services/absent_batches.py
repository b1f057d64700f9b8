"""Batches that the centre does not have by what its newest receipt says: lost there since, or not come yet."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formats.receipt import Receipt
from desktop.models import Batch, ReadReceipt
from desktop.rules.plain import from_plain
from desktop.rules.states import CAME_TO_NOTHING, BatchState, ItemOutcome, ReceivedOutcome


@dataclass(frozen=True, slots=True)
class Absent:
    """The numbers on paper of batches to write again: `lost` had a receipt once, `not_come` were overtaken by a later one."""

    lost: tuple[str, ...] = ()
    not_come: tuple[str, ...] = ()


NOTHING_ABSENT = Absent()
_CAME_BACK = [one.value for one in CAME_TO_NOTHING]


def state_after(receipt: Receipt) -> BatchState:
    """The state of a batch by a receipt of its own."""
    if receipt.outcome in (ReceivedOutcome.REJECTED, ReceivedOutcome.HELD):
        return BatchState.REJECTED
    returned = any(one.outcome in (ItemOutcome.RETURNED, ItemOutcome.CONFLICT) for one in receipt.items)
    return BatchState.PARTLY_RETURNED if returned else BatchState.ACCEPTED


def settle_absent(session: Session, epoch: int) -> Absent:
    """Let the batches of an epoch stand as all receipts read so far say together, in whatever order they were read.

    A batch with a receipt waits for one again when a newer receipt says that the centre has it no more (its store was put
    back from a backup), and stands by its own receipt again when a still newer one says that it came once more.
    """
    newest = session.scalar(
        select(ReadReceipt)
        .join(Batch, Batch.id == ReadReceipt.batch_id)
        .where(Batch.epoch == epoch)
        .order_by(ReadReceipt.seq.desc())
        .limit(1)
    )
    if newest is None:
        return NOTHING_ABSENT
    told = from_plain(Receipt, newest.body)
    lost, not_come = [], []
    rows = session.scalars(select(Batch).where(Batch.epoch == epoch).order_by(Batch.seq)).all()
    for batch in rows:
        if batch.receipt_seq is None:
            if batch.seq in told.gaps and batch.state == BatchState.AWAITING_RECEIPT.value:
                not_come.append(batch.paper_number)
        elif batch.state in _CAME_BACK:  # its items travel in another one
            continue
        elif newest.seq > batch.receipt_seq and _is_absent(told, batch.seq):
            batch.state = BatchState.AWAITING_RECEIPT.value
            lost.append(batch.paper_number)
        elif batch.state == BatchState.AWAITING_RECEIPT.value:
            own = session.get_one(ReadReceipt, batch.receipt_seq)
            batch.state = state_after(from_plain(Receipt, own.body)).value
    return Absent(tuple(lost), tuple(not_come))


def _is_absent(told: Receipt, seq: int) -> bool:
    """Whether a receipt says that a batch is not there: between others, or after the last one."""
    return seq in told.gaps or (not told.gaps and seq > told.contiguous_seq)


def is_lost(batch: Batch) -> bool:
    """Whether a batch had a receipt and waits for one again, because the centre lost it."""
    return batch.state == BatchState.AWAITING_RECEIPT.value and batch.receipt_seq is not None
