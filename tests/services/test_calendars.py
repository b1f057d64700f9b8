"""Calendar files: what is shipped, what an office adds, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services.calendars import load_calendar, read_year


def write_year(folder: Path, **changes: object) -> Path:
    """Write a notice for 2027 into `folder`, with the given fields changed."""
    content: dict[str, object] = {
        "format": 1,
        "year": 2027,
        "source": "测试用通知",
        "rest_days": {"2027-01-01": "元旦"},
        "work_days": {"2027-01-09": "元旦"},
    }
    path = folder / "2027.json"
    path.write_text(json.dumps(content | changes, ensure_ascii=False), encoding="utf-8")
    return path


def test_an_added_year_is_announced_and_leaves_the_shipped_ones_alone(tmp_path: Path) -> None:
    write_year(tmp_path)
    calendar = load_calendar(tmp_path)
    assert calendar.is_working_day(dt.date(2027, 1, 9))
    assert calendar.years == load_calendar().years | {2027}
    assert load_calendar(tmp_path / "missing") == load_calendar()


def test_a_notice_tells_its_source(tmp_path: Path) -> None:
    assert read_year(write_year(tmp_path)).source == "测试用通知"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": 2}, "calendar-version"),
        ({"year": 2026}, "calendar-invalid"),
        ({"work_days": {"2027-01-01": "元旦"}}, "calendar-invalid"),
        ({"rest_days": {"2027-02-30": "元旦"}}, "calendar-invalid"),
        ({"rest_days": 7}, "calendar-invalid"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(tmp_path: Path, changes: dict[str, object], code: str) -> None:
    path = write_year(tmp_path, **changes)
    with pytest.raises(UserError) as refused:
        read_year(path)
    assert refused.value.code == code
    assert "2027.json" in refused.value.message


@pytest.mark.parametrize("text", ["", "[1]", "{}", "{"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "2027.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        read_year(path)
    assert refused.value.code == "calendar-invalid"


def test_a_missing_file_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        read_year(tmp_path / "2027.json")
    assert refused.value.code == "calendar-unreadable"
