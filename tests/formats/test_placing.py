"""A file gets its name only when it is whole; a full or missing medium is told in words."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

import pytest

from desktop.errors import UserError
from desktop.formats.placing import place_file, place_folder


def test_the_check_sees_the_part_and_its_answer_is_returned(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"

    def check(part: Path) -> bytes:
        assert not path.exists()
        return part.read_bytes()

    assert place_file(path, lambda file: file.write(b"abc"), check) == b"abc"
    assert path.read_bytes() == b"abc"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_failing_medium_leaves_the_old_file_and_no_part(tmp_path: Path, number: int) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def write(file: BinaryIO) -> None:
        file.write(b"new")
        raise OSError(number, "medium")

    with pytest.raises(UserError) as caught:
        place_file(path, write, lambda part: None)
    assert caught.value.code == ("E-FULL" if number == errno.ENOSPC else "E-WRITE")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_stray_part_of_a_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "送交.part" / "data").mkdir(parents=True)
    place_folder(tmp_path / "送交", lambda part: part.mkdir(), lambda part: None)
    assert [one.name for one in tmp_path.iterdir()] == ["送交"]
