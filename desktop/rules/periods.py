"""The quarters and months that deliveries, ledgers and statistics are reported by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from desktop.rules.calendar import ONE_DAY

_MONTHS_IN_QUARTER = 3
_FIRST_HALF_ENDS = 15


class Rhythm(StrEnum):
    """How often the offices hand in."""

    HALF_MONTH = "half_month"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month; earlier months compare smaller."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse a month that no calendar has."""
        if not 1 <= self.number <= 12:
            raise ValueError(f"no such month: {self.number}")

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The month in which `day` lies."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        """The first day of the month."""
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the month."""
        if self.number == 12:
            return dt.date(self.year, 12, 31)
        return dt.date(self.year, self.number + 1, 1) - ONE_DAY

    @property
    def label(self) -> str:
        """The month as an office writes it: 2026年7月."""
        return f"{self.year}年{self.number}月"

    def __contains__(self, day: dt.date) -> bool:
        """Whether `day` lies in the month."""
        return self.first_day <= day <= self.last_day

    def previous(self) -> Self:
        """The month before."""
        return type(self)(self.year - 1, 12) if self.number == 1 else type(self)(self.year, self.number - 1)

    def next(self) -> Self:
        """The month after."""
        return type(self)(self.year + 1, 1) if self.number == 12 else type(self)(self.year, self.number + 1)


@dataclass(frozen=True, slots=True, order=True)
class HalfMonth:
    """The first or second half of a month, which begins on the 16th; earlier halves compare smaller."""

    year: int
    month: int
    second: bool

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The half month in which `day` lies."""
        return cls(day.year, day.month, day.day > _FIRST_HALF_ENDS)

    @property
    def first_day(self) -> dt.date:
        """The 1st or the 16th."""
        return dt.date(self.year, self.month, _FIRST_HALF_ENDS + 1 if self.second else 1)

    @property
    def last_day(self) -> dt.date:
        """The 15th or the last day of the month."""
        month = Month(self.year, self.month)
        return month.last_day if self.second else month.first_day.replace(day=_FIRST_HALF_ENDS)

    @property
    def label(self) -> str:
        """The half month as a batch names its period: 2026年11月下."""
        return f"{Month(self.year, self.month).label}{'下' if self.second else '上'}"

    def __contains__(self, day: dt.date) -> bool:
        """Whether `day` lies in the half month."""
        return self.first_day <= day <= self.last_day

    def previous(self) -> Self:
        """The half month before."""
        return self.of(self.first_day - ONE_DAY)

    def next(self) -> Self:
        """The half month after."""
        return self.of(self.last_day + ONE_DAY)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter of a calendar year, numbered 1 to 4; earlier quarters compare smaller."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse a fifth quarter."""
        if not 1 <= self.number <= 4:
            raise ValueError(f"no such quarter: {self.number}")

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The quarter in which `day` lies."""
        return cls(day.year, (day.month - 1) // _MONTHS_IN_QUARTER + 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """Its three months in order."""
        last = self.number * _MONTHS_IN_QUARTER
        return tuple(Month(self.year, number) for number in range(last - 2, last + 1))

    @property
    def first_day(self) -> dt.date:
        """The first day of its first month."""
        return self.months[0].first_day

    @property
    def last_day(self) -> dt.date:
        """The last day of its last month."""
        return self.months[-1].last_day

    @property
    def label(self) -> str:
        """The quarter as an office writes it: 2026年第3季度."""
        return f"{self.year}年第{self.number}季度"

    def __contains__(self, day: dt.date) -> bool:
        """Whether `day` lies in the quarter."""
        return self.first_day <= day <= self.last_day

    def previous(self) -> Self:
        """The quarter before."""
        return type(self)(self.year - 1, 4) if self.number == 1 else type(self)(self.year, self.number - 1)

    def next(self) -> Self:
        """The quarter after."""
        return type(self)(self.year + 1, 1) if self.number == 4 else type(self)(self.year, self.number + 1)


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of that month when it is too short."""
    month = Month.of(day)
    for _ in range(months):
        month = month.next()
    return min(month.last_day, month.first_day + (day.day - 1) * ONE_DAY)
