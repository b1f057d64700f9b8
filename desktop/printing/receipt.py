"""政府信息报送回执: what the centre did with each item of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.printing import cells
from desktop.printing.cells import Option, chinese_date
from desktop.printing.fonts import FontSet
from desktop.printing.form import Box, Cell, Row, draw_form, needed_height
from desktop.printing.heading import draw_qr
from desktop.printing.qr import digest_payload
from desktop.printing.sheet import BODY, HEAVY, Align, Page, Sheet, blank_sheet, footer, print_pages
from desktop.printing.slip_rows import LEFT, RIGHT, WIDTH, draw_head, fact_row, wide_row
from desktop.printing.table import Column, body_rows, head_row, nil_row, paginate, with_head

NAME = "政府信息报送回执"

_TOP, _BOTTOM = 33.0, 278.0
_HEAD, _GAP = 8.0, 4.0
_NAMED = 40
"""Missing batches, or items in conflict, that are named one by one."""
_COLUMNS = (
    Column("序号", 10), Column("审查表编号", 25), Column("信息标题", 52, Align.LEFT), Column("处理结果", 18),
    Column("须补正的栏目和原因、索引号", 60, Align.LEFT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One item: its outcome in words, the reason, the fields to be mended and the index number it was given."""

    form_number: str
    title: str
    outcome: str
    reason: str = ""
    fields: tuple[str, ...] = ()
    index_number: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """A receipt; `results` are the verdicts on the whole batch, one ticked; `gaps` the batches that have not arrived.

    `digest` is the SM3 of the batch that the receipt answers, in hex.
    """

    number: str
    issued_on: date
    centre: str
    office: str
    batch_number: str
    received_on: date
    results: tuple[Option, ...]
    rows: tuple[ReceiptRow, ...]
    digest: str
    gaps: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    remark: str = ""
    receiver: str = ""


def receipt(record: ReceiptSheet, fonts: FontSet | None = None) -> bytes:
    """The receipt as a PDF, one page as long as the rows allow."""
    sheet = blank_sheet(fonts)
    facts = _fact_rows(record, sheet)
    tail = _tail_rows(record, sheet)
    values = [_values(n, row) for n, row in enumerate(record.rows, 1)]
    rows = body_rows(sheet, _COLUMNS, values) if values else [nil_row(WIDTH, "本批为零报告，无报送信息。", 30.0)]
    following = _BOTTOM - _TOP - _HEAD
    shares = paginate(rows, following - needed_height(facts) - _GAP, following, _GAP + needed_height(tail))
    pages = [_page(record, facts, share, tail if i == len(shares) - 1 else ()) for i, share in enumerate(shares)]
    return print_pages(NAME, pages, fonts=fonts)


def _values(number: int, row: ReceiptRow) -> tuple[str, ...]:
    parts = []
    if row.fields:
        parts.append(f"补正：{'、'.join(row.fields)}。")
    if row.reason:
        parts.append(row.reason)
    if row.index_number:
        parts.append(f"索引号：{row.index_number}")
    form = row.form_number.replace("〕", "〕\n", 1)
    return (str(number), form, row.title or "—", row.outcome, "\n".join(parts))


def _fact_rows(record: ReceiptSheet, sheet: Sheet) -> list[Row]:
    outcomes = dict.fromkeys(row.outcome for row in record.rows)
    counts = "、".join(f"{name} {sum(row.outcome == name for row in record.rows)}" for name in outcomes)
    items = f"共 {len(record.rows)} 件：{counts}" if record.rows else "共 0 件（零报告）"
    return [
        fact_row(sheet, ("报送处室", record.office), ("接收单位", record.centre)),
        fact_row(sheet, ("批次号", record.batch_number), ("接收日期", chinese_date(record.received_on))),
        wide_row(sheet, "处理件数", items),
        Row(
            (cells.label_cell(0, 19, "核验结果"), cells.flowing_options_cell(sheet, 19, WIDTH, record.results, 6.0)),
            8.0,
        ),
    ]


def _tail_rows(record: ReceiptSheet, sheet: Sheet) -> list[Row]:
    gaps = f"以下批次未收到：{_listed(record.gaps)}。核实后补送。" if record.gaps else "无缺批。"
    rows = [wide_row(sheet, "缺批情况", gaps)]
    if record.conflicts:
        rows.append(wide_row(sheet, "冲突情况", f"以下各件有两个不同的版本：{_listed(record.conflicts)}。"))
    payload = digest_payload("RECEIPT", record.digest)
    digest = cells.digest_cell(19, 140, (("SM3", record.digest),))
    code = Cell(140, WIDTH, lambda s, box: draw_qr(s, box.centre - 8.0, box.middle - 8.0, 16.0, payload))
    rows.append(Row((cells.role_cell(0, 19, "批次摘要"), digest, code), 20.0))
    opinion = cells.fit(sheet, record.remark, WIDTH - 19 - 2 * cells.PAD)

    def paint(sheet: Sheet, box: Box) -> None:
        cells.draw_lines(sheet, box.x0 + cells.PAD, box.y0 + 4.1, opinion)
        x = box.x0 + 70.5
        x += sheet.write(x, box.y1 - 3.5, "接收人：", BODY)
        cells.draw_name(sheet, x, box.y1 - 3.5, record.receiver, BODY)
        cells.draw_blank_date(sheet, box.x1 - cells.PAD - 0.3, box.y1 - 3.5)

    row = Row((cells.label_cell(0, 19, "接收意见"), Cell(19, WIDTH, paint, opinion.height + 14.0)), 24.0, weight=HEAVY)
    return [*rows, row]


def _listed(names: Sequence[str]) -> str:
    """The names, the first of very many; the rows tell every item, the receipt file every batch."""
    more = f" 等 {len(names)} 项" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _page(record: ReceiptSheet, facts: Sequence[Row], share: Sequence[Row], tail: Sequence[Row]) -> Page:
    def draw(sheet: Sheet, number: int, total: int) -> None:
        issued = f"回执日期：{chinese_date(record.issued_on)}"
        draw_head(sheet, NAME, f"回执号：{record.number}", issued, following=number > 1)
        y = _TOP
        if number == 1:
            y = draw_form(sheet, LEFT, y, WIDTH, facts) + _GAP
        if share:
            rows = with_head(head_row(_COLUMNS, _HEAD), share)
            y = draw_form(sheet, LEFT, y, WIDTH, rows) + _GAP
        if tail:
            draw_form(sheet, LEFT, y, WIDTH, tail)
        footer(sheet, record.number, number, total, LEFT, RIGHT)

    return draw
