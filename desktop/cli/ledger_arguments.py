"""The arguments of the commands on what the ledger holds: withdrawing, remembered corrections, importing, changing many."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.late import Verbs

correction_verbs = Verbs("correction_verbs")
item_verbs = Verbs("item_verbs")
ledger_verbs = Verbs("ledger_verbs")


def add_ledger_commands(add: Add) -> None:
    """Add `corrections`, `withdraw`, `undo-withdraw`, `import-ledger`, `undo-import` and `edit-many`."""
    corrections = add("corrections", "记住的更正：列出，或者删除", correction_verbs.corrections_verb)
    corrections.add_argument("action", choices=("list", "forget"), metavar="list|forget")
    corrections.add_argument("numbers", type=int, nargs="*", metavar="序号", help="list 列出的序号")
    withdraw = add("withdraw", "撤回", item_verbs.withdraw)
    withdraw.add_argument("item", metavar="编号")
    withdraw.add_argument("--reason", required=True)
    take_back = add("undo-withdraw", "撤销还没有报送的撤回", item_verbs.take_back)
    take_back.add_argument("item", metavar="编号")
    take = add("import-ledger", "把现有的 Excel 台账导入为草稿", ledger_verbs.import_ledger)
    take.add_argument("file", type=Path, metavar="文件")
    take.add_argument("--sheet", default="", metavar="工作表", help="不给时取有表头、行数最多的一张")
    take.add_argument("--map", action="append", default=[], metavar="列=栏目", help="改正一列的对应；栏目留空为不导入")
    take.add_argument("--twins", action="store_true", help="可能重复的行也导入")
    take.add_argument("--problems", type=Path, metavar="XLSX", help="把有错的行写出来，改好再导入")
    take.add_argument("--dry-run", action="store_true", help="只预览，不导入")
    undo = add("undo-import", "撤销一次台账导入；不给编号时列出各次导入", ledger_verbs.undo_import)
    undo.add_argument("id", nargs="?", default="", metavar="导入编号")
    many = add("edit-many", "批量修改草稿的字段", ledger_verbs.edit_many)
    many.add_argument("items", nargs="+", metavar="编号")
    many.add_argument("--set", action="append", required=True, metavar="字段=值", help="可重复，例如 column=通知公告")
    many.add_argument("--dry-run", action="store_true", help="只看会改多少")
