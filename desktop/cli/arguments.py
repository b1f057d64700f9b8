"""The arguments of every command."""

from __future__ import annotations

import functools
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, _SubParsersAction
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.cli.access import PASSWORD
from desktop.cli.form_arguments import add_form_commands
from desktop.cli.late import Verbs
from desktop.cli.list_arguments import add_list_commands
from desktop.cli.matter_arguments import add_matter_commands
from desktop.cli.reporting_arguments import add_reporting_commands
from desktop.cli.rotation_arguments import add_rotation_commands
from desktop.cli.send_arguments import add_send_commands
from desktop.rules.bases import BasisKind, Outcome
from desktop.rules.chains import Layout, Nature, Step
from desktop.rules.findings import NEEDS_REASON, Settled
from desktop.rules.items import Answer, Channel
from desktop.rules.periods import Month, Quarter
from desktop.rules.review import Conclusion, Opinion
from desktop.rules.roles import End
from desktop.rules.states import ItemState

catalogue_verbs = Verbs("catalogue_verbs")
correction_verbs = Verbs("correction_verbs")
exchange_verbs = Verbs("exchange_verbs")
item_verbs = Verbs("item_verbs")
ledger_verbs = Verbs("ledger_verbs")
masking_verbs = Verbs("masking_verbs")
paper_verbs = Verbs("paper_verbs")
reading_verbs = Verbs("reading_verbs")
review_verbs = Verbs("review_verbs")
store_verbs = Verbs("store_verbs")
verifying = Verbs("verifying")


@functools.cache
def build_parser() -> ArgumentParser:
    """The parser of the program `disclosure-desk`, built once: its hundreds of arguments take longer than most verbs."""
    parser = ArgumentParser(prog="disclosure-desk", description="政务公开工作台。不带命令时打开窗口。")
    parser.add_argument("--version", action="version", version=f"disclosure-desk {__version__}")
    parser.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹，默认为本用户的数据文件夹")
    parser.add_argument("--login", help="账号")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help=f"从文件读口令；也可用环境变量 {PASSWORD}")
    parser.add_argument("--although-damaged", action="store_true", help="数据库已损坏时只读打开，查阅还读得出的内容")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--gallery", action="store_true", help="打开界面部件一览")
    parser.set_defaults(without_desk=False, login_optional=False)
    commands = parser.add_subparsers(dest="verb", metavar="命令", title="命令")
    _store_commands(commands)
    _item_commands(commands)
    _ledger_commands(commands)
    _catalogue_commands(commands)
    _exchange_commands(commands)
    _centre_commands(commands)
    add_list_commands(lambda name, words, run: _add(commands, name, words, run), _day)
    add_send_commands(lambda name, words, run: _add(commands, name, words, run))
    add_form_commands(lambda name, words, run: _add(commands, name, words, run), _day)
    add_matter_commands(lambda name, words, run: _add(commands, name, words, run))
    add_reporting_commands(lambda name, words, run: _add(commands, name, words, run))
    return parser


def _add(
    commands: _SubParsersAction[ArgumentParser],
    name: str,
    words: str,
    run: Callable[..., Any],
    without_desk: bool = False,
) -> ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words)
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="输出 JSON")  # before or after the verb
    parser.set_defaults(run=run, without_desk=without_desk)
    return parser


def _store_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    found = _add(commands, "found", "初次设置一个数据文件夹", store_verbs.found, without_desk=True)
    found.add_argument("--end", type=End, required=True, choices=list(End), help="office 处室端，centre 办公室端")
    for name, words in (
        ("agency", "单位名称"),
        ("code", "组织机构代码"),
        ("office-code", "处室代号"),
        ("office", "处室名称"),
    ):
        found.add_argument(f"--{name}", required=True, help=words)
    found.add_argument("--person", action="append", required=True, metavar="账号:姓名:角色[,角色]", help="可重复")
    found.add_argument("--centre-fingerprint", default="", help="办公室公钥指纹（处室端）")
    demo = _add(commands, "demo", "用给出的文件走完全程，结果留在 DIR", store_verbs.demo, without_desk=True)
    demo.add_argument("folder", type=Path, metavar="DIR")
    demo.add_argument("documents", type=Path, nargs="*", metavar="文件")
    demo.add_argument("--no-screens", action="store_true", help="不截屏")
    recover = _add(commands, "recover", "用应急密钥给账号设新口令", store_verbs.recover, without_desk=True)
    recover.add_argument("account", metavar="账号")
    recover.add_argument("--key-file", type=Path, required=True, help="存有应急密钥的文件")
    reissue = _add(commands, "reissue-key", "给账号换发一次性口令，停用签名密钥（安全保密管理员）", store_verbs.reissue)
    reissue.add_argument("account", metavar="账号")
    change = _add(
        commands, "new-password", "修改本人的口令；用一次性口令登录的，同时生成签名密钥", store_verbs.new_password
    )
    change.add_argument("--new-password-file", type=Path, required=True, metavar="FILE", help="从文件读新口令")
    _add(commands, "backup", "立即备份", store_verbs.backup)
    _add(commands, "backups", "列出备份", store_verbs.backups, without_desk=True)
    restore = _add(
        commands, "restore", "用应急密钥恢复一份备份，现有文件移到一旁", store_verbs.restore, without_desk=True
    )
    restore.add_argument("backup", metavar="备份", help="备份的名称，见 backups")
    restore.add_argument("--key-file", type=Path, required=True, help="存有应急密钥的文件")
    restore.add_argument("--last-number", metavar="编号", default="", help="纸面上本年用到的最后一个编号，如 BGS-0120")
    audit = _add(commands, "audit", "核对审计记录，指出断在哪一条；断了的退出码是 3", store_verbs.audit)
    audit.add_argument("action", nargs="?", choices=("verify", "head"), default="verify", metavar="verify|head")
    audit.add_argument("--output", type=Path, metavar="PDF", help="head：日摘要写到哪里")
    audit.add_argument("--seq", type=int, default=0, metavar="N", help="head：第几条的摘要，不给时为最后一条")
    audit.add_argument(
        "--anchor",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="对照的报送包、回执或备份，可重复",
    )
    _add(commands, "fingerprint", "本端公钥指纹", store_verbs.fingerprint)
    add_rotation_commands(lambda name, words, run: _add(commands, name, words, run))
    verify = _add(
        commands, "verify", "核验报送包、回执、送交文件夹或任何 BagIt 包", verifying.verify, without_desk=True
    )
    verify.add_argument("path", type=Path, metavar="文件或文件夹")


def _item_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    read = _add(
        commands,
        "read",
        "读一个文件，列出会提出的字段和检查结果，不保存；有 --login 的，也按检查清单检查",
        reading_verbs.read,
    )
    read.set_defaults(login_optional=True)
    read.add_argument("file", type=Path, metavar="文件")
    register = _add(commands, "register", "登记文件，每个文件一条；文件夹登记其中的文件", item_verbs.register)
    register.add_argument("files", type=Path, nargs="+", metavar="文件")
    register.add_argument("--skip-registered", action="store_true", help="同一份文件登记过的跳过")
    attach = _add(commands, "attach", "给草稿添加附件", item_verbs.attach)
    attach.add_argument("item", metavar="编号")
    attach.add_argument("files", type=Path, nargs="+", metavar="文件")
    edit = _add(commands, "edit", "修改草稿的字段", item_verbs.edit)
    edit.add_argument("item", metavar="编号")
    edit.add_argument("--set", action="append", default=[], metavar="字段=值", help="可重复，例如 signed_on=2026-11-20")
    edit.add_argument("--answers", type=_answers, help="16 项审查事项：否 n、是 y、不确定 u，例如 nnnnnnnnnynnnnnn")
    edit.add_argument("--form", default="", metavar="代号", help="用哪一种审查表，例如 standard、extended、notice")
    edit.add_argument(
        "--nature", type=Nature, choices=list(Nature), action="append", dest="natures", help="事项性质，可重复"
    )
    ledger = _add(commands, "ledger", "台账", item_verbs.ledger_list)
    ledger.add_argument("--find", default="", help="查找文字")
    ledger.add_argument("--state", type=ItemState, action="append", choices=list(ItemState), help="状态，可重复")
    ledger.add_argument("--limit", type=int, default=50)
    show = _add(commands, "show", "一条信息的全部内容", item_verbs.show)
    show.add_argument("item", metavar="编号")
    resolve = _add(commands, "resolve", "处理内容检查的发现；不带 --finding 列出全部", item_verbs.resolve)
    resolve.add_argument("item", metavar="编号")
    resolve.add_argument("--finding", type=int, metavar="N", help="第几处发现")
    resolve.add_argument("--verdict", type=Settled, choices=sorted(NEEDS_REASON), default=Settled.FALSE_ALARM)
    resolve.add_argument("--reason", default="", help="理由")
    resolve.add_argument("--undo", action="store_true", help="撤销对这处发现的处理")
    mask = _add(commands, "mask", "生成净化副本，代替草稿里的文件；原件留存", masking_verbs.mask)
    mask.add_argument("item", metavar="编号")
    mask.add_argument("--document", type=int, metavar="N", help="第几个文件；不给时为全部要遮盖的文件")
    mask.add_argument(
        "--preset",
        type=_preset,
        action="append",
        default=[],
        metavar="规则=方式",
        help="可重复，例如 personal.identity-card=6-4；方式为 keep 时不遮盖",
    )
    mask.add_argument("--dry-run", action="store_true", help="只列出会遮盖和清除的内容")
    mask.add_argument("--undo", action="store_true", help="恢复原件")
    submit = _add(commands, "submit", "提交审查，以承办人签字", item_verbs.submit)
    submit.add_argument("item", metavar="编号")
    submit.add_argument("--text", default="", help="意见")
    for name, words, run in (("sign", "签字", item_verbs.sign), ("ink", "记录纸质签字", item_verbs.ink)):
        step = _add(commands, name, words, run)
        step.add_argument("item", metavar="编号")
        step.add_argument("--opinion", type=Opinion, choices=list(Opinion), default=Opinion.AGREE)
        step.add_argument("--text", default="", help="意见")
        step.add_argument("--answers", type=_answers, default=(), help="保密审查员逐项确认的 16 项")
        step.add_argument("--conclusion", type=Conclusion, choices=list(Conclusion), help="审查结论")
        step.add_argument("--return-to", type=Step, choices=list(Step), help="退回到哪一步；不给时退回承办人补正")
        if name == "ink":
            step.add_argument("--name", required=True, help="纸面签字人")
            step.add_argument("--date", type=_day, required=True, help="纸面签字日期")
            step.add_argument("--scan", type=Path, metavar="FILE", help="签字的扫描件，jpg、png 或 pdf，不超过 20 MB")
            step.add_argument("--principal", default="", help="代签时，代谁签")
            step.add_argument("--authority", default="", help="代签的授权依据")
            step.add_argument("--from", type=_day, dest="first_day", help="授权的起始日期，不给时为签字日期")
            step.add_argument("--until", type=_day, dest="last_day", help="授权的截止日期，不给时为签字日期")
    recall = _add(commands, "recall", "撤回本人最后的签字，在下一步签字以前", review_verbs.recall)
    recall.add_argument("item", metavar="编号")
    recall.add_argument("--reason", required=True, help="理由")
    _requirement_commands(commands)
    form = _add(commands, "form", "审查表 PDF", paper_verbs.form)
    form.add_argument("items", nargs="*", metavar="编号", help="不给编号时为空白表")
    form.add_argument("--layout", type=Layout, choices=list(Layout), help="另一种版式；不给时按各件自己的审查表")
    form.add_argument("--blank", action="store_true", help="空白表")
    form.add_argument("--form", default="", metavar="代码", help="空白表按哪种审查表，例如 notice")
    form.add_argument("--output", type=Path, required=True)
    summary = _add(commands, "summary", "保密审查月汇总表 PDF，没有审查事项的为零报告", paper_verbs.summary)
    summary.add_argument("month", type=_month, metavar="年-月", help="例如 2026-11")
    summary.add_argument("--office", default="", help="处室名称（办公室端），不给时为全部处室")
    slip = _add(commands, "return-slip", "退回补正单 PDF", paper_verbs.return_slip)
    slip.add_argument("item", metavar="编号")
    draw = _add(commands, "spot-check", "随机抽查 N 件，装订成一个 PDF", paper_verbs.spot_check)
    draw.add_argument("count", type=int, metavar="N")
    draw.add_argument("--seed", default="", help="种子，不给时随机产生；同一种子可以复算")
    draw.add_argument("--office", default="", help="处室名称（办公室端），不给时为全部处室")
    for one in (summary, slip, draw):
        one.add_argument("--output", type=Path, required=True)
    check = _add(commands, "check-paper", "核对一张打印出来的审查表是哪一版", paper_verbs.check)
    check.add_argument("digest", nargs="+", metavar="摘要", help="内容摘要，至少前 4 组；或者二维码的文字")
    corrections = _add(commands, "corrections", "记住的更正：列出，或者删除", correction_verbs.corrections_verb)
    corrections.add_argument("action", choices=("list", "forget"), metavar="list|forget")
    corrections.add_argument("numbers", type=int, nargs="*", metavar="序号", help="list 列出的序号")
    withdraw = _add(commands, "withdraw", "撤回", item_verbs.withdraw)
    withdraw.add_argument("item", metavar="编号")
    withdraw.add_argument("--reason", required=True)
    take_back = _add(commands, "undo-withdraw", "撤销还没有报送的撤回", item_verbs.take_back)
    take_back.add_argument("item", metavar="编号")


def _ledger_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    take = _add(commands, "import-ledger", "把现有的 Excel 台账导入为草稿", ledger_verbs.import_ledger)
    take.add_argument("file", type=Path, metavar="文件")
    take.add_argument("--sheet", default="", metavar="工作表", help="不给时取有表头、行数最多的一张")
    take.add_argument("--map", action="append", default=[], metavar="列=栏目", help="改正一列的对应；栏目留空为不导入")
    take.add_argument("--twins", action="store_true", help="可能重复的行也导入")
    take.add_argument("--problems", type=Path, metavar="XLSX", help="把有错的行写出来，改好再导入")
    take.add_argument("--dry-run", action="store_true", help="只预览，不导入")
    undo = _add(commands, "undo-import", "撤销一次台账导入；不给编号时列出各次导入", ledger_verbs.undo_import)
    undo.add_argument("id", nargs="?", default="", metavar="导入编号")
    many = _add(commands, "edit-many", "批量修改草稿的字段", ledger_verbs.edit_many)
    many.add_argument("items", nargs="+", metavar="编号")
    many.add_argument("--set", action="append", required=True, metavar="字段=值", help="可重复，例如 column=通知公告")
    many.add_argument("--dry-run", action="store_true", help="只看会改多少")


def _catalogue_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    group = commands.add_parser("catalogue", help="公开目录", description="公开目录")
    verbs = group.add_subparsers(dest="catalogue_verb", metavar="动作", title="动作", required=True)
    take = _add(verbs, "import", "导入一份目录（xlsx），成为这一年的新版", catalogue_verbs.take_in)
    take.add_argument("file", type=Path, metavar="文件")
    take.add_argument("--year", type=int, help="目录年度；不写的，取自文件名")
    take.add_argument("--dry-run", action="store_true", help="只读取和比较，不导入")
    take.add_argument("--errors", type=Path, metavar="XLSX", help="错误表写到哪里")
    find = _add(verbs, "find", "按文字、编号或拼音首字母查找事项", catalogue_verbs.find)
    find.add_argument("words", nargs="*", metavar="文字")
    find.add_argument("--limit", type=int, default=50)
    choose = _add(verbs, "choose", "给草稿选定目录事项", catalogue_verbs.choose)
    choose.add_argument("item", metavar="编号")
    choose.add_argument("row", metavar="事项", help="例如 2026-001")
    cover = _add(verbs, "coverage", "各事项的公开情况", catalogue_verbs.cover)
    cover.add_argument("--gaps", action="store_true", help="只列没有公开和该更新的")
    export = _add(verbs, "export", "导出目录", catalogue_verbs.export)
    export.add_argument("file", type=Path, metavar="文件")
    export.add_argument("--template", action="store_true", help="写出空白模板")
    for parser in (cover, export):
        parser.add_argument("--year", type=int, help="目录年度；不写的，为现行目录")
    pattern = _add(commands, "index-pattern", "索引号样式；给出样式的，换用（办公室端）", catalogue_verbs.index_pattern)
    pattern.add_argument("pattern", nargs="?", metavar="样式", help="例如 {org9}/{yyyy}-{seq5}")


def _requirement_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    earlier = _add(commands, "precedents", "类似的信息以前怎样判断，以及触及负面清单的哪几项", review_verbs.earlier)
    earlier.add_argument("item", metavar="编号")
    register = _add(commands, "referrals", "报请确定的登记", review_verbs.register)
    register.add_argument("--open", action="store_true", help="只列等待答复的")
    again = _add(commands, "re-reviews", "到期和临近的定期评审", review_verbs.again)
    again.add_argument("--begin", default="", metavar="编号", help="开始这一件的评审")
    basis = _add(commands, "basis", "给答“是”的审查事项登记依据", review_verbs.basis)
    refer = _add(commands, "refer", "登记“不确定”的审查事项报送了哪个部门", review_verbs.refer)
    answer = _add(commands, "answer", "登记报送部门的答复", review_verbs.answer)
    for parser in (basis, refer, answer):
        parser.add_argument("item", metavar="编号")
        parser.add_argument("question", type=int, metavar="第几项")
    basis.add_argument("--kind", type=BasisKind, choices=list(BasisKind), default=BasisKind.CONSENT)
    basis.add_argument("--party", default="", help="谁同意、与哪个机关协商，或者来件由谁隐去")
    basis.add_argument("--date", type=_day, help="日期")
    basis.add_argument("--words", default="", help="说明或理由")
    basis.add_argument("--remove", action="store_true", help="移除这一项的全部依据")
    refer.add_argument("--body", required=True, help="报送部门")
    refer.add_argument("--date", type=_day, required=True, help="报送日期")
    refer.add_argument("--number", default="", help="文号")
    answer.add_argument("--outcome", type=Outcome, choices=list(Outcome), required=True, help="答复的结论")
    answer.add_argument("--date", type=_day, required=True, help="答复日期")
    answer.add_argument("--words", required=True, help="答复内容")


def _exchange_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    export = _add(commands, "export", "组批并写出报送包；没有待报送的信息时用 --nil 零报告", exchange_verbs.export)
    export.add_argument("items", nargs="*", metavar="编号", help="不给编号时为全部待报送")
    export.add_argument("--to", type=Path, required=True, metavar="DIR", help="U 盘")
    export.add_argument("--period", default="", help="报送期间，例如 2026年11月下；不给时按报送周期为本期")
    export.add_argument("--nil", action="store_true", help="零报告")
    export.add_argument("--concluded", action="store_true", help="不给编号时，只报本期审结的")
    export.add_argument("--split", action="store_true", help="一批装不下的，分成几批")
    export.add_argument("--again", default="", metavar="批次", help="再写一次这一批，例如 2026年第003批")
    export.add_argument("--list", type=Path, dest="list_pdf", metavar="PDF", help="报送清单")
    read = _add(commands, "read-receipt", "读取办公室的回执", exchange_verbs.read_receipt)
    read.add_argument("file", type=Path)
    trust = _add(commands, "trust-centre", "登记办公室公钥指纹", store_verbs.trust_centre)
    trust.add_argument("fingerprint")


def _centre_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    enrol = _add(commands, "enrol", "登记处室公钥，由两人办理", store_verbs.enrol)
    enrol.add_argument("--office-code", required=True)
    enrol.add_argument("--office", required=True, help="处室名称")
    enrol.add_argument("--fingerprint", required=True)
    enrol.add_argument("--second", required=True, help="第二经办人的账号")
    enrol.add_argument("--second-password-file", type=Path, required=True)
    enrol.add_argument(
        "--last-good", type=int, metavar="N", help="换公钥的，旧公钥最后一个可信的批次序号；不给时为已收到的最后一批"
    )
    take = _add(commands, "import", "核验并接收报送包，写出回执", exchange_verbs.import_package)
    take.add_argument("file", type=Path)
    take.add_argument("--dry-run", action="store_true", help="只核验和预览，不接收")
    take.add_argument(
        "--return", action="append", default=[], dest="returned", metavar="编号=理由", help="退回补正，可重复"
    )
    take.add_argument("--receipt-to", type=Path, metavar="DIR", help="回执写到哪里")
    stick = _add(commands, "scan", "核验 U 盘或文件夹里的全部报送包", exchange_verbs.scan)
    stick.add_argument("folder", type=Path, metavar="DIR")
    stick.add_argument("--take-in", action="store_true", help="接收其中核验通过、不用逐件处理的，按批次先后")
    undo = _add(commands, "undo-receive", "撤销接收一批，写回执以前可以", exchange_verbs.undo_receive)
    undo.add_argument("batch", metavar="批次", help="接收批次的编号，或者批次号")
    undo.add_argument("--reason", required=True, help="理由")
    receipt = _add(commands, "receipt", "按现在的情况重新写出回执", exchange_verbs.receipt)
    receipt.add_argument("batch", type=int, metavar="接收号")
    receipt.add_argument("--to", type=Path, required=True, metavar="DIR")
    publish = _add(commands, "publish", "登记公开", exchange_verbs.publish)
    publish.add_argument("item", metavar="编号")
    publish.add_argument("--date", type=_day, required=True)
    publish.add_argument("--channel", type=Channel, choices=list(Channel), default=Channel.WEBSITE)
    publish.add_argument("--address", required=True)
    publish.add_argument("--evidence", default="")
    deliver = _add(commands, "deliver", "送交一个季度", exchange_verbs.deliver)
    deliver.add_argument("quarter", type=_quarter, metavar="年-季", help="例如 2026-4")
    deliver.add_argument("--to", type=Path, required=True, metavar="DIR")
    deliver.add_argument("--papers", type=Path, metavar="DIR", help="交接文据写到哪里")
    hand = _add(commands, "hand-over", "登记交接", exchange_verbs.hand_over)
    signed = _add(commands, "delivery-receipt", "登记接收单位签收", exchange_verbs.delivery_receipt)
    for parser in (hand, signed):
        parser.add_argument("quarter", type=_quarter, metavar="年-季")
        parser.add_argument("receiver", help="档案馆或图书馆")
        parser.add_argument("--date", type=_day, required=True)
    signed.add_argument("--by", required=True, help="接收人")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("日期写作 2026-11-20") from None


def _preset(text: str) -> tuple[str, str]:
    rule, _, key = text.partition("=")
    if not rule or not key:
        raise ArgumentTypeError("遮盖方式写作 personal.mobile=all")
    return rule, key


def _quarter(text: str) -> Quarter:
    year, _, number = text.partition("-")
    if not (year.isdigit() and number in ("1", "2", "3", "4")):
        raise ArgumentTypeError("季度写作 2026-4")
    return Quarter(int(year), int(number))


def _month(text: str) -> Month:
    year, _, number = text.partition("-")
    if not (year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        raise ArgumentTypeError("月份写作 2026-11")
    return Month(int(year), int(number))


def _answers(text: str) -> tuple[Answer, ...]:
    letters: dict[str, Answer] = {"n": Answer.NO, "y": Answer.YES, "u": Answer.UNSURE}
    if len(text) != 16 or set(text) - letters.keys():
        raise ArgumentTypeError("应为 16 个字母，每项 n、y 或 u")
    return tuple(letters[letter] for letter in text)
