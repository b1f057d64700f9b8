"""The arguments of the commands on the lists that documents are checked against."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, _SubParsersAction
from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.argument_types import day
from desktop.cli.late import Verbs

list_verbs = Verbs("list_verbs")


def add_list_commands(add: Add) -> None:
    """Add `words`, `phones`, `negative` and `recheck`."""
    words = _group(add("words", "检查词表：列出、加入、移除、导入、导出", list_verbs.words))
    _listing(words)
    for name, does in (("add", "加入词"), ("remove", "移除词")):
        _do(words, name, does).add_argument("words", nargs="+", metavar="词")
    taking = _importing(words, "每行一个词的 txt，或第一列是词的 xlsx")
    taking.add_argument("--replace", action="store_true", help="表里没有的词移除")
    _exporting(words)
    phones = _group(add("phones", "办公电话：列出、加入、移除、导入、导出", list_verbs.phones))
    _listing(phones)
    new = _do(phones, "add", "加入一个号码")
    new.add_argument("number", metavar="号码", help="例如 0531-82923160；号段写 0531-8292*")
    new.add_argument("--holder", default="", help="科室或使用人")
    _do(phones, "remove", "移除号码").add_argument("numbers", nargs="+", metavar="号码")
    _importing(phones, "每行一个号码的 txt 或 xlsx")
    _exporting(phones)
    negative = _group(add("negative", "负面清单：列出、复核、移出、导入、导出", list_verbs.negative))
    _do(negative, "list", "列出").add_argument("--all", action="store_true", help="连同已移出的")
    taking = _importing(negative, "有表头的 xlsx；先用 negative export 导出一份作样式")
    taking.add_argument("--faults-to", type=Path, metavar="FILE", help="出错的行写到这个 xlsx")
    _exporting(negative)
    review = _do(negative, "review", "记录复核，仍然有效")
    review.add_argument("number", metavar="序号")
    review.add_argument("--next", type=day, required=True, help="下次复核日期，一年以内")
    remove = _do(negative, "remove", "移出")
    remove.add_argument("number", metavar="序号")
    remove.add_argument("--reason", required=True, help="理由")
    add("recheck", "按现在的清单重新检查全部草稿的文件", list_verbs.recheck)


def _group(parser: ArgumentParser) -> _SubParsersAction[ArgumentParser]:
    return parser.add_subparsers(dest="do", metavar="做什么", required=True)


def _do(group: _SubParsersAction[ArgumentParser], name: str, words: str, more: str = "") -> ArgumentParser:
    parser = group.add_parser(name, help=words, description=more or words)
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="输出 JSON")
    return parser


def _listing(group: _SubParsersAction[ArgumentParser]) -> None:
    listing = _do(group, "list", "列出")
    listing.add_argument("--find", default="", help="查找文字")
    listing.add_argument("--limit", type=int, default=200)


def _importing(group: _SubParsersAction[ArgumentParser], what: str) -> ArgumentParser:
    taking = _do(group, "import", "从文件导入", what)
    taking.add_argument("file", type=Path, metavar="文件", help=what)
    taking.add_argument("--dry-run", action="store_true", help="只预览，不导入")
    return taking


def _exporting(group: _SubParsersAction[ArgumentParser]) -> None:
    _do(group, "export", "导出 xlsx").add_argument("target", type=Path, metavar="FILE")
