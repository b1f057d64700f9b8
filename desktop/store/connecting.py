"""Connections to the encrypted database: the key, the settings, and who says BEGIN."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.util import LRUCache

KEY_BYTES = 32
BUSY_MILLISECONDS = 5000
CACHE_KIB = 64 * 1024
BEGIN = "desk_begin"
"""The execution option by which an engine's users say how their transactions begin."""

# Before this version a WAL database could be corrupted by a checkpoint racing a reset of the log.
_SOUND_WAL = (3, 51, 3)

_ADDRESS = make_url("sqlite://")
_COMPILED: LRUCache[object, object] = LRUCache(500)


def connect(path: Path, key: bytes, *, mode: str = "rw", foreign_keys: bool = True) -> sqlcipher.Connection:
    """Open a connection in autocommit. `mode` is rw, rwc (create), ro, or frozen (a file that nobody writes).

    The key is given raw, on the connection itself: no address and no log ever holds it. Nothing is read yet,
    so a wrong key shows at the first statement.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the key of a database has 32 bytes")
    query = "mode=ro&immutable=1" if mode == "frozen" else f"mode={mode}"
    connection = sqlcipher.connect(
        f"{path.resolve().as_uri()}?{query}", uri=True, isolation_level=None, check_same_thread=False
    )
    # SQLCipher would report a wrong key on the console; we report it to the user.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for setting in _settings(foreign_keys):
        connection.execute(f"PRAGMA {setting}")
    return connection


def use_journal(connection: sqlcipher.Connection) -> None:
    """Choose the journal; the file remembers it. A write-ahead log only where SQLite's is sound."""
    if sqlcipher.sqlite_version_info >= _SOUND_WAL:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = EXTRA")


def engine_for(opened: Callable[[], sqlcipher.Connection]) -> Engine:
    """An engine over connections made by `opened`. Its users choose the BEGIN by the option `BEGIN`.

    A spare connection costs up to 64 MB of cache, so only two are kept; the most recent is used first. Statements
    are compiled once for all engines of the program, else every sign-in would begin with compiling them again.
    """
    dialect = _dialect()
    pool = QueuePool(opened, pool_size=2, max_overflow=8, use_lifo=True, dialect=dialect)
    engine = Engine(
        pool,
        dialect,
        _ADDRESS,
        hide_parameters=True,  # an error that reaches the log must not quote an item
        execution_options={"compiled_cache": _COMPILED},
    )
    event.listen(engine, "begin", _begin)
    return engine


@functools.cache
def _dialect() -> Dialect:
    """SQLite as spoken here, made acquainted with the library by one look into an empty database."""
    engine = create_engine(_ADDRESS, module=sqlcipher)
    with engine.connect():
        pass
    engine.dispose()
    return engine.dialect


def _begin(connection: Connection) -> None:
    """Begin as the option says; a plain reader is kept from writing."""
    begin = connection.get_execution_options().get(BEGIN, "BEGIN")
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if begin == 'BEGIN IMMEDIATE' else 'ON'}")
    connection.exec_driver_sql(begin)


def _settings(foreign_keys: bool) -> tuple[str, ...]:
    return (
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        "trusted_schema = OFF",
        "recursive_triggers = ON",  # so that INSERT OR REPLACE cannot slip past a DELETE trigger
        "cell_size_check = ON",
        "mmap_size = 0",
        "temp_store = MEMORY",  # no plain temporary file on disk
        "synchronous = FULL",
        f"cache_size = -{CACHE_KIB}",
        f"busy_timeout = {BUSY_MILLISECONDS}",
    )
