"""What holds for every test: no display, no network, no trace in the user's own folders, and no deadlines."""

from __future__ import annotations

import gc
import os
import socket
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is first imported
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1])  # programs that tests start find ours
os.environ.pop("DESK_FAULT", None)

_home = tempfile.TemporaryDirectory(prefix="disclosure-desk-tests-")
for _variable in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
    os.environ[_variable] = _home.name
for _variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
    _folder = Path(_home.name, _variable.lower())
    _folder.mkdir(mode=0o700)
    os.environ[_variable] = str(_folder)

settings.register_profile(
    "desk", deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("desk")

# How long a test waits for what must come says nothing of the program on a slow machine; what never comes still fails.
QtBot.waitUntil.__kwdefaults__ = {"timeout": 60_000}


def pytest_collection_finish() -> None:
    """Spare the collector the modules and the tests themselves, which it would walk through again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Remove the home that stood in for the user's."""
    _home.cleanup()


class NetworkForbidden(Exception):
    """A test, or the program under it, reached for the network."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every connection to the network fail loudly: the program is offline. Local sockets stay."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            raise NetworkForbidden(f"connection to {address!r}")
        connect(self, address)  # type: ignore[arg-type]

    def unresolved(host: object, *rest: object, **named: object) -> None:
        raise NetworkForbidden(f"look-up of {host!r}")

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", unresolved)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name files given as bytes by their argument: a zip holds the time it was made, and every worker must see one name."""
    return argname if isinstance(val, bytes) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End with what the campaigns counted; the tests hand it over as properties, through every worker."""
    counted: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, value in report.user_properties:
                    if isinstance(value, dict):
                        counted.setdefault(name, Counter()).update(value)
    if counted:
        terminalreporter.section("campaigns")
        for name in sorted(counted):
            terminalreporter.write_line(f"{name}: {', '.join(f'{what} {n}' for what, n in counted[name].items())}")
