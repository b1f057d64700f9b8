"""What is typed for dates, periods, answers and masks, read; ArgumentTypeError says how it is written."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date

from desktop.rules.items import Answer
from desktop.rules.periods import Month, Quarter


def day(text: str) -> date:
    """A date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("日期写作 2026-11-20") from None


def preset(text: str) -> tuple[str, str]:
    """A rule and the way in which what it finds is masked."""
    rule, _, key = text.partition("=")
    if not rule or not key:
        raise ArgumentTypeError("遮盖方式写作 personal.mobile=all")
    return rule, key


def quarter(text: str) -> Quarter:
    """A quarter."""
    year, _, number = text.partition("-")
    if not (year.isdigit() and number in ("1", "2", "3", "4")):
        raise ArgumentTypeError("季度写作 2026-4")
    return Quarter(int(year), int(number))


def month(text: str) -> Month:
    """A month."""
    year, _, number = text.partition("-")
    if not (year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        raise ArgumentTypeError("月份写作 2026-11")
    return Month(int(year), int(number))


def answers(text: str) -> tuple[Answer, ...]:
    """The answers to the sixteen questions."""
    letters: dict[str, Answer] = {"n": Answer.NO, "y": Answer.YES, "u": Answer.UNSURE}
    if len(text) != 16 or set(text) - letters.keys():
        raise ArgumentTypeError("应为 16 个字母，每项 n、y 或 u")
    return tuple(letters[letter] for letter in text)
