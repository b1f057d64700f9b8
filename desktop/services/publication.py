"""Publishing at the centre: what waits, and recording address, date and channel once it is out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.errors import UserError
from desktop.rules.chains import Place
from desktop.rules.items import Channel, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState, Move
from desktop.rules.validation import published_address_problem
from desktop.services import item_rows
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerRow, in_state
from desktop.services.reviews import holds_at, last_signed_on


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
            raise UserError("审查签字不齐全或验证不通过，不能登记公开", "打开审查表查看签字", "E-UNREVIEWED")
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


def _check_date(desk: Desk, content: ItemContent, day: date) -> None:
    if day > desk.today():
        raise UserError("公开日期晚于今天", f"改为 {desk.today():%m-%d} 或以前", "E-DATE")
    if content.signed_on and day < content.signed_on:
        raise UserError(
            f"公开日期早于成文日期 {content.signed_on:%m-%d}", f"改为 {content.signed_on:%m-%d} 或以后", "E-DATE"
        )
