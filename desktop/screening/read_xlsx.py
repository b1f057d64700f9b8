"""Reads workbooks: every sheet, hidden ones too, with comments, shapes, page margins and sheet names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from desktop.errors import UserError
from desktop.screening.archive import MAX_PART, MAX_TOTAL, Package, bomb, broken, encrypted, hostile_xml, local_name
from desktop.screening.package_traces import package_traces
from desktop.screening.properties import property_parts
from desktop.screening.records import Part, Piece, Role, Trace, TraceKind
from desktop.screening.sheet_traces import sheet_traces

MAX_CELLS = 5_000_000
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\d*\.xml|xl/_rels/workbook\d*\.xml\.rels|xl/sharedStrings\d*\.xml"
    r"|xl/styles\d*\.xml|xl/(?:work|chart|dialog|macro)sheets/.+",
    re.I,
)
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
DRAWN = re.compile(r"xl/(?:comments|threadedComments|drawings|charts|diagrams|persons)[^.]*\.xml", re.I)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_CELL = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{1,3})([0-9]{1,7})""")
_FILLED = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']\s*([A-Za-z]{1,3})([0-9]{1,7})["'](?:[^>]*[^/>])?>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*["']\s*([0-9]{1,7})""")
MARGINS = re.compile(r"(?:odd|even|first)(?:Header|Footer)")
MARGIN_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[LCRPNDTFAZGBIUSEXYOH])')


def read_xlsx(package: Package) -> Iterator[Piece]:
    """Yield the pieces of a workbook; raises UserError for a grid too large to unfold."""
    if any(SHEET.fullmatch(name) and package.size(name) > MAX_PART for name in package.names):
        raise UserError("工作表的内容过多，无法检查", "拆分成几个工作簿后再登记", code="S-GRID")
    yield from property_parts(package)
    yield from package_traces(package)
    yield from sheet_traces(package)
    for name in package.names:
        if DRAWN.fullmatch(name):
            yield from _drawn_words(package, name)
        elif SHEET.fullmatch(name):
            yield from _margin_words(package, name)
    yield from read_sheets(io.BytesIO(distilled(package)))


def distilled(package: Package) -> bytes:
    """Copy the parts that hold cells into a fresh archive: the fast reader sees only what passed the limits.

    Raises UserError for a bomb, hostile XML or a grid too large to unfold.
    """
    copy = io.BytesIO()
    total = 0
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name in filter(_NEEDED.fullmatch, package.names):
            data = package.read(name)
            total += len(data)
            if total > MAX_TOTAL:
                raise bomb()
            if _DECLARATION.search(data):
                raise hostile_xml()
            if SHEET.fullmatch(name):
                _check_grid(data)
            archive.writestr(name, data)
    return copy.getvalue()


def _check_grid(sheet: bytes) -> None:
    """Refuse a sheet whose corners span more cells than memory should hold: two cells suffice for that."""
    rows, columns = _span(_CELL, sheet)
    if rows * columns > MAX_CELLS:
        check_span(*_span(_FILLED, sheet))


def check_span(rows: int, columns: int) -> None:
    """Refuse a grid of more cells than memory should hold; raises UserError."""
    if rows * columns > MAX_CELLS:
        raise UserError("工作表的区域过大，无法读取", "删除远离表格的零散内容，保存后再登记", code="S-GRID")


def _span(pattern: re.Pattern[bytes], sheet: bytes) -> tuple[int, int]:
    cells = pattern.findall(sheet)
    columns = [_column(letters) for letters in {letters for letters, _ in cells}] or [1]
    rows = [int(row) for row in {row for _, row in cells}] or [1]
    if pattern is _CELL:
        rows += map(int, set(_ROW.findall(sheet)))
    return max(rows) - min(rows) + 1, max(columns) - min(columns) + 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def read_sheets(workbook_file: io.BytesIO) -> Iterator[Piece]:
    """Yield names and rows of every sheet of a workbook that was looked over before; raises UserError if broken."""
    try:
        with CalamineWorkbook.from_filelike(workbook_file) as workbook:
            yield Part("工作表名称", "\n".join(workbook.sheet_names), Role.PROPERTY)
            for sheet in workbook.sheets_metadata:
                place = f"工作表“{sheet.name}”"
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                if hidden:
                    yield Trace(TraceKind.HIDDEN_SHEET, place, 1)
                if sheet.typ is SheetTypeEnum.WorkSheet:
                    yield from _rows(workbook, sheet.name, place, Role.HIDDEN if hidden else Role.BODY)
    except PasswordError as error:
        raise encrypted() from error
    except (CalamineError, OSError, ValueError) as error:
        raise broken() from error
    except BaseException as error:
        # The reader's library ends with its own kind of panic on some broken workbooks.
        if type(error).__name__ == "PanicException":
            raise broken() from error
        raise


def _rows(workbook: CalamineWorkbook, name: str, place: str, role: Role) -> Iterator[Part]:
    start, rows = cells_of(workbook, name)
    text = "\n".join(map("\t".join, rows))
    if text.strip():
        yield Part(place, text, role, unit="行", first=start[0] + 1)


def cells_of(workbook: CalamineWorkbook, name: str) -> tuple[tuple[int, int], list[list[str]]]:
    """The cells of a sheet as they are read, row by row, and the row and column (from 0) of the first."""
    sheet = workbook.get_sheet_by_name(name)
    if sheet.start is None:
        return (0, 0), []
    rows = [list(map(_shown, row)) for row in sheet.to_python(skip_empty_area=True)]
    return sheet.start, rows


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).splitlines()) if isinstance(value, str) else str(value)


def _drawn_words(package: Package, name: str) -> Iterator[Piece]:
    is_comment = "omments" in name
    words: list[str] = []
    comments = 0
    for event, element in package.walk(name):
        if event == "end":
            match local_name(element):
                case "t" | "text" if element.text:
                    words.append(element.text)
                case "p" | "comment" | "threadedComment":
                    words.append("\n")
            comments += is_comment and local_name(element) in {"comment", "threadedComment"}
    text = "".join(words)
    if text.strip():
        yield Part("批注" if is_comment else "图形文字", text, Role.COMMENT if is_comment else Role.TEXT_BOX)
    if comments:
        yield Trace(TraceKind.COMMENT, "工作簿", comments)


def _margin_words(package: Package, name: str) -> Iterator[Part]:
    words = [
        MARGIN_CODES.sub(" ", element.text)
        for event, element in package.walk(name)
        if event == "end" and MARGINS.fullmatch(local_name(element)) and element.text
    ]
    if words:
        yield Part("页眉页脚", "\n".join(words), Role.MARGIN)
