"""What a review form shows of an item: content, documents, sign-offs each with its verdict; many read in portions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Document, Draft, Item, Publication, Revision, SignOff
from desktop.rules.items import AttachedDocument, DocumentRole, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.review import SignOffStatement
from desktop.rules.roles import Permission
from desktop.services import item_rows
from desktop.services.against_lists import explained
from desktop.services.desk import Desk
from desktop.services.sign_offs import CheckedSignOff, KeyCheck, check_chain, packed, revision_digest
from desktop.services.standing import verified
from desktop.services.trusted_keys import own_people

CONTENT_CHANGED = "签字后内容有改动"
_PORTION = 50
"""Items held at a time: what is printed of them is small, what is stored of them is not."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of an item, with what the screening found in it."""

    sm3: str
    sha256: str
    name: str
    kind: str
    size: int
    pages: int | None
    role: DocumentRole
    findings: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class SignOffView:
    """A sign-off as the screens show it."""

    checked: CheckedSignOff
    rev: int
    voided_because: str

    @property
    def standing(self) -> bool:
        """Whether it still counts."""
        return not self.voided_because and self.checked.valid


@dataclass(frozen=True, slots=True)
class PublicationView:
    """Where an item was published."""

    published_on: date
    channel: str
    address: str
    evidence: str
    publisher: str


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One version of an item; `intact` says that its content is the one of its digest."""

    rev: int
    digest: str
    author: str
    created_at: str
    content: ItemContent
    intact: bool = True


@dataclass(frozen=True, slots=True)
class SignedItem:
    """What a form shows of an item. `content` is the draft's while there is one, else the head revision's."""

    uuid: str
    form_number: str
    office_name: str
    content: ItemContent
    draft_version: int | None
    head_rev: int
    head_digest: str
    sign_offs: tuple[SignOffView, ...]
    documents: tuple[DocumentView, ...]
    publication: PublicationView | None
    index_number: str

    @property
    def invalid(self) -> tuple[SignOffView, ...]:
        """The sign-offs that still count but do not verify: somebody tampered with them or with what they sign."""
        return tuple(one for one in self.sign_offs if not one.voided_because and not one.checked.valid)

    @property
    def statements(self) -> tuple[SignOffStatement, ...]:
        """The standing statements on the head revision."""
        return tuple(one.checked.statement for one in self.sign_offs if one.rev == self.head_rev and one.standing)


def signed_items(desk: Desk, uuids: Sequence[str]) -> Iterator[SignedItem]:
    """Items in the order asked for, with the standing sign-offs on their head; UserError (E-ITEM) when one is not here.

    Everything is read by portions, so that a thousand forms take a handful of queries and little memory.
    """
    desk.require(Permission.READ)
    for begun in range(0, len(uuids), _PORTION):
        yield from _portion(desk, uuids[begun : begun + _PORTION])


def _portion(desk: Desk, uuids: Sequence[str]) -> list[SignedItem]:
    with desk.store.reading() as session:
        items = item_rows.items_by_uuid(session, uuids)
        if not items.keys() >= set(uuids):
            raise UserError("没有找到这条信息", "刷新列表后再试", "E-ITEM")
        ids = [item.id for item in items.values()]
        drafts = {one.item_id: one for one in session.scalars(select(Draft).where(Draft.item_id.in_(ids)))}
        heads, signed = _heads(session, ids), _standing(session, ids)
        published = {
            one.item_id: publication_view(one)
            for one in session.scalars(select(Publication).where(Publication.item_id.in_(ids)))
        }
        names, key_belongs = item_rows.office_names(session), own_people(session)
        found = []
        for uuid in uuids:
            item = items[uuid]
            with naming(item):
                revisions = [revision_view(uuid, one) for one in heads[item.id]]
                sign_offs = standing_views(uuid, revisions, signed[item.id], key_belongs)
            draft, head = drafts.get(item.id), revisions[-1] if revisions else None
            content = from_plain(ItemContent, draft.content) if draft else head.content if head else ItemContent()
            found.append(
                SignedItem(
                    uuid=uuid,
                    form_number=item.form_number,
                    office_name=names[item.office_id],
                    content=content,
                    draft_version=draft.version if draft else None,
                    head_rev=item.head_rev,
                    head_digest=head.digest if head else "",
                    sign_offs=sign_offs,
                    documents=(),
                    publication=published.get(item.id),
                    index_number=item.index_number or "",
                )
            )
        findings = findings_of(desk, session, [document for one in found for document in one.content.attachments])
    return [replace(one, documents=document_views(one.content, findings)) for one in found]


@contextmanager
def naming(item: Item) -> Iterator[None]:
    """Name the item whose stored record cannot be read: it may be one of a thousand that are printed."""
    try:
        yield
    except UserError as problem:
        raise UserError(
            f"{item.form_number}的记录读不出：{problem.message}",
            "不要据以公开，报告保密审查员；这件事重新登记为一条新信息",
            problem.code,
        ) from problem


def _heads(session: Session, ids: Sequence[int]) -> Mapping[int, list[Revision]]:
    """The revisions under the head number of each item: one, or two while their conflict is not settled."""
    heads: defaultdict[int, list[Revision]] = defaultdict(list)
    of_head = and_(Item.id == Revision.item_id, Item.head_rev == Revision.rev)
    rows = select(Revision).join(Item, of_head).where(Item.id.in_(ids), item_rows.counting()).order_by(Revision.id)
    for row in session.scalars(rows):
        heads[row.item_id].append(row)
    return heads


def _standing(session: Session, ids: Sequence[int]) -> Mapping[int, list[SignOff]]:
    signed: defaultdict[int, list[SignOff]] = defaultdict(list)
    rows = select(SignOff).where(SignOff.item_id.in_(ids), SignOff.voided_at.is_(None)).order_by(SignOff.id)
    for row in session.scalars(rows):
        signed[row.item_id].append(row)
    return signed


def revision_view(uuid: str, row: Revision) -> RevisionView:
    """A version of an item, and whether its content is still what its digest was taken of."""
    intact = revision_digest(uuid, row.rev, row.parents, row.content) == row.digest
    return RevisionView(row.rev, row.digest, row.author, row.created_at, from_plain(ItemContent, row.content), intact)


def fault_of(uuid: str, revision: Revision, signed: Sequence[SignOff], key_belongs: KeyCheck) -> str:
    """Why a version with these sign-offs, in order, is not to be believed; empty when content and signatures hold."""
    try:
        checked = verified(uuid, revision, from_plain(ItemContent, revision.content), signed, key_belongs)
    except UserError as problem:  # what is stored is no record of ours
        return problem.message
    if checked is None:
        return CONTENT_CHANGED
    return next((one.fault for one in checked if one.fault), "")


def standing_views(
    uuid: str, revisions: Sequence[RevisionView], rows: Sequence[SignOff], key_belongs: KeyCheck
) -> tuple[SignOffView, ...]:
    """The sign-offs on these versions that were not voided, verified. Of a disputed version each content has its own."""
    views: list[SignOffView] = []
    for revision in revisions:
        disputed = sum(one.rev == revision.rev for one in revisions) > 1
        standing = [
            packed(row)
            for row in rows
            if row.rev == revision.rev
            and row.voided_at is None
            and (not disputed or row.statement.get("revision_digest") == revision.digest)
        ]
        checked = check_chain(uuid, revision.rev, revision.digest, revision.content, standing, key_belongs)
        if not revision.intact:
            checked = tuple(replace(one, fault=one.fault or CONTENT_CHANGED) for one in checked)
        views.extend(SignOffView(one, revision.rev, "") for one in checked)
    return tuple(views)


def findings_of(
    desk: Desk, session: Session, documents: Iterable[AttachedDocument]
) -> dict[str, tuple[dict[str, Any], ...]]:
    """What the screening found in documents, by SM3, told in the words of the lists as they stand now."""
    found: dict[str, tuple[dict[str, Any], ...]] = {}
    for some in item_rows.in_portions([one.sm3 for one in documents]):
        for sm3, kept in session.execute(select(Document.sm3, Document.findings).where(Document.sm3.in_(some))):
            found[sm3] = explained(session, desk.agency.end, kept)
    return found


def document_views(
    content: ItemContent, findings: Mapping[str, tuple[dict[str, Any], ...]]
) -> tuple[DocumentView, ...]:
    """The documents of an item with what was found in them."""
    return tuple(
        DocumentView(one.sm3, one.sha256, one.name, one.kind, one.size, one.pages, one.role, findings.get(one.sm3, ()))
        for one in content.attachments
    )


def publication_view(row: Publication) -> PublicationView:
    """Where an item was published."""
    return PublicationView(row.published_on, row.channel, row.address, row.evidence, row.publisher)
