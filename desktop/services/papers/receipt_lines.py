"""What the receipts said of one item, at either end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formats.receipt import Receipt as ReceiptRecord
from desktop.labels import word
from desktop.models import Batch, BatchItem, Item, ReadReceipt, Receipt, ReceivedBatch, ReceivedItem
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import BatchState
from desktop.services.clock import civil_date
from desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt and what it said of the item; `number` is empty while the batch has no receipt."""

    batch: str
    number: str
    day: str
    outcome: str
    remark: str


def receipt_lines(desk: Desk, uuid: str) -> tuple[ReceiptLine, ...]:
    """The receipts read or issued for the batches that an item travelled in, the oldest first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return (*_read(session, uuid), *_issued(session, uuid))


def _read(session: Session, uuid: str) -> Iterator[ReceiptLine]:
    """At the office: by sent batch, with its receipts."""
    rows = session.execute(
        select(Batch, ReadReceipt.body)
        .join(BatchItem, BatchItem.batch_id == Batch.id)
        .join(Item, Item.id == BatchItem.item_id)
        .outerjoin(ReadReceipt, ReadReceipt.batch_id == Batch.id)
        .where(Item.uuid == uuid)
        .order_by(Batch.epoch, Batch.seq, ReadReceipt.seq)
    )
    for batch, body in rows:
        if body is None:
            told = "已收回" if batch.state == BatchState.TAKEN_BACK.value else "已报送，未回执"
            yield ReceiptLine(batch.paper_number, "", civil_date(batch.created_at).isoformat(), told, "")
        else:
            yield _line(batch.paper_number, body, uuid)


def _issued(session: Session, uuid: str) -> Iterator[ReceiptLine]:
    """At the centre: by received batch, with the receipts issued for it."""
    rows = session.execute(
        select(ReceivedBatch, Receipt.body)
        .join(ReceivedItem, ReceivedItem.received_batch_id == ReceivedBatch.id)
        .join(Item, Item.id == ReceivedItem.item_id)
        .outerjoin(Receipt, Receipt.received_batch_id == ReceivedBatch.id)
        .where(Item.uuid == uuid, ReceivedBatch.undone_at.is_(None))
        .order_by(ReceivedBatch.id, Receipt.seq)
    )
    for batch, body in rows:
        if body is None:
            yield ReceiptLine(batch.paper_number, "", civil_date(batch.received_at).isoformat(), "已接收，未回执", "")
        else:
            yield _line(batch.paper_number, body, uuid)


def _line(batch: str, body: Any, uuid: str) -> ReceiptLine:
    record = from_plain(ReceiptRecord, body)
    said = next((one for one in record.items if one.uuid == uuid), None)
    day = civil_date(record.created_at).isoformat()
    if said is None:
        return ReceiptLine(batch, f"{record.receipt_seq:04d}", day, word(record.outcome), record.code)
    index = f"索引号 {said.index_number}" if said.index_number else ""
    remark = "；".join(part for part in (said.reason, index) if part)
    return ReceiptLine(batch, f"{record.receipt_seq:04d}", day, word(said.outcome), remark)
