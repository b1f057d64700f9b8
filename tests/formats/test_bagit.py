"""Bags that others wrote are judged by the rules of their version, wherever they lie, with every problem told."""

from __future__ import annotations

from pathlib import Path

from desktop.formats.bagit.judge import judge

from .bag_cases import cases
from .bags import Case

CASES = tuple(cases())


def _is_right(case: Case, path: Path) -> bool:
    """Whether the verdict is right, the expected code is told where it belongs, and a plain bag is not warned of."""
    verdict = judge(path)
    told = {one.code for one in (verdict.warnings if case.valid else verdict.problems)}
    if case.expected[0] == "valid" and verdict.warnings:
        return False
    return verdict.valid is case.valid and (not case.code or case.code in told)


def test_each_case_in_a_folder(tmp_path: Path) -> None:
    wrong = [one.name for n, one in enumerate(CASES) if not _is_right(one, one.write_folder(tmp_path / str(n)))]
    assert wrong == []


def test_each_case_in_a_zip(tmp_path: Path) -> None:
    zips = [one for one in CASES if not one.links]
    wrong = [one.name for n, one in enumerate(zips) if not _is_right(one, one.write_zip(tmp_path / f"{n}.zip"))]
    assert wrong == []


def test_the_cases_have_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
