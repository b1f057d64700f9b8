"""Single-byte damage anywhere in a package is refused, or changes nothing; it never crashes the reader."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from desktop.errors import PackageRefused
from desktop.formats.package import read_package
from desktop.trust.digests import sm3

from . import factory

SEED = int(os.environ.get("DESK_SEED", "20250331"))


def _outcome(path: Path) -> object:
    """What a reader learns from the package; None when it is refused with a code."""
    try:
        with read_package(path, factory.trust_office) as read:
            attachment = b"".join(read.attachment(sm3(factory.DOCUMENT)))
            return read.manifest_hash, read.header, read.items, read.stubs, read.user_keys, attachment
    except PackageRefused as error:
        return None if error.code.startswith("E-") else error


def _campaign(path: Path, rounds: int) -> int:
    """Damage `rounds` times; return how many were accepted, all of them with the same content."""
    factory.write(path)
    sound, expected = path.read_bytes(), _outcome(path)
    assert expected is not None
    chance = random.Random(SEED)
    accepted = 0
    for _ in range(rounds):
        damaged = bytearray(sound)
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            place = chance.randrange(len(damaged))
            damaged[place] = chance.choice((damaged[place] ^ 1 << chance.randrange(8), chance.randrange(256)))
        path.write_bytes(damaged)
        outcome = _outcome(path)
        if outcome is not None:
            assert outcome == expected
            accepted += 1
    return accepted


def test_damaged_bytes_are_refused_or_change_nothing(tmp_path: Path) -> None:
    accepted = _campaign(tmp_path / "batch.zip", 1500)
    assert accepted < 600


@pytest.mark.full
def test_damaged_bytes_are_refused_or_change_nothing_for_long(tmp_path: Path) -> None:
    _campaign(tmp_path / "batch.zip", 100_000)


def test_cut_out_and_doubled_stretches_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "batch.zip"
    factory.write(path)
    sound = path.read_bytes()
    chance = random.Random(SEED)
    for _ in range(300):
        start = chance.randrange(len(sound))
        end = min(len(sound), start + chance.randrange(1, 200))
        for damaged in (sound[:start] + sound[end:], sound[:end] + sound[start:]):
            path.write_bytes(damaged)
            assert _outcome(path) is None
