"""The rows of the confidentiality review form (reference §1.2), measured on the prototype's pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.printing import cells
from desktop.printing.cells import PAD, Option, fit
from desktop.printing.continuation import Cutter
from desktop.printing.fonts import Face, Style
from desktop.printing.form import Box, Cell, Paint, Row
from desktop.printing.review_sheet import ANSWERS, ReviewFormSheet
from desktop.printing.sheet import BODY, NOTE, NOTE_LABEL, Align, Sheet
from desktop.printing.sheet import LABEL as LABEL_STYLE

WIDTH = 165.0
LABEL = 19.0
HALF = 82.5
SINGLE = 7.0

_TITLE_SIZES = ((Style(Face.BODY, 12), 2), (BODY, 2), (NOTE, 99))


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


def checklist_rows(checklist: tuple[tuple[str, str | None], ...], sheet: Sheet) -> list[Row]:
    """The questions in two columns with a box for each answer; 是 means that there is a problem.

    Most forms of a run answer alike: their rows are made once.
    """
    rows = sheet.remembered.get(("checklist", checklist))
    if not isinstance(rows, list):
        rows = sheet.remembered["checklist", checklist] = _checklist_rows(checklist, sheet)
    return rows


def _checklist_rows(checklist: Sequence[tuple[str, str | None]], sheet: Sheet) -> list[Row]:
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
    conclusions = (
        cells.flowing_options_cell(cutter.sheet, LABEL, WIDTH, record.conclusions, 2.6, NOTE)
        if cutter.tight
        else cells.option_grid(cutter.sheet, LABEL, WIDTH, record.conclusions, 3, 47.5)
    )
    return [
        Row((cells.label_cell(0, LABEL, "情况说明"), cells.text_cell(LABEL, WIDTH, notes)), SINGLE, 12.0, 0.3),
        Row((cells.label_cell(0, LABEL, "审查结论"), conclusions), SINGLE, 12.2),
    ]
