"""The review form in any of its layouts: one page by design, continuation pages where a text is too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.printing import cells
from desktop.printing.cells import PAD, SetText, fit
from desktop.printing.continuation import Continued, Cutter
from desktop.printing.fonts import Face, FontSet, Style
from desktop.printing.form import Box, Row, draw_form, natural_heights, needed_height, shared_heights
from desktop.printing.frames import Frame
from desktop.printing.heading import draw_digest_band, draw_lines_of_note, draw_strip, draw_title
from desktop.printing.layouts import LAYOUTS, strip_of
from desktop.printing.qr import digest_payload
from desktop.printing.review_blocks import draw_signing, signing_height
from desktop.printing.review_rows import LABEL
from desktop.printing.review_sheet import ReviewFormSheet
from desktop.printing.sheet import BODY, NOTE, Align, Page, Sheet, blank_sheet, counted, footer, print_pages
from desktop.printing.sheet import LABEL as LABEL_STYLE
from desktop.rules.chains import Layout

_INSTRUCTIONS = (
    "填写说明：1. 一事一表，谁提供、谁审查，先审查、后公开。2. 第1项选“是”的，立即停止填写，不得写入标题和内容，"
    "按保密规定另行处理。3. 选“不确定”的，报有关主管部门或者保密行政管理部门确定。4. 选“是”的，在“情况说明”栏写明。"
    "5. 手工填写件未绑定电子内容，签署后由信息公开管理员登记。"
)
_BY_HAND = (
    "涉及国家秘密的，立即停止填写，不得写入标题和内容，按保密规定另行处理；不能确定的，报有关主管部门或者保密行政管理部门确定。"
    "手工填写件未绑定电子内容，签署后由信息公开管理员登记。"
)
_DIGEST_NOTE = "摘要覆盖本表各栏及全部附件；改动任何一处即产生新摘要，此前签署随之失效。"
_NOTE_HEIGHT = 4.7  # mm of the line of explanation below the frame
_LABEL_LINE = 5.1
_SIGNED_AT = 66.0  # mm from the text's left edge to 签名 on a continuation page
_JOINED = "续页与首页同一编号、同一摘要，分离无效；签名落在意见结束处，首页相应栏目不再签名。"
_ROUND_TEXT = 2.0  # mm more than its lines that a text on a continuation page takes
_WHOLE = 40
_LINES_ALLOWED = ((12, 12), (8, 8), (6, 6), (5, 5), (4, 5), (3, 4), (2, 4), (2, 3), (2, 2), (1, 1))
"""Lines for a text and for an opinion, step by step until the page holds everything."""
_STEPS = ((_WHOLE, _WHOLE, False), (_WHOLE, _WHOLE, True), *((most, opinion, True) for most, opinion in _LINES_ALLOWED))
_LINES_WHEN_ROWS_MOVE = (3, 4)
_FEWEST_LINES, _LINES_WITH_SIGNATURE = 5, 2
"""Lines of a text that begin on a page where others end, and those that stay with its signature."""


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
    return print_pages(records[0].name if records else "", form_pages(records, blank_sheet(fonts)), fonts=fonts)


def form_pages(records: Sequence[ReviewFormSheet], sheet: Sheet) -> list[Page]:
    """The pages of several forms, each counting its own; `sheet` measures."""
    pages: list[Page] = []
    for record in records:
        pages += counted(_pages(record, sheet))
    return pages


def _pages(record: ReviewFormSheet, sheet: Sheet) -> list[Page]:
    plan = _plan(record, sheet)
    frame = LAYOUTS[record.layout].frame

    def first(sheet: Sheet, number: int, total: int) -> None:
        _draw_head(sheet, record, record.name)
        heights = shared_heights(plan.first, frame.height)
        draw_form(sheet, frame.left, frame.top, frame.width, plan.first, heights)
        _draw_foot(sheet, record, number, total)

    return [first, *_continuation_pages(record, plan, sheet)]


def _plan(record: ReviewFormSheet, sheet: Sheet) -> _Plan:
    """The fullest first page that fits: texts are shortened step by step, then whole block rows move on."""
    layout = LAYOUTS[record.layout]
    room = layout.frame.height
    for most, opinion, tight in _STEPS:
        for blocks_of in layout.blocks:
            cutter = Cutter(sheet, most, opinion, tight)
            rows, blocks = layout.rows(record, cutter), blocks_of(record, cutter)
            if needed_height(rows + blocks) <= room:
                return _Plan((*rows, *blocks), (), tuple(cutter.continued))
    cutter = Cutter(sheet, *_LINES_WHEN_ROWS_MOVE)
    rows, blocks = layout.rows(record, cutter), layout.blocks[-1](record, cutter)
    kept = list(blocks)
    while kept and needed_height(rows + kept) > room:
        kept.pop()
    return _Plan((*rows, *kept), tuple(blocks[len(kept) :]), tuple(cutter.continued))


def _draw_head(sheet: Sheet, record: ReviewFormSheet, title: str) -> None:
    frame = LAYOUTS[record.layout].frame
    draw_title(sheet, frame.centre, frame.title, title, frame.width)
    left, right = strip_of(record)
    draw_strip(sheet, frame.left, frame.right, frame.strip, left, right if record.filled_on else "")
    if not record.filled_on:
        cells.draw_blank_date(sheet, frame.right - 0.4, frame.strip)
        sheet.write(frame.right - 29.0, frame.strip, right, BODY, Align.RIGHT)


def _draw_foot(sheet: Sheet, record: ReviewFormSheet, number: int, total: int) -> None:
    frame = LAYOUTS[record.layout].frame
    below = frame.bottom
    if note := LAYOUTS[record.layout].note:
        sheet.write(frame.left, below + 4.6, note, NOTE)
        below += _NOTE_HEIGHT
    if record.digest and not record.blank:
        payload = digest_payload("FORM", record.digest)
        draw_digest_band(sheet, frame.left, frame.right, below, "内容摘要（SM3）", record.digest, payload, _DIGEST_NOTE)
    elif record.blank and number == 1:
        words = _INSTRUCTIONS if record.layout is Layout.STANDARD else _BY_HAND
        draw_lines_of_note(sheet, frame.left, below + 5.1, words, frame.width)
    left = "" if record.blank else f"{record.form_number}\u3000第{record.version}版"
    footer(sheet, left, number, total, frame.left, frame.right)


def _continuation_pages(record: ReviewFormSheet, plan: _Plan, sheet: Sheet) -> list[Page]:
    """Pages for the texts that go on and for whole rows, headed by the title of the item."""
    if not plan.continued and not plan.moved:
        return []
    frame = LAYOUTS[record.layout].frame
    head = _continuation_head(record, sheet, frame)
    room = frame.height - sum(natural_heights(head))
    pages: list[list[Row]] = [[]]
    for one in plan.continued:
        _flow(pages, one, sheet, room, frame)
    for row in plan.moved:
        if needed_height([*pages[-1], row]) > room:
            pages.append([])
        pages[-1].append(row)
    return [_continuation_page(record, [*head[:1], *rows, *head[1:]]) for rows in pages]


def _continuation_head(record: ReviewFormSheet, sheet: Sheet, frame: Frame) -> list[Row]:
    """The title row, at most two lines because the title stands whole elsewhere, and the remark that closes the page."""
    width = frame.width - LABEL - 2 * PAD
    title = fit(sheet, record.title, width, ((Style(Face.BODY, 12), 1), (BODY, 2), (NOTE, 2)))
    if len(title.lines) > 2:
        shown = "".join(line.text for line in title.lines[:2])[:-3]
        title = fit(sheet, f"{shown}……", width, cells.RUNNING)
    joined = fit(sheet, _JOINED, width, cells.RUNNING)
    return [
        Row((cells.label_cell(0, LABEL, "信息标题"), cells.text_cell(LABEL, frame.width, title)), 7.5, 9.2),
        Row((cells.label_cell(0, LABEL, "加页说明"), cells.text_cell(LABEL, frame.width, joined)), 7.0, 9.0),
    ]


def _flow(pages: list[list[Row]], one: Continued, sheet: Sheet, room: float, frame: Frame) -> None:
    """Let a text go on where the last of `pages` ends, over as many as it takes; signed at its end where one is due."""
    text = fit(sheet, one.text, frame.width - LABEL - 2 * PAD, ((BODY, 400), (NOTE, 99)))
    signing = signing_height(sheet, one.block, frame.width - LABEL - _SIGNED_AT) if one.block else 0.0
    waiting = text.lines
    while needed_height([*pages[-1], _text_row(one, SetText(waiting, text.style), signing, frame)]) > room:
        left = room - needed_height(pages[-1]) - 2 * cells.PAD_ABOVE - _ROUND_TEXT
        taken = min(int(left // text.leading), len(waiting) - _LINES_WITH_SIGNATURE)
        if taken >= _FEWEST_LINES:
            pages[-1].append(_text_row(one, SetText(waiting[:taken], text.style), 0.0, frame))
            waiting = waiting[taken:]
        elif not pages[-1]:
            break  # no page holds what stands below the signature, and none will
        pages.append([])
    pages[-1].append(_text_row(one, SetText(waiting, text.style), signing, frame))


def _text_row(one: Continued, text: SetText, signing: float, frame: Frame) -> Row:
    """A part of a text that goes on, with `signing` mm below it where it is signed."""
    need = text.height + _ROUND_TEXT + signing

    def paint_label(sheet: Sheet, box: Box) -> None:
        lines = 3 if one.block and len(one.label) > 3 else 2
        top = box.middle - lines * _LABEL_LINE / 2
        label = Box(box.x0, top, box.x1, top + (lines - 1) * _LABEL_LINE)
        (cells.draw_role if one.block else cells.draw_label)(sheet, label, one.label)
        sheet.write(box.centre, label.y1 + _LABEL_LINE / 2, "（接首页）", LABEL_STYLE, Align.CENTRE)

    def paint_text(sheet: Sheet, box: Box) -> None:
        first = (box.y0 + box.y1 - signing) / 2 - (len(text.lines) - 1) / 2 * text.leading
        cells.draw_lines(sheet, box.x0 + PAD, first, text)
        if signing and one.block:
            draw_signing(sheet, Box(box.x0 + _SIGNED_AT, box.y0, box.x1, box.y1), one.block)

    width = frame.width
    return Row((cells.painted(0, LABEL, paint_label), cells.painted(LABEL, width, paint_text, need)), 13.0)


def _continuation_page(record: ReviewFormSheet, rows: Sequence[Row]) -> Page:
    frame = LAYOUTS[record.layout].frame

    def draw(sheet: Sheet, number: int, total: int) -> None:
        _draw_head(sheet, record, f"{record.name}（续页）")
        end = draw_form(sheet, frame.left, frame.top, frame.width, rows)
        if end < frame.bottom - 8:
            sheet.write(frame.centre, end + 8.0, "（以下空白）", Style(Face.HAND, 10.5), Align.CENTRE)
        _draw_foot(sheet, record, number, total)

    return draw


__all__ = ["ReviewFormSheet", "review_form", "review_forms"]
