"""What an office took back after sending it: the notices that a batch brings, and the items that they withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formats.package_records import WithdrawalNotice
from desktop.models import Item, ReceivedBatch, ReceivedItem, Withdrawal
from desktop.rules.states import ItemOutcome, ItemState, Move, allows
from desktop.services import item_rows, received_before
from desktop.services.desk import Desk
from desktop.services.entries import told_in_others
from desktop.services.received_before import Before

_WITHDRAWN = "withdrawn"


def take_withdrawals(
    desk: Desk, session: Session, received_batch_id: int, notices: Sequence[WithdrawalNotice], arrived: Sequence[str]
) -> None:
    """Keep a batch's notices and withdraw what they name; an item that comes after its notice is withdrawn as it arrives.

    `arrived` are the uuids of the items that the batch brought.
    """
    for notice in notices:
        if session.get(Withdrawal, notice.uuid) is None:
            session.add(
                Withdrawal(
                    item_uuid=notice.uuid,
                    rev=notice.rev,
                    form_number=notice.form_number,
                    reason=notice.reason.strip(),
                    withdrawn_on=date.fromisoformat(notice.date),
                    received_batch_id=received_batch_id,
                )
            )
    session.flush()
    told = {one.uuid for one in notices}
    for portion in item_rows.in_portions(sorted(told.union(arrived))):
        rows = session.execute(
            select(Item, Withdrawal.reason)
            .join(Withdrawal, Withdrawal.item_uuid == Item.uuid)
            .where(Withdrawal.item_uuid.in_(portion))
        ).all()
        for item, reason in rows:
            _withdraw(desk, session, received_batch_id, item, reason, item.uuid in told)


def withdrawn_facts(notices: Sequence[WithdrawalNotice]) -> dict[str, Any]:
    """What the audit trail keeps of a batch's notices: a notice belongs to the batch that told it first."""
    return {_WITHDRAWN: [one.uuid for one in notices]} if notices else {}


def take_back_withdrawals(session: Session, row: ReceivedBatch) -> None:
    """Take back the notices of a batch that is undone; one that another batch told too stays, as that one's."""
    notices = session.scalars(select(Withdrawal).where(Withdrawal.received_batch_id == row.id)).all()
    others = told_in_others(session, row) if notices else []
    for notice in notices:
        told = [batch for batch, detail in others if notice.item_uuid in detail.get(_WITHDRAWN, ())]
        if told:
            notice.received_batch_id = told[0]
        else:
            session.delete(notice)
    session.flush()


def is_withdrawn(session: Session, uuid: str) -> bool:
    """Whether its office took an item back."""
    return session.get(Withdrawal, uuid) is not None


def _withdraw(desk: Desk, session: Session, received_batch_id: int, item: Item, reason: str, told: bool) -> None:
    before = Before(item=received_before.snapshot(item))
    line = session.get(ReceivedItem, (received_batch_id, item.id, item.head_rev))
    if line is None and not told and ItemState(item.state) is ItemState.WITHDRAWN:
        return  # the batch brought an older version of what is withdrawn already, and tells nothing of the newer one
    if allows(ItemState(item.state), Move.WITHDRAW):
        item_rows.move(desk, item, Move.WITHDRAW)
        item.returned_reason = reason
    withdrawn = ItemState(item.state) is ItemState.WITHDRAWN
    if not withdrawn and ItemState(item.state) not in (ItemState.DELIVERED, ItemState.CLOSED):
        return
    if line is None:
        line = ReceivedItem(received_batch_id=received_batch_id, item_id=item.id, rev=item.head_rev)
        session.add(line)
    noted = received_before.unpacked(line) or before
    line.before = received_before.packed(noted, item)
    # Delivered meanwhile: it must be exchanged where it was delivered, and its office has to hear of it.
    line.outcome = (ItemOutcome.WITHDRAWN if withdrawn else ItemOutcome.DELIVERED).value
