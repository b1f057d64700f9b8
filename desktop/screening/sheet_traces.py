"""What workbooks carry unseen: hidden rows and columns, pale cells, cached data, names that point to hidden sheets.

What is not seen, and a person must look at: pale text other than pure white, white on a fill that only a theme or a
table style gives, conditional formats that hide, rows and columns made very low or narrow but not zero, columns hidden
to the very right edge, groups folded by the writing program, data validation lists, custom views, queries in the data
model (Power Pivot), cells behind shapes and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from desktop.screening.archive import Package, attribute, broken, local_name
from desktop.screening.records import Part, Piece, Role, Trace, TraceKind

_WORKBOOK = "xl/workbook.xml"
_TRUE = rb"""["'](?:1|true)["']"""
HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^>]*\b(?:hidden=" + _TRUE + rb"|ht=[\"']0[\"']))[^>]*?\br=[\"'](\d{1,7})")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s(?=[^>]*\b(?:hidden=" + _TRUE + rb"|width=[\"']0[\"']))[^>]*>")
_BOUND = re.compile(rb"\b(min|max)=[\"'](\d{1,5})")
_STYLED = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?s=[\"'](\d{1,6})[\"'](?:[^>]*[^/>])?>(?!</)")
_CACHES = (
    (TraceKind.PIVOT_CACHE, re.compile(r"xl/pivotCache/pivotCache(?:Definition|Records)\d*\.xml", re.I), "透视表缓存"),
    (TraceKind.EXTERNAL_LINK, re.compile(r"xl/externalLinks/externalLink\d*\.xml", re.I), "外部链接的缓存"),
    (TraceKind.EXTERNAL_LINK, re.compile(r"xl/connections\.xml", re.I), "数据连接"),
)
_NAMED = 8
_LAST_COLUMN = 16_384


def sheet_traces(package: Package) -> Iterator[Piece]:
    """Yield what the cells shown do not show; the words of caches are given as parts to be scanned."""
    names, hidden = sheet_parts(package)
    pale = pale_styles(package)
    for part, name in names.items():
        if part in package.names:
            yield from _cell_traces(package.read(part), f"工作表“{name}”", pale)
    yield from _cached(package)
    pointing = _names_to(package, hidden)
    if pointing:
        yield Trace(TraceKind.HIDDEN_NAME, "工作簿", pointing)


def sheet_parts(package: Package) -> tuple[dict[str, str], set[str]]:
    """The sheets' parts with their names, and the names of the hidden ones."""
    relations = "xl/_rels/workbook.xml.rels"
    if _WORKBOOK not in package.names or relations not in package.names:
        return {}, set()
    targets = {
        attribute(element, "Id"): "xl/" + attribute(element, "Target").removeprefix("/xl/").removeprefix("/")
        for event, element in package.walk(relations)
        if event == "end" and local_name(element) == "Relationship"
    }
    names, hidden = {}, set()
    for event, element in package.walk(_WORKBOOK):
        if event == "end" and local_name(element) == "sheet":
            names[targets.get(attribute(element, "id"), "")] = element.get("name", "")
            if element.get("state", "visible") != "visible":
                hidden.add(element.get("name", ""))
    return names, hidden


def _cell_traces(sheet: bytes, place: str, pale: frozenset[bytes]) -> Iterator[Trace]:
    rows = [row.decode() for row in HIDDEN_ROW.findall(sheet)]
    if rows:
        yield Trace(TraceKind.HIDDEN_ROWS, place, len(rows), f"第 {_listed(rows)} 行")
    columns = [name for tag in _HIDDEN_COLUMN.findall(sheet) for name in _columns(tag)]
    if columns:
        yield Trace(TraceKind.HIDDEN_COLUMNS, place, len(columns), f"第 {_listed(columns)} 列")
    count = sum(style in pale for style in _STYLED.findall(sheet)) if pale else 0
    if count:
        yield Trace(TraceKind.WHITE_TEXT, place, count)


def _columns(tag: bytes) -> list[str]:
    bounds = {key: int(value) for key, value in _BOUND.findall(tag)}
    first, last = bounds.get(b"min", 1), bounds.get(b"max", 0)
    # Whole runs of empty columns to the right edge are hidden for looks, not to hide data.
    return [] if last >= _LAST_COLUMN else [_letters(number) for number in range(first, last + 1)]


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _listed(names: list[str]) -> str:
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")


def pale_styles(package: Package) -> frozenset[bytes]:
    """The cell styles that print nothing: a white font without a fill, or a number format of empty sections.

    Raises UserError when the styles name no font or fill by number, as in a damaged workbook.
    """
    if "xl/styles.xml" not in package.names:
        return frozenset()
    try:
        return _pale(package)
    except (ValueError, IndexError) as error:
        raise broken() from error


def _pale(package: Package) -> frozenset[bytes]:
    fonts: list[bool] = []
    fills: list[bool] = []
    formats: set[str] = set()
    pale: list[bytes] = []
    inside, number = "", 0
    for event, element in package.walk("xl/styles.xml"):
        name = local_name(element)
        if event == "start":
            inside = name if name in {"fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs"} else inside
            if (inside, name) in {("fonts", "font"), ("fills", "fill")}:
                (fonts if name == "font" else fills).append(False)
            continue
        match inside, name:
            case "fonts", "color":
                fonts[-1] = _is_white(element)
            case "fills", "fgColor":
                fills[-1] = not _is_white(element)
            case "fills", "gradientFill":
                fills[-1] = True
            case _, "numFmt" if element.get("formatCode", "").strip() in {";;;", ";;"}:
                formats.add(element.get("numFmtId", ""))
            case "cellXfs", "xf":
                if _prints_nothing(element, fonts, fills, formats):
                    pale.append(str(number).encode())
                number += 1
    return frozenset(pale)


def _prints_nothing(xf: Element, fonts: list[bool], fills: list[bool], formats: set[str]) -> bool:
    font, fill = int(xf.get("fontId", "0")), int(xf.get("fillId", "0"))
    white = font < len(fonts) and fonts[font] and not (fill < len(fills) and fills[fill])
    return white or xf.get("numFmtId") in formats


def _is_white(element: Element) -> bool:
    return element.get("rgb", "").upper()[-6:] == "FFFFFF" or (
        element.get("theme") == "0" and element.get("tint", "0") == "0"
    )


def _cached(package: Package) -> Iterator[Piece]:
    for kind, pattern, place in _CACHES:
        names = [name for name in package.names if pattern.fullmatch(name)]
        if names:
            yield Trace(kind, place, len(names))
        for name in names:
            words = list(_words(package, name))
            if words:
                yield Part(place, "\n".join(words), Role.HIDDEN)


def _words(package: Package, name: str) -> Iterator[str]:
    """Yield cached cells: pivot caches keep them in an attribute, links in their text, connections in attributes."""
    for event, element in package.walk(name):
        if event != "end":
            continue
        match local_name(element):
            case "s" | "n" | "d" if attribute(element, "v"):
                yield attribute(element, "v")
            case "v" if element.text:
                yield element.text
            case "dbPr" | "webPr" | "textPr":
                yield from (
                    value for key, value in element.attrib.items() if key in {"connection", "url", "sourceFile"}
                )


def _names_to(package: Package, hidden: set[str]) -> int:
    """Count the defined names that point to a hidden sheet or are hidden themselves."""
    count = 0
    for event, element in package.walk(_WORKBOOK) if _WORKBOOK in package.names else ():
        if event == "end" and local_name(element) == "definedName" and element.text:
            sheet = element.text.rpartition("!")[0].strip("'").replace("''", "'")
            secret = element.get("hidden") in {"1", "true"} and not element.get("name", "").startswith("_xlnm.")
            count += sheet in hidden or secret
    return count
