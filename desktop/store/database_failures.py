"""Turns what the database refuses into the words of `failures`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import sqlcipher3.dbapi2
from sqlalchemy.exc import DBAPIError

from desktop.errors import UserError
from desktop.store.failures import (
    Purpose,
    damaged,
    disk_error,
    full,
    locked,
    missing,
    of_file,
    read_only,
    wrong_key,
)

# The driver reports some of these only by their words, so SQLite's fixed messages are what we go by.
_BY_WORDS = (
    ("database is locked", locked),
    ("database table is locked", locked),
    ("database or disk is full", full),
    ("readonly database", read_only),
    ("file is not a database", wrong_key),
    ("disk image is malformed", damaged),
    ("fts5: corrupt", damaged),
    ("unable to open database file", missing),
    ("disk i/o error", disk_error),
)


def in_words(error: BaseException, purpose: Purpose = "write") -> UserError | None:
    """What to tell the user about `error`, or None when it is a bug of ours.

    With `purpose` "read", a refused write is our bug and a refused access means that the file cannot be reached.
    """
    if isinstance(error, OSError):
        return of_file(error, purpose)
    if isinstance(error, DBAPIError):
        return in_words(error.orig, purpose) if error.orig else None
    if not isinstance(error, sqlcipher3.dbapi2.Error):
        return None
    words = str(error).lower()
    told_by = next((tell for phrase, tell in _BY_WORDS if phrase in words), None)
    if told_by is None or (purpose == "read" and told_by is read_only):
        return None
    return told_by()


@contextlib.contextmanager
def database_told(purpose: Purpose = "write") -> Iterator[None]:
    """Raise UserError in place of what the database refuses; let everything else through as it is."""
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.Error) as error:
        words = in_words(error, purpose)
        if words is None:
            raise
        raise words from error
