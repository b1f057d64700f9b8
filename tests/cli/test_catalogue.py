"""The catalogue and the pattern of index numbers by commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli import USAGE, USER_ERROR
from desktop.rules.numbers import NATIONAL_PATTERN
from tests.cli.test_cli import CENTRE, Line, document, found, line, office
from tests.services.catalogues import ROWS, catalogue_file

__all__ = ["document", "line", "office"]


def test_a_catalogue_is_taken_in_found_chosen_and_written_out(office: Line, document: Path, tmp_path: Path) -> None:
    path = catalogue_file(tmp_path, *ROWS, ROWS[0])
    errors = tmp_path / "错误表.xlsx"
    dry = office.ask("office", "lin", "catalogue", "import", path, "--year", 2026, "--dry-run", "--errors", errors)
    assert (dry["new"], dry["left_out"], dry["version"]) == (4, 1, None)
    assert dry["problems"][0]["row"] == 6
    assert errors.exists()
    done = office.ask("office", "lin", "catalogue", "import", path)
    assert (done["year"], done["version"]) == (2026, 1)
    (row,) = office.ask("office", "lin", "catalogue", "find", "lszyxk")
    assert row["ref"] == "2026-001 行政许可 / 律师执业许可"
    (taken,) = office.ask("office", "lin", "register", document)
    chosen = office.ask("office", "lin", "catalogue", "choose", taken["form_number"], "2026-001")
    assert (chosen["taken"], chosen["kept"]) == (["channels", "time_limit"], [])
    shown = office.ask("office", "lin", "show", taken["form_number"])
    assert shown["content"]["catalogue_row"] == row["ref"]
    covered = office.ask("office", "lin", "catalogue", "coverage")
    assert [one["under_way"] for one in covered["rows"]] == [1, 0, 0, 0]
    out = tmp_path / "导出.xlsx"
    assert office.ask("office", "lin", "catalogue", "export", out)["rows"] == 4
    assert office.ask("office", "lin", "catalogue", "import", out, "--year", 2025)["new"] == 4
    office.ask("office", "lin", "catalogue", "export", tmp_path / "模板.xlsx", "--template")
    assert (tmp_path / "模板.xlsx").exists()


def test_what_cannot_be_done_is_told(office: Line, document: Path, tmp_path: Path) -> None:
    base = ("--data", office.root / "office", "--login", "lin", "catalogue")
    assert office.run(*base, "import", document)[0] == USER_ERROR
    assert office.run(*base, "coverage")[0] == USER_ERROR
    assert office.run(*base, "export", tmp_path / "x.xlsx", "--year", "1999")[0] == USER_ERROR
    assert office.run(*base, "find", "律师")[1] == "没有找到\n"
    (taken,) = office.ask("office", "lin", "register", document)
    status, _out, err = office.run(*base, "choose", taken["form_number"], "2026-001")
    assert status == USER_ERROR
    assert "目录里没有" in err
    with pytest.raises(SystemExit) as usage:
        office.run(*base)
    assert usage.value.code == USAGE


def test_the_pattern_of_index_numbers_is_told_and_changed_at_the_centre(line: Line) -> None:
    found(line, "centre", *CENTRE)
    assert line.ask("centre", "he", "index-pattern")["pattern"] == NATIONAL_PATTERN
    told = line.ask("centre", "he", "index-pattern", "{org9}-{yyyy}-{seq}")
    assert told["sample"].endswith("-1")
    base = ("--data", line.root / "centre", "--login", "he", "index-pattern")
    status, _out, err = line.run(*base, "{seq}")
    assert status == USER_ERROR
    assert "年份" in err
