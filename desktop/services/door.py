"""What can be known of a data folder before anybody has signed in."""

from __future__ import annotations

from math import ceil

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.services.clock import Clock, utc_now
from desktop.store.failures import READ_ONLY
from desktop.store.lock import FolderLock as FolderLock  # the views hold it without knowing the store
from desktop.store.slot_file import SlotFile
from desktop.store.tries import FIRST_WAIT, TRIES

TRIES_BEFORE_WAIT = TRIES
FIRST_WAIT_SECONDS = int(FIRST_WAIT.total_seconds())


def logins(folder: DataFolder) -> tuple[str, ...]:
    """The accounts that can sign in, by name. Raises UserError when the sealed keys cannot be read."""
    return tuple(SlotFile(folder).logins())


def seconds_to_wait(folder: DataFolder, login: str, clock: Clock = utc_now) -> int:
    """How long an account must still wait after wrong passwords; 0 when it need not."""
    left = SlotFile(folder).waiting(clock()).get(login)
    return 0 if left is None else ceil(left.total_seconds())


def is_founded(folder: DataFolder) -> bool:
    """Whether the folder has been set up; slots.json is written last, so an interrupted set-up does not count."""
    return folder.slots.exists()


def claim(folder: DataFolder, holder: str) -> FolderLock:
    """Take the lock of a data folder; UserError names who holds it already. The caller releases it.

    Where a founded folder cannot be written the lock is not held: nobody can disturb anybody there, and it may be read.
    """
    lock = FolderLock(folder)
    try:
        lock.acquire(holder)
    except UserError as problem:
        if problem.code != READ_ONLY or not is_founded(folder):
            raise
    return lock
