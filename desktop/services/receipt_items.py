"""What a receipt says of each version that a batch brought: its own state and its own publication, no other version's."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, exists, select, type_coerce
from sqlalchemy.orm import Session

from desktop.formats.receipt import ReceiptItem
from desktop.models import DeliveryItem, EarlierPublication, Item, Publication, ReceivedItem, Withdrawal
from desktop.rules.states import ItemOutcome, ItemState

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


def all_taken(session: Session) -> Mapping[int, list[Taken]]:
    """The versions of every batch by its row, read at once."""
    return _taken(session, None)


def _taken(session: Session, which: ColumnElement[bool] | None) -> dict[int, list[Taken]]:
    def same_version(table: type[Publication | EarlierPublication | DeliveryItem]) -> ColumnElement[bool]:
        return and_(table.item_id == ReceivedItem.item_id, table.rev == ReceivedItem.rev)

    wanted = (
        select(
            ReceivedItem.received_batch_id,
            ReceivedItem.rev,
            ReceivedItem.outcome,
            ReceivedItem.reason,
            type_coerce(ReceivedItem.fields, String).label("fields"),  # as text: few rows need them
            Item.uuid,
            Item.short_number,
            Item.title,
            Item.state,
            Item.head_rev,
            Item.returned_reason,
            type_coerce(Item.returned_fields, String).label("returned_fields"),
            Item.index_number,
            Publication.published_on,
            Publication.address,
            Publication.taken_down_on,
            EarlierPublication.published_on.label("earlier_on"),
            EarlierPublication.address.label("earlier_address"),
            exists().where(same_version(DeliveryItem)).label("delivered"),
            exists().where(Withdrawal.item_uuid == Item.uuid).label("taken_back"),
        )
        .join(Item, Item.id == ReceivedItem.item_id)
        .outerjoin(Publication, same_version(Publication))
        .outerjoin(EarlierPublication, same_version(EarlierPublication))
        .order_by(Item.form_number, ReceivedItem.rev)
    )
    found: dict[int, list[Taken]] = defaultdict(list)
    for row in session.execute(wanted if which is None else wanted.where(which)):
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
