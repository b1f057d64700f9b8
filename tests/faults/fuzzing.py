"""Feeds the readers with what atheris makes up; they may refuse and must not fall over. x86-64 Linux alone.

`python -m tests.faults.fuzzing SECONDS CORPUS`: runs that long over a folder of inputs, to which it adds what led further.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["desktop.formats", "desktop.rules"]):
    from desktop.errors import PackageRefused
    from tests.faults.feeding import Feeder


def main() -> None:
    """Begin with the corpus and with what is sound."""
    seconds, corpus = sys.argv[1], Path(sys.argv[2])
    feeder = Feeder(corpus.parent)  # the fuzzer ends the process at once, so nothing here could clean up
    for name, data in feeder.sound().items():
        (corpus / name).write_bytes(data)

    def one(data: bytes) -> None:
        try:
            feeder.feed(data)
        except PackageRefused:
            return

    limits = [f"-max_total_time={seconds}", "-max_len=65536", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
