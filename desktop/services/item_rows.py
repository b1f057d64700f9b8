"""Item rows inside a running transaction: what several services do to an item on its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import (
    Batch,
    BatchItem,
    Counter,
    EarlierPublication,
    Item,
    Office,
    Publication,
    Revision,
    SetAside,
    SignOff,
)
from desktop.rules.items import ItemContent
from desktop.rules.numbers import form_number, form_series, short_number
from desktop.rules.states import ItemState, Move, after
from desktop.services.desk import Desk
from desktop.services.listing import show

Element = TypeVar("Element")
_AT_ONCE = 200


def new_item(desk: Desk, session: Session, uuid: str, state: ItemState, content: ItemContent) -> Item:
    """A new item of this office with the next form number of the year."""
    today = desk.today()
    serial = next_number(session, form_series(desk.agency.office_code, today.year))
    number = form_number(desk.agency.office_code, today.year, serial)
    return place_item(desk, session, uuid, desk.agency.office_id, number, state, content)


def place_item(
    desk: Desk, session: Session, uuid: str, office_id: str, number: str, state: ItemState, content: ItemContent
) -> Item:
    """A new item with a number that was already drawn."""
    item = Item(
        uuid=uuid,
        key=0,
        office_id=office_id,
        form_number=number,
        short_number=short_number(number),
        state=state.value,
        created_at=desk.now(),
        updated_at=desk.now(),
        updated_by=desk.person.name,
        returned_fields=[],
    )
    show(desk.calendar, session, item, content, desk.today())
    session.add(item)
    session.flush()
    return item


def note_publication(
    desk: Desk,
    session: Session,
    item: Item,
    rev: int,
    published_on: date,
    channel: str,
    address: str,
    evidence: str = "",
    publisher: str = "",
) -> None:
    """Record where an item was published; the record of an earlier version goes into the history."""
    row = session.scalar(select(Publication).where(Publication.item_id == item.id))
    if row is None:
        row = Publication(item_id=item.id)
        session.add(row)
    elif row.rev != rev:
        columns = ("item_id", "rev", "published_on", "channel", "address", "evidence", "publisher", "recorded_at")
        session.add(EarlierPublication(**{name: getattr(row, name) for name in columns}))
        row.taken_down_on = None
    row.rev, row.published_on, row.channel, row.address = rev, published_on, channel, address
    row.evidence, row.publisher, row.recorded_at = evidence, publisher, desk.now()


def move(desk: Desk, item: Item, how: Move) -> None:
    """Take a lawful transition; UserError when it is not."""
    item.state = after(ItemState(item.state), how).value
    touch(desk, item)


def touch(desk: Desk, item: Item) -> None:
    """Note who changed the item last."""
    item.updated_at = desk.now()
    item.updated_by = desk.person.name


def item_by_uuid(session: Session, uuid: str) -> Item:
    """The item; UserError when there is none."""
    item = session.scalar(select(Item).where(Item.uuid == uuid))
    if item is None:
        raise UserError("没有找到这条信息", "刷新列表后再试", "E-ITEM")
    return item


def items_by_uuid(session: Session, uuids: Sequence[str]) -> dict[str, Item]:
    """Those of many items that are here."""
    return {
        one.uuid: one for some in in_portions(uuids) for one in session.scalars(select(Item).where(Item.uuid.in_(some)))
    }


def uuids_by_number(session: Session, numbers: Sequence[str]) -> dict[str, str]:
    """Which items have these form numbers, as far as any has."""
    return {
        number: uuid
        for some in in_portions(numbers)
        for number, uuid in session.execute(select(Item.form_number, Item.uuid).where(Item.form_number.in_(some)))
    }


def in_portions(elements: Sequence[Element]) -> Iterator[Sequence[Element]]:
    """As many elements at a time as one statement takes with little memory."""
    return (elements[start : start + _AT_ONCE] for start in range(0, len(elements), _AT_ONCE))


def require_own(desk: Desk, item: Item) -> None:
    """Raise UserError for an item that another office sent in: who provides it reviews it and mends it (谁提供谁审查)."""
    if item.office_id != desk.agency.office_id:
        raise UserError("这是处室报送的信息，不能在这里改动", "退回补正，由处室修改后重新报送", "E-OWNER")


def office_names(session: Session) -> dict[str, str]:
    """The offices' names by id."""
    return dict(session.execute(select(Office.id, Office.name)).all())


def head_revision(session: Session, item: Item) -> Revision:
    """The head revision; UserError while two different contents stand under its number (conflict)."""
    rows = revisions_at(session, item.id, item.head_rev)
    if len(rows) > 1:
        raise UserError("这条信息的同一版本有两份不同内容", "先处理冲突，再继续办理", "E-CONFLICT")
    if not rows:
        raise UserError("这条信息还没有送审", "先送审", "E-STATE")
    return rows[0]


def revisions_at(session: Session, item_id: int, rev: int) -> Sequence[Revision]:
    """The revisions under one number that count: more than one is a conflict, one that was set aside is none."""
    wanted = select(Revision).where(Revision.item_id == item_id, Revision.rev == rev, counting())
    return session.scalars(wanted.order_by(Revision.id)).all()


def counting() -> ColumnElement[bool]:
    """What every query says that looks for revisions by their number: those that were set aside do not count."""
    aside = select(SetAside.revision_id).where(SetAside.revision_id == Revision.id).correlate(Revision)
    return ~aside.exists()


def void_sign_offs(desk: Desk, session: Session, item: Item, because: str, before: int | None = None) -> list[int]:
    """Void the standing sign-offs of an item (on revisions `before` one, or all); they stay visible.

    Returns their ids.
    """
    wanted = select(SignOff).where(SignOff.item_id == item.id, SignOff.voided_at.is_(None))
    rows = session.scalars(wanted if before is None else wanted.where(SignOff.rev < before)).all()
    for row in rows:
        row.voided_at = desk.now()
        row.voided_because = because
    return [row.id for row in rows]


def next_number(session: Session, name: str) -> int:
    """The next number of a gapless series; it lasts if and only if the transaction does."""
    return next_numbers(session, name, 1)[0]


def next_numbers(session: Session, name: str, count: int) -> range:
    """The next numbers of a gapless series."""
    counter = session.get(Counter, name)
    if counter is None:
        counter = Counter(name=name, last=0)
        session.add(counter)
    counter.last += count
    return range(counter.last - count + 1, counter.last + 1)


def require_unbatched(session: Session, item: Item) -> None:
    """Raise UserError while an item belongs to a batch that was assembled but not yet written."""
    number = session.scalar(
        select(Batch.paper_number)
        .join(BatchItem)
        .where(BatchItem.item_id == item.id, Batch.state == "assembled")
        .limit(1)
    )
    if number:
        raise UserError(f"这条信息已组入{number}，还没有写出", "先把这一批写完，或者等回执后再改", "E-STATE")
