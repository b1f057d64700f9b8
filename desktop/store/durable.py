"""Files that are either wholly there or not at all, also after a power cut."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

PART = ".part"


def part_of(path: Path) -> Path:
    """A fresh temporary sibling of `path`; a stray one is recognised by its ending."""
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")


def sync_folder(folder: Path) -> None:
    """Make the renames done in `folder` last. Windows has no such call and orders them itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace `path` by `content`: temporary sibling, fsync, rename, fsync of the folder. Raises OSError."""
    part = part_of(path)
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
