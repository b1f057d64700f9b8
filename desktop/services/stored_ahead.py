"""Documents are stored before the rows that name them; when the user cancels in between, they go again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import Cancelled
from desktop.formats.package import Package
from desktop.formats.pulse import Pulse
from desktop.models import Document, InkScan
from desktop.screening.intake import Examined
from desktop.services.against_lists import screened_from_outside
from desktop.services.desk import CancelCheck, Desk, Progress, stop_if
from desktop.services.inspected import Inspection
from desktop.services.inspection import open_again
from desktop.services.item_rows import in_portions

ROOM_PER_ITEM = 64 * 1024
"""What an item takes in the database at the most: content, sign-offs, search index, and the same once more in the log."""


@contextmanager
def gone_if_cancelled(desk: Desk, digests: Iterable[str]) -> Iterator[None]:
    """Remove those of these documents that were not here before when the work inside is cancelled.

    What another verb has named meanwhile stays, and so does everything when the work fails: a later try finds it.
    """
    objects = desk.store.objects
    new = [sm3 for sm3 in digests if not objects.path_of(sm3).exists()]
    try:
        yield
    except Cancelled:
        with desk.store.reading() as session:
            unnamed = set(new) - _named(session, new)
        for sm3 in unnamed:
            objects.remove(sm3)
        raise


def store_documents(desk: Desk, package: Package, names: Mapping[str, str], pulse: Pulse) -> dict[str, Examined]:
    """Store what a package holds; returns what was read of each. A document that is already there is read again."""
    examined: dict[str, Examined] = {}
    for sm3, size in package.attachments.items():
        data = b"".join(package.attachment(sm3))
        examined[sm3] = screened_from_outside(desk, names[sm3], data, released=True)
        desk.store.objects.put([data], size)
        pulse.advance(size)
    return examined


def _named(session: Session, digests: list[str]) -> set[str]:
    """Which of these objects a row names, as a document or as a scan of signatures."""
    named: set[str] = set()
    for some in in_portions(digests):
        for kind in (Document, InkScan):
            named.update(session.scalars(select(kind.sm3).where(kind.sm3.in_(some))))
    return named


def require_room(desk: Desk, package: Package) -> None:
    """Raise UserError before the first byte is written; what is on the disk already takes no room again."""
    objects = desk.store.objects
    new = sum(size for sm3, size in package.attachments.items() if not objects.path_of(sm3).exists())
    objects.require_space(new + ROOM_PER_ITEM * len(package.items))


def mend_documents(desk: Desk, inspection: Inspection, progress: Progress, cancelled: CancelCheck) -> None:
    """Any batch that holds a document supplies it again when ours is damaged."""
    with open_again(desk, inspection, progress, cancelled) as package:
        objects = desk.store.objects
        damaged = {sm3: size for sm3, size in package.attachments.items() if not objects.check(sm3)}
        for sm3, size in damaged.items():
            stop_if(cancelled)
            objects.put(package.attachment(sm3), size)
        if damaged:
            with desk.verb("mend_documents", package.header.batch_id, {"documents": len(damaged)}):
                pass
