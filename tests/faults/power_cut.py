"""What a disk may hold after a power cut, when the file system keeps its promises and no more.

Of every file the writes since its last sync are lost, kept or torn at a sector, each for itself. Names change in order; of
the changes since the last sync of a folder any number of the latest may be lost.
"""

from __future__ import annotations

import posixpath
import random
import shutil
from dataclasses import replace
from pathlib import Path

from tests.faults.tracing import Kind, Op, Recording

_SECTOR = 512
_NAMING = (Kind.LINK, Kind.RENAME, Kind.UNLINK, Kind.MAKE_FOLDER, Kind.REMOVE_FOLDER)


def lay_out(recording: Recording, cut: int, rolls: random.Random | None, folder: Path) -> None:
    """Make `folder` what is left when the power goes after `cut` requests; without `rolls` all that may be lost is."""
    ops = recording.ops[:cut]
    shutil.rmtree(folder, ignore_errors=True)
    folders, names = _names(recording, ops, rolls)
    for one in ("", *folders):
        (folder / one).mkdir(parents=True, exist_ok=True)
    contents = _contents(recording, ops, rolls)
    for name, file in names.items():
        (folder / name).write_bytes(contents.get(file, b""))


def without_syncs(recording: Recording, part_of_name: str) -> Recording:
    """The same requests as a program would make that never syncs the files of that name."""
    kept = [op for op in recording.ops if op.kind is not Kind.SYNC or part_of_name not in op.name]
    assert len(kept) < len(recording.ops)
    return replace(recording, ops=kept)


def _names(recording: Recording, ops: list[Op], rolls: random.Random | None) -> tuple[list[str], dict[str, int]]:
    naming = [(at, op) for at, op in enumerate(ops) if op.kind in _NAMING]
    synced = {op.name: at for at, op in enumerate(ops) if op.kind is Kind.SYNC_FOLDER}
    lasting = [n for n, (at, op) in enumerate(naming, 1) if at < synced.get(posixpath.dirname(op.to or op.name), -1)]
    certain = max(lasting, default=0)
    kept = rolls.randint(certain, len(naming)) if rolls else certain
    folders, names = list(recording.folders), dict(recording.names)
    for _at, op in naming[:kept]:
        match op.kind:
            case Kind.LINK:
                names[op.name] = op.file
            case Kind.UNLINK:
                del names[op.name]
            case Kind.MAKE_FOLDER:
                folders.append(op.name)
            case Kind.REMOVE_FOLDER:
                folders.remove(op.name)
            case _:
                assert op.file >= 0, "no verb renames folders"
                names[op.to] = names.pop(op.name)
    return folders, names


def _contents(recording: Recording, ops: list[Op], rolls: random.Random | None) -> dict[int, bytes]:
    synced = {op.file: at for at, op in enumerate(ops) if op.kind is Kind.SYNC}
    made = {file: bytearray(content) for file, content in enumerate(recording.contents)}
    for at, op in enumerate(ops):
        if op.kind not in (Kind.WRITE, Kind.TRUNCATE):
            continue
        content = made.setdefault(op.file, bytearray())
        certain = at < synced.get(op.file, -1)
        if op.kind is Kind.TRUNCATE:
            if certain or (rolls and rolls.random() < 0.5):
                content[op.offset :] = bytes(max(0, op.offset - len(content)))
        elif data := op.data if certain else _left_of(op.data, rolls):
            content.extend(bytes(max(0, op.offset - len(content))))
            content[op.offset : op.offset + len(data)] = data
    return {file: bytes(content) for file, content in made.items()}


def _left_of(data: bytes, rolls: random.Random | None) -> bytes:
    """What of a write that nobody waited for has reached the disk."""
    if rolls is None:
        return b""
    match rolls.randrange(3):
        case 0:
            return b""
        case 1:
            return data
    return data[: rolls.randrange(len(data) // _SECTOR + 1) * _SECTOR]
