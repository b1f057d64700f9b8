"""Drafts inside a running transaction: begun, changed, and dropped with the documents that only they held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import CleanCopy, Document, Draft, InkScan, Item, Revision
from desktop.rules.chains import DEFAULT_FORM, form_for
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.services.desk import Desk
from desktop.services.forms import form_of_new_items
from desktop.services.item_rows import item_by_uuid, touch
from desktop.services.listing import reindex, searched_of, show


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
    if item.key != key or searched_of(was) != searched_of(content):
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
