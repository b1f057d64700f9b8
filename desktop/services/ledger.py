"""The ledger: which items match, in which order, and the rows of one page of them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.errors import UserError
from desktop.models import Item, Publication
from desktop.rules.items import Attribute
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services.desk import Desk
from desktop.services.item_rows import office_names
from desktop.store import keys as date_keys
from desktop.store import search


class Order(StrEnum):
    """Column that a ledger is sorted by."""

    DATE = "date"
    NUMBER = "number"
    TITLE = "title"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What a ledger shows; empty fields do not limit, both ends of a range belong to it.

    `due_from` and `due_to` look for open items whose statutory limit, or internal limit while the office still has
    them, falls into the range; `late_on` for open items whose statutory limit has passed on that day.
    """

    text: str = ""
    states: tuple[ItemState, ...] = ()
    office_id: str = ""
    attribute: Attribute | None = None
    signed_from: date | None = None
    signed_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    late_on: date | None = None
    published_from: date | None = None
    published_to: date | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One item in a ledger."""

    key: int
    uuid: str
    number: str
    title: str
    office: str
    state: ItemState
    attribute: Attribute
    document_number: str
    signed_on: date | None
    internal_due: date | None
    statutory_due: date | None
    index_number: str
    published_on: date | None
    next_review_on: date | None
    conflict: bool


_COLUMNS: dict[Order, InstrumentedAttribute[Any]] = {
    Order.NUMBER: Item.short_number,
    Order.TITLE: Item.title,
    Order.DUE: Item.statutory_due,
}


OPEN = (
    ItemState.DRAFT,
    ItemState.IN_REVIEW,
    ItemState.RETURNED,
    ItemState.TO_SUBMIT,
    ItemState.PENDING,
    ItemState.TO_PUBLISH,
)
"""States in which the statutory limit still runs."""

AT_OFFICE = (ItemState.DRAFT, ItemState.IN_REVIEW, ItemState.TO_SUBMIT)
"""States in which the internal limit still runs."""

_SHOWN = (
    Item.key,
    Item.uuid,
    Item.short_number,
    Item.title,
    Item.office_id,
    Item.state,
    Item.attribute,
    Item.document_number,
    Item.signed_on,
    Item.internal_due,
    Item.statutory_due,
    Item.index_number,
    Publication.published_on,
    Item.next_review_on,
    Item.conflict,
)


def ledger_keys(desk: Desk, wanted: LedgerFilter, order: Order = Order.DATE, descending: bool = True) -> array[int]:
    """The keys of all items that match, in order; 8 bytes each. Items without a limit come last by limit."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        if not wanted.text.strip():
            return _matching(session, wanted, order, descending)
        hits = search.matching_keys(session, wanted.text)
        if order is Order.DATE and replace(wanted, text="") == LedgerFilter():
            return hits if descending else array("q", reversed(hits))
        found = _matching(session, wanted, order, descending)
    known = set(hits)
    return array("q", (key for key in found if key in known))


def ledger_rows(desk: Desk, keys: Sequence[int]) -> tuple[LedgerRow, ...]:
    """The rows of some keys, in their order; keys that have gone are left out."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        names = office_names(session)
        rows = session.execute(
            select(*_SHOWN).outerjoin(Publication, Publication.item_id == Item.id).where(Item.key.in_(keys))
        )
        by_key = {row[0]: _row(tuple(row), names) for row in rows}
    return tuple(by_key[key] for key in keys if key in by_key)


def key_of(desk: Desk, uuid: str) -> int | None:
    """The key under which the ledgers list an item, None when there is no such item."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return session.scalar(select(Item.key).where(Item.uuid == uuid))


def attribute_counts(desk: Desk, keys: Sequence[int]) -> dict[Attribute, int]:
    """How many of some items are disclosed proactively, on request, not at all.

    Only the few that are not proactive are fetched; what is left is proactive.
    """
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        found: dict[Attribute, list[int]] = {
            attribute: date_keys.fetch_keys(session, select(Item.key).where(Item.attribute == attribute.value))
            for attribute in Attribute
            if attribute is not Attribute.PROACTIVE
        }
    wanted = set(keys)
    counts = {attribute: len(wanted.intersection(few)) for attribute, few in found.items()}
    counts[Attribute.PROACTIVE] = len(wanted) - sum(counts.values())
    return {attribute: count for attribute, count in counts.items() if count}


def find_uuid(desk: Desk, name: str) -> str:
    """The uuid of the item that a uuid, a form number or its short form names; UserError when there is none."""
    desk.require(Permission.READ)
    wanted = (Item.uuid == name) | (Item.form_number == name) | (Item.short_number == name)
    with desk.store.reading() as session:
        found = session.scalars(select(Item.uuid).where(wanted).limit(2)).all()
    if not found:
        raise UserError(f"没有找到编号为“{name}”的信息", "在台账里核对编号", "E-ITEM")
    if len(found) > 1:
        raise UserError(f"编号“{name}”有不止一条信息", "写全编号，例如保审〔2026〕LSGZ-0001", "E-ITEM")
    return found[0]


def state_counts(desk: Desk) -> dict[ItemState, int]:
    """How many items stand in each state."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.execute(select(Item.state, func.count()).group_by(Item.state))
        return {ItemState(state): count for state, count in rows}


def in_state(desk: Desk, *states: ItemState, limit: int = 1000) -> tuple[LedgerRow, ...]:
    """The items in some states, the most urgent first."""
    keys = ledger_keys(desk, LedgerFilter(states=states), Order.DUE, descending=False)
    return ledger_rows(desk, keys[:limit])


def numbers_and_titles(desk: Desk, uuids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Form number and title of some items, by uuid."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.execute(select(Item.uuid, Item.form_number, Item.title).where(Item.uuid.in_(uuids)))
        return {uuid: (number, title) for uuid, number, title in rows}


def _limited(statement: Select[tuple[int]], wanted: LedgerFilter) -> Select[tuple[int]]:
    terms: list[ColumnElement[bool]] = []
    if wanted.states:
        terms.append(Item.state.in_([state.value for state in wanted.states]))
    if wanted.office_id:
        terms.append(Item.office_id == wanted.office_id)
    if wanted.attribute is not None:
        terms.append(Item.attribute == wanted.attribute.value)
    if wanted.signed_from is not None:
        terms.append(Item.signed_on >= wanted.signed_from)
        terms.append(Item.key >= date_keys.first_of(wanted.signed_from))
    if wanted.signed_to is not None:
        terms.append(Item.signed_on <= wanted.signed_to)
        terms.append(Item.key < date_keys.first_of(wanted.signed_to) + date_keys.KEYS_PER_DAY)
    if wanted.due_from is not None or wanted.due_to is not None:
        terms.append(_due(wanted.due_from or date.min, wanted.due_to or date.max))
    if wanted.late_on is not None:
        terms.append(Item.state.in_([one.value for one in OPEN]) & (Item.statutory_due < wanted.late_on))
    if wanted.published_from is not None or wanted.published_to is not None:
        first, last = wanted.published_from or date.min, wanted.published_to or date.max
        terms.append(Item.id.in_(select(Publication.item_id).where(Publication.published_on.between(first, last))))
    return statement.where(*terms)


def _due(first: date, last: date) -> ColumnElement[bool]:
    return or_(
        Item.state.in_([one.value for one in OPEN]) & Item.statutory_due.between(first, last),
        Item.state.in_([one.value for one in AT_OFFICE]) & Item.internal_due.between(first, last),
    )


def _matching(session: Session, wanted: LedgerFilter, order: Order, descending: bool) -> array[int]:
    """Keys by everything but words.

    By date they are sorted here, since SQLite would look up every row in the order of its key.
    """
    statement = _limited(select(Item.key), wanted)
    if order is not Order.DATE:
        column = _COLUMNS[order]
        by = (column.desc(), Item.key.desc()) if descending else (column.asc().nulls_last(), Item.key.asc())
        statement = statement.order_by(*by)
    keys = date_keys.fetch_keys(session, statement)
    return array("q", sorted(keys, reverse=descending) if order is Order.DATE else keys)


def _row(row: Sequence[Any], names: dict[str, str]) -> LedgerRow:
    key, uuid, number, title, office, state, attribute, document_number, signed, internal, statutory, *rest = row
    index_number, published, next_review, conflict = rest
    return LedgerRow(
        key=key,
        uuid=uuid,
        number=number,
        title=title,
        office=names[office],
        state=ItemState(state),
        attribute=Attribute(attribute),
        document_number=document_number,
        signed_on=signed,
        internal_due=internal,
        statutory_due=statutory,
        index_number=index_number or "",
        published_on=published,
        next_review_on=next_review,
        conflict=conflict,
    )
