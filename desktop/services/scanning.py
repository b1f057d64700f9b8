"""A stick or folder looked through for packages, in any order: each is checked, the clean ones are taken in together."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from desktop.errors import UserError
from desktop.formats.placing import reading_errors
from desktop.rules.roles import Permission
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.imports import import_batch
from desktop.services.inspected import Inspection, Novelty
from desktop.services.inspection import inspect
from desktop.services.received_views import ReceivedView


class Standing(StrEnum):
    """How a package on a stick stands to what the centre has."""

    CLEAN = "clean"
    TO_DECIDE = "to_decide"
    RECEIVED = "received"
    REFUSED = "refused"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A package that was checked: what was found, or why it was refused; `taken` once it is in."""

    path: Path
    size: int
    standing: Standing
    inspection: Inspection | None = None
    problem: UserError | None = None
    taken: ReceivedView | None = None


def find_packages(folder: Path) -> tuple[Path, ...]:
    """The files of a stick or folder, and of the folders in it, that may be packages, by place and name.

    What a bag holds is a delivery's documents; a file that is still being written ends in `.part`; names that begin with
    a dot are the leavings of other systems.
    """
    with reading_errors(folder):
        found = _zips_in(folder)
        below = [] if _is_bag(folder) else sorted(one for one in folder.iterdir() if one.is_dir())
    for one in below:
        if not one.name.startswith((".", "$")) and not one.is_symlink():
            with suppress(OSError):  # a folder of the system on the stick is closed to us
                found += _zips_in(one)
    return tuple(found)


def scan(
    desk: Desk, paths: Sequence[Path], progress: Progress = no_progress, cancelled: CancelCheck = never
) -> tuple[Scanned, ...]:
    """Check packages where they lie, one after the other; a refused one does not stop the others.

    By office and number, what cannot be read last; the same package twice counts once. Raises Cancelled.
    """
    desk.require(Permission.IMPORT)
    sizes = {path: _size(path) for path in paths}
    total, done = sum(sizes.values()), 0
    found: list[Scanned] = []
    for path in paths:
        stop_if(cancelled)
        found.append(_checked(desk, path, sizes[path], _part(progress, done, sizes[path], total), cancelled))
        done += sizes[path]
    return _without_copies(sorted(found, key=_order))


def take_in(
    desk: Desk,
    scanned: Sequence[Scanned],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> tuple[Scanned, ...]:
    """Take in all clean packages in the order of their numbers, each in a transaction of its own.

    One that is refused does not stop the others. Cancelling leaves the rest as they were, after the batch that is under way.
    """
    desk.require(Permission.IMPORT)
    total, done = sum(one.size for one in scanned if one.standing is Standing.CLEAN), 0
    made: list[Scanned] = []
    for one in scanned:
        if one.standing is not Standing.CLEAN or one.inspection is None or cancelled():
            made.append(one)
            continue
        try:
            view = import_batch(desk, one.inspection, {}, _part(progress, done, one.size, total))
            made.append(replace(one, standing=Standing.TAKEN, taken=view))
        except UserError as problem:
            made.append(replace(one, standing=_after_refusal(problem), problem=problem))
        done += one.size
    return tuple(made)


def _after_refusal(problem: UserError) -> Standing:
    """What an earlier one of the same stick has made of a package that was clean when it was checked."""
    if problem.code in ("E-CONFLICT", "E-UNREVIEWED"):
        return Standing.TO_DECIDE
    return Standing.RECEIVED if problem.code == "E-DUPLICATE" else Standing.REFUSED


def _checked(desk: Desk, path: Path, size: int, progress: Progress, cancelled: CancelCheck) -> Scanned:
    try:
        found = inspect(desk, path, progress, cancelled)
    except UserError as problem:
        return Scanned(path, size, Standing.REFUSED, problem=problem)
    if found.duplicate:
        return Scanned(path, size, Standing.RECEIVED, found)
    undecided = any(one.novelty is Novelty.CONFLICT or one.incomplete for one in found.items)
    return Scanned(path, size, Standing.TO_DECIDE if undecided else Standing.CLEAN, found)


def _order(one: Scanned) -> tuple[bool, str, int, int, str]:
    if one.inspection is None:
        return True, "", 0, 0, str(one.path)
    header = one.inspection.header
    return False, header.office_code, header.epoch, header.seq, str(one.path)


def _without_copies(found: Sequence[Scanned]) -> tuple[Scanned, ...]:
    seen: set[str] = set()
    kept: list[Scanned] = []
    for one in found:
        identity = one.inspection.manifest_hash if one.inspection else str(one.path)
        if identity not in seen:
            seen.add(identity)
            kept.append(one)
    return tuple(kept)


def _part(progress: Progress, before: int, size: int, total: int) -> Progress:
    """The progress of one package of `size` bytes as a part of all, `before` of whose `total` bytes are done."""

    def told(done: int, of: int) -> None:
        progress(before + size * done // max(of, 1), total)

    return told


def _size(path: Path) -> int:
    with suppress(OSError):  # told when it is checked
        return path.stat().st_size
    return 0


def _is_bag(folder: Path) -> bool:
    return (folder / "bagit.txt").exists()


def _zips_in(folder: Path) -> list[Path]:
    if _is_bag(folder):
        return []
    return sorted(
        one
        for one in folder.iterdir()
        if one.suffix.lower() == ".zip" and not one.name.startswith(".") and one.is_file()
    )
