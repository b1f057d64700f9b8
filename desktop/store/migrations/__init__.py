"""The schema and its history: each migration takes the database from one version to the next.

The version stands in `PRAGMA user_version`, which changes with the transaction. Migrations are written with
Alembic's operations but listed here by hand: a frozen program has no folder of scripts to look through.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlcipher3.dbapi2 as sqlcipher
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from desktop.store.migrations import v0001

MIGRATIONS: tuple[Callable[[Operations], None], ...] = (v0001.upgrade,)
HEAD = len(MIGRATIONS)


def version_of(connection: sqlcipher.Connection) -> int:
    """The schema version of a database; 0 is an empty one. Reads the file, so a wrong key shows here."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


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
