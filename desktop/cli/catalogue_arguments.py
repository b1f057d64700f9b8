"""The arguments of the commands on the disclosure catalogue and on index numbers."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

from desktop.cli.adding import adder
from desktop.cli.late import Verbs

catalogue_verbs = Verbs("catalogue_verbs")


def add_catalogue_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Add `catalogue` and `index-pattern`."""
    group = commands.add_parser("catalogue", help="公开目录", description="公开目录")
    add_verb = adder(group.add_subparsers(dest="catalogue_verb", metavar="动作", title="动作", required=True))
    take = add_verb("import", "导入一份目录（xlsx），成为这一年的新版", catalogue_verbs.take_in)
    take.add_argument("file", type=Path, metavar="文件")
    take.add_argument("--year", type=int, help="目录年度；不写的，取自文件名")
    take.add_argument("--dry-run", action="store_true", help="只读取和比较，不导入")
    take.add_argument("--errors", type=Path, metavar="XLSX", help="错误表写到哪里")
    find = add_verb("find", "按文字、编号或拼音首字母查找事项", catalogue_verbs.find)
    find.add_argument("words", nargs="*", metavar="文字")
    find.add_argument("--limit", type=int, default=50)
    choose = add_verb("choose", "给草稿选定目录事项", catalogue_verbs.choose)
    choose.add_argument("item", metavar="编号")
    choose.add_argument("row", metavar="事项", help="例如 2026-001")
    cover = add_verb("coverage", "各事项的公开情况", catalogue_verbs.cover)
    cover.add_argument("--gaps", action="store_true", help="只列没有公开和该更新的")
    export = add_verb("export", "导出目录", catalogue_verbs.export)
    export.add_argument("file", type=Path, metavar="文件")
    export.add_argument("--template", action="store_true", help="写出空白模板")
    for parser in (cover, export):
        parser.add_argument("--year", type=int, help="目录年度；不写的，为现行目录")
    pattern = adder(commands)(
        "index-pattern", "索引号样式；给出样式的，换用（办公室端）", catalogue_verbs.index_pattern
    )
    pattern.add_argument("pattern", nargs="?", metavar="样式", help="例如 {org9}/{yyyy}-{seq5}")
