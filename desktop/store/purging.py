"""The one way past the rule that a revision is never changed: what must not be kept at all is taken out for good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from desktop.models import Revision, SetAside

_RULE = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")


def purge_revisions(session: Session, item_id: int, blanked: Mapping[int, dict[str, Any]]) -> None:
    """Remove every revision of an item; of those whose numbers are in `blanked` the row stays, with that content.

    The triggers that keep revisions as they were written are lifted within the running transaction and put back word
    for word before it ends, so that nobody ever meets a store without them.
    """
    mine = Revision.item_id == item_id
    gone = mine & Revision.rev.not_in(tuple(blanked))
    with _lifted(session, ("revision_no_update", "revision_no_delete")):
        session.execute(delete(SetAside).where(SetAside.revision_id.in_(select(Revision.id).where(mine))))
        session.execute(delete(Revision).where(gone))
        for rev, content in blanked.items():
            session.execute(update(Revision).where(mine, Revision.rev == rev).values(content=content))


@contextmanager
def wiping(session: Session) -> Iterator[None]:
    """Let SQLite overwrite with zeros whatever the block frees, not only forget where it was."""
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
        session.flush()
    finally:
        connection.exec_driver_sql("PRAGMA secure_delete = OFF")


@contextmanager
def _lifted(session: Session, names: Sequence[str]) -> Iterator[None]:
    session.flush()
    rules = [session.execute(_RULE, {"name": name}).scalar_one() for name in names]
    for name in names:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield
    session.flush()
    for rule in rules:
        session.connection().exec_driver_sql(rule)
