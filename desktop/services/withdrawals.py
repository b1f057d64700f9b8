"""What an office took back after sending it: the notices that a batch brings, and the items that they withdraw.

Withdrawn for good is also what an office sent and by a new review decides to withhold: the centre may not publish it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.package_records import WithdrawalNotice
from desktop.labels import word
from desktop.models import Batch, BatchItem, Item, ReceivedItem, Revision, Withdrawal
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.roles import End
from desktop.rules.states import CAME_TO_NOTHING, BatchState, ItemOutcome, ItemState, Move, allows
from desktop.services import item_rows, received_before
from desktop.services.desk import Desk
from desktop.services.received_before import Before


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
    concerned = [*arrived, *(one.uuid for one in notices)]
    for portion in item_rows.in_portions(concerned):
        rows = session.execute(
            select(Item, Withdrawal.reason)
            .join(Withdrawal, Withdrawal.item_uuid == Item.uuid)
            .where(Withdrawal.item_uuid.in_(portion))
        ).all()
        for item, reason in rows:
            _withdraw(desk, session, received_batch_id, item, reason)


def tell_withheld(desk: Desk, session: Session, item: Item, content: ItemContent) -> None:
    """Take a withheld item back from the centre, which has an earlier content of it; the next batch tells so."""
    sent = session.execute(
        select(BatchItem.rev, Revision.content)
        .join(Revision, (Revision.item_id == BatchItem.item_id) & (Revision.rev == BatchItem.rev))
        .where(BatchItem.item_id == item.id)
    ).all()
    revs = [rev for rev, plain in sent if plain["attribute"] != Attribute.WITHHELD.value]
    if desk.agency.end is not End.OFFICE or not revs or session.get(Withdrawal, item.uuid) is not None:
        return
    article = word(content.ground).split("：")[0] if content.ground else ""
    session.add(
        Withdrawal(
            item_uuid=item.uuid,
            rev=max(revs),
            form_number=item.form_number,
            reason="，".join(filter(None, ("重新审查，改为不予公开", article))),
            withdrawn_on=desk.today(),
        )
    )


def forget_untold(session: Session, item: Item) -> None:
    """Let a withheld item be taken back no more that is opened again before any batch told so."""
    notice = session.get(Withdrawal, item.uuid)
    batch = session.get(Batch, notice.batch_id) if notice is not None and notice.batch_id else None
    if notice is not None and (batch is None or BatchState(batch.state) in CAME_TO_NOTHING):
        session.delete(notice)


def require_not_taken_back(session: Session, item: Item, content: ItemContent) -> None:
    """Raise UserError (E-STATE) when the centre was told that an item is withheld: no later version counts there."""
    if content.attribute is not Attribute.WITHHELD and is_withdrawn(session, item.uuid):
        raise UserError(
            "这条信息报送后改为不予公开，办公室已按撤回办理，不能按原编号再报送",
            "需要再公开的，重新登记为一条新信息，重新审查后报送；这一条仍作不予公开送审",
            "E-STATE",
        )


def is_withdrawn(session: Session, uuid: str) -> bool:
    """Whether its office took an item back."""
    return session.get(Withdrawal, uuid) is not None


def _withdraw(desk: Desk, session: Session, received_batch_id: int, item: Item, reason: str) -> None:
    before = Before(item=received_before.snapshot(item))
    if allows(ItemState(item.state), Move.WITHDRAW):
        item_rows.move(desk, item, Move.WITHDRAW)
        item.returned_reason = reason
    withdrawn = ItemState(item.state) is ItemState.WITHDRAWN
    if not withdrawn and ItemState(item.state) not in (ItemState.DELIVERED, ItemState.CLOSED):
        return
    line = session.get(ReceivedItem, (received_batch_id, item.id, item.head_rev))
    if line is None:
        line = ReceivedItem(received_batch_id=received_batch_id, item_id=item.id, rev=item.head_rev)
        session.add(line)
    noted = received_before.unpacked(line) or before
    line.before = received_before.packed(noted, item)
    # Delivered meanwhile: it must be exchanged where it was delivered, and its office has to hear of it.
    line.outcome = (ItemOutcome.WITHDRAWN if withdrawn else ItemOutcome.DELIVERED).value
