"""Named points at which a test may end the process as abruptly as a power cut would.

A verb that must survive sudden death calls `reached("...")` between two of its steps. In ordinary use that is
one look into the environment; under the variable `DESK_FAULT` the process dies at the point of that name (with
`name:7`, the seventh time it is reached), and the test then opens what is left on disk.
"""

from __future__ import annotations

import os
import signal
import sys

VARIABLE = "DESK_FAULT"

KNOWN: tuple[str, ...] = (
    "batch.written",
    "delivery.before-rename",
    "delivery.written",
    "import.before-commit",
    "import.committed",
    "import.documents-stored",
    "objects.part-written",
    "objects.renamed",
    "package.before-rename",
    "package.part-written",
    "package.renamed",
    "store.before-commit",
    "store.committed",
)
"""Every name that the program passes to `reached`, in alphabetical order; a test holds the two together."""


_times = 0


def reached(name: str) -> None:
    """End the process at once, without any clean-up, when `DESK_FAULT` names this point (and this time)."""
    wanted = os.environ.get(VARIABLE)
    if wanted:
        point, _, times = wanted.partition(":")
        if point == name:
            _count_down(int(times or 1))


def _count_down(times: int) -> None:
    global _times
    _times += 1
    if _times >= times:
        _die()


def _die() -> None:
    """Leave as a killed process leaves: no handlers, no flushing, no exit hooks."""
    if sys.platform == "win32":
        os._exit(137)
    os.kill(os.getpid(), signal.SIGKILL)
