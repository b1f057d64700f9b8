"""Correcting what an office has sent, by a new revision for the next batch; and a correction or withdrawal given up again.

The version that the centre has stays in force until it takes in the new one.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Batch, BatchItem, Draft, Item, ReferralEntry, Withdrawal
from desktop.rules.chains import Place
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.requirements import answered_words, forbidding_referral, limiting_referral
from desktop.rules.review import Conclusion
from desktop.rules.roles import End, Permission
from desktop.rules.states import WAY_BACK, ItemState
from desktop.services import draft_rows, item_rows, items, listing
from desktop.services.advancing import stand_by_sign_offs
from desktop.services.batch_contents import untold_withdrawals
from desktop.services.desk import Desk, refuse_permission
from desktop.services.office_receipts import Told, told_by_receipts
from desktop.services.referrals import with_registered
from desktop.services.secrecy import require_unmarked_reason
from desktop.services.sign_offs import last_chain, read_statement, standing_rows
from desktop.services.standing import holds_at
from desktop.services.withholding import REGISTER_ANEW

_NOT_SIGNED_YET = (ItemState.DRAFT, ItemState.IN_REVIEW, ItemState.RETURNED, ItemState.WITHHELD)
"""Where an item that was brought back need not be signed by every office step; of what is withheld nothing leaves."""


def sent_rev(session: Session, item: Item) -> int:
    """The highest revision of an item that went into a batch, 0 for none."""
    return session.scalar(select(func.max(BatchItem.rev)).where(BatchItem.item_id == item.id)) or 0


def correct(desk: Desk, uuid: str, reason: str) -> None:
    """Open a sent item for correction, with a reason that stays with the voided signatures.

    Raises UserError for an item that was never sent: that one is simply changed.
    """
    desk.require(Permission.REGISTER)
    if not reason.strip():
        raise UserError("没有写明理由", "写明更正什么、为什么", "E-REASON")
    require_unmarked_reason(reason)
    with desk.store.reading() as session:
        if not sent_rev(session, item_rows.item_by_uuid(session, uuid)):
            raise UserError("这条信息还没有报送过", "按“修改”办理", "E-STATE")
    items.revise(desk, uuid, f"更正：{reason.strip()}")


def give_up(desk: Desk, uuid: str) -> ItemState:
    """Drop the draft of a correction: the item is again what the centre has, signed as it was; returns its state.

    The state is the one that the receipts tell, also those that were read meanwhile. Raises UserError when the head
    revision is not the one that was sent, or its sign-offs do not hold.
    """
    desk.require(Permission.REGISTER)
    if desk.agency.end is not End.OFFICE:
        refuse_permission()
    with desk.verb("give_up_correction", uuid) as session:
        item = item_rows.item_by_uuid(session, uuid)
        item_rows.require_own(desk, item)
        if item.state == ItemState.WITHDRAWN.value:
            raise UserError("这条信息已撤回，没有更正可以放弃", WAY_BACK, "E-STATE")
        draft = draft_rows.draft_of(session, item)
        if not may_give_up(session, item, draft):
            raise UserError("这份草稿不是对已报送内容的更正", "改好后重新送审，或者按“撤回”“作废”办理", "E-STATE")
        orphans = draft_rows.drop_draft(session, item)
        state = _bring_back(desk, session, item, told_by_receipts(session, item))
        if state is not ItemState.WITHHELD and not holds_at(session, item, Place.OFFICE):
            raise UserError("原来的签字验证不通过，不能恢复", "改好后重新送审，并报告保密审查员", "E-UNREVIEWED")
    for digest in orphans:
        desk.store.objects.remove(digest)
    return state


def take_back_withdrawal(desk: Desk, uuid: str) -> ItemState:
    """Undo a withdrawal that no batch has told the centre: the item is where it was before; returns its state.

    The state is what receipts tell of a version that was sent, else what the sign-offs tell; what was withdrawn as a draft
    is a draft of its last version again. Raises UserError when the centre has been told, the sign-offs do not hold, or a
    competent body has forbidden what was sent.
    """
    desk.require(Permission.REGISTER)
    if desk.agency.end is not End.OFFICE:
        refuse_permission()
    with desk.verb("take_back_withdrawal", uuid) as session:
        item = item_rows.item_by_uuid(session, uuid)
        item_rows.require_own(desk, item)
        if item.state != ItemState.WITHDRAWN.value:
            raise UserError("这条信息没有撤回", "刷新后按现在的状态办理", "E-STATE")
        notice = session.get(Withdrawal, uuid)
        if notice is not None and notice not in untold_withdrawals(session):
            number = session.scalar(select(Batch.paper_number).where(Batch.id == notice.batch_id))
            raise UserError(f"撤回已编入{number}，不能撤销", REGISTER_ANEW, "E-STATE")
        if item.head_rev == sent_rev(session, item):
            told = told_by_receipts(session, item)
            if told.state is ItemState.WITHDRAWN:
                raise UserError("办公室已撤回这条信息，本处室不能恢复", REGISTER_ANEW, "E-STATE")
            _bring_back(desk, session, item, told)
        elif standing_rows(session, item.id, item.head_rev):
            stand_by_sign_offs(desk, session, item)
        else:
            _forget_referrals(session, item)
            items.open_draft(desk, session, item)
            item.state, item.returned_reason = ItemState.DRAFT.value, ""
        if notice is not None:
            session.delete(notice)
        item_rows.touch(desk, item)
        session.flush()
        state = ItemState(item.state)
        if state not in _NOT_SIGNED_YET and not holds_at(session, item, Place.OFFICE):
            raise UserError(
                "原来的签字验证不通过，不能恢复", "报告保密审查员；这件事重新登记为一条新信息", "E-UNREVIEWED"
            )
    return state


def _bring_back(desk: Desk, session: Session, item: Item, told: Told) -> ItemState:
    """Let an item be again what the centre has, signed as it was and where the receipts tell; returns its state."""
    head = from_plain(ItemContent, item_rows.head_revision(session, item).content)
    _require_unforbidden(session, item, head)
    for row in last_chain(session, item.id, item.head_rev):
        row.voided_at, row.voided_because = None, ""
    _forget_referrals(session, item)
    # Not a move of its own: these are the states that lawful moves had led to before the item was opened.
    state = ItemState.WITHHELD if head.attribute is Attribute.WITHHELD else told.state
    item.state, item.returned_reason, item.returned_fields = state.value, told.reason, list(told.fields)
    item_rows.touch(desk, item)
    listing.show(desk.calendar, session, item, head)
    listing.reindex(session, item, head)
    session.flush()
    return state


def _require_unforbidden(session: Session, item: Item, head: ItemContent) -> None:
    """Raise UserError (E-REQUIREMENT) when a competent body has meanwhile answered against what was sent."""
    answered = with_registered(session, item, head).referrals
    statements = [read_statement(row.statement) for row in last_chain(session, item.id, item.head_rev)]
    whole = any(one.conclusion is Conclusion.DISCLOSE for one in statements)
    binding = forbidding_referral(answered) or (limiting_referral(answered) if whole else None)
    if binding is not None and head.attribute is not Attribute.WITHHELD:
        raise UserError(
            f"{answered_words(binding)}，不能恢复已报送的版本",
            "还是草稿的，按答复修改后重新送审，或者办理撤回；已经撤回的不再恢复",
            "E-REQUIREMENT",
        )


def _forget_referrals(session: Session, item: Item) -> None:
    """What the dropped draft alone referred could be answered no more; the audit trail keeps it."""
    head = from_plain(ItemContent, item_rows.head_revision(session, item).content)
    named = {(one.question, one.body, one.sent_on) for one in head.referrals}
    waiting = select(ReferralEntry).where(ReferralEntry.item_id == item.id, ReferralEntry.answered_on.is_(None))
    for entry in session.scalars(waiting).all():
        if (entry.question, entry.body, entry.sent_on) not in named:
            session.delete(entry)


def may_give_up(session: Session, item: Item, draft: Draft) -> bool:
    """Whether a draft is a correction of exactly the revision that was sent last."""
    return bool(item.head_rev) and draft.base_rev == item.head_rev == sent_rev(session, item)
