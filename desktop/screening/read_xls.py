"""Reads workbooks of Excel 97-2003: every sheet, hidden ones too; what lies in comments is said to be unread."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from desktop.errors import UserError
from desktop.screening.archive import broken, encrypted
from desktop.screening.compound import CompoundFile
from desktop.screening.read_xlsx import check_span, read_sheets
from desktop.screening.records import Notice, NoticeKind, Piece, Trace, TraceKind

BOOKS = ("Workbook", "Book")
_BEGIN, _PASSWORD, _NOTE = 0x0809, 0x002F, 0x001C
_OLDEST_READ = 0x0500
# Records that begin with a cell's row and column; the two with several columns end with the last one.
_CELLS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E})
_CELL_ROWS = frozenset({0x00BD, 0x00BE})


def is_workbook(package: CompoundFile) -> bool:
    """Tell whether a compound file holds a workbook."""
    return any(name in package.names for name in BOOKS)


def read_xls(package: CompoundFile, data: bytes) -> Iterator[Piece]:
    """Yield the pieces of a workbook; raises UserError for a locked, broken or endless one."""
    stream = package.read(next(name for name in BOOKS if name in package.names))
    notes = look_over(stream)
    yield from read_sheets(io.BytesIO(data))
    words = (
        "旧格式 xls 只检查了单元格的文字；隐藏的行和列、图片、内嵌对象、宏和文档属性没有检查，另存为 xlsx 后可以检查"
    )
    yield Notice(words, NoticeKind.CELLS_ONLY, "工作簿")
    if notes:
        yield Trace(TraceKind.COMMENT, "工作簿", notes)


def look_over(stream: bytes) -> int:
    """Walk the records before the fast reader unfolds the grid; gives the number of comments."""
    corners: list[int] = []
    notes = 0
    for kind, record in _records(stream):
        if kind == _PASSWORD:
            raise encrypted()
        if kind == _BEGIN:
            corners = []
        elif kind == _NOTE:
            notes += 1
        elif kind in _CELLS | _CELL_ROWS and len(record) >= 6:
            row, column = struct.unpack_from("<HH", record)
            last = struct.unpack_from("<H", record, len(record) - 2)[0] if kind in _CELL_ROWS else column
            corners = _widen(corners, row, column, last)
            check_span(corners[1] - corners[0] + 1, corners[3] - corners[2] + 1)
    return notes


def _widen(corners: list[int], row: int, first: int, last: int) -> list[int]:
    if not corners:
        return [row, row, first, last]
    top, bottom, left, right = corners
    return [min(top, row), max(bottom, row), min(left, first), max(right, last)]


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    if len(stream) < 8 or struct.unpack_from("<H", stream)[0] != _BEGIN:
        raise broken()
    if struct.unpack_from("<H", stream, 4)[0] < _OLDEST_READ:
        raise UserError("这是过旧的 Excel 文件，无法读取", "在 Excel 或 WPS 中另存为 xlsx 后再登记", code="S-LEGACY")
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
