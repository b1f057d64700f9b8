"""Writing many rows of one table at once, past what SQLAlchemy would do for each of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, Date
from sqlalchemy.orm import Session

from desktop.models.base import Base

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class JsonText(str):
    """A JSON text that a column of JSON takes as it is, because its value was written out already."""

    __slots__ = ()


def insert_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all of the same columns, in one statement; a column that is left out is empty (NULL).

    No default of the table is filled in, and no object of the session learns of the rows.
    """
    if not rows:
        return
    columns = table.__table__.columns
    names = list(rows[0])
    told: list[tuple[int, Callable[[Any], object]]] = [
        (at, encode) for at, name in enumerate(names) if (encode := _encoding(columns[name].type)) is not None
    ]
    values = []
    for row in rows:
        one = [row[name] for name in names]
        for at, encode in told:
            one[at] = encode(one[at])
        values.append(tuple(one))
    marks = ", ".join("?" * len(names))
    # The names of table and columns are ours, and every value is bound.
    statement = f"INSERT INTO {table.__tablename__} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    session.connection().exec_driver_sql(statement, values)


def _encoding(kind: object) -> Callable[[Any], object] | None:
    if isinstance(kind, JSON):
        return _json
    return _day if isinstance(kind, Date) else None


def _json(value: object) -> str:
    return value if isinstance(value, JsonText) else _ENCODER.encode(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
