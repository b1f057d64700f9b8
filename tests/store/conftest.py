"""A data folder with an open store, for each test its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.models import Counter
from desktop.paths import DataFolder
from desktop.store.database import Store
from tests.store.later_versions import REVISION

DATABASE_KEY = bytes(range(32))
OBJECT_KEY = bytes(range(32, 64))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A data folder that does not exist yet."""
    return DataFolder(tmp_path / "desk")


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    """A new store, closed at the end."""
    with Store.create(folder, DATABASE_KEY, OBJECT_KEY) as store:
        yield store


@pytest.fixture
def older(store: Store, folder: DataFolder) -> DataFolder:
    """A closed data folder of the last version, with an item in it."""
    with store.transaction() as session:
        session.add(Counter(name="kept", last=7))
        for statement in REVISION:
            session.execute(text(statement))
    store.close()
    return folder
