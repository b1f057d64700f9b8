"""What an import notes beside each item, so that it can be undone: what the item was, and what was brought to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.formats.package_records import BatchHeader
from desktop.models import Item, ReceivedBatch, ReceivedItem
from desktop.rules.states import ItemState, ReceivedOutcome
from desktop.services.desk import Desk

_COLUMNS = ("state", "head_rev", "conflict", "returned_reason", "returned_fields")


@dataclass(frozen=True, slots=True)
class Before:
    """What `ReceivedItem.before` holds. `item` is None for an item that was not here, `left` is how the import left it.

    `brought` is the digest of the version in the batch, `added` whether it was new here, `voided` the sign-offs on earlier
    versions that it made void.
    """

    brought: str = ""
    added: bool = False
    voided: Sequence[int] = ()
    item: Mapping[str, Any] | None = None
    left: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether the import changed the item."""
        return self.item != self.left


def snapshot(item: Item | None) -> dict[str, Any] | None:
    """What undoing puts back; None for an item that is not here, or no longer."""
    if item is None or item.state == ItemState.DISCARDED.value:
        return None
    return {name: getattr(item, name) for name in _COLUMNS}


def packed(before: Before, item: Item) -> dict[str, Any]:
    """What is kept of an import of `item`, which has just been dealt with."""
    return plain(before, snapshot(item))


def plain(before: Before, left: Mapping[str, Any] | None) -> dict[str, Any]:
    """The same for an item whose row is known without reading it."""
    return {
        "brought": before.brought,
        "added": before.added,
        "voided": list(before.voided),
        "item": before.item,
        "left": left,
    }


def unpacked(line: ReceivedItem) -> Before | None:
    """What was kept; None for what a program took in that did not keep it."""
    return None if line.before is None else Before(**line.before)


def put_back(item: Item, before: Mapping[str, Any]) -> None:
    """Let an item be as it was."""
    for name in _COLUMNS:
        setattr(item, name, before[name])


def new_received(
    desk: Desk,
    header: BatchHeader,
    manifest_hash: str,
    items: int,
    office_id: str,
    outcome: ReceivedOutcome,
    code: str = "",
) -> ReceivedBatch:
    """The row of a batch that reached the centre, with what became of it."""
    return ReceivedBatch(
        batch_id=header.batch_id,
        office_id=office_id,
        epoch=header.epoch,
        seq=header.seq,
        paper_number=header.paper_number,
        kind=header.kind,
        period=header.period,
        manifest_hash=manifest_hash,
        outcome=outcome.value,
        code=code,
        item_count=items,
        anchor={
            "epoch": header.anchor.epoch,
            "seq": header.anchor.seq,
            "head": header.anchor.head,
            "at": header.created_at,
            "previous": header.previous,
        },
        received_at=desk.now(),
        received_by=desk.person.name,
    )


def forget(session: Session, row: ReceivedBatch) -> None:
    """Remove the lines of an import that was undone, before the batch is dealt with anew."""
    session.execute(delete(ReceivedItem).where(ReceivedItem.received_batch_id == row.id))


def find_received(session: Session, manifest_hash: str) -> ReceivedBatch | None:
    """The received batch with this manifest hash, None when it never arrived."""
    return session.scalar(select(ReceivedBatch).where(ReceivedBatch.manifest_hash == manifest_hash))
