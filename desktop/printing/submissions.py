"""报送情况表: offices by periods, landscape; and 催报单, the slip that reminds an office of what it owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.printing import cells, slip_rows
from desktop.printing.cells import chinese_date
from desktop.printing.fonts import FontSet
from desktop.printing.form import Cell, Row, draw_form, needed_height
from desktop.printing.heading import draw_lines_of_note, draw_strip, draw_title
from desktop.printing.sheet import (
    A4_LANDSCAPE,
    BODY,
    LABEL,
    NOTE,
    Align,
    Page,
    Sheet,
    blank_sheet,
    footer,
    print_pages,
)
from desktop.printing.slip_rows import draw_head, fact_row, signing_row, wide_row
from desktop.printing.table import Column, body_rows, head_row, nil_row, paginate, with_head

TABLE_NAME, SLIP_NAME = "政府信息报送情况表", "政府信息催报单"

_LEFT, _WIDTH = 20.0, 257.0
_TOP, _BOTTOM = 30.9, 191.0
_HEAD, _NOTES = 12.0, 12.0
_NUMBER, _OFFICE = 11.0, 42.0
_SIDE_BY_SIDE = 6
"""Periods in one table; their due days need the room."""
_NO_OFFICE = "还没有登记公钥的处室。"
_NOTE = (
    "说明：没有应公开信息的也须报送零报告。“迟报”为截止日以后送到；“缺批”为批次号不连续；"
    "“待回执”为还没有给处室写回执；“期间按日期”为处室写的期间认不出，按组批日期归入。"
)

_SLIP_TOP, _SLIP_BOTTOM = 33.0, 278.0
_SLIP_HEAD, _SLIP_GAP, _SLIP_TAIL = 8.0, 4.0, 62.0
_SLIP_COLUMNS = (
    Column("序号", 14),
    Column("应报内容", 62),
    Column("截止日期", 42),
    Column("情况", 47),
)
_ASK = (
    "收到本单后，请按上表逐期报送；没有应公开信息的，报送零报告。已经报送的，请带 U 盘到办公室核对，"
    "缺少的批次在“报送”的“待回执”里打开，用“再写一次”补送，内容与原批次相同。"
)


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """A table of one day: titles of the periods with their due days, and for each office its cells in words."""

    unit: str
    rhythm: str
    made_on: date
    periods: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    totals: tuple[tuple[str, int], ...]
    maker: str


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What is owed: a period or a batch, its last day (empty for a batch) and how it stands."""

    what: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class ReminderSheet:
    """A reminder to one office."""

    office: str
    unit: str
    made_on: date
    handler: str
    lines: tuple[OwedLine, ...]


def submission_table(record: MatrixSheet, fonts: FontSet | None = None) -> bytes:
    """The table as a PDF, landscape, head repeated on every page; more periods than fit side by side follow."""
    sheet = blank_sheet(fonts, A4_LANDSCAPE)
    pages: list[Page] = []
    for start in range(0, max(1, len(record.periods)), _SIDE_BY_SIDE):
        pages += _table_pages(sheet, record, slice(start, start + _SIDE_BY_SIDE))
    return print_pages(TABLE_NAME, pages, A4_LANDSCAPE, fonts)


def _table_pages(sheet: Sheet, record: MatrixSheet, shown: slice) -> list[Page]:
    periods = record.periods[shown]
    share = (_WIDTH - _NUMBER - _OFFICE) / max(1, len(periods))
    columns = (
        Column("序号", _NUMBER),
        Column("处室", _OFFICE, Align.LEFT),
        *(Column(f"{title}\n{due}", share) for title, due in periods),
    )
    values = [(str(n), office, *words[shown]) for n, (office, words) in enumerate(record.rows, 1)]
    rows = body_rows(sheet, columns, values) if values else [nil_row(_WIDTH, _NO_OFFICE, 60.0)]
    room = _BOTTOM - _TOP - _HEAD
    shares = paginate(rows, room, room, _NOTES)
    return [_table_page(record, columns, one, i == len(shares) - 1) for i, one in enumerate(shares)]


def _table_page(record: MatrixSheet, columns: Sequence[Column], share: Sequence[Row], last: bool) -> Page:
    def draw(sheet: Sheet, number: int, total: int) -> None:
        draw_title(sheet, sheet.width / 2, 18.2, TABLE_NAME if number == 1 else f"{TABLE_NAME}（续）", _WIDTH)
        counts = "\u3000".join(f"{name} {count}" for name, count in record.totals)
        left = f"{record.unit}\u3000\u3000报送周期：{record.rhythm}\u3000\u3000{counts}"
        draw_strip(
            sheet, _LEFT, _LEFT + _WIDTH, 27.5, left, f"制表：{record.maker}\u3000{chinese_date(record.made_on)}"
        )
        rows = with_head(head_row(columns, _HEAD, NOTE), share)
        bottom = draw_form(sheet, _LEFT, _TOP, _WIDTH, rows)
        if last:
            draw_lines_of_note(sheet, _LEFT, bottom + 4.6, _NOTE, _WIDTH)
        footer(sheet, TABLE_NAME, number, total, _LEFT, _LEFT + _WIDTH)

    return draw


def reminder_slips(records: Sequence[ReminderSheet], fonts: FontSet | None = None) -> bytes:
    """The slips of all these offices in one PDF, each beginning on its own page and numbered by itself."""
    sheet = blank_sheet(fonts)
    pages: list[Page] = []
    for record in records:
        values = [(str(n), one.what, one.due or "—", one.state) for n, one in enumerate(record.lines, 1)]
        rows = body_rows(sheet, _SLIP_COLUMNS, values)
        following = _SLIP_BOTTOM - _SLIP_TOP - _SLIP_HEAD
        first = following - needed_height(_slip_facts(sheet, record)) - _SLIP_GAP
        shares = paginate(rows, first, following, _SLIP_TAIL)
        pages += [_slip_page(record, share, number, len(shares)) for number, share in enumerate(shares, 1)]
    return print_pages(SLIP_NAME, pages, fonts=fonts)


def _slip_facts(sheet: Sheet, record: ReminderSheet) -> list[Row]:
    return [
        fact_row(sheet, ("报送处室", record.office), ("接收单位", f"{record.unit}办公室")),
        fact_row(sheet, ("催报日期", chinese_date(record.made_on)), ("经办人", record.handler)),
    ]


def _slip_page(record: ReminderSheet, share: Sequence[Row], number: int, total: int) -> Page:
    """A page of one office's slip, numbered within the slip: each office gets its own."""
    first, last = number == 1, number == total

    def draw(sheet: Sheet, _number: int, _total: int) -> None:
        draw_head(sheet, SLIP_NAME, f"致：{record.office}", f"共 {len(record.lines)} 项", following=not first)
        y = _SLIP_TOP
        if first:
            facts = _slip_facts(sheet, record)
            y = draw_form(sheet, slip_rows.LEFT, y, slip_rows.WIDTH, facts) + _SLIP_GAP
        rows = with_head(head_row(_SLIP_COLUMNS, _SLIP_HEAD, LABEL), share)
        y = draw_form(sheet, slip_rows.LEFT, y, slip_rows.WIDTH, rows) + _SLIP_GAP
        if last:
            tail = [
                wide_row(sheet, "报送要求", _ASK, ((BODY, 4), (NOTE, 999)), 16.0),
                _answer_row(),
                signing_row("催报人", "处室负责人", 18.0),
            ]
            draw_form(sheet, slip_rows.LEFT, y, slip_rows.WIDTH, tail)
        footer(sheet, f"{SLIP_NAME}\u3000{record.office}", number, total, slip_rows.LEFT, slip_rows.RIGHT)

    return draw


def _answer_row() -> Row:
    """Where the office writes why, and by when it will report."""
    return Row((cells.label_cell(0, 19, "处室说明"), Cell(19, slip_rows.WIDTH, cells.paint_nothing)), 22.0)
