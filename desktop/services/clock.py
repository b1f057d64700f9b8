"""The time: UTC in the store, +08:00 for people (decisions: Identity, revisions, numbers)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from desktop.rules.calendar import CIVIL_TIME

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def civil_date(moment: str) -> date:
    """The civil date (+08:00) of a stored UTC moment."""
    return datetime.fromisoformat(moment).astimezone(CIVIL_TIME).date()


def civil_time(moment: str) -> str:
    """A stored UTC moment as the screen shows it, e.g. 11-20 09:12 (civil time)."""
    return datetime.fromisoformat(moment).astimezone(CIVIL_TIME).strftime("%m-%d %H:%M")
