"""A data folder of every version opens today, and what was put into it is still there."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models import Agency, Item, Revision
from desktop.paths import DataFolder
from desktop.store import backup
from desktop.store.audit import record, verify_chain
from desktop.store.database import Store
from desktop.store.migrations import HEAD
from desktop.store.search import find
from desktop.store.slots import Slots
from desktop.trust.digests import digest_of
from tests.databases import make
from tests.store.test_migrations import declared, differences

VERSIONS = sorted(path.name for path in make.PLACE.iterdir() if path.name.isdigit())
NOW = datetime(2026, 3, 3, tzinfo=UTC)


def test_there_is_one_of_each_version() -> None:
    assert [int(version) for version in VERSIONS] == list(range(1, HEAD + 1))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_frozen_data_folder_opens(version: str, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "desk")
    shutil.copytree(make.PLACE / version, folder.root)
    folder.create()
    known = json.loads((folder.root / "known.json").read_text(encoding="utf-8"))
    secrets = Slots(folder).open_slot(known["login"], known["password"], NOW)
    recovered = Slots(folder).open_recovery(known["recovery_key"])
    assert (recovered.database_key, recovered.object_key) == (secrets.database_key, secrets.object_key)
    with Store.open(folder, secrets.database_key, secrets.object_key) as store:
        assert differences(store, declared()) == []
        assert len(backup.backups(folder)) == (int(version) < HEAD)
        with store.reading() as session:
            item = session.scalars(select(Item)).one()
            revision = session.scalars(select(Revision)).one()
            assert session.scalars(select(Agency.name)).one() == "青石镇人民政府"
            assert (item.title, revision.content["title"]) == (make.TITLE, make.TITLE)
            assert revision.digest == digest_of(revision.content)
            assert find(session, "供水管网", 10) == [item.key]
            assert verify_chain(session).count == 1
            assert store.objects.read(revision.content["attachments"][0]) == make.DOCUMENT
        with store.transaction() as session:
            record(session, "zhou", "item.saved", "x", {}, NOW)
            assert verify_chain(session).ok
