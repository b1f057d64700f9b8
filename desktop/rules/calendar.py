"""Which days are working days, and when a limit counted in working days runs out.

The State Council's general office announces the days off and the shifted working days of a year late in the
year before. Until then only the weekend and the statutory days with a fixed date are known, so that every
answer that looks into such a year is marked provisional (暂估).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

ONE_DAY = dt.timedelta(days=1)
CIVIL_TIME = dt.timezone(dt.timedelta(hours=8))
"""What people call the time, wherever the PC believes it stands (decisions: Identity, revisions, numbers)."""

_SATURDAY = 5

FIXED_DAYS_OFF = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""(month, day) of days off that need no announcement: 《全国年节及纪念日放假办法》(2024) 第二条."""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit; `provisional` when a year not yet announced had to be estimated."""

    date: dt.date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The announced years with their days off and their shifted working days.

    `rest_days` and `work_days` are the exceptions and the holidays that a notice names; every other day of an
    announced year follows the week.
    """

    years: frozenset[int]
    rest_days: frozenset[dt.date]
    work_days: frozenset[dt.date]

    def __post_init__(self) -> None:
        """Refuse a day that is both, or that lies in a year not announced."""
        both = self.rest_days & self.work_days
        if both:
            raise ValueError(f"both a day off and a working day: {min(both)}")
        stray = {day for day in self.rest_days | self.work_days if day.year not in self.years}
        if stray:
            raise ValueError(f"a day of a year that is not announced: {min(stray)}")

    def with_year(self, year: int, rest_days: Iterable[dt.date], work_days: Iterable[dt.date]) -> Calendar:
        """This calendar with one year announced, in place of what it said of that year before."""
        return Calendar(
            self.years | {year},
            frozenset(day for day in self.rest_days if day.year != year) | frozenset(rest_days),
            frozenset(day for day in self.work_days if day.year != year) | frozenset(work_days),
        )

    def is_announced(self, day: dt.date) -> bool:
        """Whether the notice for the year of `day` is in this calendar."""
        return day.year in self.years

    def is_working_day(self, day: dt.date) -> bool:
        """Whether offices work on `day`; an estimate when its year is not announced."""
        if day in self.work_days:
            return True
        if day in self.rest_days or day.weekday() >= _SATURDAY:
            return False
        return self.is_announced(day) or (day.month, day.day) not in FIXED_DAYS_OFF

    def add_working_days(self, start: dt.date, count: int) -> Due:
        """The day on which a limit of `count` working days runs out; `start` itself is not counted.

        That is how the limits of 《政府信息公开条例》 (第二十六条, 第三十三条) are counted. A limit of 0 days
        ends on `start`, whatever day that is. Raises ValueError when `count` is negative.
        """
        if count < 0:
            raise ValueError("a limit cannot be negative")
        day, left, provisional = start, count, False
        while left:
            day += ONE_DAY
            provisional = provisional or not self.is_announced(day)
            left -= self.is_working_day(day)
        return Due(day, provisional)

    def working_days_between(self, first: dt.date, last: dt.date) -> int:
        """How many working days lie after `first` and up to `last`; negative when `last` comes earlier.

        The inverse of `add_working_days`: from today to the due date these are the days left.
        """
        if last < first:
            return -self.working_days_between(last, first)
        return sum(
            self.is_working_day(dt.date.fromordinal(number))
            for number in range(first.toordinal() + 1, last.toordinal() + 1)
        )

    def roll_forward(self, day: dt.date) -> Due:
        """`day` if offices work on it, else the next working day, where a limit in calendar days ends."""
        provisional = not self.is_announced(day)
        while not self.is_working_day(day):
            day += ONE_DAY
            provisional = provisional or not self.is_announced(day)
        return Due(day, provisional)
