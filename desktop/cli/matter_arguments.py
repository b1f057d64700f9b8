"""The arguments of the commands on what only two people decide."""

from __future__ import annotations

from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.late import Verbs
from desktop.rules.states import JointVerdict

matter_verbs = Verbs("matter_verbs")


def add_matter_commands(add: Add) -> None:
    """Add `matters` and `decide`."""
    add("matters", "列出待两人决定的事项：序号重复、内容冲突、缺批", matter_verbs.list_matters)
    decide = add("decide", "提出处理意见；不给办法的，由第二人确认已提出的意见", matter_verbs.decide)
    decide.add_argument("matter", metavar="编号", help="见 matters")
    decide.add_argument(
        "verdict",
        nargs="?",
        type=JointVerdict,
        choices=list(JointVerdict),
        metavar="办法",
        help="first 只认先收的一份，later 只认后到的一份，both 两份都收，keep 以一份为准，return 都退回处室，waive 豁免缺批",
    )
    decide.add_argument("--reason", default="", help="理由，提出时必填")
    decide.add_argument("--content", type=int, default=0, metavar="N", help="keep：以第几份为准")
    decide.add_argument("--second", default="", help="第二人的账号；第二人自己登录确认的，不用给")
    decide.add_argument("--second-password-file", type=Path, metavar="FILE")
    decide.add_argument("--drop", action="store_true", help="撤销还没有确认的处理意见")
