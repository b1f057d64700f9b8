"""The papers between the ends: the list of a batch and the receipt for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.formats.placing import reading_errors
from desktop.formats.receipt import Receipt
from desktop.labels import FIELDS, batch_name, word
from desktop.printing.batch_list import WITHDRAWN, WITHHELD, BatchListSheet, BatchRow, batch_lists
from desktop.printing.cells import Option
from desktop.printing.receipt import ReceiptRow, ReceiptSheet, receipt
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.numbers import in_runs
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.services.batch_views import BatchLine, batch_items, batches, withdrawn_numbers
from desktop.services.batches import Written
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.ledger import numbers_and_titles
from desktop.trust.digests import DualDigest


def batch_list_pdf(desk: Desk, *written: Written) -> bytes:
    """The hand-over lists (报送清单) of batches that lie on the stick, each with the receipt to tear off."""
    return batch_lists([_list_of(desk, one) for one in written])


def _list_of(desk: Desk, written: Written) -> BatchListSheet:
    lines = batch_items(desk, written.batch.id)
    withdrawn = tuple(
        BatchRow(number, "撤回通知", "", WITHDRAWN, 0, "") for number in withdrawn_numbers(desk, written.batch.id)
    )
    digest = _digest_of(written.path)
    return BatchListSheet(
        number=written.batch.paper_number,
        sent_on=civil_date(written.batch.created_at),
        office=desk.agency.office_name,
        receiver=f"{desk.agency.name}办公室",
        period=written.batch.period,
        previous=_previous(desk, written.batch.id),
        rows=tuple(map(_row, lines)) + withdrawn,
        size=sum(document.size for one in lines if _travels(one) for document in one.content.attachments),
        medium="U 盘",
        file_name=written.path.name,
        sm3=digest.sm3,
        sha256=digest.sha256,
    )


def _previous(desk: Desk, batch_id: str) -> str:
    """The number of the batch before; empty for the first."""
    numbers = {one.id: one.paper_number for one in reversed(batches(desk))}
    earlier = list(numbers)[: list(numbers).index(batch_id)]
    return numbers[earlier[-1]] if earlier else ""


def receipt_pdf(desk: Desk, record: Receipt, office_name: str, batch_number: str, received_on: date) -> bytes:
    """A receipt on paper."""
    names = numbers_and_titles(desk, [one.uuid for one in record.items])
    return receipt(
        ReceiptSheet(
            number=f"{record.receipt_seq:04d}",
            issued_on=civil_date(record.created_at),
            centre=f"{desk.agency.name}{desk.agency.office_name}",
            office=office_name,
            batch_number=batch_number,
            received_on=received_on,
            results=tuple(Option(word(one), one is record.outcome) for one in ReceivedOutcome),
            rows=tuple(
                ReceiptRow(
                    *names.get(one.uuid, ("", "")),
                    word(one.outcome),
                    one.reason,
                    tuple(_field(name) for name in one.fields),
                    one.index_number,
                )
                for one in record.items
            ),
            digest=record.batch.manifest_hash,
            gaps=tuple(batch_name(record.batch.epoch, run) for run in in_runs(record.gaps)),
            conflicts=tuple(
                names.get(one.uuid, ("", ""))[0] for one in record.items if one.outcome is ItemOutcome.CONFLICT
            ),
            receiver=desk.person.name,
        )
    )


def _genre(content: ItemContent) -> str:
    return content.genre.value if content.genre else ""


def _digest_of(path: Path) -> DualDigest:
    """Both digests of a file that may be as large as a stick; UserError when it cannot be read."""
    digest = DualDigest()
    with reading_errors(path), path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest


def _travels(line: BatchLine) -> bool:
    return line.content.attribute is not Attribute.WITHHELD


def _row(line: BatchLine) -> BatchRow:
    """An item as the list shows it. Of a withheld one only the number travels, on paper as in the package."""
    if not _travels(line):
        return BatchRow(line.form_number, "不予公开（只报编号）", "", WITHHELD, 0, "")
    content = line.content
    attachments = len(content.attachments)
    return BatchRow(line.form_number, content.title, content.document_number, _genre(content), attachments, line.digest)


def _field(name: str) -> str:
    return FIELDS.get(name, name)
