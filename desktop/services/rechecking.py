"""Drafts are checked anew after the lists have changed, because findings are stored with the documents."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Document, Draft, Item
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.screening.intake import Examined
from desktop.services import draft_rows
from desktop.services.against_lists import screened, settled_by_lists
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.intake import finding_plain, write_document

_DRAFTS = select(Item.uuid, Draft.content).join(Draft, Draft.item_id == Item.id)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How many drafts and documents were read, in how many documents something else was found, which were not read."""

    drafts: int
    documents: int
    changed: int
    unread: tuple[str, ...]


def recheck_drafts(desk: Desk, progress: Progress = no_progress, cancelled: CancelCheck = never) -> Rechecked:
    """Read the documents of all drafts again and keep what is found now; cancelling changes nothing.

    What a person decided about a finding stands as long as the finding does.
    """
    desk.require(Permission.REGISTER)
    with desk.store.reading() as session:
        drafts = [from_plain(ItemContent, plain) for _uuid, plain in session.execute(_DRAFTS)]
    documents = {one.sm3: one for content in drafts for one in content.attachments}
    found: dict[str, Examined] = {}
    unread: list[str] = []
    for done, (sm3, document) in enumerate(documents.items()):
        stop_if(cancelled)
        progress(done, len(documents))
        try:
            found[sm3] = screened(desk, document.name, desk.store.objects.read(sm3), released=True)
        except UserError:
            unread.append(document.name)
    progress(len(documents), len(documents))
    detail = {"documents": len(found), "changed": 0}
    with desk.verb("recheck", "drafts", detail) as session:
        for sm3, examined in found.items():
            row = session.get(Document, sm3)
            if row is not None and row.findings != list(finding_plain(examined)):
                detail["changed"] += 1
                write_document(session, documents[sm3], examined)
        for uuid, plain in session.execute(_DRAFTS).all():
            content = from_plain(ItemContent, plain)
            if _settled(desk, content, found) != content:
                draft_rows.edit_draft(desk, session, uuid, lambda now: _settled(desk, now, found))
    return Rechecked(len(drafts), len(found), detail["changed"], tuple(unread))


def _settled(desk: Desk, content: ItemContent, found: dict[str, Examined]) -> ItemContent:
    for one in content.attachments:
        if one.sm3 in found:
            content = settled_by_lists(desk, content, one, found[one.sm3])
    return content
