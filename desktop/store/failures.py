"""What the machine may refuse (locked, full, read-only, damaged) in words for the user; here what files are refused."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from typing import Literal

from desktop.errors import UserError

LOCKED = "E-LOCKED"
FULL = "E-FULL"
READ_ONLY = "E-READONLY"
DAMAGED = "E-DAMAGED"
NEWER = "E-NEWER"
KEY = "E-KEY"
MISSING = "E-MISSING"

Purpose = Literal["read", "write"]


def locked() -> UserError:
    """Another program keeps the database busy for longer than we wait."""
    return UserError(
        "数据库正被另一个程序占用，等了五秒仍未放开",
        "请关闭其他正在使用这个数据文件夹的程序（包括备份、杀毒软件），再做一次。刚才的操作没有保存。",
        LOCKED,
    )


def full() -> UserError:
    """The disk is full."""
    return UserError("磁盘空间不足，刚才的操作没有保存", "请清理磁盘，腾出空间后再做一次。", FULL)


def read_only() -> UserError:
    """The data folder cannot be written."""
    return UserError(
        "数据文件夹只能读取，不能写入",
        "可以查阅，但不能录入。请检查文件夹的权限，或把磁盘的只读状态取消后重新打开本程序。",
        READ_ONLY,
    )


def damaged() -> UserError:
    """The database is not what was written."""
    return UserError(
        "数据库文件已损坏，本程序没有改动它",
        "请先把整个数据文件夹另外复制一份保存；退出后重新登录，登录页会引导从备份恢复。",
        DAMAGED,
    )


def wrong_key() -> UserError:
    """The key does not open the file: a foreign key file, or a damaged first page."""
    return UserError(
        "数据库打不开：密钥与数据库不匹配，或者文件开头已经损坏",
        "请确认 slots.json 与 desk.db 来自同一个数据文件夹；仍打不开的，请从备份恢复。本程序没有改动这些文件。",
        KEY,
    )


def missing() -> UserError:
    """The file or folder is not there, or the system does not let us reach it."""
    return UserError(
        "数据文件夹或其中的文件找不到，或者没有权限打开",
        "请确认磁盘已接好、文件夹没有被移动，再重新打开本程序。",
        MISSING,
    )


def disk_error() -> UserError:
    """The disk itself reports an error."""
    return UserError("磁盘读写出错", "请检查磁盘和连接线；先把数据文件夹复制到另一块磁盘，再继续使用。", "E-DISK")


def too_new(kind: str, found: str, known: str) -> UserError:
    """A file of a later program. `kind` names the file, `found` and `known` are the two versions."""
    return UserError(
        f"{kind}的版本是 {found}，本程序只认识到版本 {known}",
        "请安装新版程序后再打开。本程序没有改动这些文件。",
        NEWER,
    )


_BY_NUMBER = {
    errno.ENOSPC: full,
    errno.EDQUOT: full,
    errno.EFBIG: full,
    errno.EROFS: read_only,
    errno.EACCES: read_only,
    errno.EPERM: read_only,
    errno.ENOENT: missing,
    errno.ENOTDIR: missing,
    errno.EIO: disk_error,
}


def of_file(error: OSError, purpose: Purpose = "write") -> UserError | None:
    """What to tell the user about what the file system refused, or None when it is a bug of ours.

    With `purpose` "read" a refused access means that the file cannot be reached.
    """
    told_by = _BY_NUMBER.get(error.errno or 0)
    if purpose == "read" and told_by is read_only:
        told_by = missing
    return told_by() if told_by else None


@contextlib.contextmanager
def files_told(purpose: Purpose = "write") -> Iterator[None]:
    """Raise UserError in place of what the file system of the data folder refuses."""
    try:
        yield
    except OSError as error:
        words = of_file(error, purpose)
        if words is None:
            raise
        raise words from error
