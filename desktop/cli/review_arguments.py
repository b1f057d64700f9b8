"""The arguments of the commands on the review of an item: signing, what its answers rest on, its papers."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.argument_types import answers, day, month
from desktop.cli.late import Verbs
from desktop.rules.bases import BasisKind, Outcome
from desktop.rules.chains import Layout, Step
from desktop.rules.review import Conclusion, Opinion

item_verbs = Verbs("item_verbs")
paper_verbs = Verbs("paper_verbs")
review_verbs = Verbs("review_verbs")


def add_review_commands(add: Add) -> None:
    """Add `submit`, `sign`, `ink` and `recall`, what the answers rest on, and the papers of the review."""
    submit = add("submit", "提交审查，以承办人签字", item_verbs.submit)
    submit.add_argument("item", metavar="编号")
    submit.add_argument("--text", default="", help="意见")
    for name, words, run in (("sign", "签字", item_verbs.sign), ("ink", "记录纸质签字", item_verbs.ink)):
        step = add(name, words, run)
        step.add_argument("item", metavar="编号")
        step.add_argument("--opinion", type=Opinion, choices=list(Opinion), default=Opinion.AGREE)
        step.add_argument("--text", default="", help="意见")
        step.add_argument("--answers", type=answers, default=(), help="保密审查员逐项确认的 16 项")
        step.add_argument("--conclusion", type=Conclusion, choices=list(Conclusion), help="审查结论")
        step.add_argument("--return-to", type=Step, choices=list(Step), help="退回到哪一步；不给时退回承办人补正")
        if name == "ink":
            step.add_argument("--name", required=True, help="纸面签字人")
            step.add_argument("--date", type=day, required=True, help="纸面签字日期")
            step.add_argument("--scan", type=Path, metavar="FILE", help="签字的扫描件，jpg、png 或 pdf，不超过 20 MB")
            step.add_argument("--principal", default="", help="代签时，代谁签")
            step.add_argument("--authority", default="", help="代签的授权依据")
            step.add_argument("--from", type=day, dest="first_day", help="授权的起始日期，不给时为签字日期")
            step.add_argument("--until", type=day, dest="last_day", help="授权的截止日期，不给时为签字日期")
    recall = add("recall", "撤回本人最后的签字，在下一步签字以前", review_verbs.recall)
    recall.add_argument("item", metavar="编号")
    recall.add_argument("--reason", required=True, help="理由")
    _add_requirements(add)
    _add_papers(add)


def _add_requirements(add: Add) -> None:
    earlier = add("precedents", "类似的信息以前怎样判断，以及触及负面清单的哪几项", review_verbs.earlier)
    earlier.add_argument("item", metavar="编号")
    register = add("referrals", "报请确定的登记", review_verbs.register)
    register.add_argument("--open", action="store_true", help="只列等待答复的")
    again = add("re-reviews", "到期和临近的定期评审", review_verbs.again)
    again.add_argument("--begin", default="", metavar="编号", help="开始这一件的评审")
    basis = add("basis", "给答“是”的审查事项登记依据", review_verbs.basis)
    refer = add("refer", "登记“不确定”的审查事项报送了哪个部门", review_verbs.refer)
    answer = add("answer", "登记报送部门的答复", review_verbs.answer)
    for parser in (basis, refer, answer):
        parser.add_argument("item", metavar="编号")
        parser.add_argument("question", type=int, metavar="第几项")
    basis.add_argument("--kind", type=BasisKind, choices=list(BasisKind), default=BasisKind.CONSENT)
    basis.add_argument("--party", default="", help="谁同意、与哪个机关协商，或者来件由谁隐去")
    basis.add_argument("--date", type=day, help="日期")
    basis.add_argument("--words", default="", help="说明或理由")
    basis.add_argument("--remove", action="store_true", help="移除这一项的全部依据")
    refer.add_argument("--body", required=True, help="报送部门")
    refer.add_argument("--date", type=day, required=True, help="报送日期")
    refer.add_argument("--number", default="", help="文号")
    answer.add_argument("--outcome", type=Outcome, choices=list(Outcome), required=True, help="答复的结论")
    answer.add_argument("--date", type=day, required=True, help="答复日期")
    answer.add_argument("--words", required=True, help="答复内容")


def _add_papers(add: Add) -> None:
    form = add("form", "审查表 PDF", paper_verbs.form)
    form.add_argument("items", nargs="*", metavar="编号", help="不给编号时为空白表")
    form.add_argument("--layout", type=Layout, choices=list(Layout), help="另一种版式；不给时按各件自己的审查表")
    form.add_argument("--blank", action="store_true", help="空白表")
    form.add_argument("--form", default="", metavar="代码", help="空白表按哪种审查表，例如 notice")
    form.add_argument("--output", type=Path, required=True)
    summary = add("summary", "保密审查月汇总表 PDF，没有审查事项的为零报告", paper_verbs.summary)
    summary.add_argument("month", type=month, metavar="年-月", help="例如 2026-11")
    summary.add_argument("--office", default="", help="处室名称（办公室端），不给时为全部处室")
    slip = add("return-slip", "退回补正单 PDF", paper_verbs.return_slip)
    slip.add_argument("item", metavar="编号")
    draw = add("spot-check", "随机抽查 N 件，装订成一个 PDF", paper_verbs.spot_check)
    draw.add_argument("count", type=int, metavar="N")
    draw.add_argument("--seed", default="", help="种子，不给时随机产生；同一种子可以复算")
    draw.add_argument("--office", default="", help="处室名称（办公室端），不给时为全部处室")
    for one in (summary, slip, draw):
        one.add_argument("--output", type=Path, required=True)
    check = add("check-paper", "核对一张打印出来的审查表是哪一版", paper_verbs.check)
    check.add_argument("digest", nargs="+", metavar="摘要", help="内容摘要，至少前 4 组；或者二维码的文字")
