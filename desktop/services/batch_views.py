"""The batches of this office as they are listed: what each holds, its state, which are still to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.names import safe_name
from desktop.formats.package_records import NIL
from desktop.models import Batch, BatchItem, Item, Revision, Withdrawal
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import BatchState, ItemState
from desktop.services.accounts import end_key
from desktop.services.batch_contents import withdrawals_of
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerRow, in_state
from desktop.services.renumbering import number_sent
from desktop.services.rotation import signer


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as the office lists it: its items, and the entries beside them of what is withdrawn or withheld."""

    id: str
    paper_number: str
    kind: str
    period: str
    state: BatchState
    item_count: int
    created_at: str
    manifest_hash: str
    file_name: str
    withdrawn: int = 0
    withheld: int = 0
    under_old_key: bool = False
    """Whether it is signed with a key that this office has replaced: the centre may refuse it, then it is taken back."""

    @property
    def nil(self) -> bool:
        """Whether this is a nil return (零报告); a batch that holds nothing but entries is none."""
        return self.kind == NIL


@dataclass(frozen=True, slots=True)
class BatchLine:
    """An item of a batch, with the content that was sent."""

    uuid: str
    form_number: str
    state: ItemState
    rev: int
    digest: str
    content: ItemContent


def ready(desk: Desk) -> tuple[LedgerRow, ...]:
    """The items that wait to be handed in, the most urgent first."""
    return in_state(desk, ItemState.TO_SUBMIT)


def unfinished(desk: Desk) -> str | None:
    """The id of the batch that was assembled but not written, which comes first; of several the earliest."""
    return next(iter(all_unfinished(desk)), None)


def all_unfinished(desk: Desk) -> tuple[str, ...]:
    """The ids of the batches that were assembled but not written, in the order in which they must be."""
    desk.require(Permission.EXPORT)
    with desk.store.reading() as session:
        rows = select(Batch.id).where(Batch.state == BatchState.ASSEMBLED.value).order_by(Batch.epoch, Batch.seq)
        return tuple(session.scalars(rows))


def batches(desk: Desk) -> tuple[BatchView, ...]:
    """All batches of this office, the newest first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.scalars(select(Batch).order_by(Batch.epoch.desc(), Batch.seq.desc())).all()
        return views_of(desk, session, rows)


def batch_items(desk: Desk, batch_id: str) -> tuple[BatchLine, ...]:
    """The items of a batch as they were sent, by number."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.execute(
            select(Item, Revision)
            .join(BatchItem, BatchItem.item_id == Item.id)
            .join(Revision, (Revision.item_id == Item.id) & (Revision.rev == BatchItem.rev))
            .where(BatchItem.batch_id == batch_id)
            .order_by(Item.form_number)
        )
        return tuple(
            BatchLine(
                item.uuid,
                number_sent(session, item, revision.rev),
                ItemState(item.state),
                revision.rev,
                revision.digest,
                from_plain(ItemContent, revision.content),
            )
            for item, revision in rows
        )


def withdrawn_numbers(desk: Desk, batch_id: str) -> tuple[str, ...]:
    """The numbers of the items that a batch tells as withdrawn."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return tuple(one.form_number for one in withdrawals_of(session, batch_row(session, batch_id)))


def batch_row(session: Session, batch_id: str) -> Batch:
    """The row of a batch; UserError when there is none."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise UserError("没有找到这一批", "刷新列表后再试", "E-BATCH")
    return batch


def file_name(desk: Desk, batch: Batch) -> str:
    """The name under which a batch is written."""
    kind = "零报告" if batch.kind == NIL else "报送"
    return safe_name(f"{kind}_{desk.agency.office_name}_{batch.paper_number}.zip")


def views_of(desk: Desk, session: Session, rows: Sequence[Batch]) -> tuple[BatchView, ...]:
    """The batches as they are listed."""
    told = select(Withdrawal.batch_id, func.count()).group_by(Withdrawal.batch_id)
    withdrawn = dict(session.execute(told).all())
    held = select(BatchItem.batch_id, func.count()).group_by(BatchItem.batch_id)
    listed = dict(session.execute(held).all())
    present = end_key(session).public.fingerprint if rows else ""
    return tuple(
        _view(desk, one, withdrawn.get(one.id, 0), listed.get(one.id, 0) - one.item_count, signer(one) != present)
        for one in rows
    )


def _view(desk: Desk, row: Batch, withdrawn: int, withheld: int, under_old_key: bool) -> BatchView:
    return BatchView(
        row.id,
        row.paper_number,
        row.kind,
        row.period,
        BatchState(row.state),
        row.item_count,
        row.created_at,
        row.manifest_hash,
        file_name(desk, row),
        withdrawn,
        withheld,
        under_old_key,
    )
