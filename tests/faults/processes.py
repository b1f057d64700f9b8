"""Programs that a campaign kills: each is forked from a server that has loaded the program, which saves seconds."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

from desktop import faultpoints
from desktop.demo import run_demo
from tests.faults.documents import two_documents

PATIENCE = 120
"""Seconds after which a program that should have ended counts as hanging."""

if sys.platform == "win32":
    _context = multiprocessing.get_context("spawn")
else:
    _context = multiprocessing.get_context("forkserver")
    _context.set_forkserver_preload(["tests.faults.warm"])


class Running:
    """The demo on a folder, in a process of its own."""

    def __init__(self, folder: Path, fault: str = "") -> None:
        """Start it; with `fault` it dies at that point. What it tells is added to `told` beside the folder."""
        self._told = folder.with_suffix(".told")
        self._told.touch()
        arguments = (folder, two_documents(folder.parent), self._told, fault)
        self._process = _context.Process(target=_walk, args=arguments)
        self._process.start()

    def told(self) -> str:
        """All that the demos on this folder have told as done."""
        return self._told.read_text(encoding="utf-8", errors="ignore")

    def ended(self, seconds: float = PATIENCE) -> int | None:
        """The exit code (negative: the signal that ended it), or None when it still runs after `seconds`."""
        self._process.join(seconds)
        code = self._process.exitcode
        assert code is None or isinstance(code, int)
        return code

    def kill(self) -> None:
        """End it as the system would."""
        self._process.kill()
        self._process.join()


def _walk(folder: Path, documents: list[Path], told: Path, fault: str) -> None:
    os.environ[faultpoints.VARIABLE] = fault
    with told.open("a", encoding="utf-8") as sys.stdout:
        run_demo(folder, documents, screens=False)
