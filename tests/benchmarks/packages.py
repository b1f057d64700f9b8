"""Writing and verifying a package of many files against bagit-python, which also syncs and validates.

As it comes, bagit-python writes a manifest of SM3 and never reads it: its verdict rests on SHA-256 alone, while ours, to
which SM3 is the greater part of the work, rests on both. So the verdicts are compared twice: as they come, and with
SM3 among the digests that bagit-python knows.
"""

from __future__ import annotations

import os
import secrets
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest import mock

import bagit

from desktop.formats.package import read_package
from desktop.formats.package_records import Anchor, BatchHeader, PackagedItem, item_digest
from desktop.formats.package_writing import Content, sign_user_keys, write_package
from desktop.trust.digests import sm3
from desktop.trust.signing import generate_key
from tests.benchmarks.measure import taking_turns, tell

FILES, SIZE = 1000, 200 * 1024


def run(folder: Path) -> None:
    """1,000 files of 200 KB, both digests, fsync, re-read."""
    source = folder / "source"
    source.mkdir()
    documents: dict[str, Content] = {}
    attachments = []
    for number in range(FILES):
        data = secrets.token_bytes(SIZE)
        path = source / f"{number:04d}.bin"
        path.write_bytes(data)
        documents[sm3(data)] = (SIZE, partial(_chunks, path))
        attachments.append({"sm3": sm3(data), "size": SIZE, "name": path.name})
    key = generate_key()
    package = folder / "package.zip"
    content: dict[str, object] = {"title": "x", "attachments": attachments}
    uuid = "00000000-0000-4000-8000-000000000001"
    item = PackagedItem(uuid, 1, (), item_digest(uuid, 1, (), content), "保审〔2026〕X-0001", content, ())
    header = BatchHeader(
        uuid,
        "014236727",
        "X",
        "处室",
        1,
        1,
        "",
        "regular",
        "期间",
        "第1批",
        "2026-11-20T00:00:00Z",
        Anchor(1, 0, "0" * 64),
    )
    users = sign_user_keys("014236727", "X", [], key)

    def write() -> None:
        write_package(package, header, [item], [], users, documents, key)

    def verify() -> None:
        with read_package(package, lambda _header, _key: None):
            pass

    peer_zip = folder / "peer.zip"
    peer_write = partial(_peer_write, source, folder / "bag", peer_zip)
    _compare(f"write a package of {FILES} files", write, peer_write, "bagit copy+bag+zip+sync+validate", 1.0)
    peer_verify = partial(_peer_verify, peer_zip, folder / "unzipped")
    _compare("verify a package inside its zip", verify, peer_verify, "unzip + bagit validate", 0.75)
    with mock.patch.object(bagit, "CHECKSUM_ALGOS", {*bagit.CHECKSUM_ALGOS, "sm3"}):
        _compare("the same, both digests by either", verify, peer_verify, "unzip + bagit validate", 0.75)


def _compare(what: str, ours: Callable[[], object], peer: Callable[[], object], name: str, bar: float) -> None:
    wall, cpu = taking_turns(ours, peer)
    tell(what, *wall, name, bar)
    tell("    of it on the processors", *cpu, name, None)


def _chunks(path: Path) -> list[bytes]:
    return [path.read_bytes()]


def _peer_write(source: Path, bag_folder: Path, target: Path) -> None:
    shutil.rmtree(bag_folder, ignore_errors=True)
    shutil.copytree(source, bag_folder)
    bagit.make_bag(str(bag_folder), checksums=["sha256", "sm3"])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as zipped:
        for path in sorted(bag_folder.rglob("*")):
            if path.is_file():
                zipped.write(path, path.relative_to(bag_folder))
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    bagit.Bag(str(bag_folder)).validate()


def _peer_verify(target: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(target) as zipped:
        zipped.extractall(folder)
    bagit.Bag(str(folder)).validate()
