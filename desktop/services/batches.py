"""The office's batches: what is ready, assembling, writing, writing again."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.faultpoints import reached
from desktop.formats.names import safe_name
from desktop.formats.package import Package, write_package
from desktop.formats.package_records import (
    NIL,
    REGULAR,
    Anchor,
    BatchHeader,
)
from desktop.labels import word
from desktop.models import Agency, Batch, BatchItem, Item, Revision
from desktop.rules.chains import Place
from desktop.rules.findings import BEFORE_TAKING_IN, open_words
from desktop.rules.items import BATCH_LIMIT_BYTES, Attribute, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import End, Permission
from desktop.rules.states import BatchState, ItemState, Move
from desktop.services import item_rows
from desktop.services.batch_contents import collect, listed_keys, unsent_withheld, untold_withdrawals, withdrawals_of
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress
from desktop.services.ledger import LedgerRow, in_state
from desktop.services.resolving import open_in
from desktop.services.reviews import holds_at
from desktop.services.rotation import batch_key
from desktop.services.sign_offs import check_chain, gate_open
from desktop.services.trusted_keys import listed_people
from desktop.store import audit


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as the office lists it."""

    id: str
    paper_number: str
    kind: str
    period: str
    state: BatchState
    item_count: int
    created_at: str
    manifest_hash: str
    file_name: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """An item of a batch, with the content that was sent."""

    uuid: str
    form_number: str
    state: ItemState
    rev: int
    digest: str
    content: ItemContent


@dataclass(frozen=True, slots=True)
class Written:
    """A batch that lies on the stick, read back and found right."""

    batch: BatchView
    path: Path
    size: int


def ready(desk: Desk) -> tuple[LedgerRow, ...]:
    """The items that wait to be handed in, the most urgent first."""
    return in_state(desk, ItemState.TO_SUBMIT)


def unfinished(desk: Desk) -> str | None:
    """The id of the batch that was assembled but not written, which comes first."""
    desk.require(Permission.EXPORT)
    with desk.store.reading() as session:
        return session.scalar(select(Batch.id).where(Batch.state == BatchState.ASSEMBLED.value))


def batches(desk: Desk) -> tuple[BatchView, ...]:
    """All batches of this office, the newest first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.scalars(select(Batch).order_by(Batch.epoch.desc(), Batch.seq.desc())).all()
        return tuple(_view(desk, row) for row in rows)


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
                item.form_number,
                ItemState(item.state),
                revision.rev,
                revision.digest,
                from_plain(ItemContent, revision.content),
            )
            for item, revision in rows
        )


def assemble(desk: Desk, uuids_chosen: Sequence[str], period: str) -> str:
    """Put chosen items (none: a nil return) into the next batch; returns its id.

    The leak gate stands here: every office sign-off of every item must verify against its current content, and every
    finding that must be resolved must be. What was signed does not change any more, so writing (and writing again, with
    whatever rules a later program has) checks the sign-offs alone; the centre screens for itself. Items that are
    withheld since the last batch go along as number, date and article only. Raises UserError naming the item that
    may not leave, or when a batch is still unwritten.
    """
    desk.require(Permission.EXPORT)
    if desk.agency.end is not End.OFFICE:
        raise UserError("办公室端不需要报送", "本机关自己的信息在本机走完审查即可发布", "E-END")
    if not period.strip():
        raise UserError("没有填写报送期间", "填写这一批属于哪一期", "E-PERIOD")
    batch_id = str(uuids.uuid4())
    with desk.verb("assemble", batch_id, {"items": len(uuids_chosen)}) as session:
        _require_none_assembled(session)
        chosen = [item_rows.item_by_uuid(session, one) for one in dict.fromkeys(uuids_chosen)]
        for item in chosen:
            _require_exportable(session, item)
        _require_fitting(session, chosen)
        withheld, withdrawn = unsent_withheld(session), untold_withdrawals(session)
        kind = REGULAR if chosen or withheld or withdrawn else NIL
        header = _next_header(desk, session, batch_id, kind, period.strip())
        session.add(
            Batch(
                id=batch_id,
                epoch=header.epoch,
                seq=header.seq,
                paper_number=header.paper_number,
                kind=header.kind,
                period=header.period,
                state=BatchState.ASSEMBLED.value,
                item_count=len(chosen),
                manifest_hash="",
                previous=header.previous,
                header=to_plain(header),
                people=listed_keys(desk, session),
                created_at=header.created_at,
            )
        )
        session.flush()
        for item in (*chosen, *withheld):
            session.add(BatchItem(batch_id=batch_id, item_id=item.id, rev=item.head_rev))
        for notice in withdrawn:
            notice.batch_id = batch_id
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
        batch = _batch(session, batch_id)
        header = from_plain(BatchHeader, batch.header)
        packed_items, stubs, documents = collect(desk, session, batch)
        withdrawals = withdrawals_of(session, batch)
        people = batch.people
        key = batch_key(session, people)
        earlier_hash = batch.manifest_hash
        target = folder / _file_name(desk, batch)

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
    reached("batch.written")
    with desk.verb("write_batch", batch_id, {"manifest": manifest_hash}) as session:
        batch = _batch(session, batch_id)
        batch.manifest_hash = manifest_hash
        if batch.state == BatchState.ASSEMBLED.value:
            batch.state = BatchState.AWAITING_RECEIPT.value
            for item in _items_of(session, batch_id):
                if ItemState(item.state) is ItemState.TO_SUBMIT:
                    item_rows.move(desk, item, Move.EXPORT)
        view = _view(desk, batch)
    return Written(view, target, target.stat().st_size)


def leak_gate(package: Package) -> None:
    """Read a finished package as a stranger would: raise UserError unless every item in it is reviewed.

    Sign-offs are verified against the content in the package with the keys in the package; nothing is taken from the store.
    """
    people = listed_people(package.user_keys)
    for item in package.items:
        content = from_plain(ItemContent, item.content)
        checked = check_chain(item.uuid, item.rev, item.digest, content, item.signoffs, people)
        if content.attribute is Attribute.WITHHELD or not gate_open(checked, Place.OFFICE, content):
            raise PackageRefused(
                f"{item.form_number}的审查签字不齐全或验证不通过", "退回重新审查后再报送", "E-UNREVIEWED"
            )


def _require_none_assembled(session: Session) -> None:
    number = session.scalar(select(Batch.paper_number).where(Batch.state == BatchState.ASSEMBLED.value))
    if number:
        raise UserError(f"{number}还没有写出", "先把这一批写到 U 盘，再组新的一批", "E-ASSEMBLED")


def _require_exportable(session: Session, item: Item) -> None:
    if ItemState(item.state) is not ItemState.TO_SUBMIT:
        raise UserError(
            f"{item.short_number}现在是“{word(ItemState(item.state))}”，不能报送", "取消勾选后再试", "E-STATE"
        )
    if not holds_at(session, item, Place.OFFICE):
        raise UserError(
            f"{item.short_number}的审查签字不齐全或验证不通过，不能报送",
            "打开这条信息查看签字，退回重新审查",
            "E-UNREVIEWED",
        )
    content = from_plain(ItemContent, item_rows.head_revision(session, item).content)
    still_open = open_in(session, content, BEFORE_TAKING_IN)
    if still_open:
        raise UserError(
            f"{item.short_number}还有 {open_words(still_open)}，没有处理完，不能报送",
            "打开这条信息按“修改”，在登记页逐项处理后重新审查",
            "E-FINDINGS",
        )


def _require_fitting(session: Session, chosen: Sequence[Item]) -> None:
    """Told before the batch has its number: one that is too large could never be written."""
    size = sum(
        one.size
        for item in chosen
        for one in from_plain(ItemContent, item_rows.head_revision(session, item).content).attachments
    )
    if size > BATCH_LIMIT_BYTES:
        raise UserError("这一批超过 3.9 GB，U 盘可能写不下", "分成两批报送", "E-LIMIT")


def _next_header(desk: Desk, session: Session, batch_id: str, kind: str, period: str) -> BatchHeader:
    agency = session.execute(select(Agency)).scalar_one()
    previous = session.scalar(
        select(Batch.manifest_hash).where(Batch.epoch == agency.epoch).order_by(Batch.seq.desc()).limit(1)
    )
    year = desk.today().year
    number = item_rows.next_number(session, f"batch:{year}")
    anchor = audit.head(session)
    seq = agency.next_seq
    agency.next_seq += 1
    return BatchHeader(
        batch_id=batch_id,
        agency_code=desk.agency.code,
        office_code=desk.agency.office_code,
        office_name=desk.agency.office_name,
        epoch=agency.epoch,
        seq=seq,
        previous=previous or "",
        kind=kind,
        period=period,
        paper_number=f"{year}年第{number:03d}批",
        created_at=desk.now(),
        anchor=Anchor(anchor.epoch, anchor.seq, anchor.h),
    )


def _batch(session: Session, batch_id: str) -> Batch:
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise UserError("没有找到这一批", "刷新列表后再试", "E-BATCH")
    return batch


def _items_of(session: Session, batch_id: str) -> Sequence[Item]:
    return session.scalars(select(Item).join(BatchItem).where(BatchItem.batch_id == batch_id)).all()


def _file_name(desk: Desk, batch: Batch) -> str:
    kind = "零报告" if batch.kind == NIL else "报送"
    return safe_name(f"{kind}_{desk.agency.office_name}_{batch.paper_number}.zip")


def _view(desk: Desk, row: Batch) -> BatchView:
    return BatchView(
        row.id,
        row.paper_number,
        row.kind,
        row.period,
        BatchState(row.state),
        row.item_count,
        row.created_at,
        row.manifest_hash,
        _file_name(desk, row),
    )
