"""What to do with the file of a refused package: it stays where it lies.

A package is verified on the stick before a byte of it is copied, so there is nothing to be put in quarantine here: the
refused file was never let in. What keeps it from doing harm is to leave it alone, and that is what the clerk is told.
"""

from __future__ import annotations

_COPY = frozenset({"E-ZIP", "E-HASH", "E-SET", "E-READ"})
_LATER = frozenset({"E-VERSION", "E-KEY", "E-FULL", "E-LOCKED", "E-READONLY"})
_ANSWERED = frozenset({"E-SIGNOFF", "E-OWNER", "E-WITHHELD", "E-FORK"})
_SUSPECT = frozenset({"E-SIG", "E-NAME", "E-KIND", "E-BOMB", "E-LIMIT", "E-ALG", "E-REVOKED", "E-FIELD"})


def what_to_do_with_it(code: str) -> str:
    """What the clerk does with a file that was refused with this code; empty where the hint says it already."""
    if code in _COPY:
        return "处室的原批次没有受影响，重新写出后，这份可以删除。"
    if code in _LATER:
        return "文件留在 U 盘上，办好后再接收同一份。"
    if code in _ANSWERED:
        return "文件留在 U 盘上备查；这一批已记为拒收，写一份回执带回处室。"
    if code in _SUSPECT:
        return "文件原样留在 U 盘上，不要打开、改名或转发，向处室核对来源后再处理。"
    return ""
