"""One program at a time: the second is told who was first, and a killed one is no obstacle."""

from __future__ import annotations

import os

import pytest

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.store.lock import FolderLock
from tests.store import programs


@pytest.fixture
def made(folder: DataFolder) -> DataFolder:
    folder.create()
    return folder


def refused(folder: DataFolder) -> UserError:
    with pytest.raises(UserError) as caught:
        FolderLock(folder).acquire("命令行")
    return caught.value


def test_a_killed_program_is_no_obstacle(made: DataFolder) -> None:
    with programs.start("hold", made) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        other.kill()
    lock = FolderLock(made)
    stale = lock.holder()
    assert stale is not None
    assert stale.pid == other.pid
    with lock.held("命令行"):
        now = lock.holder()
        assert now is not None
        assert (now.program, now.pid) == ("命令行", os.getpid())


def test_two_locks_of_one_program_exclude_each_other(made: DataFolder) -> None:
    first = FolderLock(made)
    with first.held("一"):
        assert "“一”" in refused(made).message
        with pytest.raises(RuntimeError, match="already held"):
            first.acquire("一")
    assert first.holder() is None
    first.release()
    first.acquire("二")
    first.release()


def test_a_note_that_cannot_be_read_still_gives_a_sentence(made: DataFolder) -> None:
    lock = FolderLock(made)
    with lock.held("一"):
        made.lock.with_name("lock.json").write_bytes(b"\xff")
        assert "另一个程序" in refused(made).message


def test_a_folder_that_is_not_there_is_told(folder: DataFolder) -> None:
    assert refused(folder).code == "E-MISSING"
