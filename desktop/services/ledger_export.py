"""A ledger as a spreadsheet: what the user sees listed, page by page, with one audit entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.formats.ledger import write_ledger
from desktop.formats.xlsx import Value
from desktop.labels import FIELDS, word
from desktop.rules.roles import Permission
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.ledger import LedgerRow, ledger_rows

PAGE = 1000

HEADERS = (
    FIELDS["form_number"],
    FIELDS["title"],
    FIELDS["office"],
    FIELDS["state"],
    FIELDS["document_number"],
    FIELDS["signed_on"],
    FIELDS["attribute"],
    "内部期限",
    "公开期限",
    FIELDS["index_number"],
    FIELDS["published_on"],
    FIELDS["next_review_on"],
)


def export_ledger(
    desk: Desk,
    keys: Sequence[int],
    target: Path,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> int:
    """Write the items with these keys, in their order, to an xlsx file; returns how many there were.

    Items that have gone meanwhile are left out. Cancelling leaves no file, and a file that was there stays as it was.
    Raises UserError when the place cannot be written.
    """
    desk.require(Permission.READ)
    count = write_ledger(target, HEADERS, _rows(desk, keys, progress, cancelled))
    with desk.verb("export_ledger", "ledger", {"items": count}):
        return count


def _rows(desk: Desk, keys: Sequence[int], progress: Progress, cancelled: CancelCheck) -> Iterator[tuple[Value, ...]]:
    for start in range(0, len(keys), PAGE):
        stop_if(cancelled)
        progress(start, len(keys))
        yield from (_cells(row) for row in ledger_rows(desk, keys[start : start + PAGE]))
    progress(len(keys), len(keys))


def _cells(row: LedgerRow) -> tuple[Value, ...]:
    return (
        row.number,
        row.title,
        row.office,
        word(row.state),
        row.document_number,
        row.signed_on,
        word(row.attribute),
        row.internal_due,
        row.statutory_due,
        row.index_number,
        row.published_on,
        row.next_review_on,
    )
