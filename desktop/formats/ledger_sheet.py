"""Rows of an office's own ledger as they come from the clipboard, and the sheet of those that have to be mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from desktop.errors import UserError
from desktop.formats.ledger import write_ledger
from desktop.formats.xlsx import CELL_LIMIT, Value

PROBLEM = "问题"
"""The heading of the column that says what is wrong."""

MAX_PASTED, MAX_PASTED_ROWS = 20_000_000, 50_000
_CELL = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_END = re.compile(r"\t|\r\n|\r|\n|\Z")


def pasted_rows(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a text that a spreadsheet put on the clipboard: tabs between cells, quotes round those with breaks.

    Raises UserError (E-PASTE) when there is nothing, or more than a ledger holds.
    """
    if len(text) > MAX_PASTED:
        raise _too_much()
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        cell, at = _cell_at(text, at)
        row.append(cell)
        end = _END.match(text, at)
        assert end is not None  # a cell ends at a tab, a line break or the end
        at = end.end()
        if end[0] != "\t":
            rows.append(tuple(row))
            row = []
            if len(rows) > MAX_PASTED_ROWS:
                raise _too_much()
    if row:
        rows.append((*row, ""))  # the text ended with a tab: one more empty cell
    if not any(cell.strip() for one in rows for cell in one):
        raise UserError("剪贴板里没有表格内容", "在 Excel 里选中要登记的行，复制后再粘贴", "E-PASTE")
    return tuple(rows)


def write_problem_sheet(
    path: Path, headings: Sequence[str], rows: Iterable[tuple[Sequence[object], str]], title: str = "待改"
) -> int:
    """Write rows as they were given, with what is wrong with each in a last column; returns how many there were.

    Raises UserError for a place that cannot be written.
    """
    width = len(headings)
    cells = ((*(_value(cell) for cell in _filled(row, width)), problem) for row, problem in rows)
    return write_ledger(path, (*headings, PROBLEM), cells, title)


def _cell_at(text: str, at: int) -> tuple[str, int]:
    found = _CELL.match(text, at)
    assert found is not None  # the second half of the pattern matches everywhere
    if found[1] is not None:
        return found[1].replace('""', '"'), found.end()
    return found[2], found.end()


def _filled(row: Sequence[object], width: int) -> Sequence[object]:
    return (*row[:width], *("",) * (width - len(row)))


def _value(cell: object) -> Value:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell if cell.time() != cell.min.time() else cell.date()
    if isinstance(cell, (date, int)):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return str(cell)[:CELL_LIMIT]


def _too_much() -> UserError:
    return UserError(f"粘贴的内容超过 {MAX_PASTED_ROWS:,} 行", "存成 xlsx 文件，分几份导入", "E-PASTE")
