"""Item rows inside a running transaction: what several services do to an item on its way."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import (
    Batch,
    BatchItem,
    CleanCopy,
    Counter,
    Document,
    Draft,
    EarlierPublication,
    InkScan,
    Item,
    Office,
    Publication,
    Revision,
    SetAside,
    SignOff,
)
from desktop.rules.calendar import Calendar
from desktop.rules.chains import DEFAULT_FORM, form_for
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.numbers import form_number, form_series, short_number
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.states import ItemState, Move, after
from desktop.services.desk import Desk
from desktop.services.forms import form_of_new_items
from desktop.store import keys, search

Element = TypeVar("Element")
_AT_ONCE = 200

INTERNAL_WORKING_DAYS = 10
"""D01: the office hands in within ten working days of the document's date."""

STATUTORY_WORKING_DAYS = 20
"""D03: disclosed within twenty working days of being made (条例 26)."""


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


def new_draft(desk: Desk, session: Session, item: Item, content: ItemContent, proposals: dict[str, Any]) -> None:
    """The first draft of an item, to be reviewed under the agency's default form unless another is chosen."""
    if content.form == DEFAULT_FORM:
        content = replace(content, form=form_for(form_of_new_items(session), content.natures))
    session.add(Draft(item_id=item.id, content=to_plain(content), proposals=proposals, updated_at=desk.now()))


def draft_content(session: Session, item: Item) -> ItemContent:
    """The content of an item's draft; UserError when it has none."""
    return from_plain(ItemContent, draft_of(session, item).content)


def edit_draft(desk: Desk, session: Session, uuid: str, edit: Callable[[ItemContent], ItemContent]) -> None:
    """Change the draft of an item by a function of its content."""
    item = item_by_uuid(session, uuid)
    draft = draft_of(session, item)
    write_draft(desk, session, item, draft, edit(from_plain(ItemContent, draft.content)))


def drop_draft(session: Session, item: Item) -> tuple[str, ...]:
    """Remove an item's draft and the documents that only it held; returns the digests of the objects to remove."""
    draft = session.get(Draft, item.id)
    if draft is None:
        return ()
    held = [one.sm3 for one in from_plain(ItemContent, draft.content).attachments]
    for copy in session.scalars(select(CleanCopy).where(CleanCopy.item_id == item.id)).all():
        held += [copy.sm3, copy.original_sm3]
        session.delete(copy)
    session.delete(draft)
    session.flush()
    return drop_unheld(session, held)


def drop_unheld(session: Session, digests: Iterable[str]) -> tuple[str, ...]:
    """Remove the rows of documents that no draft, revision or clean copy names; returns the objects to remove.

    The bytes of a document that is a scan of signatures as well stay.
    """
    orphans = tuple(
        sm3 for sm3 in dict.fromkeys(digests) if not held_in_content(session, sm3) and not _is_original(session, sm3)
    )
    for sm3 in orphans:
        row = session.get(Document, sm3)
        if row is not None:
            session.delete(row)
    session.flush()
    scans = set(session.scalars(select(InkScan.sm3).where(InkScan.sm3.in_(orphans))))
    return tuple(sm3 for sm3 in orphans if sm3 not in scans)


def show(calendar: Calendar, session: Session, item: Item, content: ItemContent, fallback: date | None = None) -> None:
    """Bring what the lists show of an item up to its content; its key follows its date."""
    day = content.signed_on or fallback
    if day is not None and (not item.key or keys.day_of(item.key) != day):
        if item.key:
            search.remove(session, item.key)
        item.key = keys.allocate_key(session, day)
    for name, value in shown_values(content, *limits(calendar, content)).items():
        setattr(item, name, value)


def limits(calendar: Calendar, content: ItemContent) -> tuple[date | None, date | None]:
    """The internal and the statutory limit of a content; none unless it is disclosed proactively and dated."""
    if content.attribute is not Attribute.PROACTIVE or content.signed_on is None:
        return None, None
    return _limits_from(calendar, content.signed_on)


@lru_cache(maxsize=4096)
def _limits_from(calendar: Calendar, day: date) -> tuple[date, date]:
    """Both limits that run from a day; kept, because the items of a batch share their days."""
    internal = calendar.add_working_days(day, INTERNAL_WORKING_DAYS).date
    return internal, calendar.add_working_days(internal, STATUTORY_WORKING_DAYS - INTERNAL_WORKING_DAYS).date


def shown_values(content: ItemContent, internal_due: date | None, statutory_due: date | None) -> dict[str, Any]:
    """What the lists show of a content, by the columns of `Item`."""
    return {
        "title": content.title,
        "document_number": content.document_number,
        "attribute": content.attribute.value,
        "signed_on": content.signed_on,
        # Kept in a draft that went back to proactive, but nothing is reviewed again that is disclosed.
        "next_review_on": None if content.attribute is Attribute.PROACTIVE else content.next_review_on,
        "internal_due": internal_due,
        "statutory_due": statutory_due,
    }


def reindex(session: Session, item: Item, content: ItemContent) -> None:
    """Make the item findable by its fields and the text of its documents."""
    texts = texts_of(session, [one.sm3 for one in content.attachments])
    search.index(session, item.key, *searched_words(content, item.form_number, item.index_number or "", texts))


def searched_words(
    content: ItemContent, form_number: str, index_number: str, texts: Mapping[str, str]
) -> tuple[str, ...]:
    """All that an item is found by: its fields, the names, digests and texts (by SM3) of its documents."""
    names = " ".join(one.name for one in content.attachments)
    digests = (search.digest_words(one.sm3) for one in content.attachments)
    told = (texts[one.sm3] for one in content.attachments)
    return (*searched_fields(content, form_number, index_number), names, *digests, *told)


def _searched_of(content: ItemContent) -> tuple[object, ...]:
    """Whatever of a content decides by which words it is found."""
    return searched_fields(content, ""), [(one.sm3, one.name) for one in content.attachments]


def searched_fields(content: ItemContent, form_number: str, index_number: str = "") -> tuple[str, ...]:
    """The fields of an item that it is found by."""
    return (
        content.title,
        content.document_number,
        form_number,
        index_number,
        content.issuing_body,
        content.summary,
        content.keywords,
    )


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


def with_draft(session: Session, uuid: str) -> tuple[Item, Draft]:
    """An item and its draft, looked up at once; UserError when there is no such item or it has none."""
    found = session.execute(select(Item, Draft).join(Draft, Draft.item_id == Item.id).where(Item.uuid == uuid)).first()
    if found is None:
        item = item_by_uuid(session, uuid)
        return item, draft_of(session, item)
    return found[0], found[1]


def draft_of(session: Session, item: Item) -> Draft:
    """The draft of an item; UserError when it has none."""
    draft = session.get(Draft, item.id)
    if draft is None:
        raise UserError("这条信息不在草稿状态", "需要改动时，先退回修改", "E-STATE")
    return draft


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


def write_draft(desk: Desk, session: Session, item: Item, draft: Draft, content: ItemContent) -> None:
    """Save a changed content: draft, lists and search index follow; an unchanged one costs nothing."""
    plain = to_plain(content)
    if draft.content == plain:
        return
    was, key = from_plain(ItemContent, draft.content), item.key
    draft.content = plain
    draft.version += 1
    draft.updated_at = desk.now()
    show(desk.calendar, session, item, content)
    touch(desk, item)
    if item.key != key or _searched_of(was) != _searched_of(content):
        reindex(session, item, content)


def held_in_content(session: Session, sm3: str) -> bool:
    """Whether any draft or revision names the document; digests are unique enough to look for as text."""
    return any(
        session.scalar(select(table.item_id).where(cast(table.content, String).contains(sm3)).limit(1)) is not None
        for table in (Draft, Revision)
    )


def _is_original(session: Session, sm3: str) -> bool:
    """Whether a clean copy names the document, as itself or as its original."""
    wanted = or_(CleanCopy.sm3 == sm3, CleanCopy.original_sm3 == sm3)
    return session.scalar(select(CleanCopy.id).where(wanted).limit(1)) is not None


def texts_of(session: Session, digests: Sequence[str]) -> dict[str, str]:
    """The texts of documents by SM3; empty for one that has none."""
    texts = dict.fromkeys(digests, "")
    if texts:
        for sm3, packed in session.execute(select(Document.sm3, Document.text).where(Document.sm3.in_(list(texts)))):
            texts[sm3] = zlib.decompress(packed).decode("utf-8") if packed else ""
    return texts
