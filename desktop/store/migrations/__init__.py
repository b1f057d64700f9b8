"""The schema and its history: each migration takes the database from one version to the next.

The version stands in `PRAGMA user_version`, which changes with the transaction. Migrations are written with
Alembic's operations but listed by hand (`run`): a frozen program has no folder of scripts to look through.
Alembic itself is loaded only when there is something to migrate, for it would slow every start.
"""

from __future__ import annotations

import sqlcipher3.dbapi2 as sqlcipher

HEAD = 4


def version_of(connection: sqlcipher.Connection) -> int:
    """The schema version of a database; 0 is an empty one. Reads the file, so a wrong key shows here."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
