"""A program of its own that takes a package in at the centre, to be killed at work."""

from __future__ import annotations

import multiprocessing
import os
from datetime import datetime
from pathlib import Path

from desktop import faultpoints
from desktop.services import imports, inspection
from tests.services.ends import Ends, Time


def killed_at(point: str, ends: Ends, package: Path) -> int:
    """Take `package` in until the program dies at a named point; its exit code, negative for a signal.

    Where the system can fork, the program need not be loaded anew.
    """
    program = multiprocessing.Process(target=_take, args=(point, ends.root, ends.clock.moment, package))
    program.start()
    program.join()
    assert program.exitcode is not None
    return program.exitcode


def _take(point: str, root: Path, moment: datetime, package: Path) -> None:
    os.environ[faultpoints.VARIABLE] = point
    with Ends(root, Time(moment)).at("wang") as desk:
        imports.import_batch(desk, inspection.inspect(desk, package), {})
