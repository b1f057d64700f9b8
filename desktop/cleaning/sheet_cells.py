"""Rewrites the cells of a sheet: formulas as their values, masked cells as text, hidden rows and columns taken out."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from desktop.cleaning.records import Gone, refused
from desktop.cleaning.sheet_refs import Removal, name_of, place_of
from desktop.cleaning.sheet_text import Cells, Place, starred
from desktop.cleaning.xml import Node, attribute, children, drop_attributes, local, named, namespace, remove, whole

_TRUE = frozenset({"1", "true"})
_LAST_COLUMN = 16_384
_ROW_LOOKS = frozenset({"r", "ht", "customHeight", "s", "customFormat", "thickTop", "thickBot"})


@dataclass(slots=True)
class Strings:
    """The shared strings of the copy: only what its cells show, none of what stood in others."""

    space: str
    _items: list[Node] = field(default_factory=list)
    _numbers: dict[bytes, int] = field(default_factory=dict)

    def number(self, item: Node) -> int:
        """The number of a string, whose words and looks are `item`."""
        key = bytes(etree.tostring(item))
        if key not in self._numbers:
            self._numbers[key] = len(self._items)
            self._items.append(item)
        return self._numbers[key]

    def plain(self, words: str) -> int:
        """The number of plain words."""
        item = etree.Element(f"{{{self.space}}}si")
        text = etree.SubElement(item, f"{{{self.space}}}t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return self.number(item)

    def root(self) -> Node:
        """All of them as a part."""
        root = etree.Element(f"{{{self.space}}}sst", nsmap={None: self.space})
        root.extend(self._items)
        return root


@dataclass(slots=True)
class Rewriting:
    """What the rewriting of a workbook's cells needs, and what it counts."""

    strings: Strings
    shared: list[Node]
    pale: frozenset[bytes]
    formulas: int = 0
    gone: list[Gone] = field(default_factory=list)


def hidden_of(sheet: Node) -> tuple[Removal, int]:
    """The hidden rows and columns of a sheet, and the column from which all to the edge are hidden for looks (0: none)."""
    rows: list[int] = []
    columns: list[int] = []
    edge = 0
    for number, row in _numbered(children(_data(sheet), "row")):
        if attribute(row, "hidden") in _TRUE or attribute(row, "ht") == "0":
            rows.append(number)
    for column in named(sheet, "col"):
        if attribute(column, "hidden") in _TRUE or attribute(column, "width") == "0":
            first, last = max(1, whole(column.get("min"), 1)), whole(column.get("max"), 1)
            if last >= _LAST_COLUMN:
                edge = first
            else:
                columns += range(first, last + 1)
    return Removal(rows, columns), edge


def rewrite_cells(sheet: Node, cells: Cells, hidden: frozenset[int], work: Rewriting) -> Removal:
    """Rewrite all cells of a sheet; returns what was taken out. Raises UserError for what has no value to show."""
    removal, edge = hidden_of(sheet)
    data = _data(sheet)
    for number, row in list(_numbered(children(data, "row"))):
        for column, cell in list(_in_row(children(row, "c"))):
            unseen = removal.takes(number, column) or (edge and column >= edge)
            unseen = unseen or cell.get("s", "").encode() in work.pale
            words, offset = cells.shown.get((number, column), ("", 0))
            if unseen:
                if words:
                    work.gone.append(Gone(cells.number, offset, offset + len(words)))
                _empty(cell)
            else:
                _rewrite(cell, (words, offset), hidden, work)
            if removal.takes(number, column):
                remove(cell)
            else:
                cell.set("r", name_of(removal.row(number), removal.column(column)))
        if number in removal.rows:
            remove(row)
            continue
        for key in [key for key in row.attrib if key not in _ROW_LOOKS]:
            del row.attrib[key]
        row.set("r", str(removal.row(number)))
    _move_columns(sheet, removal)
    _move_merged(sheet, removal)
    return removal


def _data(sheet: Node) -> Node:
    return next(iter(children(sheet, "sheetData")), ())


def _numbered(rows: list[Node]) -> list[tuple[int, Node]]:
    found, number = [], 0
    for row in rows:
        number = whole(row.get("r"), number + 1)
        found.append((number, row))
    return found


def _in_row(cells: list[Node]) -> list[tuple[int, Node]]:
    found, column = [], 0
    for cell in cells:
        column = place_of(cell.get("r"))[1] if cell.get("r") else column + 1
        found.append((column, cell))
    return found


def _empty(cell: Node) -> None:
    for child in list(cell):
        cell.remove(child)
    drop_attributes(cell, "t", "cm", "vm", "ph")


def _rewrite(cell: Node, shown: tuple[str, int], hidden: frozenset[int], work: Rewriting) -> None:
    words, offset = shown
    if cell.get("vm"):
        raise refused(f"单元格 {cell.get('r')} 里是图片或数据类型", "在 Excel 中改成普通图片或文字，另存后放入新文件")
    drop_attributes(cell, "cm", "ph")
    for formula in children(cell, "f"):
        if not any(value.text or cell.get("t") == "str" for value in children(cell, "v")):
            raise refused("公式没有算出的结果", "在 Excel 或 WPS 中打开，保存一次，放入新文件后再生成")
        cell.remove(formula)
        work.formulas += 1
    strange = [child for child in cell if local(child) not in {"v", "is"}]
    for child in strange:
        cell.remove(child)
    item = _item(cell, work)
    stars = any(place in hidden for place in range(offset, offset + len(words))) if words else False
    if stars:
        text = starred(words, offset, hidden)
        raw = _plain(item) if item is not None else ""
        _set_string(cell, work.strings.plain(_with_breaks(raw, words, text)))
    elif item is not None:
        _set_string(cell, work.strings.number(_without_sounds(item)))


def _item(cell: Node, work: Rewriting) -> Node | None:
    """The words of a cell of text with their looks; None for numbers, dates, errors and empty cells."""
    value = next(iter(children(cell, "v")), None)
    space = work.strings.space
    match cell.get("t", "n"):
        case "s" if value is not None and (value.text or "").strip().isdecimal():
            number = whole(value.text)
            if number >= len(work.shared):
                raise refused("文件已损坏，有文字找不到", "在 Excel 或 WPS 中另存一份，放入新文件后再生成")
            return work.shared[number]
        case "inlineStr":
            item = etree.Element(f"{{{space}}}si")
            for inline in children(cell, "is"):
                item.extend(deepcopy(child) for child in inline)
            return item
        case "str" if value is not None:
            item = etree.Element(f"{{{space}}}si")
            text = etree.SubElement(item, f"{{{space}}}t")
            text.text = value.text or ""
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            return item
    return None


def _without_sounds(item: Node) -> Node:
    """The words without the phonetic ones that may be kept beside them."""
    copy = deepcopy(item)
    copy.tail = None
    for child in children(copy, "rPh", "phoneticPr", "extLst"):
        copy.remove(child)
    return copy


def _plain(item: Node) -> str:
    runs = children(item, "t") or [text for run in children(item, "r") for text in children(run, "t")]
    return "".join(text.text or "" for text in runs)


def _with_breaks(raw: str, shown: str, text: str) -> str:
    """The starred words with the line breaks of the cell, which reading turns into spaces."""
    lines = raw.splitlines()
    if " ".join(lines) != shown:
        return text
    made, start = [], 0
    for line in lines:
        made.append(text[start : start + len(line)])
        start += len(line) + 1
    return "\n".join(made)


def _set_string(cell: Node, number: int) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "s")
    etree.SubElement(cell, f"{{{namespace(cell)}}}v").text = str(number)


def _move_columns(sheet: Node, removal: Removal) -> None:
    for column in named(sheet, "col"):
        first, last = max(1, whole(column.get("min"), 1)), whole(column.get("max"), 1)
        drop_attributes(column, "outlineLevel", "collapsed")
        if last < _LAST_COLUMN and first in removal.columns:
            remove(column)
            continue
        column.set("min", str(removal.column(first)))
        column.set("max", str(last if last >= _LAST_COLUMN else removal.column(last)))
    for holder in children(sheet, "cols"):
        if not len(holder):
            remove(holder)


def _move_merged(sheet: Node, removal: Removal) -> None:
    for merged in named(sheet, "mergeCell"):
        place: Place = place_of(merged.get("ref", "A1").partition(":")[0])
        area = removal.area(merged.get("ref", "A1"))
        if area and removal.takes(*place):
            raise refused("合并的单元格跨过隐藏的行或列", "取消隐藏或者拆分这些单元格，另存后放入新文件")
        if not area or ":" not in area:
            remove(merged)
        else:
            merged.set("ref", area)
    for holder in children(sheet, "mergeCells"):
        if len(holder):
            drop_attributes(holder, "count")
        else:
            remove(holder)
