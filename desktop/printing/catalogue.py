"""主动公开政府信息送交目录表 and its nil return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.printing import cells
from desktop.printing.cells import chinese_date
from desktop.printing.fonts import FontSet, Style
from desktop.printing.form import Box, Cell, Paint, Row, draw_form, natural_heights
from desktop.printing.heading import draw_strip, draw_title
from desktop.printing.sheet import (
    A4_LANDSCAPE,
    BODY,
    DIGITS,
    HEAVY,
    LABEL,
    NOTE,
    POINT,
    Align,
    Page,
    Sheet,
    blank_sheet,
    footer,
    print_pages,
)
from desktop.printing.table import Column, body_rows, head_row, nil_row, paginate, with_head

NAME = "主动公开政府信息送交目录表"

_LEFT, _WIDTH = 15.0, 267.0
_TOP, _BOTTOM = 28.0, 191.0
_HEAD, _TOTAL, _SIGNING = 10.2, 8.5, 46.0
_COLUMNS = (
    Column("序号", 8), Column("索引号", 22, style=DIGITS), Column("题名", 56.5, Align.LEFT),
    Column("文号", 26, Align.LEFT), Column("责任者", 22.5), Column("成文日期", 19, style=DIGITS),
    Column("公开日期", 19, style=DIGITS), Column("主题分类", 18), Column("页数", 8), Column("纸质\n份数", 9),
    Column("电子文件名", 25, style=DIGITS), Column("格式", 12, style=DIGITS), Column("摘要值", 12.5, style=DIGITS),
    Column("备注", 9.5, Align.LEFT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One delivered item; `digest` in hex (its first eight digits are printed), `files` the number of its files;
    `pages` 0 where a document has none to count."""

    index_number: str
    title: str
    document_number: str
    responsible: str
    signed_on: date | None
    published_on: date | None
    subject: str
    pages: int
    copies: int
    file_name: str
    file_format: str
    digest: str
    remark: str = ""
    files: int = 1


@dataclass(frozen=True, slots=True)
class CatalogueSheet:
    """A delivery catalogue; `size` is the bytes of all files. Without rows it is printed as a nil return."""

    number: str
    unit: str
    receiver: str
    period: str
    rows: tuple[CatalogueRow, ...]
    handler: str = ""
    phone: str = ""
    size: int = 0
    delivered_on: date | None = None
    copies: str = "一式四份：接收单位、送交单位各二份"


def catalogue(record: CatalogueSheet, fonts: FontSet | None = None) -> bytes:
    """The catalogue as a PDF, landscape, head repeated on every page; a nil return when there are no rows."""
    sheet = blank_sheet(fonts, A4_LANDSCAPE)
    if not record.rows:
        return print_pages(NAME, [_nil_page(record)], A4_LANDSCAPE, fonts)
    rows = body_rows(sheet, _COLUMNS, [_values(n, row) for n, row in enumerate(record.rows, 1)], 10.0)
    room = _BOTTOM - _TOP - _HEAD
    shares = paginate(rows, room, room, _TOTAL + _SIGNING)
    pages = [_page(record, share, last=i == len(shares) - 1) for i, share in enumerate(shares)]
    return print_pages(NAME, pages, A4_LANDSCAPE, fonts)


def _values(number: int, row: CatalogueRow) -> tuple[str, ...]:
    return (
        str(number), row.index_number.replace("/", "/\n", 1), row.title, row.document_number or "—", row.responsible,
        _iso(row.signed_on), _iso(row.published_on), row.subject, str(row.pages or "—"), str(row.copies),
        row.file_name, row.file_format, f"{row.digest[:4]}\n{row.digest[4:8]}".upper(), row.remark,
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _page(record: CatalogueSheet, share: Sequence[Row], last: bool) -> Page:
    def draw(sheet: Sheet, number: int, total: int) -> None:
        _draw_head(sheet, record, NAME if number == 1 else f"{NAME}（续）")
        rows = with_head(head_row(_COLUMNS, _HEAD), share)
        if last:
            rows += [_total_row(sheet, _totals(record)), _signing_row(record)]
        draw_form(sheet, _LEFT, _TOP, _WIDTH, rows)
        footer(sheet, record.number, number, total, _LEFT, _LEFT + _WIDTH, record.copies)

    return draw


def _draw_head(sheet: Sheet, record: CatalogueSheet, title: str) -> None:
    draw_title(sheet, sheet.width / 2, 15.2, title, _WIDTH)
    right = f"{record.number}\u3000\u3000公开期间：{record.period}\u3000\u3000接收单位：{record.receiver}"
    draw_strip(sheet, _LEFT, _LEFT + _WIDTH, 24.4, f"送交单位（公章）：{record.unit}", right)


def _totals(record: CatalogueSheet) -> str:
    """Numbers counted from the rows, and whether paper and files agree."""
    paper = [row for row in record.rows if row.copies]
    files = [row for row in record.rows if row.files]
    agree = "纸质与电子件数相符。" if len(paper) == len(files) else "纸质与电子件数不符，差额在备注栏说明。"
    return (
        f"目录 {len(record.rows)} 条；纸质 {len(paper)} 件、{sum(r.copies for r in paper)} 份、"
        f"{sum(r.pages * r.copies for r in paper)} 页；电子 {len(files)} 件、{sum(r.files for r in files)} 个文件、"
        f"{megabytes(record.size)}。{agree}"
    )


def megabytes(size: int) -> str:
    """A number of bytes as MB with one decimal, small ones as KB."""
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} KB"


def _total_row(sheet: Sheet, text: str, left: float = 30.0) -> Row:
    def paint_label(sheet: Sheet, box: Box) -> None:
        em = LABEL.size * POINT
        sheet.spread(box.centre - 2 * em, box.middle, "合计", LABEL, 4 * em)

    totals = cells.fit(sheet, text, _WIDTH - left - 4.0)
    row = (Cell(0, left, paint_label), cells.text_cell(left, _WIDTH, totals, pad=2.2))
    return Row(row, _TOTAL, weight=HEAVY)


def _signing_row(record: CatalogueSheet) -> Row:
    half = _WIDTH / 2
    sent = _signing_painter("送交单位（公章）", "经办人", record.handler, record.phone, "送交日期", record.delivered_on)
    received = _signing_painter("接收单位（公章）", "接收人", "", "", "接收日期", None)
    return Row((Cell(0, half, sent), Cell(half, _WIDTH, received)), _SIGNING, weight=HEAVY)


def _signing_painter(
    head: str, role: str, name: str, phone: str, day_label: str, day: date | None
) -> Paint:  # fmt: skip
    def paint(sheet: Sheet, box: Box) -> None:
        x = box.x0 + 2.0
        sheet.write(x, box.y0 + 4.5, head, LABEL)
        behind = _lead(sheet, x, box.y0 + 18.0, role)
        cells.draw_name(sheet, behind, box.y0 + 18.0, name, BODY)
        sheet.write(_lead(sheet, x, box.y0 + 26.0, "联系电话"), box.y0 + 26.0, phone, BODY)
        behind = _lead(sheet, x, box.y0 + 40.0, day_label)
        if day:
            sheet.write(behind, box.y0 + 40.0, chinese_date(day), BODY)
        else:
            cells.draw_blank_date(sheet, behind + 31.0, box.y0 + 40.0)

    return paint


def _lead(sheet: Sheet, x: float, middle: float, text: str, style: Style = BODY) -> float:
    """A word spread over four ems and its colon; return the x behind it."""
    room = 4 * style.size * POINT
    sheet.spread(x, middle, text, style, room)
    return x + room + sheet.write(x + room, middle, "：", style)


def _nil_page(record: CatalogueSheet) -> Page:
    def draw(sheet: Sheet, number: int, total: int) -> None:
        _draw_head(sheet, record, NAME)
        rows = [head_row(_COLUMNS, _HEAD), nil_row(_WIDTH, "本期无送交的主动公开政府信息（零报告）。", 70.0)]
        rows.append(_total_row(sheet, "目录 0 条；纸质 0 件、0 份、0 页；电子 0 件、0 个文件。"))
        rows.append(_signing_row(record))
        draw_form(sheet, _LEFT, _TOP, _WIDTH, rows)
        note = "说明：没有送交信息的，按期报送零报告。"
        sheet.write(_LEFT, _TOP + sum(natural_heights(rows)) + 5.0, note, NOTE, grey=0.35)
        footer(sheet, record.number, number, total, _LEFT, _LEFT + _WIDTH, record.copies)

    return draw
