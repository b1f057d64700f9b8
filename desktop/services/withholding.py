"""What an office sent with its content and withholds now: the centre is told to withdraw what it has of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Batch, BatchItem, Item, Revision, Withdrawal
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.states import CAME_TO_NOTHING, ItemState
from desktop.services.batch_contents import untold_withdrawals
from desktop.services.desk import Desk
from desktop.services.office_receipts import told_by_receipts

TURNED_WITHHELD = "改为不予公开"
"""The reason that the notice gives; nothing of the content, and no ground."""
REGISTER_ANEW = "需要再公开的，重新登记为一条新信息，重新审查后报送"


def sent_and_withheld(session: Session) -> tuple[tuple[Item, int], ...]:
    """The withheld items of which the centre may have an earlier content that no notice withdraws, with its version.

    Their entry names a number alone and changes nothing of what the centre has; without a notice it would publish it.
    What a receipt returned is not published as it is, and needs none.
    """
    rows = session.execute(
        select(Item, Revision.rev, Revision.content)
        .join(BatchItem, BatchItem.item_id == Item.id)
        .join(Batch, Batch.id == BatchItem.batch_id)
        .join(Revision, (Revision.item_id == Item.id) & (Revision.rev == BatchItem.rev))
        .where(
            Item.state == ItemState.WITHHELD.value,
            Batch.state.not_in([one.value for one in CAME_TO_NOTHING]),
            Item.uuid.not_in(select(Withdrawal.item_uuid)),
        )
        .order_by(Item.form_number, Revision.rev)
    )
    carried = {item: rev for item, rev, content in rows if content["attribute"] != Attribute.WITHHELD.value}
    return tuple((item, rev) for item, rev in carried.items() if not _was_returned(session, item, rev))


def add_notices(desk: Desk, session: Session) -> None:
    """Add the notices that the next batch tells beside the entries of such items."""
    for item, rev in sent_and_withheld(session):
        session.add(
            Withdrawal(
                item_uuid=item.uuid,
                rev=rev,
                form_number=item.form_number,
                reason=TURNED_WITHHELD,
                withdrawn_on=desk.today(),
            )
        )
    session.flush()


def require_not_withdrawn(session: Session, item: Item, content: ItemContent) -> None:
    """Raise UserError when a withheld item is to be disclosed again whose withdrawal the centre was told: that is for good."""
    notice = session.get(Withdrawal, item.uuid)
    if notice is None or content.attribute is Attribute.WITHHELD:
        return
    if notice not in untold_withdrawals(session):
        raise UserError("这条信息改为不予公开时，已告知办公室撤回，不能再改回公开", REGISTER_ANEW, "E-STATE")
    session.delete(notice)


def _was_returned(session: Session, item: Item, rev: int) -> bool:
    told = told_by_receipts(session, item, rev)
    return told.state is ItemState.RETURNED and bool(told.reason)
