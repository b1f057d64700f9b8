"""The centre takes in a batch as decided: documents first, then everything in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.faultpoints import reached
from desktop.formats.package import Package
from desktop.formats.package_records import PackagedItem
from desktop.formats.pulse import Pulse
from desktop.labels import word
from desktop.models import Document, Item, ReceivedBatch, ReceivedItem, Revision, SignOff
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.numbers import is_doubled, short_number
from desktop.rules.roles import Permission
from desktop.rules.states import ItemOutcome, ItemState, Move, ReceivedOutcome, after, allows
from desktop.screening.intake import Examined
from desktop.services import item_rows, listing, received_before, undoing
from desktop.services.arrivals import Arrival, write_arrivals
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.entries import IMPORTED, take_withheld, withheld_facts
from desktop.services.inspected import NUMBER_FIELD, NUMBER_TAKEN, Inspection, ItemPreview, Novelty
from desktop.services.inspection import compared, names_of, open_again, require_still_alone
from desktop.services.intake import write_document
from desktop.services.received_before import Before, find_received, new_received
from desktop.services.received_views import ReceivedView, views
from desktop.services.sign_offs import unpacked
from desktop.services.stored_ahead import gone_if_cancelled, mend_documents, require_room, store_documents
from desktop.services.trusted_keys import remember_office_people
from desktop.services.withdrawals import is_withdrawn, take_withdrawals, withdrawn_facts
from desktop.store.rows import insert_rows

_Pair = tuple[PackagedItem, ItemPreview]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the central office decides about one item: accept, or return with a reason and the fields to mend."""

    accept: bool = True
    reason: str = ""
    fields: tuple[str, ...] = ()


MOST_SHOWN = 500
"""Batches that are listed by themselves: about a year of thirty offices."""

_SETTLED = (Novelty.DUPLICATE, Novelty.DECIDED, Novelty.DIVERGED)
"""Of what is so nothing is accepted, whatever it lacks."""
BYTES_TOLD_PER_ITEM = 16 * 1024
"""What writing an item, and at the end the batch, counts in the progress beside the bytes of the documents."""


def import_batch(
    desk: Desk,
    inspection: Inspection,
    decisions: Mapping[str, Decision],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> ReceivedView:
    """Take a batch in as decided: verified once more, documents stored first, then everything in one transaction.

    The progress tells the verifying as one half, documents and items as the other. Cancelled at any time, nothing is taken in.
    The same batch again changes nothing, but supplies a damaged document anew (fault 35). Raises UserError when the disk
    has no room, told before anything is written (fault 26), or when a conflicting item has no decision to return it.
    """
    desk.require(Permission.IMPORT)
    if inspection.duplicate:
        mend_documents(desk, inspection, progress, cancelled)
        with desk.store.reading() as session:
            row = _received(session, inspection.manifest_hash)
            return views(session, [row], duplicate=True)[0]
    for one in inspection.items:
        _require_decidable(one, _decision_on(one, decisions))
    require_still_alone(desk, inspection)
    half = sum(inspection.package.attachments.values()) + BYTES_TOLD_PER_ITEM * (len(inspection.items) + 1)
    pulse = Pulse(progress, cancelled, 2 * half)

    def verified(done: int, total: int) -> None:
        progress(half * done // max(total, 1), 2 * half)

    with (
        gone_if_cancelled(desk, inspection.package.attachments),
        open_again(desk, inspection, verified, cancelled) as package,
    ):
        pulse.advance(half)
        require_room(desk, package)
        examined = store_documents(desk, package, names_of(inspection.items), pulse)
        reached("import.documents-stored")
        stop_if(cancelled)
        facts = {"items": len(package.items), **withheld_facts(package.stubs), **withdrawn_facts(package.withdrawals)}
        with desk.verb(IMPORTED, package.header.batch_id, facts) as session:
            found = compared(session, inspection)
            for one in found.items:
                _require_decidable(one, _decision_on(one, decisions))
            received = _apply(desk, session, found, package, decisions, examined, pulse)
            reached("import.before-commit")
        reached("import.committed")
    with desk.store.reading() as session:
        row = session.get_one(ReceivedBatch, received)
        return views(session, [row])[0]


def received(desk: Desk, also: Collection[int] = ()) -> tuple[ReceivedView, ...]:
    """The newest batches that came, and those of `also` however old they are, the newest first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        newest = session.scalars(select(ReceivedBatch.id).order_by(ReceivedBatch.id.desc()).limit(MOST_SHOWN))
        portions = item_rows.in_portions(sorted({*newest, *also}, reverse=True))
        rows = [
            row
            for ids in portions
            for row in session.scalars(
                select(ReceivedBatch).where(ReceivedBatch.id.in_(ids)).order_by(ReceivedBatch.id.desc())
            )
        ]
        return views(session, rows)


def return_item(desk: Desk, uuid: str, reason: str, fields: Sequence[str]) -> None:
    """Return a received item for correction (退回补正): the reason and the marked fields travel in the next receipt."""
    desk.require(Permission.RETURN)
    if not reason.strip():
        raise UserError("没有写明退回理由", "写明哪里需要补正", "E-REASON")
    with desk.verb("return", uuid, {"fields": list(fields)}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        item_rows.move(desk, item, Move.RETURN)
        item.returned_reason, item.returned_fields = reason.strip(), list(fields)
        lines = (
            select(ReceivedItem)
            .join(ReceivedBatch, ReceivedBatch.id == ReceivedItem.received_batch_id)
            .where(
                ReceivedItem.item_id == item.id,
                ReceivedItem.rev == item.head_rev,
                ReceivedItem.outcome != ItemOutcome.CONFLICT.value,
                ReceivedBatch.undone_at.is_(None),
            )
        )
        for line in session.scalars(lines):  # a version that was taken back and sent again came in two batches
            line.outcome, line.reason, line.fields = ItemOutcome.RETURNED.value, reason.strip(), list(fields)


def _require_decidable(one: ItemPreview, decision: Decision) -> None:
    if not decision.accept and not decision.reason.strip():
        raise UserError(f"{one.form_number}没有写明退回理由", "写明哪里需要补正", "E-REASON")
    if decision.accept and one.incomplete and one.novelty not in _SETTLED:
        raise UserError(f"{one.form_number}{one.incomplete}，不能接收", "这一件选择退回补正", "E-UNREVIEWED")
    if decision.accept and one.novelty is Novelty.CONFLICT:
        raise UserError(f"{one.form_number}与已收内容冲突，不能直接接收", "这一件选择退回补正", "E-CONFLICT")


def _decision_on(one: ItemPreview, decisions: Mapping[str, Decision]) -> Decision:
    """What was decided about an item. One that returns with a number that is taken is told so, by the field as well."""
    made = decisions.get(one.uuid, Decision())
    if made.accept or not one.number_taken or not made.reason.strip():
        return made
    told = "" if NUMBER_TAKEN in made.reason else f"；{NUMBER_TAKEN}"
    return Decision(False, f"{made.reason.strip()}{told}", tuple(dict.fromkeys((*made.fields, NUMBER_FIELD))))


def _apply(
    desk: Desk,
    session: Session,
    inspection: Inspection,
    package: Package,
    decisions: Mapping[str, Decision],
    examined: dict[str, Examined],
    pulse: Pulse,
) -> int:
    if inspection.duplicate:
        raise UserError("这一批刚刚已经接收", "刷新列表查看", "E-DUPLICATE")
    remember_office_people(session, inspection.people, desk.now())
    row = find_received(session, package.manifest_hash)  # refused earlier, for a reason that is gone
    if row is None:
        row = new_received(
            desk,
            package.header,
            package.manifest_hash,
            len(package.items),
            inspection.office_id,
            ReceivedOutcome.ACCEPTED,
        )
        session.add(row)
    received_before.forget(session, row)  # the lines of an import that was undone
    row.outcome, row.code, row.undone_at = ReceivedOutcome.ACCEPTED.value, "", None
    row.item_count = len(package.items)
    row.received_at, row.received_by = desk.now(), desk.person.name
    session.flush()
    previews = {(one.uuid, one.rev): one for one in inspection.items}
    _write_documents(session, inspection.items, examined)
    arriving, others = _told_apart(session, package.items, previews)
    arrivals = [_arrival(one, preview, _decision_on(preview, decisions)) for one, preview in arriving]
    ids: dict[str, int] = {}
    for some in item_rows.in_portions(arrivals):
        ids |= write_arrivals(desk, session, inspection.office_id, inspection.office_name, some)
        pulse.advance(BYTES_TOLD_PER_ITEM * len(some))
    lines = [_arrived(row.id, ids[one.packaged.uuid], one) for one in arrivals]
    for packaged, preview in others:
        decision = _usable(session, packaged.uuid, preview, _decision_on(preview, decisions))
        item, before = _take_item(desk, session, inspection, packaged, preview)
        outcome = _decide(desk, item, preview.content, preview, decision)
        lines.append(
            _line(row.id, item.id, packaged.rev, outcome, decision) | {"before": received_before.packed(before, item)}
        )
        pulse.advance(BYTES_TOLD_PER_ITEM)
    insert_rows(session, ReceivedItem, lines)
    take_withdrawals(desk, session, row.id, package.withdrawals, [one.uuid for one in package.items])
    take_withheld(session, row, package.stubs)
    pulse.advance(BYTES_TOLD_PER_ITEM)
    return row.id


def _told_apart(
    session: Session, packaged: Sequence[PackagedItem], previews: Mapping[tuple[str, int], ItemPreview]
) -> tuple[list[_Pair], list[_Pair]]:
    """The items that are new here, and the rest in their order: of an item in two versions the first one is new."""
    here = item_rows.items_by_uuid(session, [one.uuid for one in packaged])
    arriving: dict[str, _Pair] = {}
    others: list[_Pair] = []
    for one in packaged:
        preview = previews[one.uuid, one.rev]
        if one.uuid not in here and one.uuid not in arriving:
            arriving[one.uuid] = (one, preview)
        else:
            others.append((one, preview))
    return list(arriving.values()), others


def _arrival(packaged: PackagedItem, preview: ItemPreview, decision: Decision) -> Arrival:
    """How an item that is new here begins."""
    begun = ItemState.PENDING
    if not decision.accept:
        reason, fields = decision.reason.strip(), decision.fields
        return Arrival(packaged, preview, ItemOutcome.RETURNED, after(begun, Move.RETURN), reason, fields)
    if preview.content.attribute is Attribute.ON_REQUEST:
        return Arrival(packaged, preview, ItemOutcome.REGISTERED, after(begun, Move.REGISTER))
    return Arrival(packaged, preview, ItemOutcome.RECEIVED, begun)


def _line(batch: int, item: int, rev: int, outcome: ItemOutcome, decision: Decision) -> dict[str, Any]:
    return {
        "received_batch_id": batch,
        "item_id": item,
        "rev": rev,
        "outcome": outcome.value,
        "reason": decision.reason,
        "fields": list(decision.fields),
    }


def _arrived(batch: int, item: int, one: Arrival) -> dict[str, Any]:
    decision = Decision(one.outcome is not ItemOutcome.RETURNED, one.returned_reason, one.returned_fields)
    left = {
        "state": one.state.value,
        "head_rev": one.packaged.rev,
        "conflict": False,
        "returned_reason": one.returned_reason,
        "returned_fields": list(one.returned_fields),
    }
    return _line(batch, item, one.packaged.rev, one.outcome, decision) | {
        "before": received_before.plain(Before(one.packaged.digest, added=True), left)
    }


def _write_documents(session: Session, items: Sequence[ItemPreview], examined: dict[str, Examined]) -> None:
    for one in {one.sm3: one for item in items for one in item.content.attachments}.values():
        if session.get(Document, one.sm3) is None:
            write_document(session, one, examined[one.sm3])


def _take_item(
    desk: Desk, session: Session, inspection: Inspection, packaged: PackagedItem, preview: ItemPreview
) -> tuple[Item, Before]:
    """An item that is here with another version, or again after it was taken back; and what undoing has to know."""
    item, content = item_rows.item_by_uuid(session, packaged.uuid), preview.content
    was = received_before.snapshot(item)
    if was is None:
        item_rows.move(desk, item, Move.RECEIVE)
    if preview.novelty in (Novelty.DUPLICATE, Novelty.DECIDED):
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
        session.flush()
        signed = zip(preview.sign_offs, packaged.signoffs, strict=True)
        insert_rows(session, SignOff, [unpacked(item.id, checked, travelled) for checked, travelled in signed])
    session.flush()
    if is_doubled(item.form_number) and not preview.number_taken:
        item.form_number, item.short_number = packaged.form_number, short_number(packaged.form_number)
    if packaged.rev == item.head_rev:
        item.conflict = True
    elif packaged.rev > item.head_rev and (_open(item) or is_withdrawn(session, item.uuid)):
        item.head_rev, item.conflict = packaged.rev, False
        listing.show(desk.calendar, session, item, content)
        listing.reindex(session, item, content)
    voided = item_rows.void_sign_offs(desk, session, item, "收到新版本", before=item.head_rev)
    return item, Before(packaged.digest, True, voided, was)


def _open(item: Item) -> bool:
    """Whether a new version may still take the place of what the centre has: not once it is published or withdrawn."""
    return allows(ItemState(item.state), Move.RECEIVE)


def _usable(session: Session, uuid: str, preview: ItemPreview, decision: Decision) -> Decision:
    """The decision, unless the centre has closed the item meanwhile: then its new version goes back whatever was decided."""
    item = item_rows.item_by_uuid(session, uuid)
    if preview.novelty is not Novelty.CHANGED or _open(item):
        return decision
    return Decision(False, f"这条信息在办公室已经“{word(ItemState(item.state))}”，新版本没有采用")


def _decide(desk: Desk, item: Item, content: ItemContent, preview: ItemPreview, decision: Decision) -> ItemOutcome:
    if preview.novelty in (Novelty.CONFLICT, Novelty.DECIDED, Novelty.DIVERGED):
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
    return session.scalars(select(ReceivedBatch).where(ReceivedBatch.manifest_hash == manifest_hash)).one()
