"""What is known before anybody has signed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.rules.roles import End
from desktop.services import door, sessions
from desktop.trust.kdf import CHEAP_KDF
from tests.services.ends import found_ends


def test_the_accounts_of_a_folder_are_known(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    assert door.logins(ends.folder(End.OFFICE)) == ("chen", "lin", "zhou")
    with pytest.raises(UserError):
        door.logins(DataFolder(tmp_path / "nothing"))


def test_an_account_waits_after_five_wrong_passwords_and_only_this_one(tmp_path: Path) -> None:
    folder = found_ends(tmp_path).folder(End.OFFICE)
    now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    for _ in range(door.TRIES_BEFORE_WAIT):
        assert door.seconds_to_wait(folder, "lin", lambda: now) == 0
        with pytest.raises(UserError):
            sessions.sign_in(folder, "lin", "wrong", clock=lambda: now, kdf=CHEAP_KDF)
    assert door.seconds_to_wait(folder, "lin", lambda: now) == door.FIRST_WAIT_SECONDS
    assert door.seconds_to_wait(folder, "lin", lambda: now + timedelta(seconds=29.5)) == 1
    assert door.seconds_to_wait(folder, "lin", lambda: now + timedelta(seconds=31)) == 0
    assert door.seconds_to_wait(folder, "zhou", lambda: now) == 0
