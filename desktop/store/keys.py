"""Date-ordered keys: the later the day, the larger the key, and within a day in order of arrival.

The search index uses the key as its rowid, so that the newest hits come first without sorting.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from desktop.errors import UserError

KEYS_PER_DAY = 1 << 20

metadata = MetaData()
_day_keys = Table(
    "day_keys",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("given", Integer, nullable=False),
)


def allocate_key(session: Session, day: date) -> int:
    """Draw the next key of `day`. It is never drawn again, unless the transaction is undone.

    Raises UserError when a day is full (1 048 576 keys).
    """
    ordinal = day.toordinal()
    statement = (
        insert(_day_keys)
        .values(day=ordinal, given=1)
        .on_conflict_do_update(index_elements=["day"], set_={"given": _day_keys.c.given + 1})
        .returning(_day_keys.c.given)
    )
    number = int(session.execute(statement).scalar_one()) - 1
    if number >= KEYS_PER_DAY:
        raise UserError(f"{day.isoformat()} 这一天的信息过多，不能再登记", "请核对信息日期。", "E-DAY-FULL")
    return ordinal * KEYS_PER_DAY + number


def day_of(key: int) -> date:
    """The day a key was drawn for."""
    return date.fromordinal(key // KEYS_PER_DAY)
