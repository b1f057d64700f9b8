"""Publishing at the centre: what waits, and recording address, date and channel once it is out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select

from desktop.errors import UserError
from desktop.labels import word
from desktop.models import DeliveryItem, Item, Office, Publication, Withdrawal
from desktop.rules.chains import Place
from desktop.rules.items import Attribute, Channel, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState, Move
from desktop.rules.validation import published_address_problem
from desktop.services import item_rows
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerRow, in_state
from desktop.services.standing import holds_at, last_signed_on


@dataclass(frozen=True, slots=True)
class Published:
    """Where an item was published: day, channel, address or name of the carrier, and what proves it."""

    published_on: date
    channel: Channel
    address: str
    evidence: str = ""


def to_publish(desk: Desk) -> tuple[LedgerRow, ...]:
    """The publication queue, the most urgent first."""
    return in_state(desk, ItemState.TO_PUBLISH)


def may_go_out(desk: Desk, uuid: str) -> bool:
    """Whether every sign-off of the chain stands and verifies, so that the item may be put before the public."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return holds_at(session, item_rows.item_by_uuid(session, uuid), Place.CENTRE)


def record_publication(desk: Desk, uuid: str, published: Published) -> str:
    """Record that an item was published; returns its index number, which was drawn when its review was complete.

    Every sign-off of the chain must verify against the content that goes out (先审查后公开, 保密法实施条例 42).
    """
    desk.require(Permission.PUBLISH)
    if desk.agency.end is not End.CENTRE:
        raise UserError("登记公开在办公室端办理", "等办公室的回执", "E-END")
    problem = published_address_problem(published.address)
    if problem:
        raise UserError(problem, "改好后再登记", "E-ADDRESS")
    with desk.verb("publish", uuid, {"channel": published.channel.value}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        content = from_plain(ItemContent, item_rows.head_revision(session, item).content)
        _check_date(desk, content, published.published_on)
        if not holds_at(session, item, Place.CENTRE):
            raise UserError(
                "审查签字不齐全、验证不通过，或者答“是”的事项没有依据，不能登记公开",
                "打开审查表查看签字和审查事项",
                "E-UNREVIEWED",
            )
        reviewed_on = last_signed_on(session, item)
        if published.published_on < reviewed_on:
            raise UserError(
                f"公开日期早于审查完成日期 {reviewed_on:%m-%d}", f"改为 {reviewed_on:%m-%d} 或以后", "E-DATE"
            )
        item_rows.move(desk, item, Move.PUBLISH)
        item_rows.note_publication(
            desk,
            session,
            item,
            item.head_rev,
            published.published_on,
            published.channel.value,
            published.address.strip(),
            published.evidence.strip(),
            desk.person.name,
        )
        assert item.index_number is not None
        return item.index_number


_NOT_IN_PUBLIC = (ItemState.WITHDRAWN.value, ItemState.REGISTERED.value, ItemState.WITHHELD.value)
"""Where an item is that may not stand in public, or no longer: withdrawn, or kept back by a new review."""

_DELIVERED = or_(
    Item.state.in_([ItemState.DELIVERED.value, ItemState.CLOSED.value]),
    exists().where(DeliveryItem.item_id == Publication.item_id),
)


@dataclass(frozen=True, slots=True)
class ToTakeDown:
    """An item that may no longer stand in public, and does: withdrawn, or by a new review kept from publication."""

    uuid: str
    number: str
    title: str
    office_name: str
    state: ItemState
    reason: str
    published_on: date
    address: str
    delivered: bool
    """Whether archive and library hold it: then it must be exchanged there too (撤换)."""


def to_take_down(desk: Desk) -> tuple[ToTakeDown, ...]:
    """What is in public and may not be any more, until it is recorded as taken down (待撤下), by day of publication.

    That is what was withdrawn after it was published, or is disclosed on request alone by now, or withheld.
    """
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.execute(
            select(Item, Publication, Withdrawal.reason, Office.name, _DELIVERED)
            .join(Publication, Publication.item_id == Item.id)
            .join(Office, Office.id == Item.office_id)
            .outerjoin(Withdrawal, Withdrawal.item_uuid == Item.uuid)
            .where(_standing_though_gone())
            .order_by(Publication.published_on, Item.form_number)
        )
        return tuple(
            ToTakeDown(
                item.uuid,
                item.short_number,
                item.title,
                office,
                ItemState(item.state),
                reason or item.returned_reason or f"重新审查，改为{word(Attribute(item.attribute))}",
                published.published_on,
                published.address,
                delivered,
            )
            for item, published, reason, office, delivered in rows
        )


def record_taken_down(desk: Desk, uuid: str, day: date) -> None:
    """Record that an item was taken down where it was published and may not be any more."""
    desk.require(Permission.PUBLISH)
    with desk.verb("take_down", uuid, {"day": day.isoformat()}) as session:
        row = session.scalar(
            select(Publication)
            .join(Item, Item.id == Publication.item_id)
            .outerjoin(Withdrawal, Withdrawal.item_uuid == Item.uuid)
            .where(Item.uuid == uuid, _standing_though_gone())
        )
        if row is None:
            raise UserError("这条信息不在待撤下之列", "刷新列表后再试", "E-STATE")
        if day > desk.today():
            raise UserError("撤下日期晚于今天", f"改为 {desk.today():%m-%d} 或以前", "E-DATE")
        if day < row.published_on:
            raise UserError(
                f"撤下日期早于公开日期 {row.published_on:%m-%d}", f"改为 {row.published_on:%m-%d} 或以后", "E-DATE"
            )
        row.taken_down_on = day
        item_rows.touch(desk, item_rows.item_by_uuid(session, uuid))


def _standing_though_gone() -> ColumnElement[bool]:
    gone = or_(Item.state.in_(_NOT_IN_PUBLIC), Withdrawal.item_uuid.is_not(None))
    return and_(gone, Publication.taken_down_on.is_(None))


def _check_date(desk: Desk, content: ItemContent, day: date) -> None:
    if day > desk.today():
        raise UserError("公开日期晚于今天", f"改为 {desk.today():%m-%d} 或以前", "E-DATE")
    if content.signed_on and day < content.signed_on:
        raise UserError(
            f"公开日期早于成文日期 {content.signed_on:%m-%d}", f"改为 {content.signed_on:%m-%d} 或以后", "E-DATE"
        )
