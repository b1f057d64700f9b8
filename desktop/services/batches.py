"""The office's batches on their way out: assembling, writing, writing again."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.faultpoints import reached
from desktop.formats.limits import Limits
from desktop.formats.package import Package
from desktop.formats.package_records import NIL, REGULAR, BatchHeader
from desktop.formats.package_writing import write_package
from desktop.formats.placing import can_drop_cache, world_errors
from desktop.models import Batch, BatchItem, Item
from desktop.rules.items import BATCH_LIMIT_BYTES
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.reporting import checked_period
from desktop.rules.roles import End, Permission
from desktop.rules.states import BatchState, ItemState, Move
from desktop.services import item_rows
from desktop.services.assembling import next_header, parts_of, require_exportable
from desktop.services.batch_contents import collect, listed_keys, unsent_withheld, untold_withdrawals, withdrawals_of
from desktop.services.batch_views import BatchView, batch_row, file_name, views_of
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress
from desktop.services.leak_gate import leak_gate
from desktop.services.office_receipts import refusal_code
from desktop.services.owed_periods import require_nil_possible
from desktop.services.rotation import batch_key
from desktop.services.stopping import PROCEDURE
from desktop.services.withholding import add_notices


@dataclass(frozen=True, slots=True)
class Written:
    """A batch that lies on the stick, read back and found right.

    `from_medium` says that the system was told to forget what it had cached, so that the stick itself was read.
    """

    batch: BatchView
    path: Path
    size: int
    from_medium: bool


def assemble(desk: Desk, uuids_chosen: Sequence[str], period: str) -> str:
    """Put chosen items (none: a nil return) into the next batch; returns its id.

    The leak gate stands here: every office sign-off of every item must verify against its current content, and every
    finding that must be resolved must be. What was signed does not change any more, so writing (and writing again, with
    whatever rules a later program has) checks the sign-offs alone; the centre screens for itself. Items that are
    withheld and withdrawals since the last batch go along. Raises UserError naming the item that may not leave, when
    they do not fit into one batch (E-LIMIT), when a batch is still unwritten, or for a nil return on a period that has
    not begun or has a batch already (E-NIL).
    """
    return _assemble(desk, uuids_chosen, period, Limits(total_bytes=BATCH_LIMIT_BYTES), split=False)[0]


def assemble_split(
    desk: Desk, uuids_chosen: Sequence[str], period: str, limits: Limits | None = None
) -> tuple[str, ...]:
    """The same in as many consecutive batches as the limits ask for, each with its own number; returns their ids.

    The items keep their order; none is split. Raises UserError (E-LIMIT) for one that no batch can hold.
    """
    return _assemble(desk, uuids_chosen, period, limits or Limits(total_bytes=BATCH_LIMIT_BYTES), split=True)


def batches_needed(desk: Desk, uuids_chosen: Sequence[str], limits: Limits | None = None) -> int:
    """How many batches the chosen items take; UserError (E-LIMIT) for one that no batch can hold."""
    desk.require(Permission.EXPORT)
    with desk.store.reading() as session:
        chosen = [item_rows.item_by_uuid(session, one) for one in dict.fromkeys(uuids_chosen)]
        people = listed_keys(desk, session)
        return len(parts_of(session, chosen, people, limits or Limits(total_bytes=BATCH_LIMIT_BYTES)))


def _assemble(desk: Desk, uuids_chosen: Sequence[str], period: str, limits: Limits, *, split: bool) -> tuple[str, ...]:
    desk.require(Permission.EXPORT)
    if desk.agency.end is not End.OFFICE:
        raise UserError("办公室端不需要报送", "本机关自己的信息在本机走完审查即可发布", "E-END")
    period = checked_period(period)
    made: list[str] = []
    with desk.store.transaction() as session:
        _require_none_assembled(session)
        chosen = [item_rows.item_by_uuid(session, one) for one in dict.fromkeys(uuids_chosen)]
        for item in chosen:
            require_exportable(session, item)
        people = listed_keys(desk, session)
        parts = parts_of(session, chosen, people, limits)
        if len(parts) > 1 and not split:
            raise UserError("这一批超过 3.9 GB，U 盘可能写不下", f"分成 {len(parts)} 批报送", "E-LIMIT")
        for part in parts:
            made.append(_add_batch(desk, session, part, period))
            desk.record(session, "assemble", made[-1], {"items": len(part)})
    return tuple(made)


def _add_batch(desk: Desk, session: Session, items: Sequence[Item], period: str) -> str:
    """The next batch with these items; what is withheld or withdrawn and not told yet goes along."""
    batch_id = str(uuids.uuid4())
    add_notices(desk, session)
    withheld, withdrawn = unsent_withheld(session), untold_withdrawals(session)
    kind = REGULAR if items or withheld or withdrawn else NIL
    if kind == NIL:
        require_nil_possible(desk, session, period)
    header = next_header(desk, session, batch_id, kind, period)
    session.add(
        Batch(
            id=batch_id,
            epoch=header.epoch,
            seq=header.seq,
            paper_number=header.paper_number,
            kind=header.kind,
            period=header.period,
            state=BatchState.ASSEMBLED.value,
            item_count=len(items),
            manifest_hash="",
            previous=header.previous,
            header=to_plain(header),
            people=listed_keys(desk, session),
            created_at=header.created_at,
        )
    )
    session.flush()
    for item in (*items, *withheld):
        session.add(BatchItem(batch_id=batch_id, item_id=item.id, rev=item.head_rev))
    for notice in withdrawn:
        notice.batch_id = batch_id
    session.flush()
    return batch_id


def write(
    desk: Desk, batch_id: str, folder: Path, progress: Progress = no_progress, cancelled: CancelCheck = never
) -> Written:
    """Write a batch into a folder (the stick), read it back, and only then count it as sent.

    The same batch may be written again at any time: same number, same content. When the program died in between, the
    batch is still 组包 and is written anew. Raises UserError when the stick is full, gone or read-only.
    """
    desk.require(Permission.EXPORT)
    with desk.store.reading() as session:
        batch = batch_row(session, batch_id)
        header = from_plain(BatchHeader, batch.header)
        packed_items, stubs, documents = collect(desk, session, batch)
        withdrawals = withdrawals_of(session, batch)
        people = batch.people
        _require_in_order(session, batch)
        _require_may_leave(session, batch)
        key = batch_key(session, people)
        earlier_hash = batch.manifest_hash
        target = folder / file_name(desk, batch)

    def recheck(package: Package) -> None:
        leak_gate(package)
        if earlier_hash and package.manifest_hash != earlier_hash:
            raise PackageRefused("重新写出的内容与原批次不一致", "这份文件没有写出，请联系系统管理员核对数据", "E-FORK")

    manifest_hash = write_package(
        target,
        header,
        packed_items,
        stubs,
        people,
        documents,
        key,
        withdrawals=withdrawals,
        recheck=recheck,
        progress=progress,
        cancelled=cancelled,
    )
    with world_errors(target):
        size = target.stat().st_size
    reached("batch.written")
    with desk.verb("write_batch", batch_id, {"manifest": manifest_hash}) as session:
        batch = batch_row(session, batch_id)
        batch.manifest_hash = manifest_hash
        if batch.state == BatchState.ASSEMBLED.value:
            batch.state = BatchState.AWAITING_RECEIPT.value
            _name_in_next(session, batch)
            for item in _items_of(session, batch_id):
                if ItemState(item.state) is ItemState.TO_SUBMIT:
                    item_rows.move(desk, item, Move.EXPORT)
        (view,) = views_of(desk, session, [batch])
    return Written(view, target, size, can_drop_cache())


def write_each(
    desk: Desk,
    batch_ids: Sequence[str],
    folder: Path,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> tuple[Written, ...]:
    """Write several batches one after another, told as one piece of work; each is read again before the next begins.

    What was written stays written when a later one fails or the user cancels; the others stay 组包, to be written next.
    """
    desk.require(Permission.EXPORT)
    with desk.store.reading() as session:
        sizes = [
            sum(size for size, _open in collect(desk, session, batch_row(session, one))[2].values())
            for one in batch_ids
        ]
    written: list[Written] = []
    for number, one in enumerate(batch_ids):
        before, own, whole = sum(sizes[:number]), sizes[number], max(1, sum(sizes))

        def tell(done: int, total: int, before: int = before, own: int = own, whole: int = whole) -> None:
            progress(2 * before + done * 2 * own // max(1, total), 2 * whole)

        written.append(write(desk, one, folder, progress if len(batch_ids) == 1 else tell, cancelled))
    return tuple(written)


def _require_in_order(session: Session, batch: Batch) -> None:
    """A batch names the one before it, which must therefore have been written first."""
    number = session.scalar(
        select(Batch.paper_number)
        .where(Batch.epoch == batch.epoch, Batch.seq < batch.seq, Batch.state == BatchState.ASSEMBLED.value)
        .order_by(Batch.seq)
        .limit(1)
    )
    if number:
        raise UserError(f"{number}还没有写出", "先把那一批写到 U 盘，再写这一批", "E-ASSEMBLED")


def _require_may_leave(session: Session, batch: Batch) -> None:
    if batch.state == BatchState.TAKEN_BACK.value:
        raise UserError(f"{batch.paper_number}已经收回，不再写出", "里面的信息在“待报送”，随下一批报送", "E-STATE")
    if refusal_code(session, batch) == "E-SECRET":
        raise UserError(f"办公室在{batch.paper_number}里查出密级标志，不再写出", PROCEDURE, "E-SECRET")


def _name_in_next(session: Session, batch: Batch) -> None:
    """Name a batch, now that it has its identity, in the one that was assembled together with it and comes next."""
    following = session.scalar(
        select(Batch).where(
            Batch.epoch == batch.epoch, Batch.seq == batch.seq + 1, Batch.state == BatchState.ASSEMBLED.value
        )
    )
    if following is not None:
        following.previous = batch.manifest_hash
        following.header = {**following.header, "previous": batch.manifest_hash}


def _require_none_assembled(session: Session) -> None:
    number = session.scalar(select(Batch.paper_number).where(Batch.state == BatchState.ASSEMBLED.value))
    if number:
        raise UserError(f"{number}还没有写出", "先把这一批写到 U 盘，再组新的一批", "E-ASSEMBLED")


def _items_of(session: Session, batch_id: str) -> Sequence[Item]:
    return session.scalars(select(Item).join(BatchItem).where(BatchItem.batch_id == batch_id)).all()
