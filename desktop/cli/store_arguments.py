"""The arguments of the commands on the data folder: its first setting up, accounts, backups, audit trail, keys."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.late import Verbs
from desktop.cli.rotation_arguments import add_rotation_commands
from desktop.rules.roles import End

store_verbs = Verbs("store_verbs")
verifying = Verbs("verifying")


def add_store_commands(add: Add) -> None:
    """Add `found`, `demo`, `recover`, the keys, the backups, `audit` and `verify`."""
    found = add("found", "初次设置一个数据文件夹", store_verbs.found, without_desk=True)
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
    demo = add("demo", "用给出的文件走完全程，结果留在 DIR", store_verbs.demo, without_desk=True)
    demo.add_argument("folder", type=Path, metavar="DIR")
    demo.add_argument("documents", type=Path, nargs="*", metavar="文件")
    demo.add_argument("--no-screens", action="store_true", help="不截屏")
    recover = add("recover", "用应急密钥给账号设新口令", store_verbs.recover, without_desk=True)
    recover.add_argument("account", metavar="账号")
    recover.add_argument("--key-file", type=Path, required=True, help="存有应急密钥的文件")
    reissue = add("reissue-key", "给账号换发一次性口令，停用签名密钥（安全保密管理员）", store_verbs.reissue)
    reissue.add_argument("account", metavar="账号")
    change = add("new-password", "修改本人的口令；用一次性口令登录的，同时生成签名密钥", store_verbs.new_password)
    change.add_argument("--new-password-file", type=Path, required=True, metavar="FILE", help="从文件读新口令")
    add("backup", "立即备份", store_verbs.backup)
    add("backups", "列出备份", store_verbs.backups, without_desk=True)
    restore = add("restore", "用应急密钥恢复一份备份，现有文件移到一旁", store_verbs.restore, without_desk=True)
    restore.add_argument("backup", metavar="备份", help="备份的名称，见 backups")
    restore.add_argument("--key-file", type=Path, required=True, help="存有应急密钥的文件")
    restore.add_argument("--last-number", metavar="编号", default="", help="纸面上本年用到的最后一个编号，如 BGS-0120")
    audit = add("audit", "核对审计记录，指出断在哪一条；断了的退出码是 3", store_verbs.audit)
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
    add("fingerprint", "本端公钥指纹", store_verbs.fingerprint)
    add_rotation_commands(add)
    verify = add("verify", "核验报送包、回执、送交文件夹或任何 BagIt 包", verifying.verify, without_desk=True)
    verify.add_argument("path", type=Path, metavar="文件或文件夹")
