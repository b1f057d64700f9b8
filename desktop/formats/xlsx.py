"""Spreadsheets (Office Open XML) streamed in one pass: every text is an inline string, so none is ever a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from math import isfinite
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from desktop.errors import UserError
from desktop.formats.zipfiles import ZipSink

Value = str | int | float | date | None

CELL_LIMIT = 32_767
ROW_LIMIT = 1_048_576

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_STARTS = tuple("=+-@\t")
_LARGEST_EXACT = 10**15
_DAY_ZERO = date(1899, 12, 30)
_ROWS_AT_ONCE = 256


class Style(IntEnum):
    """The cell formats of `xl/styles.xml`."""

    PLAIN = 0
    BOLD = 1
    DATE = 2
    QUOTED = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the widths of its columns in characters, how many rows stay in view."""

    name: str
    widths: tuple[int, ...]
    frozen_rows: int = 0
    bold_rows: frozenset[int] = frozenset()


def write_xlsx(file: BinaryIO, sheet: Sheet, rows: Iterable[Sequence[Value]]) -> int:
    """Write a spreadsheet of one sheet into `file` and return its number of rows.

    Raises UserError E-LIMIT for a text beyond 32,767 characters or a row beyond the last; nothing is ever cut.
    """
    sink = ZipSink(file)
    for name, xml in _PARTS.items():
        sink.add(name, [(_HEAD + xml).encode()])
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name={quoteattr(sheet.name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sink.add("xl/workbook.xml", [(_HEAD + workbook).encode()])
    counted = _Counted(rows)
    sink.add("xl/worksheets/sheet1.xml", _sheet_xml(sheet, counted))
    sink.finish()
    return counted.count


class _Counted:
    def __init__(self, rows: Iterable[Sequence[Value]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[int, Sequence[Value]]]:
        for row in self._rows:
            self.count += 1
            if self.count > ROW_LIMIT:
                raise UserError(f"表格超过 {ROW_LIMIT} 行", "缩小筛选范围后分次导出。", "E-LIMIT")
            yield self.count, row


def _sheet_xml(sheet: Sheet, rows: _Counted) -> Iterator[bytes]:
    view = ""
    if sheet.frozen_rows:
        corner = f"A{sheet.frozen_rows + 1}"
        pane = f'<pane ySplit="{sheet.frozen_rows}" topLeftCell="{corner}" activePane="bottomLeft" state="frozen"/>'
        view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    columns = f"<cols>{columns}</cols>" if columns else ""
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}">{view}{columns}<sheetData>'.encode()
    waiting: list[str] = []
    for number, row in rows:
        style = Style.BOLD if number in sheet.bold_rows else Style.PLAIN
        waiting.append(_row_xml(number, row, style))
        if len(waiting) == _ROWS_AT_ONCE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield ("".join(waiting) + "</sheetData></worksheet>").encode()


def _row_xml(number: int, row: Sequence[Value], style: Style) -> str:
    cells = []
    for column, value in enumerate(row):
        if value is None or value == "":
            cells.append("<c/>")
        elif isinstance(value, str):
            cells.append(_text_xml(value, style, number, column))
        elif isinstance(value, date):
            cells.append(_date_xml(value, number, column))
        elif isinstance(value, int) and abs(value) >= _LARGEST_EXACT:
            cells.append(_text_xml(str(value), style, number, column))
        elif not isfinite(value):
            raise ValueError("a cell holds no infinite number")
        else:
            cells.append(f'<c s="{style:d}"><v>{value + 0!r}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text_xml(text: str, style: Style, number: int, column: int) -> str:
    if len(text) > CELL_LIMIT:
        where = f"第 {number} 行第 {column + 1} 列"
        raise UserError(
            f"{where}的文字有 {len(text)} 个字符，超过单元格的上限 {CELL_LIMIT}", "缩短后重新导出。", "E-LIMIT"
        )
    if text[0] in _FORMULA_STARTS:
        style = Style.QUOTED
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = _ILLEGAL.sub(lambda found: f"<U+{ord(found[0]):04X}>", _LOOKS_ESCAPED.sub("_x005F_", shown))
    return f'<c s="{style:d}" t="inlineStr"><is><t xml:space="preserve">{escape(shown)}</t></is></c>'


def _date_xml(value: date, number: int, column: int) -> str:
    if isinstance(value, datetime):
        return _text_xml(value.strftime("%Y-%m-%d %H:%M"), Style.PLAIN, number, column)
    return f'<c s="{Style.DATE:d}"><v>{(value - _DAY_ZERO).days}</v></c>'
