"""Commands at the ends of a test: everybody has the same password, and the clock is the one that the test turns."""

from __future__ import annotations

from functools import partial

import pytest

from desktop.cli import access
from desktop.services import sessions
from tests.services.ends import PASSWORD, Ends


def commands_sign_in(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `main` sign in to these ends."""
    monkeypatch.setenv(access.PASSWORD, PASSWORD)
    monkeypatch.setattr(sessions, "sign_in", partial(sessions.sign_in, clock=ends.clock))
