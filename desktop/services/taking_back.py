"""收回一批: a batch whose key was replaced, or that cannot be written, gives back what it holds for another one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Batch, BatchItem, Item
from desktop.rules.roles import Permission
from desktop.rules.states import BatchState, ItemState, Move
from desktop.services import item_rows
from desktop.services.accounts import end_key
from desktop.services.batch_views import batch_row
from desktop.services.desk import Desk
from desktop.services.rotation import signer


def take_back(desk: Desk, batch_id: str) -> int:
    """Take back a batch (收回): one that the centre refuses because its key was replaced, or one that was not written.

    Returns how many items come back. They keep their sign-offs and wait to be sent in another batch, as do its entries;
    a document that is damaged, for which a batch could never be written, can then be mended. The number stays used, for
    the file may have reached a stick before the program died: at the centre two people waive it. A receipt that comes
    all the same still counts. Raises UserError (E-STATE) for a batch that has its receipt, or is on its way under the
    present key.
    """
    desk.require(Permission.EXPORT)
    with desk.verb("take_back_batch", batch_id) as session:
        batch = batch_row(session, batch_id)
        if batch.state != BatchState.ASSEMBLED.value:
            _require_refusable(session, batch)
        batch.state = BatchState.TAKEN_BACK.value
        held = [
            item
            for item, rev in session.execute(
                select(Item, BatchItem.rev).join(BatchItem).where(BatchItem.batch_id == batch_id)
            ).all()
            if item.head_rev == rev
        ]
        back = [one for one in held if ItemState(one.state) is ItemState.AWAITING_RECEIPT]
        for item in back:
            item_rows.move(desk, item, Move.TAKE_BACK)
        return len([one for one in held if ItemState(one.state) is ItemState.TO_SUBMIT])


def _require_refusable(session: Session, batch: Batch) -> None:
    """Raise UserError (E-STATE) unless a batch is on its way under a key that this office has replaced."""
    if batch.state != BatchState.AWAITING_RECEIPT.value:
        raise UserError(f"{batch.paper_number}不在等回执，不能收回", "刷新列表后再看", "E-STATE")
    if signer(batch) == end_key(session).public.fingerprint:
        raise UserError(
            f"{batch.paper_number}是用现在的公钥签的，不用收回",
            "U 盘丢了或者读不出来的，再写一次；公钥已停用的，先在系统管理里换用新公钥",
            "E-STATE",
        )
