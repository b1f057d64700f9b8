"""The signers' blocks of the review form, two a row, and the publication record that closes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.printing import cells
from desktop.printing.cells import PAD, Option, Sizes
from desktop.printing.continuation import Cutter
from desktop.printing.fonts import Face, Style
from desktop.printing.form import Box, Cell, Row
from desktop.printing.publication_record import beside_cell, wide_cell
from desktop.printing.review_rows import HALF, LABEL, WIDTH
from desktop.printing.review_sheet import Publication, SignBlock
from desktop.printing.sheet import BODY, NOTE, Align, Sheet
from desktop.printing.text import Line

_HAND = Style(Face.HAND, 10.5)
_LAST_LINE = 3.5  # mm from a signing line to the lower edge of its block
_MARK = Style(Face.BODY, 7.5)
_MARK_LINE = 2.8
_MARK_ABOVE = 1.9  # mm from the last line of the mark to the lower edge of the block
_MARK_OPENS = 1.1  # mm of white inside the bracket that opens the mark


@dataclass(frozen=True, slots=True)
class BlockStyle:
    """How a signer's block is set; lengths in mm. `sign_at` is where 签名 begins, counted from the left edge."""

    opinion: Sizes
    hand: Style
    choices_line: float
    gap: float
    to_opinion: float
    last_line: float
    ink: float
    sign_at: float = PAD + 0.2
    pad: float = PAD
    to_mark: float = 3.3
    least: float = 18.5

    @property
    def body(self) -> Style:
        """What choices, 签名 and dates are set in."""
        return self.opinion[0][0]


CLOSE = BlockStyle(((BODY, 5), (NOTE, 99)), _HAND, 4.1, 1.7, 5.2, _LAST_LINE, 5.85)
"""Two blocks a row, 五号: a name in ink is 8 mm high."""

ROOMY = BlockStyle(
    ((Style(Face.BODY, 12), 5), (BODY, 8), (NOTE, 99)), Style(Face.HAND, 12), 4.6, 5.0, 6.2, 3.9, 6.4, 34.3, 1.8, 3.9
)
"""One block a row, 小四."""


@dataclass(frozen=True, slots=True)
class Halves:
    """The verticals of rows with two blocks: from the left edge, `label` mm for the role, the middle, the right edge."""

    label: float = LABEL
    half: float = HALF
    width: float = WIDTH


def block_rows(
    blocks: Sequence[SignBlock], publication: Publication | None, cutter: Cutter, at: Halves = Halves()
) -> list[Row]:
    """The signers two by two, read across, and 发布登记 at the end where the layout has it."""
    pairs = [
        (cells.role_cell(x, x + at.label, block.role), sign_cell(x + at.label, x + at.half, block, cutter))
        for x, block in ((at.half * (i % 2), block) for i, block in enumerate(blocks))
    ]
    x = at.half * (len(blocks) % 2)
    # A lone last block takes the whole row, so that no empty half is left.
    right = x + at.half if x else at.width
    if publication is not None:
        record = (beside_cell if x else wide_cell)(x + at.label, right, publication, cutter)
        pairs.append((cells.role_cell(x, x + at.label, "发布登记"), record))
    elif x:
        pairs[-1] = (cells.role_cell(0, at.label, blocks[-1].role), sign_cell(at.label, at.width, blocks[-1], cutter))
    rows = []
    for i in range(0, len(pairs), 2):
        row = tuple(cell for pair in pairs[i : i + 2] for cell in pair)
        if publication is not None and not x and i == len(pairs) - 1:
            rows.append(Row(row, 8.0, 13.0))
            continue
        natural = max(CLOSE.least, *(cell.need for cell in row))
        rows.append(Row(row, CLOSE.least, natural + 3.6 if natural > 19 else 22.4, 1.0))
    return rows


def sign_cell(x0: float, x1: float, block: SignBlock, cutter: Cutter, style: BlockStyle = CLOSE) -> Cell:
    """Choices, opinion and signature of one signer, with room for ink while nobody has signed."""
    former = ""
    if block.voided:
        block, former = _reopened(block)
    text, moved = cutter.fit_opinion(block, x1 - x0 - 2 * style.pad, style.opinion)
    old = cutter.fit(block.role, former, x1 - x0 - 2 * style.pad, cells.RUNNING) if former else None
    written = [part for part in (old, text) if part and part.lines]
    body = sum(len(part.lines) * part.leading for part in written)
    signing = _Signing.of(cutter.sheet, block, x1 - x0, style)
    below = style.ink if body else style.ink + 1.0
    if block.name and signing.mark:
        below -= 0.95  # a recorded name needs no room for ink
    need = style.choices_line + style.to_opinion / 2 + body + below - 2.5
    need += style.last_line if moved else signing.above + (5.1 if signing.two_lines else 0.0)

    def paint(sheet: Sheet, box: Box) -> None:
        options = [Option(choice, choice == block.ticked) for choice in block.choices]
        cells.draw_options(sheet, box.x0 + cells.PAD_BOX, box.y0 + style.choices_line, options, style.gap, style.body)
        middle = box.y0 + style.choices_line + style.to_opinion
        for part in written:
            middle = cells.draw_lines(sheet, box.x0 + style.pad, middle, part)
        if moved:
            sheet.write(box.x1 - style.pad - 0.3, box.y1 - style.last_line, "（签名见续页）", style.body, Align.RIGHT)
        else:
            signing.draw(sheet, box)

    return cells.painted(x0, x1, paint, need)


def _reopened(block: SignBlock) -> tuple[SignBlock, str]:
    """The block to be signed anew, and what is told of the voided signature."""
    said = "，".join(part for part in (block.ticked, block.opinion.rstrip("。")) if part)
    who = f"{block.name}{block.signed_mark}"
    former = f"原签署已失效：{said}。{who}\u3000{cells.chinese_date(block.signed_on)}"
    return SignBlock(block.role, block.choices, step=block.step), former


@dataclass(frozen=True, slots=True)
class _Signing:
    """The foot of a block: 签名： with the recorded name, date and how it was signed, or with room for ink."""

    block: SignBlock
    style: BlockStyle
    mark: tuple[Line, ...]
    two_lines: bool

    @classmethod
    def of(cls, sheet: Sheet, block: SignBlock, width: float, style: BlockStyle) -> _Signing:
        """Measured for a block `width` mm wide."""
        room = width - style.sign_at - style.pad - 0.3
        mark = sheet.lines(block.mark, _MARK, room) if block.name and block.mark else ()
        taken = sheet.measure("签名：", style.body) + sheet.measure(cells.chinese_date(block.signed_on), style.body)
        name = cells.signed_width(sheet, block.name, block.signed_mark, style.hand)
        return cls(block, style, mark, bool(block.name) and name > room - taken - 2.0)

    @property
    def above(self) -> float:
        """mm from the date to the lower edge of the block."""
        if not self.mark:
            return self.style.last_line
        return _MARK_ABOVE + (len(self.mark) - 1) * _MARK_LINE + self.style.to_mark

    def draw(self, sheet: Sheet, box: Box) -> None:
        """At the foot of `box`."""
        block, style = self.block, self.style
        last = box.y1 - self.above
        line = last - 5.1 if self.two_lines else last
        left = x = box.x0 + style.sign_at
        x += sheet.write(x, line, "签名：", style.body)
        right = box.x1 - style.pad - 0.3
        if block.name:
            room = right - x - cells.signed_width(sheet, "", block.signed_mark, style.hand)
            hand = cells.fitting_name(sheet, block.name, room, style.hand)
            cells.draw_signed(sheet, x, line, block.name, block.signed_mark, hand)
        cells.draw_date(sheet, right, last, block.signed_on if block.name else None, style.body)
        first = box.y1 - _MARK_ABOVE - (len(self.mark) - 1) * _MARK_LINE
        for i, part in enumerate(self.mark):
            sheet.write_line(left - (0 if i else _MARK_OPENS), first + i * _MARK_LINE, part, _MARK)


def draw_signing(sheet: Sheet, box: Box, block: SignBlock) -> None:
    """The signature of a block at the foot of `box`, e.g. where its opinion ends on another page."""
    _Signing.of(sheet, block, box.width, CLOSE).draw(sheet, box)


def signing_height(sheet: Sheet, block: SignBlock, width: float) -> float:
    """The height in mm that `draw_signing` takes."""
    signing = _Signing.of(sheet, block, width, CLOSE)
    return signing.above + (5.1 if signing.two_lines else 0.0) + 4.5
