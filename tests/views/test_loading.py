"""The first page shows without the store; the rest is loaded while the user is busy with it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sqlalchemy", "sqlcipher3", "cryptography", "argon2", "openpyxl", "reportlab", "pypdfium2")


@pytest.mark.parametrize("module", ["desktop.app", "desktop.cli"])
def test_what_comes_first_does_not_load_the_store(module: str) -> None:
    code = f"import sys, {module}; print([one for one in {HEAVY!r} if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_rest_is_loaded_by_itself() -> None:
    code = (
        "import sys, time; from PySide6.QtWidgets import QApplication; app = QApplication([])\n"
        "from desktop.views.loading import load_ahead; load_ahead()\n"
        "until = time.monotonic() + 30\n"
        "while 'desktop.views.ledger.screen' not in sys.modules and time.monotonic() < until: app.processEvents()\n"
        "app.quit(); print('sqlalchemy' in sys.modules, 'desktop.views.ledger.screen' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n", done.stderr
