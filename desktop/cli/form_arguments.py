"""The arguments of the commands on review forms and on standing in for a signer."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, _SubParsersAction
from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.argument_types import day
from desktop.cli.late import Verbs
from desktop.rules.roles import Role

form_verbs = Verbs("form_verbs")


def add_form_commands(add: Add) -> None:
    """Add `forms` and `stand-in`."""
    forms = _group(add("forms", "审查表：列出，或者改默认", form_verbs.forms_verb))
    _do(forms, "list", "列出审查表和签字步骤")
    _do(forms, "default", "新登记的信息用这一种").add_argument("code", metavar="代号", help="list 列出的代号")
    export = _do(forms, "export", "把本单位的一种审查表写成文件，供另一端导入")
    export.add_argument("code", metavar="代号", help="list 列出的代号")
    export.add_argument("file", type=Path, metavar="文件")
    take = _do(forms, "import", "导入另一端写出的审查表")
    take.add_argument("file", type=Path, metavar="文件")
    take.add_argument("--dry-run", action="store_true", help="只预览，不导入")
    standing = _group(add("stand-in", "代签授权：列出、登记、收回", form_verbs.stand_in))
    _do(standing, "list", "列出")
    new = _do(standing, "add", "登记")
    new.add_argument("account", metavar="账号", help="谁签")
    new.add_argument("--role", type=Role, choices=list(Role), required=True, help="代签哪个角色")
    new.add_argument("--for", dest="principal", required=True, metavar="姓名", help="代谁签")
    new.add_argument("--authority", required=True, metavar="依据", help="例如会议纪要或书面委托的日期")
    new.add_argument("--from", dest="first", type=day, metavar="日期", help="起始日期，默认今天")
    new.add_argument("--until", dest="last", type=day, required=True, metavar="日期", help="截止日期")
    _do(standing, "revoke", "收回").add_argument("number", type=int, metavar="序号", help="list 列出的序号")


def _group(parser: ArgumentParser) -> _SubParsersAction[ArgumentParser]:
    return parser.add_subparsers(dest="do", metavar="做什么", required=True)


def _do(group: _SubParsersAction[ArgumentParser], name: str, words: str) -> ArgumentParser:
    parser = group.add_parser(name, help=words, description=words)
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="输出 JSON")
    return parser
