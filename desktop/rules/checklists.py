"""What documents are checked against: entries of the negative list (负面清单), the office's own words, its telephones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.rules.validation import Problem

SHORTEST_WORD = 2
LONGEST_WORD = 60
"""Characters of a word that is searched for, spaces left out."""

TEXT_LIMIT = 300
"""Characters of the matter, the reason and the basis of an entry."""

SHORT_TEXT_LIMIT = 40
"""Characters of the number, the category and the responsible office."""

ENTRY_WORDS_LIMIT = 50

_BETWEEN_DIGITS = re.compile(r"[\s()（）\-—–]+")
_DAY = re.compile(r"(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_FIXED = re.compile(r"(0(?:10|2\d|[3-9]\d\d))?([2-8]\d{6,7})", re.ASCII)
_SERVICE = re.compile(r"[48]00\d{7}", re.ASCII)
_OPENING = re.compile(r"0\d{5,9}\*", re.ASCII)


class Standing(StrEnum):
    """Where an entry of the negative list stands today; one whose review is due counts until it is removed."""

    FUTURE = "future"
    IN_FORCE = "in_force"
    DUE = "due"
    REMOVED = "removed"


EFFECTIVE = frozenset({Standing.IN_FORCE, Standing.DUE})
"""Entries that documents are checked against."""


@dataclass(frozen=True, slots=True)
class NegativeFields:
    """An entry of the negative list (reference §8) and the words by which its matter is met in a text."""

    number: str = ""
    category: str = ""
    matter: str = ""
    words: tuple[str, ...] = ()
    reason: str = ""
    basis: str = ""
    office: str = ""
    effective_on: date | None = None
    review_on: date | None = None


ENTRY_FIELDS: dict[str, str] = {
    "number": "序号",
    "category": "类别",
    "matter": "事项",
    "words": "检查词",
    "reason": "理由",
    "basis": "依据条款",
    "office": "责任处室",
    "effective_on": "生效日期",
    "review_on": "复核日期",
}
"""What the fields of an entry are called on the form and in a spreadsheet."""


def standing(effective_on: date, review_on: date, removed_on: date | None, today: date) -> Standing:
    """Where an entry stands on a day."""
    if removed_on is not None:
        return Standing.REMOVED
    if effective_on > today:
        return Standing.FUTURE
    return Standing.DUE if review_on <= today else Standing.IN_FORCE


def a_year_on(day: date) -> date:
    """The same day of the next year; the 28th for the 29th of February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def entry_problems(entry: NegativeFields, today: date) -> tuple[Problem, ...]:
    """What is wrong with an entry, in the order of the form."""
    return tuple(_entry_problems(entry, today))


def _entry_problems(entry: NegativeFields, today: date) -> Iterator[Problem]:
    for name, limit, required in (
        ("number", SHORT_TEXT_LIMIT, True),
        ("category", SHORT_TEXT_LIMIT, False),
        ("matter", TEXT_LIMIT, True),
    ):
        yield from _text_problem(name, getattr(entry, name), limit, required)
    yield from _words_problem(entry.words)
    for name, limit, required in (
        ("reason", TEXT_LIMIT, True),
        ("basis", TEXT_LIMIT, True),
        ("office", SHORT_TEXT_LIMIT, False),
    ):
        yield from _text_problem(name, getattr(entry, name), limit, required)
    if entry.effective_on is None:
        yield Problem("effective_on", "填写生效日期")
    fault = review_problem(entry.review_on, entry.effective_on, today)
    if fault:
        yield Problem("review_on", fault)


def told(problem: Problem) -> str:
    """A problem of an entry in words that name its field."""
    return problem.words if problem.words.startswith("填写") else f"{ENTRY_FIELDS[problem.field]}：{problem.words}"


def review_problem(review_on: date | None, effective_on: date | None, today: date) -> str:
    """Why a day cannot be that of the next review, which comes within a year; empty when it can."""
    if review_on is None:
        return "填写复核日期"
    if review_on <= today:
        return "复核日期应晚于今天"
    latest = a_year_on(max(today, effective_on or today))
    if review_on > latest:
        return f"一年内至少复核一次，改为 {latest.isoformat()} 或以前"
    if effective_on is not None and review_on < effective_on:
        return "复核日期早于生效日期"
    return ""


def _text_problem(name: str, text: str, limit: int, required: bool) -> Iterator[Problem]:
    if required and not text.strip():
        yield Problem(name, f"填写{ENTRY_FIELDS[name]}")
    elif len(text) > limit:
        yield Problem(name, f"不超过 {limit} 字，现有 {len(text)} 字")


def _words_problem(words: Sequence[str]) -> Iterator[Problem]:
    if not words:
        yield Problem("words", "填写检查词，文件里出现时提示")
        return
    if len(words) > ENTRY_WORDS_LIMIT:
        yield Problem("words", f"不超过 {ENTRY_WORDS_LIMIT} 个，现有 {len(words)} 个")
        return
    fault = next((fault for fault in map(word_fault, words) if fault), "")
    if fault:
        yield Problem("words", fault)


def word_fault(word: str) -> str:
    """Why a word cannot be searched for; empty when it can."""
    length = len("".join(word.split()))
    if length < SHORTEST_WORD:
        return f"“{word}”少于 {SHORTEST_WORD} 个字，到处都会遇到，写长一些"
    return f"“{word[:10]}…”超过 {LONGEST_WORD} 个字，写短一些" if length > LONGEST_WORD else ""


def split_words(text: str) -> tuple[str, ...]:
    """The words of one field: apart by 、，；, or a line break; each once."""
    parts = re.split(r"[、，,；;\n]+", text)
    return tuple(dict.fromkeys(" ".join(one.split()) for one in parts if one.strip()))


def office_phone(text: str) -> str:
    """The digits of a telephone number, or of the beginning of numbers before a star (0531-8292*); empty for anything else.

    Fixed lines with or without their area code, mobile numbers, 400 and 800 numbers; a country code is left out.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if _DAY.fullmatch(written):
        return ""
    digits = _BETWEEN_DIGITS.sub("", written)
    digits = digits.removeprefix("+86").removeprefix("0086")
    if digits.startswith("86") and len(digits) > 11:
        digits = digits[2:]
    if any(shape.fullmatch(digits) for shape in (_MOBILE, _FIXED, _SERVICE, _OPENING)):
        return digits
    return ""


def phone_words(digits: str) -> str:
    """A stored number as one reads it, e.g. 0531-82923160."""
    fixed = _FIXED.fullmatch(digits)
    if fixed:
        return "-".join(part for part in fixed.groups() if part)
    if digits.endswith("*"):
        area = 3 if digits.startswith(("010", "02")) else 4
        return f"{digits[:area]}-{digits[area:]}"
    if _SERVICE.fullmatch(digits) or _MOBILE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if digits[0] == "1" else f"{digits[:3]}-{digits[3:]}"
    return digits
