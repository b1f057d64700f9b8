"""The office's batches: what is ready, assembling, writing, writing again, and reading the centre's receipt."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.faultpoints import reached
from desktop.formats.package import Content, Package, write_package
from desktop.formats.package_records import (
    NIL,
    REGULAR,
    Anchor,
    BatchHeader,
    PackagedItem,
    UserKey,
    WithheldStub,
    user_key_as_json,
    user_key_from_json,
)
from desktop.formats.receipt import Receipt
from desktop.formats.receipt import read_receipt as read_receipt_file
from desktop.labels import word
from desktop.models import Account, Agency, Batch, BatchItem, Item, ReadReceipt, Revision, SigningKey, SignOff
from desktop.rules.items import BATCH_LIMIT_BYTES, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.review import Place, place_complete
from desktop.rules.roles import End, Permission
from desktop.rules.states import BatchState, ItemOutcome, ItemState, Move, ReceivedOutcome, allows
from desktop.services import items
from desktop.services.accounts import end_key
from desktop.services.desk import CancelCheck, Desk, Progress, civil_date, never, no_progress
from desktop.services.ledger import LedgerRow, in_state
from desktop.services.reviews import holds_at
from desktop.services.sign_offs import all_hold, check_chain, packed
from desktop.services.trusted_keys import KeyKind, listed_people
from desktop.store import audit
from desktop.trust.signing import PublicKey


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
class Written:
    """A batch that lies on the stick, read back and found right."""

    batch: BatchView
    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class ReceiptNews:
    """What a receipt changed: per item its outcome in words, and the batch's new state."""

    paper_number: str
    batch_state: BatchState
    lines: tuple[tuple[str, str, str], ...]


def ready(desk: Desk) -> tuple[LedgerRow, ...]:
    """The items that wait to be handed in, the most urgent first."""
    return in_state(desk, ItemState.TO_SUBMIT)


def batches(desk: Desk) -> tuple[BatchView, ...]:
    """All batches of this office, the newest first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.scalars(select(Batch).order_by(Batch.epoch.desc(), Batch.seq.desc())).all()
        return tuple(_view(desk, row) for row in rows)


def batch_items(desk: Desk, batch_id: str) -> tuple[tuple[Item, ItemContent], ...]:
    """The items of a batch with their content as sent, in order of their number."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.execute(
            select(Item, Revision)
            .join(BatchItem, BatchItem.item_id == Item.id)
            .join(Revision, (Revision.item_id == Item.id) & (Revision.rev == BatchItem.rev))
            .where(BatchItem.batch_id == batch_id)
            .order_by(Item.form_number)
        )
        found = tuple((item, from_plain(ItemContent, revision.content)) for item, revision in rows)
        session.expunge_all()
        return found


def assemble(desk: Desk, uuids_chosen: Sequence[str], period: str) -> str:
    """Put chosen items (none: a nil return) into the next batch; returns its id.

    The leak gate stands here: every office sign-off of every item must verify against its current content. Items that are
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
        chosen = [items.item_by_uuid(session, one) for one in uuids_chosen]
        for item in chosen:
            _require_exportable(session, item)
        withheld = _unsent_withheld(session)
        header = _next_header(desk, session, batch_id, NIL if not chosen else REGULAR, period.strip())
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
                people=_people(session),
                created_at=header.created_at,
            )
        )
        session.flush()
        for item in (*chosen, *withheld):
            session.add(BatchItem(batch_id=batch_id, item_id=item.id, rev=item.head_rev))
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
        packed_items, stubs, documents = _collect(desk, session, batch)
        people = tuple(user_key_from_json(one, "people") for one in batch.people)
        key = end_key(session)
        earlier_hash = batch.manifest_hash
        target = folder / _file_name(desk, batch)
    if sum(size for size, _open in documents.values()) > BATCH_LIMIT_BYTES:
        raise UserError("这一批超过 3.9 GB，U 盘可能写不下", "分成两批报送", "E-LIMIT")
    manifest_hash = write_package(
        target,
        header,
        packed_items,
        stubs,
        people,
        documents,
        key,
        recheck=leak_gate,
        progress=progress,
        cancelled=cancelled,
    )
    if earlier_hash and manifest_hash != earlier_hash:
        target.unlink()
        raise PackageRefused("重新写出的内容与原批次不一致", "不要使用这份文件，请联系系统管理员核对数据", "E-FORK")
    reached("batch.written")
    with desk.verb("write_batch", batch_id, {"manifest": manifest_hash}) as session:
        batch = _batch(session, batch_id)
        batch.manifest_hash = manifest_hash
        if batch.state == BatchState.ASSEMBLED.value:
            batch.state = BatchState.AWAITING_RECEIPT.value
            for item in _items_of(session, batch_id):
                if ItemState(item.state) is ItemState.TO_SUBMIT:
                    items.move(desk, item, Move.EXPORT)
        view = _view(desk, batch)
    return Written(view, target, target.stat().st_size)


def read_receipt(desk: Desk, path: Path) -> ReceiptNews:
    """Take in a receipt from the centre: verified against the centre's fingerprint, then the items move on.

    An older receipt than one already read changes nothing. Raises PackageRefused for one that is not to be believed.
    """
    desk.require(Permission.EXPORT)
    if not desk.agency.centre_fingerprint:
        raise UserError("还没有登记办公室的公钥指纹", "在系统管理中按办公室的指纹单录入", "E-KEY")
    receipt = read_receipt_file(path, desk.agency.centre_fingerprint)
    _require_ours(desk, receipt)
    with desk.verb("read_receipt", receipt.batch.batch_id, {"receipt": receipt.receipt_seq}) as session:
        batch = session.get(Batch, receipt.batch.batch_id)
        if batch is None or batch.manifest_hash != receipt.batch.manifest_hash:
            raise PackageRefused("回执里的批次不是本处室写出的", "向办公室核对批次号，重新取回执", "E-BATCH")
        if session.get(ReadReceipt, receipt.receipt_seq) is None:
            session.add(
                ReadReceipt(seq=receipt.receipt_seq, batch_id=batch.id, body=to_plain(receipt), read_at=desk.now())
            )
        newest = batch.receipt_seq is None or receipt.receipt_seq >= batch.receipt_seq
        lines = tuple(_apply(desk, session, batch, receipt, newest))
        if newest:
            batch.receipt_seq = receipt.receipt_seq
            batch.state = _state_after(receipt).value
        return ReceiptNews(batch.paper_number, BatchState(batch.state), lines)


def set_centre_fingerprint(desk: Desk, fingerprint: str) -> None:
    """Record the centre's key fingerprint from its stamped sheet; receipts are believed by it alone."""
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    grouped = normal_fingerprint(fingerprint)
    with desk.verb("set_centre_fingerprint", "centre", {"fingerprint": grouped}) as session:
        session.execute(select(Agency)).scalar_one().centre_fingerprint = grouped
    desk.agency = replace(desk.agency, centre_fingerprint=grouped)


def normal_fingerprint(text: str) -> str:
    """A typed fingerprint in its printed form: 8 groups of 4; UserError when it is not 32 hexadecimal digits."""
    digits = "".join(text.split()).upper().replace("-", "")
    if len(digits) != 32 or set(digits) - set("0123456789ABCDEF"):
        raise UserError("公钥指纹应为 32 位，由数字和字母 A 到 F 组成", "对照盖章的指纹单逐组录入", "E-FINGERPRINT")
    return " ".join(digits[n : n + 4] for n in range(0, 32, 4))


def leak_gate(package: Package) -> None:
    """Read a finished package as a stranger would: raise UserError unless every item in it is reviewed.

    Sign-offs are verified against the content in the package with the keys in the package; nothing is taken from the store.
    """
    people = listed_people(
        {one.fingerprint: (one.account, PublicKey.from_json(one.public)) for one in package.user_keys}
    )
    for item in package.items:
        content = from_plain(ItemContent, item.content)
        checked = check_chain(item.uuid, item.rev, item.digest, content, item.signoffs, people)
        statements = [one.statement for one in checked]
        if not all_hold(checked) or not place_complete(statements, Place.OFFICE):
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


def _unsent_withheld(session: Session) -> Sequence[Item]:
    sent = select(BatchItem.item_id)
    return session.scalars(
        select(Item).where(Item.state == ItemState.WITHHELD.value, Item.id.not_in(sent)).order_by(Item.id)
    ).all()


def _next_header(desk: Desk, session: Session, batch_id: str, kind: str, period: str) -> BatchHeader:
    agency = session.execute(select(Agency)).scalar_one()
    previous = session.scalar(
        select(Batch.manifest_hash).where(Batch.epoch == agency.epoch).order_by(Batch.seq.desc()).limit(1)
    )
    year = desk.today().year
    number = items.next_number(session, f"batch:{year}")
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


def _collect(
    desk: Desk, session: Session, batch: Batch
) -> tuple[tuple[PackagedItem, ...], tuple[WithheldStub, ...], dict[str, Content]]:
    rows = session.execute(
        select(Item, Revision)
        .join(BatchItem, BatchItem.item_id == Item.id)
        .join(Revision, (Revision.item_id == Item.id) & (Revision.rev == BatchItem.rev))
        .where(BatchItem.batch_id == batch.id)
        .order_by(Item.uuid)
    ).all()
    full: list[PackagedItem] = []
    stubs: list[WithheldStub] = []
    documents: dict[str, Content] = {}
    for item, revision in rows:
        content = from_plain(ItemContent, revision.content)
        if ItemState(item.state) is ItemState.WITHHELD:
            ground = content.ground.value if content.ground else "other"
            decided = civil_date(revision.created_at).isoformat()
            stubs.append(WithheldStub(item.form_number, desk.agency.office_code, decided, ground))
            continue
        sign_offs = session.scalars(
            select(SignOff).where(SignOff.item_id == item.id, SignOff.rev == revision.rev).order_by(SignOff.id)
        )
        full.append(
            PackagedItem(
                item.uuid,
                revision.rev,
                tuple(revision.parents),
                revision.digest,
                item.form_number,
                revision.content,
                tuple(packed(row) for row in sign_offs),
            )
        )
        for one in content.attachments:
            documents[one.sm3] = (one.size, partial(desk.store.objects.open, one.sm3))
    return tuple(full), tuple(stubs), documents


def _people(session: Session) -> list[dict[str, object]]:
    """The keys of this office's people, frozen with the batch so that it can be written again unchanged."""
    rows = session.execute(
        select(SigningKey, Account.roles)
        .join(Account, Account.id == SigningKey.holder)
        .where(SigningKey.kind == KeyKind.PERSON.value)
        .order_by(SigningKey.fingerprint)
    )
    return [
        user_key_as_json(UserKey(key.holder, key.holder_name, key.fingerprint, key.public, tuple(roles)))
        for key, roles in rows
    ]


def _batch(session: Session, batch_id: str) -> Batch:
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise UserError("没有找到这一批", "刷新列表后再试", "E-BATCH")
    return batch


def _items_of(session: Session, batch_id: str) -> Sequence[Item]:
    return session.scalars(select(Item).join(BatchItem).where(BatchItem.batch_id == batch_id)).all()


def _file_name(desk: Desk, batch: Batch) -> str:
    kind = "零报告" if batch.kind == NIL else "报送"
    return f"{kind}_{desk.agency.office_name}_{batch.paper_number}.zip"


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


def _require_ours(desk: Desk, receipt: Receipt) -> None:
    if (receipt.agency_code, receipt.office_code) != (desk.agency.code, desk.agency.office_code):
        raise PackageRefused("这份回执是给别的处室的", "到办公室取本处室的回执", "E-OWNER")


_MOVES: dict[ItemOutcome, tuple[Move, ...]] = {
    ItemOutcome.RECEIVED: (Move.ACCEPT,),
    ItemOutcome.APPROVED: (Move.ACCEPT,),
    ItemOutcome.REGISTERED: (Move.REGISTER,),
    ItemOutcome.RETURNED: (Move.RETURN,),
    ItemOutcome.PUBLISHED: (Move.ACCEPT, Move.PUBLISH),
    ItemOutcome.DELIVERED: (Move.ACCEPT, Move.PUBLISH, Move.DELIVER),
    ItemOutcome.CLOSED: (Move.ACCEPT, Move.PUBLISH, Move.DELIVER, Move.CLOSE),
    ItemOutcome.WITHDRAWN: (Move.ACCEPT, Move.WITHDRAW),
    ItemOutcome.CONFLICT: (),
}


def _apply(
    desk: Desk, session: Session, batch: Batch, receipt: Receipt, newest: bool
) -> Iterator[tuple[str, str, str]]:
    sent = dict(session.execute(select(BatchItem.item_id, BatchItem.rev).where(BatchItem.batch_id == batch.id)).all())
    for line in receipt.items:
        item = items.item_by_uuid(session, line.uuid)
        outcome = line.outcome
        yield item.short_number, item.title, word(outcome)
        if not newest or sent.get(item.id) != line.rev or item.head_rev != line.rev:
            continue
        for step in _MOVES[outcome]:
            if allows(ItemState(item.state), step):
                items.move(desk, item, step)
        item.index_number = line.index_number or item.index_number
        if outcome is ItemOutcome.RETURNED:
            item.returned_reason, item.returned_fields = line.reason, list(line.fields)
        if line.published_on:
            published_on = date.fromisoformat(line.published_on)
            items.note_publication(desk, session, item, line.rev, published_on, "", line.address)


def _state_after(receipt: Receipt) -> BatchState:
    if receipt.outcome in (ReceivedOutcome.REJECTED, ReceivedOutcome.HELD):
        return BatchState.REJECTED
    returned = any(one.outcome is ItemOutcome.RETURNED for one in receipt.items)
    return BatchState.PARTLY_RETURNED if returned else BatchState.ACCEPTED
