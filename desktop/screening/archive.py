"""Opens Office packages within limits: declared totals first, then bounded reads, XML without entities."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from desktop.errors import UserError

MAX_ENTRIES = 10_000
MAX_TOTAL = 600 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
_SUSPECT_SIZE = 8 * 1024 * 1024
_SUSPECT_RATIO = 200
_NAMED_IN_UTF8 = 0x800
_CHINESE = re.compile("[\u4e00-\u9fff]")


def broken() -> UserError:
    """Make the error for a file that cannot be opened or ends too early."""
    return UserError("文件已损坏，无法读取", "在原程序中打开核对，另存一份后再登记", code="S-BROKEN")


def encrypted() -> UserError:
    """Make the error for a file that asks for a password."""
    return UserError("文件设有密码，无法检查内容", "在原程序中取消密码，保存后再登记", code="S-ENCRYPTED")


def bomb() -> UserError:
    """Make the error for a package that would unfold beyond all measure."""
    return UserError("文件展开后的内容异常庞大，已拒绝读取", "核对文件来源，另存一份后再登记", code="S-BOMB")


def hostile_xml() -> UserError:
    """Make the error for XML that declares entities or a document type."""
    return UserError("文件内含有不允许的实体声明，已拒绝读取", "核对文件来源，另存一份后再登记", code="S-XML")


class Package:
    """A zip in memory whose parts are read only within the limits above, never by a path on disk."""

    def __init__(self, data: bytes) -> None:
        """Check the directory; raises UserError for a broken, encrypted or swollen package."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            raise broken() from error
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise encrypted()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
            raise bomb()
        if any(_is_swollen(entry) for entry in entries):
            raise bomb()
        self._entries = {_plain_name(entry): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise broken()
        self.names = tuple(name for name, entry in self._entries.items() if not entry.is_dir())

    def read(self, name: str, most: int = MAX_PART) -> bytes:
        """Read one part whole; raises UserError when it exceeds `most` bytes, is broken or lies about its size."""
        try:
            with self._zip.open(self._entries[name]) as stream:
                data = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError) as error:
            raise broken() from error
        if len(data) > most:
            raise bomb()
        return data

    def head(self, name: str, size: int) -> bytes:
        """Read the first `size` bytes of a part, however large it is; raises UserError when it is broken."""
        try:
            with self._zip.open(name) as stream:
                return stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError) as error:
            raise broken() from error

    def size(self, name: str) -> int:
        """The size of a part in bytes, as the directory states it."""
        return self._entries[name].file_size

    def walk(self, name: str) -> Iterator[tuple[str, Element]]:
        """Yield ("start" | "end", element) through one XML part; raises UserError for entities or bad XML."""
        return walk_xml(io.BytesIO(self.read(name)))


def walk_xml(stream: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Yield parse events, emptying each element once its end was seen, so that memory stays flat."""
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            yield event, element
            if event == "end":
                element.clear()
    except DefusedXmlException as error:
        raise hostile_xml() from error
    except (ParseError, ValueError, LookupError) as error:
        raise broken() from error


def _plain_name(entry: zipfile.ZipInfo) -> str:
    """Give a part's name; without the mark for UTF-8 it is in the system's own code, here UTF-8 or GB18030.

    Some words, 通知 the first of them, are sound in both: the reading with Chinese characters is the one that was meant.
    """
    if entry.flag_bits & _NAMED_IN_UTF8 or entry.filename.isascii():
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    readings = []
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            readings.append(raw.decode(encoding))
    return next((one for one in readings if _CHINESE.search(one)), readings[0] if readings else entry.filename)


def _is_swollen(entry: zipfile.ZipInfo) -> bool:
    ratio = entry.file_size / max(entry.compress_size, 1)
    return entry.file_size > _SUSPECT_SIZE and ratio > _SUSPECT_RATIO


def local_name(element: Element) -> str:
    """Give an element's name without its namespace: transitional and strict files read alike."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """Give an attribute by its local name, or an empty string."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
