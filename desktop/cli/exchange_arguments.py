"""The arguments of the commands between the ends and beyond: handing in, taking in, publishing, delivering."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.argument_types import day, quarter
from desktop.cli.late import Verbs
from desktop.rules.items import Channel

exchange_verbs = Verbs("exchange_verbs")
store_verbs = Verbs("store_verbs")


def add_exchange_commands(add: Add) -> None:
    """Add what the office does, from `export` on, and what the centre does, from `enrol` on."""
    _add_office(add)
    _add_centre(add)


def _add_office(add: Add) -> None:
    export = add("export", "组批并写出报送包；没有待报送的信息时用 --nil 零报告", exchange_verbs.export)
    export.add_argument("items", nargs="*", metavar="编号", help="不给编号时为全部待报送")
    export.add_argument("--to", type=Path, required=True, metavar="DIR", help="U 盘")
    export.add_argument("--period", default="", help="报送期间，例如 2026年11月下；不给时按报送周期为本期")
    export.add_argument("--nil", action="store_true", help="零报告")
    export.add_argument("--concluded", action="store_true", help="不给编号时，只报本期审结的")
    export.add_argument("--split", action="store_true", help="一批装不下的，分成几批")
    export.add_argument("--again", default="", metavar="批次", help="再写一次这一批，例如 2026年第003批")
    export.add_argument("--list", type=Path, dest="list_pdf", metavar="PDF", help="报送清单")
    read = add("read-receipt", "读取办公室的回执", exchange_verbs.read_receipt)
    read.add_argument("file", type=Path)
    trust = add("trust-centre", "登记办公室公钥指纹", store_verbs.trust_centre)
    trust.add_argument("fingerprint")


def _add_centre(add: Add) -> None:
    enrol = add("enrol", "登记处室公钥，由两人办理", store_verbs.enrol)
    enrol.add_argument("--office-code", required=True)
    enrol.add_argument("--office", required=True, help="处室名称")
    enrol.add_argument("--fingerprint", required=True)
    enrol.add_argument("--second", required=True, help="第二经办人的账号")
    enrol.add_argument("--second-password-file", type=Path, required=True)
    enrol.add_argument(
        "--last-good", type=int, metavar="N", help="换公钥的，旧公钥最后一个可信的批次序号；不给时为已收到的最后一批"
    )
    take = add("import", "核验并接收报送包，写出回执", exchange_verbs.import_package)
    take.add_argument("file", type=Path)
    take.add_argument("--dry-run", action="store_true", help="只核验和预览，不接收")
    take.add_argument(
        "--return", action="append", default=[], dest="returned", metavar="编号=理由", help="退回补正，可重复"
    )
    take.add_argument("--receipt-to", type=Path, metavar="DIR", help="回执写到哪里")
    stick = add("scan", "核验 U 盘或文件夹里的全部报送包", exchange_verbs.scan)
    stick.add_argument("folder", type=Path, metavar="DIR")
    stick.add_argument("--take-in", action="store_true", help="接收其中核验通过、不用逐件处理的，按批次先后")
    undo = add("undo-receive", "撤销接收一批，写回执以前可以", exchange_verbs.undo_receive)
    undo.add_argument("batch", metavar="批次", help="接收批次的编号，或者批次号")
    undo.add_argument("--reason", required=True, help="理由")
    receipt = add("receipt", "按现在的情况重新写出回执", exchange_verbs.receipt)
    receipt.add_argument("batch", type=int, metavar="接收号")
    receipt.add_argument("--to", type=Path, required=True, metavar="DIR")
    publish = add("publish", "登记公开", exchange_verbs.publish)
    publish.add_argument("item", metavar="编号")
    publish.add_argument("--date", type=day, required=True)
    publish.add_argument("--channel", type=Channel, choices=list(Channel), default=Channel.WEBSITE)
    publish.add_argument("--address", required=True)
    publish.add_argument("--evidence", default="")
    deliver = add("deliver", "送交一个季度", exchange_verbs.deliver)
    deliver.add_argument("quarter", type=quarter, metavar="年-季", help="例如 2026-4")
    deliver.add_argument("--to", type=Path, required=True, metavar="DIR")
    deliver.add_argument("--papers", type=Path, metavar="DIR", help="交接文据写到哪里")
    hand = add("hand-over", "登记交接", exchange_verbs.hand_over)
    signed = add("delivery-receipt", "登记接收单位签收", exchange_verbs.delivery_receipt)
    for parser in (hand, signed):
        parser.add_argument("quarter", type=quarter, metavar="年-季")
        parser.add_argument("receiver", help="档案馆或图书馆")
        parser.add_argument("--date", type=day, required=True)
    signed.add_argument("--by", required=True, help="接收人")
