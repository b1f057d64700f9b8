"""Putting a backup back: an emergency that the recovery key (应急密钥) opens, and that begins a new epoch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Agency
from desktop.paths import DataFolder
from desktop.services.clock import CIVIL_TIME, Clock, utc_now
from desktop.store import audit, backup, failures
from desktop.store.database import Store
from desktop.store.lock import FolderLock
from desktop.store.slots import Slots, SlotSecrets


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the moment of the backup, and where the files that were replaced lie."""

    moment: datetime
    aside: Path


def kept_backups(folder: DataFolder) -> tuple[tuple[str, Path], ...]:
    """The backups of a data folder, the newest first: when (civil time), where. Needs no password."""
    return tuple(
        (backup.moment_of(one).astimezone(CIVIL_TIME).strftime("%Y-%m-%d %H:%M"), one) for one in backup.backups(folder)
    )


def restore(
    folder: DataFolder, chosen: Path, recovery_key: str, *, clock: Clock = utc_now, lock: FolderLock | None = None
) -> Restored:
    """Put a backup in the place of the store; what it replaces is set aside, not removed.

    Batches written after the backup keep their numbers: the restored store begins a new epoch, so that none is used twice
    (fault 18). Raises UserError when the folder is in use, the key is wrong or the backup is not sound; nothing is moved
    then.
    """
    own = FolderLock(folder) if lock is None else None
    if own is not None:
        own.acquire("恢复备份")
    try:
        if chosen not in backup.backups(folder):
            raise UserError("这不是本数据文件夹的备份", "从备份列表里选择一份", "E-BACKUP")
        held = _opened(folder, chosen, recovery_key)
        moment = backup.moment_of(chosen)
        aside = backup.restore(folder, chosen, held.database_key, clock())
        store = Store.open(folder, held.database_key, held.object_key)
        try:
            with store.transaction() as session:
                detail = {"backup": chosen.name}
                anchor = audit.begin_epoch(session, "recovery-key", detail, at=clock())
                agency = session.execute(select(Agency)).scalar_one()
                agency.epoch, agency.next_seq = anchor.epoch, 1
        finally:
            store.close()
    finally:
        if own is not None:
            own.release()
    return Restored(moment, aside)


def _opened(folder: DataFolder, chosen: Path, recovery_key: str) -> SlotSecrets:
    """The keys of the store, from the sealed file beside it or, when that is gone or damaged, from the one in the backup."""
    try:
        return Slots(folder).open_recovery(recovery_key)
    except UserError as problem:
        if problem.code not in (failures.DAMAGED, failures.MISSING):
            raise
        return Slots(DataFolder(chosen)).open_recovery(recovery_key)
