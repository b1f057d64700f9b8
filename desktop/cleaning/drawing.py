"""Takes out of the drawings on a sheet what a page does not show, and moves them along with their cells."""

from __future__ import annotations

from desktop.cleaning.records import refused
from desktop.cleaning.sheet_refs import Removal
from desktop.cleaning.xml import Node, attribute, children, drop_attributes, local, named, namespace, remove, whole

_LEFT_OUT = ("extLst", "hlinkClick", "hlinkHover", "Fallback")
_KNOWN = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_AS_PICTURE = "在 Excel 或 WPS 中复制后粘贴为图片，另存后放入新文件"


def clean_drawing(root: Node, removal: Removal) -> None:
    """Leave shapes with their words and pictures; charts and what is not known are refused with UserError."""
    for node in named(root, "graphicFrame", "contentPart"):
        raise refused(f"工作表里有图表或墨迹（{local(node)}），带着源数据", _AS_PICTURE)
    for node in named(root, *_LEFT_OUT):
        remove(node)
    for node in root.iter("{*}*"):
        if not namespace(node).startswith(_KNOWN):
            raise refused(f"图形里有不认识的内容（{local(node)}）", _AS_PICTURE)
        drop_attributes(node, "textlink", "macro", "fLocksText")
        match local(node):
            case "cNvPr":
                if attribute(node, "hidden") in {"1", "true"}:
                    raise refused("工作表里有隐藏的图形", "取消隐藏或删除这个图形，另存后放入新文件")
                drop_attributes(node, "descr", "title")
                node.set("name", "")
            case "blip":
                drop_attributes(node, "link")
            case "srcRect":
                if any(node.get(side, "0") != "0" and not node.get(side, "0").startswith("-") for side in "ltrb"):
                    raise refused(
                        "有图片经过裁剪，裁掉的部分还在文件里",
                        "选中图片，用“压缩图片—删除图片的剪裁区域”，另存后放入新文件",
                    )
    for anchor in named(root, "from", "to"):
        for place in children(anchor, "row"):
            place.text = str(removal.row(whole(place.text) + 1) - 1)
        for place in children(anchor, "col"):
            place.text = str(removal.column(whole(place.text) + 1) - 1)
