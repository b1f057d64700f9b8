"""The arguments of the commands on changed and revoked keys, and on offices that were dissolved."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.late import Verbs

rotation_verbs = Verbs("rotation_verbs")


def add_rotation_commands(add: Add) -> None:
    """Add `rotate-key`, `accept-rotation`, `revoke` and `office`."""
    rotate = add("rotate-key", "本端换用新公钥，写出换钥声明", rotation_verbs.rotate)
    rotate.add_argument("--to", type=Path, required=True, metavar="DIR", help="换钥声明写到哪里（U 盘）")
    rotate.add_argument("--again", action="store_true", help="不换，只重新写出以前的换钥声明")
    accept = add("accept-rotation", "读入对方的换钥声明，由两人确认", rotation_verbs.accept)
    accept.add_argument("file", type=Path, metavar="文件")
    accept.add_argument("--second", required=True, help="第二人的账号")
    accept.add_argument("--second-password-file", type=Path, required=True)
    revoke = add("revoke", "停用处室的公钥，以后的批次不再接收", rotation_verbs.revoke)
    revoke.add_argument("office_code", metavar="处室代号")
    revoke.add_argument(
        "--last-good", type=int, required=True, metavar="N", help="最后一个可信的批次序号，都不可信的填 0"
    )
    office = add("office", "停用撤并的处室，或者重新启用（办公室端）", rotation_verbs.office)
    office.add_argument("state", choices=("close", "open"), help="close 停用，open 启用")
    office.add_argument("office_code", metavar="处室代号")
    office.add_argument("--reason", required=True, metavar="原因", help="例如 机构改革撤并；记入审计记录")
