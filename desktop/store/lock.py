"""One program at a time in a data folder: an operating-system lock, and a note that says who holds it."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.rules.calendar import CIVIL_TIME
from desktop.store.durable import write_atomically
from desktop.store.failures import files_told

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _give(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who uses the data folder: program, operating-system user, process, host, and since when (UTC, ISO 8601)."""

    program: str
    user: str
    pid: int
    host: str
    since: str


class FolderLock:
    """The right to use a data folder.

    The operating system drops the lock when the process ends, however it ends, so a file left behind by
    a killed program is no obstacle. The note stands in a sibling file because Windows forbids others to
    read a locked one.
    """

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._note = folder.lock.with_name("lock.json")
        self._file: BinaryIO | None = None

    def acquire(self, holder: str) -> None:
        """Take the folder for the program named `holder`.

        Raises UserError when another program (or another lock of this one) holds it, or when the folder
        cannot be written.
        """
        if self._file is not None:
            raise RuntimeError("this lock is already held")
        with files_told("write"):
            file = self._folder.lock.open("ab")
            try:
                _take(file)
            except (BlockingIOError, PermissionError):
                file.close()
                raise self._held_elsewhere() from None
            self._file = file
            try:
                write_atomically(self._note, json.dumps(asdict(_holder_now(holder))).encode())
            except BaseException:
                self.release()
                raise

    def release(self) -> None:
        """Give the folder back; nothing happens when it is not held."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):  # only a note: the lock itself is what counts
            self._note.unlink(missing_ok=True)
        _give(self._file)
        self._file.close()
        self._file = None

    @contextlib.contextmanager
    def held(self, holder: str) -> Iterator[FolderLock]:
        """Hold the folder for the length of a `with` block."""
        self.acquire(holder)
        try:
            yield self
        finally:
            self.release()

    def holder(self) -> Holder | None:
        """What the note says, or None when there is none that can be read."""
        try:
            note = json.loads(self._note.read_bytes())
            return Holder(
                str(note["program"]), str(note["user"]), int(note["pid"]), str(note["host"]), str(note["since"])
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _held_elsewhere(self) -> UserError:
        holder = self.holder()
        words = "这个数据文件夹正由另一个程序使用" if holder is None else _in_words(holder)
        return UserError(words, "请先在那里退出，再打开本程序；需要同时查看的，请另建数据文件夹。", "E-LOCKED")


def _holder_now(program: str) -> Holder:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return Holder(program, _user_name(), os.getpid(), platform.node(), since)


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such entry in the system's list of users
        return "未知用户"


def _in_words(holder: Holder) -> str:
    try:
        since = datetime.fromisoformat(holder.since).astimezone(CIVIL_TIME).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        since = "不明时间"
    return (
        f"这个数据文件夹正由“{holder.program}”使用（用户 {holder.user}，计算机 {holder.host}，"
        f"进程 {holder.pid}，自 {since} 起）"
    )
