"""The number series and the epoch of a store that nobody has open: read from the file as it lies, never written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop.errors import UserError
from desktop.store.connecting import connect
from desktop.store.database_failures import database_told


def counters_in(databases: Sequence[Path], key: bytes) -> dict[str, int]:
    """The last number of each series by its name in any of these; what is missing or cannot be read any more tells none."""
    found: dict[str, int] = {}
    for one in databases:
        for name, last in _rows(one, key, "SELECT name, last FROM counter"):
            found[str(name)] = max(int(last), found.get(str(name), 0))
    return found


def epoch_in(databases: Sequence[Path], key: bytes) -> int:
    """The highest epoch that any of these was in; 0 when none of them can be read."""
    epochs = (row[0] for one in databases for row in _rows(one, key, "SELECT epoch FROM agency"))
    return max((int(one) for one in epochs), default=0)


def _rows(database: Path, key: bytes, query: str) -> list[Any]:
    if not database.exists():
        return []
    try:
        with database_told("read"), closing(connect(database, key, mode="frozen")) as connection:
            return list(connection.execute(query))
    except UserError:  # what is being replaced is often damaged, and then there is nothing to learn from it
        return []
