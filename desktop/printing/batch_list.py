"""政府信息报送清单 with its tear-off 回执联, and the nil return of an office (零报告)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.labels import batch_words
from desktop.printing import cells
from desktop.printing.catalogue import megabytes
from desktop.printing.cells import Option, chinese_date, grouped
from desktop.printing.fonts import Face, FontSet, Style
from desktop.printing.form import Box, Cell, Paint, Row, draw_form, needed_height
from desktop.printing.heading import draw_qr
from desktop.printing.qr import digest_payload
from desktop.printing.sheet import (
    BODY,
    DIGITS,
    GREY_TEXT,
    NOTE,
    Align,
    Page,
    Sheet,
    blank_sheet,
    footer,
    print_pages,
)
from desktop.printing.slip_rows import LEFT, RIGHT, WIDTH, draw_head, draw_signing_room, fact_row, signing_row
from desktop.printing.table import Column, body_rows, head_row, nil_row, paginate, with_head

NAME = "政府信息报送清单"
WITHDRAWN, WITHHELD = "撤回", "不予公开"

_TOP, _BOTTOM = 33.0, 278.0
_HEAD = 8.0
_GAP = 4.0
_TAIL = 107.5
_COLUMNS = (
    Column("序号", 10), Column("审查表编号", 25), Column("信息标题", 56, Align.LEFT), Column("文号", 35, Align.LEFT),
    Column("类别", 12), Column("附件", 12), Column("摘要", 15, style=DIGITS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One item of a batch, or an entry (`kind` WITHDRAWN or WITHHELD); of the digest in hex eight digits are printed."""

    form_number: str
    title: str
    document_number: str
    kind: str
    attachments: int
    digest: str


@dataclass(frozen=True, slots=True)
class BatchListSheet:
    """A batch as it is handed over. Without rows it is a nil return. `size` is the bytes of all attachments."""

    number: str
    sent_on: date
    office: str
    receiver: str
    period: str
    previous: str
    rows: tuple[BatchRow, ...]
    size: int
    medium: str
    file_name: str
    sm3: str
    sha256: str
    reread: bool = True
    """Whether the package was read again from the medium after writing."""
    approved: bool = False
    """Whether the head of the office has agreed in the program."""


def batch_lists(records: Sequence[BatchListSheet], fonts: FontSet | None = None) -> bytes:
    """The lists in one PDF, each numbered by itself, with the receipt to tear off on its last page."""
    sheet = blank_sheet(fonts)
    return print_pages(NAME, [page for one in records for page in _pages(one, sheet)], fonts=fonts)


def _pages(record: BatchListSheet, sheet: Sheet) -> list[Page]:
    facts = _fact_rows(record, sheet)
    values = [_values(n, row) for n, row in enumerate(record.rows, 1)]
    rows = body_rows(sheet, _COLUMNS, values, 11.0) if values else [nil_row(WIDTH, _NIL, 40.0)]
    following = _BOTTOM - _TOP - _HEAD
    shares = paginate(rows, following - needed_height(facts) - _GAP, following, _TAIL)
    return [_page(record, facts, share, i + 1, len(shares)) for i, share in enumerate(shares)]


_NIL = "本期无报送信息（零报告）。"


def _values(number: int, row: BatchRow) -> tuple[str, ...]:
    return (
        str(number), row.form_number.replace("〕", "〕\n", 1), row.title or "—", row.document_number or "—",
        row.kind.replace(WITHHELD, "不予\n公开"), str(row.attachments), f"{row.digest[:4]}\n{row.digest[4:8]}".upper(),
    )  # fmt: skip


def _fact_rows(record: BatchListSheet, sheet: Sheet) -> list[Row]:
    attachments = sum(row.attachments for row in record.rows)
    sizes = f"{attachments} 个，{megabytes(record.size)}" if attachments else "无"
    return [
        fact_row(sheet, ("报送处室", record.office), ("接收单位", record.receiver)),
        fact_row(sheet, ("报送期间", record.period), ("上一批次", record.previous or "无")),
        fact_row(sheet, ("报送件数", _count(record.rows)), ("附件", sizes)),
        fact_row(sheet, ("介质", record.medium), ("文件名", record.file_name), Style(Face.MARK, 9)),
    ]


def _count(rows: Sequence[BatchRow]) -> str:
    if not rows:
        return "共 0 件（零报告）"
    kinds = Counter(row.kind for row in rows if row.kind not in (WITHDRAWN, WITHHELD))
    parts = "、".join(f"{kind} {count}" for kind, count in kinds.items())
    told = [f"共 {kinds.total():,} 件：{parts}"] if kinds else []
    entries = batch_words(0, *_entries(rows)) if kinds.total() < len(rows) else ""
    return "；".join([*told, entries] if entries else told)


def _entries(rows: Sequence[BatchRow]) -> tuple[int, int]:
    """How many of the rows are withdrawn, and how many withheld."""
    return sum(row.kind == WITHDRAWN for row in rows), sum(row.kind == WITHHELD for row in rows)


def _page(record: BatchListSheet, facts: Sequence[Row], share: Sequence[Row], number: int, total: int) -> Page:
    def draw(sheet: Sheet, _number: int, _total: int) -> None:
        sent = f"报送日期：{chinese_date(record.sent_on)}"
        draw_head(sheet, NAME, f"批次号：{record.number}", sent, following=number > 1)
        y = _TOP
        if number == 1:
            y = draw_form(sheet, LEFT, y, WIDTH, facts) + _GAP
        if share:
            rows = with_head(head_row(_COLUMNS, _HEAD), share)
            y = draw_form(sheet, LEFT, y, WIDTH, rows)
        if number == total:
            _draw_tail(sheet, record, y)
        footer(sheet, record.number, number, total, LEFT, RIGHT)

    return draw


def _draw_tail(sheet: Sheet, record: BatchListSheet, y: float) -> None:
    if record.rows:
        note = "“摘要”为该件内容摘要（SM3）的前8位；退回补正件另附字段清单。"
        sheet.write(LEFT + 1.0, y + 3.6, note, NOTE, grey=GREY_TEXT)
    rows = [_digest_row(record), _signing_row(record)]
    y = draw_form(sheet, LEFT, y + 7.8, WIDTH, rows)
    y += 8.9
    words = "回 执 联（交报送处室）"
    half = sheet.measure(words, NOTE) / 2 + 6.0
    sheet.cut_line(y, 17.0, 107.5 - half)
    sheet.write(107.5, y, words, NOTE, Align.CENTRE, grey=GREY_TEXT)
    sheet.cut_line(y, 107.5 + half, 198.0)
    sheet.write(107.5, y + 7.7, "政府信息报送回执", Style(Face.TITLE, 14), Align.CENTRE, spacing=0.35)
    stub = _stub_rows(record, sheet)
    draw_form(sheet, LEFT, y + 13.1, WIDTH, stub)


def _digest_row(record: BatchListSheet) -> Row:
    payload = digest_payload("BATCH", record.sm3)
    digests = cells.digest_cell(19, 140, (("SM3", record.sm3), ("SHA-256", record.sha256)))
    code = Cell(140, WIDTH, lambda sheet, box: draw_qr(sheet, box.centre - 9.5, box.middle - 9.5, 19.0, payload))
    return Row((cells.role_cell(0, 19, "文件摘要"), digests, code), 26.0)


def _signing_row(record: BatchListSheet) -> Row:
    reread = "已从介质重新读出，与清单一致。" if record.reread else ""
    paints = (_signing_painter(reread), _signing_painter("", Option("同意报送", record.approved)))
    return signing_row("报送人", "处室负责人", 20.0, paints)


def _signing_painter(text: str, option: Option | None = None) -> Paint:
    def paint(sheet: Sheet, box: Box) -> None:
        sheet.write(box.x0 + cells.PAD, box.y0 + 4.1, text, BODY)
        if option:
            cells.draw_option(sheet, box.x0 + cells.PAD_BOX, box.y0 + 4.1, option)
        draw_signing_room(sheet, box)

    return paint


def _stub_rows(record: BatchListSheet, sheet: Sheet) -> list[Row]:
    start = " ".join(grouped(record.sm3)[0].split()[:4]) + " …"
    entries = _entries(record.rows)
    batch = f"{record.number}，{batch_words(len(record.rows) - sum(entries), *entries, nil=True)}"
    results = (Option("摘要一致，全部接收"), Option("部分退回（＿＿件）"), Option("摘要不符，整批退回"))
    return [
        fact_row(sheet, ("批次号", batch), ("文件摘要", start), Style(Face.MARK, 9)),
        Row(
            (cells.label_cell(0, 19, "核验结果"), cells.flowing_options_cell(sheet, 19, WIDTH, results, 7.0)),
            8.0,
        ),
        Row((cells.label_cell(0, 19, "接收意见"), Cell(19, WIDTH, _paint_receiver)), 17.0),
    ]


def _paint_receiver(sheet: Sheet, box: Box) -> None:
    sheet.write(box.x0 + 70.5, box.y1 - 3.5, "接收人：", BODY)
    cells.draw_blank_date(sheet, box.x1 - cells.PAD - 0.3, box.y1 - 3.5)
