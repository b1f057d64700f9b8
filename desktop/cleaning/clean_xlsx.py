"""Writes the clean copy of a workbook: the sheets that are seen, as values, and nothing beside them."""

from __future__ import annotations

import re

from lxml import etree

from desktop.cleaning.drawing import clean_drawing
from desktop.cleaning.images import clean_image
from desktop.cleaning.opc import Fresh, Opc, Relation
from desktop.cleaning.plan import Plan
from desktop.cleaning.records import Touches, Written, refused
from desktop.cleaning.sheet_cells import Rewriting, Strings, rewrite_cells
from desktop.cleaning.sheet_markup import clean_sheet
from desktop.cleaning.sheet_refs import Removal
from desktop.cleaning.sheet_text import Cells, SheetText, star_drawing, star_margins, trace
from desktop.cleaning.xml import (
    Node,
    attribute,
    children,
    local,
    named,
    namespace,
    parse,
    relation_ids,
    remove,
    whole,
    written,
)
from desktop.screening.archive import Package
from desktop.screening.read_xlsx import MARGINS
from desktop.screening.records import DocumentText
from desktop.screening.sheet_traces import pale_styles

_BOOK = re.compile(r"application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet\.main\+xml", re.I)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PRINTED = frozenset({"_xlnm.Print_Area", "_xlnm.Print_Titles"})
_AREAS = re.compile(r"(?:(?:'[^']+'|[^'!,]+)!\$?[A-Z]{0,3}\$?\d{0,7}(?::\$?[A-Z]{0,3}\$?\d{0,7})?,?)+")
_SAVE_AGAIN = "在 Excel 或 WPS 中另存为 xlsx，放入新文件后再生成"


def clean_xlsx(package: Package, document: DocumentText, planned: Plan, touches: Touches) -> Written:
    """Write the copy; raises UserError for anything that is needed on a sheet and not known to be harmless."""
    text = trace(package, document)
    source = Opc(package)
    main = next((one for one in source.relations().values() if one.kind == "officeDocument"), None)
    if main is None or not _BOOK.fullmatch(source.content_type(main.target)):
        raise refused("这不是普通的工作簿（可能带宏，或者是模板）", _SAVE_AGAIN)
    copy = _Copy(source, main, text, planned, touches, pale_styles(package))
    copy.take_all()
    fresh = copy.fresh
    dropped = {number for name, (_root, number) in text.drawings.items() if name not in fresh.parts}
    dropped |= {number for name, number in text.margins.items() if name not in fresh.parts}
    facts = (f"{copy.work.formulas} 个公式已换成数值",) if copy.work.formulas else ()
    return Written(fresh.packed(), tuple(copy.work.gone), facts, frozenset(dropped))


class _Copy:
    """The copy being put together sheet by sheet."""

    def __init__(
        self,
        source: Opc,
        main: Relation,
        text: SheetText,
        planned: Plan,
        touches: Touches,
        pale: frozenset[bytes],
    ) -> None:
        self.fresh = Fresh()
        self._source, self._main, self._text, self._planned, self._touches = source, main, text, planned, touches
        self._book = parse(source.read(main.target))
        self._relations = source.relations(main.target)
        self.work = Rewriting(Strings(namespace(self._book)), self._shared(), pale)

    def take_all(self) -> None:
        """Take the sheets that are seen, then what they share."""
        self.fresh.relate(self._main)
        seen = [(at, sheet) for at, sheet in enumerate(named(self._book, "sheet")) if _is_seen(sheet)]
        self._refuse_names([sheet.get("name", "") for _at, sheet in seen])
        kept: list[Relation] = []
        removals: dict[int, Removal] = {}
        for at, sheet in seen:
            relation = self._relations.get(attribute(sheet, "id"))
            if relation is None or relation.kind != "worksheet" or relation.outside:
                raise refused(
                    f"“{sheet.get('name')}”不是普通的工作表", "把其中的图表粘贴为图片，删除这张表后放入新文件"
                )
            removals[at] = self._take_sheet(relation.target, sheet.get("name", ""))
            kept.append(relation)
        kept += self._take_shared()
        book = self._new_book([sheet for _at, sheet in seen], removals)
        self.fresh.put(self._main.target, written(book), self._source.content_type(self._main.target), kept)

    def _shared(self) -> list[Node]:
        one = next((one for one in self._relations.values() if one.kind == "sharedStrings"), None)
        return children(parse(self._source.read(one.target)), "si") if one else []

    def _refuse_names(self, seen: list[str]) -> None:
        hidden, start = self._planned.hidden_in(self._text.names), 0
        for sheet in named(self._book, "sheet"):
            name = sheet.get("name", "")
            if name in seen and any(place in hidden for place in range(start, start + len(name))):
                raise refused("一张工作表的名称里有要遮盖的内容", "在 Excel 或 WPS 中改工作表的名称，另存后放入新文件")
            start += len(name) + 1

    def _take_sheet(self, name: str, title: str) -> Removal:
        root = parse(self._source.read(name))
        cells = self._text.cells.get(title, Cells(-1, {}))
        removal = rewrite_cells(root, cells, self._planned.hidden_in(cells.number), self.work)
        margins = [node for node in root.iter("{*}*") if local(node).endswith(("Header", "Footer"))]
        margins = [node for node in margins if MARGINS.fullmatch(local(node))]
        if name in self._text.margins:
            star_margins(margins, self._planned.hidden_in(self._text.margins[name]))
        relations = self._source.relations(name)
        clean_sheet(root, removal, relations, self._touches)
        kept = []
        for node, key, number in list(relation_ids(root)):
            relation = relations.get(number)
            if relation is None:
                del node.attrib[key]
                continue
            if local(node) == "drawing":
                self._take_drawing(relation.target, removal)
            kept.append(relation)
        self.fresh.put(name, written(root), _SHEET_TYPE, kept)
        return removal

    def _take_drawing(self, name: str, removal: Removal) -> None:
        if name not in self._text.drawings:
            raise refused("图形的结构无法对应到文字", _SAVE_AGAIN)
        root, number = self._text.drawings[name]
        star_drawing(root, self._planned.hidden_in(number))
        clean_drawing(root, removal)
        relations = self._source.relations(name)
        kept = []
        for node, key, identity in list(relation_ids(root)):
            relation = relations.get(identity)
            if relation is None:
                del node.attrib[key]
                continue
            if relation.outside or relation.kind != "image":
                raise refused("图形里有不认识的部件", "在 Excel 或 WPS 中粘贴为图片，另存后放入新文件")
            data, kind = clean_image(relation.target, self._source.read(relation.target))
            self.fresh.put(relation.target, data, kind)
            kept.append(relation)
        self.fresh.put(name, written(root), self._source.content_type(name), kept)

    def _take_shared(self) -> list[Relation]:
        kept = []
        for relation in self._relations.values():
            if relation.kind in {"styles", "theme"} and not relation.outside:
                root = parse(self._source.read(relation.target))
                for node in named(root, "extLst"):
                    remove(node)
                for node, key, _number in list(relation_ids(root)):
                    del node.attrib[key]
                self.fresh.put(relation.target, written(root), self._source.content_type(relation.target))
                kept.append(relation)
        old = next((one for one in self._relations.values() if one.kind == "sharedStrings"), None)
        strings = old or Relation("rIdStrings", f"{_TRANSITIONAL}/sharedStrings", "xl/sharedStrings.xml", False)
        self.fresh.put(strings.target, written(self.work.strings.root()), _STRINGS_TYPE)
        return [*kept, strings]

    def _new_book(self, seen: list[Node], removals: dict[int, Removal]) -> Node:
        """A workbook of these sheets, how it counts its days, and what is printed of it."""
        space = namespace(self._book)
        book = etree.Element(f"{{{space}}}workbook", nsmap=self._book.nsmap)
        for properties in children(self._book, "workbookPr"):
            if properties.get("date1904"):
                etree.SubElement(book, f"{{{space}}}workbookPr").set("date1904", properties.get("date1904"))
        names = self._printed(seen, removals, space)
        sheets = etree.SubElement(book, f"{{{space}}}sheets")
        for sheet in seen:
            sheet.attrib.pop("state", None)
            sheets.append(sheet)
        if len(names):
            book.append(names)
        return book

    def _printed(self, seen: list[Node], removals: dict[int, Removal], space: str) -> Node:
        new_places = {old: new for new, old in enumerate(removals)}
        names = etree.Element(f"{{{space}}}definedNames")
        for one in named(self._book, "definedName"):
            local_id = whole(one.get("localSheetId"), -1)
            if one.get("name") in _PRINTED and local_id in new_places and not removals[local_id]:
                name = seen[new_places[local_id]].get("name", "")
                words = one.text or ""
                owners = {piece.rpartition("!")[0].strip("'") for piece in words.split(",")}
                if _AREAS.fullmatch(words) and owners == {name}:
                    made = etree.SubElement(names, f"{{{space}}}definedName")
                    made.set("name", one.get("name"))
                    made.set("localSheetId", str(new_places[local_id]))
                    made.text = words
        return names


def _is_seen(sheet: Node) -> bool:
    return str(sheet.get("state", "visible")) == "visible"
