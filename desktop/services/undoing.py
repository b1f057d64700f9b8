"""An import taken back, as long as nothing depends on it: what it brought is set aside, what it changed is as before."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.package_records import PackagedItem
from desktop.formats.pulse import Pulse
from desktop.models import (
    AuditEntry,
    Item,
    Receipt,
    ReceivedBatch,
    ReceivedItem,
    Revision,
    SetAside,
    SignOff,
    Withdrawal,
)
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import DecisionKind, Move, ReceivedOutcome
from desktop.services import item_rows, joint_decisions, listing, receipts, received_before
from desktop.services.built_upon import built_upon
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress
from desktop.services.entries import IMPORTED, take_back_withheld
from desktop.services.received_before import Before
from desktop.services.withdrawals import take_back_withdrawals
from desktop.store import audit, search
from desktop.trust.digests import digest_of

UNDONE = "撤销接收"


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """An import that was taken back: the items that are gone again, and those that are as before."""

    paper_number: str
    gone: int
    restored: int


def undo_import(
    desk: Desk,
    received_batch_id: int,
    reason: str,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> UndoneImport:
    """Take an import back, in one transaction; the same package may be taken in again afterwards.

    Progress tells the items that are set back; cancelled, all stays taken in. Raises UserError naming what depends on
    it: a receipt, a sign-off, a later batch, a decision of two people.
    """
    desk.require(Permission.IMPORT)
    if not reason.strip():
        raise UserError("没有写明理由", "写明理由后再办理", "E-REASON")
    facts = {"reason": reason.strip(), "items": 0}
    row_id = received_batch_id
    with desk.store.reading() as session:
        batch_id = _batch(session, row_id).batch_id
    with desk.verb("undo_receive", batch_id, facts) as session:
        row = _batch(session, row_id)
        why = _obstacle(session, row)
        if why:
            raise UserError(f"这一批不能撤销接收：{why}", "有错的，办理退回补正，或者请处室报送更正", "E-DEPENDS")
        facts["items"] = row.item_count
        return take_back(desk, session, row, reason.strip(), progress, cancelled)


def take_back(
    desk: Desk,
    session: Session,
    row: ReceivedBatch,
    because: str,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> UndoneImport:
    """Set all back that a batch brought, in the caller's transaction; the caller has seen that no obstacle is there."""
    lines = _lines(session, row)
    pulse = Pulse(progress, cancelled, len(lines))
    why = f"{UNDONE}：{because}"
    gone = 0
    for some in item_rows.in_portions(lines):
        _set_aside(desk, session, {(item.id, before.brought) for item, before in some if before.added}, why)
        keys = [item.key for item, before in some if _undo_line(desk, session, item, before, why)]
        search.remove(session, *keys)
        gone += len(keys)
        pulse.advance(len(some))
    take_back_withdrawals(session, row)
    take_back_withheld(session, row)
    row.undone_at = desk.now()
    return UndoneImport(row.paper_number, gone, sum(one.changed for _item, one in lines) - gone)


def obstacle(desk: Desk, received_batch_id: int) -> str:
    """Why an import cannot be taken back, in plain words; empty when it can."""
    with desk.store.reading() as session:
        return _obstacle(session, _batch(session, received_batch_id))


def stands_again(session: Session, item: Item, packaged: PackagedItem) -> bool:
    """Let a version that was taken back with its batch count again, with its sign-offs; False when it never was here."""
    row = session.scalar(
        select(Revision).where(
            Revision.item_id == item.id, Revision.rev == packaged.rev, Revision.digest == packaged.digest
        )
    )
    if row is None:
        return False
    session.execute(delete(SetAside).where(SetAside.revision_id == row.id))
    hashes = [digest_of(one["statement"]) for one in packaged.signoffs]
    for sign in session.scalars(select(SignOff).where(SignOff.statement_hash.in_(hashes))):
        sign.voided_at, sign.voided_because = None, ""
    return True


def _batch(session: Session, received_batch_id: int) -> ReceivedBatch:
    row = session.get(ReceivedBatch, received_batch_id)
    if row is None:
        raise UserError("没有找到这一批", "刷新列表后再试", "E-BATCH")
    return row


def _lines(session: Session, row: ReceivedBatch) -> list[tuple[Item, Before]]:
    """The items of a batch, each with what was noted when it came in."""
    rows = session.execute(
        select(Item, ReceivedItem.before)
        .join(ReceivedItem, ReceivedItem.item_id == Item.id)
        .where(ReceivedItem.received_batch_id == row.id)
        .order_by(Item.form_number)
    )
    return [(item, Before(**kept)) for item, kept in rows if kept is not None]


def _obstacle(session: Session, row: ReceivedBatch) -> str:
    return _waits_for_two(session, row) or obstacle_within(session, row) or _before_restore(session, row)


def _before_restore(session: Session, row: ReceivedBatch) -> str:
    """What was taken in before a backup was put back may have a receipt that nobody here knows of any more."""
    taken = select(func.max(AuditEntry.epoch)).where(AuditEntry.action == IMPORTED, AuditEntry.object == row.batch_id)
    restored = (session.scalar(taken) or 0) < audit.head(session).epoch
    return "接收以后恢复过备份，恢复以前可能已写出回执" if restored else ""


def _waits_for_two(session: Session, row: ReceivedBatch) -> str:
    """While two people have not decided on another batch under the number, none of both goes by the word of one."""
    held = select(ReceivedBatch.manifest_hash).where(
        ReceivedBatch.office_id == row.office_id,
        ReceivedBatch.epoch == row.epoch,
        ReceivedBatch.seq == row.seq,
        ReceivedBatch.outcome == ReceivedOutcome.HELD.value,
    )
    undecided = (joint_decisions.in_force(session, DecisionKind.FORK, one) is None for one in session.scalars(held))
    return "同一序号另有一份等两人决定，在“待两人决定”里办理" if any(undecided) else ""


def obstacle_within(session: Session, row: ReceivedBatch) -> str:
    """The same as `obstacle`, for two people who decide on the number itself."""
    if row.outcome != ReceivedOutcome.ACCEPTED.value:
        return "这一批没有接收"
    if row.undone_at is not None:
        return "已经撤销过"
    receipted = _receipted(session, row)
    if receipted:
        return receipted
    noted = select(ReceivedItem.item_id).where(ReceivedItem.received_batch_id == row.id, ReceivedItem.before.is_(None))
    if session.scalar(noted.limit(1)) is not None:
        return "由以前的版本接收，没有记下接收前的情况"
    rejected = select(ReceivedBatch.id).where(
        ReceivedBatch.office_id == row.office_id,
        ReceivedBatch.epoch == row.epoch,
        ReceivedBatch.seq == row.seq,
        ReceivedBatch.outcome == ReceivedOutcome.REJECTED.value,
        ReceivedBatch.code == "E-FORK",
    )
    if session.scalar(rejected.limit(1)) is not None:
        return "两人已决定同一序号只认这一份"
    built = built_upon(session, row)
    for item, before in _lines(session, row):
        why = built.why(session, item, before)
        if why:
            return f"{item.short_number}{why}"
    told = select(Item).join(Withdrawal, Withdrawal.item_uuid == Item.uuid)
    for item in session.scalars(told.where(Withdrawal.received_batch_id == row.id)):
        if item.id in built.later:
            return f"{item.short_number}{built.by_later(item)}"
    return ""


def _receipted(session: Session, row: ReceivedBatch) -> str:
    """Which receipt its office may hold already; one whose file was certainly not written is none."""
    failed = set(
        session.scalars(
            select(AuditEntry.detail["receipt"].as_integer()).where(
                AuditEntry.object == str(row.id), AuditEntry.action == receipts.FAILED
            )
        )
    )
    issued = select(Receipt).where(Receipt.received_batch_id == row.id).order_by(Receipt.seq)
    for one in session.scalars(issued):
        if one.created_at != receipts.NOT_WRITTEN:
            return f"已写出第 {one.seq:04d} 号回执"
        if one.seq not in failed:
            return f"第 {one.seq:04d} 号回执写到一半中断，可能已在 U 盘上"
    return ""


def _undo_line(desk: Desk, session: Session, item: Item, before: Before, because: str) -> bool:
    """Set one item back; returns whether it is gone again."""
    if before.voided:
        for sign in session.scalars(select(SignOff).where(SignOff.id.in_(before.voided))):
            sign.voided_at, sign.voided_because = None, ""
    if not before.changed:
        return False
    if before.item is None:
        item_rows.move(desk, item, Move.UNDO)
        item.head_rev, item.conflict, item.returned_reason, item.returned_fields = 0, False, because, []
        return True
    received_before.put_back(item, before.item)
    session.flush()
    heads = item_rows.revisions_at(session, item.id, item.head_rev)
    if before.added and heads:
        content = from_plain(ItemContent, heads[0].content)
        listing.show(desk.calendar, session, item, content)
        listing.reindex(session, item, content)
    item_rows.touch(desk, item)
    return False


def _set_aside(desk: Desk, session: Session, brought: Set[tuple[int, str]], because: str) -> None:
    """Set contents aside that a batch brought, each named by its item and digest, and void their sign-offs."""
    now = desk.now()
    ids = [item for item, _digest in brought]
    revisions = session.execute(select(Revision.id, Revision.item_id, Revision.digest).where(_of(Revision, ids)))
    session.add_all(
        SetAside(revision_id=one, because=because, decision_id=None, set_aside_at=now, set_aside_by=desk.person.name)
        for one, item, digest in revisions
        if (item, digest) in brought
    )
    digest_signed = SignOff.statement["revision_digest"].as_string()
    standing = select(SignOff.id, SignOff.item_id, digest_signed).where(_of(SignOff, ids), SignOff.voided_at.is_(None))
    voided = [one for one, item, digest in session.execute(standing) if (item, digest) in brought]
    for some in item_rows.in_portions(voided):
        session.execute(update(SignOff).where(SignOff.id.in_(some)).values(voided_at=now, voided_because=because))
    session.flush()


def _of(table: type[Revision | SignOff], ids: Sequence[int]) -> ColumnElement[bool]:
    return table.item_id.in_(ids)
