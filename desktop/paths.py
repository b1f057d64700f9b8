"""Where things lie: the resources that ship with the program, and the data folder of an office or centre."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "disclosure-desk"


def resource(*parts: str) -> Path:
    """The shipped file `resources/<parts>`, whether the program runs from source or frozen."""
    frozen_root = getattr(sys, "_MEIPASS", None)
    root = Path(frozen_root) if frozen_root else Path(__file__).resolve().parent.parent
    return root.joinpath("resources", *parts)


def default_data_folder() -> Path:
    """The data folder of this user when none is named; it may not exist yet."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One store on disk. An office and a centre on the same PC are two data folders."""

    root: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.root / "desk.db"

    @property
    def slots(self) -> Path:
        """The sealed keys and lockout counters."""
        return self.root / "slots.json"

    @property
    def objects(self) -> Path:
        """The encrypted attachments."""
        return self.root / "objects"

    @property
    def inbox(self) -> Path:
        """Verified packages, kept as received."""
        return self.root / "inbox"

    @property
    def outbox(self) -> Path:
        """Packages and receipts that were written."""
        return self.root / "outbox"

    @property
    def backup(self) -> Path:
        """The kept backups."""
        return self.root / "backup"

    @property
    def lock(self) -> Path:
        """The file whose lock says that a program is using this folder."""
        return self.root / "lock"

    @property
    def running(self) -> Path:
        """Present while the store is open; left behind by a run that did not end cleanly."""
        return self.root / "running"

    def create(self) -> None:
        """Make the folder and its subfolders, readable by this user alone where the system knows how.

        Raises OSError when the place cannot be written.
        """
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in (self.objects, self.inbox, self.outbox, self.backup):
            part.mkdir(mode=0o700, exist_ok=True)
