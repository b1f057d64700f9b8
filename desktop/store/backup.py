"""Backups: an encrypted copy of the database that was read back, the sealed keys, and the attachments.

Under `backup/` stands one folder for each backup, named by its moment in UTC; `objects/` there holds the
attachments of all of them. An attachment is never changed in place, so a hard link keeps it as safe from
deletion as a copy would; where the disk knows no links it is copied.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.rules.calendar import CIVIL_TIME
from desktop.store import failures
from desktop.store.connecting import connect
from desktop.store.database_failures import database_told
from desktop.store.durable import PART, part_of, sync_folder, write_atomically
from desktop.store.failures import files_told
from desktop.store.migrations import version_of

if TYPE_CHECKING:
    from desktop.store.database import Store

KEPT = 14
_NAME = re.compile(r"\d{8}T\d{6}Z(-\d+)?")


def back_up(store: Store, now: datetime) -> Path:
    """Write a backup of an open store and return its folder. Raises UserError; no half-made one remains."""
    if store.read_only:
        raise failures.read_only()
    return write_backup(store.folder, store.database_key, now)


def back_up_if_due(store: Store, now: datetime) -> Path | None:
    """Write a backup unless there is one of today (Beijing time) already."""
    made = backups(store.folder)
    if made and moment_of(made[0]).astimezone(CIVIL_TIME).date() >= now.astimezone(CIVIL_TIME).date():
        return None
    return back_up(store, now)


def backups(folder: DataFolder) -> list[Path]:
    """The finished backups, newest first."""
    if not folder.backup.exists():
        return []
    return sorted((path for path in folder.backup.iterdir() if _NAME.fullmatch(path.name)), reverse=True)


def all_databases(folder: DataFolder) -> list[Path]:
    """The database in use, those of the backups, and those that earlier restores set aside."""
    return [folder.database, *(one / "desk.db" for one in (*backups(folder), *folders_set_aside(folder)))]


def folders_set_aside(folder: DataFolder) -> list[Path]:
    """The folders into which earlier restores have put the stores that they replaced: one for each restore."""
    return sorted(folder.backup.glob("*.aside"))


def moment_of(backup: Path) -> datetime:
    """When a backup was made (UTC)."""
    return datetime.strptime(backup.name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def write_backup(folder: DataFolder, database_key: bytes, now: datetime) -> Path:
    """Back up the database, slots and attachments of `folder`; keep the newest fourteen. See `back_up`."""
    with files_told(), database_told():
        folder.backup.mkdir(mode=0o700, exist_ok=True)
        _sweep(folder)
        target = _fresh_name(folder.backup, now)
        part = part_of(target)
        part.mkdir(mode=0o700)
        try:
            names = _keep_objects(folder)
            write_atomically(part / "objects.txt", "".join(f"{name}\n" for name in names).encode())
            if folder.slots.exists():
                write_atomically(part / "slots.json", folder.slots.read_bytes())
            _copy_database(folder.database, database_key, part / "desk.db")
            sync_folder(part)
            part.replace(target)
            sync_folder(folder.backup)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        _forget_old(folder)
    return target


def check_backup(backup: Path, database_key: bytes) -> int:
    """Read a backup's database whole and return its schema version. Raises UserError when it is not sound."""
    with database_told("read"):
        connection = connect(backup / "desk.db", database_key, mode="frozen")
        try:
            version = version_of(connection)
            if [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] != ["ok"]:
                raise failures.damaged()
        finally:
            connection.close()
    return version


def restore(
    folder: DataFolder, backup: Path, database_key: bytes, now: datetime, begin: Callable[[DataFolder], None]
) -> Path:
    """Put a backup in the place of the database, and return the folder where the replaced files were set aside.

    The store must be closed. Attachments that are missing come back, none is removed. `begin` is shown the copy in a data
    folder of its own before it takes its place, to begin a new epoch there: whenever this is interrupted, no store is in
    place that goes on with the old one. Raises UserError before anything is moved when the backup is not sound.
    """
    check_backup(backup, database_key)
    with files_told():
        for name in _listed(backup):
            _link(folder.backup / "objects" / name[:2] / name, folder.objects / name[:2] / name)
        staged = DataFolder(part_of(folder.backup / "restored"))
        staged.root.mkdir(mode=0o700)
        try:
            shutil.copyfile(backup / "desk.db", staged.database)
            begin(staged)
            _sync_file(staged.database)
            aside = _set_aside(folder, now)
            staged.database.replace(folder.database)
        finally:
            shutil.rmtree(staged.root, ignore_errors=True)
        if (backup / "slots.json").exists():
            if folder.slots.exists():
                shutil.copyfile(folder.slots, aside / "slots.json")
            write_atomically(folder.slots, (backup / "slots.json").read_bytes())
        sync_folder(folder.root)
    return aside


def _set_aside(folder: DataFolder, now: datetime) -> Path:
    """Move the files of the database into a folder of their own."""
    aside = _fresh_name(folder.backup, now).with_suffix(".aside")
    aside.mkdir(mode=0o700)
    for name in ("desk.db-wal", "desk.db-shm", "desk.db-journal", "desk.db"):
        if (folder.root / name).exists():
            (folder.root / name).replace(aside / name)
    return aside


def _copy_database(source: Path, database_key: bytes, target: Path) -> None:
    connection = connect(source, database_key)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    _sync_file(target)
    check_backup(target.parent, database_key)


def _keep_objects(folder: DataFolder) -> list[str]:
    names = sorted(path.name for path in folder.objects.glob("[0-9a-f][0-9a-f]/*") if not path.name.endswith(PART))
    for name in names:
        _link(folder.objects / name[:2] / name, folder.backup / "objects" / name[:2] / name)
    return names


def _link(source: Path, target: Path) -> None:
    """Keep `source` at `target` as well, unless it is there already or there is nothing to keep."""
    if not source.exists() or (target.exists() and target.stat().st_size == source.stat().st_size):
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = part_of(target)
    try:
        try:
            part.hardlink_to(source)
        except OSError:  # a disk without links, or another disk
            shutil.copyfile(source, part)
            _sync_file(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target.parent)


def _listed(backup: Path) -> list[str]:
    names = (backup / "objects.txt").read_text(encoding="ascii").split()
    if not all(re.fullmatch(r"[0-9a-f]{64}", name) for name in names):
        raise UserError("备份中的附件清单已损坏", "请改用另一份备份。", failures.DAMAGED)
    return names


def _forget_old(folder: DataFolder) -> None:
    """Keep the newest backups, and of the attachments what they list."""
    made = backups(folder)
    for old in made[KEPT:]:
        shutil.rmtree(old)
    listed = {name for backup in made[:KEPT] for name in _listed(backup)}
    for kept in (folder.backup / "objects").glob("*/*"):
        if kept.name not in listed:
            kept.unlink()


def _sweep(folder: DataFolder) -> None:
    for stray in folder.backup.glob(f"*{PART}"):
        shutil.rmtree(stray)


def _fresh_name(parent: Path, now: datetime) -> Path:
    name = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    target, more = parent / name, 1
    while target.exists() or target.with_suffix(".aside").exists():
        more += 1
        target = parent / f"{name}-{more}"
    return target


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
