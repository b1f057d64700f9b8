"""A file gets its name only when it is whole; a full or missing medium is told in words."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from typing import BinaryIO

import pytest

from desktop.errors import UserError
from desktop.formats.placing import place_file, place_folder, require_room

from . import factory


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


def test_fault_27_no_room_is_told_before_work_starts(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        require_room(tmp_path, 1 << 60)
    assert caught.value.code == "E-FULL"
    assert "需要" in caught.value.message


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
def test_fault_27_a_medium_that_fills_up_leaves_nothing(tmp_path: Path) -> None:
    """The system's own limit on the size of a file stands in for a full stick."""
    import resource

    large = bytes(range(256)) * 4096
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(UserError) as caught:
            factory.write(
                tmp_path / "batch.zip",
                items=[factory.item(documents=[large])],
                attachments=factory.contents(large),
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.code == "E-FULL"
    assert list(tmp_path.iterdir()) == []
