"""退回补正单: what is to be mended in an item, why, who sent it back and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from desktop.printing import cells
from desktop.printing.cells import SetText, chinese_date
from desktop.printing.fonts import FontSet
from desktop.printing.form import Row, draw_form, needed_height
from desktop.printing.sheet import BODY, NOTE, Align, Page, Sheet, blank_sheet, footer, print_pages
from desktop.printing.slip_rows import LABEL_WIDTH, LEFT, RIGHT, WIDTH, draw_head, fact_row, signing_row, wide_row
from desktop.printing.table import Column, body_rows, head_row, nil_row, paginate, with_head
from desktop.printing.text import Line

NAME = "信息退回补正单"

_TOP, _BOTTOM = 33.0, 278.0
_HEAD, _GAP, _TAIL = 8.0, 4.0, 38.0
_LINES = ((BODY, 6), (NOTE, 999))
_COLUMNS = (Column("序号", 12), Column("须补正的栏目", 40), Column("现在填写的内容", 113, Align.LEFT))
_WHOLE = "没有标出具体栏目，按退回理由核对全表和附件。"
_NOTE = "说明：补正后形成新版本，原有签字随之失效，从承办人起重新签署；原版本和签字留存备查。"


@dataclass(frozen=True, slots=True)
class ReturnSlipSheet:
    """A return; `fields` are the marked fields with what they hold now, `returned_by` who sent it back."""

    form_number: str
    version: int
    office: str
    title: str
    document_number: str
    returned_by: str
    returned_on: date | None
    reason: str
    fields: tuple[tuple[str, str], ...]


def return_slip(record: ReturnSlipSheet, fonts: FontSet | None = None) -> bytes:
    """The slip as a PDF."""
    sheet = blank_sheet(fonts)
    *early, facts = _leads(sheet, record)
    values = [(str(n), name, value or "（空）") for n, (name, value) in enumerate(record.fields, 1)]
    rows = body_rows(sheet, _COLUMNS, values) if values else [nil_row(WIDTH, _WHOLE, 24.0)]
    room = _BOTTOM - _TOP - _HEAD
    first = room - needed_height(facts) - _GAP
    alone = first < rows[0].needed  # a reason that fills the page by itself
    shares = [[], *paginate(rows, room, room, _TAIL)] if alone else paginate(rows, first, room, _TAIL)
    pages = [_page(record, lead, [], last=False) for lead in early]
    pages += [_page(record, facts if i == 0 else [], share, i == len(shares) - 1) for i, share in enumerate(shares)]
    return print_pages(NAME, pages, fonts=fonts)


def _leads(sheet: Sheet, record: ReturnSlipSheet) -> list[list[Row]]:
    """The facts and the reason, on as many pages as the reason takes."""
    facts = _fact_rows(sheet, record)
    reason = cells.fit(sheet, record.reason, WIDTH - LABEL_WIDTH - 2 * cells.PAD, _LINES)
    most = int((_BOTTOM - _TOP - needed_height(facts) - 2 * cells.PAD_ABOVE) // reason.leading)
    leads = [[*facts, _reason_row(reason, reason.lines[:most])]]
    each = int((_BOTTOM - _TOP - 2 * cells.PAD_ABOVE) // reason.leading)
    for start in range(most, len(reason.lines), each):
        leads.append([_reason_row(reason, reason.lines[start : start + each])])
    return leads


def _reason_row(reason: SetText, lines: tuple[Line, ...]) -> Row:
    words = cells.text_cell(LABEL_WIDTH, WIDTH, replace(reason, lines=lines))
    return Row((cells.label_cell(0, LABEL_WIDTH, "退回理由"), words), 16.0)


def _fact_rows(sheet: Sheet, record: ReturnSlipSheet) -> list[Row]:
    day = chinese_date(record.returned_on)
    return [
        fact_row(sheet, ("提供处室", record.office), ("文号", record.document_number or "无")),
        wide_row(sheet, "信息标题", record.title, _LINES),
        fact_row(sheet, ("退回人", record.returned_by), ("退回日期", day)),
    ]


def _page(record: ReturnSlipSheet, facts: list[Row], share: list[Row], last: bool) -> Page:
    def draw(sheet: Sheet, number: int, total: int) -> None:
        draw_head(sheet, NAME, f"编号：{record.form_number}", f"第 {record.version} 版", following=number > 1)
        y = _TOP
        if facts:
            y = draw_form(sheet, LEFT, y, WIDTH, facts) + _GAP
        if share:
            rows = with_head(head_row(_COLUMNS, _HEAD), share)
            y = draw_form(sheet, LEFT, y, WIDTH, rows) + _GAP
        if last:
            tail = [signing_row("退回人", "补正人", 20.0)]
            y = draw_form(sheet, LEFT, y, WIDTH, tail)
            sheet.write(LEFT, y + 4.6, _NOTE, NOTE)
        footer(sheet, f"{record.form_number}\u3000第{record.version}版", number, total, LEFT, RIGHT)

    return draw
