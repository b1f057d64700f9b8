"""Publications that receipts tell an office: each of its own version, in whatever order the receipts are read."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formats.receipt import ReceiptItem
from desktop.models import EarlierPublication, Item, Publication
from desktop.services import item_rows
from desktop.services.desk import Desk


def note_told(desk: Desk, session: Session, item: Item, line: ReceiptItem) -> None:
    """Record the publication that a receipt tells of one version; the newest version's is the present one."""
    day = date.fromisoformat(line.published_on)
    present = session.scalar(select(Publication).where(Publication.item_id == item.id))
    if present is None or present.rev <= line.rev:
        item_rows.note_publication(desk, session, item, line.rev, day, "", line.address)
        session.flush()
        return
    row = session.scalar(
        select(EarlierPublication).where(EarlierPublication.item_id == item.id, EarlierPublication.rev == line.rev)
    )
    if row is None:
        row = EarlierPublication(item_id=item.id, rev=line.rev, channel="", publisher="", recorded_at=desk.now())
        session.add(row)
    row.published_on, row.address = day, line.address
    session.flush()
