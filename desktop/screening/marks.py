"""Finds classification marks (密级★保密期限): whatever bears one must not enter this machine (保密法2024 第三十一条).

What is not seen: marks that stand in pictures and scans, marks whose letters lie in different parts of a file, marks
in other scripts or languages, marks without a star other than a level alone on its line or in a field named 密级, and
secrets that nobody has marked. 商业秘密★, 工作秘密★ and 国家秘密★ are words here, not marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.screening.records import Hit, Part, Severity
from desktop.screening.rules import Rule, findings_in

_GAP = r"\s{0,20}"
# Folding has made every star ★ and every digit plain; \s covers line breaks and vertical setting.
_MARK = re.compile(
    rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密){_GAP}★"
    rf"(?:{_GAP}(?:\d(?:{_GAP}\d){{0,3}}{_GAP}(?:年|个?{_GAP}月)|长{_GAP}期))?"
)
# A line that is nothing but a level, and a labelled field: often a mark whose star was lost.
_BARE = re.compile(r"(?m)^[ \t]*(?:绝[ \t]*密|机[ \t]*密|秘[ \t]*密)[ \t]*$")
_FIELD = re.compile(r"密[ \t]*级[ \t]*:[ \t]*(?:绝[ \t]*密|机[ \t]*密|秘[ \t]*密)")
_NOT_STATE_SECRET = ("商业", "工作", "国家")


def _marks(text: str) -> Iterator[Hit]:
    for match in _MARK.finditer(text):
        # Only the same line can turn 秘密 into 商业秘密: a mark may follow any word of the line above.
        before = text[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
        if not before.replace(" ", "").endswith(_NOT_STATE_SECRET):
            yield Hit(match.start(), match.end())


def _lone_levels(text: str) -> Iterator[Hit]:
    for pattern in (_BARE, _FIELD):
        yield from (Hit(*match.span()) for match in pattern.finditer(text))


def _mask_mark(raw: str) -> str:
    level, _, term = "".join(raw.split()).partition("★")
    return f"{level[0]}*★" + "*" * len(term)


MARK = Rule(
    "classification.mark",
    Severity.BLOCK,
    "发现密级标志，不得在本机登记；停止处理，交保密审查员核定",
    _marks,
    _mask_mark,
)
LONE_LEVEL = Rule(
    "classification.level",
    Severity.MUST,
    "单独写有密级字样，核实该文件是否定密",
    _lone_levels,
    lambda raw: "".join(raw.split())[:-1] + "*",
)


def bears_mark(part: Part) -> bool:
    """Tell whether a part bears a classification mark; cheap enough to ask while a document is being read."""
    return next(findings_in(part, (MARK,)), None) is not None
