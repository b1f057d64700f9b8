"""Reads the cells of a workbook as values, sheet by sheet, within the limits that hold for every document."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from desktop.errors import UserError
from desktop.screening.archive import Package, broken, encrypted
from desktop.screening.compound import SIGNATURE, CompoundFile
from desktop.screening.read_xls import BOOKS, is_workbook, look_over
from desktop.screening.read_xlsx import distilled
from desktop.screening.reading import check_size
from desktop.screening.sheet_traces import HIDDEN_ROW, sheet_parts

Value: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a cell holds; an empty cell is an empty text, a formula the value that was last computed."""

MAX_ROWS, MAX_COLUMNS = 50_000, 200
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Span:
    """A merged area: its first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A sheet from A1 on; `hidden_rows` are numbered from 1, as Excel numbers them."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()


def read_workbook(name: str, data: bytes) -> tuple[SheetCells, ...]:
    """The sheets of an xlsx or xls file that hold anything.

    Raises UserError for a file that is no workbook, is locked, broken, hostile, or larger than a ledger can be.
    """
    check_size(name, len(data))
    if data.startswith(_ZIP):
        return _of_package(Package(data))
    if data.startswith(SIGNATURE):
        return _of_compound(data)
    raise not_a_workbook()


def not_a_workbook() -> UserError:
    """Make the error for a file that is no Excel workbook, whatever its name says."""
    return UserError("这不是 Excel 工作簿", "在 Excel 或 WPS 中打开这份台账，另存为 xlsx 后再导入", code="S-KIND")


def _of_package(package: Package) -> tuple[SheetCells, ...]:
    if "xl/workbook.bin" in package.names or not any(name.startswith("xl/") for name in package.names):
        raise not_a_workbook()
    hidden_rows = {
        name: frozenset(int(row) for row in HIDDEN_ROW.findall(package.read(part)))
        for part, name in sheet_parts(package)[0].items()
        if part in package.names
    }
    return _sheets(distilled(package), hidden_rows)


def _of_compound(data: bytes) -> tuple[SheetCells, ...]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise encrypted()
    package = CompoundFile(data)
    if not is_workbook(package):
        raise not_a_workbook()
    look_over(package.read(next(name for name in BOOKS if name in package.names)))
    return _sheets(data, {})


def _sheets(workbook_file: bytes, hidden_rows: dict[str, frozenset[int]]) -> tuple[SheetCells, ...]:
    found = []
    with _readers_errors(), CalamineWorkbook.from_filelike(io.BytesIO(workbook_file)) as workbook:
        for sheet in workbook.sheets_metadata:
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            cells = workbook.get_sheet_by_name(sheet.name)
            if cells.start is not None:
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                found.append(_cells(cells, hidden, hidden_rows.get(sheet.name, frozenset())))
    if not found:
        raise UserError("工作簿里没有内容", "核对文件，选择有台账的那一份", code="S-EMPTY")
    return tuple(found)


def _cells(sheet: CalamineSheet, hidden: bool, hidden_rows: frozenset[int]) -> SheetCells:
    _check_extent(sheet)
    merged = tuple(Span(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return SheetCells(
        sheet.name, tuple(map(tuple, sheet.to_python(skip_empty_area=False))), merged, hidden, hidden_rows
    )


def _check_extent(sheet: CalamineSheet) -> None:
    rows, columns = (last + 1 for last in sheet.end or (0, 0))
    if rows > MAX_ROWS:
        raise UserError(
            f"工作表“{sheet.name}”有 {rows:,} 行，超过 {MAX_ROWS:,} 行的上限",
            "删除表格下方的空行，或者按年份拆成几份再导入",
            code="S-ROWS",
        )
    if columns > MAX_COLUMNS:
        raise UserError(
            f"工作表“{sheet.name}”有 {columns:,} 列，超过 {MAX_COLUMNS} 列的上限",
            "删除表格右边用不到的列，保存后再导入",
            code="S-COLUMNS",
        )


@contextmanager
def _readers_errors() -> Iterator[None]:
    """Turn what the reader's library says of a bad workbook into words."""
    try:
        yield
    except UserError:
        raise
    except PasswordError as error:
        raise encrypted() from error
    except (CalamineError, OSError, ValueError) as error:
        raise broken() from error
    except BaseException as error:
        # The library ends with its own kind of panic on some broken workbooks.
        if type(error).__name__ == "PanicException":
            raise broken() from error
        raise
