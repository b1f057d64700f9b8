"""A bag in any ordinary zip is found and read; a zip that is not sound, or not one bag, is told so."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.formats.bagit.findings import BAG_LIMITS, MOST_TOLD, Findings
from desktop.formats.bagit.judge import judge

from .bags import TEXT, Case, Files, bag
from .forging import patched

SOUND = bag()


def _zip(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return path


def _in(folder: str, files: Files) -> Files:
    return {f"{folder}/{name}": content for name, content in files.items()}


def _codes(path: Path) -> tuple[list[str], list[str]]:
    verdict = judge(path)
    return [one.code for one in verdict.problems], [one.code for one in verdict.warnings]


def test_streamed_zips_with_comment_prefix_and_wide_sizes(tmp_path: Path) -> None:
    class Stream(io.RawIOBase):
        """Cannot seek, so that sizes stand behind the members."""

        def __init__(self) -> None:
            self.taken = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes, /) -> int:  # type: ignore[override]
            self.taken += data
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.comment = "移交".encode()
        for name, content in _in("移交包", SOUND).items():
            with zipped.open(name, "w", force_zip64=True) as member:
                member.write(content)
    (tmp_path / "x.zip").write_bytes(stream.taken)
    assert _codes(tmp_path / "x.zip") == ([], [])
    (tmp_path / "x.zip").write_bytes(b"#!/bin/sh\n" + stream.taken)
    assert _codes(tmp_path / "x.zip") == ([], ["W-ZIP"])


def test_names_as_chinese_windows_writes_them(tmp_path: Path) -> None:
    files = bag(payload={"data/公开.txt": TEXT})
    path = _zip(tmp_path / "x.zip", {f"bag/{n}".replace("公开", "xxxx"): c for n, c in files.items()})
    patched(path, b"data/xxxx.txt", b"data/" + "公开".encode("gb18030") + b".txt")
    problems, warnings = _codes(path)
    assert problems == []
    assert set(warnings) == {"W-ENCODING"}


def test_a_bag_at_the_top_or_beside_other_things(tmp_path: Path) -> None:
    assert _codes(_zip(tmp_path / "1.zip", SOUND)) == ([], ["W-ROOT"])
    beside = {**_in("bag", SOUND), "__MACOSX/bag/._x": b"x"}
    assert _codes(_zip(tmp_path / "2.zip", beside)) == ([], ["W-ROOT"])
    two = {**_in("one", SOUND), **_in("two", SOUND)}
    assert _codes(_zip(tmp_path / "3.zip", two))[0] == ["E-FORMAT", "E-FORMAT"]
    assert "E-FORMAT" in _codes(_zip(tmp_path / "4.zip", {"a.txt": b"", "b.txt": b""}))[0]


HOSTILE = ["bag/../../evil", "bag//etc/passwd", "bag/C:/x", "bag/data/../../x", "bag/~/x"]
BESIDE = ["../evil", "/etc/evil", "evil/../../x", "C:\\evil", "bag/../../evil/", "bag/data/../../../x/"]


@pytest.mark.parametrize("name", [*HOSTILE, *BESIDE])
def test_hostile_names(tmp_path: Path, name: str) -> None:
    assert "E-NAME" in _codes(_zip(tmp_path / "x.zip", {**_in("bag", SOUND), name: b"x"}))[0]


def test_links_encrypted_and_strangely_packed_members(tmp_path: Path) -> None:
    path = _zip(tmp_path / "x.zip", _in("bag", SOUND))
    link = zipfile.ZipInfo("bag/data/link")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr(link, "/etc")
        zipped.writestr("bag/data/packed", b"x" * 100, zipfile.ZIP_LZMA)
    assert [(one.code, one.file) for one in judge(path).problems] == [
        ("E-KIND", "data/link"),
        ("E-KIND", "data/packed"),
    ]


@pytest.mark.parametrize("name", ["link", "bag/link/"])
def test_links_beside_the_bag_and_links_that_look_like_folders(tmp_path: Path, name: str) -> None:
    path = _zip(tmp_path / "x.zip", _in("bag", SOUND))
    link = zipfile.ZipInfo(name)
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr(link, "/etc")
    assert _codes(path)[0] == ["E-KIND"]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_lies_behind_the_declared_size_is_seen(tmp_path: Path, method: int) -> None:
    """Size and checksum declare the first bytes alone, which the manifest lists; other programs unpack all of them."""
    honest, whole = b"hello", b"hello" + b"hidden" * 50
    files = _in("bag", bag(payload={"data/a.txt": honest}))
    with zipfile.ZipFile(tmp_path / "x.zip", "w", method) as zipped:
        for name, content in files.items():
            zipped.writestr(name, whole if name == "bag/data/a.txt" else content)
    data = bytearray((tmp_path / "x.zip").read_bytes())
    crc = struct.pack("<L", zlib.crc32(whole))
    for place in (data.index(crc), data.rindex(crc)):
        data[place : place + 4] = struct.pack("<L", zlib.crc32(honest))
        data[place + 8 : place + 12] = struct.pack("<L", len(honest))
    (tmp_path / "x.zip").write_bytes(data)
    assert [(one.code, one.file) for one in judge(tmp_path / "x.zip").problems] == [("E-BOMB", "data/a.txt")]


def _beside(shown: str, meant: str) -> zipfile.ZipInfo:
    """An entry with a second name in the extra field for Unicode names."""
    info = zipfile.ZipInfo(shown)
    field = struct.pack("<BL", 1, zlib.crc32(shown.encode())) + meant.encode()
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    return info


def test_a_second_name_for_programs_that_prefer_it(tmp_path: Path) -> None:
    path = _zip(tmp_path / "x.zip", _in("bag", SOUND))
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr(_beside("bag/note.txt", "bag/note.txt"), b"x")
        zipped.writestr(_beside("bag/more.txt", "../../evil.exe"), b"x")
    assert [(one.code, one.file) for one in judge(path).problems] == [("E-NAME", "bag/more.txt")]


def test_every_header_that_contradicts_the_directory_is_told(tmp_path: Path) -> None:
    path = _zip(tmp_path / "x.zip", _in("bag", {**SOUND, "note.txt": b"x"}))
    data = bytearray(path.read_bytes())
    renamed, packed = data.index(b"bag/note.txt"), data.index(b"bag/data/a.txt") - 30
    data[renamed : renamed + 12] = b"bag/evil.txt"
    data[packed + 8] = zipfile.ZIP_DEFLATED
    path.write_bytes(data)
    assert sorted((one.code, one.file) for one in judge(path).problems) == [
        ("E-NAME", "bag/note.txt"),
        ("E-ZIP", "bag/data/a.txt"),
    ]


def test_bytes_that_belong_to_no_file_are_told(tmp_path: Path) -> None:
    path = _zip(tmp_path / "x.zip", _in("bag", SOUND))
    data, other = path.read_bytes(), _zip(tmp_path / "other.zip", {"bag/bagit.txt": b"another"}).read_bytes()
    for content in (other + data, data + b"behind"):
        path.write_bytes(content)
        assert _codes(path) == ([], ["W-ZIP"])


def test_one_name_twice(tmp_path: Path) -> None:
    path = _zip(tmp_path / "x.zip", {**_in("bag", SOUND), "bag/data/b.txt": TEXT})
    patched(path, b"data/b.txt", b"data/a.txt")
    assert _codes(path)[0] == ["E-NAME"]


def test_members_that_share_their_bytes(tmp_path: Path) -> None:
    path = _zip(tmp_path / "x.zip", _in("bag", SOUND))
    data = path.read_bytes()
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 4)
    path.write_bytes(data[: second + 42] + data[first + 42 : first + 46] + data[second + 46 :])
    assert _codes(path)[0] == ["E-ZIP"]


def test_a_flipped_byte_names_the_file(tmp_path: Path) -> None:
    path = _zip(tmp_path / "x.zip", _in("bag", SOUND))
    patched(path, TEXT, TEXT[:-1] + b"!")
    assert [(one.code, one.file) for one in judge(path).problems] == [("E-HASH", "data/a.txt")]


def test_a_directory_that_declares_too_much_is_not_read(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 1 << 31, 0, 0)
    (tmp_path / "x.zip").write_bytes(bytes(100) + end)
    assert _codes(tmp_path / "x.zip") == (["E-ZIP"], [])


def test_a_directory_with_more_entries_than_declared_is_not_read(tmp_path: Path) -> None:
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, *[0] * 6) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 100 * len(entry), 0, 0)
    (tmp_path / "x.zip").write_bytes(100 * entry + end)
    assert [one.words for one in judge(tmp_path / "x.zip").problems] == ["压缩包的目录过大"]


def test_tag_files_that_unpack_to_far_more_are_not_read(tmp_path: Path) -> None:
    info = _zip(tmp_path / "info.zip", _in("bag", bag(tags={"bag-info.txt": "a: b\n" * 300_000})))
    assert _codes(info)[0] == ["E-LIMIT"]
    tight = type(BAG_LIMITS)(members=20, text_bytes=5000)
    lines = "http://x/ 1 data/a.txt\n" * 30
    fetch = judge(_zip(tmp_path / "fetch.zip", _in("bag", bag(tags={"fetch.txt": lines}))), tight)
    assert [(one.code, one.file) for one in fetch.problems] == [("E-LIMIT", "fetch.txt")]
    many = {f"manifest-x{n}.txt": f"{n}0  data/a.txt\n" * 19 for n in range(30)}
    together = judge(_zip(tmp_path / "many.zip", _in("bag", bag(tags=many))), replace(tight, members=100))
    assert "E-LIMIT" in {one.code for one in together.problems}


def test_no_more_is_told_than_anybody_reads() -> None:
    found = Findings()
    for number in range(MOST_TOLD + 500):
        found.problem("E-SET", str(number), "x")
        found.warn("W-LINES", str(number), "x")
    assert (len(found.problems), len(found.warnings)) == (MOST_TOLD + 1, MOST_TOLD + 1)
    assert [list(told)[-1].code for told in (found.problems, found.warnings)] == ["E-LIMIT", "W-LIMIT"]


def test_empty_folders_in_a_zip_are_told(tmp_path: Path) -> None:
    path = Case("x", SOUND, folders=("data", "data/sub", "data/empty/deeper")).write_zip(tmp_path / "x.zip")
    assert [(one.code, one.file) for one in judge(path).warnings] == [("W-EMPTY", "data/empty/deeper")]
