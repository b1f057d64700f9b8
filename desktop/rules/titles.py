"""When two titles are so near that they may be the same document registered twice."""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher

_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千")
_FILLERS = str.maketrans("", "", "的了")
_NEAR = 0.9
_SHORTEST = 8
"""Titles of fewer characters are twins only when they are equal: 工作总结 and 工作小结 are two things."""


def folded_title(title: str) -> str:
    """A title without width, case, spaces, punctuation and fillers, e.g. 关于 2026 年“双公示”的通知 = 关于2026年双公示通知."""
    wide = unicodedata.normalize("NFKC", title).casefold().translate(_FILLERS)
    return "".join(letter for letter in wide if letter.isalnum())


def near_same(one: str, other: str) -> bool:
    """Whether two titles differ by a slip at most; other numbers (第二批, 2027年) make another document."""
    left, right = folded_title(one), folded_title(other)
    if not left or not right:
        return False
    if left == right:
        return True
    return numbers_in(left) == numbers_in(right) and differ_by_a_slip(left, right)


def differ_by_a_slip(left: str, right: str) -> bool:
    """Whether two folded titles with the same numbers agree in nine tenths."""
    if min(len(left), len(right)) < _SHORTEST:
        return False
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= _NEAR


def numbers_in(folded: str) -> list[str]:
    """The numbers of a folded title, in digits or characters."""
    return "".join(letter if letter in _NUMERALS else " " for letter in folded).split()
