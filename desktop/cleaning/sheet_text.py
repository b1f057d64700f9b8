"""The text of a workbook with the way back: which cell, header or shape each character of a part stands in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from desktop.cleaning.records import refused
from desktop.cleaning.xml import Node, local, parse
from desktop.screening.archive import Package
from desktop.screening.read_xlsx import DRAWN, MARGIN_CODES, MARGINS, SHEET, cells_of, distilled
from desktop.screening.records import DocumentText, Part, Role

Place = tuple[int, int]
"""Row and column of a cell, from 1."""


@dataclass(slots=True)
class Cells:
    """The cells of a sheet that is seen: what each shows, and where that begins in the document's part `number`."""

    number: int
    shown: dict[Place, tuple[str, int]]


@dataclass(slots=True)
class SheetText:
    """Cells by the sheet's name; trees of drawings and of sheets' margins by the part's name, with their numbers."""

    cells: dict[str, Cells] = field(default_factory=dict)
    names: int = -1
    drawings: dict[str, tuple[Node, int]] = field(default_factory=dict)
    margins: dict[str, int] = field(default_factory=dict)


def trace(package: Package, document: DocumentText) -> SheetText:
    """Find each part of the document again; UserError when the workbook reads otherwise than before."""
    text = SheetText()
    left = list(enumerate(document.parts))
    for name in package.names:
        if DRAWN.fullmatch(name):
            root = parse(package.read(name))
            is_comment = "omments" in name
            words = "".join(piece for piece, _node in drawn_pieces(root))
            if words.strip() and not is_comment:
                text.drawings[name] = (root, _taken(left, Part("图形文字", words, Role.TEXT_BOX)))
            elif not is_comment:
                text.drawings[name] = (root, -1)
        elif SHEET.fullmatch(name):
            margins = [node for node in parse(package.read(name)).iter("{*}*") if MARGINS.fullmatch(local(node))]
            words = "\n".join(MARGIN_CODES.sub(" ", node.text) for node in margins if node.text)
            if words:
                text.margins[name] = _taken(left, Part("页眉页脚", words, Role.MARGIN))
    with CalamineWorkbook.from_filelike(io.BytesIO(distilled(package))) as workbook:
        text.names = _taken(left, Part("工作表名称", "\n".join(workbook.sheet_names), Role.PROPERTY))
        for sheet in workbook.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                start, rows = cells_of(workbook, sheet.name)
                words = "\n".join(map("\t".join, rows))
                part = Part(f"工作表“{sheet.name}”", words, Role.BODY, unit="行", first=start[0] + 1)
                number = _taken(left, part) if words.strip() else -1
                text.cells[sheet.name] = Cells(number, dict(_placed(start, rows)))
    return text


def _taken(left: list[tuple[int, Part]], part: Part) -> int:
    """The number of a part of the document, which is not given twice."""
    for at, (number, one) in enumerate(left):
        if one == part:
            del left[at]
            return number
    raise refused("工作簿的结构无法对应到文字", "在 Excel 或 WPS 中另存为 xlsx，放入新文件后再生成")


def _placed(start: Place, rows: list[list[str]]) -> Iterator[tuple[Place, tuple[str, int]]]:
    offset = 0
    for row, cells in enumerate(rows, start[0] + 1):
        for column, words in enumerate(cells, start[1] + 1):
            if words:
                yield (row, column), (words, offset)
            offset += len(words) + 1


def drawn_pieces(root: Node) -> Iterator[tuple[str, Node | None]]:
    """The text of a drawing as the reader has it, each piece with the element that holds it."""
    for _event, node in etree.iterwalk(root, events=("end",)):
        match local(node):
            case "t" | "text" if node.text:
                yield node.text, node
            case "p" | "comment" | "threadedComment":
                yield "\n", None


def star_drawing(root: Node, hidden: frozenset[int]) -> None:
    """Replace characters of a drawing by stars."""
    offset = 0
    for words, node in list(drawn_pieces(root)):
        if node is not None:
            node.text = starred(words, offset, hidden)
        offset += len(words)


def star_margins(nodes: list[Node], hidden: frozenset[int]) -> None:
    """Replace characters of a sheet's headers and footers by stars; the codes in them stay."""
    offset = 0
    for node in (node for node in nodes if node.text):
        made, end = [], 0
        for code in MARGIN_CODES.finditer(node.text):
            words = node.text[end : code.start()]
            made += [starred(words, offset, hidden), code[0]]
            offset += len(words) + 1
            end = code.end()
        made.append(starred(node.text[end:], offset, hidden))
        offset += len(node.text) - end + 1
        node.text = "".join(made)


def starred(words: str, offset: int, hidden: frozenset[int]) -> str:
    """Words that begin at `offset` of a part, with their stars."""
    return "".join("*" if offset + place in hidden else letter for place, letter in enumerate(words))
