"""Date-ordered keys: the later the day, the larger the key, and within a day in order of arrival.

The search index uses the key as its rowid, so that the newest hits come first without sorting.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Select, Table, func, select, text
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


# Days and numbers come as one JSON text, because a statement for each day takes longer than all that it draws.
_DRAW = text(
    "INSERT INTO day_keys (day, given) SELECT value ->> 0, value ->> 1 FROM json_each(:wanted) WHERE true "
    "ON CONFLICT (day) DO UPDATE SET given = given + excluded.given RETURNING day, given"
)


def allocate_key(session: Session, day: date) -> int:
    """Draw the next key of `day`. It is never drawn again, unless the transaction is undone.

    Raises UserError when a day is full (1 048 576 keys).
    """
    return allocate_keys(session, [day])[0]


def allocate_keys(session: Session, days: Sequence[date]) -> list[int]:
    """Draw one key for each of `days`, in their order. See `allocate_key`."""
    wanted = Counter(day.toordinal() for day in days)
    drawn: dict[int, Iterator[int]] = {}
    for ordinal, given in session.execute(_DRAW, {"wanted": json.dumps(list(wanted.items()))}).all():
        if given > KEYS_PER_DAY:
            day = date.fromordinal(ordinal).isoformat()
            raise UserError(f"{day} 这一天的信息过多，不能再登记", "请核对信息日期。", "E-DAY-FULL")
        first = ordinal * KEYS_PER_DAY + given - wanted[ordinal]
        drawn[ordinal] = iter(range(first, first + wanted[ordinal]))
    return [next(drawn[day.toordinal()]) for day in days]


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
