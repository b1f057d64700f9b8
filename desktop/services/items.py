"""What a clerk does to an item before and outside its review: draft, save, attach, discard, withdraw, look at."""

from __future__ import annotations

import uuid as uuids
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.placing import place_file
from desktop.labels import FIELDS
from desktop.models import (
    AuditEntry,
    Batch,
    BatchItem,
    Counter,
    Document,
    Draft,
    Item,
    Office,
    Publication,
    Revision,
    SignOff,
)
from desktop.rules.calendar import Calendar
from desktop.rules.items import Attribute, DocumentRole, ItemContent
from desktop.rules.numbers import form_number, short_number
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState, Move, after
from desktop.rules.validation import Problem, Stage, problems
from desktop.services.desk import Desk, civil_time
from desktop.services.sign_offs import CheckedSignOff, check_chain, packed, read_statement
from desktop.services.trusted_keys import own_people
from desktop.store import keys, search

INTERNAL_WORKING_DAYS = 10
"""D01: the office hands in within ten working days of the document's date."""

STATUTORY_WORKING_DAYS = 20
"""D03: disclosed within twenty working days of being made (条例 26)."""


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
class HistoryLine:
    """One line of an item's history."""

    at: str
    actor: str
    action: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One version of an item."""

    rev: int
    digest: str
    author: str
    created_at: str
    content: ItemContent


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """All that a screen shows of one item. `content` is the draft's while there is one, else the head revision's."""

    uuid: str
    form_number: str
    office_id: str
    office_name: str
    state: ItemState
    content: ItemContent
    proposals: dict[str, Any]
    draft_version: int | None
    head_rev: int
    head_digest: str
    conflict: bool
    revisions: tuple[RevisionView, ...]
    sign_offs: tuple[SignOffView, ...]
    documents: tuple[DocumentView, ...]
    publication: PublicationView | None
    index_number: str
    internal_due: date | None
    statutory_due: date | None
    returned_reason: str
    returned_fields: tuple[str, ...]
    batch_number: str
    history: tuple[HistoryLine, ...]

    @property
    def statements(self) -> tuple[Any, ...]:
        """The standing statements on the head revision."""
        return tuple(one.checked.statement for one in self.sign_offs if one.rev == self.head_rev and one.standing)


def create_draft(desk: Desk, content: ItemContent | None = None, proposals: dict[str, Any] | None = None) -> str:
    """Register an item as a draft and draw its form number; returns its uuid."""
    desk.require(Permission.REGISTER)
    content = content or ItemContent()
    content = replace(
        content,
        filled_on=content.filled_on or desk.today(),
        drafter=content.drafter or desk.person.name,
        responsible_office=content.responsible_office or desk.agency.office_name,
    )
    uuid = str(uuids.uuid4())
    with desk.verb("create", uuid) as session:
        item = new_item(desk, session, uuid, ItemState.DRAFT, content)
        new_draft(desk, session, item, content, proposals or {})
        reindex(session, item, content)
    return uuid


def save_draft(desk: Desk, uuid: str, content: ItemContent, version: int, editing_session: str) -> int:
    """Save an edited draft; returns its new version.

    `version` is the one that was loaded: another editor's save in between raises UserError (E-STALE), and nothing is
    overwritten. An autosave is audited once per editing session.
    """
    desk.require(Permission.REGISTER)
    with desk.store.transaction() as session:
        item = item_by_uuid(session, uuid)
        draft = _draft(session, item)
        if draft.version != version:
            raise UserError("这份草稿已在别处改过", "重新打开这份草稿，再录入一次", "E-STALE")
        _write_draft(desk, session, item, draft, content)
        if draft.session != editing_session:
            draft.session = editing_session
            desk.record(session, "edit", uuid)
        return draft.version


def problems_of(desk: Desk, content: ItemContent, stage: Stage) -> tuple[Problem, ...]:
    """What is still wrong with a content at a stage, today."""
    return problems(content, stage, desk.today())


def discard_draft(desk: Desk, uuid: str, reason: str) -> None:
    """Discard a draft that was never reviewed; its form number is shown as void and not used again."""
    desk.require(Permission.REGISTER)
    _require_reason(reason)
    with desk.verb("discard", uuid, {"reason": reason}) as session:
        item = item_by_uuid(session, uuid)
        if item.head_rev:
            raise UserError("已经送审过的信息不能作废", "办理撤回", "E-STATE")
        move(desk, item, Move.DISCARD)
        session.delete(_draft(session, item))
        search.remove(session, item.key)


def revise(desk: Desk, uuid: str) -> None:
    """Open an item for correction: a draft from its head revision, whose signatures are voided and stay visible."""
    desk.require(Permission.REGISTER)
    with desk.verb("revise", uuid) as session:
        item = item_by_uuid(session, uuid)
        _require_unbatched(session, item)
        move(desk, item, Move.REVISE)
        head = head_revision(session, item)
        session.add(Draft(item_id=item.id, content=head.content, base_rev=head.rev, updated_at=desk.now()))
        void_sign_offs(desk, session, item, "内容重新修改")


def withdraw(desk: Desk, uuid: str, reason: str) -> None:
    """Withdraw an item, with a reason, as long as it has not been delivered."""
    desk.require(Permission.REGISTER, Permission.RETURN)
    _require_reason(reason)
    with desk.verb("withdraw", uuid, {"reason": reason}) as session:
        item = item_by_uuid(session, uuid)
        _require_unbatched(session, item)
        move(desk, item, Move.WITHDRAW)
        item.returned_reason = reason


def read_document(desk: Desk, sm3: str) -> bytes:
    """The bytes of a stored document."""
    desk.require(Permission.READ)
    return desk.store.objects.read(sm3)


def document_text(desk: Desk, sm3: str) -> str:
    """The text that was read from a stored document."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return zlib.decompress(session.get_one(Document, sm3).text).decode("utf-8")


def save_document_as(desk: Desk, sm3: str, target: Path) -> None:
    """Write a stored document to a path that the user chose."""
    data = read_document(desk, sm3)

    def write(file: BinaryIO) -> None:
        file.write(data)

    place_file(target, write, lambda part: None)


def detail(desk: Desk, uuid: str) -> ItemDetail:
    """All about one item."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        item = item_by_uuid(session, uuid)
        draft = session.get(Draft, item.id)
        rows = tuple(session.scalars(select(Revision).where(Revision.item_id == item.id).order_by(Revision.rev)))
        revisions = tuple(
            RevisionView(row.rev, row.digest, row.author, row.created_at, from_plain(ItemContent, row.content))
            for row in rows
        )
        head = next((one for one in reversed(revisions) if one.rev == item.head_rev), None)
        content = from_plain(ItemContent, draft.content) if draft else head.content if head else ItemContent()
        published = session.scalar(select(Publication).where(Publication.item_id == item.id))
        return ItemDetail(
            uuid=uuid,
            form_number=item.form_number,
            office_id=item.office_id,
            office_name=session.get_one(Office, item.office_id).name,
            state=ItemState(item.state),
            content=content,
            proposals=draft.proposals if draft else {},
            draft_version=draft.version if draft else None,
            head_rev=item.head_rev,
            head_digest=head.digest if head else "",
            conflict=item.conflict,
            revisions=revisions,
            sign_offs=_sign_offs(session, item, revisions),
            documents=_documents(session, content),
            publication=PublicationView(
                published.published_on, published.channel, published.address, published.evidence, published.publisher
            )
            if published
            else None,
            index_number=item.index_number or "",
            internal_due=item.internal_due,
            statutory_due=item.statutory_due,
            returned_reason=item.returned_reason,
            returned_fields=tuple(item.returned_fields),
            batch_number=session.scalar(
                select(Batch.paper_number)
                .join(BatchItem)
                .where(BatchItem.item_id == item.id)
                .order_by(Batch.epoch.desc(), Batch.seq.desc())
                .limit(1)
            )
            or "",
            history=_history(session, uuid),
        )


# What other services need of items, inside their own transaction.


def new_item(desk: Desk, session: Session, uuid: str, state: ItemState, content: ItemContent) -> Item:
    """A new item of this office with the next form number of the year."""
    today = desk.today()
    serial = next_number(session, f"form:{desk.agency.office_code}:{today.year}")
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
    """The first draft of an item."""
    session.add(Draft(item_id=item.id, content=to_plain(content), proposals=proposals, updated_at=desk.now()))


def edit_draft(desk: Desk, session: Session, uuid: str, edit: Callable[[ItemContent], ItemContent]) -> None:
    """Change the draft of an item by a function of its content."""
    item = item_by_uuid(session, uuid)
    draft = _draft(session, item)
    _write_draft(desk, session, item, draft, edit(from_plain(ItemContent, draft.content)))


def drop_draft(session: Session, item: Item) -> tuple[str, ...]:
    """Remove an item's draft and the documents that only it held; returns the digests of the objects to remove."""
    draft = session.get(Draft, item.id)
    if draft is None:
        return ()
    held = [one.sm3 for one in from_plain(ItemContent, draft.content).attachments]
    session.delete(draft)
    session.flush()
    orphans = tuple(sm3 for sm3 in held if not _held_elsewhere(session, sm3))
    for sm3 in orphans:
        session.delete(session.get_one(Document, sm3))
    return orphans


def show(calendar: Calendar, session: Session, item: Item, content: ItemContent, fallback: date | None = None) -> None:
    """Bring what the lists show of an item up to its content; its key follows its date."""
    day = content.signed_on or fallback
    if day is not None and (not item.key or keys.day_of(item.key) != day):
        if item.key:
            search.remove(session, item.key)
        item.key = keys.allocate_key(session, day)
    item.title = content.title
    item.document_number = content.document_number
    item.attribute = content.attribute.value
    item.signed_on = content.signed_on
    item.next_review_on = content.next_review_on
    item.internal_due = item.statutory_due = None
    if content.attribute is Attribute.PROACTIVE and content.signed_on:
        item.internal_due = calendar.add_working_days(content.signed_on, INTERNAL_WORKING_DAYS).date
        item.statutory_due = calendar.add_working_days(content.signed_on, STATUTORY_WORKING_DAYS).date


def reindex(session: Session, item: Item, content: ItemContent) -> None:
    """Make the item findable by its fields and the text of its documents."""
    texts = [_text_of(session, one.sm3) for one in content.attachments]
    names = " ".join(one.name for one in content.attachments)
    search.index(
        session,
        item.key,
        content.title,
        content.document_number,
        item.form_number,
        item.index_number or "",
        content.issuing_body,
        content.summary,
        content.keywords,
        names,
        *texts,
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
    """Record where an item was published; a later record replaces an earlier one."""
    row = session.scalar(select(Publication).where(Publication.item_id == item.id))
    if row is None:
        row = Publication(item_id=item.id)
        session.add(row)
    row.rev, row.published_on, row.channel, row.address = rev, published_on, channel, address
    row.evidence, row.publisher, row.recorded_at = evidence, publisher, desk.now()


def touch(desk: Desk, item: Item) -> None:
    """Note who changed the item last."""
    item.updated_at = desk.now()
    item.updated_by = desk.person.name


def move(desk: Desk, item: Item, how: Move) -> None:
    """Take a lawful transition; UserError when it is not."""
    item.state = after(ItemState(item.state), how).value
    touch(desk, item)


def item_by_uuid(session: Session, uuid: str) -> Item:
    """The item; UserError when there is none."""
    item = session.scalar(select(Item).where(Item.uuid == uuid))
    if item is None:
        raise UserError("没有找到这条信息", "刷新列表后再试", "E-ITEM")
    return item


def office_names(session: Session) -> dict[str, str]:
    """The offices' names by id."""
    return dict(session.execute(select(Office.id, Office.name)).all())


def head_revision(session: Session, item: Item) -> Revision:
    """The head revision; UserError while two different contents stand under its number (conflict)."""
    rows = session.scalars(select(Revision).where(Revision.item_id == item.id, Revision.rev == item.head_rev)).all()
    if len(rows) > 1:
        raise UserError("这条信息的同一版本有两份不同内容", "先处理冲突，再继续办理", "E-CONFLICT")
    if not rows:
        raise UserError("这条信息还没有送审", "先送审", "E-STATE")
    return rows[0]


def void_sign_offs(desk: Desk, session: Session, item: Item, because: str, before: int | None = None) -> int:
    """Void the standing sign-offs of an item (on revisions `before` one, or all); they stay visible.

    Returns how many there were.
    """
    wanted = select(SignOff).where(SignOff.item_id == item.id, SignOff.voided_at.is_(None))
    rows = session.scalars(wanted if before is None else wanted.where(SignOff.rev < before)).all()
    for row in rows:
        row.voided_at = desk.now()
        row.voided_because = because
    return len(rows)


def next_number(session: Session, name: str) -> int:
    """The next number of a gapless series; it lasts if and only if the transaction does."""
    counter = session.get(Counter, name)
    if counter is None:
        counter = Counter(name=name, last=0)
        session.add(counter)
    counter.last += 1
    return counter.last


def _write_draft(desk: Desk, session: Session, item: Item, draft: Draft, content: ItemContent) -> None:
    plain = to_plain(content)
    if draft.content == plain:
        return
    draft.content = plain
    draft.version += 1
    draft.updated_at = desk.now()
    show(desk.calendar, session, item, content)
    touch(desk, item)
    reindex(session, item, content)


def _held_elsewhere(session: Session, sm3: str) -> bool:
    """Whether any draft or revision names the document; digests are unique enough to look for as text."""
    return any(
        session.scalar(select(table.item_id).where(cast(table.content, String).contains(sm3)).limit(1)) is not None
        for table in (Draft, Revision)
    )


def _draft(session: Session, item: Item) -> Draft:
    draft = session.get(Draft, item.id)
    if draft is None:
        raise UserError("这条信息不在草稿状态", "需要改动时，先退回修改", "E-STATE")
    return draft


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError("没有写明理由", "写明理由后再办理", "E-REASON")


def _require_unbatched(session: Session, item: Item) -> None:
    number = session.scalar(
        select(Batch.paper_number)
        .join(BatchItem)
        .where(BatchItem.item_id == item.id, Batch.state == "assembled")
        .limit(1)
    )
    if number:
        raise UserError(f"这条信息已组入{number}，还没有写出", "先把这一批写完，或者等回执后再改", "E-STATE")


def _text_of(session: Session, sm3: str) -> str:
    packed_text = session.scalar(select(Document.text).where(Document.sm3 == sm3))
    return zlib.decompress(packed_text).decode("utf-8") if packed_text else ""


def _documents(session: Session, content: ItemContent) -> tuple[DocumentView, ...]:
    wanted = [one.sm3 for one in content.attachments]
    rows = session.execute(select(Document.sm3, Document.findings).where(Document.sm3.in_(wanted)))
    findings = {sm3: tuple(found) for sm3, found in rows}
    return tuple(
        DocumentView(one.sm3, one.sha256, one.name, one.kind, one.size, one.pages, one.role, findings.get(one.sm3, ()))
        for one in content.attachments
    )


def _sign_offs(session: Session, item: Item, revisions: Sequence[RevisionView]) -> tuple[SignOffView, ...]:
    rows = session.scalars(select(SignOff).where(SignOff.item_id == item.id).order_by(SignOff.id)).all()
    key_belongs = own_people(session)
    views: list[SignOffView] = []
    for row in rows:
        if row.voided_at is not None:
            views.append(SignOffView(CheckedSignOff(read_statement(row.statement), ""), row.rev, row.voided_because))
    for revision in revisions:
        standing = [packed(row) for row in rows if row.rev == revision.rev and row.voided_at is None]
        checked = check_chain(item.uuid, revision.rev, revision.digest, revision.content, standing, key_belongs)
        views.extend(SignOffView(one, revision.rev, "") for one in checked)
    return tuple(views)


def _history(session: Session, uuid: str) -> tuple[HistoryLine, ...]:
    rows = session.scalars(select(AuditEntry).where(AuditEntry.object == uuid).order_by(AuditEntry.seq.desc()))
    return tuple(HistoryLine(civil_time(row.at), row.actor, row.action, row.detail) for row in rows)


def field_names(fields: Sequence[str]) -> str:
    """Field names in the words of the form, for messages."""
    return "、".join(FIELDS.get(one, one) for one in fields)
