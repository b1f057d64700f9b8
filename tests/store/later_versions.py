"""Versions of the store that the program does not know yet, and the least that a revision needs."""

from __future__ import annotations

import pytest
from alembic.operations import Operations
from sqlalchemy import Column, Integer

from desktop.store import opening
from desktop.store.migrations import run
from desktop.store.migrations.run import MIGRATIONS, migrate

REVISION = (
    "INSERT INTO office (id, code, name, active) VALUES ('o', '01', '办公室', 1)",
    "INSERT INTO item (id, uuid, key, office_id, form_number, short_number, state, head_rev, conflict, title,"
    " document_number, attribute, returned_reason, returned_fields, created_at, updated_at, updated_by)"
    " VALUES (1, 'u', 1, 'o', 'f', '1', 'draft', 1, 0, '', '', 'proactive', '', '[]', '', '', '')",
    "INSERT INTO revision (item_id, rev, digest, parents, content, author, created_at)"
    " VALUES (1, 1, 'd', '[]', '{}', 'a', '')",
)


def widen(operations: Operations) -> None:
    """A later version that rebuilds a table, as SQLite needs for most changes."""
    with operations.batch_alter_table("counter") as batch:
        batch.add_column(Column("extra", Integer))
        batch.alter_column("last", nullable=True)


def fail_half_way(operations: Operations) -> None:
    """A later version that does some of its work and then meets a full disk."""
    operations.execute("DELETE FROM counter")
    operations.execute("PRAGMA max_page_count = 1")
    for number in range(200):
        operations.execute(f"CREATE TABLE more_{number} (a)")


def orphan(operations: Operations) -> None:
    """A later version that loses what others refer to."""
    operations.execute("DELETE FROM office")


def know(monkeypatch: pytest.MonkeyPatch, *later: object) -> None:
    """Make the program one that knows later versions."""
    known = (*MIGRATIONS, *later)
    monkeypatch.setattr(opening, "HEAD", len(known))
    monkeypatch.setattr(run, "migrate", lambda connection: migrate(connection, known))  # type: ignore[arg-type]
