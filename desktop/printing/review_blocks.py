"""The signers' blocks of the review form, two a row, and the publication record that closes them."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.printing import cells
from desktop.printing.cells import PAD, Option, SetText, fit
from desktop.printing.continuation import Cutter
from desktop.printing.fonts import Face, Style
from desktop.printing.form import Box, Cell, Row
from desktop.printing.review_rows import HALF, LABEL, WIDTH
from desktop.printing.review_sheet import Publication, SignBlock
from desktop.printing.sheet import BODY, NOTE, POINT, Align, Sheet

_ADDRESS_SIZES = ((BODY, 1), (NOTE, 2), (Style(Face.BODY, 7.5), 99))
_OPINION_SIZES = ((BODY, 5), (NOTE, 99))
_HAND = Style(Face.HAND, 10.5)
_LAST_LINE = 3.5  # mm from a signing line to the lower edge of its block
_INK = 5.85  # mm from an opinion's last line to the signing line: a name in ink is 8 high
_CHOICES_LINE = 4.1
_PUBLISH_LINE = 5.0


def block_rows(blocks: Sequence[SignBlock], publication: Publication, cutter: Cutter) -> list[Row]:
    """The signers two by two, read across, and 发布登记 at the end."""
    pairs = [
        (cells.role_cell(x, x + LABEL, block.role), _sign_cell(x + LABEL, x + HALF, block, cutter))
        for x, block in ((HALF * (i % 2), block) for i, block in enumerate(blocks))
    ]
    x = HALF * (len(blocks) % 2)
    # A lone last block takes the whole row, so that no empty half is left.
    right = x + HALF if x else WIDTH
    pairs.append((cells.role_cell(x, x + LABEL, "发布登记"), publication_cell(x + LABEL, right, publication, cutter)))
    rows = []
    for i in range(0, len(pairs), 2):
        row = tuple(cell for pair in pairs[i : i + 2] for cell in pair)
        natural = max(18.5, *(cell.need for cell in row))
        rows.append(Row(row, 18.5, natural + 3.6 if natural > 19 else 22.4, 1.0))
    return rows


def _sign_cell(x0: float, x1: float, block: SignBlock, cutter: Cutter) -> Cell:
    if block.voided:
        block, former = _reopened(block)
    else:
        former = ""
    text, moved = cutter.fit_opinion(block, x1 - x0 - 2 * PAD, _OPINION_SIZES)
    old = cutter.fit(block.role, former, x1 - x0 - 2 * PAD, cells.RUNNING) if former else None
    written = [part for part in (old, text) if part and part.lines]
    body = sum(len(part.lines) * part.leading for part in written)
    two = not moved and _needs_two_lines(cutter.sheet, block, x1 - x0)
    below = _INK if body else _INK + 1.0
    need = _CHOICES_LINE + 2.6 + body + below - 2.5 + _LAST_LINE + (5.1 if two else 0.0)

    def paint(sheet: Sheet, box: Box) -> None:
        options = [Option(choice, choice == block.ticked) for choice in block.choices]
        cells.draw_options(sheet, box.x0 + cells.PAD_BOX, box.y0 + _CHOICES_LINE, options, 1.7)
        middle = box.y0 + _CHOICES_LINE + 5.2
        for part in written:
            middle = cells.draw_lines(sheet, box.x0 + PAD, middle, part)
        last = box.y1 - _LAST_LINE
        if moved:
            sheet.write(box.x1 - PAD - 0.3, last, "（签名见续页）", BODY, Align.RIGHT)
        else:
            draw_signing(sheet, box, last, block, two)

    return cells.painted(x0, x1, paint, need)


def _reopened(block: SignBlock) -> tuple[SignBlock, str]:
    """The block to be signed anew, and what is told of the voided signature."""
    said = "，".join(part for part in (block.ticked, block.opinion.rstrip("。")) if part)
    who = f"{block.name}{cells.signed_mark(block.ink)}"
    former = f"原签署已失效：{said}。{who}\u3000{cells.chinese_date(block.signed_on)}"
    return SignBlock(block.role, block.choices), former


def _needs_two_lines(sheet: Sheet, block: SignBlock, width: float) -> bool:
    """Whether name and date do not fit one line."""
    if not block.name:
        return False
    room = width - 2 * PAD - sheet.measure("签名：", BODY) - sheet.measure(cells.chinese_date(block.signed_on), BODY)
    return cells.signed_width(sheet, block.name, block.ink, _HAND) > room - 2.0


def draw_signing(sheet: Sheet, box: Box, last: float, block: SignBlock, two_lines: bool) -> None:
    """签名： with the recorded name and date, or with room for ink."""
    line = last - 5.1 if two_lines else last
    x = box.x0 + PAD + 0.2
    x += sheet.write(x, line, "签名：", BODY)
    right = box.x1 - PAD - 0.3
    if block.name:
        style = _fitting_name(sheet, block.name, right - x - cells.signed_width(sheet, "", block.ink, _HAND))
        cells.draw_signed(sheet, x, line, block.name, block.ink, style)
    cells.draw_date(sheet, right, last, block.signed_on if block.name else None)


def publication_cell(x0: float, x1: float, record: Publication, cutter: Cutter) -> Cell:
    """发布登记: date, place, index number, publisher."""
    sheet = cutter.sheet
    lead = 4 * BODY.size * POINT + sheet.measure("：", BODY)
    room = x1 - x0 - 2 * PAD - lead
    place = cutter.fit("载体网址", record.location, room, _ADDRESS_SIZES, least=4)
    index = fit(sheet, record.index_number, room, ((Style(Face.MARK, 10.5), 1), (Style(Face.MARK, 9), 99)))
    texts: tuple[tuple[str, SetText | None], ...] = (
        ("公开日期", None), ("载体网址", place), ("索引号", index), ("发布人", None),
    )  # fmt: skip
    counts = [max(1, len(text.lines)) if text else 1 for _, text in texts]
    alone = _publisher_alone(sheet, record, room)
    counts[3] += alone
    need = sum(counts) * 4.3 + 1.6

    def paint(sheet: Sheet, box: Box) -> None:
        step = min(_PUBLISH_LINE, (box.y1 - box.y0 - 1.6) / sum(counts))
        # The last line stands where the block beside it is signed.
        line = box.y1 - _LAST_LINE - (sum(counts) - 1) * step
        x = box.x0 + PAD + 0.3
        for (label, text), count in zip(texts, counts, strict=True):
            sheet.spread(x, line, label, BODY, 4 * BODY.size * POINT)
            sheet.write(x + 4 * BODY.size * POINT, line, "：", BODY)
            for i, part in enumerate(text.lines if text else ()):
                sheet.write_line(x + lead, line + i * step, part, text.style if text else BODY)
            if label == "公开日期":
                _paint_published(sheet, x + lead, line, record)
            line += count * step
        right = box.x1 - PAD - 0.3
        style = _fitting_name(sheet, record.publisher, right - x - lead)
        cells.draw_name(sheet, x + lead, line - counts[3] * step, record.publisher, style if alone else _HAND)
        cells.draw_date(sheet, right, box.y1 - _LAST_LINE, record.signed_on)

    return cells.painted(x0, x1, paint, need)


def _paint_published(sheet: Sheet, x: float, middle: float, record: Publication) -> None:
    if record.published_on:
        sheet.write(x, middle, cells.chinese_date(record.published_on), BODY)
    else:
        cells.draw_blank_date(sheet, x + 24.5, middle)


def _publisher_alone(sheet: Sheet, record: Publication, room: float) -> bool:
    """Whether the publisher's name leaves no room for the date beside it."""
    dated = sheet.measure(cells.chinese_date(record.signed_on), BODY) + 1.5
    return cells.name_width(sheet, record.publisher, _HAND) > room - dated


def _fitting_name(sheet: Sheet, name: str, room: float) -> Style:
    """The hand in the largest size in which `name` takes no more than `room` mm."""
    style = _HAND
    while style.size > 3 and cells.name_width(sheet, name, style) > room:
        style = style.sized(style.size - 1.5)
    return style
