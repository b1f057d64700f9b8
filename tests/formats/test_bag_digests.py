"""The digests of a bag: taken aside while it is written, taken again of what the medium gives back."""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import partial
from pathlib import Path

import pytest

from desktop.formats.bag import Member, open_bag, write_bag
from desktop.formats.problems import Refused
from desktop.formats.zipfiles import ZipSink
from desktop.trust.digests import sha256, sm3


def test_digests_of_many_and_of_long_members_are_complete_when_the_manifests_are_written(tmp_path: Path) -> None:
    pieces = {f"data/{n}.bin": [bytes([n, k]) * 40_000 for k in range(20 if n == 3 else 2)] for n in range(9)}
    members = [Member(name, sum(map(len, parts)), partial(iter, parts), stored=True) for name, parts in pieces.items()]
    path = tmp_path / "bag.zip"
    with path.open("wb") as file:
        identity = write_bag(ZipSink(file), members, [], {})
    with open_bag(path) as bag:
        assert bag.manifest_hash == identity
        for name, parts in pieces.items():
            assert bag.digests[name].sm3 == sm3(b"".join(parts))
            assert bag.digests[name].sha256 == sha256(b"".join(parts))


def test_what_changed_on_the_medium_is_seen_when_read_again(tmp_path: Path) -> None:
    path = tmp_path / "bag.zip"
    with path.open("wb") as file:
        write_bag(ZipSink(file), [Member("data/a", 5, lambda: [b"hello"], stored=True)], [], {})
    damaged = path.read_bytes().replace(b"hello", b"hullo")
    crc = struct.pack("<L", zlib.crc32(b"hello"))
    path.write_bytes(damaged.replace(crc, struct.pack("<L", zlib.crc32(b"hullo"))))
    for reread in (False, True):
        with pytest.raises(Refused) as refusal, open_bag(path, reread=reread):
            pass
        assert [(one.code, one.file) for one in refusal.value.problems] == [("E-HASH", "data/a")]


def test_a_forged_sha256_manifest_does_not_pass_under_the_old_identity(tmp_path: Path) -> None:
    """Read again, the payload is known by SHA-256 alone: its manifest must be the one that the identity binds."""

    def bag_of(content: bytes, path: Path) -> dict[str, bytes]:
        with path.open("wb") as file:
            write_bag(ZipSink(file), [Member("data/a", len(content), lambda: [content], stored=True)], [], {})
        with zipfile.ZipFile(path) as made:
            return {name: made.read(name) for name in made.namelist()}

    honest, other = bag_of(b"hello", tmp_path / "honest.zip"), bag_of(b"hullo", tmp_path / "other.zip")
    kept = ("manifest-sm3.txt", "tagmanifest-sm3.txt")
    forged = {name: honest[name] if name in kept else content for name, content in other.items()}
    path = tmp_path / "forged.zip"
    with path.open("wb") as file:
        sink = ZipSink(file)
        for name, content in forged.items():
            sink.add(name, [content], stored=True)
        sink.finish()
    with pytest.raises(Refused) as refusal, open_bag(path, reread=True):
        pass
    assert "manifest-sha256.txt" in {one.file for one in refusal.value.problems}
