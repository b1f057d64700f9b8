"""The digests of a bag: taken aside while it is written, taken again of what the medium gives back."""

from __future__ import annotations

import struct
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
