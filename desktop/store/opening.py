"""What is made sure of before a database is used: it is whole, of our version, and noted as in use."""

from __future__ import annotations

import errno
import logging
import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import NullPool, create_engine, event

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.store import backup, failures
from desktop.store.connecting import connect, use_journal
from desktop.store.database_failures import database_told
from desktop.store.durable import PART, write_atomically
from desktop.store.failures import files_told
from desktop.store.migrations import HEAD, version_of

_LOG = logging.getLogger(__name__)
_UNWRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS)


def prepare(folder: DataFolder, database_key: bytes, now: datetime) -> bool:
    """Make sure that the database can be used, migrate an older one, and tell whether it is read-only.

    Raises UserError; the database then is as it was, and a run noted as not ended cleanly stays noted.
    """
    if not folder.database.exists():
        raise failures.missing()
    unclean = folder.running.exists()
    read_only = not _mark_running(folder)
    try:
        version = _inspect(folder, database_key, thorough=unclean, read_only=read_only)
        _refuse_newer(version)
        if version < HEAD:
            _migrate_older(folder, database_key, read_only, now)
        if not read_only:
            _sweep(folder)
    except BaseException:
        if not unclean and not read_only:
            folder.running.unlink(missing_ok=True)
        raise
    return read_only


def require_readable(folder: DataFolder, database_key: bytes) -> None:
    """Raise UserError unless the first page of a damaged database can be read and is of our version."""
    if not folder.database.exists():
        raise failures.missing()
    with database_told("read"):
        connection = connect(folder.database, database_key, mode=reading_mode(folder))
        try:
            version = version_of(connection)
        finally:
            connection.close()
    _refuse_newer(version)
    if version < HEAD:
        raise failures.damaged()


def reading_mode(folder: DataFolder) -> str:
    """How a database is opened that must not be changed: frozen, unless its last data are in the log beside it."""
    return "ro" if _has_content(_beside(folder.database, "-wal")) else "frozen"


def bring_up_to_date(path: Path, database_key: bytes, mode: str = "rw") -> None:
    """Migrate the database at `path` in one transaction; mode `rwc` creates it first."""
    from desktop.store.migrations import run  # brings Alembic, see there

    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, database_key, mode=mode, foreign_keys=False),
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        run.migrate(connection)
    connection = connect(path, database_key)
    try:
        use_journal(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _mark_running(folder: DataFolder) -> bool:
    """Note that the store is in use; False when the folder or the database cannot be written."""
    if not os.access(folder.database, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        return False
    try:
        write_atomically(folder.running, b"")
    except OSError as error:
        if error.errno in _UNWRITABLE:
            return False
        with files_told():
            raise
    return True


def _inspect(folder: DataFolder, database_key: bytes, *, thorough: bool, read_only: bool) -> int:
    """Return the schema version, having read the file without writing to it; check all of it when `thorough`."""
    if read_only and _has_content(_beside(folder.database, "-wal")):
        raise UserError(
            "数据文件夹只能读取，而上次运行没有正常结束，最后的数据还在日志里",
            "请恢复文件夹的写入权限，再打开一次。",
            failures.READ_ONLY,
        )
    # A rollback journal can only be played back by a connection that may write.
    interrupted = _has_content(_beside(folder.database, "-journal"))
    mode = "frozen" if read_only else "rw" if interrupted else "ro"
    with database_told("read"):
        connection = connect(folder.database, database_key, mode=mode)
        try:
            version = version_of(connection)
            if thorough:
                _LOG.warning("the last run did not end cleanly: checking the whole database")
                problems = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
                if problems != ["ok"]:
                    raise failures.damaged()
        finally:
            connection.close()
    return version


def _refuse_newer(version: int) -> None:
    if version > HEAD:
        raise failures.too_new("数据库", str(version), str(HEAD))


def _migrate_older(folder: DataFolder, database_key: bytes, read_only: bool, now: datetime) -> None:
    if read_only:
        raise failures.read_only()
    kept = backup.write_backup(folder, database_key, now)
    try:
        with database_told():
            bring_up_to_date(folder.database, database_key)
    except UserError as error:
        error.hint += f"数据库仍是升级前的样子，升级前的备份在 {kept}。"
        raise


def _sweep(folder: DataFolder) -> None:
    """Delete what interrupted writes left beside the database."""
    with files_told():
        for stray in folder.root.glob(f"*{PART}*"):
            stray.unlink()


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
