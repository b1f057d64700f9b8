"""Dates as ledgers hold them: every usual way is read, nothing is guessed silently."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.read_days import Day, read_day, year_in

WRITTEN = "〇一二三四五六七八九"
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def in_characters(day: date) -> str:
    year = "".join(WRITTEN[int(digit)] for digit in f"{day.year}")
    return f"{year}年{small(day.month)}月{small(day.day)}日"


def small(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{WRITTEN[tens]}十")
    return head + (WRITTEN[ones] if ones else "") if tens else WRITTEN[ones]


def wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isdigit() else letter for letter in text)


@given(DAYS)
def test_every_way_to_write_a_date_gives_it_back(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    ways = (
        *(day.isoformat(), f"{y}.{m}.{d}", f"{y}/{m}/{d}", f"{y}年{m}月{d}日", f"{y}年{m:02d}月{d:02d}号"),
        *(f"{y}{m:02d}{d:02d}", f" {y} 年 {m} 月 {d} 日 ", f"{day.isoformat()} 08:30:00", in_characters(day)),
        wide(f"{y}年{m}月{d}日"),
        day,
        datetime(y, m, d, 8, 30),  # noqa: DTZ001 - a workbook knows no zone
        y * 10_000 + m * 100 + d,
    )
    assert [read_day(one) for one in ways] == [Day(day)] * len(ways)
    assert read_day((day - date(1899, 12, 30)).days).day == day


@given(DAYS, st.integers(1990, 2099))
def test_a_date_without_a_year_takes_the_sheets_and_says_so(day: date, year: int) -> None:
    for words in (f"{day.month}月{day.day}日", f"{day.month}-{day.day}", in_characters(day).partition("年")[2]):
        found = read_day(words, year)
        if found.day is None:
            assert (day.month, day.day) == (2, 29)
        else:
            assert (found.day, found.completed) == (date(year, day.month, day.day), f"年份按 {year} 年补")
        assert "没有写年份" in read_day(words).problem


@given(st.text(max_size=30))
def test_no_text_makes_it_fall_over(text: str) -> None:
    found = read_day(text, 2026)
    assert found.day is None or not found.problem


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2026年2月30日", "没有"),
        ("2026年3月", "不是日期"),
        ("待定", "不是日期"),
        ("二〇二六年十三月一日", "没有"),
        (3.1, "分不清"),
        (2026.3, "不是日期"),
        (True, "不是日期"),
        ("2026-03-05至2026-03-09", "不是日期"),
        ("十十月一日", "没有"),
        ("十十十十年一月一日", "不是日期"),
    ],
)
def test_what_is_no_date_is_told(cell: object, said: str) -> None:
    found = read_day(cell, 2026)
    assert found.day is None
    assert said in found.problem


def test_odd_but_clear_ways() -> None:
    assert read_day(3.5, 2026).day == date(2026, 3, 5)
    assert read_day(12.25, 2026).day == date(2026, 12, 25)
    assert read_day("26.3.5") == Day(date(2026, 3, 5), "年份由 26 补成 2026")
    assert read_day("二O二六年三月五日").day == date(2026, 3, 5)
    assert read_day("") == Day(None)


def test_the_year_of_a_name() -> None:
    assert year_in("２０２６年台账") == 2026
    assert year_in("2025-2026年") is None
    assert year_in("临司办12026号") is None
