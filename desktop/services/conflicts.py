"""Two contents under one version number: which of them stands is decided by two people, or both go back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Item, ReceivedBatch, ReceivedItem, Revision, SetAside, SignOff
from desktop.rules.chains import Place
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.states import DecisionKind, ItemOutcome, ItemState, JointVerdict, Move, allows
from desktop.services import item_rows, joint_decisions, listing, received_before
from desktop.services.desk import Desk
from desktop.services.inspected import ItemPreview
from desktop.services.joint_decisions import Decision
from desktop.services.standing import holds_at
from desktop.trust.digests import digest_of

LOST = "两人决定以另一份内容为准"
BOTH_BACK = "同一版本有两份不同内容，两份都退回，核对后作为新版本重新报送"


def disputed(session: Session) -> Sequence[Item]:
    """The items whose version has two contents that count."""
    return session.scalars(select(Item).where(Item.conflict.is_(True)).order_by(Item.form_number)).all()


def subject(session: Session, item: Item) -> str:
    """What a decision is about: the item, its version and the very contents; a third one is another matter."""
    digests = sorted(row.digest for row in contents(session, item))
    return f"{item.uuid}:{item.head_rev}:{digest_of(digests)}"


def contents(session: Session, item: Item) -> list[Revision]:
    """The contents under the head number, decided against or not, in the order in which they came."""
    undone = select(SetAside.revision_id).where(SetAside.revision_id == Revision.id, SetAside.decision_id.is_(None))
    wanted = select(Revision).where(Revision.item_id == item.id, Revision.rev == item.head_rev, ~undone.exists())
    return list(session.scalars(wanted.order_by(Revision.id)))


def lost(session: Session, item_id: int, digest: str) -> bool:
    """Whether two people decided against a content."""
    wanted = select(SetAside.revision_id).join(Revision).where(Revision.item_id == item_id, Revision.digest == digest)
    return session.scalar(wanted.where(SetAside.decision_id.is_not(None))) is not None


def diverges(session: Session, item_id: int, older: ItemPreview) -> bool:
    """Whether a version that is older than the head belongs to another history than the later versions that are here.

    So an office goes on that put back a backup from before those: what it takes for its newest version is none here.
    """
    if item_rows.revisions_at(session, item_id, older.rev):
        return True
    following = item_rows.revisions_at(session, item_id, older.rev + 1)
    return bool(following) and all(older.digest not in one.parents for one in following)


def returned(session: Session, item: Item) -> bool:
    """Whether two people decided that both contents go back: then nothing is left to decide."""
    return joint_decisions.verdict(session, DecisionKind.CONFLICT, subject(session, item)) is JointVerdict.RETURN


def settle(desk: Desk, session: Session, decision: Decision) -> None:
    """Let a confirmed decision take effect.

    Raises UserError when the conflict is another one by now, or the chosen content was not reviewed to the end.
    """
    item = item_rows.item_by_uuid(session, decision.subject.partition(":")[0])
    if not item.conflict or subject(session, item) != decision.subject:
        raise UserError("这件冲突的情况已经变化", "撤销这条处理意见，按新的情况重新提出", "E-DECISION")
    if decision.body["verdict"] == JointVerdict.KEEP.value:
        _keep(desk, session, item, decision)
    else:
        _return_both(desk, session, item)


def _keep(desk: Desk, session: Session, item: Item, decision: Decision) -> None:
    rows = contents(session, item)
    chosen = next((row for row in rows if row.digest == decision.body["digest"]), None)
    if chosen is None:
        raise UserError("选中的那一份不在本机", "刷新后重新提出", "E-DECISION")
    _tell_batches(session, item, chosen.digest)
    for row in rows:
        if row is not chosen and not lost(session, item.id, row.digest):
            _set_aside(desk, session, row, decision)
    item.conflict = False
    content = from_plain(ItemContent, chosen.content)
    listing.show(desk.calendar, session, item, content)
    listing.reindex(session, item, content)
    session.flush()
    if chosen is not rows[0]:
        item_rows.move(desk, item, Move.RECEIVE)
        item.returned_reason, item.returned_fields = "", []
        if content.attribute is Attribute.ON_REQUEST:
            item_rows.move(desk, item, Move.REGISTER)
    item_rows.touch(desk, item)
    if not holds_at(session, item, Place.OFFICE):
        raise UserError("选中的那一份审查签字不齐全或验证不通过", "选另一份，或者两份都退回处室", "E-UNREVIEWED")


def _set_aside(desk: Desk, session: Session, row: Revision, decision: Decision) -> None:
    because = f"{LOST}：{decision.body['reason']}"
    session.add(
        SetAside(
            revision_id=row.id,
            because=because,
            decision_id=decision.id,
            set_aside_at=desk.now(),
            set_aside_by=desk.person.name,
        )
    )
    for sign in signed_on(session, row):
        if sign.voided_at is None:
            sign.voided_at, sign.voided_because = desk.now(), because


def signed_on(session: Session, row: Revision) -> list[SignOff]:
    """The sign-offs on one content, standing or not; another content of the same version has its own."""
    wanted = select(SignOff).where(SignOff.item_id == row.item_id, SignOff.rev == row.rev).order_by(SignOff.id)
    return [one for one in session.scalars(wanted) if one.statement.get("revision_digest") == row.digest]


def _return_both(desk: Desk, session: Session, item: Item) -> None:
    _tell_batches(session, item, "")
    if allows(ItemState(item.state), Move.RETURN):
        item_rows.move(desk, item, Move.RETURN)
        item.returned_reason, item.returned_fields = BOTH_BACK, []
    item_rows.touch(desk, item)


def _tell_batches(session: Session, item: Item, chosen: str) -> None:
    """What the receipts say from now on: the batches that brought another content than the chosen one have it back."""
    rows = contents(session, item)
    lines = session.scalars(
        select(ReceivedItem)
        .join(ReceivedBatch, ReceivedBatch.id == ReceivedItem.received_batch_id)
        .where(ReceivedItem.item_id == item.id, ReceivedItem.rev == item.head_rev, ReceivedBatch.undone_at.is_(None))
    )
    for line in lines:
        before = received_before.unpacked(line)
        came_second = line.outcome == ItemOutcome.CONFLICT.value
        digest = before.brought if before else rows[-1 if came_second else 0].digest
        if digest != chosen:
            line.outcome = ItemOutcome.CONFLICT.value
        elif came_second:
            line.outcome = ItemOutcome.RECEIVED.value
