"""Backups are sound, encrypted copies that bring everything back; fourteen are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.store import backup
from desktop.store.audit import head, record
from desktop.store.backup import back_up, back_up_if_due, backups, check_backup, moment_of, restore
from desktop.store.database import Store
from desktop.store.migrations import HEAD
from desktop.store.search import find, index
from desktop.store.slots import Slots, SlotSecrets
from desktop.trust.kdf import CHEAP_KDF
from tests.store.conftest import DATABASE_KEY, OBJECT_KEY

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DOCUMENT = "附件正文".encode() * 1000


@pytest.fixture
def used(store: Store, folder: DataFolder) -> Store:
    """A store with an entry, an indexed text, an attachment and a slot."""
    Slots.create(folder).add_slot("zhou", "口令", SlotSecrets(DATABASE_KEY, OBJECT_KEY), CHEAP_KDF)
    store.objects.put([DOCUMENT])
    with store.transaction() as session:
        record(session, "周明", "item.saved", "1", {}, NOW)
        index(session, 1, "供水管网改造")
    return store


def test_a_backup_is_a_sound_encrypted_copy(used: Store, folder: DataFolder) -> None:
    made = back_up(used, NOW)
    assert moment_of(made) == NOW
    assert check_backup(made, DATABASE_KEY) == HEAD
    assert (made / "slots.json").read_bytes() == folder.slots.read_bytes()
    assert not (made / "desk.db").read_bytes().startswith(b"SQLite format")
    with pytest.raises(UserError) as caught:
        check_backup(made, bytes(32))
    assert caught.value.code == "E-KEY"
    assert not list(folder.backup.rglob("*.part"))


def test_a_restored_store_is_as_it_was(used: Store, folder: DataFolder) -> None:
    sm3 = used.objects.put([DOCUMENT]).sm3
    made = back_up(used, NOW)
    with used.transaction() as session:
        record(session, "周明", "item.saved", "2", {}, NOW)
    later = used.objects.put([b"later"]).sm3
    used.objects.remove(sm3)
    used.close()
    lost = folder.database.read_bytes()
    slots = folder.slots.read_bytes()
    folder.slots.write_bytes(b"{}")
    aside = restore(folder, made, DATABASE_KEY, NOW, lambda _staged: None)
    assert (aside / "desk.db").read_bytes() == lost
    assert (aside / "slots.json").read_bytes() == b"{}"
    assert folder.slots.read_bytes() == slots
    with Store.open(folder, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        assert head(session).seq == 1
        assert find(session, "管网", 10) == [1]
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert store.objects.read(sm3) == DOCUMENT
        assert store.objects.read(later) == b"later"


def test_a_damaged_backup_is_refused_before_anything_moves(used: Store, folder: DataFolder) -> None:
    made = back_up(used, NOW)
    used.close()
    content = bytearray((made / "desk.db").read_bytes())
    content[len(content) // 2] ^= 1
    (made / "desk.db").write_bytes(content)
    before = folder.database.read_bytes()
    with pytest.raises(UserError) as caught:
        restore(folder, made, DATABASE_KEY, NOW, lambda _staged: None)
    assert caught.value.code == "E-DAMAGED"
    assert folder.database.read_bytes() == before
    assert backups(folder) == [made]
    with Store.open(folder, DATABASE_KEY, OBJECT_KEY):
        pass


def test_fourteen_are_kept_and_attachments_go_with_the_last_that_lists_them(
    used: Store, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "KEPT", 3)
    sm3 = used.objects.put([DOCUMENT]).sm3
    made = [back_up(used, NOW)]
    used.objects.remove(sm3)
    kept = folder.backup / "objects"
    for day in range(1, 4):
        assert len([path for path in kept.rglob("*") if path.is_file()]) == 1
        made.append(back_up(used, NOW + timedelta(days=day)))
    assert backups(folder) == made[:0:-1]
    assert not [path for path in kept.rglob("*") if path.is_file()]


def test_fourteen_is_the_number() -> None:
    assert backup.KEPT == 14


def test_a_backup_is_due_once_a_beijing_day(used: Store) -> None:
    evening = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)  # 23:59 in Beijing
    assert back_up_if_due(used, NOW) is not None
    assert back_up_if_due(used, evening) is None
    assert back_up_if_due(used, evening + timedelta(minutes=1)) is not None


def test_two_backups_of_one_second_stand_side_by_side(used: Store, folder: DataFolder) -> None:
    first, second = back_up(used, NOW), back_up(used, NOW)
    assert first != second
    assert moment_of(second) == NOW
    assert backups(folder) == [second, first]


def test_a_failed_backup_leaves_nothing_and_keeps_the_others(
    used: Store, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(used, NOW)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(backup, "check_backup", full)
        with pytest.raises(UserError) as caught:
            back_up(used, NOW + timedelta(days=1))
    assert caught.value.code == "E-FULL"
    assert backups(folder) == [made]
    assert not list(folder.backup.glob("*.part"))


def test_backing_up_does_not_disturb_an_open_transaction(used: Store) -> None:
    with used.transaction() as session:
        record(session, "周明", "item.saved", "2", {}, NOW)
        made = back_up(used, NOW)
    assert check_backup(made, DATABASE_KEY) == HEAD
    with used.reading() as session:
        assert head(session).seq == 2
