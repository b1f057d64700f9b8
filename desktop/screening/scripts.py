"""Tells of text in the scripts of other languages of the country: the rules read Chinese, a person reads these."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.screening.records import Notice, NoticeKind, Part, Role

_SCRIPTS = {
    "藏文": re.compile("[\u0f40-\u0fbc]+"),
    "维吾尔文或哈萨克文": re.compile("[\u0621-\u064a\u0671-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"),
    "蒙古文": re.compile("[\u1820-\u18aa]+"),
    "彝文": re.compile("[\ua000-\ua48c]+"),
    "朝鲜文": re.compile("[\u1100-\u11ff\uac00-\ud7a3]+"),
    "傣文": re.compile("[\u1950-\u1974\u1980-\u19c9]+"),
}
_ANY = re.compile("[\u0621-\u11ff\u1820-\u18aa\u1950-\u19c9\ua000-\ua48c\uac00-\ud7a3\ufb50-\ufefc]")
_FEWEST = 10
"""Letters of a script below which it is a name or an example, not a text."""


def other_scripts(parts: Iterable[Part]) -> list[Notice]:
    """Give one notice for each such script that the document is written in, at the first part where it stands."""
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for part in parts:
        begun = None if part.role is Role.PROPERTY else _ANY.search(part.text)
        if begun is None:
            continue
        for script, letters in _SCRIPTS.items():
            found = sum(len(run) for run in letters.findall(part.text, begun.start()))
            if found:
                counts[script] = counts.get(script, 0) + found
                first.setdefault(script, part.place)
    return [
        Notice(
            f"含有{script}，检查规则只认汉字，须由懂这种文字的人核对",
            NoticeKind.SCRIPT,
            f"{first[script]}，{script}",
        )
        for script, count in counts.items()
        if count >= _FEWEST
    ]
