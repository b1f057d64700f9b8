"""However a bag is damaged, the judge gives a verdict: nothing but a UserError may come out of it."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.formats.bagit.findings import BAG_LIMITS, Findings
from desktop.formats.bagit.judge import judge
from desktop.formats.bagit.manifests import Manifest, Paths, fill
from desktop.formats.bagit.paths import outside, plain, unportable
from desktop.formats.bagit.tagfiles import Declaration
from desktop.services.verification import verify

from .bag_cases import cases
from .bag_damage import damaged, damaged_bag
from .bags import TEXT, Case

SEED = int(os.environ.get("DESK_SEED", "20250331"))
CASES = tuple(one for one in cases() if not one.links)


def _damage_folders(folder: Path, rounds: int) -> int:
    """Judge damaged folders; return how many were found not valid."""
    chance = random.Random(SEED)
    refused = 0
    for number in range(rounds):
        case = chance.choice(CASES)
        files = damaged_bag(case.files, chance)
        path = Case(case.name, files, folders=case.folders).write_folder(folder / str(number))
        refused += not judge(path).valid
    return refused


def _damage_zips(path: Path, rounds: int) -> int:
    chance = random.Random(SEED)
    refused = 0
    for _ in range(rounds):
        content = chance.choice(CASES).write_zip(path).read_bytes()
        path.write_bytes(damaged(content, chance))
        refused += not verify(path).valid
    return refused


def test_damaged_folders_get_a_verdict(tmp_path: Path) -> None:
    assert _damage_folders(tmp_path, 300) > 200


def test_damaged_zips_get_a_verdict(tmp_path: Path) -> None:
    assert _damage_zips(tmp_path / "x.zip", 300) > 200


@pytest.mark.full
def test_damaged_folders_get_a_verdict_for_long(tmp_path: Path) -> None:
    assert _damage_folders(tmp_path, 10_000) > 6_000


@pytest.mark.full
def test_damaged_zips_get_a_verdict_for_long(tmp_path: Path) -> None:
    assert _damage_zips(tmp_path / "x.zip", 30_000) > 20_000


@given(content=st.binary(max_size=200), version=st.sampled_from([(0, 93), (0, 97), (1, 0)]))
@settings(max_examples=150, deadline=None)
def test_any_text_may_stand_in_a_manifest(content: bytes, version: tuple[int, int]) -> None:
    found, declared = Findings(), Declaration(version)
    paths = Paths({"data/a.txt", "data/\u00e9"}, declared, found)
    manifest = Manifest("manifest-md5.txt", "md5", tag=False)
    fill(manifest, content.decode("utf-8", "replace"), paths, declared, found, 1000)
    assert not any(outside(path) for path in manifest.entries if "%" not in path)


@given(st.text(alphabet=st.sampled_from("a.~/\\:%C\0 \u0301é"), max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_path_that_stays_inside_is_made_plain(path: str) -> None:
    if outside(path) is None:
        assert not {".", "..", ""} & set(plain(path).split("/")) or plain(path) == ""
        unportable(path)


def test_limits_come_before_trust(tmp_path: Path) -> None:
    case = Case("x", {f"data/{n}": TEXT for n in range(20)})
    tight = type(BAG_LIMITS)(members=5)
    for path in (case.write_folder(tmp_path / "x"), case.write_zip(tmp_path / "x.zip")):
        assert [one.code for one in judge(path, tight).problems] == ["E-LIMIT"]
    bomb = Case("y", {"data/zeros": bytes(8 << 20)}).write_zip(tmp_path / "y.zip")
    assert [one.code for one in judge(bomb, type(BAG_LIMITS)(ratio=100)).problems] == ["E-BOMB"]
