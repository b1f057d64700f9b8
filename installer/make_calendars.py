"""Writes resources/calendars/<year>.json from chinesecalendar; run it when a new year is announced."""

from __future__ import annotations

import datetime as dt
import json
from importlib.metadata import version
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "calendars"
NAMES = {
    Holiday.new_years_day: "元旦",
    Holiday.spring_festival: "春节",
    Holiday.tomb_sweeping_day: "清明节",
    Holiday.labour_day: "劳动节",
    Holiday.dragon_boat_festival: "端午节",
    Holiday.national_day: "国庆节",
    Holiday.mid_autumn_festival: "中秋节",
    Holiday.anti_fascist_70th_day: "抗战胜利70周年纪念日",
}


def main() -> None:
    """Write one file for each year that the package knows."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for year in sorted({day.year for day in holidays}):
        content = {
            "format": 1,
            "year": year,
            "source": f"国务院办公厅放假通知，经 chinesecalendar {version('chinesecalendar')}（MIT）整理",
            "rest_days": _named(holidays, year),
            "work_days": _named(workdays, year),
        }
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (FOLDER / f"{year}.json").write_text(text, encoding="utf-8")


def _named(days: dict[dt.date, str], year: int) -> dict[str, str]:
    """One year's days, each with the Chinese name of the holiday it belongs to."""
    return {day.isoformat(): NAMES[Holiday(name)] for day, name in sorted(days.items()) if day.year == year}


if __name__ == "__main__":
    main()
