"""Taking back one's own sign-off while nobody has signed after it."""

from __future__ import annotations

from desktop.errors import UserError
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import item_rows, items
from desktop.services.desk import Desk
from desktop.services.item_detail import ItemDetail
from desktop.services.sign_offs import read_statement, standing_rows, void_from

OPEN = (ItemState.IN_REVIEW, ItemState.PENDING)


def may_recall(desk: Desk, detail: ItemDetail) -> bool:
    """Whether the last sign-off on an item under review is one's own and may be taken back."""
    made = [one for one in detail.sign_offs if one.rev == detail.head_rev and not one.voided_because]
    return detail.state in OPEN and bool(made) and made[-1].checked.statement.signer == desk.person.id


def recall(desk: Desk, uuid: str, reason: str) -> None:
    """Take back one's own last sign-off; it stays visible as voided, and its step is due again.

    The handler, who signed first, gets the item back as a draft. Raises UserError when somebody has signed after it.
    """
    desk.require(Permission.SIGN, Permission.RECORD_INK)
    if not reason.strip():
        raise UserError("没有写明理由", "写明为什么撤回", "E-REASON")
    because = f"{desk.person.name}撤回签字：{reason.strip()}"
    if _is_first(desk, uuid):
        items.revise(desk, uuid, because)
        return
    with desk.verb("recall", uuid, {"reason": reason.strip()}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        rows = standing_rows(session, item.id, item.head_rev)
        _require_own(desk, ItemState(item.state), [read_statement(row.statement).signer for row in rows])
        void_from(session, item.id, item.head_rev, len(rows) - 1, because, desk.now())


def _is_first(desk: Desk, uuid: str) -> bool:
    with desk.store.reading() as session:
        item = item_rows.item_by_uuid(session, uuid)
        signers = [read_statement(row.statement).signer for row in standing_rows(session, item.id, item.head_rev)]
        _require_own(desk, ItemState(item.state), signers)
        return len(signers) == 1


def _require_own(desk: Desk, state: ItemState, signers: list[str]) -> None:
    if state not in OPEN:
        raise UserError("这条信息不在审查中，签字不能再撤回", "需要改动的，按退回补正或者重新修改办理", "E-STATE")
    if not signers or signers[-1] != desk.person.id:
        raise UserError("最后一个签字不是本人的，不能撤回", "请下一步的签字人退回到这一步", "E-STATE")
