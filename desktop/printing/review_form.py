"""信息发布保密审查表: one page by design, continuation pages where a text is too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.printing import cells
from desktop.printing.cells import PAD, SetText, fit
from desktop.printing.continuation import Continued, Cutter
from desktop.printing.fonts import Face, FontSet, Style
from desktop.printing.form import Box, Row, draw_form, natural_heights, needed_height, shared_heights
from desktop.printing.heading import draw_digest_band, draw_lines_of_note, draw_strip, draw_title
from desktop.printing.qr import digest_payload
from desktop.printing.review_blocks import block_rows, draw_signing
from desktop.printing.review_rows import LABEL, WIDTH, checklist_rows, head_rows, verdict_rows
from desktop.printing.review_sheet import ReviewFormSheet
from desktop.printing.sheet import BODY, NOTE, Align, Page, Sheet, blank_sheet, footer, print_pages
from desktop.printing.sheet import LABEL as LABEL_STYLE

NAME = "信息发布保密审查表"

_LEFT, _RIGHT = 25.0, 190.0
_TOP, _BOTTOM = 32.5, 267.0
_INSTRUCTIONS = (
    "填写说明：1. 一事一表，谁提供、谁审查，先审查、后公开。2. 第1项选“是”的，立即停止填写，不得写入标题和内容，"
    "按保密规定另行处理。3. 选“不确定”的，报有关主管部门或者保密行政管理部门确定。4. 选“是”的，在“情况说明”栏写明。"
    "5. 手工填写件未绑定电子内容，签署后由信息公开管理员登记。"
)
_DIGEST_NOTE = "摘要覆盖本表各栏及全部附件；改动任何一处即产生新摘要，此前签署随之失效。"
_LABEL_LINE = 5.1
_JOINED = "续页与首页同一编号、同一摘要，分离无效；签名落在意见结束处，首页相应栏目不再签名。"
_LINES_ALLOWED = ((40, 40), (12, 12), (8, 8), (6, 6), (5, 5), (4, 5), (3, 4), (2, 4), (2, 3), (2, 2), (1, 1))
"""Lines for a text and for an opinion, step by step until the page holds everything."""
_LINES_WHEN_ROWS_MOVE = (3, 4)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Rows of the first page, rows that no longer fit it, and texts that go on."""

    first: tuple[Row, ...]
    moved: tuple[Row, ...]
    continued: tuple[Continued, ...]


def review_form(record: ReviewFormSheet, fonts: FontSet | None = None) -> bytes:
    """The form of one item as a PDF; a blank one is for ink."""
    return review_forms((record,), fonts)


def review_forms(records: Sequence[ReviewFormSheet], fonts: FontSet | None = None) -> bytes:
    """The forms of several items in one PDF, each counting its own pages."""
    sheet = blank_sheet(fonts)
    pages: list[Page] = []
    for record in records:
        own = _pages(record, sheet)
        pages += [_counted(page, number, len(own)) for number, page in enumerate(own, 1)]
    return print_pages(NAME, pages, fonts=fonts)


def _counted(page: Page, number: int, total: int) -> Page:
    return lambda sheet, _number, _total: page(sheet, number, total)


def _pages(record: ReviewFormSheet, sheet: Sheet) -> list[Page]:
    plan = _plan(record, sheet)

    def first(sheet: Sheet, number: int, total: int) -> None:
        _draw_head(sheet, record, NAME)
        heights = shared_heights(plan.first, _BOTTOM - _TOP)
        draw_form(sheet, _LEFT, _TOP, WIDTH, plan.first, heights)
        _draw_foot(sheet, record, number, total)

    return [first, *_continuation_pages(record, plan, sheet)]


def _plan(record: ReviewFormSheet, sheet: Sheet) -> _Plan:
    """The fullest first page that fits: texts are shortened step by step, then whole block rows move on."""
    room = _BOTTOM - _TOP
    for most, opinion in _LINES_ALLOWED:
        rows, blocks, continued = _rows(record, Cutter(sheet, most, opinion))
        if needed_height(rows + blocks) <= room:
            return _Plan((*rows, *blocks), (), continued)
    rows, blocks, continued = _rows(record, Cutter(sheet, *_LINES_WHEN_ROWS_MOVE))
    kept = list(blocks)
    while kept and needed_height(rows + kept) > room:
        kept.pop()
    return _Plan((*rows, *kept), tuple(blocks[len(kept) :]), continued)


def _rows(record: ReviewFormSheet, cutter: Cutter) -> tuple[list[Row], list[Row], tuple[Continued, ...]]:
    """The rows above the signers, the signers' rows, and what goes on elsewhere."""
    rows = head_rows(record, cutter) + checklist_rows(record.checklist, cutter.sheet) + verdict_rows(record, cutter)
    return rows, block_rows(record.blocks, record.publication, cutter), tuple(cutter.continued)


def _draw_head(sheet: Sheet, record: ReviewFormSheet, title: str) -> None:
    draw_title(sheet, (_LEFT + _RIGHT) / 2, 19.8, title, WIDTH)
    if record.blank and not record.form_number:
        number = "编号：保审〔\u3000\u3000\u3000\u3000〕\u3000\u3000\u3000\u3000\u3000\u3000号"
    else:
        number = f"编号：{record.form_number}"
    filled = f"填表日期：{cells.chinese_date(record.filled_on)}" if record.filled_on else ""
    draw_strip(sheet, _LEFT, _RIGHT, 29.1, number, filled)
    if not filled:
        cells.draw_blank_date(sheet, _RIGHT - 0.4, 29.1)
        sheet.write(_RIGHT - 29.0, 29.1, "填表日期：", BODY, Align.RIGHT)


def _draw_foot(sheet: Sheet, record: ReviewFormSheet, number: int, total: int) -> None:
    if record.digest and not record.blank:
        payload = digest_payload("FORM", record.digest)
        draw_digest_band(sheet, _LEFT, _RIGHT, _BOTTOM, "内容摘要（SM3）", record.digest, payload, _DIGEST_NOTE)
    elif record.blank and number == 1:
        draw_lines_of_note(sheet, _LEFT, _BOTTOM + 5.1, _INSTRUCTIONS, WIDTH)
    left = "" if record.blank else f"{record.form_number}\u3000第{record.version}版"
    footer(sheet, left, number, total, _LEFT, _RIGHT)


def _continuation_pages(record: ReviewFormSheet, plan: _Plan, sheet: Sheet) -> list[Page]:
    """Pages for the texts that go on and for whole rows, headed by the title of the item."""
    if not plan.continued and not plan.moved:
        return []
    head = _continuation_head(record, sheet)
    room = _BOTTOM - _TOP - needed_height(head)
    filled: list[list[Row]] = [[]]
    for row in [*(part for one in plan.continued for part in _text_rows(one, sheet, room)), *plan.moved]:
        if needed_height([*filled[-1], row]) > room:
            filled.append([])
        filled[-1].append(row)
    return [_continuation_page(record, [*head[:1], *rows, *head[1:]]) for rows in filled]


def _continuation_head(record: ReviewFormSheet, sheet: Sheet) -> list[Row]:
    """The title row, at most two lines because the title stands whole elsewhere, and the remark that closes the page."""
    width = WIDTH - LABEL - 2 * PAD
    title = fit(sheet, record.title, width, ((Style(Face.BODY, 12), 1), (BODY, 2), (NOTE, 2)))
    if len(title.lines) > 2:
        shown = "".join(line.text for line in title.lines[:2])[:-3]
        title = fit(sheet, f"{shown}……", width, cells.RUNNING)
    joined = fit(sheet, _JOINED, width, cells.RUNNING)
    return [
        Row((cells.label_cell(0, LABEL, "信息标题"), cells.text_cell(LABEL, WIDTH, title)), 7.5, 9.2),
        Row((cells.label_cell(0, LABEL, "加页说明"), cells.text_cell(LABEL, WIDTH, joined)), 7.0, 9.0),
    ]


def _text_rows(one: Continued, sheet: Sheet, room: float) -> list[Row]:
    """One row for each page that the text takes; the last one is signed where a signature is due."""
    text = fit(sheet, one.text, WIDTH - LABEL - 2 * PAD, ((BODY, 400), (NOTE, 99)))
    most = int((room - 14.0) // text.leading)
    parts = [text.lines[i : i + most] for i in range(0, len(text.lines), most)]
    rows = []
    for i, lines in enumerate(parts):
        signed = one.block if i == len(parts) - 1 else None
        rows.append(_text_row(one, SetText(lines, text.style), signed is not None))
    return rows


def _text_row(one: Continued, text: SetText, signed: bool) -> Row:
    signing = 8.0 if signed else 0.0
    need = text.height + 2.0 + signing

    def paint_label(sheet: Sheet, box: Box) -> None:
        lines = 3 if one.block and len(one.label) > 3 else 2
        top = box.middle - lines * _LABEL_LINE / 2
        label = Box(box.x0, top, box.x1, top + (lines - 1) * _LABEL_LINE)
        (cells.draw_role if one.block else cells.draw_label)(sheet, label, one.label)
        sheet.write(box.centre, label.y1 + _LABEL_LINE / 2, "（接首页）", LABEL_STYLE, Align.CENTRE)

    def paint_text(sheet: Sheet, box: Box) -> None:
        first = (box.y0 + box.y1 - signing) / 2 - (len(text.lines) - 1) / 2 * text.leading
        cells.draw_lines(sheet, box.x0 + PAD, first, text)
        if signed and one.block:
            right = Box(box.x0 + 66.0, box.y0, box.x1, box.y1)
            draw_signing(sheet, right, box.y1 - 3.5, one.block, two_lines=False)

    return Row((cells.painted(0, LABEL, paint_label), cells.painted(LABEL, WIDTH, paint_text, need)), 13.0)


def _continuation_page(record: ReviewFormSheet, rows: Sequence[Row]) -> Page:
    def draw(sheet: Sheet, number: int, total: int) -> None:
        _draw_head(sheet, record, f"{NAME}（续页）")
        end = draw_form(sheet, _LEFT, _TOP, WIDTH, rows, natural_heights(rows))
        if end < _BOTTOM - 8:
            sheet.write((_LEFT + _RIGHT) / 2, end + 8.0, "（以下空白）", Style(Face.HAND, 10.5), Align.CENTRE)
        _draw_foot(sheet, record, number, total)

    return draw


__all__ = ["ReviewFormSheet", "review_form", "review_forms"]
