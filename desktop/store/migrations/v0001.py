"""Version 1: all tables, the search index, and the triggers that keep history as it was written.

The statements are written down in `0001.sql` and never follow the models: what an old database looks like does not change.
"""

from __future__ import annotations

from pathlib import Path

from alembic.operations import Operations

STATEMENTS = Path(__file__).with_name("0001.sql")


def upgrade(operations: Operations) -> None:
    """Create everything in an empty database."""
    text = "\n".join(line for line in STATEMENTS.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))
    for statement in text.split(";\n"):
        if statement.strip():
            operations.get_bind().exec_driver_sql(statement)
