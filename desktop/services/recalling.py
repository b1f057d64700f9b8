"""Taking back one's own sign-off while nobody has signed after it, or acted on what it led to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import BatchItem, Item, Receipt, ReceivedItem
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.review import Opinion, SignOffStatement, conclusion_passes
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState, Move
from desktop.services import item_rows, items, withdrawals
from desktop.services.desk import Desk
from desktop.services.item_detail import ItemDetail
from desktop.services.receipts import NOT_WRITTEN
from desktop.services.sign_offs import read_statement, standing_rows, void_from

OPEN = (ItemState.IN_REVIEW, ItemState.PENDING)
_PASSED = {
    End.OFFICE: (ItemState.TO_SUBMIT, ItemState.WITHHELD),
    End.CENTRE: (ItemState.TO_PUBLISH, ItemState.WITHHELD),
}
"""Where the last signature of an end leads when it agrees."""


def may_recall(desk: Desk, detail: ItemDetail) -> bool:
    """Whether the last sign-off on an item is one's own and may be taken back."""
    made = [one for one in detail.sign_offs if one.rev == detail.head_rev and not one.voided_because]
    if not made or made[-1].checked.statement.signer != desk.person.id:
        return False
    batched = detail.sent_rev == detail.head_rev and detail.state not in OPEN
    return not batched and _led_here(desk, detail.state, made[-1].checked.statement, detail.content)


def recall(desk: Desk, uuid: str, reason: str) -> None:
    """Take back one's own last sign-off; it stays visible as voided, and its step is due again.

    So may who signed last at this end, or returned the item, until it was put into a batch, told in a receipt, opened or
    published. The handler, who signed first, gets the item back as a draft. Raises UserError when somebody has signed
    after it.
    """
    desk.require(Permission.SIGN, Permission.RECORD_INK)
    if not reason.strip():
        raise UserError("没有写明理由", "写明为什么撤回", "E-REASON")
    because = f"{desk.person.name}撤回签字：{reason.strip()}"
    if _is_first(desk, uuid):
        items.revise(desk, uuid, because)
        return
    with desk.verb("recall", uuid) as session:
        item = item_rows.item_by_uuid(session, uuid)
        statements = _recallable(desk, session, item)
        void_from(session, item.id, item.head_rev, len(statements) - 1, because, desk.now())
        if ItemState(item.state) not in OPEN:
            if item.state == ItemState.WITHHELD.value:
                withdrawals.forget_untold(session, item)
            received = item.office_id != desk.agency.office_id
            item_rows.move(desk, item, Move.RECEIVE if received else Move.RECALL)
            item.returned_reason, item.returned_fields = "", []


def _is_first(desk: Desk, uuid: str) -> bool:
    with desk.store.reading() as session:
        return len(_recallable(desk, session, item_rows.item_by_uuid(session, uuid))) == 1


def _recallable(desk: Desk, session: Session, item: Item) -> list[SignOffStatement]:
    """The standing sign-offs on the head revision; UserError unless the last one is one's own and nobody acted on it."""
    state = ItemState(item.state)
    statements = [read_statement(row.statement) for row in standing_rows(session, item.id, item.head_rev)]
    if not statements or (state not in OPEN and not _led_here(desk, state, statements[-1], _head(session, item))):
        raise UserError("这条信息不在审查中，签字不能再撤回", _instead(desk), "E-STATE")
    if statements[-1].signer != desk.person.id:
        raise UserError("最后一个签字不是本人的，不能撤回", _instead(desk), "E-STATE")
    if state not in OPEN:
        _require_untold(desk, session, item, statements[-1])
    return statements


def _led_here(desk: Desk, state: ItemState, last: SignOffStatement, content: ItemContent) -> bool:
    """Whether an item is where it is because of its last sign-off, which then may be taken back."""
    if state in OPEN:
        return True
    fails = last.conclusion is not None and not conclusion_passes(content.attribute, last.conclusion)
    if state is ItemState.RETURNED:
        return last.opinion is not Opinion.AGREE or fails
    return state in _PASSED[desk.agency.end] and last.opinion is Opinion.AGREE


def _head(session: Session, item: Item) -> ItemContent:
    return from_plain(ItemContent, item_rows.head_revision(session, item).content)


def _require_untold(desk: Desk, session: Session, item: Item, last: SignOffStatement) -> None:
    """Raise UserError when a batch took the item along, or a receipt told the office what became of it."""
    batched = select(BatchItem.batch_id).where(BatchItem.item_id == item.id, BatchItem.rev == item.head_rev).limit(1)
    if session.scalar(batched) is not None:
        raise UserError("这条信息已组入一批，签字不能再撤回", _instead(desk), "E-STATE")
    told = (
        select(Receipt.seq)
        .join(ReceivedItem, ReceivedItem.received_batch_id == Receipt.received_batch_id)
        .where(
            ReceivedItem.item_id == item.id,
            Receipt.created_at != NOT_WRITTEN,
            Receipt.created_at >= last.signed_at,
        )
        .limit(1)
    )
    if session.scalar(told) is not None:
        raise UserError("已经写出回执告知处室，签字不能再撤回", _after_receipt(desk), "E-STATE")


def _instead(desk: Desk) -> str:
    """What whoever sits here can do when a signature cannot be taken back."""
    if desk.may(Permission.REGISTER):
        return "要改动的，在信息登记里按“修改”或者“更正”打开，改好后重新送审"
    return (
        "要改动的，请承办人按“修改”或者“更正”打开，签字随之作废；还在审查中的，请下一步的签字人按“退回补正”退回到这一步"
    )


def _after_receipt(desk: Desk) -> str:
    if desk.may(Permission.RETURN):
        return "请处室按“更正”报送新的一版；不再公开的，在信息登记里按“撤回”办理"
    return "请处室按“更正”报送新的一版；不再公开的，请信息公开管理员按“撤回”办理"
