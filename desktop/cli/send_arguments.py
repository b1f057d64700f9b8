"""The arguments of the commands on batches on their way and on what was sent."""

from __future__ import annotations

from desktop.cli.adding import Add
from desktop.cli.late import Verbs

exchange_verbs = Verbs("exchange_verbs")
item_verbs = Verbs("item_verbs")


def add_send_commands(add: Add) -> None:
    """Add `batches`, `take-back`, `receipt-days`, `correct` and `give-up`."""
    add(
        "batches",
        "列出报送批次，没有回执的写明等了几个工作日；办公室端列出收到的批次和接收号",
        exchange_verbs.list_batches,
    )
    back = add(
        "take-back",
        "收回因公钥停用被拒收的一批，或者怎么也写不出来的一批，里面的信息另组一批报送",
        exchange_verbs.take_back_batch,
    )
    back.add_argument("batch", metavar="批次", help="例如 2026年第003批")
    days = add("receipt-days", "回执期限；给出天数的，改用（处室端）", exchange_verbs.receipt_days)
    days.add_argument("days", nargs="?", type=int, metavar="工作日")
    correct = add("correct", "更正已报送的信息：打开为草稿，改好后重新送审", item_verbs.correct)
    correct.add_argument("item", metavar="编号")
    correct.add_argument("--reason", required=True, help="理由")
    give_up = add("give-up", "放弃更正，恢复报送过的那一版和它的签字", item_verbs.give_up)
    give_up.add_argument("item", metavar="编号")
