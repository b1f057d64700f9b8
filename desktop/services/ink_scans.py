"""Scans of signatures in ink: kept with the item, named by the signed statement, never sent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import InkScan, Item
from desktop.rules.roles import Permission
from desktop.services.desk import Desk
from desktop.trust.digests import sm3

PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan that was read and found right: its file's name, its kind (jpg, png, pdf), its bytes as they are kept."""

    name: str
    kind: str
    data: bytes

    @property
    def digest(self) -> str:
        """The SM3 that the statement names."""
        return sm3(self.data)


@dataclass(frozen=True, slots=True)
class ScanView:
    """A scan as the screens list it."""

    sm3: str
    name: str
    kind: str
    size: int


def keep(desk: Desk, session: Session, item: Item, scan: Scan) -> None:
    """Store a scan with its item in the running transaction; the same sheet may bear several signatures."""
    if session.get(InkScan, (scan.digest, item.id)) is not None:
        return
    stored = desk.store.objects.put([scan.data], len(scan.data))
    session.add(
        InkScan(
            sm3=stored.sm3,
            item_id=item.id,
            name=scan.name,
            kind=scan.kind,
            size=stored.size,
            recorded_at=desk.now(),
            recorded_by=desk.person.name,
        )
    )


def scans_of(session: Session, item: Item) -> tuple[ScanView, ...]:
    """The scans that lie here for an item, in the order in which they were recorded."""
    rows = session.scalars(select(InkScan).where(InkScan.item_id == item.id).order_by(InkScan.recorded_at))
    return tuple(ScanView(row.sm3, row.name, row.kind, row.size) for row in rows)


def read(desk: Desk, view: ScanView) -> Scan:
    """A stored scan; UserError (E-OBJECT) when it is missing or damaged."""
    desk.require(Permission.READ)
    return Scan(view.name, view.kind, desk.store.objects.read(view.sm3))
