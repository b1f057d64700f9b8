"""The centre takes in a batch as decided: documents first, then everything in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.faultpoints import reached
from desktop.formats.package import Package
from desktop.formats.package_records import PackagedItem, WithdrawalNotice
from desktop.labels import word
from desktop.models import (
    Document,
    Item,
    Office,
    ReceivedBatch,
    ReceivedItem,
    Revision,
    Withdrawal,
    WithheldEntry,
)
from desktop.rules.items import AttachedDocument, Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemOutcome, ItemState, Move, ReceivedOutcome, allows
from desktop.screening.intake import Examined
from desktop.services import item_rows, received_before, undoing
from desktop.services.against_lists import screened_from_outside
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.inspection import (
    Inspection,
    ItemPreview,
    Novelty,
    compared,
    find_received,
    names_of,
    new_received,
    open_package,
)
from desktop.services.intake import write_document
from desktop.services.received_before import Before
from desktop.services.sign_offs import unpacked
from desktop.services.trusted_keys import remember_office_people


@dataclass(frozen=True, slots=True)
class Decision:
    """What the central office decides about one item: accept, or return with a reason and the fields to mend."""

    accept: bool = True
    reason: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """A batch that was taken in."""

    id: int
    office_name: str
    paper_number: str
    period: str
    kind: str
    outcome: ReceivedOutcome
    item_count: int
    accepted: int
    returned: int
    received_at: str
    duplicate: bool = False
    undone: bool = False


def import_batch(
    desk: Desk,
    inspection: Inspection,
    decisions: Mapping[str, Decision],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> ReceivedView:
    """Take a batch in as decided: verified once more, documents stored first, then everything in one transaction.

    The same batch again changes nothing. Raises UserError when a conflicting item has no decision to return it.
    """
    desk.require(Permission.IMPORT)
    if inspection.duplicate:
        with desk.store.reading() as session:
            return _received_view(session, _received(session, inspection.manifest_hash), duplicate=True)
    for one in inspection.items:
        _require_decidable(one, decisions.get(one.uuid, Decision()))
    with open_package(desk, inspection.path, progress, cancelled) as package:
        if package.manifest_hash != inspection.manifest_hash:
            raise PackageRefused("文件在核对后变了", "重新核对这份报送包", "E-HASH")
        examined = _store_documents(desk, package, cancelled)
        reached("import.documents-stored")
        stop_if(cancelled)
        with desk.verb("import_batch", package.header.batch_id, {"items": len(package.items)}) as session:
            found = compared(session, inspection)
            for one in found.items:
                _require_decidable(one, decisions.get(one.uuid, Decision()))
            received = _apply(desk, session, found, package, decisions, examined)
            reached("import.before-commit")
        reached("import.committed")
    with desk.store.reading() as session:
        return _received_view(session, session.get_one(ReceivedBatch, received), duplicate=False)


def received(desk: Desk) -> tuple[ReceivedView, ...]:
    """All batches that were taken in, the newest first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.scalars(select(ReceivedBatch).order_by(ReceivedBatch.id.desc()).limit(500))
        return tuple(_received_view(session, row, duplicate=False) for row in rows)


def return_item(desk: Desk, uuid: str, reason: str, fields: Sequence[str]) -> None:
    """Return a received item for correction (退回补正): the reason and the marked fields travel in the next receipt."""
    desk.require(Permission.RETURN)
    if not reason.strip():
        raise UserError("没有写明退回理由", "写明哪里需要补正", "E-REASON")
    with desk.verb("return", uuid, {"fields": list(fields)}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        item_rows.move(desk, item, Move.RETURN)
        item.returned_reason, item.returned_fields = reason.strip(), list(fields)
        line = session.scalar(
            select(ReceivedItem)
            .join(ReceivedBatch, ReceivedBatch.id == ReceivedItem.received_batch_id)
            .where(
                ReceivedItem.item_id == item.id, ReceivedItem.rev == item.head_rev, ReceivedBatch.undone_at.is_(None)
            )
        )
        if line is not None:
            line.outcome, line.reason, line.fields = ItemOutcome.RETURNED.value, reason.strip(), list(fields)


def _require_decidable(one: ItemPreview, decision: Decision) -> None:
    if not decision.accept and not decision.reason.strip():
        raise UserError(f"{one.form_number}没有写明退回理由", "写明哪里需要补正", "E-REASON")
    if decision.accept and one.incomplete and one.novelty not in (Novelty.DUPLICATE, Novelty.DECIDED):
        raise UserError(f"{one.form_number}{one.incomplete}，不能接收", "这一件选择退回补正", "E-UNREVIEWED")
    if decision.accept and one.novelty is Novelty.CONFLICT:
        raise UserError(f"{one.form_number}与已收内容冲突，不能直接接收", "这一件选择退回补正", "E-CONFLICT")


def _store_documents(desk: Desk, package: Package, cancelled: CancelCheck) -> dict[str, Examined]:
    """Documents are written before the rows that name them; a document that is already there is read again."""
    names = names_of(package)
    examined: dict[str, Examined] = {}
    for sm3, size in package.attachments.items():
        stop_if(cancelled)
        data = b"".join(package.attachment(sm3))
        examined[sm3] = screened_from_outside(desk, names[sm3], data, released=True)
        desk.store.objects.put([data], size)
    return examined


def _apply(
    desk: Desk,
    session: Session,
    inspection: Inspection,
    package: Package,
    decisions: Mapping[str, Decision],
    examined: dict[str, Examined],
) -> int:
    if inspection.duplicate:
        raise UserError("这一批刚刚已经接收", "刷新列表查看", "E-DUPLICATE")
    remember_office_people(session, inspection.people, desk.now())
    row = find_received(session, package.manifest_hash)  # refused earlier, for a reason that is gone
    if row is None:
        row = new_received(desk, package, inspection.office_id, ReceivedOutcome.ACCEPTED)
        session.add(row)
    received_before.forget(session, row)  # the lines of an import that was undone
    row.outcome, row.code, row.undone_at = ReceivedOutcome.ACCEPTED.value, "", None
    row.received_at, row.received_by = desk.now(), desk.person.name
    session.flush()
    novelties = {one.uuid: one for one in inspection.items}
    for packaged in package.items:
        content = from_plain(ItemContent, packaged.content)
        _write_documents(session, content.attachments, examined)
        preview = novelties[packaged.uuid]
        decision = decisions.get(packaged.uuid, Decision())
        decision = _usable(session, packaged.uuid, preview, decision)
        item, before = _take_item(desk, session, inspection, packaged, content, preview.novelty)
        outcome = _decide(desk, item, content, preview, decision)
        if _withdraw_if_told(desk, session, item):
            outcome = ItemOutcome.WITHDRAWN
        session.add(
            ReceivedItem(
                received_batch_id=row.id,
                item_id=item.id,
                rev=packaged.rev,
                outcome=outcome.value,
                reason=decision.reason,
                fields=list(decision.fields),
                before=received_before.packed(before, item),
            )
        )
    for notice in package.withdrawals:
        _take_withdrawal(desk, session, row, notice)
    for stub in package.stubs:
        if session.get(WithheldEntry, stub.form_number) is None:
            session.add(
                WithheldEntry(
                    form_number=stub.form_number,
                    office_id=inspection.office_id,
                    decided_on=date.fromisoformat(stub.date),
                    ground=stub.article,
                    received_batch_id=row.id,
                )
            )
    return row.id


def _take_withdrawal(desk: Desk, session: Session, row: ReceivedBatch, notice: WithdrawalNotice) -> None:
    """Keep the notice, and withdraw the item if it is here; one that comes later is withdrawn as it arrives."""
    if session.get(Withdrawal, notice.uuid) is None:
        session.add(
            Withdrawal(
                item_uuid=notice.uuid,
                rev=notice.rev,
                form_number=notice.form_number,
                reason=notice.reason.strip(),
                withdrawn_on=date.fromisoformat(notice.date),
                received_batch_id=row.id,
            )
        )
        session.flush()
    item = session.scalar(select(Item).where(Item.uuid == notice.uuid))
    if item is not None and item.state != ItemState.DISCARDED.value:
        before = Before(item=received_before.snapshot(item))
        _withdraw_if_told(desk, session, item)
        session.add(
            ReceivedItem(
                received_batch_id=row.id,
                item_id=item.id,
                rev=item.head_rev,
                outcome=ItemOutcome.WITHDRAWN.value,
                before=received_before.packed(before, item),
            )
        )


def _withdraw_if_told(desk: Desk, session: Session, item: Item) -> bool:
    """Withdraw an item whose office took it back; returns whether it is withdrawn."""
    notice = session.get(Withdrawal, item.uuid)
    if notice is None:
        return False
    if allows(ItemState(item.state), Move.WITHDRAW):
        item_rows.move(desk, item, Move.WITHDRAW)
        item.returned_reason = notice.reason
    return ItemState(item.state) is ItemState.WITHDRAWN


def _write_documents(session: Session, attachments: Sequence[AttachedDocument], examined: dict[str, Examined]) -> None:
    for one in attachments:
        if session.get(Document, one.sm3) is None:
            write_document(session, one, examined[one.sm3])


def _take_item(
    desk: Desk,
    session: Session,
    inspection: Inspection,
    packaged: PackagedItem,
    content: ItemContent,
    novelty: Novelty,
) -> tuple[Item, Before]:
    """The item with its new version, and what undoing the import would have to know."""
    item = session.scalar(select(Item).where(Item.uuid == packaged.uuid))
    was = received_before.snapshot(item)
    if item is None:
        item = item_rows.place_item(
            desk, session, packaged.uuid, inspection.office_id, packaged.form_number, ItemState.PENDING, content
        )
    elif was is None:
        item_rows.move(desk, item, Move.RECEIVE)
    if novelty in (Novelty.DUPLICATE, Novelty.DECIDED):
        return item, Before(packaged.digest, item=was)
    if not undoing.stands_again(session, item, packaged):
        session.add(
            Revision(
                item_id=item.id,
                rev=packaged.rev,
                digest=packaged.digest,
                parents=list(packaged.parents),
                content=packaged.content,
                author=inspection.office_name,
                created_at=desk.now(),
            )
        )
        for one in packaged.signoffs:
            session.add(unpacked(item.id, one))
    session.flush()
    if packaged.rev == item.head_rev:
        item.conflict = True
    elif packaged.rev > item.head_rev and (_open(item) or session.get(Withdrawal, item.uuid) is not None):
        item.head_rev, item.conflict = packaged.rev, False
        item_rows.show(desk.calendar, session, item, content)
        item_rows.reindex(session, item, content)
    voided = item_rows.void_sign_offs(desk, session, item, "收到新版本", before=item.head_rev)
    return item, Before(packaged.digest, True, voided, was)


def _open(item: Item) -> bool:
    """Whether a new version may still take the place of what the centre has: not once it is published or withdrawn."""
    return allows(ItemState(item.state), Move.RECEIVE)


def _usable(session: Session, uuid: str, preview: ItemPreview, decision: Decision) -> Decision:
    """The decision, unless the centre has closed the item meanwhile: then its new version goes back whatever was decided."""
    item = session.scalar(select(Item).where(Item.uuid == uuid))
    if item is None or preview.novelty is not Novelty.CHANGED or _open(item):
        return decision
    return Decision(False, f"这条信息在办公室已经“{word(ItemState(item.state))}”，新版本没有采用")


def _decide(desk: Desk, item: Item, content: ItemContent, preview: ItemPreview, decision: Decision) -> ItemOutcome:
    if preview.novelty in (Novelty.CONFLICT, Novelty.DECIDED):
        return ItemOutcome.CONFLICT
    if preview.novelty in (Novelty.DUPLICATE, Novelty.OLDER):
        return ItemOutcome.RECEIVED
    if preview.novelty is Novelty.CHANGED:
        if not _open(item):
            return ItemOutcome.RETURNED
        item_rows.move(desk, item, Move.RECEIVE)
    if not decision.accept:
        item_rows.move(desk, item, Move.RETURN)
        item.returned_reason, item.returned_fields = decision.reason.strip(), list(decision.fields)
        return ItemOutcome.RETURNED
    item.returned_reason, item.returned_fields = "", []
    if content.attribute is Attribute.ON_REQUEST:
        item_rows.move(desk, item, Move.REGISTER)
        return ItemOutcome.REGISTERED
    return ItemOutcome.RECEIVED


def _received(session: Session, manifest_hash: str) -> ReceivedBatch:
    row = find_received(session, manifest_hash)
    assert row is not None
    return row


def _received_view(session: Session, row: ReceivedBatch, duplicate: bool) -> ReceivedView:
    outcomes = list(session.scalars(select(ReceivedItem.outcome).where(ReceivedItem.received_batch_id == row.id)))
    returned = outcomes.count(ItemOutcome.RETURNED.value)
    return ReceivedView(
        row.id,
        session.get_one(Office, row.office_id).name,
        row.paper_number,
        row.period,
        row.kind,
        ReceivedOutcome(row.outcome),
        row.item_count,
        len(outcomes) - returned,
        returned,
        row.received_at,
        duplicate,
        row.undone_at is not None,
    )
