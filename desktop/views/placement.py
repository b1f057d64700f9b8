"""Where a window stands: as it was left, and never larger than the screen it stands on."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from desktop.views.components.memory import memory

PREFERRED = (1440, 900)
LEAST = (1024, 640)
_NAME = "window"


def place(window: QMainWindow) -> None:
    """Give a window the place it had when it was last left; the first time, the preferred size where it fits.

    On a screen that is not larger (1920x1080 at 150 %), the window is maximized.
    """
    room = window.screen().availableGeometry()
    window.setMinimumSize(min(LEAST[0], room.width()), min(LEAST[1], room.height()))
    kept = memory().recall(_NAME)
    if kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii"))):
        return
    window.resize(min(PREFERRED[0], room.width()), min(PREFERRED[1], room.height()))
    if room.width() <= PREFERRED[0] or room.height() <= PREFERRED[1]:
        window.showMaximized()


def remember(window: QMainWindow) -> None:
    """Keep a window's place for the next start."""
    memory().keep(_NAME, bytes(window.saveGeometry().toBase64().data()).decode("ascii"))
