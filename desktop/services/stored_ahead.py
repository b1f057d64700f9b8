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
from desktop.services.desk import Desk
from desktop.services.item_rows import in_portions


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
