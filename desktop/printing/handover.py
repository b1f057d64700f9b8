"""政府信息公开文件交接文据: signed and sealed by both units for each delivery (条例 25)."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.printing import cells
from desktop.printing.cells import Option
from desktop.printing.fonts import Face, FontSet, Style
from desktop.printing.form import Box, Cell, Paint, Row, draw_form
from desktop.printing.heading import draw_strip, draw_title
from desktop.printing.sheet import HEAVY, POINT, Align, Sheet, blank_sheet, footer, print_pages

NAME = "政府信息公开文件交接文据"
NATURE = "依照《中华人民共和国政府信息公开条例》第二十五条，送交主动公开的政府信息，供公众查阅（不属于档案移交进馆）。"
CHECKS = (
    "目录与实物逐件相符", "纸质、电子件数相等", "索引号和主动公开标识齐全", "附件齐全",
    "电子文件全部打开可读", "数字摘要校验一致", "已查杀病毒", "载体外观完好",
)  # fmt: skip

_LEFT, _WIDTH = 28.0, 156.0
_TOP = 43.0
_ROOMY = Style(Face.BODY, 12)
_ROOMY_LABEL = Style(Face.HEAD, 12)
_SIZES = ((_ROOMY, 3), (Style(Face.BODY, 10.5), 6), (Style(Face.BODY, 9), 999))
_PAD = 2.2
_A, _B, _C = 26.0, 78.0, 104.0


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """What is handed over; texts as they are printed, `digest` the SM3 of the delivery in hex."""

    number: str
    unit: str
    receiver: str
    batch: str
    paper: str
    electronic: str
    medium: str
    medium_number: str
    digest: str
    enclosed: str
    remark: str = ""
    nature: str = NATURE
    checks: tuple[Option, ...] = tuple(Option(check) for check in CHECKS)
    copies: str = "一式四份"


def handover(record: HandoverSheet, fonts: FontSet | None = None) -> bytes:
    """The handover document as a PDF of one page."""
    rows = _rows(record, blank_sheet(fonts))

    def draw(sheet: Sheet, number: int, total: int) -> None:
        draw_title(sheet, _LEFT + _WIDTH / 2, 30.2, NAME, _WIDTH)
        right = f"{record.copies}\u3000第\u3000\u3000份"
        draw_strip(sheet, _LEFT, _LEFT + _WIDTH, 39.4, f"编号：{record.number}", right)
        draw_form(sheet, _LEFT, _TOP, _WIDTH, rows)
        footer(sheet, record.number, number, total, _LEFT, _LEFT + _WIDTH)

    return print_pages(NAME, [draw], fonts=fonts)


def _rows(record: HandoverSheet, sheet: Sheet) -> list[Row]:
    digest = cells.digest_cell(_A, _WIDTH, (("SM3", record.digest),), 10.5, _PAD)
    checks = cells.option_grid(sheet, _A, _WIDTH, record.checks, 2, 63.0, _ROOMY, 1.66, _PAD + 0.2)
    return [
        _pair(sheet, ("移交单位", record.unit), ("接收单位", record.receiver)),
        _single(sheet, "交接性质", record.nature),
        _single(sheet, "送交批次", record.batch),
        _pair(sheet, ("纸质文件", record.paper), ("电子文件", record.electronic)),
        _pair(sheet, ("载体", record.medium), ("载体编号", record.medium_number)),
        Row((_label(0, _A, "数字摘要"), digest), 17.0),
        Row((_label(0, _A, "核对情况"), checks), 33.0),
        _single(sheet, "附送目录", record.enclosed),
        _single(sheet, "备注", record.remark),
        _signing(),
    ]


def _label(x0: float, x1: float, text: str) -> Cell:
    return cells.label_cell(x0, x1, text, _ROOMY_LABEL)


def _text(sheet: Sheet, x0: float, x1: float, text: str) -> Cell:
    return cells.text_cell(x0, x1, cells.fit(sheet, text, x1 - x0 - 2 * _PAD, _SIZES), pad=_PAD)


def _single(sheet: Sheet, label: str, text: str) -> Row:
    cell = _text(sheet, _A, _WIDTH, text)
    return Row((_label(0, _A, label), cell), 11.0, cell.need + 4.0 if cell.need > 9 else 11.0)


def _pair(sheet: Sheet, left: tuple[str, str], right: tuple[str, str]) -> Row:
    return Row(
        (
            _label(0, _A, left[0]),
            _text(sheet, _A, _B, left[1]),
            _label(_B, _C, right[0]),
            _text(sheet, _C, _WIDTH, right[1]),
        ),
        11.0,
    )


def _signing() -> Row:
    """Two halves, each with 46 mm clear for a seal."""
    left = _signing_painter("移交单位（公章）", "移交人")
    right = _signing_painter("接收单位（公章）", "接收人")
    return Row((Cell(0, _B, left), Cell(_B, _WIDTH, right)), 72.0, weight=HEAVY)


def _signing_painter(head: str, role: str) -> Paint:
    def paint(sheet: Sheet, box: Box) -> None:
        sheet.write(box.centre, box.y0 + 7.0, head, _ROOMY_LABEL, Align.CENTRE)
        x = box.x0 + 5.2
        sheet.write(x, box.y0 + 41.0, "单位负责人：", _ROOMY)
        five = 5 * _ROOMY.size * POINT
        sheet.spread(x, box.y0 + 51.0, role, _ROOMY, five)
        sheet.write(x + five, box.y0 + 51.0, "：", _ROOMY)
        cells.draw_blank_date(sheet, box.x1 - 5.6, box.y0 + 64.0, _ROOMY)

    return paint
