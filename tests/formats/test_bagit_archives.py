"""A bag in any ordinary zip is found and read; a zip that is not sound, or not one bag, is told so."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

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
    (tmp_path / "x.zip").write_bytes(b"#!/bin/sh\n" + stream.taken)
    assert _codes(tmp_path / "x.zip") == ([], [])


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


@pytest.mark.parametrize("name", ["bag/../../evil", "bag//etc/passwd", "bag/C:/x", "bag/data/../../x", "bag/~/x"])
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


def test_empty_folders_in_a_zip_are_told(tmp_path: Path) -> None:
    path = Case("x", SOUND, folders=("data", "data/sub", "data/empty/deeper")).write_zip(tmp_path / "x.zip")
    assert [(one.code, one.file) for one in judge(path).warnings] == [("W-EMPTY", "data/empty/deeper")]
