"""The store of one data folder: opening, migrating, transactions and an orderly end."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desktop import faultpoints
from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.store import failures, opening
from desktop.store.connecting import BEGIN, connect, engine_for, use_journal
from desktop.store.database_failures import database_told, in_words
from desktop.store.durable import part_of, sync_folder
from desktop.store.failures import files_told
from desktop.store.objects import Objects


class Store:
    """An open data folder. Usable from several threads; a session stays in the thread that opened it.

    `read_only` is true when the folder cannot be written, or the database is damaged and was opened all the same: then
    what is there can be read and nothing entered.
    """

    def __init__(
        self, folder: DataFolder, database_key: bytes, object_key: bytes, *, read_only: bool, damaged: bool = False
    ) -> None:
        self.folder = folder
        self.database_key = database_key
        self.read_only = read_only
        self.damaged = damaged
        self.objects = Objects(folder.objects, object_key)
        self._engine = engine_for(self._connected)
        self._verbs = self._engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        self._writing = threading.Lock()
        self._writer: int | None = None
        self._closed = False
        self._met_damage = False

    @classmethod
    def create(cls, folder: DataFolder, database_key: bytes, object_key: bytes) -> Store:
        """Make an empty store in `folder` and open it. Raises UserError when there is one already."""
        if folder.database.exists():
            raise UserError("这个文件夹里已经有数据库", "请直接打开它，或另选一个空文件夹。", "E-EXISTS")
        with files_told(), database_told():
            folder.create()
            part = part_of(folder.database)
            try:
                opening.bring_up_to_date(part, database_key, mode="rwc")
                part.replace(folder.database)
                sync_folder(folder.root)
            finally:
                part.unlink(missing_ok=True)
        return cls.open(folder, database_key, object_key)

    @classmethod
    def open(cls, folder: DataFolder, database_key: bytes, object_key: bytes, now: datetime | None = None) -> Store:
        """Open the store, after making sure that it can be trusted.

        A database of a newer program is refused, one of an older program is backed up and migrated. After a run
        that did not end cleanly the whole database is checked first. Raises UserError (E-NEWER, E-DAMAGED,
        E-KEY, E-LOCKED, E-MISSING ...); the database then is as it was.
        """
        read_only = opening.prepare(folder, database_key, now or datetime.now(UTC))
        store = cls(folder, database_key, object_key, read_only=read_only)
        if not read_only:
            store.objects.sweep()
        return store

    @classmethod
    def open_damaged(cls, folder: DataFolder, database_key: bytes, object_key: bytes) -> Store:
        """Open what can still be read of a damaged database, without changing a byte of it.

        Raises UserError when not even its first page can be read (E-KEY), or when it is of another version: to migrate it
        would be to change it.
        """
        opening.require_readable(folder, database_key)
        return cls(folder, database_key, object_key, read_only=True, damaged=True)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        """One verb: all of it is kept when the block ends, nothing of it when the block raises.

        Verbs of this program wait for each other; another program is waited for five seconds. Raises UserError
        when the store is read-only, locked, full or damaged.
        """
        if self.read_only:
            raise failures.read_only()
        if self._writer == threading.get_ident():
            raise RuntimeError("a transaction is already open in this thread")
        with self._writing:
            self._writer = threading.get_ident()
            try:
                with self._session(self._verbs, "write") as session:
                    session.connection()  # takes the write lock now, not at the first change
                    yield session
                    session.flush()
                    faultpoints.reached("store.before-commit")
                    session.commit()
                    faultpoints.reached("store.committed")
            finally:
                self._writer = None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view of the store, which cannot be written through. Raises UserError when damaged."""
        with self._session(self._engine, "read") as session:
            yield session

    def close(self) -> None:
        """Fold the log into the database, let go of the files and note that the run ended cleanly.

        Closing twice is closing once. Raises UserError when the disk refuses; the run then counts as unclean.
        """
        self._engine.dispose()
        if self.read_only or self._closed:
            return
        self._closed = True
        with database_told():
            connection = connect(self.folder.database, self.database_key)
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
        if self._met_damage:  # the next start then checks the whole database, and offers a backup
            return
        with files_told():
            self.folder.running.unlink(missing_ok=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def _session(self, engine: Engine, purpose: failures.Purpose) -> Iterator[Session]:
        with database_told(purpose), Session(engine, autoflush=purpose == "write", expire_on_commit=False) as session:
            try:
                yield session
            except Exception as error:
                told = in_words(error, purpose)
                if told is not None and told.code in (failures.DAMAGED, failures.KEY):
                    self._met_damage = True
                    session.invalidate()  # SQLCipher refuses a connection for good once a page failed its check
                raise

    def _connected(self) -> sqlcipher.Connection:
        mode = opening.reading_mode(self.folder) if self.read_only else "rw"
        connection = connect(self.folder.database, self.database_key, mode=mode)
        if not self.read_only:
            use_journal(connection)
        return connection
