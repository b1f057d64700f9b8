"""A sound package, and its members, for the tests that spoil them."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import factory
from .forging import Members, unpacked


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "batch.zip"
    factory.write(path)
    return path


@pytest.fixture
def members(package: Path) -> Members:
    return unpacked(package)
