"""The centre's receipts: what became of each item of a batch, regenerated from the store whenever asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.names import safe_name
from desktop.formats.package_records import Anchor
from desktop.formats.receipt import BatchReference, ReceiptItem, write_receipt
from desktop.formats.receipt import Receipt as ReceiptRecord
from desktop.models import (
    Agency,
    DeliveryItem,
    EarlierPublication,
    Item,
    Office,
    Publication,
    Receipt,
    ReceivedBatch,
    ReceivedItem,
)
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemOutcome, ItemState, ReceivedOutcome
from desktop.services.accounts import end_key
from desktop.services.desk import Desk
from desktop.services.gaps import contiguous_seq
from desktop.store import audit

RECEIPTS_PER_EPOCH = 100_000
"""Receipt numbers kept free for each epoch: a restored centre begins above all that it may have issued."""

NOT_WRITTEN = ""
"""The time of a receipt whose number is drawn and whose file does not stand yet."""

_OUTCOMES: dict[ItemState, ItemOutcome] = {
    ItemState.PENDING: ItemOutcome.RECEIVED,
    ItemState.TO_PUBLISH: ItemOutcome.APPROVED,
    ItemState.REGISTERED: ItemOutcome.REGISTERED,
    ItemState.RETURNED: ItemOutcome.RETURNED,
    ItemState.PUBLISHED: ItemOutcome.PUBLISHED,
    ItemState.DELIVERED: ItemOutcome.DELIVERED,
    ItemState.CLOSED: ItemOutcome.CLOSED,
    ItemState.WITHDRAWN: ItemOutcome.WITHDRAWN,
}

_AFTER_PUBLICATION = (ItemState.PUBLISHED, ItemState.DELIVERED, ItemState.CLOSED, ItemState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class IssuedReceipt:
    """A receipt that was written."""

    path: Path
    seq: int
    office_name: str
    record: ReceiptRecord


@dataclass(frozen=True, slots=True)
class ReceiptDue:
    """A batch whose items have moved on since its last receipt, or that has none."""

    received_batch_id: int
    office_name: str
    paper_number: str
    received_at: str
    last_receipt_at: str


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """An item of a received batch: what the next receipt says of it."""

    uuid: str
    number: str
    title: str
    outcome: ItemOutcome
    reason: str


@dataclass(frozen=True, slots=True)
class _Taken:
    """A version that a batch brought; `evidence` is the publication recorded for this version, of no other one."""

    item: Item
    received: ReceivedItem
    evidence: Publication | EarlierPublication | None
    delivered: bool

    @property
    def current(self) -> bool:
        """Whether this version is the head, whose state is that of the item."""
        return self.received.rev == self.item.head_rev and not self.disputed

    @property
    def disputed(self) -> bool:
        """Whether this content is one of two under the same number, or the one that was decided against."""
        return self.received.outcome == ItemOutcome.CONFLICT.value

    @property
    def published(self) -> Publication | EarlierPublication | None:
        """Where this very version was published: what waits to be published was not, whatever was before it."""
        if self.disputed or (self.current and ItemState(self.item.state) not in _AFTER_PUBLICATION):
            return None
        return self.evidence


def issue_receipt(desk: Desk, received_batch_id: int, folder: Path) -> IssuedReceipt:
    """Write the signed receipt of a batch as things stand now into a folder (the stick).

    The number is drawn with the text in one transaction, and only when the file stands is the receipt counted as
    written: until then the batch is due, and is simply issued again under the next number (fault 31).
    """
    desk.require(Permission.IMPORT)
    with desk.verb("issue_receipt", str(received_batch_id)) as session:
        row = session.get(ReceivedBatch, received_batch_id)
        if row is None:
            raise UserError("没有找到这一批", "刷新列表后再试", "E-BATCH")
        if row.undone_at is not None:
            raise UserError("这一批已撤销接收，没有可写的回执", "重新接收后再写", "E-STATE")
        if row.outcome == ReceivedOutcome.HELD.value:
            raise UserError("这一批等两人决定，还不能写回执", "在“待两人决定”办理后再写", "E-HELD")
        office = session.get_one(Office, row.office_id)
        seq = _next_seq(session)
        record = _record(desk, session, row, office, seq)
        session.add(
            Receipt(
                seq=seq, office_id=office.id, received_batch_id=row.id, body=to_plain(record), created_at=NOT_WRITTEN
            )
        )
        key = end_key(session)
        path = folder / safe_name(f"回执_{office.name}_{row.paper_number}_第{seq:04d}号.json")
    write_receipt(path, record, key)
    with desk.verb("receipt_written", str(received_batch_id), {"receipt": seq}) as session:
        session.get_one(Receipt, seq).created_at = record.created_at
    return IssuedReceipt(path, seq, office.name, record)


def receipts_due(desk: Desk) -> tuple[ReceiptDue, ...]:
    """The batches that want a receipt: never receipted, or with something to tell that the last one did not."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return tuple(
            ReceiptDue(batch.id, name, batch.paper_number, batch.received_at, last.created_at if last else "")
            for batch, name, last in _candidates(session)
            if last is None or last.created_at == NOT_WRITTEN or _told(session, batch) != last.body["items"]
        )


def received_lines(desk: Desk, received_batch_id: int) -> tuple[ReceivedLine, ...]:
    """The items of a received batch with their outcome as things stand now, by number."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        lines = [(one.item, _line(one)) for one in _lines(session, received_batch_id)]
        return tuple(
            ReceivedLine(item.uuid, item.short_number, item.title, line.outcome, line.reason) for item, line in lines
        )


def last_receipt(desk: Desk, received_batch_id: int) -> ReceiptRecord | None:
    """The newest receipt issued for a batch, None when there is none; for printing it again."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        body = session.scalar(
            select(Receipt.body)
            .where(Receipt.received_batch_id == received_batch_id)
            .order_by(Receipt.seq.desc())
            .limit(1)
        )
        return from_plain(ReceiptRecord, body) if body else None


def _next_seq(session: Session) -> int:
    """The next receipt number: after every earlier one, also after those that a restored centre has forgotten."""
    epoch = session.execute(select(Agency.epoch)).scalar_one()
    return max(session.scalar(select(func.max(Receipt.seq))) or 0, (epoch - 1) * RECEIPTS_PER_EPOCH) + 1


def _candidates(session: Session) -> list[tuple[ReceivedBatch, str, Receipt | None]]:
    """Batches without a receipt, or with an item that changed in or after the second of the last one."""
    newest = (
        select(Receipt.received_batch_id, func.max(Receipt.seq).label("seq"))
        .group_by(Receipt.received_batch_id)
        .subquery()
    )
    changed = (
        select(ReceivedItem.received_batch_id, func.max(Item.updated_at).label("at"))
        .join(Item, Item.id == ReceivedItem.item_id)
        .group_by(ReceivedItem.received_batch_id)
        .subquery()
    )
    rows = session.execute(
        select(ReceivedBatch, Office.name, Receipt)
        .join(Office, Office.id == ReceivedBatch.office_id)
        .outerjoin(newest, newest.c.received_batch_id == ReceivedBatch.id)
        .outerjoin(Receipt, Receipt.seq == newest.c.seq)
        .outerjoin(changed, changed.c.received_batch_id == ReceivedBatch.id)
        .where(Receipt.seq.is_(None) | (Receipt.created_at == NOT_WRITTEN) | (changed.c.at >= Receipt.created_at))
        .where(ReceivedBatch.undone_at.is_(None), ReceivedBatch.outcome != ReceivedOutcome.HELD.value)
        .order_by(ReceivedBatch.id.desc())
    )
    return [(batch, name, last) for batch, name, last in rows]


def _told(session: Session, batch: ReceivedBatch) -> list[object]:
    """What a receipt written now would say of the items, in its stored form."""
    return [to_plain(_line(each)) for each in _lines(session, batch.id)]


def _record(desk: Desk, session: Session, row: ReceivedBatch, office: Office, seq: int) -> ReceiptRecord:
    contiguous, gaps = contiguous_seq(session, office.id, row.epoch)
    anchor = audit.head(session)
    return ReceiptRecord(
        receipt_seq=seq,
        office_code=office.code,
        agency_code=desk.agency.code,
        batch=BatchReference(row.epoch, row.seq, row.manifest_hash, row.batch_id),
        outcome=ReceivedOutcome(row.outcome),
        code=row.code,
        contiguous_seq=contiguous,
        gaps=gaps,
        items=tuple(_line(each) for each in _lines(session, row.id)),
        anchor=Anchor(anchor.epoch, anchor.seq, anchor.h),
        created_at=desk.now(),
    )


def _lines(session: Session, received_batch_id: int) -> list[_Taken]:
    def same_version(table: type[Publication | EarlierPublication | DeliveryItem]) -> ColumnElement[bool]:
        return and_(table.item_id == ReceivedItem.item_id, table.rev == ReceivedItem.rev)

    rows = session.execute(
        select(Item, ReceivedItem, Publication, EarlierPublication, exists().where(same_version(DeliveryItem)))
        .join(ReceivedItem, ReceivedItem.item_id == Item.id)
        .outerjoin(Publication, same_version(Publication))
        .outerjoin(EarlierPublication, same_version(EarlierPublication))
        .where(ReceivedItem.received_batch_id == received_batch_id)
        .order_by(Item.form_number)
    )
    return [
        _Taken(item, received, present or earlier, delivered) for item, received, present, earlier, delivered in rows
    ]


def _line(one: _Taken) -> ReceiptItem:
    """What the receipt says of an item: its present state when this batch's version is the head, else the version's own."""
    item, received, published = one.item, one.received, one.published
    outcome = _OUTCOMES.get(ItemState(item.state), ItemOutcome.RECEIVED) if one.current else _of_earlier(one)
    returned = outcome is ItemOutcome.RETURNED
    reason = (item.returned_reason if one.current else received.reason) if returned else _no_longer_public(published)
    return ReceiptItem(
        uuid=item.uuid,
        rev=received.rev,
        outcome=outcome,
        reason=reason,
        fields=tuple(item.returned_fields if one.current else received.fields) if returned else (),
        index_number=item.index_number or "",
        address=published.address if published else "",
        published_on=published.published_on.isoformat() if published else "",
    )


def _of_earlier(one: _Taken) -> ItemOutcome:
    """What became of a version that is not the head: it was published whatever its correction is waiting for."""
    if one.published is None:
        return ItemOutcome(one.received.outcome)
    if isinstance(one.published, Publication) and one.published.taken_down_on:
        return ItemOutcome.WITHDRAWN
    return ItemOutcome.DELIVERED if one.delivered else ItemOutcome.PUBLISHED


def _no_longer_public(published: Publication | EarlierPublication | None) -> str:
    """Why a version that was published is not in public any more; empty while it is."""
    if isinstance(published, EarlierPublication):
        return "公开的内容已换成更正后的版本"
    return f"{published.taken_down_on:%Y-%m-%d} 已撤下" if published and published.taken_down_on else ""
