"""Putting a backup back: an emergency that the recovery key (应急密钥) opens, and that begins a new epoch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Agency, Office
from desktop.paths import DataFolder
from desktop.rules.calendar import CIVIL_TIME
from desktop.rules.numbers import form_number, form_series, serial_in, short_number
from desktop.services.clock import Clock, utc_now
from desktop.services.leaping import leap_all
from desktop.store import audit, backup, failures
from desktop.store.counters import counters_in, epoch_in
from desktop.store.database import Store
from desktop.store.lock import FolderLock
from desktop.store.slots import Slots, SlotSecrets


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the moment of the backup, where the files that were replaced lie, the next form number."""

    moment: datetime
    aside: Path
    next_number: str

    @property
    def numbers_words(self) -> str:
        """What the person who restored has to know about the numbers."""
        return (
            f"备份之后用掉了哪些编号，恢复后的库里查不到，编号跳过一段，从 {self.next_number} 接着编；"
            "跳过的不再使用，在台账上注明“恢复备份跳号”"
        )

    @property
    def again_words(self) -> str:
        """What has to be done again, lest a key is believed that was stopped: it went with the rest, but harms more."""
        return "备份之后停用的公钥和账号、换发的密钥、收回的代签授权，恢复后又有效了，先逐项重新办理"


@dataclass(frozen=True, slots=True)
class _Known:
    """What the stores that lie in the folder tell, present, set aside or kept: their counters and their highest epoch.

    `leaps` is by how many steps the series leap: one, or one more for each restore whose numbers may be lost.
    """

    counters: dict[str, int]
    epoch: int
    leaps: int


def kept_backups(folder: DataFolder) -> tuple[tuple[str, Path], ...]:
    """The backups of a data folder, the newest first: when (civil time), where. Needs no password."""
    return tuple(
        (backup.moment_of(one).astimezone(CIVIL_TIME).strftime("%Y-%m-%d %H:%M"), one) for one in backup.backups(folder)
    )


def restore(
    folder: DataFolder,
    chosen: Path,
    recovery_key: str,
    *,
    last_used: str = "",
    clock: Clock = utc_now,
    lock: FolderLock | None = None,
) -> Restored:
    """Put a backup in the place of the store; what it replaces is set aside, not removed.

    Batches written after the backup keep their numbers: the restored store begins a new epoch, so that none is used twice
    (fault 18), and one above all that earlier restores began, whatever backup they put back. The series of numbers leap
    beyond all that may have been given since, beyond what any store that lies here still tells, and beyond `last_used`,
    the last form number on the papers. Raises UserError when the folder is in use, the key is wrong, the backup is not
    sound or the number cannot be read; nothing is moved then.
    """
    serial = serial_in(last_used) if last_used.strip() else 0
    own = FolderLock(folder) if lock is None else None
    if own is not None:
        own.acquire("恢复备份")
    try:
        if chosen not in backup.backups(folder):
            raise UserError("这不是本数据文件夹的备份", "从备份列表里选择一份", "E-BACKUP")
        held = _opened(folder, chosen, recovery_key)
        moment = backup.moment_of(chosen)
        known = _known(folder, held.database_key)
        told: list[str] = []

        def begin(staged: DataFolder) -> None:
            store = Store.open(staged, held.database_key, held.object_key)
            try:
                with store.transaction() as session:
                    told.append(_begin_epoch(session, chosen, known, serial, clock()))
            finally:
                store.close()

        aside = backup.restore(folder, chosen, held.database_key, clock(), begin)
    finally:
        if own is not None:
            own.release()
    return Restored(moment, aside, told[0])


def _begin_epoch(session: Session, chosen: Path, known: _Known, serial: int, now: datetime) -> str:
    """Begin the epoch of a restored store and let its series leap; returns the next form number."""
    agency = session.execute(select(Agency)).scalar_one()
    code = session.get_one(Office, agency.office_id).code
    first, last = (at.astimezone(CIVIL_TIME).year for at in (backup.moment_of(chosen), now))
    series = leap_all(session, code, range(min(first, last), last + 1), known.counters, serial, known.leaps)
    anchor = audit.begin_epoch(session, "recovery-key", {"backup": chosen.name, "series": series}, known.epoch, now)
    agency.epoch, agency.next_seq = anchor.epoch, 1
    return short_number(form_number(code, last, series[form_series(code, last)] + 1))


def _known(folder: DataFolder, key: bytes) -> _Known:
    """Each restore has begun an epoch and left a folder, also when the store of that epoch cannot be read any more."""
    databases, restores = backup.all_databases(folder), len(backup.folders_set_aside(folder))
    epoch = max(1 + restores, epoch_in(databases, key))
    return _Known(counters_in(databases, key), epoch, 1 if epoch_in([folder.database], key) else 1 + restores)


def _opened(folder: DataFolder, chosen: Path, recovery_key: str) -> SlotSecrets:
    """The keys of the store, from the sealed file beside it or, when that is gone or damaged, from the one in the backup."""
    try:
        return Slots(folder).open_recovery(recovery_key)
    except UserError as problem:
        if problem.code not in (failures.DAMAGED, failures.MISSING):
            raise
        return Slots(DataFolder(chosen)).open_recovery(recovery_key)
