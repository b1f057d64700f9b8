"""Working days: the announced years day by day, the counting of limits, and what an estimate may claim."""

from __future__ import annotations

import datetime as dt

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.calendar import Calendar, Due
from desktop.services.calendars import load_calendar

CALENDAR = load_calendar()
EMPTY = Calendar(frozenset(), frozenset(), frozenset())
ANNOUNCED = st.dates(dt.date(2004, 1, 1), dt.date(2026, 6, 30))
ANY_DAY = st.dates(dt.date(2003, 1, 1), dt.date(2032, 12, 31))


def test_agrees_with_chinesecalendar_on_every_day() -> None:
    day, last = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
    differing = []
    while day <= last:
        if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += dt.timedelta(days=1)
    assert differing == []
    assert frozenset(range(2004, 2027)) == CALENDAR.years


def test_a_request_received_before_national_day_2026_falls_due_after_the_holiday() -> None:
    # 9月21日 (周一) 收到: 22, 23, 24, [中秋 25-27], 28, 29, 30, [国庆 1-7], 8, 9, 10 (周六补班), 12 ...
    due = CALENDAR.add_working_days(dt.date(2026, 9, 21), 10)
    assert due == Due(dt.date(2026, 10, 12), provisional=False)


def test_a_limit_that_reaches_into_2027_is_provisional() -> None:
    assert CALENDAR.add_working_days(dt.date(2026, 12, 1), 20) == Due(dt.date(2026, 12, 29), False)
    due = CALENDAR.add_working_days(dt.date(2026, 12, 7), 20)
    assert due == Due(dt.date(2027, 1, 5), True)


def test_an_estimated_year_knows_the_weekend_and_the_fixed_days() -> None:
    assert not EMPTY.is_working_day(dt.date(2027, 1, 1))
    assert not EMPTY.is_working_day(dt.date(2027, 10, 1))
    assert not EMPTY.is_working_day(dt.date(2027, 1, 9))
    assert EMPTY.is_working_day(dt.date(2027, 1, 4))
    assert not EMPTY.is_announced(dt.date(2027, 1, 4))


def test_an_announced_year_replaces_the_estimate() -> None:
    moved, off = dt.date(2027, 1, 9), dt.date(2027, 1, 4)
    calendar = CALENDAR.with_year(2027, {off}, {moved})
    assert calendar.is_working_day(moved)
    assert not calendar.is_working_day(off)
    assert calendar.with_year(2027, set(), set()).is_working_day(off)
    assert not calendar.add_working_days(dt.date(2026, 12, 7), 20).provisional


def test_the_start_day_is_not_counted_and_no_days_end_on_it() -> None:
    friday = dt.date(2026, 7, 3)
    assert CALENDAR.add_working_days(friday, 1).date == dt.date(2026, 7, 6)
    saturday = dt.date(2026, 7, 4)
    assert CALENDAR.add_working_days(saturday, 0) == Due(saturday, False)


def test_roll_forward_leaves_a_holiday_and_may_become_provisional() -> None:
    assert CALENDAR.roll_forward(dt.date(2026, 10, 1)) == Due(dt.date(2026, 10, 8), False)
    assert CALENDAR.roll_forward(dt.date(2026, 10, 10)) == Due(dt.date(2026, 10, 10), False)
    new_year = CALENDAR.with_year(2026, {dt.date(2026, 12, 31)}, set())
    assert new_year.roll_forward(dt.date(2026, 12, 31)) == Due(dt.date(2027, 1, 4), True)


def test_contradictions_are_refused() -> None:
    day = dt.date(2026, 5, 4)
    with pytest.raises(ValueError, match="both a day off"):
        Calendar(frozenset({2026}), frozenset({day}), frozenset({day}))
    with pytest.raises(ValueError, match="not announced"):
        Calendar(frozenset({2025}), frozenset({day}), frozenset())
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(day, -1)


@given(start=ANY_DAY, count=st.integers(1, 80))
def test_a_due_date_is_a_working_day_that_many_days_on(start: dt.date, count: int) -> None:
    due = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working_day(due.date)
    assert CALENDAR.working_days_between(start, due.date) == count
    assert due.provisional == any(
        dt.date.fromordinal(number).year not in CALENDAR.years
        for number in range(start.toordinal() + 1, due.date.toordinal() + 1)
    )


@given(start=ANY_DAY, first=st.integers(0, 40), second=st.integers(0, 40))
def test_limits_add_up(start: dt.date, first: int, second: int) -> None:
    midway = CALENDAR.add_working_days(start, first).date
    assert CALENDAR.add_working_days(midway, second).date == CALENDAR.add_working_days(start, first + second).date


@given(a=ANNOUNCED, b=ANNOUNCED, c=ANNOUNCED)
def test_days_between_add_up_whatever_the_order(a: dt.date, b: dt.date, c: dt.date) -> None:
    between = CALENDAR.working_days_between
    assert between(a, b) == -between(b, a)
    assert between(a, c) == between(a, b) + between(b, c)


@given(day=ANY_DAY)
def test_roll_forward_finds_the_nearest_working_day(day: dt.date) -> None:
    rolled = CALENDAR.roll_forward(day).date
    assert CALENDAR.is_working_day(rolled)
    assert rolled >= day
    skipped = range(day.toordinal(), rolled.toordinal())
    assert not any(CALENDAR.is_working_day(dt.date.fromordinal(number)) for number in skipped)
