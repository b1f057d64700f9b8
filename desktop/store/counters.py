"""The number series of a store that nobody has open: read from the file as it lies, never written."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from desktop.errors import UserError
from desktop.store.connecting import connect
from desktop.store.database_failures import database_told


def counters_in(database: Path, key: bytes) -> dict[str, int]:
    """The last number of each series by its name; empty when the database is missing or cannot be read any more."""
    if not database.exists():
        return {}
    try:
        with database_told("read"), closing(connect(database, key, mode="frozen")) as connection:
            return {str(name): int(last) for name, last in connection.execute("SELECT name, last FROM counter")}
    except UserError:  # what is being replaced is often damaged, and then there is nothing to learn from it
        return {}
