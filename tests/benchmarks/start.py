"""From the beginning of the process to a painted window, against a bare Qt window in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.benchmarks.measure import alternating, tell

BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
window.show()
QTimer.singleShot(300, app.quit)
app.exec()
"""


def run(folder: Path) -> None:
    """The first-run guide of an empty folder; both processes stay open for the same 300 ms."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESK_SMOKE": str(folder / "smoke.png")}
    ours = [sys.executable, "-m", "desktop", "--data", str(folder / "data")]
    peer = [sys.executable, "-c", BARE]
    start = partial(subprocess.run, env=environment, check=True, capture_output=True)
    mine, bare = alternating(partial(start, ours), partial(start, peer))
    tell("start to a usable window", mine - 0.3, bare - 0.3, "bare QMainWindow", 2.0)
