"""All that a screen shows of one item: fields, documents, versions, sign-offs with their verdict, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.models import (
    Account,
    AuditEntry,
    Batch,
    BatchItem,
    CleanCopy,
    Document,
    Draft,
    Item,
    LedgerImportItem,
    Office,
    Publication,
    ReceivedBatch,
    ReceivedItem,
    Revision,
    SetAside,
    SignOff,
)
from desktop.rules.items import DocumentRole, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import forms, item_rows
from desktop.services.against_lists import explained
from desktop.services.batch_contents import untold_withdrawals
from desktop.services.clock import civil_date, civil_time
from desktop.services.desk import Desk
from desktop.services.ink_scans import ScanView, scans_of
from desktop.services.proposed import open_proposals
from desktop.services.sign_offs import CheckedSignOff, check_chain, packed, read_statement, revision_digest
from desktop.services.trusted_keys import own_people

CONTENT_CHANGED = "签字后内容有改动"


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
class CleanCopyView:
    """A document that is a clean copy: which original it stands for, what was masked in all, when and by whom."""

    sm3: str
    original_sm3: str
    original_name: str
    masked: int
    made_at: str
    made_by: str


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
    """One line of an item's history; `actor` is the person's name, or the login of one who is no longer known."""

    at: str
    actor: str
    action: str
    detail: dict[str, Any]
    day: date


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
class ItemDetail:
    """All that a screen shows of one item. `content` is the draft's while there is one, else the head revision's.

    `sent_rev` is the highest revision that this office has put into a batch; `untold_withdrawal` says that it withdrew
    what it had sent, and no batch has told so yet.
    """

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
    clean_copies: tuple[CleanCopyView, ...] = ()
    form_known: bool = True
    set_aside: tuple[tuple[RevisionView, str], ...] = ()
    sent_rev: int = 0
    untold_withdrawal: bool = False
    scans: tuple[ScanView, ...] = ()

    @property
    def correcting(self) -> bool:
        """Whether its draft corrects exactly what was sent, so that it can be given up again."""
        return self.draft_version is not None and 0 < self.sent_rev == self.head_rev

    @property
    def invalid(self) -> tuple[SignOffView, ...]:
        """The sign-offs that still count but do not verify: somebody tampered with them or with what they sign."""
        return tuple(one for one in self.sign_offs if not one.voided_because and not one.checked.valid)

    @property
    def statements(self) -> tuple[Any, ...]:
        """The standing statements on the head revision."""
        return tuple(one.checked.statement for one in self.sign_offs if one.rev == self.head_rev and one.standing)


def detail(desk: Desk, uuid: str) -> ItemDetail:
    """All about one item."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        item = item_rows.item_by_uuid(session, uuid)
        draft = session.get(Draft, item.id)
        revisions, set_aside = _revisions(session, item)
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
            proposals=open_proposals(draft.proposals) if draft else {},
            draft_version=draft.version if draft else None,
            head_rev=item.head_rev,
            head_digest=head.digest if head else "",
            conflict=item.conflict,
            revisions=revisions,
            sign_offs=_sign_offs(session, item, revisions),
            documents=_documents(desk, session, content),
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
            history=_history(session, item),
            clean_copies=_clean_copies(session, item, content),
            form_known=draft is not None or head is None or forms.is_known(session, content.form),
            set_aside=set_aside,
            sent_rev=session.scalar(select(func.max(BatchItem.rev)).where(BatchItem.item_id == item.id)) or 0,
            scans=scans_of(session, item),
            untold_withdrawal=any(one.item_uuid == uuid for one in untold_withdrawals(session)),
        )


def _revisions(session: Session, item: Item) -> tuple[tuple[RevisionView, ...], tuple[tuple[RevisionView, str], ...]]:
    """The versions that count, and those that were set aside with the reason."""
    rows = session.execute(
        select(Revision, SetAside.because)
        .outerjoin(SetAside, SetAside.revision_id == Revision.id)
        .where(Revision.item_id == item.id)
        .order_by(Revision.rev, Revision.id)
    )
    views = [(_revision(item, row), because) for row, because in rows]
    standing = tuple(view for view, because in views if because is None)
    return standing, tuple((view, because) for view, because in views if because is not None)


def _revision(item: Item, row: Revision) -> RevisionView:
    intact = revision_digest(item.uuid, row.rev, row.parents, row.content) == row.digest
    content = from_plain(ItemContent, row.content)
    return RevisionView(row.rev, row.digest, row.author, row.created_at, content, intact)


def _documents(desk: Desk, session: Session, content: ItemContent) -> tuple[DocumentView, ...]:
    wanted = [one.sm3 for one in content.attachments]
    rows = session.execute(select(Document.sm3, Document.findings).where(Document.sm3.in_(wanted)))
    findings = {sm3: explained(session, desk.agency.end, found) for sm3, found in rows}
    return tuple(
        DocumentView(one.sm3, one.sha256, one.name, one.kind, one.size, one.pages, one.role, findings.get(one.sm3, ()))
        for one in content.attachments
    )


def _clean_copies(session: Session, item: Item, content: ItemContent) -> tuple[CleanCopyView, ...]:
    wanted = [one.sm3 for one in content.attachments]
    rows = session.scalars(select(CleanCopy).where(CleanCopy.item_id == item.id, CleanCopy.sm3.in_(wanted)))
    return tuple(
        CleanCopyView(
            row.sm3,
            row.original_sm3,
            row.original["document"]["name"],
            sum(one["count"] for one in row.masks),
            civil_time(row.made_at),
            row.made_by,
        )
        for row in rows
    )


def _sign_offs(session: Session, item: Item, revisions: Sequence[RevisionView]) -> tuple[SignOffView, ...]:
    rows = session.scalars(select(SignOff).where(SignOff.item_id == item.id).order_by(SignOff.id)).all()
    key_belongs = own_people(session)
    views: list[SignOffView] = []
    for row in rows:
        if row.voided_at is not None:
            views.append(SignOffView(CheckedSignOff(read_statement(row.statement), ""), row.rev, row.voided_because))
    for revision in revisions:
        disputed = sum(one.rev == revision.rev for one in revisions) > 1
        standing = [
            packed(row)
            for row in rows
            if row.rev == revision.rev
            and row.voided_at is None
            and (not disputed or row.statement.get("revision_digest") == revision.digest)
        ]
        checked = check_chain(item.uuid, revision.rev, revision.digest, revision.content, standing, key_belongs)
        if not revision.intact:
            checked = tuple(replace(one, fault=one.fault or CONTENT_CHANGED) for one in checked)
        views.extend(SignOffView(one, revision.rev, "") for one in checked)
    return tuple(views)


def _history(session: Session, item: Item) -> tuple[HistoryLine, ...]:
    """What was done to the item itself, to the batches that it travelled in and to its import; the newest first."""
    sent = select(BatchItem.batch_id).where(BatchItem.item_id == item.id)
    received = select(ReceivedBatch.batch_id).join(ReceivedItem).where(ReceivedItem.item_id == item.id)
    taken_in = select(LedgerImportItem.import_id).where(LedgerImportItem.item_id == item.id)
    names = dict(session.execute(select(Account.login, Account.name)).all())
    rows = session.scalars(
        select(AuditEntry)
        .where(or_(AuditEntry.object == item.uuid, *map(AuditEntry.object.in_, (sent, received, taken_in))))
        .order_by(AuditEntry.seq.desc())
    )
    return tuple(
        HistoryLine(civil_time(row.at), names.get(row.actor, row.actor), row.action, row.detail, civil_date(row.at))
        for row in rows
    )
