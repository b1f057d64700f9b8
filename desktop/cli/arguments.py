"""The parser of the program: the arguments that every command takes, and all the commands."""

from __future__ import annotations

import functools
from argparse import ArgumentParser
from pathlib import Path

from desktop import __version__
from desktop.cli.access import PASSWORD
from desktop.cli.adding import adder
from desktop.cli.catalogue_arguments import add_catalogue_commands
from desktop.cli.exchange_arguments import add_exchange_commands
from desktop.cli.form_arguments import add_form_commands
from desktop.cli.item_arguments import add_item_commands
from desktop.cli.ledger_arguments import add_ledger_commands
from desktop.cli.list_arguments import add_list_commands
from desktop.cli.matter_arguments import add_matter_commands
from desktop.cli.reporting_arguments import add_reporting_commands
from desktop.cli.review_arguments import add_review_commands
from desktop.cli.send_arguments import add_send_commands
from desktop.cli.store_arguments import add_store_commands


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
    add = adder(commands)
    add_store_commands(add)
    add_item_commands(add)
    add_review_commands(add)
    add_ledger_commands(add)
    add_catalogue_commands(commands)
    add_exchange_commands(add)
    add_list_commands(add)
    add_send_commands(add)
    add_form_commands(add)
    add_matter_commands(add)
    add_reporting_commands(add)
    return parser
