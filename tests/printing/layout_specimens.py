"""Invented records in the other layouts, and of the papers about reviews: month, return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop.printing.monthly_summary import MonthlySummarySheet, SummaryRow
from desktop.printing.return_slip import ReturnSlipSheet
from desktop.printing.review_sheet import ReviewFormSheet, SignBlock
from desktop.printing.submissions import MatrixSheet, OwedLine, ReminderSheet
from desktop.rules.chains import Layout, Step
from tests.printing.specimens import TITLES, blank_form, filled_form, signed

KEY_MARK = "（电子签名，密钥 3F9A 22C1）"


def other_layout(layout: Layout, name: str, titles: Sequence[str]) -> ReviewFormSheet:
    """The filled form in another layout, under a chain of these titles, two of them still to sign."""
    form = filled_form()
    steps = list(Step)[: len(titles)]
    blocks = [
        replace(signed(title, "已逐项核对，同意公开。", "苏见", 16), mark=KEY_MARK, step=step)
        for title, step in zip(titles, steps, strict=True)
    ]
    blocks[-2:] = [SignBlock(title, step=step) for title, step in zip(titles[-2:], steps[-2:], strict=True)]
    return replace(
        form,
        layout=layout,
        name=name,
        blocks=tuple(blocks),
        agency="临江省司法厅",
        reprint="中国政府网，https://www.gov.cn/zhengce/2026-09/01/content_1.htm，2026-09-02",
        main_text="公布提案办理答复全文。正文见文件“答复.pdf”，6页。",
        submitted_on=date(2026, 9, 16),
    )


LAYOUTS: dict[str, ReviewFormSheet] = {
    "notice": other_layout(
        Layout.NOTICE, "信息公开（宣传报道）保密审查单", ("承办人", "保密审查", "主要负责人", "办公室")
    ),
    "opinions": other_layout(
        Layout.OPINIONS,
        "行政机关信息公开保密审查单",
        ("承办人", "处室负责人", "保密审查", "主管领导", "网站责任人"),
    ),
    "approval": other_layout(
        Layout.APPROVAL, "信息发布审批单", ("供稿人", "处室审核人", "保密负责人", "主管领导", "主要领导")
    ),
    "register": other_layout(Layout.REGISTER, "信息发布登记表", ("拟稿人", "科室负责人", "保密审查", "主管领导")),
}
"""The filled form in the layouts that have no checklist."""


def blank_of(form: ReviewFormSheet) -> ReviewFormSheet:
    """The same layout and chain for ink."""
    blocks = tuple(SignBlock(one.role, step=one.step) for one in form.blocks)
    return replace(blank_form(), layout=form.layout, name=form.name, agency=form.agency, blocks=blocks)


def month(count: int = 19) -> MonthlySummarySheet:
    """A month of `count` reviews, the last a stub of a state secret."""
    rows = [
        SummaryRow(
            f"保审〔2026〕LSC-{34 + n:04}", *TITLES[n % 10], "主动公开", "同意公开", date(2026, 9, 1 + n % 28), "双公示"
        )
        for n in range(count)
    ]
    if rows:
        rows[-1] = SummaryRow("保审〔2026〕XXZ-0003", "（不登记）", "", "", "另行处理", date(2026, 9, 21), "按保密规定")
    totals = {"同意公开": max(count - 1, 0), "区分处理后公开": 0, "依申请公开": 0, "不予公开": 0, "暂缓公开": 0}
    totals |= {"报有关部门确定": 0, "另行处理": min(count, 1)}
    return MonthlySummarySheet(
        "保审汇〔2026〕09号",
        "临江省司法厅",
        "2026年9月",
        tuple(rows),
        tuple(totals.items()),
        date(2026, 9, 30),
        "苏见",
        "厅办公室",
    )


def returned(fields: int = 3, reason: str = "附件2第3页仍有当事人住址，遮盖后重新报送。") -> ReturnSlipSheet:
    """A return with `fields` marked fields."""
    marked = tuple((f"栏目{n}", f"现在的内容{n}") for n in range(fields))
    return ReturnSlipSheet(
        "保审〔2026〕LSC-0034", 2, "律师工作处", *TITLES[0], "王晓彤", date(2026, 9, 21), reason, marked
    )


def reported(offices: int = 5, periods: int = 6) -> MatrixSheet:
    """A table of who has reported."""
    words = (
        "6 件",
        "零报告",
        "12 件\n迟报 2 日\n缺第 3、4、5 等 批\n待回执\n期间按日期",
        "逾期 120 日",
        "应报未报",
        "—",
    )
    return MatrixSheet(
        "临江省司法厅",
        "半月",
        date(2026, 12, 30),
        tuple((f"2026年{n // 2 % 12 + 1}月{'下' if n % 2 else '上'}", "截止 12-22（暂估）") for n in range(periods)),
        tuple(
            (f"人民参与和促进法治处{n}（已停用）", tuple(words[(n + m) % 6] for m in range(periods)))
            for n in range(offices)
        ),
        (("已报", 10), ("零报告", 2), ("应报未报", 3), ("逾期", 4)),
        "王晓彤",
    )


def reminded(lines: int = 4, office: str = "律师工作处") -> ReminderSheet:
    """A reminder."""
    owed = tuple(
        OwedLine(f"2026年{n % 12 + 1}月下", "2026-12-07（暂估）", f"逾期 {n + 1} 个工作日") for n in range(lines)
    )
    gap = OwedLine("第 3 批", "", "批次号不连续，没有收到")
    return ReminderSheet(office, "临江省司法厅", date(2026, 12, 30), "王晓彤", (*owed, gap))
