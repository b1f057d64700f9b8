"""All that a screen shows of one item: fields, documents, versions, sign-offs with their verdict, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import forms, item_rows
from desktop.services.batch_contents import untold_withdrawals
from desktop.services.clock import civil_date, civil_time
from desktop.services.desk import Desk
from desktop.services.ink_scans import ScanView, scans_of
from desktop.services.proposed import open_proposals
from desktop.services.sign_offs import CheckedSignOff, read_statement
from desktop.services.signed_items import (
    DocumentView,
    PublicationView,
    RevisionView,
    SignedItem,
    SignOffView,
    document_views,
    findings_of,
    naming,
    publication_view,
    revision_view,
    standing_views,
)
from desktop.services.trusted_keys import own_people

__all__ = [
    "CleanCopyView",
    "DocumentView",
    "HistoryLine",
    "ItemDetail",
    "PublicationView",
    "RevisionView",
    "SignOffView",
    "detail",
]


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
class HistoryLine:
    """One line of an item's history; `actor` is the person's name, or the login of one who is no longer known."""

    at: str
    actor: str
    action: str
    detail: dict[str, Any]
    day: date


@dataclass(frozen=True, slots=True)
class ItemDetail(SignedItem):
    """All that a screen shows of one item: every sign-off, also the voided ones and those on earlier versions.

    `sent_rev` is the highest revision that this office has put into a batch; `untold_withdrawal` says that it withdrew
    what it had sent, and no batch has told so yet.
    """

    office_id: str
    state: ItemState
    proposals: dict[str, Any]
    conflict: bool
    revisions: tuple[RevisionView, ...]
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
            documents=document_views(content, findings_of(desk, session, content.attachments)),
            publication=publication_view(published) if published else None,
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
    views = [(revision_view(item.uuid, row), because) for row, because in rows]
    standing = tuple(view for view, because in views if because is None)
    return standing, tuple((view, because) for view, because in views if because is not None)


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
    with naming(item):
        voided = [
            SignOffView(CheckedSignOff(read_statement(row.statement), ""), row.rev, row.voided_because)
            for row in rows
            if row.voided_at is not None
        ]
        return (*voided, *standing_views(item.uuid, revisions, rows, own_people(session)))


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
