"""Backups as they are listed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from desktop.services import upkeep
from tests.services.ends import found_ends


def test_backups_are_listed_newest_first_in_civil_time(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    with ends.at("lin") as desk:
        first = upkeep.back_up(desk)
        ends.clock.moment += timedelta(hours=3)
        second = upkeep.back_up(desk)
        assert [path for _at, path in upkeep.backups(desk)] == [second, first]
        assert [at for at, _path in upkeep.backups(desk)] == ["2026-11-20 12:00", "2026-11-20 09:00"]
