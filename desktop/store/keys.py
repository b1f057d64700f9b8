"""Date-ordered keys: the later the day, the larger the key, and within a day in order of arrival.

The search index uses the key as its rowid, so that the newest hits come first without sorting.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Select, Table, bindparam, func, select
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


_new = insert(_day_keys).values(day=bindparam("day"), given=bindparam("wanted"))
_DRAW = _new.on_conflict_do_update(
    index_elements=["day"], set_={"given": _day_keys.c.given + _new.excluded.given}
).returning(_day_keys.c.given)


def allocate_key(session: Session, day: date) -> int:
    """Draw the next key of `day`. It is never drawn again, unless the transaction is undone.

    Raises UserError when a day is full (1 048 576 keys).
    """
    return _draw(session, day, 1)[0]


def allocate_keys(session: Session, days: Sequence[date]) -> list[int]:
    """Draw one key for each of `days`, in their order; one statement a day. See `allocate_key`."""
    drawn = {day: iter(_draw(session, day, wanted)) for day, wanted in Counter(days).items()}
    return [next(drawn[day]) for day in days]


def day_of(key: int) -> date:
    """The day a key was drawn for."""
    return date.fromordinal(key // KEYS_PER_DAY)


def first_of(day: date) -> int:
    """The smallest key that `day` can have; all keys of earlier days are smaller."""
    return day.toordinal() * KEYS_PER_DAY


def fetch_keys(session: Session, statement: Select[Any]) -> list[int]:
    """The keys that a statement selects, in its order.

    SQLite hands them over as one JSON text: fetching a hundred thousand rows one by one takes eight times as long.
    """
    rows = statement.subquery()
    keys: list[int] = json.loads(session.execute(select(func.json_group_array(rows.c[0]))).scalar_one())
    return keys


def _draw(session: Session, day: date, wanted: int) -> range:
    ordinal = day.toordinal()
    given = int(session.execute(_DRAW, {"day": ordinal, "wanted": wanted}).scalar_one())
    if given > KEYS_PER_DAY:
        raise UserError(f"{day.isoformat()} 这一天的信息过多，不能再登记", "请核对信息日期。", "E-DAY-FULL")
    return range(ordinal * KEYS_PER_DAY + given - wanted, ordinal * KEYS_PER_DAY + given)
