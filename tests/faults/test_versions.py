"""Stores and packages of other versions: newer ones are refused untouched, older ones migrated or read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.errors import UserError
from desktop.formats.package import read_package
from desktop.formats.receipt import read_receipt
from desktop.paths import DataFolder
from desktop.store import backup
from desktop.store.connecting import connect
from desktop.store.database import Store
from desktop.store.migrations import HEAD
from desktop.trust.digests import sm3
from desktop.trust.signing import PublicKey
from tests.formats import factory
from tests.store.conftest import DATABASE_KEY, OBJECT_KEY
from tests.store.later_versions import fail_half_way, know, widen

GOLDEN = Path(__file__).parents[1] / "golden"


def test_fault_36_a_newer_database_is_refused_untouched(store: Store, folder: DataFolder) -> None:
    store.close()
    _set_version(folder, HEAD + 1)
    before = folder.database.read_bytes()
    with pytest.raises(UserError) as caught:
        Store.open(folder, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-NEWER"
    assert f"版本是 {HEAD + 1}" in caught.value.message
    assert f"版本 {HEAD}" in caught.value.message
    assert folder.database.read_bytes() == before
    assert backup.backups(folder) == []


def _set_version(folder: DataFolder, version: int) -> None:
    connection = connect(folder.database, DATABASE_KEY)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def test_fault_37_an_older_database_is_backed_up_and_migrated(
    older: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, widen)
    with Store.open(older, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        assert session.execute(text("SELECT name, last, extra FROM counter")).all() == [("kept", 7, None)]
        assert session.scalar(text("PRAGMA user_version")) == HEAD + 1
        assert session.scalar(text("SELECT count(*) FROM revision")) == 1
    (kept,) = backup.backups(older)
    assert backup.check_backup(kept, DATABASE_KEY) == HEAD


def test_fault_37_a_migration_that_fails_leaves_the_original(
    older: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        know(patch, fail_half_way)
        with pytest.raises(UserError) as caught:
            Store.open(older, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-FULL"
    assert "升级前" in caught.value.hint
    with Store.open(older, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        assert session.execute(text("SELECT name, last FROM counter")).all() == [("kept", 7)]
        assert session.scalar(text("PRAGMA user_version")) == HEAD


@pytest.mark.parametrize("version", [1, 2])
def test_fault_38_a_package_of_every_version_still_opens(version: int) -> None:
    keys = json.loads((GOLDEN / f"keys-v{version}.json").read_text("utf-8"))
    asked: list[PublicKey] = []
    with read_package(GOLDEN / f"package-v{version}.zip", lambda _header, public: asked.append(public)) as read:
        assert asked == [PublicKey.from_json(keys["office"])]
        assert read.manifest_hash == keys["package"]
        assert read.header == factory.header(format_version=version)
        assert read.items == (factory.item(),)
        assert read.withdrawals == ((factory.withdrawal(),) if version > 1 else ())
        assert [one.name for one in read.user_keys] == ["张三"]
        assert b"".join(read.attachment(sm3(factory.DOCUMENT))) == factory.DOCUMENT


def test_fault_38_the_first_receipt_still_opens() -> None:
    keys = json.loads((GOLDEN / "keys-v1.json").read_text("utf-8"))
    assert read_receipt(GOLDEN / "receipt-v1.json", keys["centre"]) == factory.receipt()
