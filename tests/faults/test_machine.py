"""What the machine does to a store: read-only media, a second program, damage, and sudden death."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.errors import UserError
from desktop.models import AuditEntry, Counter
from desktop.paths import DataFolder
from desktop.store import backup, connecting
from desktop.store.audit import head, record, verify_chain
from desktop.store.database import Store
from desktop.store.lock import FolderLock
from desktop.store.objects import Objects
from tests.faults.rights import as_nobody, posix_only
from tests.store import programs
from tests.store.conftest import DATABASE_KEY, OBJECT_KEY

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def filled(store: Store, folder: DataFolder) -> DataFolder:
    """A closed data folder with enough in it to span many pages."""
    with store.transaction() as session:
        session.add_all(Counter(name=f"{number:04}" * 40, last=number) for number in range(500))
        record(session, "周明", "item.saved", "1", {})
    store.close()
    return folder


@pytest.fixture
def unwritable(filled: DataFolder) -> Iterator[DataFolder]:
    """The same folder where everyone may read and nobody may write."""
    root = Path(tempfile.mkdtemp(prefix="desk-readonly-"))
    copy = DataFolder(root / "desk")
    shutil.copytree(filled.root, copy.root)
    root.chmod(0o755)
    for path in (copy.root, *copy.root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield copy
    for path in (copy.root, *copy.root.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(root)


@posix_only
def test_fault_32_a_folder_that_cannot_be_written_is_read_only(unwritable: DataFolder) -> None:
    with as_nobody(), Store.open(unwritable, DATABASE_KEY, OBJECT_KEY) as store:
        assert store.read_only
        with store.reading() as session:
            assert session.scalar(select(Counter.last).order_by(Counter.last.desc())) == 499
        with pytest.raises(UserError) as caught, store.transaction():
            pass
        assert caught.value.code == "E-READONLY"
        with pytest.raises(UserError, match="只能读取"):
            backup.back_up(store, NOW)
        with pytest.raises(UserError) as caught:
            store.objects.put([b"x"])
        assert caught.value.code == "E-READONLY"
        with pytest.raises(UserError) as caught:
            FolderLock(unwritable).acquire("命令行")
        assert caught.value.code == "E-READONLY"
    assert not unwritable.running.exists()


@posix_only
def test_fault_32_a_read_only_database_in_a_writable_folder_is_read_only(filled: DataFolder) -> None:
    before = filled.database.read_bytes()
    filled.database.chmod(0o444)
    opened = Path(tempfile.mkdtemp(prefix="desk-readonly-"))
    copy = DataFolder(opened)
    shutil.copytree(filled.root, copy.root, dirs_exist_ok=True)
    for path in (copy.root, *(path for path in copy.root.rglob("*") if path.is_dir())):
        path.chmod(0o777)
    with as_nobody(), Store.open(copy, DATABASE_KEY, OBJECT_KEY) as store:
        assert store.read_only
        with store.reading() as session:
            assert head(session).seq == 1
    assert copy.database.read_bytes() == before
    shutil.rmtree(opened)


@posix_only
def test_a_read_only_folder_whose_log_holds_the_last_data_is_refused(filled: DataFolder) -> None:
    filled.database.with_name("desk.db-wal").write_bytes(b"x" * 5000)
    filled.database.chmod(0o444)
    for path in (filled.root, *filled.root.parents[:2]):
        path.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", lambda *_, **__: False)
        with pytest.raises(UserError, match="没有正常结束"):
            Store.open(filled, DATABASE_KEY, OBJECT_KEY)


def test_fault_33_a_database_in_use_is_waited_for_and_then_refused(
    filled: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert connecting.BUSY_MILLISECONDS == 5000
    monkeypatch.setattr(connecting, "BUSY_MILLISECONDS", 50)
    with programs.start("block", filled) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with Store.open(filled, DATABASE_KEY, OBJECT_KEY) as store:
            with store.reading() as session:
                assert head(session).seq == 1
                assert session.scalar(text("PRAGMA busy_timeout")) == 50
            with pytest.raises(UserError) as caught, store.transaction():
                pass
            other.communicate("go on\n")
            with store.transaction() as session:
                record(session, "周明", "item.saved", "2", {})
    assert caught.value.code == "E-LOCKED"


def damage(folder: DataFolder, share: float) -> bytes:
    """Flip one bit at a share of the file's length and return the file."""
    content = bytearray(folder.database.read_bytes())
    content[int(len(content) * share)] ^= 1
    folder.database.write_bytes(content)
    return bytes(content)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_fault_34_damage_after_an_unclean_end_is_found_and_left_alone(filled: DataFolder, share: float) -> None:
    filled.running.write_bytes(b"")
    damaged = damage(filled, share)
    with pytest.raises(UserError) as caught:
        Store.open(filled, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-DAMAGED"
    assert "备份" in caught.value.hint
    assert filled.database.read_bytes() == damaged
    assert filled.running.exists()


def test_fault_34_a_damaged_first_page_and_a_shortened_file_are_refused(filled: DataFolder) -> None:
    whole = filled.database.read_bytes()
    damage(filled, 0.0)
    with pytest.raises(UserError) as caught:
        Store.open(filled, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-KEY"
    filled.database.write_bytes(whole[: len(whole) // 2])
    filled.running.write_bytes(b"")
    with pytest.raises(UserError) as caught:
        Store.open(filled, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-DAMAGED"


def test_fault_34_damage_met_while_reading_is_told_and_the_rest_stays_readable(filled: DataFolder) -> None:
    with Store.open(filled, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        root = session.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'counter'")) or 0
        pages = session.scalar(text("PRAGMA page_count")) or 1
    damage(filled, (root - 0.5) / pages)
    with Store.open(filled, DATABASE_KEY, OBJECT_KEY) as store:
        with pytest.raises(UserError) as caught, store.reading() as session:
            session.execute(text("SELECT sum(last) FROM counter")).all()
        assert caught.value.code == "E-DAMAGED"
        with store.reading() as session:
            assert head(session).seq == 1
    with pytest.raises(UserError) as caught:
        Store.open(filled, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-DAMAGED"


def test_a_sound_database_opens_after_an_unclean_end(filled: DataFolder) -> None:
    filled.running.write_bytes(b"")
    with Store.open(filled, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        assert head(session).seq == 1
    assert not filled.running.exists()


@pytest.mark.parametrize(
    ("point", "entries", "objects"),
    [
        ("objects.part-written", 1, 0),
        ("objects.renamed", 1, 1),
        ("store.before-commit", 1, 1),
        ("store.committed", 2, 1),
    ],
)
def test_sudden_death_leaves_the_state_before_or_after(
    filled: DataFolder, point: str, entries: int, objects: int
) -> None:
    with programs.start("save", filled, point) as killed:
        _, errors = killed.communicate()
    assert killed.returncode != 0
    assert errors == ""
    assert filled.running.exists()
    with Store.open(filled, DATABASE_KEY, OBJECT_KEY) as store:
        with store.reading() as session:
            assert session.scalars(select(AuditEntry.seq)).all() == list(range(1, entries + 1))
            assert verify_chain(session).ok
        files = [path for path in filled.objects.rglob("*") if path.is_file()]
        assert len(files) == objects
        again = store.objects.put([programs.DOCUMENT])
        assert store.objects.check(again.sm3)
    assert not filled.running.exists()


def test_fault_35_a_damaged_object_is_flagged_and_mended_by_the_same_document(tmp_path: Path) -> None:
    kept = Objects(tmp_path, OBJECT_KEY)
    sm3 = kept.put([programs.DOCUMENT]).sm3
    (file,) = kept.files()
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)
    assert not kept.check(sm3)
    with pytest.raises(UserError) as caught:
        kept.read(sm3)
    assert caught.value.code == "E-OBJECT"
    assert kept.put([programs.DOCUMENT]).sm3 == sm3
    assert kept.check(sm3)


def test_fault_33_a_second_program_is_told_who_holds_the_folder(folder: DataFolder) -> None:
    folder.create()
    with programs.start("hold", folder) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(UserError) as caught:
            FolderLock(folder).acquire("命令行")
        other.communicate("go on\n")
    told = caught.value
    assert told.code == "E-LOCKED"
    assert "政务公开工作台" in told.message
    assert str(other.pid) in told.message
    assert "自 20" in told.message
    assert other.returncode == 0
    with FolderLock(folder).held("命令行"):
        pass
