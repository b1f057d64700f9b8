"""Versions whose statements are written down: they never follow the models, for what an old database is does not change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic.operations import Operations


def written(version: int) -> Callable[[Operations], None]:
    """The migration that runs the statements of `<version>.sql`, one after another."""
    text = Path(__file__).with_name(f"{version:04}.sql").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [one for one in "\n".join(lines).split(";\n") if one.strip()]

    def upgrade(operations: Operations) -> None:
        for statement in statements:
            operations.get_bind().exec_driver_sql(statement.removesuffix(";"))

    return upgrade
