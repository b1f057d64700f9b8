"""What a receipt says of each version that a batch brought: its own state and its own publication, no other version's."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, exists, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop.formats.receipt import ReceiptItem
from desktop.models import DeliveryItem, EarlierPublication, Item, Publication, ReceivedItem, Withdrawal
from desktop.rules.states import ItemOutcome, ItemState
from desktop.services.item_rows import in_portions
from desktop.trust.digests import sm3

_OUTCOMES: dict[str, ItemOutcome] = {
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


TO_EXCHANGE = "撤回时已送交档案馆、图书馆，须办理撤换"
"""What a receipt says of an item that its office took back too late."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where and when one version was published; `replaced` when a later one has taken its place in public."""

    published_on: date
    address: str
    taken_down_on: date | None = None
    replaced: bool = False

    @property
    def over(self) -> str:
        """Why it is not in public any more; empty while it is."""
        if self.replaced:
            return "公开的内容已换成更正后的版本"
        return f"{self.taken_down_on:%Y-%m-%d} 已撤下" if self.taken_down_on else ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A version that a batch brought, its item as it stands now, and what a receipt says of it."""

    number: str
    title: str
    told: ReceiptItem


def taken_of(session: Session, received_batch_id: int) -> list[Taken]:
    """The versions of one batch, by form number."""
    return _taken(session, ReceivedItem.received_batch_id == received_batch_id).get(received_batch_id, [])


def taken_of_all(session: Session, received_batch_ids: Sequence[int]) -> Mapping[int, list[Taken]]:
    """The versions of these batches by their rows."""
    found: dict[int, list[Taken]] = {}
    for ids in in_portions(list(received_batch_ids)):
        found |= _taken(session, ReceivedItem.received_batch_id.in_(ids))
    return found


def digests(session: Session, received_batch_id: int | None = None) -> dict[int, str]:
    """For each batch, or one, a digest of all that its receipt is told from.

    As long as it is the same, so is what a receipt says: to know that costs one pass in the database, and no line is read.
    """
    line = func.json_array(*_BASIS)
    lines = func.json_group_array(line).aggregate_order_by(
        ReceivedItem.item_id, ReceivedItem.rev, EarlierPublication.id
    )
    wanted = _joined(select(ReceivedItem.received_batch_id, lines)).group_by(ReceivedItem.received_batch_id)
    if received_batch_id is not None:
        wanted = wanted.where(ReceivedItem.received_batch_id == received_batch_id)
    return {batch: sm3(told.encode()) for batch, told in session.execute(wanted)}


def _same_version(table: type[Publication | EarlierPublication | DeliveryItem]) -> ColumnElement[bool]:
    return and_(table.item_id == ReceivedItem.item_id, table.rev == ReceivedItem.rev)


_BASIS: tuple[ColumnElement[Any], ...] = (
    ReceivedItem.rev.label("rev"),
    ReceivedItem.outcome.label("outcome"),
    ReceivedItem.reason.label("reason"),
    type_coerce(ReceivedItem.fields, String).label("fields"),  # as text: few rows need them
    Item.uuid.label("uuid"),
    Item.state.label("state"),
    Item.head_rev.label("head_rev"),
    Item.returned_reason.label("returned_reason"),
    type_coerce(Item.returned_fields, String).label("returned_fields"),
    Item.index_number.label("index_number"),
    Publication.published_on.label("published_on"),
    Publication.address.label("address"),
    Publication.taken_down_on.label("taken_down_on"),
    EarlierPublication.published_on.label("earlier_on"),
    EarlierPublication.address.label("earlier_address"),
    exists().where(_same_version(DeliveryItem)).label("delivered"),
    exists().where(Withdrawal.item_uuid == Item.uuid).label("taken_back"),
)
"""All that `_line` tells from: what is added there is added here, or a receipt is not seen to be due."""


def _joined(wanted: Select[Any]) -> Select[Any]:
    return (
        wanted.select_from(ReceivedItem)
        .join(Item, Item.id == ReceivedItem.item_id)
        .outerjoin(Publication, _same_version(Publication))
        .outerjoin(EarlierPublication, _same_version(EarlierPublication))
    )


def _taken(session: Session, which: ColumnElement[bool]) -> dict[int, list[Taken]]:
    columns = (ReceivedItem.received_batch_id, Item.short_number, Item.title, *_BASIS)
    wanted = _joined(select(*columns)).where(which).order_by(Item.form_number, ReceivedItem.rev)
    found: dict[int, list[Taken]] = defaultdict(list)
    for row in session.execute(wanted):
        found[row.received_batch_id].append(Taken(row.short_number, row.title, _line(row)))
    return found


def _line(row: Any) -> ReceiptItem:
    """The item's present state when this batch's version is the head, else what became of the version itself."""
    disputed = row.outcome == ItemOutcome.CONFLICT.value  # one of two contents, or the one that was decided against
    current = row.rev == row.head_rev and not disputed
    # What waits to be published was not, whatever was published under its number before.
    public = not disputed and (not current or row.state in _AFTER_PUBLICATION)
    evidence = _evidence(row) if public else None
    outcome = _OUTCOMES.get(row.state, ItemOutcome.RECEIVED) if current else _of_earlier(row, evidence)
    returned = outcome is ItemOutcome.RETURNED
    reason = (row.returned_reason if current else row.reason) if returned else (evidence.over if evidence else "")
    if row.taken_back and outcome in (ItemOutcome.DELIVERED, ItemOutcome.CLOSED):
        reason = TO_EXCHANGE
    return ReceiptItem(
        uuid=row.uuid,
        rev=row.rev,
        outcome=outcome,
        reason=reason,
        fields=tuple(json.loads(row.returned_fields if current else row.fields)) if returned else (),
        index_number=row.index_number or "",
        address=evidence.address if evidence else "",
        published_on=evidence.published_on.isoformat() if evidence else "",
    )


def _evidence(row: Any) -> Evidence | None:
    if row.published_on is not None:
        return Evidence(row.published_on, row.address, row.taken_down_on)
    return Evidence(row.earlier_on, row.earlier_address, replaced=True) if row.earlier_on is not None else None


def _of_earlier(row: Any, evidence: Evidence | None) -> ItemOutcome:
    """What became of a version that is not the head: it was published whatever its correction is waiting for."""
    if evidence is None:
        return ItemOutcome(row.outcome)
    if evidence.taken_down_on:
        return ItemOutcome.WITHDRAWN
    return ItemOutcome.DELIVERED if row.delivered else ItemOutcome.PUBLISHED
