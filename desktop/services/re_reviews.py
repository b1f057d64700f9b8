"""Periodic re-review: what is kept from publication is looked at again when its day comes (条例 18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Item
from desktop.rules.items import Attribute
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import items
from desktop.services.desk import Desk
from desktop.services.item_rows import office_names

AHEAD = timedelta(days=30)
"""How long before its day an item is listed."""

LISTED = 500
"""Items listed at most, the most urgent ones; what is beyond comes up as these are done."""

_KEPT = (
    Item.state.in_((ItemState.REGISTERED.value, ItemState.WITHHELD.value)),
    Item.attribute != Attribute.PROACTIVE.value,
)
BECAUSE = "定期评审"


@dataclass(frozen=True, slots=True)
class ReReview:
    """An item whose re-review is due or near; `may_begin` when the person signed in may open it."""

    uuid: str
    number: str
    title: str
    office: str
    attribute: Attribute
    state: ItemState
    due: date
    may_begin: bool


def re_reviews(desk: Desk) -> tuple[ReReview, ...]:
    """The items on request or withheld whose next review is due within `AHEAD`, the most urgent first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        names = office_names(session)
        rows = session.scalars(
            select(Item).where(*_due_by(desk.today() + AHEAD)).order_by(Item.next_review_on, Item.key).limit(LISTED)
        )
        return tuple(
            ReReview(
                one.uuid,
                one.short_number,
                one.title,
                names[one.office_id],
                Attribute(one.attribute),
                ItemState(one.state),
                one.next_review_on,
                desk.may(Permission.REGISTER) and one.office_id == desk.agency.office_id,
            )
            for one in rows
            if one.next_review_on is not None
        )


def late_count(session: Session, today: date, office_id: str) -> int:
    """How many items of an office have reached the day of their re-review."""
    wanted = select(func.count()).select_from(Item).where(*_due_by(today), Item.office_id == office_id)
    return session.scalar(wanted) or 0


def begin_re_review(desk: Desk, uuid: str) -> None:
    """Open an item for its re-review, also before its day: a draft of its content, to be decided and signed anew.

    Raises UserError (E-STATE) for an item that is not kept from publication.
    """
    with desk.store.reading() as session:
        kept = select(Item.id).where(Item.uuid == uuid, *_KEPT)
        if session.scalar(kept) is None:
            raise UserError(
                "这条信息不在定期评审之列",
                "定期评审的是办结的依申请公开、不予公开的信息；别的要改动，按“修改”或者“更正”办理",
                "E-STATE",
            )
    items.revise(desk, uuid, BECAUSE)


def _due_by(day: date) -> tuple[ColumnElement[bool], ...]:
    return *_KEPT, Item.next_review_on.is_not(None), Item.next_review_on <= day
