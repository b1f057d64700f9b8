"""The verbs whose writes are recorded: a program of its own that says `told` once the user would be told that it is done."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from desktop.services import batch_views, batches, imports, inspection, scanning
from tests.services.ends import Ends, Time

TOLD = b"told\n"


def export(ends: Ends) -> None:
    """The office assembles all that is ready and writes it onto the stick."""
    with ends.at("lin") as desk:
        ready = [row.uuid for row in batch_views.ready(desk)]
        batches.write(desk, batches.assemble(desk, ready, "本期"), ends.stick)
        os.write(1, TOLD)


def take_in(ends: Ends) -> None:
    """The centre takes in what lies on the stick."""
    with ends.at("wang") as desk:
        (package,) = scanning.find_packages(ends.stick)
        imports.import_batch(desk, inspection.inspect(desk, package), {})
        os.write(1, TOLD)


if __name__ == "__main__":
    verb, root, moment = sys.argv[1:]
    {"export": export, "take_in": take_in}[verb](Ends(Path(root), Time(datetime.fromisoformat(moment))))
