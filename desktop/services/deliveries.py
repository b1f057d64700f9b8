"""Deliveries to the archive bureau and the library: write a quarter, hand it over, record both receipts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.faultpoints import reached
from desktop.formats.delivery import (
    DeliveredDocument,
    DeliveryHead,
    plan_names,
    verify_delivery,
    write_delivery,
)
from desktop.labels import word
from desktop.models import Delivery, DeliveryItem, DeliveryReceipt, EarlierPublication, Item, Publication
from desktop.rules.items import AttachedDocument, ItemContent
from desktop.rules.periods import Quarter
from desktop.rules.plain import from_plain
from desktop.rules.roles import End, Permission
from desktop.rules.states import DeliveryState, ItemState, Move
from desktop.services import item_rows
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.gathering import DeliveryLine, gather, line_of, replaced, undelivered
from desktop.services.items import digest_of_file

RECEIVERS: tuple[str, ...] = ("档案馆", "图书馆")
"""条例 25: copies go to the archive and the public library."""

PAPER_COPIES = 2


@dataclass(frozen=True, slots=True)
class ReceiverView:
    """How far a receiver is."""

    receiver: str
    handed_over_on: date | None
    handed_over_by: str
    received_on: date | None
    received_by: str


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery that was written."""

    id: int
    quarter: Quarter
    state: DeliveryState
    item_count: int
    file_count: int
    manifest_hash: str
    created_at: str
    receivers: tuple[ReceiverView, ...]


@dataclass(frozen=True, slots=True)
class WrittenDelivery:
    """A delivery folder that lies where the user wanted it, read back and found right."""

    delivery: DeliveryView
    folder: Path
    size: int


def write(
    desk: Desk,
    quarter: Quarter,
    folder: Path,
    catalogue_pdf: Callable[[DeliveryHead, Sequence[DeliveredDocument]], bytes],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> WrittenDelivery:
    """Write a quarter's delivery into `folder` and count its items as delivered.

    The folder is written, synced and verified under a temporary name first. An empty quarter gives the nil return.
    Raises UserError naming the check that fails, or when the quarter was delivered already.
    """
    desk.require(Permission.DELIVER)
    if desk.agency.end is not End.CENTRE:
        raise UserError("送交在办公室端办理", "处室的信息随报送批次交办公室", "E-END")
    gathered = gather(desk, quarter)
    failing = next((one for one in gathered.checks if not one.holds), None)
    if failing is not None:
        raise UserError(f"核对不通过：{failing.words}（{'、'.join(failing.failing[:3])}）", "处理后再制包", "E-CHECK")
    with desk.store.reading() as session:
        _require_new(session, quarter)
        rows = undelivered(session, quarter)
        dated = [(item, published.published_on, content) for item, published, content in rows]
        documents = documents_of(desk, dated, replaced(session, [item.id for item, _day, _content in dated], quarter))
    head = head_of(desk, quarter, desk.person.name, desk.today())
    target = folder / folder_name(quarter)
    stop_if(cancelled)
    _remove_unrecorded(target, documents)
    check = write_delivery(
        target, head, documents, catalogue_pdf(head, documents), progress=progress, cancelled=cancelled
    )
    reached("delivery.written")
    with desk.verb("deliver", quarter.label, {"items": len(rows), "manifest": check.manifest_hash}) as session:
        _require_new(session, quarter)
        delivery = Delivery(
            year=quarter.year,
            quarter=quarter.number,
            state=DeliveryState.WRITTEN.value,
            item_count=len(rows),
            file_count=len(documents),
            manifest_hash=check.manifest_hash,
            created_at=desk.now(),
            created_by=desk.person.name,
        )
        session.add(delivery)
        session.flush()
        for ordinal, (gone, _published, _content) in enumerate(rows, 1):
            item = item_rows.item_by_uuid(session, gone.uuid)
            item_rows.move(desk, item, Move.DELIVER)
            session.add(DeliveryItem(delivery_id=delivery.id, item_id=item.id, ordinal=ordinal, rev=item.head_rev))
        for receiver in RECEIVERS:
            session.add(DeliveryReceipt(delivery_id=delivery.id, receiver=receiver))
        session.flush()
        view = delivery_view(session, delivery)
    return WrittenDelivery(view, target, check.size)


def _remove_unrecorded(target: Path, documents: Sequence[DeliveredDocument]) -> None:
    """Remove the folder that an interrupted run wrote but did not record: a whole delivery of these very documents.

    Anything else of that name is left alone, and writing then refuses.
    """
    if not target.is_dir():
        return
    try:
        found = verify_delivery(target)
    except PackageRefused:
        return
    names = sorted(plan_names(documents))
    digests = {name: one.sm3 for name, one in zip(plan_names(documents), documents, strict=True)}
    if sorted(found.documents) == names and all(
        digest_of_file(target / "data" / name) == digests[name] for name in names
    ):
        shutil.rmtree(target)


def verify(folder: Path) -> tuple[str, int, int]:
    """Verify a delivery folder: its identity, its documents, their size in bytes; PackageRefused when it is not whole."""
    check = verify_delivery(folder)
    return check.manifest_hash, len(check.documents), check.size


def deliveries(desk: Desk) -> tuple[DeliveryView, ...]:
    """All deliveries, the newest quarter first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.scalars(select(Delivery).order_by(Delivery.year.desc(), Delivery.quarter.desc()))
        return tuple(delivery_view(session, one) for one in rows)


def delivered_lines(desk: Desk, delivery_id: int) -> tuple[DeliveryLine, ...]:
    """The items of a delivery in the order of its catalogue."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        delivery = session.get_one(Delivery, delivery_id)
        rows = rows_of(session, delivery_id)
        earlier = replaced(
            session, [item.id for item, _day, _content in rows], Quarter(delivery.year, delivery.quarter)
        )
        return tuple(line_of(item, day, content, earlier.get(item.id)) for item, day, content in rows)


def hand_over(desk: Desk, delivery_id: int, receiver: str, day: date) -> DeliveryView:
    """Record that the delivery was handed to a receiver."""
    desk.require(Permission.DELIVER)
    with desk.verb("hand_over", str(delivery_id), {"receiver": receiver}) as session:
        delivery, row = _receipt_row(session, delivery_id, receiver)
        _check_day(desk, day, None)
        row.handed_over_on, row.handed_over_by = day, desk.person.name
        _settle(desk, session, delivery)
        return delivery_view(session, delivery)


def record_receipt(desk: Desk, delivery_id: int, receiver: str, day: date, received_by: str) -> DeliveryView:
    """Record a receiver's signed receipt; when both have signed, the delivery and its items are closed (已办结)."""
    desk.require(Permission.DELIVER)
    if not received_by.strip():
        raise UserError("没有填写接收人", "填写接收单位签收人的姓名", "E-NAME")
    with desk.verb("record_receipt", str(delivery_id), {"receiver": receiver}) as session:
        delivery, row = _receipt_row(session, delivery_id, receiver)
        if row.handed_over_on is None:
            raise UserError(f"还没有登记交接给{receiver}", "先登记交接，再登记签收", "E-STATE")
        _check_day(desk, day, row.handed_over_on)
        row.received_on, row.received_by = day, received_by.strip()
        _settle(desk, session, delivery)
        return delivery_view(session, delivery)


def head_of(desk: Desk, quarter: Quarter, handler: str, day: date) -> DeliveryHead:
    """Head and foot of a quarter's catalogue, made by `handler` on `day`."""
    number = f"{quarter.year}-{quarter.number}"
    return DeliveryHead(desk.agency.name, "、".join(RECEIVERS), number, quarter.label, handler, "", day.isoformat())


def folder_name(quarter: Quarter) -> str:
    """The name of a quarter's delivery folder."""
    return f"送交_{quarter.label}"


def rows_of(session: Session, delivery_id: int) -> list[tuple[Item, date, ItemContent]]:
    """The items of a delivery with the day and the content of the version that was delivered, though it was mended since."""
    rows = session.execute(
        select(Item, DeliveryItem.rev, Publication)
        .join(DeliveryItem, DeliveryItem.item_id == Item.id)
        .join(Publication, Publication.item_id == Item.id)
        .where(DeliveryItem.delivery_id == delivery_id)
        .order_by(DeliveryItem.ordinal)
    ).all()
    found = []
    for item, rev, published in rows:
        first = select(func.min(EarlierPublication.rev)).where(EarlierPublication.item_id == item.id)
        delivered = rev or session.scalar(first) or published.rev  # not noted: nothing delivered had been mended then
        earlier = select(EarlierPublication.published_on).where(
            EarlierPublication.item_id == item.id, EarlierPublication.rev == delivered
        )
        day = published.published_on if published.rev == delivered else session.scalar(earlier)
        revisions = item_rows.revisions_at(session, item.id, delivered)
        found.append((item, day or published.published_on, from_plain(ItemContent, revisions[0].content)))
    return found


def documents_of(
    desk: Desk, rows: Sequence[tuple[Item, date, ItemContent]], replacing: Mapping[int, Quarter]
) -> tuple[DeliveredDocument, ...]:
    """The files of delivered items in the order of the catalogue; what takes the place of an earlier one says so."""
    return tuple(
        DeliveredDocument(
            index_number=item.index_number or "",
            title=content.title,
            document_number=content.document_number,
            issuing_body=content.issuing_body,
            signed_on=content.signed_on.isoformat() if content.signed_on else "",
            published_on=day.isoformat(),
            theme=content.theme,
            pages=one.pages,
            paper_copies=PAPER_COPIES,
            name=one.name,
            sm3=one.sm3,
            size=one.size,
            open=partial(desk.store.objects.open, one.sm3),
            note=_note(one, replacing.get(item.id)),
        )
        for item, day, content in rows
        for one in content.attachments
    )


def _note(one: AttachedDocument, earlier: Quarter | None) -> str:
    return f"{word(one.role)}，替换{earlier.label}送交件" if earlier else word(one.role)


def _require_new(session: Session, quarter: Quarter) -> None:
    if session.scalar(select(Delivery.id).where(Delivery.year == quarter.year, Delivery.quarter == quarter.number)):
        raise UserError(f"{quarter.label}已经送交过", "后来公开的信息归入下一季度送交", "E-DELIVERED")


def _receipt_row(session: Session, delivery_id: int, receiver: str) -> tuple[Delivery, DeliveryReceipt]:
    delivery = session.get(Delivery, delivery_id)
    row = session.get(DeliveryReceipt, (delivery_id, receiver))
    if delivery is None or row is None:
        raise UserError("没有找到这次送交", "刷新列表后再试", "E-DELIVERY")
    return delivery, row


def _check_day(desk: Desk, day: date, earliest: date | None) -> None:
    if day > desk.today():
        raise UserError("日期晚于今天", f"改为 {desk.today():%m-%d} 或以前", "E-DATE")
    if earliest and day < earliest:
        raise UserError(f"签收日期早于交接日期 {earliest:%m-%d}", f"改为 {earliest:%m-%d} 或以后", "E-DATE")


def _settle(desk: Desk, session: Session, delivery: Delivery) -> None:
    rows = session.scalars(select(DeliveryReceipt).where(DeliveryReceipt.delivery_id == delivery.id)).all()
    if all(one.received_on for one in rows):
        delivery.state = DeliveryState.CLOSED.value
        held = select(Item, DeliveryItem.rev).join(DeliveryItem).where(DeliveryItem.delivery_id == delivery.id)
        for item, rev in session.execute(held):  # one that was mended and delivered anew closes with its new delivery
            if ItemState(item.state) is ItemState.DELIVERED and rev in (0, item.head_rev):
                item_rows.move(desk, item, Move.CLOSE)
    elif all(one.handed_over_on for one in rows):
        delivery.state = DeliveryState.HANDED_OVER.value


def delivery_view(session: Session, row: Delivery) -> DeliveryView:
    """A delivery as the screens show it."""
    receipts = session.scalars(
        select(DeliveryReceipt).where(DeliveryReceipt.delivery_id == row.id).order_by(DeliveryReceipt.receiver.desc())
    )
    return DeliveryView(
        row.id,
        Quarter(row.year, row.quarter),
        DeliveryState(row.state),
        row.item_count,
        row.file_count,
        row.manifest_hash,
        row.created_at,
        tuple(
            ReceiverView(one.receiver, one.handed_over_on, one.handed_over_by, one.received_on, one.received_by)
            for one in receipts
        ),
    )
