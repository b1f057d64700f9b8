"""The arguments of the commands on drafts: registering, editing, what was found in them, masking."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.argument_types import answers, preset
from desktop.cli.late import Verbs
from desktop.rules.chains import Nature
from desktop.rules.findings import NEEDS_REASON, Settled
from desktop.rules.states import ItemState

item_verbs = Verbs("item_verbs")
masking_verbs = Verbs("masking_verbs")
reading_verbs = Verbs("reading_verbs")


def add_item_commands(add: Add) -> None:
    """Add `read`, `register`, `attach`, `edit`, `ledger`, `show`, `resolve` and `mask`."""
    read = add(
        "read",
        "读一个文件，列出会提出的字段和检查结果，不保存；有 --login 的，也按检查清单检查",
        reading_verbs.read,
    )
    read.set_defaults(login_optional=True)
    read.add_argument("file", type=Path, metavar="文件")
    register = add("register", "登记文件，每个文件一条；文件夹登记其中的文件", item_verbs.register)
    register.add_argument("files", type=Path, nargs="+", metavar="文件")
    register.add_argument("--skip-registered", action="store_true", help="同一份文件登记过的跳过")
    attach = add("attach", "给草稿添加附件", item_verbs.attach)
    attach.add_argument("item", metavar="编号")
    attach.add_argument("files", type=Path, nargs="+", metavar="文件")
    edit = add("edit", "修改草稿的字段", item_verbs.edit)
    edit.add_argument("item", metavar="编号")
    edit.add_argument("--set", action="append", default=[], metavar="字段=值", help="可重复，例如 signed_on=2026-11-20")
    edit.add_argument("--answers", type=answers, help="16 项审查事项：否 n、是 y、不确定 u，例如 nnnnnnnnnynnnnnn")
    edit.add_argument("--form", default="", metavar="代号", help="用哪一种审查表，例如 standard、extended、notice")
    edit.add_argument(
        "--nature", type=Nature, choices=list(Nature), action="append", dest="natures", help="事项性质，可重复"
    )
    ledger = add("ledger", "台账", item_verbs.ledger_list)
    ledger.add_argument("--find", default="", help="查找文字")
    ledger.add_argument("--state", type=ItemState, action="append", choices=list(ItemState), help="状态，可重复")
    ledger.add_argument("--limit", type=int, default=50)
    show = add("show", "一条信息的全部内容", item_verbs.show)
    show.add_argument("item", metavar="编号")
    resolve = add("resolve", "处理内容检查的发现；不带 --finding 列出全部", item_verbs.resolve)
    resolve.add_argument("item", metavar="编号")
    resolve.add_argument("--finding", type=int, metavar="N", help="第几处发现")
    resolve.add_argument("--verdict", type=Settled, choices=sorted(NEEDS_REASON), default=Settled.FALSE_ALARM)
    resolve.add_argument("--reason", default="", help="理由")
    resolve.add_argument("--undo", action="store_true", help="撤销对这处发现的处理")
    mask = add("mask", "生成净化副本，代替草稿里的文件；原件留存", masking_verbs.mask)
    mask.add_argument("item", metavar="编号")
    mask.add_argument("--document", type=int, metavar="N", help="第几个文件；不给时为全部要遮盖的文件")
    mask.add_argument(
        "--preset",
        type=preset,
        action="append",
        default=[],
        metavar="规则=方式",
        help="可重复，例如 personal.identity-card=6-4；方式为 keep 时不遮盖",
    )
    mask.add_argument("--dry-run", action="store_true", help="只列出会遮盖和清除的内容")
    mask.add_argument("--undo", action="store_true", help="恢复原件")
