"""Run the measurements: `bash installer/dev.sh bench [NAME ...]`; without names all of them."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

NAMES = (
    *("packages", "memory", "imports", "search", "saving", "forms", "start", "xray", "proposals"),
    *("ledger_import", "drop", "review", "bagit_judge", "precedents"),
)


def main() -> int:
    """Run the named measurements, one after the other."""
    wanted = sys.argv[1:] or NAMES
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        sys.stderr.write(f"unknown: {' '.join(unknown)}; there are: {' '.join(NAMES)}\n")
        return 2
    for name in wanted:
        module = importlib.import_module(f"tests.benchmarks.{name}")
        with tempfile.TemporaryDirectory() as folder:
            module.run(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
