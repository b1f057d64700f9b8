"""What stores that nobody has open still tell of numbers and epochs: read from the files as they lie, never written."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.store.connecting import connect
from desktop.store.database_failures import database_told


@dataclass(frozen=True, slots=True)
class Used:
    """The last number of each series by its name, and the highest epoch; empty and 0 where nothing could be read."""

    counters: dict[str, int]
    epoch: int


def used_in(databases: Iterable[Path], key: bytes) -> Used:
    """The most that any of these databases tells; one that is missing or cannot be read any more tells nothing."""
    counters: dict[str, int] = {}
    epoch = 0
    for database in databases:
        told = _used(database, key)
        epoch = max(epoch, told.epoch)
        for name, last in told.counters.items():
            counters[name] = max(last, counters.get(name, 0))
    return Used(counters, epoch)


def _used(database: Path, key: bytes) -> Used:
    if not database.exists():
        return Used({}, 0)
    try:
        with database_told("read"), closing(connect(database, key, mode="frozen")) as connection:
            counters = {str(name): int(last) for name, last in connection.execute("SELECT name, last FROM counter")}
            last = connection.execute("SELECT epoch FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
            return Used(counters, int(last[0]) if last else 0)
    except UserError:  # what is being replaced is often damaged, and then there is nothing to learn from it
        return Used({}, 0)
