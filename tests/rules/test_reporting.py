"""Which period a batch reports on, and who owes."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.rules.calendar import Calendar
from desktop.rules.periods import HalfMonth, Month, Quarter, Rhythm
from desktop.rules.reporting import (
    MOST_PERIODS,
    Arrival,
    Cell,
    Submission,
    cell,
    due_day,
    period_of,
    periods_reported,
    periods_up_to,
    read_period,
    since,
)

PLAIN = Calendar(frozenset({2026, 2027}), frozenset(), frozenset())
NOVEMBER = HalfMonth(2026, 11, True)


def arrival(words: str = "2026年11月下", came: date = date(2026, 11, 30), **more: object) -> Arrival:
    return Arrival(1, words, False, 3, date(2026, 11, 20), came, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rhythm", "day", "label", "first", "last"),
    [
        (Rhythm.HALF_MONTH, date(2026, 11, 15), "2026年11月上", date(2026, 11, 1), date(2026, 11, 15)),
        (Rhythm.HALF_MONTH, date(2026, 2, 16), "2026年2月下", date(2026, 2, 16), date(2026, 2, 28)),
        (Rhythm.MONTH, date(2028, 2, 29), "2028年2月", date(2028, 2, 1), date(2028, 2, 29)),
        (Rhythm.QUARTER, date(2026, 11, 20), "2026年第4季度", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_periods_are_named_as_offices_name_them(rhythm: Rhythm, day: date, label: str, first: date, last: date) -> None:
    period = period_of(rhythm, day)
    assert (period.label, period.first_day, period.last_day) == (label, first, last)
    assert day in period
    assert read_period(label) == period
    assert period.next().previous() == period
    assert period.next().first_day.toordinal() == period.last_day.toordinal() + 1


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("2026年11月下", NOVEMBER),
        (" 2026 年 11 月下半月 ", NOVEMBER),
        ("2026-11下", NOVEMBER),
        ("２０２６年十一月下旬", NOVEMBER),
        ("2026年十月上", HalfMonth(2026, 10, False)),
        ("2026年三月份", Month(2026, 3)),
        ("2026.03", Month(2026, 3)),
        ("2026年第四季度", Quarter(2026, 4)),
        ("2026年4季度", Quarter(2026, 4)),
        ("2026年度第2季度报送", Quarter(2026, 2)),
        ("下半年", None),
        ("2026年13月", None),
        ("2026年5季度", None),
        ("年底补报", None),
        ("", None),
    ],
)
def test_what_offices_write_is_read(words: str, period: object) -> None:
    assert read_period(words) == period


def test_a_wider_period_reports_on_every_one_in_it_and_a_narrower_on_the_one_around_it() -> None:
    halves, guessed = periods_reported(Rhythm.HALF_MONTH, arrival("2026年11月"))
    assert ([one.label for one in halves], guessed) == (["2026年11月上", "2026年11月下"], False)
    assert len(periods_reported(Rhythm.HALF_MONTH, arrival("2026年第4季度"))[0]) == 6
    assert periods_reported(Rhythm.QUARTER, arrival()) == ((Quarter(2026, 4),), False)
    assert periods_reported(Rhythm.MONTH, arrival("补报")) == ((Month(2026, 11),), True)


def test_periods_before_and_since() -> None:
    assert [one.label for one in periods_up_to(HalfMonth(2026, 1, False), 3)] == [
        "2025年12月上",
        "2025年12月下",
        "2026年1月上",
    ]
    owed = since(Rhythm.MONTH, date(2026, 9, 20), date(2026, 11, 20))
    assert [one.label for one in owed] == ["2026年9月", "2026年10月"]
    assert since(Rhythm.MONTH, date(2026, 11, 1), date(2026, 11, 20)) == ()
    assert len(since(Rhythm.HALF_MONTH, date(1990, 1, 1), date(2026, 11, 20))) == MOST_PERIODS


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 30), Cell(Submission.NOT_DUE)),
        (date(2026, 12, 1), Cell(Submission.OWED)),
        (date(2026, 12, 7), Cell(Submission.OWED)),
        (date(2026, 12, 8), Cell(Submission.LATE, days_late=1)),
        (date(2026, 12, 12), Cell(Submission.LATE, days_late=4)),
    ],
)
def test_an_office_that_sent_nothing_owes_and_is_then_late(today: date, expected: Cell) -> None:
    due = due_day(PLAIN, NOVEMBER, 5).date
    assert due == date(2026, 12, 7)
    stands = cell(NOVEMBER, (), owes_from=date(2026, 11, 30), due=due, today=today, calendar=PLAIN)
    assert stands == expected


@pytest.mark.parametrize("owes_from", [None, date(2026, 12, 1)])
def test_nothing_is_owed_before_the_key_or_without_one(owes_from: date | None) -> None:
    due = due_day(PLAIN, NOVEMBER, 5).date
    stands = cell(NOVEMBER, (), owes_from=owes_from, due=due, today=date(2027, 3, 1), calendar=PLAIN)
    assert stands == Cell(Submission.FREE)


def test_what_came_is_told_with_all_that_is_odd_about_it() -> None:
    late = arrival(came=date(2026, 12, 9), receipt_due=True, gaps=(4, 5))
    stands = cell(
        NOVEMBER,
        [(late, True)],
        owes_from=date(2026, 11, 1),
        due=date(2026, 12, 7),
        today=date(2026, 12, 20),
        calendar=PLAIN,
    )
    assert stands == Cell(Submission.SENT, (1,), 3, 2, (4, 5), 1, True)


def test_a_weekend_after_the_due_day_is_late_by_a_day_too() -> None:
    saturday = arrival(came=date(2026, 12, 5))
    stands = cell(
        NOVEMBER,
        [(saturday, False)],
        owes_from=date(2026, 11, 1),
        due=date(2026, 12, 4),
        today=date(2026, 12, 20),
        calendar=PLAIN,
    )
    assert stands.days_late == 1
