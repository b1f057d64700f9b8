"""Measures how far the words reach that a proposed value was taken from, for a page that marks them."""

from __future__ import annotations

import re
from datetime import date

from desktop.screening.dates import DATE
from desktop.screening.folding import fold

_PASSED_OVER = re.compile(r"[\s《》“”\ufeff\u200b]")
_LONGEST = 120
_OPENED, _CLOSED = frozenset("[［【(（〔﹝"), frozenset("]］】)）〕﹞")
_DATE = re.compile(rf"(?:{DATE})|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}")


def reach(text: str, offset: int, value: object) -> int:
    """Give the number of characters from `offset` on that say `value`; the rest of the line where its words differ.

    Spaces, line ends and quotation marks between the words of a value are passed over, brackets count as alike.
    """
    line = text.find("\n", offset, offset + _LONGEST)
    rest = (min(len(text), offset + _LONGEST) if line < 0 else line) - offset
    if isinstance(value, date):
        found = _DATE.match(fold(text[offset : offset + rest]))
        return found.end() if found else rest
    return _agreeing(text, offset, str(value)) or rest


def _agreeing(text: str, offset: int, value: str) -> int:
    """How far the text goes on as the value does, at least two characters of it, else 0."""
    wanted = [_plain(letter) for letter in value if not _PASSED_OVER.match(letter)]
    at, agreed, end = offset, 0, offset
    while agreed < len(wanted) and at < len(text):
        if _PASSED_OVER.match(text[at]):
            at += 1
        elif _plain(text[at]) == wanted[agreed]:
            at, agreed = at + 1, agreed + 1
            end = at
        else:
            break
    return end - offset if agreed >= min(2, len(wanted)) else 0


def _plain(letter: str) -> str:
    folded = fold(letter)
    return "(" if letter in _OPENED or folded in _OPENED else ")" if letter in _CLOSED or folded in _CLOSED else folded
