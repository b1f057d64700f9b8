"""An office's own ledger, opened: its sheets, and of one sheet the headings and the rows below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.errors import UserError
from desktop.formats.ledger_sheet import pasted_rows
from desktop.rules.ledger_columns import LOOKED_AT, find_headings
from desktop.rules.ledger_values import plain_text
from desktop.rules.read_days import year_in
from desktop.rules.roles import Permission
from desktop.screening.marks import bears_mark
from desktop.screening.names import shown_name
from desktop.screening.records import Part
from desktop.screening.workbooks import SheetCells, read_workbook
from desktop.services.desk import Desk
from desktop.services.intake import read_file

PASTED = "粘贴的内容"
_TOTALS = frozenset({"合计", "总计", "小计", "共计"})


@dataclass(frozen=True, slots=True)
class SheetFact:
    """A sheet to choose: its name, how many rows stand below its headings, whether it is hidden."""

    name: str
    rows: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row below the headings, with its number in the sheet."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The table of one sheet. `heading_row` is None when there are no headings; `told` is what was left aside."""

    name: str
    headings: tuple[str, ...]
    heading_row: int | None
    rows: tuple[SheetRow, ...]
    year: int | None
    year_from: str
    told: tuple[str, ...]

    def letters(self, place: int) -> str:
        """A column as Excel names it: A, B, ... AA."""
        letters, number = "", place + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


@dataclass(frozen=True, slots=True)
class OpenedLedger:
    """A ledger in memory: where it comes from, and its sheets as tables."""

    source: str
    tables: tuple[SheetTable, ...]
    sheets: tuple[SheetFact, ...] = field(default=())

    @property
    def first_choice(self) -> str:
        """The sheet to begin with: the visible one with headings that has most rows."""
        hidden = {one.name for one in self.sheets if one.hidden}
        best = max(self.tables, key=lambda one: (one.name not in hidden, one.heading_row is not None, len(one.rows)))
        return best.name

    def table(self, name: str) -> SheetTable:
        """The table of a sheet; UserError when there is none of this name."""
        found = next((one for one in self.tables if one.name == name), None)
        if found is None:
            names = "、".join(one.name for one in self.tables)
            raise UserError(f"没有名为“{name}”的工作表", f"工作表有：{names}", "E-SHEET")
        return found


def open_ledger(desk: Desk, path: Path) -> OpenedLedger:
    """Read a workbook (xlsx, xls). Raises UserError for what cannot be read or bears a classification mark."""
    desk.require(Permission.REGISTER)
    name, data = read_file(path)
    return _opened(shown_name(name), read_workbook(name, data))


def open_pasted(desk: Desk, text: str) -> OpenedLedger:
    """Read rows that were copied in a spreadsheet. Raises UserError when there are none."""
    desk.require(Permission.REGISTER)
    return _opened(PASTED, (SheetCells(PASTED, pasted_rows(text)),))


def bears_a_mark(cells: Sequence[object]) -> bool:
    """Whether any of some cells, or several of them together, bear a classification mark (保密法2024 第三十一条)."""
    text = "\n".join(cell for cell in cells if isinstance(cell, str))
    return "密" in text and bears_mark(Part("台账", text))


def _opened(source: str, sheets: Sequence[SheetCells]) -> OpenedLedger:
    tables = tuple(_table(one, source) for one in sheets)
    facts = tuple(SheetFact(one.name, len(table.rows), one.hidden) for one, table in zip(sheets, tables, strict=True))
    return OpenedLedger(source, tables, facts)


def _table(sheet: SheetCells, source: str) -> SheetTable:
    head = _filled(sheet, sheet.rows[:LOOKED_AT], across=True)
    at = find_headings(head)
    above = [cell for row in head[: 0 if at is None else at + 1] for cell in row]
    if bears_a_mark([source, sheet.name, *above]):
        raise UserError(
            f"“{source}”的标题或表头带有密级标志，没有读入",
            "国家秘密不得录入本系统，停止导入，按保密规定另行处理",
            "E-SECRET",
        )
    below = _filled(sheet, sheet.rows, across=False)[0 if at is None else at + 1 :]
    first = 1 if at is None else at + 2
    width = _width(head[at] if at is not None else (), below)
    headings = _headings(head[at] if at is not None else (), width)
    rows, told = _rows(below, first, width, headings, sheet.hidden_rows)
    year, year_from = _year(sheet.name, above, source)
    return SheetTable(sheet.name, headings, None if at is None else at + 1, rows, year, year_from, told)


def _filled(sheet: SheetCells, rows: Sequence[Sequence[object]], *, across: bool) -> list[list[object]]:
    """Rows with merged cells filled downwards; in headings also across, where one title stands over several columns."""
    filled = [list(row) for row in rows]
    for span in sheet.merged:
        if span.top >= len(filled) or (span.left != span.right and not across):
            continue
        value = filled[span.top][span.left] if span.left < len(filled[span.top]) else ""
        for row in filled[span.top : span.bottom + 1]:
            row[span.left : span.right + 1] = [value] * len(row[span.left : span.right + 1])
    return filled


def _width(headings: Sequence[object], rows: Sequence[Sequence[object]]) -> int:
    named = [place for place, cell in enumerate(headings) if plain_text(cell)]
    used = [max((place for place, cell in enumerate(row) if cell != ""), default=-1) for row in rows]
    return max([*named, *used], default=-1) + 1


def _headings(cells: Sequence[object], width: int) -> tuple[str, ...]:
    told = [plain_text(cell) for cell in cells[:width]]
    return (*told, *("",) * (width - len(told)))


def _rows(
    below: Sequence[Sequence[object]], first: int, width: int, headings: tuple[str, ...], hidden_rows: frozenset[int]
) -> tuple[tuple[SheetRow, ...], tuple[str, ...]]:
    kept: list[SheetRow] = []
    totals = repeated = hidden = 0
    for number, row in enumerate(below, first):
        cells = (*row[:width], *("",) * (width - len(row)))
        words = [text for cell in cells if cell != "" and (text := plain_text(cell))]
        if not words:
            continue
        if "".join(words[0].split()).rstrip(":：") in _TOTALS:
            totals += 1
        elif any(headings) and words == [one for one in headings if one]:
            repeated += 1
        else:
            hidden += number in hidden_rows
            kept.append(SheetRow(number, cells))
    told = (
        (totals, f"{totals} 行合计没有读入"),
        (repeated, f"{repeated} 行重复的表头没有读入"),
        (hidden, f"{hidden} 行在表里是隐藏的，也列在下面"),
    )
    return tuple(kept), tuple(words for count, words in told if count)


def _year(sheet: str, above: Sequence[object], source: str) -> tuple[int | None, str]:
    title = " ".join(dict.fromkeys(cell for cell in above if isinstance(cell, str)))
    for text, where in ((sheet, "工作表名"), (title, "表头上方的标题"), (source, "文件名")):
        year = year_in(text)
        if year is not None:
            return year, where
    return None, ""
