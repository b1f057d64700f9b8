"""Builds workbooks of Excel 97-2003 and OFD files in memory, record by record."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.screening.files import archive

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
Cell = tuple[int, int, str]


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB) with these streams, each padded to at least 4096 bytes so that none is a mini one."""
    bodies = [_padded(data.ljust(4096, b"\0")) for data in streams.values()]
    directory_at = 1
    starts, at = [], 2
    for body in bodies:
        starts.append(at)
        at += len(body) // _SECTOR
    fat = [_FAT, _END]
    for start, body in zip(starts, bodies, strict=True):
        count = len(body) // _SECTOR
        fat += [*range(start + 1, start + count), _END]
    assert len(fat) <= _SECTOR // 4, "one sector of allocations is enough for a test"
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, directory_at, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    children = 1 if streams else _FREE
    entries = [_entry("Root Entry", 5, _END, 0, children)]
    names = list(streams)
    for index, (name, start) in enumerate(zip(names, starts, strict=True)):
        size = max(len(streams[name]), 4096)
        right = index + 2 if index + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, start, size, _FREE, right))
    directory = _padded(b"".join(entries).ljust(_SECTOR, b"\0"))
    assert len(directory) == _SECTOR, "three streams at the most"
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + b"".join(bodies)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _SECTOR)


def _entry(name: str, kind: int, start: int, size: int, child: int, right: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<III", start, size, 0)


def xls(sheets: dict[str, Sequence[Cell]], hidden: tuple[str, ...] = (), notes: int = 0, locked: bool = False) -> bytes:
    """A workbook (BIFF8) with text cells (row, column, words) on each sheet."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    lock = _record(0x002F, bytes(54)) if locked else b""
    code = _record(0x0042, struct.pack("<H", 1200))
    bodies = [_sheet(cells, notes) for cells in sheets.values()]
    named = [_name(name, name in hidden, 0) for name in sheets]
    at = len(begin + lock + code) + sum(map(len, named)) + 4
    listed = b""
    for name, body in zip(sheets, bodies, strict=True):
        listed += _name(name, name in hidden, at)
        at += len(body)
    return compound({"Workbook": begin + lock + code + listed + _record(0x000A, b"") + b"".join(bodies)})


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _name(name: str, hidden: bool, at: int) -> bytes:
    return _record(0x0085, struct.pack("<IBBBB", at, 1 if hidden else 0, 0, len(name), 1) + name.encode("utf-16-le"))


def _sheet(cells: Sequence[Cell], notes: int) -> bytes:
    data = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for row, column, words in cells:
        label = struct.pack("<HHHHB", row, column, 0, len(words), 1) + words.encode("utf-16-le")
        data += _record(0x0204, label)
    data += b"".join(_record(0x001C, bytes(12)) for _ in range(notes))
    return data + _record(0x000A, b"")


_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(*pages: tuple[str, ...], title: str = "", extra: dict[str, str] | None = None) -> bytes:
    """An OFD file; each line is two text objects side by side, as writers split them."""
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages))
    )
    entries: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {_SPACE}><ofd:DocBody><ofd:DocInfo><ofd:Title>{title}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:Pages>{listed}</ofd:Pages>"
        "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>"
        if extra and "Doc_0/Attachs/Attachments.xml" in extra
        else f"<ofd:Document {_SPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, lines in enumerate(pages):
        objects = "".join(_text_objects(line, 30 + 10 * index) for index, line in enumerate(lines))
        entries[f"Doc_0/Pages/Page_{number}/Content.xml"] = f"<ofd:Page {_SPACE}>{objects}</ofd:Page>"
    return archive({**entries, **(extra or {})})


def _text_objects(line: str, top: int) -> str:
    half = len(line) // 2
    return "".join(
        f'<ofd:TextObject Boundary="{left} {top} 60 6"><ofd:TextCode X="0" Y="5">{words}</ofd:TextCode></ofd:TextObject>'
        for left, words in ((20, line[:half]), (90, line[half:]))
    )
