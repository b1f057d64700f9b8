"""What can be known of a data folder before anybody has signed in."""

from __future__ import annotations

from math import ceil

from desktop.paths import DataFolder
from desktop.services.desk import Clock, utc_now
from desktop.store.lock import FolderLock as FolderLock  # the views hold it without knowing the store
from desktop.store.slots import Slots
from desktop.store.tries import FIRST_WAIT, TRIES

TRIES_BEFORE_WAIT = TRIES
FIRST_WAIT_SECONDS = int(FIRST_WAIT.total_seconds())


def logins(folder: DataFolder) -> tuple[str, ...]:
    """The accounts that can sign in, by name. Raises UserError when the sealed keys cannot be read."""
    return tuple(Slots(folder).logins())


def seconds_to_wait(folder: DataFolder, login: str, clock: Clock = utc_now) -> int:
    """How long an account must still wait after wrong passwords; 0 when it need not."""
    left = Slots(folder).waiting(clock()).get(login)
    return 0 if left is None else ceil(left.total_seconds())
