"""Small programs that tests run beside themselves: one that holds a folder, one that is killed at work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desktop import faultpoints
from desktop.paths import DataFolder
from desktop.store.audit import record
from desktop.store.database import Store
from desktop.store.lock import FolderLock
from tests.store.conftest import DATABASE_KEY, OBJECT_KEY

REPOSITORY = Path(__file__).parents[2]
DOCUMENT = "附件正文".encode() * 1000


def start(verb: str, folder: DataFolder, fault: str = "") -> subprocess.Popen[str]:
    """Start this module with a verb; it waits for a line on its input where it says so on its output."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.programs", verb, str(folder.root)],
        cwd=REPOSITORY,
        env=os.environ | {faultpoints.VARIABLE: fault},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def hold(folder: DataFolder) -> None:
    """Hold the folder until told to go on."""
    with FolderLock(folder).held("政务公开工作台"):
        _wait()


def block(folder: DataFolder) -> None:
    """Keep a transaction open until told to go on."""
    with Store.open(folder, DATABASE_KEY, OBJECT_KEY) as store, store.transaction():
        _wait()


def save(folder: DataFolder) -> None:
    """Store an attachment and an entry of the audit, the way every verb does."""
    store = Store.open(folder, DATABASE_KEY, OBJECT_KEY)
    stored = store.objects.put([DOCUMENT])
    with store.transaction() as session:
        record(session, "周明", "item.saved", stored.sm3, {})
    store.close()


def _wait() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    {"hold": hold, "block": block, "save": save}[sys.argv[1]](DataFolder(Path(sys.argv[2])))
