"""Reads the tables of a workbook that a user hands in to be taken over row by row: catalogues, ledgers."""

from __future__ import annotations

import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from desktop.errors import UserError
from desktop.rules.tables import Table
from desktop.screening.archive import Package, broken
from desktop.screening.compound import SIGNATURE
from desktop.screening.read_xlsx import distilled

MAX_FILE = 30 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_MERGED = 500_000
"""Cells in merged areas; a workbook may claim more, overlapping, than it holds."""


def read_tables(data: bytes) -> tuple[Table, ...]:
    """The visible sheets of an xlsx file, formulas as the values they had when it was saved.

    Raises UserError for what is no xlsx, is encrypted, broken or hostile, or has more than `MAX_ROWS` rows.
    """
    if len(data) > MAX_FILE:
        raise UserError(f"表格超过 {MAX_FILE >> 20} MB", "删去表格里的图片等内容，或者分成几份", "S-LIMIT")
    if data.startswith(SIGNATURE):
        raise UserError("这是旧格式的表格，或者设有密码", "取消密码，在 Excel 或 WPS 中另存为 xlsx", "S-LEGACY")
    if not data.startswith(b"PK"):
        raise UserError("这不是 xlsx 表格", "在 Excel 或 WPS 中另存为 xlsx", "S-KIND")
    package = Package(data)
    if "xl/workbook.xml" not in package.names:
        raise UserError("这不是 xlsx 表格", "在 Excel 或 WPS 中另存为 xlsx", "S-KIND")
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(distilled(package))) as workbook:
            return tuple(_tables(workbook))
    except (CalamineError, OSError, ValueError) as error:
        raise broken() from error
    except BaseException as error:
        # The reader's library ends with its own kind of panic on some broken workbooks.
        if type(error).__name__ == "PanicException":
            raise broken() from error
        raise


def _tables(workbook: CalamineWorkbook) -> Iterator[Table]:
    for one in workbook.sheets_metadata:
        if one.typ is not SheetTypeEnum.WorkSheet or one.visible is not SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(one.name)
        if sheet.start is not None:
            yield _table(sheet, sheet.start)


def _table(sheet: CalamineSheet, start: tuple[int, int]) -> Table:
    if sheet.height > MAX_ROWS:
        raise UserError(
            f"工作表“{sheet.name}”有 {sheet.height:,} 行，一次最多 {MAX_ROWS:,} 行", "拆成几份再导入", "S-LIMIT"
        )
    rows = [[_words(value) for value in row[:MAX_COLUMNS]] for row in sheet.to_python(skip_empty_area=True)]
    filled: set[tuple[int, int]] = set()
    merged = 0
    for first, last in sheet.merged_cell_ranges or ():
        for place in _fill(rows, (first[0] - start[0], first[1] - start[1]), (last[0] - start[0], last[1] - start[1])):
            filled.add(place)
            merged += 1
            if merged > MAX_MERGED:
                raise UserError(f"工作表“{sheet.name}”的合并单元格过多", "取消合并后再导入", "S-LIMIT")
    return Table(sheet.name, start[0] + 1, tuple(map(tuple, rows)), frozenset(filled))


def _fill(rows: list[list[str]], first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Write the words of a merged cell into all the cells it covers, and name those beyond its first."""
    if not (0 <= first[0] < len(rows) and 0 <= first[1] < len(rows[first[0]])):
        return
    words = rows[first[0]][first[1]]
    for row in range(first[0], min(last[0] + 1, len(rows))):
        for column in range(first[1], min(last[1] + 1, len(rows[row]))):
            if (row, column) != first:
                rows[row][column] = words
                yield row, column


def _words(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return "\n".join(line for line in map(str.strip, str(value).splitlines()) if line)
