"""Reads the yearly holiday notices: those shipped with the program and those an office adds."""

from __future__ import annotations

import datetime as dt
import functools
import json
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.paths import resource
from desktop.rules.calendar import Calendar

FORMAT = 1
"""The only version of the calendar file that this program reads."""


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year's notice: its days off, the working days moved to a weekend, and where that was announced."""

    year: int
    source: str
    rest_days: frozenset[dt.date]
    work_days: frozenset[dt.date]


def read_year(path: Path) -> CalendarYear:
    """Read one calendar file. Raises UserError when it cannot be read or contradicts itself."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise UserError(
                f"工作日历文件“{path.name}”的格式版本是{content['format']}，本程序只认得{FORMAT}",
                "请换用与本程序版本相配的日历文件。",
                "calendar-version",
            )
        read = CalendarYear(
            year=int(content["year"]),
            source=str(content["source"]),
            rest_days=_days(content["rest_days"]),
            work_days=_days(content["work_days"]),
        )
        Calendar(frozenset({read.year}), read.rest_days, read.work_days)
    except OSError as error:
        raise UserError(
            f"打不开工作日历文件“{path.name}”",
            "确认文件仍在原处、可以读取，再试一次。",
            "calendar-unreadable",
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"工作日历文件“{path.name}”内容有误",
            "对照国务院办公厅的放假通知核对日期，再试一次。",
            "calendar-invalid",
        ) from error
    return read


def _days(named: dict[str, str]) -> frozenset[dt.date]:
    """The days of a `{"2026-01-01": "元旦"}` table."""
    return frozenset(dt.date.fromisoformat(day) for day in named)


def load_calendar(added: Path | None = None) -> Calendar:
    """The shipped years, and over them the notices in the folder `added` (a missing folder adds none).

    The shipped years are read once; raises UserError when a file cannot be read.
    """
    calendar = _shipped()
    return calendar if added is None else _with_folder(calendar, added)


@functools.cache
def _shipped() -> Calendar:
    """The years that came with the program."""
    return _with_folder(Calendar(frozenset(), frozenset(), frozenset()), resource("calendars"))


def _with_folder(calendar: Calendar, folder: Path) -> Calendar:
    """`calendar` with every notice of a folder laid over it."""
    for path in sorted(folder.glob("*.json")):
        read = read_year(path)
        calendar = calendar.with_year(read.year, read.rest_days, read.work_days)
    return calendar
