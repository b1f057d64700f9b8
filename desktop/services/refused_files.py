"""What to do with the file of a refused package: it stays where it lies.

A package is verified on the stick before a byte of it is copied, so there is nothing to be put in quarantine here: the
refused file was never let in. What keeps it from doing harm is to leave it alone, and that is what the clerk is told.
"""

from __future__ import annotations

from desktop.errors import PackageRefused, UserError

_COPY = frozenset({"E-ZIP", "E-HASH", "E-SET", "E-LIMIT"})
_LATER = frozenset({"E-VERSION", "E-KEY", "E-FULL", "E-LOCKED", "E-READONLY"})
_SUSPECT = frozenset({"E-SIG", "E-NAME", "E-KIND", "E-BOMB", "E-ALG", "E-OWNER", "E-FIELD"})
_FOLLOWS_RULES = "E-SECRET"
_TWO_DECIDE = "E-FORK"
_ASK_FIRST = "E-REVOKED"


def what_to_do_with_it(problem: UserError) -> str:
    """What the clerk does with the file that was refused; empty where the hint of the refusal says it already."""
    if problem.code == _FOLLOWS_RULES:
        return ""
    if problem.code == _TWO_DECIDE:
        return "文件留在 U 盘上，决定之前不要删除。"
    noted = isinstance(problem, PackageRefused) and problem.noted
    if problem.code == _ASK_FIRST:
        told = "这一批已记为拒收，确是处室写出的，写一份回执带回处室。" if noted else ""
        return f"文件原样留在 U 盘上备查，不要打开、改名或转发。{told}"
    if noted:
        return "文件留在 U 盘上备查；这一批已记为拒收，写一份回执带回处室。"
    if problem.code in _COPY:
        return "处室的原批次没有受影响，重新写出后，这份可以删除。"
    if problem.code in _LATER:
        return "文件留在 U 盘上，办好后再接收同一份。"
    if problem.code in _SUSPECT:
        return "文件原样留在 U 盘上，不要打开、改名或转发，向处室核对来源后再处理。"
    return ""
