"""The agency's pattern of index numbers: looked at, changed at the centre, and drawn from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models import Agency, Item, Office
from desktop.rules.index_numbers import Occasion, checked_pattern, index_number, sample, series
from desktop.rules.items import ItemContent
from desktop.rules.roles import End, Permission
from desktop.services import item_rows
from desktop.services.desk import Desk, refuse_permission


def index_pattern(desk: Desk) -> str:
    """The pattern that numbers are drawn with."""
    desk.require(Permission.READ, Permission.ACCOUNTS, Permission.ENROL)
    with desk.store.reading() as session:
        return session.scalars(select(Agency)).one().index_template


def set_index_pattern(desk: Desk, text: str) -> str:
    """Draw index numbers with another pattern from now on; those that were drawn stay for ever. Returns the pattern.

    Only at the centre, which draws them. Raises UserError (E-PATTERN) saying what is wrong with the pattern.
    """
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    if desk.agency.end is not End.CENTRE:
        refuse_permission()
    pattern = checked_pattern(text)
    with desk.verb("set_index_pattern", "agency", {"pattern": pattern}) as session:
        session.scalars(select(Agency)).one().index_template = pattern
    return pattern


def sample_number(desk: Desk, text: str, day: date | None = None) -> str:
    """A number as a pattern would draw it today; raises UserError (E-PATTERN) for a pattern that cannot be used."""
    return sample(checked_pattern(text), desk.agency.code, desk.agency.office_code, day or desk.today())


def drawn_numbers(desk: Desk) -> int:
    """How many index numbers have been drawn so far."""
    desk.require(Permission.READ, Permission.ACCOUNTS, Permission.ENROL)
    with desk.store.reading() as session:
        return session.scalar(select(func.count()).where(Item.index_number.is_not(None))) or 0


def draw_index_number(desk: Desk, session: Session, item: Item, content: ItemContent) -> str:
    """The next index number for an item, in the running transaction.

    After a change of pattern a number may have been drawn before; such a one is passed over.
    """
    pattern = session.scalars(select(Agency)).one().index_template
    office = session.get_one(Office, item.office_id)
    occasion = Occasion(desk.agency.code, office.code, desk.today(), content.theme, content.genre)
    name = series(pattern, occasion)
    while True:
        number = index_number(pattern, occasion, item_rows.next_number(session, name))
        if session.scalar(select(Item.id).where(Item.index_number == number)) is None:
            return number
