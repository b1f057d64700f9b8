"""Two founded ends, founded once and copied for each test that wants them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.services.ends import DOCUMENT, Ends, Time, found_ends


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Ends:
    """The pair that the others are copied from; nobody signs in to it."""
    return found_ends(tmp_path_factory.mktemp("founded"))


@pytest.fixture
def ends(founded: Ends, tmp_path: Path) -> Ends:
    """Both ends, enrolled with each other, with nothing registered."""
    root = tmp_path / "ends"
    shutil.copytree(founded.root, root)
    return Ends(root, Time(founded.clock.moment), founded.recovery)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """An ordinary document."""
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path
