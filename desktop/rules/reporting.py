"""Which period a batch reports on, and who has sent, owes or is late (报送情况)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.errors import UserError
from desktop.rules.calendar import ONE_DAY, Calendar, Due
from desktop.rules.periods import HalfMonth, Month, Quarter, Rhythm

Period = HalfMonth | Month | Quarter

_KINDS: dict[Rhythm, type[HalfMonth] | type[Month] | type[Quarter]] = {
    Rhythm.HALF_MONTH: HalfMonth,
    Rhythm.MONTH: Month,
    Rhythm.QUARTER: Quarter,
}
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９一二三四五六七八九", "0123456789123456789")
_YEAR = r"(?P<year>20\d\d)(?:年度?|[-./])"
_QUARTER = re.compile(_YEAR + r"第?(?P<number>[1-4])季度?(?:报送)?")
_MONTH = re.compile(_YEAR + r"(?P<number>1[0-2]|0?[1-9])(?:月份?)?(?P<half>[上下](?:半月?|旬)?)?(?:报送)?")
PERIOD_LIMIT = 40
MOST_PERIODS = 400
"""Periods that are looked through at most, the newest ones: sixteen years of half months."""


class Submission(StrEnum):
    """How an office stands in a period."""

    SENT = "sent"
    NIL = "nil"
    NOT_DUE = "not_due"
    OWED = "owed"
    LATE = "late"
    FREE = "free"


OWING = (Submission.OWED, Submission.LATE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A batch that the centre took in: what it calls its period, when it was made and when it came."""

    batch: int
    words: str
    nil: bool
    items: int
    made_on: date
    arrived_on: date
    receipt_due: bool = False
    gaps: tuple[int, ...] = ()
    """Numbers that are missing right before this batch."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An office in a period. `days_late` counts working days after the due day, of the batch or until today;
    `guessed` when the period of one of its batches could not be read."""

    standing: Submission
    batches: tuple[int, ...] = ()
    items: int = 0
    days_late: int = 0
    gaps: tuple[int, ...] = ()
    receipts_due: int = 0
    guessed: bool = False


def checked_period(words: str) -> str:
    """The period that a batch is for, as it travels; raises UserError (E-PERIOD) for none, or one that no page can show."""
    wanted = " ".join(words.split())
    if not wanted:
        raise UserError("没有填写报送期间", "填写这一批属于哪一期", "E-PERIOD")
    if len(wanted) > PERIOD_LIMIT or not wanted.isprintable():
        raise UserError(
            f"报送期间超过 {PERIOD_LIMIT} 字，或者有看不见的字符", "重新填写，例如 2026年11月下", "E-PERIOD"
        )
    return wanted


def period_of(rhythm: Rhythm, day: date) -> Period:
    """The period of a rhythm in which `day` lies."""
    return _KINDS[rhythm].of(day)


def periods_up_to(last: Period, count: int) -> tuple[Period, ...]:
    """So many periods, the newest last."""
    found = [last]
    while len(found) < count:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def read_period(words: str) -> Period | None:
    """The period that an office wrote: 2026年11月下, 2026-11, 2026年第四季度 …; None when it cannot be read."""
    text = "".join(words.split())
    for tens, digits in (("十二月", "12月"), ("十一月", "11月"), ("十月", "10月")):
        text = text.replace(tens, digits)
    text = text.translate(_WIDE_DIGITS)
    found = _QUARTER.fullmatch(text)
    if found is not None:
        return Quarter(int(found["year"]), int(found["number"]))
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    year, number, half = int(found["year"]), int(found["number"]), found["half"]
    return HalfMonth(year, number, half.startswith("下")) if half else Month(year, number)


def periods_reported(rhythm: Rhythm, arrival: Arrival) -> tuple[tuple[Period, ...], bool]:
    """The periods of a rhythm that a batch reports on, and whether they had to be guessed from the day it was made.

    A batch for a whole month reports on both of its halves, one for half a month on the month in which that lies: so
    what was sent under another rhythm still counts.
    """
    named = read_period(arrival.words)
    if named is None:
        return (period_of(rhythm, arrival.made_on),), True
    found = [period_of(rhythm, named.first_day)]
    while found[-1].last_day < named.last_day:
        found.append(found[-1].next())
    return tuple(found), False


def due_day(calendar: Calendar, period: Period, grace_days: int) -> Due:
    """The last day on which a period's batch arrives in time: so many working days after the period."""
    return calendar.add_working_days(period.last_day, grace_days)


def cell(
    period: Period,
    arrivals: Sequence[tuple[Arrival, bool]],
    *,
    owes_from: date | None,
    due: date,
    today: date,
    calendar: Calendar,
) -> Cell:
    """How an office stands in a period, with the batches that report on it (and whether that was guessed).

    `owes_from` is the day on which its key was enrolled, None when it owes nothing.
    """
    if arrivals:
        batches = [one for one, _guessed in arrivals]
        return Cell(
            Submission.NIL if all(one.nil for one in batches) else Submission.SENT,
            tuple(one.batch for one in batches),
            sum(one.items for one in batches),
            _working_days_after(calendar, due, min(one.arrived_on for one in batches)) if owes_from else 0,
            tuple(gap for one in batches for gap in one.gaps),
            sum(one.receipt_due for one in batches),
            any(guessed for _one, guessed in arrivals),
        )
    if owes_from is None or period.last_day < owes_from:
        return Cell(Submission.FREE)
    if today <= period.last_day:
        return Cell(Submission.NOT_DUE)
    if today <= due:
        return Cell(Submission.OWED)
    return Cell(Submission.LATE, days_late=_working_days_after(calendar, due, today))


def _working_days_after(calendar: Calendar, due: date, day: date) -> int:
    """Working days from the due day to a later one, at least one; 0 for a day in time."""
    return max(1, calendar.working_days_between(due, day)) if day > due else 0


def since(rhythm: Rhythm, first: date, today: date) -> tuple[Period, ...]:
    """The periods from the one in which `first` lies that have ended, the newest 400 at most."""
    last = period_of(rhythm, period_of(rhythm, today).first_day - ONE_DAY)
    found: list[Period] = []
    while last.last_day >= first and len(found) < MOST_PERIODS:
        found.append(last)
        last = last.previous()
    return tuple(reversed(found))
