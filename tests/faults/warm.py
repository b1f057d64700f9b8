"""What the fork server loads: the demo walked once, so that each program forked from it starts where others have warmed up.

Nothing is open afterwards; the library below SQLite draws new random numbers in each process.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path

from desktop.demo import run_demo
from tests.faults.documents import two_documents

with tempfile.TemporaryDirectory(prefix="disclosure-desk-warm-") as folder, contextlib.redirect_stdout(io.StringIO()):
    run_demo(Path(folder, "demo"), two_documents(Path(folder)), screens=False)
