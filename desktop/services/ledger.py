"""The ledger: which items match, in which order, and the rows of one page of them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select

from desktop.errors import UserError
from desktop.models import Item, Publication
from desktop.rules.items import Attribute
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services.desk import Desk
from desktop.services.item_rows import office_names
from desktop.store import search


class Order(StrEnum):
    """Column that a ledger is sorted by."""

    DATE = "date"
    NUMBER = "number"
    TITLE = "title"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What a ledger shows; empty fields do not limit."""

    text: str = ""
    states: tuple[ItemState, ...] = ()
    office_id: str = ""
    attribute: Attribute | None = None
    signed_from: date | None = None
    signed_to: date | None = None


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


_COLUMNS = {
    Order.DATE: Item.key,
    Order.NUMBER: Item.short_number,
    Order.TITLE: Item.title,
    Order.DUE: Item.statutory_due,
}


def ledger_keys(desk: Desk, wanted: LedgerFilter, order: Order = Order.DATE, descending: bool = True) -> array[int]:
    """The keys of all items that match, in order; 8 bytes each."""
    desk.require(Permission.READ)
    column = _COLUMNS[order]
    direction = (column.desc(), Item.key.desc()) if descending else (column.asc(), Item.key.asc())
    with desk.store.reading() as session:
        statement = _limited(select(Item.key), wanted).order_by(*direction)
        found = array("q", session.scalars(statement.execution_options(yield_per=10_000)))
        if not wanted.text.strip():
            return found
        hits = set(search.matching_keys(session, wanted.text))
        return array("q", (key for key in found if key in hits))


def ledger_rows(desk: Desk, keys: Sequence[int]) -> tuple[LedgerRow, ...]:
    """The rows of some keys, in their order; keys that have gone are left out."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        names = office_names(session)
        rows = session.execute(
            select(Item, Publication.published_on)
            .outerjoin(Publication, Publication.item_id == Item.id)
            .where(Item.key.in_(keys))
        )
        by_key = {item.key: _row(item, published, names) for item, published in rows}
    return tuple(by_key[key] for key in keys if key in by_key)


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
    if wanted.signed_to is not None:
        terms.append(Item.signed_on <= wanted.signed_to)
    return statement.where(*terms)


def _row(item: Item, published_on: date | None, names: dict[str, str]) -> LedgerRow:
    return LedgerRow(
        key=item.key,
        uuid=item.uuid,
        number=item.short_number,
        title=item.title,
        office=names[item.office_id],
        state=ItemState(item.state),
        attribute=Attribute(item.attribute),
        document_number=item.document_number,
        signed_on=item.signed_on,
        internal_due=item.internal_due,
        statutory_due=item.statutory_due,
        index_number=item.index_number or "",
        published_on=published_on,
        next_review_on=item.next_review_on,
        conflict=item.conflict,
    )
