"""Takes out of the markup of a Word part what a page does not show: changes, comments, fields, controls, remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.cleaning.records import Touches, refused
from desktop.cleaning.xml import Node, attribute, children, drop_attributes, local, named, namespace, remove, unwrap
from desktop.screening.folding import fold

_REMOVED = frozenset(
    {
        *("del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange"),
        *("tblGridChange", "numberingChange", "customXmlInsRangeStart", "customXmlInsRangeEnd"),
        *("customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart"),
        *("customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd"),
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "proofErr"),
        *("permStart", "permEnd", "smartTagPr", "customXmlPr", "sdtPr", "sdtEndPr", "Fallback", "extLst"),
        *("hlinkClick", "hlinkHover", "hlinkMouseOver", "printerSettings", "ffData", "docPartObj"),
    }
)
_UNWRAPPED = frozenset({"ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent"})
_REMARKS = ("descr", "title", "alt", "tooltip", "tgtFrame", "docLocation", "history", "href", "name", "target")
_MARKED = frozenset({"docPr", "cNvPr", "shape", "shapetype", "group", "rect", "imagedata", "hyperlink", "textbox"})
_REFUSED = {
    "control": "网页控件",
    "altChunk": "嵌入的另一份文件",
    "subDoc": "子文档",
    "contentPart": "墨迹",
    "cellDel": "表格单元格的修订",
    "cellIns": "表格单元格的修订",
    "cellMerge": "表格单元格的修订",
    "chart": "图表",
    "relIds": "智能图形",
    "oMathParaDel": "公式的修订",
}
_KEPT_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "PAGEREF", "REF", "NOTEREF", "SEQ", "STYLEREF", "EQ"}
)
_INNER_LINK = re.compile(r"""\s*HYPERLINK\s+\\l\s+"[^"]*"(?:\s+\\\w)*\s*""")
_KNOWN = re.compile(
    r"http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml|schemas\.microsoft\.com/office)/.+"
    r"|urn:schemas-microsoft-com:(?:vml|office:(?:office|word))"
)
_DRAWN = re.compile(r".*/(?:picture|wordprocessing(?:Shape|Group|Canvas))")
_FALSE = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class Tally:
    """What the cleaning did that changes how many paragraphs there are."""

    merged: int = 0


def clean_markup(root: Node, touches: Touches, tally: Tally) -> None:
    """Bring a part to its final text and nothing else: changes accepted, comments, fields' commands, names gone.

    Raises UserError for what cannot be cleaned.
    """
    _refuse_unknown(root)
    _merge_deleted_marks(root, tally)
    _remove_deleted_rows(root)
    _drop_objects(root)
    for node in named(root, *_REMOVED):
        remove(node)
    for node in named(root, *_UNWRAPPED):
        unwrap(node)
    _unfold_fields(root, touches)
    _drop_remarks(root)
    _refuse_crops(root)


def _refuse_unknown(root: Node) -> None:
    for node in root.iter("{*}*"):
        name = local(node)
        if name in _REFUSED and not (name == "chart" and not namespace(node).endswith("/chart")):
            raise refused(f"文件里有{_REFUSED[name]}", "在 Word 或 WPS 中转成文字或图片，另存后放入新文件")
        if name == "AlternateContent" and len(children(node, "Choice")) != 1:
            raise refused("文件里有多种版本的图形", "在 Word 或 WPS 中重新插入这个图形，另存后放入新文件")
        if name == "graphicData" and not _DRAWN.fullmatch(node.get("uri", "")):
            raise refused("文件里有图表或智能图形", "在 Word 或 WPS 中复制后粘贴为图片，另存后放入新文件")
        if name == "hidden" and local(node.getparent()) == "trPr" and attribute(node, "val") not in _FALSE:
            raise refused("表格里有隐藏的行", "在 Word 中取消隐藏或删除这些行，另存后放入新文件")


def refuse_strange(root: Node) -> None:
    """Raise UserError when elements of an unknown making are left."""
    for node in root.iter("{*}*"):
        if not _KNOWN.fullmatch(namespace(node)):
            raise refused(f"文件里有不认识的内容（{local(node)}）", "在 Word 或 WPS 中另存为 docx，放入新文件后再生成")


def _merge_deleted_marks(root: Node, tally: Tally) -> None:
    """A paragraph whose mark was deleted runs on into the next."""
    for paragraph in named(root, "p"):
        marks = [mark for rpr in children(_first(paragraph, "pPr"), "rPr") for mark in children(rpr, "del", "moveFrom")]
        if not marks:
            continue
        for mark in marks:
            remove(mark)
        following = paragraph.getnext()
        if following is None or local(following) != "p":
            continue
        tally.merged += 1
        at = 1 if children(following, "pPr") else 0
        for offset, child in enumerate([child for child in paragraph if local(child) != "pPr"]):
            following.insert(at + offset, child)
        remove(paragraph)


def _first(node: Node, name: str) -> Iterable[Node]:
    return next(iter(children(node, name)), ())


def _remove_deleted_rows(root: Node) -> None:
    for row in named(root, "tr"):
        if any(local(mark) == "del" for properties in children(row, "trPr") for mark in properties):
            remove(row)


def _drop_objects(root: Node) -> None:
    for node in named(root, "OLEObject"):
        if attribute(node, "ProgID").lower().startswith("equation") or "mathtype" in attribute(node, "ProgID").lower():
            raise refused("文件里有旧式公式对象", "在 Word 或 WPS 中转成新公式或图片，另存后放入新文件")
    for node in named(root, "object"):
        remove(node)


def _unfold_fields(root: Node, touches: Touches) -> None:
    for node in named(root, "fldSimple"):
        if not _is_kept(attribute(node, "instr"), touches):
            unwrap(node)
    open_fields: list[tuple[list[Node], list[str], bool]] = []
    for node in named(root, "fldChar", "instrText", "t"):
        match local(node), attribute(node, "fldCharType"):
            case "fldChar", "begin":
                if open_fields and not open_fields[-1][2]:
                    raise _tangled()
                open_fields.append(([node], [], False))
            case "fldChar", kind if open_fields and kind in {"separate", "end"}:
                nodes, words, _ = open_fields.pop()
                nodes.append(node)
                if kind == "separate":
                    open_fields.append((nodes, words, True))
                elif not _is_kept("".join(words), touches):
                    for one in nodes:
                        remove(one)
            case "instrText", _ if open_fields and not open_fields[-1][2]:
                open_fields[-1][0].append(node)
                open_fields[-1][1].append(node.text or "")
            case "t", _ if not open_fields or open_fields[-1][2]:
                continue
            case _:
                raise _tangled()
    if open_fields:
        raise _tangled()


def _tangled() -> Exception:
    return refused(
        "文件里的域互相嵌套，无法还原成文字", "在 Word 中全选后按 Ctrl+Shift+F9，把域转成文字，另存后放入新文件"
    )


def _is_kept(command: str, touches: Touches) -> bool:
    words = command.split()
    name = words[0].upper() if words else ""
    if name in {"FORMCHECKBOX", "FORMDROPDOWN", "SYMBOL", "DDE", "DDEAUTO", "INCLUDEPICTURE"}:
        raise refused("文件里有窗体域或链接域", "在 Word 中把这些域转成文字，另存后放入新文件")
    if name not in _KEPT_FIELDS and not _INNER_LINK.fullmatch(command):
        return False
    if touches(command):
        raise refused("一个域的代码里有要遮盖的内容", "在 Word 中把这个域转成文字，另存后放入新文件")
    return True


def _drop_remarks(root: Node) -> None:
    for node in root.iter("{*}*"):
        for key in [key for key in node.attrib if key.rpartition("}")[2].startswith("rsid")]:
            del node.attrib[key]
        drop_attributes(node, "paraId", "textId", "durableId")
        name = local(node)
        if name in _MARKED:
            drop_attributes(node, *(one for one in _REMARKS if one != "name"))
            if name in {"docPr", "cNvPr"}:
                node.set("name", "")
        if name == "blip":
            drop_attributes(node, "link")
        if name == "bookmarkStart" and not fold(attribute(node, "name")).isascii():
            key = next(key for key in node.attrib if key.rpartition("}")[2] == "name")
            node.set(key, f"_b{attribute(node, 'id')}")


def _refuse_crops(root: Node) -> None:
    for node in named(root, "srcRect", "imagedata"):
        cut = [node.get(side, "0") for side in ("l", "t", "r", "b")]
        cut += [node.get(f"crop{side}", "0") for side in ("left", "top", "right", "bottom")]
        if any(one not in {"0", "0%"} and not one.startswith("-") for one in cut):
            raise refused(
                "有图片经过裁剪，裁掉的部分还在文件里",
                "在 Word 中选中图片，用“压缩图片—删除图片的剪裁区域”，另存后放入新文件",
            )
