"""Lets Chinese be typed on desktops with fcitx5, for which Qt's wheel brings no plugin (platform.md, finding 2)."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path


def prefer_working_input_method() -> None:
    """Before the application exists: where fcitx5 runs, use Qt's ibus plugin, which fcitx5 answers as well.

    The plugin asks for a program named `ibus-daemon` in the path; where there is none, an empty one is put there for
    this process alone.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_IM_MODULE") == "ibus" or not _fcitx5_runs():
        return
    os.environ["QT_IM_MODULE"] = "ibus"
    if shutil.which("ibus-daemon") is None:
        folder = Path(tempfile.mkdtemp(prefix="desk-im-"))
        stand_in = folder / "ibus-daemon"
        stand_in.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
        stand_in.chmod(stand_in.stat().st_mode | stat.S_IXUSR)
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"


def _fcitx5_runs() -> bool:
    pgrep = shutil.which("pgrep")
    if pgrep is None:
        return False
    return subprocess.run([pgrep, "-x", "fcitx5"], capture_output=True, check=False).returncode == 0  # noqa: S603
