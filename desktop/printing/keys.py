"""Sheets made when a data folder is founded: 应急密钥 for the safe, 公钥指纹 for enrolment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.printing import cells
from desktop.printing.cells import chinese_date
from desktop.printing.fonts import Face, FontSet, Style
from desktop.printing.form import Box, Cell, Paint, Row, draw_form
from desktop.printing.heading import draw_qr, draw_strip, draw_title
from desktop.printing.sheet import HEAVY, NOTE_LABEL, POINT, Align, Sheet, blank_sheet, footer, print_pages

_LEFT, _RIGHT, _WIDTH = 28.0, 184.0, 156.0
_TOP = 43.0
_LABEL = 30.0
_HALF, _SECOND = 78.0, 108.0
_PAD = 2.2
_ROOMY = Style(Face.BODY, 12)
_ROOMY_LABEL = Style(Face.HEAD, 12)
_GROUP = Style(Face.MARK, 22)
_SIZES = ((_ROOMY, 3), (Style(Face.BODY, 10.5), 6), (Style(Face.BODY, 9), 999))


@dataclass(frozen=True, slots=True)
class RecoveryKeySheet:
    """The recovery key of one data folder; `key` in groups parted by hyphens, the last group checks the others."""

    unit: str
    office: str
    key: str
    made_on: date
    keeper: str = ""


@dataclass(frozen=True, slots=True)
class FingerprintSheet:
    """The fingerprint of an end's public key; `fingerprint` in hex, with or without spaces."""

    unit: str
    office: str
    receiver: str
    algorithm: str
    fingerprint: str
    made_on: date
    holder: str = ""


def recovery_key_sheet(record: RecoveryKeySheet, fonts: FontSet | None = None) -> bytes:
    """The sheet with the recovery key, to be locked away, as a PDF of one page."""
    sheet = blank_sheet(fonts)
    name = "应急密钥"
    payload = f"XXGK:RECOVERY:{record.key.upper()}"
    groups = _groups(record.key)
    use = (
        "忘记口令或者保管人离岗时，用本密钥打开数据文件夹，重设口令；重设后原签名密钥停用，另发新密钥。"
        "密钥由数字和大写字母组成，不含字母 I、L、O、U；最后一组为校验组。"
    )
    keep = (
        "本页打印一份，装入信封，骑缝盖章后锁入保险柜；不拍照、不扫描、不存入计算机，不与数据备份放在一处。"
        "拿到本页的人可以打开全部数据。启用、移交、销毁逐次登记。"
    )
    rows = [
        _pair(sheet, ("单位", record.unit), ("处室", record.office)),
        _pair(sheet, ("生成日期", chinese_date(record.made_on)), ("保管人", cells.spaced_name(record.keeper))),
        _group_row(groups, payload),
        _single(sheet, "用途", use),
        _single(sheet, "保管要求", keep),
        *_use_log(),
        _sealing(("封存人", "保管人"), 40.0),
    ]
    return _one_page(name, "（锁入保险柜）", "只打印一份", rows, fonts)


def fingerprint_sheet(record: FingerprintSheet, fonts: FontSet | None = None) -> bytes:
    """The sheet from which the other end enrols this end's public key, as a PDF of one page."""
    sheet = blank_sheet(fonts)
    digits = re.sub(r"[^0-9A-Fa-f]", "", record.fingerprint).upper()
    groups = [digits[i : i + 4] for i in range(0, len(digits), 4)]
    use = (
        "接收方登记本公钥前，由两名经办人逐组核对指纹：一人朗读，一人与屏幕所示对照，全部一致后登记。"
        "有一处不一致的，不得登记，并用电话向出具单位核实。"
    )
    rows = [
        _pair(sheet, ("出具单位", record.unit), ("处室", record.office)),
        _pair(sheet, ("接收单位", record.receiver), ("密钥持有人", cells.spaced_name(record.holder))),
        _pair(sheet, ("签名算法", record.algorithm), ("生成日期", chinese_date(record.made_on))),
        _group_row(groups, f"XXGK:KEY:{digits}"),
        _single(sheet, "核对方法", use),
        _single(sheet, "说明", "指纹是公开的，不需要保密；它只用来确认公钥没有被调换。更换密钥后本页作废。"),
        _seals(),
    ]
    return _one_page("公钥指纹登记单", "", "一式两份，双方各存一份", rows, fonts)


@dataclass(frozen=True, slots=True)
class ChainHeadSheet:
    """The head of the audit chain on a day: epoch, number of the last entry, its digest in hex."""

    unit: str
    office: str
    epoch: int
    seq: int
    head: str
    made_on: date
    maker: str


def chain_head_sheet(record: ChainHeadSheet, fonts: FontSet | None = None) -> bytes:
    """The head of the audit chain on paper, to be filed: whoever rewrites the chain later no longer matches it."""
    sheet = blank_sheet(fonts)
    digits = record.head.upper()
    groups = [digits[i : i + 4] for i in range(0, len(digits), 4)]
    use = (
        "本页印着审计记录最后一条的摘要（SM3），由安全审计员签名存档。"
        "以后核对时，用命令 audit head --seq 显示同一序号的摘要，应与本页逐组一致；"
        "不一致的，说明这一条或以前的记录被改写过。"
    )
    rows = [
        _pair(sheet, ("单位", record.unit), ("处室", record.office)),
        _pair(sheet, ("日期", chinese_date(record.made_on)), ("制单人", cells.spaced_name(record.maker))),
        _pair(sheet, ("序号段", str(record.epoch)), ("最后一条", f"第 {record.seq} 条")),
        _group_row(groups, f"XXGK:AUDIT:{record.epoch}:{record.seq}:{digits}"),
        _single(sheet, "用途", use),
        _sealing(("审计员", "见证人"), 40.0),
    ]
    return _one_page("审计记录日摘要", "", "存档", rows, fonts)


def _one_page(name: str, left: str, right: str, rows: Sequence[Row], fonts: FontSet | None) -> bytes:
    def draw(sheet: Sheet, number: int, total: int) -> None:
        draw_title(sheet, _LEFT + _WIDTH / 2, 30.2, name, _WIDTH)
        draw_strip(sheet, _LEFT, _RIGHT, 39.4, left, right)
        draw_form(sheet, _LEFT, _TOP, _WIDTH, rows)
        footer(sheet, name, number, total, _LEFT, _RIGHT)

    return print_pages(name, [draw], fonts=fonts)


def _groups(key: str) -> list[str]:
    return [group for group in re.split(r"[-\s]+", key.upper()) if group]


def _label(x0: float, x1: float, text: str) -> Cell:
    return cells.label_cell(x0, x1, text, _ROOMY_LABEL)


def _text(sheet: Sheet, x0: float, x1: float, text: str) -> Cell:
    return cells.text_cell(x0, x1, cells.fit(sheet, text, x1 - x0 - 2 * _PAD, _SIZES), pad=_PAD)


def _single(sheet: Sheet, label: str, text: str) -> Row:
    cell = _text(sheet, _LABEL, _WIDTH, text)
    return Row((_label(0, _LABEL, label), cell), 11.0, cell.need + 4.0)


def _pair(sheet: Sheet, left: tuple[str, str], right: tuple[str, str]) -> Row:
    return Row(
        (
            _label(0, _LABEL, left[0]),
            _text(sheet, _LABEL, _HALF, left[1]),
            _label(_HALF, _SECOND, right[0]),
            _text(sheet, _SECOND, _WIDTH, right[1]),
        ),
        11.0,
    )


def _group_row(groups: Sequence[str], payload: str) -> Row:
    """The groups, numbered, three a row when the last one checks the others, otherwise four; the code at the right."""
    columns = 3 if len(groups) % 3 == 0 else 4
    lines = -(-len(groups) // columns)
    height = lines * 17.0 + 6.0

    def paint_groups(sheet: Sheet, box: Box) -> None:
        step = box.width / columns
        for i, group in enumerate(groups):
            row, column = divmod(i, columns)
            centre = box.x0 + (column + 0.5) * step
            top = box.y0 + 3.0 + row * 17.0
            sheet.write(centre, top + 3.2, str(i + 1), NOTE_LABEL, Align.CENTRE, grey=0.35)
            sheet.write(centre, top + 10.2, group, _GROUP, Align.CENTRE, spacing=0.6)

    side = 34.0

    def paint_code(sheet: Sheet, box: Box) -> None:
        draw_qr(sheet, box.centre - side / 2, box.middle - side / 2, side, payload)

    return Row(
        (Cell(0, 112.0, paint_groups, height), Cell(112.0, _WIDTH, paint_code, side + 8.0)), height, weight=HEAVY
    )


def _use_log() -> list[Row]:
    """Lines on which each use is entered by hand."""
    heads = (
        (0.0, _LABEL, "启用日期"),
        (_LABEL, _HALF, "启用原因"),
        (_HALF, _SECOND, "启用人"),
        (_SECOND, _WIDTH, "批准人"),
    )
    head = Row(tuple(_label(x0, x1, text) for x0, x1, text in heads), 9.0, weight=HEAVY)
    empty = Row(tuple(Cell(x0, x1, cells.paint_nothing) for x0, x1, _ in heads), 9.0)
    return [head, empty, empty]


def _sealing(roles: tuple[str, str], height: float) -> Row:
    painters = [_signing_painter("", role) for role in roles]
    return Row((Cell(0, _HALF, painters[0]), Cell(_HALF, _WIDTH, painters[1])), height, weight=HEAVY)


def _seals() -> Row:
    """Two halves, each with 46 mm clear for a seal."""
    left = _signing_painter("出具单位（公章）", "经办人")
    right = _signing_painter("接收单位登记", "登记人", "复核人")
    return Row((Cell(0, _HALF, left), Cell(_HALF, _WIDTH, right)), 78.0, weight=HEAVY)


def _signing_painter(head: str, *roles: str) -> Paint:
    def paint(sheet: Sheet, box: Box) -> None:
        if head:
            sheet.write(box.centre, box.y0 + 7.0, head, _ROOMY_LABEL, Align.CENTRE)
        room = 4 * _ROOMY.size * POINT
        for i, role in enumerate(reversed(roles)):
            middle = box.y1 - 19.0 - 10.0 * i
            sheet.spread(box.x0 + 5.2, middle, role, _ROOMY, room)
            sheet.write(box.x0 + 5.2 + room, middle, "：", _ROOMY)
        cells.draw_blank_date(sheet, box.x1 - 5.6, box.y1 - 8.0, _ROOMY)

    return paint
