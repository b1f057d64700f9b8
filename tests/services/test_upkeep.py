"""Backups and the audit trail as they are listed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from desktop.services import batches, imports, inspection, upkeep
from desktop.services.entries import IMPORTED
from tests.services.ends import found_ends


def test_backups_are_listed_newest_first_in_civil_time(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    with ends.at("lin") as desk:
        first = upkeep.back_up(desk)
        ends.clock.moment += timedelta(hours=3)
        second = upkeep.back_up(desk)
        assert [path for _at, path in upkeep.backups(desk)] == [second, first]
        assert [at for at, _path in upkeep.backups(desk)] == ["2026-11-20 12:00", "2026-11-20 09:00"]


def test_the_trail_names_batches_and_no_identifiers(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    with ends.at("lin") as desk:
        package = batches.write(desk, batches.assemble(desk, [], "2026年11月下"), ends.stick).path
        assert upkeep.audit_lines(desk)[0].object == "2026年第001批"
    with ends.at("wang") as desk:
        imports.import_batch(desk, inspection.inspect(desk, package), {})
    with ends.at("he") as desk:
        named = [one.object for one in upkeep.audit_lines(desk) if one.action == IMPORTED]
        assert named == ["律师工作处 2026年第001批"]
