"""Takes out of the markup of a sheet what a page does not show; what is not known is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.cleaning.opc import Relation
from desktop.cleaning.records import Touches, refused
from desktop.cleaning.sheet_refs import Removal
from desktop.cleaning.xml import Node, attribute, children, drop_attributes, local, named, remove

_KEPT = frozenset(
    {
        *("sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells", "hyperlinks", "printOptions"),
        *("pageMargins", "pageSetup", "headerFooter", "drawing"),
    }
)
_LEFT_OUT = frozenset(
    {
        *("dimension", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
        *("dataConsolidate", "customSheetViews", "phoneticPr", "conditionalFormatting", "dataValidations"),
        *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "legacyDrawing"),
        *("oleObjects", "webPublishItems", "tableParts", "extLst"),
    }
)
_WEB = re.compile(r"https?://", re.I)


def clean_sheet(sheet: Node, removal: Removal, relations: Mapping[str, Relation], touches: Touches) -> None:
    """Leave what is printed: cells and their looks, margins, web links, pictures. Raises UserError for the unknown."""
    for child in list(sheet):
        name = local(child)
        if name in _LEFT_OUT:
            remove(child)
        elif name not in _KEPT:
            raise refused(
                f"工作表里有不认识的内容（{name}）", "把控件、背景和页眉图片删除或粘贴为图片，另存后放入新文件"
            )
    for properties in children(sheet, "sheetPr"):
        drop_attributes(properties, "codeName", "filterMode", "published", "syncRef")
    for layout in children(sheet, "sheetFormatPr"):
        drop_attributes(layout, "zeroHeight", "outlineLevelRow", "outlineLevelCol")
    for view in named(sheet, "sheetView"):
        drop_attributes(view, "topLeftCell", "tabSelected")
        for child in list(view):
            if local(child) != "pane" or removal:
                remove(child)
    for setup in children(sheet, "pageSetup"):
        drop_attributes(setup, "id")
    for link in named(sheet, "hyperlink"):
        _clean_link(link, removal, relations, touches)
    for links in children(sheet, "hyperlinks"):
        if not len(links):
            remove(links)


def _clean_link(link: Node, removal: Removal, relations: Mapping[str, Relation], touches: Touches) -> None:
    relation = relations.get(attribute(link, "id"))
    area = removal.area(link.get("ref", "A1"))
    is_web = relation is not None and relation.outside and _WEB.match(relation.target)
    if not area or relation is None or not is_web or touches(relation.target):
        remove(link)
        return
    link.set("ref", area)
    drop_attributes(link, "location", "tooltip", "display", "uid")
