"""Named points at which a test may end the process as abruptly as a power cut would.

A verb that must survive sudden death calls `reached("...")` between two of its steps. In ordinary use that is
one look into the environment; under the variable `DESK_FAULT` the process dies at the point of that name, and
the test then opens what is left on disk.
"""

from __future__ import annotations

import os
import signal
import sys

VARIABLE = "DESK_FAULT"

KNOWN: tuple[str, ...] = (
    "delivery.before-rename",
    "objects.part-written",
    "objects.renamed",
    "package.before-rename",
    "package.part-written",
    "package.renamed",
    "store.before-commit",
    "store.committed",
)
"""Every name that the program passes to `reached`, in alphabetical order; a test holds the two together."""


def reached(name: str) -> None:
    """End the process at once, without any clean-up, when `DESK_FAULT` names this point."""
    if os.environ.get(VARIABLE) == name:
        _die()


def _die() -> None:
    """Leave as a killed process leaves: no handlers, no flushing, no exit hooks."""
    if sys.platform == "win32":
        os._exit(137)
    os.kill(os.getpid(), signal.SIGKILL)
