"""How a limit reads on the screen: the day, the working days left, and the tone that calls for someone."""

from __future__ import annotations

from datetime import date

from desktop.services.desk import Desk

SOON_WORKING_DAYS = 3
WEEKDAYS = "一二三四五六日"


def day_words(day: date, today: date) -> str:
    """A date on the screen: 11-24, with its year when it is another."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def limit_words(desk: Desk, due: date) -> tuple[str, str]:
    """What a limit means today and its tone: today and three working days are amber, a passed one is red."""
    today = desk.today()
    left = desk.calendar.working_days_between(today, due)
    if due < today:
        return f"已超期 {max(1, -left)} 个工作日", "bad"
    if due == today:
        return "今天到期", "warn"
    return f"剩余 {left} 个工作日", "warn" if left <= SOON_WORKING_DAYS else ""
