"""信息发布保密审查月汇总表: what was reviewed in a month; a nil line when nothing was (零报告)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.printing import cells
from desktop.printing.cells import chinese_date
from desktop.printing.fonts import Face, FontSet, Style
from desktop.printing.form import Box, Cell, Row, draw_form
from desktop.printing.heading import draw_strip, draw_title
from desktop.printing.sheet import (
    A4_LANDSCAPE,
    BODY,
    HEAVY,
    LABEL,
    NOTE,
    OUTER,
    POINT,
    Align,
    Page,
    Sheet,
    blank_sheet,
    footer,
    print_pages,
)
from desktop.printing.table import Column, body_rows, head_row, nil_row, paginate, with_head

NAME = "信息发布保密审查月汇总表"

_LEFT, _WIDTH = 20.0, 257.0
_TOP, _BOTTOM = 30.9, 191.0
_HEAD, _TOTAL, _SIGNING = 8.6, 9.1, 26.0
_NIL_HEIGHT = 70.0
_TOTAL_LABEL = 53.0
_COLUMNS = (
    Column("序号", 11), Column("编号", 42), Column("信息标题", 73, Align.LEFT), Column("文号", 38, Align.LEFT),
    Column("公开属性", 22), Column("审查结论", 28), Column("审结日期", 18), Column("备注", 25, Align.LEFT),
)  # fmt: skip
_NIL = "本月无拟公开信息保密审查事项（零报告）。"
_NOTE = "说明：本表于每月末由各处室报送、办公室汇总；没有审查事项的也须填报（零报告）。合计各栏之和等于送审件数。"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One item reviewed. A stub of a state secret has number and date only, and says 另行处理."""

    form_number: str
    title: str
    document_number: str
    attribute: str
    conclusion: str
    decided_on: date
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MonthlySummarySheet:
    """A month; `totals` counts the rows by conclusion in the order of the form, the last being 另行处理."""

    number: str
    unit: str
    month: str
    rows: tuple[SummaryRow, ...]
    totals: tuple[tuple[str, int], ...]
    filled_on: date
    filler: str
    receiver: str
    phone: str = ""


def monthly_summary(record: MonthlySummarySheet, fonts: FontSet | None = None) -> bytes:
    """The summary as a PDF, landscape, head repeated on every page."""
    sheet = blank_sheet(fonts, A4_LANDSCAPE)
    rows = body_rows(sheet, _COLUMNS, [_values(n, row) for n, row in enumerate(record.rows, 1)])
    room = _BOTTOM - _TOP - _HEAD
    shares = paginate(rows or [nil_row(_WIDTH, _NIL, _NIL_HEIGHT)], room, room, _TOTAL + _SIGNING)
    pages = [_page(record, share, last=i == len(shares) - 1) for i, share in enumerate(shares)]
    return print_pages(NAME, pages, A4_LANDSCAPE, fonts)


def _values(number: int, row: SummaryRow) -> tuple[str, ...]:
    return (
        str(number), row.form_number, row.title, row.document_number or "—", row.attribute or "—", row.conclusion,
        f"{row.decided_on.month}月{row.decided_on.day}日", row.remark,
    )  # fmt: skip


def _page(record: MonthlySummarySheet, share: Sequence[Row], last: bool) -> Page:
    def draw(sheet: Sheet, number: int, total: int) -> None:
        draw_title(sheet, sheet.width / 2, 18.2, NAME if number == 1 else f"{NAME}（续）", _WIDTH)
        right = f"所属月份：{record.month}"
        draw_strip(sheet, _LEFT, _LEFT + _WIDTH, 27.5, f"填报单位（盖章）：{record.unit}", right)
        rows = with_head(head_row(_COLUMNS, _HEAD, LABEL), share)
        if last:
            rows.append(_total_row(sheet, record))
        bottom = draw_form(sheet, _LEFT, _TOP, _WIDTH, rows)
        if last:
            _draw_signing(sheet, record, bottom + 8.4)
        footer(sheet, record.number, number, total, _LEFT, _LEFT + _WIDTH)

    return draw


def _total_row(sheet: Sheet, record: MonthlySummarySheet) -> Row:
    counts = [f"{name} {count} 件" for name, count in (("送审", len(record.rows)), *record.totals)]
    width, half = _WIDTH - _TOTAL_LABEL - 3.2, (len(counts) + 1) // 2
    words = cells.fit(sheet, "\u3000".join(counts), width)
    if len(words.lines) > 1:  # no count is parted from what it counts
        words = cells.fit(sheet, "\u3000".join(counts[:half]) + "\n" + "\u3000".join(counts[half:]), width)

    def paint_label(sheet: Sheet, box: Box) -> None:
        em = LABEL.size * POINT
        sheet.spread(box.centre - 2 * em, box.middle, "合计", LABEL, 4 * em)

    cell = cells.text_cell(_TOTAL_LABEL, _WIDTH, words)
    return Row((Cell(0, _TOTAL_LABEL, paint_label), cell), _TOTAL, weight=OUTER if record.rows else HEAVY)


def _draw_signing(sheet: Sheet, record: MonthlySummarySheet, line: float) -> None:
    """Who signs and who filled it in, in three columns, and the remark."""
    columns = (_LEFT, _LEFT + _WIDTH / 3, _LEFT + 2 * _WIDTH / 3)
    first = ("单位主要负责人（签名）：", "保密审查员（签名）：", f"填报日期：{chinese_date(record.filled_on)}")
    for x, words in zip(columns, first, strict=True):
        sheet.write(x, line, words, BODY)
    line += 8.1
    x = columns[0] + sheet.write(columns[0], line, "填表人：", BODY)
    cells.draw_name(sheet, x, line, record.filler, Style(Face.HAND, 10.5))
    sheet.write(columns[1], line, f"联系电话：{record.phone}", BODY)
    sheet.write(columns[2], line, f"汇总单位：{record.receiver}", BODY)
    sheet.write(_LEFT, line + 7.0, _NOTE, NOTE)
