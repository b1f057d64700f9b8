"""国家秘密: an item that turns out to hold one is stopped; its content goes for good, the neutral stub stays."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.package_records import NIL, REGULAR
from desktop.labels import word
from desktop.models import (
    Batch,
    BatchItem,
    CleanCopy,
    Correction,
    Document,
    Draft,
    HitRelease,
    InkScan,
    Item,
    Publication,
    ReferralEntry,
    Revision,
    SignOff,
    Withdrawal,
)
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import Permission
from desktop.rules.states import BatchState, ItemState, Move, allows
from desktop.services import corrections, draft_rows, item_rows
from desktop.services.desk import Desk
from desktop.services.item_detail import ItemDetail
from desktop.store import search
from desktop.store.purging import purge_revisions, wiping

PROCEDURE = "立即报告保密工作机构，按泄密事件处置程序办理（24 小时内报告）"
"""What is to be done about content that has left (保密法实施条例 61)."""


def may_stop(desk: Desk, detail: ItemDetail) -> bool:
    """Whether whoever sits here is asked about a state secret in this item: the handler, and who signs once it was submitted.

    That it can be stopped here is another matter, which `refusal` tells: of what is on its way, or came from an office,
    it names the procedure.
    """
    away = detail.state in (ItemState.AWAITING_RECEIPT, ItemState.PENDING)
    return _permitted(desk, detail.state) and (away or allows(detail.state, Move.STOP))


def refusal(desk: Desk, uuid: str) -> UserError | None:
    """Why an item cannot be stopped here and what is to be done instead; None when it can."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return _refusal(desk, session, item_rows.item_by_uuid(session, uuid))


def stop_item(desk: Desk, uuid: str) -> None:
    """Stop an item that holds a state secret: every version of it goes, only number, office, date and state stay.

    The handler may, and whoever signs at the end that made the item, as long as it never left in a batch and was not
    published (保密法 31(3)). Raises UserError that tells what to do otherwise.
    """
    facts: dict[str, object] = {}
    with desk.verb("stop", uuid, facts) as session, wiping(session):
        item = item_rows.item_by_uuid(session, uuid)
        problem = _refusal(desk, session, item)
        if problem is not None:
            raise problem
        facts |= {"from": item.state, "version": item.head_rev}
        item_rows.move(desk, item, Move.STOP)
        _leave_batch(session, item)
        objects = _purge(session, item)
        search.remove(session, item.key)
        search.optimize(session)  # until the index is merged, the words of what was removed lie in it unseen
        # Within the transaction: no stub may say that all is gone while the bytes are still there.
        for sm3 in objects:
            desk.store.objects.remove(sm3)


def _permitted(desk: Desk, state: ItemState) -> bool:
    """A draft is the handler's; what was submitted lies before everybody who signs."""
    signs = desk.may(Permission.SIGN) and state is not ItemState.DRAFT
    return desk.may(Permission.REGISTER) or signs


def _refusal(desk: Desk, session: Session, item: Item) -> UserError | None:
    state = ItemState(item.state)
    if not _permitted(desk, state):
        return UserError("当前账号不能停止登记", "由承办人或者签字人停止登记", "E-PERMISSION")
    if item.office_id != desk.agency.office_id:
        return UserError(
            "这条信息是处室报送的，只删除本机的不算处置",
            f"停止审查和发布，不要签字、退回或者转发。{PROCEDURE}，并当面通知报送的处室",
            "E-LEFT",
        )
    if session.scalar(select(Publication.id).where(Publication.item_id == item.id)) is not None:
        return UserError("这条信息已经公开，只删除本机的不算处置", f"先撤下已公开的内容。{PROCEDURE}", "E-LEFT")
    number = _left_in(session, item)
    if number:
        draft = session.get(Draft, item.id) is not None
        only_draft = "。涉密内容只在这次更正里的，按“放弃更正”删去草稿" if draft else ""
        return UserError(
            f"这条信息已随{number}报送，只删除本机的不算处置",
            f"{PROCEDURE}，并当面通知办公室停止审查和发布；在此以前不要改动{only_draft}",
            "E-LEFT",
        )
    if not allows(state, Move.STOP):
        return UserError(f"这条信息现在是“{word(state)}”，不能停止登记", "刷新后按新状态办理", "E-STATE")
    return None


def _left_in(session: Session, item: Item) -> str:
    """The number of the last batch that carried the content of an item out of here; empty when none did.

    A withheld item travels as number, date and article alone, and what was only assembled has not left yet, nor has
    what was taken back before it was written.
    """
    rows = session.execute(
        select(Batch.paper_number, Revision.content)
        .join(BatchItem, BatchItem.batch_id == Batch.id)
        .join(Revision, (Revision.item_id == BatchItem.item_id) & (Revision.rev == BatchItem.rev))
        .where(BatchItem.item_id == item.id, Batch.manifest_hash != "")
        .order_by(Batch.epoch.desc(), Batch.seq.desc())
    )
    carried = (number for number, content in rows if not _is_withheld(content))
    return next(carried, "")


def _is_withheld(plain: dict[str, object]) -> bool:
    return from_plain(ItemContent, plain).attribute is Attribute.WITHHELD


def _leave_batch(session: Session, item: Item) -> None:
    """Take an item out of a batch that was assembled and not written; one that holds nothing any more is a nil return."""
    rows = session.execute(
        select(Batch, BatchItem)
        .join(BatchItem, BatchItem.batch_id == Batch.id)
        .where(BatchItem.item_id == item.id, Batch.state == BatchState.ASSEMBLED.value)
    ).all()
    for batch, line in rows:
        session.delete(line)
        session.flush()
        if item.attribute != Attribute.WITHHELD.value:
            batch.item_count -= 1
        others = session.scalar(select(func.count()).select_from(BatchItem).where(BatchItem.batch_id == batch.id))
        notices = session.scalar(select(func.count()).select_from(Withdrawal).where(Withdrawal.batch_id == batch.id))
        batch.kind = REGULAR if others or notices else NIL
        batch.header = {**batch.header, "kind": batch.kind}


def _purge(session: Session, item: Item) -> tuple[str, ...]:
    """Remove all that was kept of an item in any version; returns the digests of the objects to remove.

    What a batch told of it while it was withheld stays: the batch must be written again as it was.
    """
    revisions = session.execute(select(Revision.rev, Revision.content).where(Revision.item_id == item.id)).all()
    versions = {rev: from_plain(ItemContent, plain) for rev, plain in revisions}
    contents = list(versions.values())
    draft = session.get(Draft, item.id)
    if draft is not None:
        contents.append(from_plain(ItemContent, draft.content))
        session.delete(draft)
    held = [one.sm3 for content in contents for one in content.attachments]
    for copy in session.scalars(select(CleanCopy).where(CleanCopy.item_id == item.id)).all():
        held += [copy.sm3, copy.original_sm3]
        session.delete(copy)
    session.flush()
    told = set(session.scalars(select(BatchItem.rev).where(BatchItem.item_id == item.id)))
    stubs = {rev: _bare(content) for rev, content in versions.items() if rev in told}
    for table in (SignOff, ReferralEntry):
        session.execute(delete(table).where(table.item_id == item.id))
    purge_revisions(session, item.id, stubs)
    scans = _drop_scans(session, item)
    orphans = draft_rows.drop_unheld(session, held)
    session.execute(delete(HitRelease).where(HitRelease.item_id == item.id, HitRelease.sm3.in_(orphans)))
    _forget(session, contents)
    _blank(item, max(stubs, default=0))
    return tuple(dict.fromkeys((*orphans, *scans)))


def _bare(content: ItemContent) -> dict[str, object]:
    """All that a batch told of a withheld item."""
    return to_plain(ItemContent(attribute=content.attribute, ground=content.ground))  # type: ignore[no-any-return]


def _drop_scans(session: Session, item: Item) -> tuple[str, ...]:
    """Remove the rows of an item's scans; returns those that nothing else refers to."""
    mine = session.scalars(select(InkScan.sm3).where(InkScan.item_id == item.id)).all()
    session.execute(delete(InkScan).where(InkScan.item_id == item.id))
    others = set(session.scalars(select(InkScan.sm3).where(InkScan.sm3.in_(mine))))
    others |= set(session.scalars(select(Document.sm3).where(Document.sm3.in_(mine))))
    return tuple(one for one in mine if one not in others)


def _forget(session: Session, contents: Iterable[ItemContent]) -> None:
    """Forget the corrections that were learnt from this item alone."""
    for content in contents:
        for field in corrections.REMEMBERED:
            value = corrections.text_of(content, field)
            if value:
                learnt = (Correction.field == field) & (Correction.value == value) & (Correction.times <= 1)
                session.execute(delete(Correction).where(learnt))


def _blank(item: Item, head_rev: int) -> None:
    """Leave nothing in the row of the item but the stub."""
    item.title = item.document_number = item.returned_reason = ""
    item.returned_fields = []
    item.signed_on = item.next_review_on = item.internal_due = item.statutory_due = None
    item.head_rev, item.conflict = head_rev, False
