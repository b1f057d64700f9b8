"""The store opens, keeps what was committed, undoes what was not, and says so when the machine refuses."""

from __future__ import annotations

import threading

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from desktop.errors import UserError
from desktop.models import BatchItem, Counter
from desktop.paths import DataFolder
from desktop.store.connecting import connect
from desktop.store.database import Store
from tests.store.conftest import DATABASE_KEY, OBJECT_KEY


def count(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Counter)) or 0


def test_what_a_transaction_wrote_is_there_after_reopening(store: Store, folder: DataFolder) -> None:
    with store.transaction() as session:
        session.add(Counter(name="a", last=1))
    store.close()
    with Store.open(folder, DATABASE_KEY, OBJECT_KEY) as again:
        assert count(again) == 1


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_after(store, "INSERT INTO counter (name, last) VALUES ('a', 1)")
    assert count(store) == 0


def test_failed_ddl_is_undone_with_the_rest(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_after(store, "CREATE TABLE stray (a)")
    with store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'stray'")) == 0


def _fail_after(store: Store, statement: str) -> None:
    with store.transaction() as session:
        session.execute(text(statement))
        raise ZeroDivisionError


def test_references_are_enforced(store: Store) -> None:
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.add(BatchItem(batch_id="none", item_id=1, rev=1))


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError), store.reading() as session:
        session.execute(text("INSERT INTO counter (name, last) VALUES ('a', 1)"))
    assert count(store) == 0


def test_a_connection_is_writable_again_after_a_reader_used_it(store: Store) -> None:
    assert count(store) == 0
    with store.transaction() as session:
        session.add(Counter(name="a", last=1))
    assert count(store) == 1


def test_an_error_of_ours_passes_through_and_quotes_no_value(store: Store) -> None:
    with store.transaction() as session:
        session.add(Counter(name="秘密名称", last=1))
    with pytest.raises(IntegrityError) as caught, store.transaction() as session:
        session.add(Counter(name="秘密名称", last=1))
    assert "秘密名称" not in str(caught.value)


def test_a_file_error_inside_a_verb_is_not_blamed_on_the_database(store: Store) -> None:
    with pytest.raises(FileNotFoundError), store.transaction():
        (store.folder.root / "absent").read_bytes()


def test_a_transaction_inside_a_transaction_is_a_bug(store: Store) -> None:
    with pytest.raises(RuntimeError, match="already open"), store.transaction(), store.transaction():
        pass


def test_verbs_of_several_threads_wait_for_each_other(store: Store) -> None:
    def work(name: str) -> None:
        for number in range(20):
            with store.transaction() as session:
                session.add(Counter(name=f"{name}{number}", last=1))

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(store) == 80


def test_a_reader_keeps_its_view_while_a_verb_commits(store: Store) -> None:
    with store.reading() as session:
        before = session.scalar(select(func.count()).select_from(Counter))
        writer = threading.Thread(target=_add_one, args=(store,))
        writer.start()
        writer.join()
        assert session.scalar(select(func.count()).select_from(Counter)) == before == 0
    assert count(store) == 1


def _add_one(store: Store) -> None:
    with store.transaction() as session:
        session.add(Counter(name="a", last=1))


def test_the_settings_hold_on_every_connection(store: Store) -> None:
    expected = {
        "foreign_keys": 1,
        "trusted_schema": 0,
        "journal_mode": "wal",
        "synchronous": 2,
        "mmap_size": 0,
        "temp_store": 2,
        "cache_size": -65536,
        "busy_timeout": 5000,
        "recursive_triggers": 1,
    }
    with store.reading() as one, store.reading() as two:
        for session in (one, two):
            assert {name: session.scalar(text(f"PRAGMA {name}")) for name in expected} == expected


def test_no_file_holds_a_plain_text(store: Store, folder: DataFolder) -> None:
    with store.transaction() as session:
        session.add(Counter(name="plain-canary-文字", last=1))
    contents = [path.read_bytes() for path in folder.root.iterdir() if path.is_file()]
    assert len(contents) >= 2
    assert not any(b"plain-canary" in content or b"SQLite format" in content for content in contents)


def test_closing_leaves_one_file_and_no_note(store: Store, folder: DataFolder) -> None:
    assert folder.running.exists()
    store.close()
    assert sorted(path.name for path in folder.root.iterdir() if path.is_file()) == ["desk.db"]


def test_a_second_store_in_the_same_folder_is_refused(store: Store, folder: DataFolder) -> None:
    with pytest.raises(UserError) as caught:
        Store.create(folder, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-EXISTS"


def test_a_missing_database_is_said_so(folder: DataFolder) -> None:
    with pytest.raises(UserError) as caught:
        Store.open(folder, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-MISSING"


def test_a_wrong_key_is_told_quietly_and_touches_nothing(
    store: Store, folder: DataFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    store.close()
    before = folder.database.read_bytes()
    with pytest.raises(UserError) as caught:
        Store.open(folder, bytes(32), OBJECT_KEY)
    assert caught.value.code == "E-KEY"
    assert folder.database.read_bytes() == before
    assert not folder.running.exists()
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_is_told_and_undone(store: Store) -> None:
    with pytest.raises(UserError) as caught:
        _fill_up(store)
    assert caught.value.code == "E-FULL"
    assert count(store) == 0


def _fill_up(store: Store) -> None:
    with store.transaction() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.add_all(Counter(name=f"{number}" * 100, last=1) for number in range(2000))


def test_an_interrupted_creation_leaves_no_store(folder: DataFolder) -> None:
    folder.create()
    (folder.root / "desk.db.0000.part").write_bytes(b"half")
    with Store.create(folder, DATABASE_KEY, OBJECT_KEY) as store:
        assert count(store) == 0
    assert not list(folder.root.glob("*.part"))


def test_a_key_of_the_wrong_length_is_a_bug(folder: DataFolder) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        connect(folder.database, b"short")


def test_the_driver_is_fresh_enough_for_the_write_ahead_log() -> None:
    assert sqlcipher.sqlite_version_info >= (3, 51, 3)
