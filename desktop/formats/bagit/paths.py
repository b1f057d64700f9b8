"""Judges paths by the rules of every system, whatever this one's are: what leaves the bag, what cannot be stored."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from desktop.formats.names import prints, unsafe_on_windows

_SEPARATORS = re.compile(r"[/\\]")
_DRIVE = re.compile(r"[A-Za-z]:")
_VARIABLE = re.compile(r"%[^%/\\]+%|\$[A-Za-z_{]")
_FORBIDDEN = frozenset('<>:"|?*\\')
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes", "__macosx"})
_NAME_LIMIT = 255


def outside(path: str) -> str | None:
    """Say why `path` points out of the bag on some system, or None."""
    if "\0" in path:
        return "路径中有空字符"
    if path[:1] in {"/", "\\"}:
        return "路径是绝对路径"
    if _DRIVE.match(path):
        return "路径以盘符开头"
    if path.startswith("~"):
        return "路径以 ~ 开头，会指向用户文件夹"
    if _VARIABLE.match(path):
        return "路径以环境变量开头"
    depth = 0
    for part in _SEPARATORS.split(path):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            return "路径指向包外（..）"
    return None


def plain(path: str) -> str:
    """Return `path` without empty, `.` and `..` parts; it must not be `outside`."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def unportable(path: str) -> str | None:
    """Say why some system cannot store `path` as it is, or None."""
    for part in path.split("/"):
        if any(0xD800 <= ord(c) < 0xE000 for c in part):
            return "文件名不是有效的 UTF-8"
        if not all(prints(c) or unicodedata.category(c) == "Co" for c in part):
            return "文件名含有控制字符或不可见字符"
        if not _FORBIDDEN.isdisjoint(part):
            return "文件名含有 Windows 不允许的字符"
        if unsafe_on_windows(part):
            return "文件名是 Windows 保留名，或以点、空格结尾"
        if len(part.encode()) > _NAME_LIMIT:
            return f"文件名超过 {_NAME_LIMIT} 字节"
    return None


def is_system_file(path: str) -> bool:
    """Whether an operating system, not a person, put this file there."""
    return any(part.lower() in _SYSTEM_FILES or part.startswith("._") for part in PurePosixPath(path).parts)
