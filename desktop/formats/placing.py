"""Files and folders that get their final name only once they are written, synced, reopened and found right."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from desktop.errors import UserError
from desktop.formats.folders import sync_folder

Checked = TypeVar("Checked")
_MARGIN = 16 * 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def place_file(path: Path, write: Callable[[BinaryIO], object], check: Callable[[Path], Checked]) -> Checked:
    """Write `path` through its sibling `<name>.part`: write, fsync, reopen and check, rename, fsync the folder.

    Returns what `check` returned. On any failure the part is removed and the error raised: UserError E-FULL or
    E-WRITE for what the medium cannot do.
    """
    part = path.with_name(f"{path.name}.part")
    with world_errors(path), _removed_on_failure(part):
        with part.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            drop_cache(file)
        checked = check(part)
        part.replace(path)
        sync_folder(path.parent)
    return checked


def drop_cache(file: BinaryIO) -> None:
    """Ask that the next read go to the medium rather than to memory, where the system can."""
    if can_drop_cache():
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def can_drop_cache() -> bool:
    """Whether this system can be asked so; elsewhere what is read again may come from memory."""
    return hasattr(os, "posix_fadvise")


def place_folder(folder: Path, write: Callable[[Path], None], check: Callable[[Path], Checked]) -> Checked:
    """Do for a new folder what `place_file` does for a file; raises UserError E-EXISTS when it exists."""
    if folder.exists():
        raise UserError(f"文件夹“{folder.name}”已存在", "换一个名称或位置，或先移走原有文件夹。", "E-EXISTS")
    part = folder.with_name(f"{folder.name}.part")
    with world_errors(folder), _removed_on_failure(part):
        _remove(part)
        write(part)
        checked = check(part)
        part.rename(folder)
        sync_folder(folder.parent)
    return checked


def require_room(folder: Path, size: int) -> None:
    """Raise UserError E-FULL when `folder` has no room for `size` bytes and a margin."""
    with world_errors(folder):
        free = shutil.disk_usage(folder).free
    if free < size + _MARGIN:
        needed = (size + _MARGIN + (1 << 20) - 1) >> 20
        raise UserError(f"空间不足：需要 {needed} MB，只有 {free >> 20} MB", "清理空间或换一个位置后重试。", "E-FULL")


@contextmanager
def world_errors(path: Path) -> Iterator[None]:
    """Turn what a disk or stick refuses into words; the user can mend it, so it is no bug."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UserError("空间不足，没有写完", "清理空间或换一个位置后重试。", "E-FULL") from error
        raise UserError(
            f"无法读写“{path.name}”所在的位置", "检查 U 盘是否插好、是否只读、文件是否被占用，然后重试。", "E-WRITE"
        ) from error


@contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Turn a medium that cannot be read into words."""
    try:
        yield
    except OSError as error:
        raise UserError(f"无法读取“{path.name}”", "检查 U 盘是否插好、文件是否还在，然后重试。", "E-READ") from error


@contextmanager
def _removed_on_failure(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):  # the first error is the one to tell; a part that stays is swept at the next start
            _remove(part)
        raise


def _remove(part: Path) -> None:
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part)
    else:
        part.unlink(missing_ok=True)
