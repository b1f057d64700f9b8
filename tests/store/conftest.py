"""A data folder with an open store, for each test its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.paths import DataFolder
from desktop.store.database import Store

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
