"""The office reads the centre's receipt: verified against the fingerprint it knows, then its items move on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.package_records import NIL
from desktop.formats.receipt import Receipt, inspect_receipt
from desktop.formats.receipt import read_receipt as read_receipt_file
from desktop.labels import refusal_words, word
from desktop.models import Agency, AuditEntry, Batch, BatchItem, Item, ReadReceipt, Withdrawal
from desktop.rules.items import ItemContent
from desktop.rules.numbers import key_fingerprint, short_number
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import Permission
from desktop.rules.states import BatchState, ItemOutcome, ItemState, Move, after, allows
from desktop.services import item_rows, listing
from desktop.services.absent_batches import NOTHING_ABSENT, Absent, settle_absent, state_after
from desktop.services.desk import Desk
from desktop.services.inspected import NUMBER_FIELD
from desktop.services.renumbering import number_sent, renumber
from desktop.services.told_publications import note_told


@dataclass(frozen=True, slots=True)
class ReceiptNews:
    """What a receipt changed: per item its outcome in words, the batch's new state, and what the centre does not have."""

    paper_number: str
    batch_state: BatchState
    lines: tuple[tuple[str, str, str], ...]
    batch_id: str
    nil: bool = False
    renumbered: tuple[tuple[str, str], ...] = ()
    """Items sent back because their form number is another item's: the earlier short number and the new one."""
    absent: Absent = NOTHING_ABSENT


def read_receipt(desk: Desk, path: Path) -> ReceiptNews:
    """Take in a receipt from the centre: verified against the centre's fingerprint, then the items move on.

    An older receipt than one already read changes nothing. Raises PackageRefused for one that is not to be believed.
    """
    desk.require(Permission.EXPORT)
    if not desk.agency.centre_fingerprint:
        raise UserError("还没有登记办公室的公钥指纹", "在系统管理中按办公室的指纹单录入", "E-KEY")
    receipt = _read_file(desk, path)
    _require_ours(desk, receipt)
    with desk.verb("read_receipt", receipt.batch.batch_id, {"receipt": receipt.receipt_seq}) as session:
        batch = session.get(Batch, receipt.batch.batch_id)
        if batch is None and receipt.batch.epoch < session.scalars(select(Agency.epoch)).one():
            raise PackageRefused(
                "回执里的批次是恢复备份以前写出的，写在所用的备份之后，本机没有这一批",
                "这份回执留着备查；这一批里的信息本机没有的，按打印的报送清单补登，与办公室核对",
                "E-BATCH",
            )
        if batch is not None and batch.state == BatchState.ASSEMBLED.value:
            raise PackageRefused(
                f"{batch.paper_number}写到 U 盘时中断过，本机还没有记为写出",
                "先把这一批再写一次，内容和批次号不变，然后读取这份回执",
                "E-ASSEMBLED",
            )
        if batch is None or batch.manifest_hash not in (receipt.batch.manifest_hash, _NEVER_NOTED):
            raise PackageRefused("回执里的批次不是本处室写出的", "向办公室核对批次号，重新取回执", "E-BATCH")
        if not _was_read(session, receipt):
            session.add(
                ReadReceipt(seq=receipt.receipt_seq, batch_id=batch.id, body=to_plain(receipt), read_at=desk.now())
            )
        batch.manifest_hash = receipt.batch.manifest_hash
        newest = batch.receipt_seq is None or receipt.receipt_seq >= batch.receipt_seq
        take = _take_back if state_after(receipt) is BatchState.REJECTED else _apply
        lines = tuple(take(desk, session, batch, receipt, newest))
        renumbered = tuple(_renumber(desk, session, receipt)) if newest else ()
        if newest:
            batch.receipt_seq = receipt.receipt_seq
            if not _was_taken_back(batch, receipt):
                batch.state = state_after(receipt).value
        session.flush()
        absent = settle_absent(session, batch.epoch)
        nil = batch.kind == NIL
        return ReceiptNews(batch.paper_number, BatchState(batch.state), lines, batch.id, nil, renumbered, absent)


_NEVER_NOTED = ""
"""The identity of a batch that was taken back without having been noted as written; its id was known here alone."""


def _was_taken_back(batch: Batch, receipt: Receipt) -> bool:
    """Whether a refusal tells nothing new: what the batch held was taken back before, and may be on its way in another one."""
    return batch.state == BatchState.TAKEN_BACK.value and state_after(receipt) is BatchState.REJECTED


def _was_read(session: Session, receipt: Receipt) -> bool:
    """Whether this very receipt was read before.

    Raises PackageRefused (E-FORK) when another one had its number: the centre's store was put back by copying files, and
    nobody can tell any more which of the two is the newer one.
    """
    known = session.get(ReadReceipt, receipt.receipt_seq)
    if known is not None and from_plain(Receipt, known.body) != receipt:
        raise PackageRefused(
            f"已读过另一份第 {receipt.receipt_seq:04d} 号回执，内容不同，办公室的数据可能用旧的复制件顶替过",
            "告诉办公室；请办公室把这一批的回执重新写一份，新的一份编号更大，照常读取",
            "E-FORK",
        )
    return known is not None


def _read_file(desk: Desk, path: Path) -> Receipt:
    try:
        return read_receipt_file(path, desk.agency.centre_fingerprint)
    except PackageRefused as refusal:
        if refusal.code == "E-KEY" and _signed_before_rotation(desk, inspect_receipt(path)[1].fingerprint):
            raise PackageRefused(
                "回执是办公室换用新公钥以前签的，换钥以后不再认旧公钥",
                "请办公室重新写一份回执；回执由库里的记录写出，内容不会缺",
                "E-KEY",
            ) from refusal
        raise


def _signed_before_rotation(desk: Desk, fingerprint: str) -> bool:
    """Whether a key is one that the centre has replaced by a statement which this office accepted."""
    with desk.store.reading() as session:
        accepted = session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "accept_centre_key"))
        return fingerprint in {detail["old"] for detail in accepted}


@dataclass(frozen=True, slots=True)
class Told:
    """What the receipts say of an item that was sent: its state, and why it came back if it did."""

    state: ItemState
    reason: str = ""
    fields: tuple[str, ...] = ()


def told_by_receipts(session: Session, item: Item, version: int = 0) -> Told:
    """The state of an item by what the receipts say of a version, the head when none is named, in the order of their issue."""
    rev = version or item.head_rev
    sent = select(BatchItem.batch_id).where(BatchItem.item_id == item.id, BatchItem.rev == rev)
    rows = session.execute(
        select(ReadReceipt, Batch).join(Batch).where(ReadReceipt.batch_id.in_(sent)).order_by(ReadReceipt.seq)
    )
    under_way = select(Batch.id).where(Batch.id.in_(sent), Batch.state != BatchState.TAKEN_BACK.value)
    told = Told(ItemState.AWAITING_RECEIPT if session.scalar(under_way.limit(1)) else ItemState.TO_SUBMIT)
    for row, batch in rows:
        receipt = from_plain(Receipt, row.body)
        if _was_taken_back(batch, receipt):
            continue
        if state_after(receipt) is BatchState.REJECTED:
            told = Told(_moved(told.state, (Move.RETURN,)), _why_refused(receipt))
        for line in receipt.items:
            if (line.uuid, line.rev) == (item.uuid, rev):
                state = _moved(told.state, _MOVES[line.outcome])
                told = Told(state, line.reason, tuple(line.fields)) if state is ItemState.RETURNED else Told(state)
    return told


def _moved(state: ItemState, moves: tuple[Move, ...]) -> ItemState:
    for step in moves:
        if allows(state, step):
            state = after(state, step)
    return state


def set_centre_fingerprint(desk: Desk, fingerprint: str) -> None:
    """Record the centre's key fingerprint from its stamped sheet; receipts are believed by it alone."""
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    grouped = key_fingerprint(fingerprint)
    with desk.verb("set_centre_fingerprint", "centre", {"fingerprint": grouped}) as session:
        session.execute(select(Agency)).scalar_one().centre_fingerprint = grouped
    desk.agency = replace(desk.agency, centre_fingerprint=grouped)


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
    ItemOutcome.CONFLICT: (Move.RETURN,),
}

LATE = "办公室在收到撤回以前已送交档案馆、图书馆，只撤回不够，与办公室办理撤换"
"""What an office is told of an item that it took back when archive and library held it already."""

_SHOWN_IN_PUBLIC = (ItemOutcome.PUBLISHED, ItemOutcome.DELIVERED, ItemOutcome.CLOSED, ItemOutcome.WITHDRAWN)
"""What a version may be whose publication a receipt tells; a version that waits or came back was never published."""


def _apply(
    desk: Desk, session: Session, batch: Batch, receipt: Receipt, newest: bool
) -> Iterator[tuple[str, str, str]]:
    sent = dict(session.execute(select(BatchItem.item_id, BatchItem.rev).where(BatchItem.batch_id == batch.id)).all())
    for line in receipt.items:
        item = item_rows.item_by_uuid(session, line.uuid)
        outcome = line.outcome
        taken_back = session.get(Withdrawal, item.uuid)
        late = taken_back is not None and outcome in (ItemOutcome.DELIVERED, ItemOutcome.CLOSED)
        yield item.short_number, item.title, f"{word(outcome)}，须撤换" if late else word(outcome)
        if newest and late and taken_back is not None and item.state == ItemState.WITHDRAWN.value:
            item.returned_reason = f"{taken_back.reason}。{LATE}"
            item_rows.touch(desk, item)
        if not newest or sent.get(item.id) != line.rev:
            continue
        if line.published_on and outcome in _SHOWN_IN_PUBLIC:
            note_told(desk, session, item, line)
        if line.index_number and line.index_number != item.index_number:
            item.index_number = line.index_number
            listing.reindex(session, item, from_plain(ItemContent, item_rows.head_revision(session, item).content))
        if item.head_rev != line.rev:
            continue
        # The centre had taken in what was taken back here: the item waits no more to be sent again.
        again = (Move.EXPORT,) if batch.state == BatchState.TAKEN_BACK.value else ()
        for step in (*again, *_MOVES[outcome]):
            if allows(ItemState(item.state), step):
                item_rows.move(desk, item, step)
        if outcome is ItemOutcome.RETURNED:
            item.returned_reason, item.returned_fields = line.reason, list(line.fields)
        elif outcome is ItemOutcome.CONFLICT:
            item.returned_reason = "办公室已收到这条信息的另一份内容，核对后修改，作为新版本重新报送"


def _renumber(desk: Desk, session: Session, receipt: Receipt) -> Iterator[tuple[str, str]]:
    """New numbers for the items that this receipt sends back because theirs is taken, told with the reason."""
    marked = {one.uuid: one for one in receipt.items if NUMBER_FIELD in one.fields}
    items = item_rows.items_by_uuid(session, list(marked)).values()
    returned = [one for one in items if one.head_rev == marked[one.uuid].rev and one.state == ItemState.RETURNED]
    earlier = {one.uuid: one.short_number for one in returned}
    renumber(desk, session, returned)
    for item in returned:
        was = short_number(number_sent(session, item, item.head_rev))
        told = f"已换新编号 {item.short_number}，原编号 {was} 不再使用，按新编号重新审查后报送"
        item.returned_reason = f"{marked[item.uuid].reason}。{told}"
        if earlier[item.uuid] != item.short_number:
            yield was, item.short_number


_REFUSED = {
    "E-FORK": "办公室已收到同一序号的另一批，或者与已收的批次接不上",
    "E-REVOKED": "写这一批用的公钥办公室已经停用，换用新公钥后编入新的一批",
}


def _take_back(
    desk: Desk, session: Session, batch: Batch, receipt: Receipt, newest: bool
) -> Iterator[tuple[str, str, str]]:
    """The centre refused the whole batch: its items come back, to be mended and sent in another one.

    Of a batch that was taken back before, they have come back already and stay where they are now.
    """
    why, before = _why_refused(receipt), _was_taken_back(batch, receipt)
    for item, rev in session.execute(
        select(Item, BatchItem.rev).join(BatchItem, BatchItem.item_id == Item.id).where(BatchItem.batch_id == batch.id)
    ).all():
        yield item.short_number, item.title, word(ItemState(item.state)) if before else word(ItemOutcome.RETURNED)
        if newest and not before and item.head_rev == rev and allows(ItemState(item.state), Move.RETURN):
            item_rows.move(desk, item, Move.RETURN)
            item.returned_reason, item.returned_fields = why, []


def refusal_code(session: Session, batch: Batch) -> str:
    """The code with which the centre refused a batch by its last receipt; empty when it did not."""
    row = session.get(ReadReceipt, batch.receipt_seq) if batch.state == BatchState.REJECTED.value else None
    return from_plain(Receipt, row.body).code if row is not None else ""


def _why_refused(receipt: Receipt) -> str:
    own = _REFUSED.get(receipt.code)
    return f"整批没有接收：{f'{own}（{receipt.code}）' if own else refusal_words(receipt.code)}"
