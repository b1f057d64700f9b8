"""Writes the clean copy of a Word document: its final text, its looks, its pictures, and nothing beside them."""

from __future__ import annotations

import re

from desktop.cleaning.images import clean_image
from desktop.cleaning.opc import Fresh, Opc, Relation
from desktop.cleaning.plan import Plan
from desktop.cleaning.records import Touches, Written, refused
from desktop.cleaning.word_markup import Tally, clean_markup, refuse_strange
from desktop.cleaning.word_text import empty_unseen, put_stars, trace, unseen_stretches
from desktop.cleaning.xml import Node, local, named, parse, relation_ids, remove, unwrap, written
from desktop.screening.archive import Package
from desktop.screening.records import DocumentText

_TEXTS = frozenset({"header", "footer", "footnotes", "endnotes"})
_LOOKS = frozenset({"styles", "numbering", "fontTable", "theme"})
_SETTINGS = frozenset(
    {
        *("zoom", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter"),
        *("gutterAtTop", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone"),
        *("doNotHyphenateCaps", "evenAndOddHeaders", "bookFoldRevPrinting", "bookFoldPrinting", "printTwoOnOne"),
        *("drawingGridHorizontalSpacing", "drawingGridVerticalSpacing", "displayHorizontalDrawingGridEvery"),
        *("displayVerticalDrawingGridEvery", "doNotUseMarginsForDrawingGridOrigin", "drawingGridHorizontalOrigin"),
        *("drawingGridVerticalOrigin", "noPunctuationKerning", "characterSpacingControl", "strictFirstAndLastChars"),
        *("noLineBreaksAfter", "noLineBreaksBefore", "footnotePr", "endnotePr", "compat", "mathPr", "themeFontLang"),
        *("clrSchemeMapping", "decimalSymbol", "listSeparator", "hdrShapeDefaults", "shapeDefaults"),
    }
)
_MAIN = "officeDocument"
_DOCUMENT = re.compile(r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.document\.main\+xml", re.I)
_WEB = re.compile(r"https?://", re.I)
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_PROPERTIES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"


def clean_docx(package: Package, document: DocumentText, planned: Plan, touches: Touches) -> Written:
    """Write the copy; raises UserError for anything that is needed on the page and not known to be harmless."""
    text = trace(package, document)
    put_stars(text, {number: planned.hidden_in(number) for number in set(text.numbers.values())})
    gone = unseen_stretches(text)
    empty_unseen(text)
    copy = _Copy(Opc(package), text.roots, touches)
    copy.take_all(document.pages)
    dropped = frozenset[int]().union(*(text.parts_of(name) for name in text.roots if name not in copy.fresh.parts))
    facts = ("超链接和域已转成文字，只保留网页链接、页码和目录",) if copy.unlinked else ()
    return Written(copy.fresh.packed(), gone, facts, dropped, merged=copy.tally.merged)


class _Copy:
    """The copy being put together: from the package's main part to all that the page needs, and no further."""

    def __init__(self, source: Opc, roots: dict[str, Node], touches: Touches) -> None:
        self.fresh = Fresh()
        self.tally = Tally()
        self.unlinked = False
        self._source, self._roots, self._touches = source, roots, touches

    def take_all(self, pages: int | None) -> None:
        """Take the main part with what belongs to it; of the properties only the number of pages."""
        main = next((one for one in self._source.relations().values() if one.kind == _MAIN), None)
        if main is None or not _DOCUMENT.fullmatch(self._source.content_type(main.target)):
            raise refused(
                "这不是普通的 Word 文档（可能带宏，或者是模板）", "在 Word 或 WPS 中另存为 docx，放入新文件后再生成"
            )
        self._take_text(main.target)
        self.fresh.relate(main)
        if pages:
            body = f'<Properties xmlns="{_PROPERTIES}"><Pages>{pages}</Pages></Properties>'
            self.fresh.put("docProps/app.xml", body.encode(), _PROPERTIES_TYPE)
            self.fresh.relate(Relation("rIdPages", _PROPERTIES_RELATION, "docProps/app.xml", False))

    def _take_text(self, name: str) -> None:
        root = self._roots.get(name)
        if root is None:
            raise refused("文件的结构无法对应到文字", "在 Word 或 WPS 中另存为 docx，放入新文件后再生成")
        clean_markup(root, self._touches, self.tally)
        self._put(name, root)

    def _take_looks(self, name: str, kind: str) -> None:
        root = parse(self._source.read(name))
        if kind == "settings":
            for child in list(root):
                if local(child) not in _SETTINGS:
                    remove(child)
        for node in named(
            root, "extLst", "rsids", "rsid", "embedRegular", "embedBold", "embedItalic", "embedBoldItalic"
        ):
            remove(node)
        for node in root.iter("{*}*"):
            for key in [key for key in node.attrib if key.rpartition("}")[2].startswith("rsid")]:
                del node.attrib[key]
        self._put(name, root)

    def _put(self, name: str, root: Node) -> None:
        refuse_strange(root)
        if name in self.fresh.parts:
            return
        kept = self._relations_of(name, root)
        self.fresh.put(name, written(root), self._source.content_type(name), kept)

    def _relations_of(self, name: str, root: Node) -> list[Relation]:
        """The relations that the cleaned part still needs; what they lead to is taken too."""
        relations = self._source.relations(name)
        kept: dict[str, Relation] = {}
        for node, key, number in list(relation_ids(root)):
            relation = relations.get(number)
            if relation is None:
                del node.attrib[key]
            elif local(node) == "hyperlink":
                if relation.outside and _WEB.match(relation.target) and not self._touches(relation.target):
                    kept[number] = relation
                else:
                    unwrap(node)
                    self.unlinked = True
            else:
                self._take(relation)
                kept[number] = relation
        for number, relation in relations.items():
            if not relation.outside and relation.kind in {*_LOOKS, "footnotes", "endnotes", "settings"}:
                self._take(relation)
                kept[number] = relation
        return list(kept.values())

    def _take(self, relation: Relation) -> None:
        """Take what a part of the page needs; what nobody knows is refused."""
        if relation.outside:
            raise refused("文件里有链接到外部的图片或对象", "在 Word 中断开链接，把图片粘贴进来，另存后放入新文件")
        if relation.target in self.fresh.parts:
            return
        if relation.kind in _TEXTS:
            self._take_text(relation.target)
        elif relation.kind in {*_LOOKS, "settings"}:
            self._take_looks(relation.target, relation.kind)
        elif relation.kind == "image":
            data, content_type = clean_image(relation.target, self._source.read(relation.target))
            self.fresh.put(relation.target, data, content_type)
        else:
            raise refused(
                f"文件里有不认识的部件（{relation.kind}）", "在 Word 或 WPS 中另存为 docx，放入新文件后再生成"
            )
