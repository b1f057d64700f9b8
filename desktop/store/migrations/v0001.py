"""Version 1: all tables, the search index, and the triggers that keep history as it was written."""

from __future__ import annotations

from alembic.operations import Operations

from desktop.models import AuditEntry, Base, Revision
from desktop.store import keys, search

IMMUTABLE = (AuditEntry.__tablename__, Revision.__tablename__)


def upgrade(operations: Operations) -> None:
    """Create everything in an empty database."""
    connection = operations.get_bind()
    Base.metadata.create_all(connection)
    keys.metadata.create_all(connection)
    search.create(connection)
    for table in IMMUTABLE:
        make_immutable(operations, table)


def make_immutable(operations: Operations, table: str) -> None:
    """Refuse every UPDATE and DELETE on a table of history."""
    for verb in ("UPDATE", "DELETE"):
        operations.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )
