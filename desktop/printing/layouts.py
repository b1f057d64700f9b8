"""The layouts of the review form as descriptions: which rows, how the signers' blocks stand (reference §1.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.printing import roomy_rows as fields
from desktop.printing.cells import chinese_date, spaced_name
from desktop.printing.continuation import Cutter
from desktop.printing.form import Row
from desktop.printing.frames import CLOSE_FRAME, ROOMY_FRAME, Frame
from desktop.printing.review_blocks import Halves, block_rows
from desktop.printing.review_rows import checklist_rows, head_rows, verdict_rows
from desktop.printing.review_sheet import ReviewFormSheet
from desktop.printing.roomy_rows import Field
from desktop.printing.wide_blocks import seal_row, staged_rows, wide_rows
from desktop.rules.chains import Layout, Step

Rows = Callable[[ReviewFormSheet, Cutter], list[Row]]

_WIDTH = ROOMY_FRAME.width
_LABEL, _HALF_LABEL = 32.0, 16.5


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """One layout. `blocks` are tried in their order: the first that fits the page is taken."""

    frame: Frame
    rows: Rows
    blocks: tuple[Rows, ...]
    strip: Callable[[ReviewFormSheet], str]
    dated: str
    note: str


def _standard_rows(record: ReviewFormSheet, cutter: Cutter) -> list[Row]:
    return head_rows(record, cutter) + checklist_rows(record.checklist, cutter.sheet) + verdict_rows(record, cutter)


def _standard_blocks(record: ReviewFormSheet, cutter: Cutter) -> list[Row]:
    return block_rows(record.blocks, record.publication, cutter)


def _rows_of(*described: tuple[Field, ...], label: float = _LABEL) -> Rows:
    return lambda record, cutter: [
        row for one in described if (row := fields.field_row(one, record, cutter, label, _WIDTH)) is not None
    ]


def _one_a_row(published: bool = False, seal: bool = False) -> Rows:
    def rows(record: ReviewFormSheet, cutter: Cutter) -> list[Row]:
        made = wide_rows(record, cutter, _WIDTH, _LABEL, published)
        return [*made, seal_row(_WIDTH, _LABEL)] if seal else made

    return rows


def _two_a_row(published: bool = False, seal: bool = False) -> Rows:
    def rows(record: ReviewFormSheet, cutter: Cutter) -> list[Row]:
        at = Halves(_HALF_LABEL, _WIDTH / 2, _WIDTH)
        made = block_rows(record.blocks, record.publication if published else None, cutter, at)
        return [*made, seal_row(_WIDTH, _LABEL)] if seal else made

    return rows


_STAGES = {
    Step.HANDLER: "初步审查",
    Step.OFFICE_HEAD: "初步审查",
    Step.CONFIDENTIALITY_REVIEWER: "专业审查",
    Step.LEGAL_REVIEWER: "专业审查",
    Step.CENTRAL_HEAD: "复核审查",
    Step.LEADER: "复核审查",
    Step.PRINCIPAL: "复核审查",
    Step.WEBSITE_OFFICER: "程序审查",
}
"""常州: which stage of the review a step belongs to."""


def _number(record: ReviewFormSheet) -> str:
    if record.blank and not record.form_number:
        return "编号：保审〔\u3000\u3000\u3000\u3000〕\u3000\u3000\u3000\u3000\u3000\u3000号"
    return f"编号：{record.form_number}"


def _agency(record: ReviewFormSheet) -> str:
    return f"审查单位：{record.agency}"


_ORDER = "说明：各环节按自上而下的次序审查；前一环节未签署的，后一环节不得签署。"
_BEFORE = "说明：一事一表，谁提供、谁审查，先审查、后公开；没有审查的，不得公开。"

LAYOUTS: dict[Layout, PaperLayout] = {
    Layout.STANDARD: PaperLayout(CLOSE_FRAME, _standard_rows, (_standard_blocks,), _number, "填表日期", ""),
    Layout.NOTICE: PaperLayout(
        ROOMY_FRAME,
        _rows_of(
            (fields.text("拟公开单位", lambda one: one.office), fields.text("联系电话", lambda one: one.phone)),
            (fields.title("信息名称"),),
            (fields.options("载体形式", lambda one: one.carriers),),
            (fields.options("拟公开方式", lambda one: one.channels),),
            (fields.day("拟公开时间", lambda one: one.planned_on),),
            (fields.findings("情况说明"),),
            (fields.options("审查结论", lambda one: one.conclusions),),
        ),
        (_one_a_row(), _two_a_row()),
        _number,
        "填表日期",
        _BEFORE,
    ),
    Layout.OPINIONS: PaperLayout(
        ROOMY_FRAME,
        _rows_of((fields.title("信息标题"),), (fields.findings("情况说明", always=False),), label=37.5),
        (lambda record, cutter: staged_rows(record, cutter, _WIDTH, _STAGES),),
        _agency,
        "日期",
        _ORDER,
    ),
    Layout.APPROVAL: PaperLayout(
        ROOMY_FRAME,
        _rows_of(
            (fields.text("单位（部门）", lambda one: one.office), fields.day("报送时间", lambda one: one.submitted_on)),
            (fields.title("标题"),),
            (fields.sources("来源"),),
            (fields.secrecy("是否涉密"), fields.online("是否上网")),
            (fields.running("正文", lambda one: one.main_text),),
            (fields.findings("情况说明"),),
            (fields.options("审查结论", lambda one: one.conclusions),),
        ),
        (_one_a_row(), _two_a_row()),
        _number,
        "填表日期",
        _BEFORE,
    ),
    Layout.REGISTER: PaperLayout(
        ROOMY_FRAME,
        _rows_of(
            (fields.title("标题"),),
            (
                fields.text("拟稿单位", lambda one: one.office),
                fields.text("拟稿人", lambda one: spaced_name(one.drafter)),
            ),
            (fields.day("交稿日期", lambda one: one.submitted_on), fields.text("联系电话", lambda one: one.phone)),
            (fields.attribute("公开属性"),),
            (fields.findings("情况说明"),),
            (fields.options("审查结论", lambda one: one.conclusions),),
        ),
        (_one_a_row(published=True, seal=True), _two_a_row(published=True, seal=True)),
        _number,
        "填表日期",
        _BEFORE,
    ),
}
"""How the paper of each layout is made; the standard one is 信息发布保密审查表 with its checklist."""


def strip_of(record: ReviewFormSheet) -> tuple[str, str]:
    """What stands above the frame: left the number or the unit, right the date or, to be written in, its label."""
    layout = LAYOUTS[record.layout]
    return layout.strip(record), f"{layout.dated}：{chinese_date(record.filled_on)}"
