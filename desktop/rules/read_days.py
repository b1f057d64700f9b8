"""Reads the dates of a ledger that people keep by hand: Excel dates, 2026.3.5, 3月5日, 二〇二六年三月五日 and their like."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_DIGITS = {char: str(value) for value, chars in enumerate(("〇○Oo0零", *"一二三四五六七八九")) for char in chars}
_DIGIT = "〇○Oo0零一二三四五六七八九"
_NUMERAL = f"{_DIGIT}十"
_TIME = r"(?:[ T]*(?:\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒]?))?"
_SEPARATED = re.compile(rf"(\d{{4}}|\d{{2}})[-./年](\d{{1,2}})[-./月](\d{{1,2}})[日号]?{_TIME}")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?")
_WRITTEN = re.compile(rf"(?:([{_DIGIT}]{{4}})年)?([{_NUMERAL}]{{1,3}})月([{_NUMERAL}]{{1,3}})[日号]")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(32_874, 73_051)
"""Excel's day numbers of 1990 to 2099: what a date looks like in a column that is not formatted as one."""
_DOTTED = (1.0, 13.0)

WAY = "日期写成 2026-3-5 这样"


@dataclass(frozen=True, slots=True)
class Day:
    """A date that was read; `completed` says what was added to read it, `problem` why it could not be read."""

    day: date | None
    completed: str = ""
    problem: str = ""


def read_day(value: object, year: int | None = None) -> Day:
    """The date that a cell holds. A date without a year takes `year`, and says so."""
    if isinstance(value, datetime):
        return Day(value.date())
    if isinstance(value, date):
        return Day(value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return Day(None, problem=f"不是日期，{WAY}")
    if isinstance(value, (int, float)):
        return _of_number(float(value), year)
    text = "".join(unicodedata.normalize("NFKC", value).split())
    return _of_text(text, year) if text else Day(None)


def year_in(text: str) -> int | None:
    """The one year that a name or a heading speaks of; None when there is none, or more than one."""
    found = {int(year) for year in _YEARS.findall(unicodedata.normalize("NFKC", text))}
    return found.pop() if len(found) == 1 else None


def _of_number(value: float, year: int | None) -> Day:
    whole = int(value)
    if value == whole and (run := _RUN.fullmatch(str(whole))):
        return _made(run[1], run[2], run[3])
    if whole in _SERIALS:
        return Day(_DAY_ZERO + timedelta(days=whole), f"由 Excel 的日期数 {whole} 换算")
    text = repr(value)
    if _DOTTED[0] <= value < _DOTTED[1] and value != whole:
        # A number cell has dropped the last zero: 3.1 was 3 月 1 日 or 3 月 10 日, and nothing tells which.
        if text.rpartition(".")[2] in ("1", "2", "3"):
            return Day(None, problem=f"{text} 分不清是 {text} 还是 {text}0，{WAY}")
        return _of_text(text, year)
    return Day(None, problem=f"{text.removesuffix('.0')} 不是日期，{WAY}")


def _of_text(text: str, year: int | None) -> Day:
    if run := _RUN.fullmatch(text):
        return _made(run[1], run[2], run[3])
    if parts := _SEPARATED.fullmatch(text):
        if len(parts[1]) == 4:
            return _made(parts[1], parts[2], parts[3])
        return _made(f"20{parts[1]}", parts[2], parts[3], f"年份由 {parts[1]} 补成 20{parts[1]}")
    if parts := _WRITTEN.fullmatch(text):
        written = "".join(_DIGITS[char] for char in parts[1] or "")
        return _with_year(written, str(_small(parts[2])), str(_small(parts[3])), year)
    if parts := _WITHOUT_YEAR.fullmatch(text):
        return _with_year("", parts[1], parts[2], year)
    return Day(None, problem=f"“{_shown(text)}”不是日期，{WAY}")


def _with_year(written: str, month: str, day: str, year: int | None) -> Day:
    if written:
        return _made(written, month, day)
    if year is None:
        return Day(None, problem=f"“{month}月{day}日”没有写年份，{WAY}")
    return _made(str(year), month, day, f"年份按 {year} 年补")


def _made(year: str, month: str, day: str, completed: str = "") -> Day:
    try:
        return Day(date(int(year), int(month), int(day)), completed)
    except ValueError:
        return Day(None, problem=f"没有 {year}年{month}月{day}日 这一天，{WAY}")


def _small(text: str) -> int:
    """A month or day in characters; 0, which is no month, for what is none."""
    if "十" not in text:
        return int("".join(_DIGITS[char] for char in text)) if len(text) <= 2 else 0
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return 10 * int(_DIGITS[tens] if tens else "1") + int(_DIGITS[ones] if ones else "0")


def _shown(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
