"""Which file names are let in, and which are written out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

JOLIET_LIMIT = 64
"""The most UTF-16 units a name may have on a disc with Joliet names."""

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")}
_ASCII_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_FORBIDDEN = frozenset('<>:"/\\|?*%')


def package_name_problem(name: str) -> str | None:
    """Say why `name` may not stand in a package, or None: plain ASCII, relative, safe on every system."""
    if not name.isascii():
        return "包内文件名含有非 ASCII 字符"
    if len(name) > 200 or not _ASCII_NAME.fullmatch(name):
        return "包内文件名不规范"
    if any(unsafe_on_windows(part) for part in name.split("/")):
        return "包内文件名是系统保留名或以点结尾"
    return None


def folder_name_problem(name: str) -> str | None:
    """Say why `name` may not stand in a delivery folder, or None: one flat name that every system can store."""
    if not name or _units(name) > JOLIET_LIMIT:
        return f"文件名为空或超过 {JOLIET_LIMIT} 个字符"
    if any(character in _FORBIDDEN or not prints(character) for character in name):
        return "文件名含有不允许的字符"
    if name[0] in " ~." or unsafe_on_windows(name):
        return "文件名是系统保留名，或以点、空格、~ 开头或结尾"
    if unicodedata.normalize("NFC", name) != name:
        return "文件名不是 NFC 规范形式"
    return None


def twins(names: Iterable[str]) -> list[str]:
    """Return the names that equal an earlier one on a system that ignores case or Unicode form."""
    seen: set[str] = set()
    found = []
    for name in names:
        key = folded(name)
        if key in seen:
            found.append(name)
        seen.add(key)
    return found


def safe_name(text: str, taken: Iterable[str] = (), limit: int = JOLIET_LIMIT) -> str:
    """Return `text` as a file name safe on Windows, macOS, Linux and Joliet discs, unlike every name in `taken`.

    Characters that may not stand become "_"; the ending is kept when the name has to be shortened; a name
    already taken (ignoring case) gets (2), (3) ...
    """
    plain = unicodedata.normalize("NFC", text)
    plain = "".join("_" if c in _FORBIDDEN else c for c in plain if prints(c)).strip(" .~")
    stem, ending = _split(plain)
    stem = stem.rstrip(" .")
    if not stem or unsafe_on_windows(stem + ending):
        stem = f"_{stem}"
    used = {folded(name) for name in taken}
    number = 1
    while True:
        tail = ending if number == 1 else f"({number}){ending}"
        candidate = _cut(stem, limit - _units(tail)).rstrip(" .") + tail
        if folded(candidate) not in used:
            return candidate
        number += 1


def _split(name: str) -> tuple[str, str]:
    ending = PurePosixPath(name).suffix
    if not 2 <= len(ending) <= 8 or not ending[1:].isalnum():
        return name, ""
    return name[: -len(ending)], ending


def _cut(text: str, units: int) -> str:
    while _units(text) > units:
        text = text[:-1]
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def folded(name: str) -> str:
    """Return `name` as a system that ignores case and Unicode form sees it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def prints(character: str) -> bool:
    """Controls, formats (U+202E, zero-width), surrogates, private use and line separators do not."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def unsafe_on_windows(part: str) -> bool:
    """Whether Windows cannot store this one name: reserved for a device, or ending in a dot or a space."""
    return part.split(".")[0].rstrip().casefold() in _RESERVED or part[-1:] in {".", " "}
