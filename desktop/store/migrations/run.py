"""Runs the migrations that a database still lacks."""

from __future__ import annotations

from collections.abc import Callable

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from desktop.store.migrations.literal import written

MIGRATIONS: tuple[Callable[[Operations], None], ...] = (
    written(1),
    written(2),
    written(3),
    written(4),
)
"""The first makes version 1 of an empty database, and so on; `migrations.HEAD` is their number."""


def migrate(connection: Connection, migrations: tuple[Callable[[Operations], None], ...] = MIGRATIONS) -> None:
    """Bring a database to the last version, inside the transaction of `connection`.

    The connection must have foreign keys off: with them on, rebuilding a parent table deletes its children.
    Raises RuntimeError when a reference points nowhere afterwards; the caller then undoes everything.
    """
    if connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one():
        raise RuntimeError("migrations run with foreign keys off")
    found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    operations = Operations(MigrationContext.configure(connection))
    for upgrade in migrations[found:]:
        upgrade(operations)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"{len(broken)} references point nowhere after the migration")
    connection.exec_driver_sql(f"PRAGMA user_version = {len(migrations)}")
