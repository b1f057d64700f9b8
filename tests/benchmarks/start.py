"""From the beginning of the process to a painted window, against a bare Qt window in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.benchmarks.measure import alternating, tell
from tests.benchmarks.stores import filled_store

STAYS = 0.3
"""Seconds that both windows stay open before they paint themselves into a picture and quit."""

BARE = f"""
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
window.show()
QTimer.singleShot({STAYS * 1000:.0f}, lambda: (window.grab().save(sys.argv[1]), app.quit()))
app.exec()
"""


def run(folder: Path) -> None:
    """The sign-in page of every morning, and the guide of an empty folder."""
    desk = filled_store(folder, 1000)
    desk.close()
    picture = str(folder / "smoke.png")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESK_SMOKE": picture}
    start = partial(subprocess.run, env=environment, check=True, capture_output=True)
    peer = partial(start, [sys.executable, "-c", BARE, picture])
    for what, place in (("sign-in page", desk.folder.root), ("first-run guide", folder / "empty")):
        ours = partial(start, [sys.executable, "-m", "desktop", "--data", str(place)])
        mine, bare = alternating(ours, peer, times=5)
        tell(f"start to the {what}", mine - STAYS, bare - STAYS, "bare QMainWindow", 2.0)
