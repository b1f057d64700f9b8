"""Loads what the first page does not need while the user is busy with that page."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QCoreApplication, QTimer

from desktop.views.jobs import Job

_AFTER_MS = 400
"""The first page has been painted and answers by then."""

_MODULES = (
    *("sqlalchemy", "sqlalchemy.orm", "desktop.models", "desktop.store.database", "desktop.services.sessions"),
    *("desktop.services.upkeep", "desktop.views.window", "desktop.views.home", "desktop.views.ledger.screen"),
)
"""In the order in which they build on each other, so that no piece takes long."""


def load_ahead() -> None:
    """Begin soon, in a worker; whoever needs a module earlier simply waits for it."""
    QTimer.singleShot(_AFTER_MS, _begin)


def _begin() -> None:
    app = QCoreApplication.instance()
    if app is not None:
        job = Job(_load)
        app.aboutToQuit.connect(job.cancel)
        job.start()


def _load(_progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
    for module in _MODULES:
        if cancelled():
            return
        import_module(module)
