"""The centre's receipts: what became of each item of a batch, regenerated from the store whenever asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from desktop.errors import UserError
from desktop.formats.names import safe_name
from desktop.formats.package_records import Anchor
from desktop.formats.receipt import BatchReference, write_receipt
from desktop.formats.receipt import Receipt as ReceiptRecord
from desktop.models import Agency, AuditEntry, Office, Receipt, ReceivedBatch
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.services.accounts import end_key
from desktop.services.desk import Desk
from desktop.services.gaps import contiguous_seq
from desktop.services.item_rows import in_portions
from desktop.services.receipt_items import Taken, digests, taken_of, taken_of_all
from desktop.store import audit

RECEIPTS_PER_EPOCH = 100_000
"""Receipt numbers kept free for each epoch: a restored centre begins above all that it may have issued."""

ISSUED = "issue_receipt"
_TOLD_FROM = "told_from"
"""How the audit trail calls a receipt whose number is drawn, and the digest of what it is told from."""

FAILED = "receipt_failed"
"""How the audit trail calls a receipt whose file was certainly not written."""

NOT_WRITTEN = ""
"""The time of a receipt whose number is drawn and whose file does not stand yet."""


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


def issue_receipt(desk: Desk, received_batch_id: int, folder: Path) -> IssuedReceipt:
    """Write the signed receipt of a batch as things stand now into a folder (the stick).

    The number is drawn with the text in one transaction, and only when the file stands is the receipt counted as
    written: until then the batch is due, and is simply issued again under the next number (fault 31).
    """
    desk.require(Permission.IMPORT)
    reachable = folder.is_dir()
    facts: dict[str, object] = {}
    with desk.verb(ISSUED, str(received_batch_id), facts) as session:
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
        facts |= {"receipt": seq, _TOLD_FROM: _basis(row, digests(session, row.id))}
        session.add(
            Receipt(
                seq=seq, office_id=office.id, received_batch_id=row.id, body=to_plain(record), created_at=NOT_WRITTEN
            )
        )
        key = end_key(session)
        path = folder / safe_name(f"回执_{office.name}_{row.paper_number}_第{seq:04d}号.json")
    try:
        write_receipt(path, record, key)
    except UserError:
        if not path.exists() and folder.is_dir() is reachable:  # a stick pulled out meanwhile may hold it
            with desk.verb(FAILED, str(received_batch_id), {"receipt": seq}):
                pass
        raise
    with desk.verb("receipt_written", str(received_batch_id), {"receipt": seq}) as session:
        session.get_one(Receipt, seq).created_at = record.created_at
    return IssuedReceipt(path, seq, office.name, record)


def receipts_due(desk: Desk) -> tuple[ReceiptDue, ...]:
    """The batches that want a receipt: never receipted, or with something to tell that the last one did not.

    The lines of a batch are read only when what its last receipt was told from has changed since.
    """
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        known = _last_receipts(session)
        written = [(batch, last) for batch, _name, last in known if last is not None and last.created_at != NOT_WRITTEN]
        told_from, lines = _told_from(session, [last for _batch, last in written]), digests(session)
        changed = [(batch, last) for batch, last in written if told_from.get(last.seq) != _basis(batch, lines)]
        now = taken_of_all(session, [batch.id for batch, _last in changed])
        more = {last.seq for batch, last in changed if _says_more(last, batch, now.get(batch.id, ()))}
        told = {last.seq for _batch, last in written} - more
        return tuple(
            ReceiptDue(batch.id, name, batch.paper_number, batch.received_at, last.created_at if last else "")
            for batch, name, last in known
            if last is None or last.seq not in told
        )


def received_lines(desk: Desk, received_batch_id: int) -> tuple[ReceivedLine, ...]:
    """The items of a received batch with their outcome as things stand now, by number."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return tuple(
            ReceivedLine(one.told.uuid, one.number, one.title, one.told.outcome, one.told.reason)
            for one in taken_of(session, received_batch_id)
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


def _last_receipts(session: Session) -> list[tuple[ReceivedBatch, str, Receipt | None]]:
    """The batches that may have a receipt, the newest first, each with its office's name and its last one."""
    newest = (
        select(Receipt.received_batch_id, func.max(Receipt.seq).label("seq"))
        .group_by(Receipt.received_batch_id)
        .subquery()
    )
    rows = session.execute(
        select(ReceivedBatch, Office.name, Receipt)
        .join(Office, Office.id == ReceivedBatch.office_id)
        .outerjoin(newest, newest.c.received_batch_id == ReceivedBatch.id)
        .outerjoin(Receipt, Receipt.seq == newest.c.seq)
        .where(ReceivedBatch.undone_at.is_(None), ReceivedBatch.outcome != ReceivedOutcome.HELD.value)
        .order_by(ReceivedBatch.id.desc())
        .options(defer(Receipt.body))  # as long as a batch, and few are read
    )
    return [(batch, name, last) for batch, name, last in rows]


def _told_from(session: Session, last: Sequence[Receipt]) -> dict[int, str]:
    """The digests that receipts were told from, by their numbers; of one by an earlier program it is not known."""
    found: dict[int, str] = {}
    for batches in in_portions([str(one.received_batch_id) for one in last]):
        noted = select(AuditEntry.detail).where(AuditEntry.object.in_(batches), AuditEntry.action == ISSUED)
        found |= {one["receipt"]: one[_TOLD_FROM] for one in session.scalars(noted) if _TOLD_FROM in one}
    return found


def _basis(batch: ReceivedBatch, lines: Mapping[int, str]) -> str:
    """What a receipt of a batch is told from, short: as long as it is the same there is nothing new to tell."""
    return f"{batch.outcome} {batch.code} {lines.get(batch.id, '')}"


def _says_more(last: Receipt, batch: ReceivedBatch, now: Sequence[Taken]) -> bool:
    """Whether a receipt written now would say something new; told by what it says, for clocks may have been set back."""
    said = last.body["outcome"], last.body["code"], last.body["items"]
    return bool(said != (batch.outcome, batch.code, [to_plain(one.told) for one in now]))


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
        items=tuple(one.told for one in taken_of(session, row.id)),
        anchor=Anchor(anchor.epoch, anchor.seq, anchor.h),
        created_at=desk.now(),
    )
