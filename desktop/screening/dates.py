"""Reads civil dates in the ways official documents write them."""

from __future__ import annotations

import re
from datetime import date

from desktop.screening.folding import fold

_NUMERALS = ("〇○Oo零0◯", "一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9")
_DIGITS = {char: value for value, chars in enumerate(_NUMERALS) for char in chars}
_YEAR = r"[12][0-9]{3}|[〇○◯Oo零0一二三四五六七八九]{4}"
_SMALL = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
DATE = rf"(?:{_YEAR})\s*年\s*(?:{_SMALL})\s*月\s*(?:{_SMALL})\s*日"
"""A full date in characters or digits, to be used on folded text."""

_DATE = re.compile(rf"({_YEAR})\s*年\s*({_SMALL})\s*月\s*({_SMALL})\s*日")
_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


def read_date(text: str, numeric: bool = False) -> date | None:
    """Give the first date in the text, or None; `numeric` also admits 2018-05-03 and its like."""
    folded = fold(text)
    found = _DATE.search(folded) or (_NUMERIC.search(folded) if numeric else None)
    if not found:
        return None
    year = int("".join(str(_DIGITS[char]) for char in found[1]))
    try:
        return date(year, _small(found[2]), _small(found[3]))
    except ValueError:
        return None


def _small(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" not in text:
        return _DIGITS[text] if len(text) == 1 else 0
    tens, _, ones = text.partition("十")
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
