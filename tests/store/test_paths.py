"""Where things lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.paths import DataFolder, default_data_folder, resource


def test_resources_lie_beside_the_package_or_in_the_frozen_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert resource("fonts").is_dir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("fonts", "a.ttf") == tmp_path / "resources" / "fonts" / "a.ttf"


def test_the_default_folder_is_the_users_own_and_nothing_is_made_by_asking() -> None:
    folder = default_data_folder()
    assert folder.name == "disclosure-desk"
    assert not folder.exists()


def test_a_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "deep" / "desk")
    folder.create()
    folder.create()
    parts = (folder.objects, folder.inbox, folder.outbox, folder.backup)
    assert all(part.is_dir() and part.parent == folder.root for part in parts)
    if sys.platform != "win32":
        assert folder.root.stat().st_mode & 0o077 == 0
    files = {folder.database, folder.slots, folder.lock, folder.running}
    assert {path.name for path in files} == {"desk.db", "slots.json", "lock", "running"}
