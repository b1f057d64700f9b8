"""The rows of the confidentiality review form (reference §1.2), measured on the prototype's pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.printing import cells
from desktop.printing.cells import PAD, Option, SetText, fit
from desktop.printing.continuation import Cutter
from desktop.printing.fonts import Face, Style
from desktop.printing.form import Box, Cell, Paint, Row
from desktop.printing.review_sheet import ANSWERS, Publication, ReviewFormSheet, SignBlock
from desktop.printing.sheet import BODY, NOTE, NOTE_LABEL, POINT, Align, Sheet
from desktop.printing.sheet import LABEL as LABEL_STYLE

WIDTH = 165.0
LABEL = 19.0
HALF = 82.5
SECOND = HALF + LABEL
SINGLE = 7.0

_TITLE_SIZES = ((Style(Face.BODY, 12), 2), (BODY, 2), (NOTE, 99))
_ADDRESS_SIZES = ((BODY, 1), (NOTE, 2), (Style(Face.BODY, 7.5), 99))
_OPINION_SIZES = ((BODY, 5), (NOTE, 99))
_HAND = Style(Face.HAND, 10.5)
_LAST_LINE = 3.5  # mm from a signing line to the lower edge of its block
_INK = 5.85  # mm from an opinion's last line to the signing line: a name in ink is 8 high
_CHOICES_LINE = 4.1
_PUBLISH_LINE = 5.0


def head_rows(record: ReviewFormSheet, cutter: Cutter) -> list[Row]:
    """Who provides what: office, title, document, attachments, source, attribute, channels, column."""
    return [
        _office_row(record, cutter),
        _title_row(record, cutter),
        _document_row(record, cutter),
        _carrier_row(record, cutter),
        Row(
            (
                cells.label_cell(0, LABEL, "信息来源"),
                cells.flowing_options_cell(cutter.sheet, LABEL, WIDTH, record.sources, 3.7),
            ),
            SINGLE,
        ),
        _attribute_row(record, cutter),
        Row(
            (
                cells.label_cell(0, LABEL, "公开方式"),
                cells.option_grid(cutter.sheet, LABEL, WIDTH, record.channels, 5, 28.5),
            ),
            SINGLE,
            12.2,
        ),
        _column_row(record, cutter),
        _precheck_row(record, cutter),
    ]


def _text(cutter: Cutter, x0: float, x1: float, label: str, text: str, pad: float = PAD) -> Cell:
    return cells.text_cell(x0, x1, cutter.fit(label, text, x1 - x0 - 2 * pad), pad=pad)


def _office_row(record: ReviewFormSheet, cutter: Cutter) -> Row:
    drafter = record.drafter
    return Row(
        (
            cells.label_cell(0, LABEL, "提供处室"),
            _text(cutter, LABEL, 64, "提供处室", record.office),
            cells.label_cell(64, HALF, "拟稿人"),
            _name_cell(cutter, HALF, 112.5, "拟稿人", drafter),
            cells.label_cell(112.5, 131, "联系电话"),
            _text(cutter, 131, WIDTH, "联系电话", record.phone),
        ),
        SINGLE,
    )


def _name_cell(cutter: Cutter, x0: float, x1: float, label: str, name: str) -> Cell:
    if len(name) != 2:
        return _text(cutter, x0, x1, label, name)
    return cells.painted(x0, x1, lambda sheet, box: _paint_name(sheet, box, name))


def _paint_name(sheet: Sheet, box: Box, name: str) -> None:
    cells.draw_name(sheet, box.x0 + PAD, box.middle, name, BODY)


def _title_row(record: ReviewFormSheet, cutter: Cutter) -> Row:
    title = cutter.fit("信息标题", record.title, WIDTH - LABEL - 2 * PAD, _TITLE_SIZES)
    return Row((cells.label_cell(0, LABEL, "信息标题"), cells.text_cell(LABEL, WIDTH, title)), 7.5, 10.2, 0.03)


def _document_row(record: ReviewFormSheet, cutter: Cutter) -> Row:
    pages = f"{record.pages}页" if record.pages is not None else ""
    genre = cutter.fit("体裁", record.genre, 98.5 - HALF - 2.0)
    signed = cutter.fit("成文日期", cells.chinese_date(record.signed_on), 145 - 117 - 2.0)
    return Row(
        (
            cells.label_cell(0, LABEL, "文号"),
            _text(cutter, LABEL, 64, "文号", record.document_number),
            cells.label_cell(64, HALF, "体裁"),
            cells.text_cell(HALF, 98.5, genre, Align.CENTRE),
            cells.label_cell(98.5, 117, "成文日期"),
            cells.text_cell(117, 145, signed, Align.CENTRE),
            cells.painted(145, 155, _paint_pages_label),
            cells.text_cell(155, WIDTH, cutter.fit("页数", pages, 9.0), Align.CENTRE),
        ),
        SINGLE,
    )


def _paint_pages_label(sheet: Sheet, box: Box) -> None:
    sheet.write(box.centre, box.middle, "页数", LABEL_STYLE, Align.CENTRE)


def _carrier_row(record: ReviewFormSheet, cutter: Cutter) -> Row:
    attachments = cutter.fit("附件", "\n".join(record.attachments), WIDTH - HALF - 2 * PAD, cells.RUNNING)
    return Row(
        (
            cells.label_cell(0, LABEL, "载体形式"),
            cells.flowing_options_cell(cutter.sheet, LABEL, 64, record.carriers, 5.6),
            cells.label_cell(64, HALF, "附件"),
            cells.text_cell(HALF, WIDTH, attachments),
        ),
        SINGLE,
        10.0,
    )


def _attribute_row(record: ReviewFormSheet, cutter: Cutter) -> Row:
    """The attribute and the legal basis, which moves to lines of its own when it is long."""
    sheet = cutter.sheet
    lead = "不主动公开的依据："
    room = WIDTH - LABEL - 2 * PAD
    options = sum(cells.option_width(sheet, option) + 3.7 for option in record.attributes)
    beside = room - options - 3.7 - sheet.measure(lead, BODY)
    if record.blank or (sheet.measure(record.basis, BODY) <= beside and "\n" not in record.basis):
        cell = cells.painted(LABEL, WIDTH, lambda s, box: _paint_attribute(s, box, record, lead))
        return Row((cells.label_cell(0, LABEL, "公开属性"), cell), SINGLE)
    basis = cutter.fit("公开属性", lead + record.basis, room, cells.RUNNING)
    need = 2 * cells.PAD_ABOVE + 5.5 + len(basis.lines) * basis.leading

    def paint(sheet: Sheet, box: Box) -> None:
        top = box.middle - need / 2 + cells.PAD_ABOVE
        cells.draw_options(sheet, box.x0 + cells.PAD_BOX, top + 2.6, record.attributes, 3.7)
        cells.draw_lines(sheet, box.x0 + PAD, top + 5.5 + basis.leading / 2, basis)

    return Row((cells.label_cell(0, LABEL, "公开属性"), cells.painted(LABEL, WIDTH, paint, need)), SINGLE)


def _paint_attribute(sheet: Sheet, box: Box, record: ReviewFormSheet, lead: str) -> None:
    x = cells.draw_options(sheet, box.x0 + cells.PAD_BOX, box.middle, record.attributes, 3.7) + 7.4
    x += sheet.write(x, box.middle, lead, BODY)
    if record.blank:
        sheet.rule(x + 0.5, box.middle + 2.1, x + 26.5, box.middle + 2.1)
    else:
        sheet.write(x, box.middle, record.basis or "无", BODY)


def _column_row(record: ReviewFormSheet, cutter: Cutter) -> Row:
    def paint_planned(sheet: Sheet, box: Box) -> None:
        if record.planned_on:
            sheet.write(box.x0 + PAD, box.middle, cells.chinese_date(record.planned_on), BODY)
        else:
            cells.draw_blank_date(sheet, box.centre + 12.8, box.middle)

    return Row(
        (
            cells.label_cell(0, LABEL, "公开栏目"),
            _text(cutter, LABEL, HALF, "公开栏目", record.column),
            cells.label_cell(HALF, 105.5, "拟公开日期"),
            cells.painted(105.5, WIDTH, paint_planned),
        ),
        SINGLE,
    )


_BY_HAND = (
    Option("逐页核对密级标志和“内部”字样"),
    Option("核对个人信息，需要的已遮盖"),
    Option("检查隐藏内容、修订痕迹、批注"),
    Option("核对附件齐全、与正文所列一致"),
)


def _precheck_row(record: ReviewFormSheet, cutter: Cutter) -> Row:
    if record.blank:
        grid = cells.option_grid(cutter.sheet, LABEL, WIDTH, _BY_HAND, 2, 71.3, NOTE, pitch=1.7)
        return Row((cells.label_cell(0, LABEL, "人工核对"), grid), SINGLE, 14.0)
    text = cutter.fit("系统预检", record.precheck, WIDTH - LABEL - 2 * PAD, cells.RUNNING)
    return Row((cells.label_cell(0, LABEL, "系统预检"), cells.text_cell(LABEL, WIDTH, text)), SINGLE, text.height + 1.0)


def checklist_rows(checklist: Sequence[tuple[str, str | None]], sheet: Sheet) -> list[Row]:
    """The questions in two columns with a box for each answer; 是 means that there is a problem."""
    half = (len(checklist) + 1) // 2
    rows = [Row((*_checklist_head(0), *_checklist_head(HALF)), 5.6, 6.0)]
    for i in range(half):
        left = _question_cells(0, i + 1, *checklist[i], sheet)
        j = half + i
        right = _question_cells(HALF, j + 1, *checklist[j], sheet) if j < len(checklist) else _no_question()
        rows.append(Row((*left, *right), 5.25, 5.9, 0.02))
    return rows


_BOXES = ((52.0, 61.0), (61.0, 70.0), (70.0, HALF))


def _checklist_head(x: float) -> tuple[Cell, ...]:
    heads = [(0.0, 7.0, "序"), (7.0, 52.0, "审查事项（是否存在）")]
    heads += [(x0, x1, answer) for (x0, x1), answer in zip(_BOXES, ANSWERS, strict=True)]
    return tuple(cells.painted(x + x0, x + x1, _head_painter(text)) for x0, x1, text in heads)


def _head_painter(text: str) -> Paint:
    return lambda sheet, box: _write_centred(sheet, box, text, NOTE_LABEL)


def _write_centred(sheet: Sheet, box: Box, text: str, style: Style) -> None:
    sheet.write(box.centre, box.middle, text, style, Align.CENTRE)


def _question_cells(x: float, number: int, question: str, answer: str | None, sheet: Sheet) -> tuple[Cell, ...]:
    text = fit(sheet, question, 45.0 - 2.4, ((NOTE, 1), (Style(Face.BODY, 7.5), 99)))
    boxes = (
        cells.painted(x + x0, x + x1, _box_painter(answer == choice))
        for (x0, x1), choice in zip(_BOXES, ANSWERS, strict=True)
    )
    return (
        cells.painted(x, x + 7, lambda s, box: _write_centred(s, box, str(number), NOTE)),
        replace(cells.text_cell(x + 7, x + 52, text, pad=1.4), need=len(text.lines) * text.leading + 0.6),
        *boxes,
    )


def _no_question() -> tuple[Cell, ...]:
    return (cells.painted(HALF, WIDTH, cells.paint_nothing),)


def _box_painter(ticked: bool) -> Paint:
    side = 0.30 * BODY.size
    return lambda sheet, box: _paint_box(sheet, box.centre - side / 2, box.middle, ticked)


def _paint_box(sheet: Sheet, x: float, middle: float, ticked: bool) -> None:
    sheet.checkbox(x, middle, BODY.size, ticked)


def verdict_rows(record: ReviewFormSheet, cutter: Cutter) -> list[Row]:
    """Notes on the answers, and the conclusion."""
    notes = cutter.fit("情况说明", record.notes, WIDTH - LABEL - 2 * PAD, cells.RUNNING)
    return [
        Row((cells.label_cell(0, LABEL, "情况说明"), cells.text_cell(LABEL, WIDTH, notes)), SINGLE, 12.0, 0.3),
        Row(
            (
                cells.label_cell(0, LABEL, "审查结论"),
                cells.option_grid(cutter.sheet, LABEL, WIDTH, record.conclusions, 3, 47.5),
            ),
            SINGLE,
            12.2,
        ),
    ]


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
