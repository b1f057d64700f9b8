"""Quarters and months: their days, their neighbours and their names."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.periods import Month, Quarter

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


def test_a_quarter_has_the_office_name_and_its_own_days() -> None:
    third = Quarter(2026, 3)
    assert third.label == "2026年第3季度"
    assert (third.first_day, third.last_day) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert third.months == (Month(2026, 7), Month(2026, 8), Month(2026, 9))


def test_a_month_has_the_office_name_and_its_own_days() -> None:
    february = Month(2028, 2)
    assert february.label == "2028年2月"
    assert (february.first_day, february.last_day) == (dt.date(2028, 2, 1), dt.date(2028, 2, 29))
    assert Month(2026, 12).last_day == dt.date(2026, 12, 31)


def test_the_year_turns() -> None:
    assert Quarter(2026, 1).previous() == Quarter(2025, 4)
    assert Quarter(2026, 4).next() == Quarter(2027, 1)
    assert Month(2026, 1).previous() == Month(2025, 12)
    assert Month(2026, 12).next() == Month(2027, 1)


@pytest.mark.parametrize("number", [0, 5])
def test_there_is_no_fifth_quarter(number: int) -> None:
    with pytest.raises(ValueError, match="no such quarter"):
        Quarter(2026, number)


@pytest.mark.parametrize("number", [0, 13])
def test_there_is_no_thirteenth_month(number: int) -> None:
    with pytest.raises(ValueError, match="no such month"):
        Month(2026, number)


@given(day=DAYS)
def test_every_day_lies_in_its_own_period_alone(day: dt.date) -> None:
    quarter, month = Quarter.of(day), Month.of(day)
    assert day in quarter
    assert day in month
    assert month in quarter.months
    assert day not in quarter.next()
    assert day not in quarter.previous()
    assert day not in month.next()
    assert day not in month.previous()


@given(day=DAYS)
def test_periods_follow_each_other_without_a_gap(day: dt.date) -> None:
    quarter, month = Quarter.of(day), Month.of(day)
    one_day = dt.timedelta(days=1)
    assert quarter.last_day + one_day == quarter.next().first_day
    assert month.last_day + one_day == month.next().first_day
    assert quarter.next().previous() == quarter
    assert month.next().previous() == month
    assert quarter < quarter.next()
    assert month < month.next()
