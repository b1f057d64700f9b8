"""A filesystem of a few hundred kilobytes that a test can fill and widen: a tmpfs, where we may mount one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Small:
    """A mounted filesystem."""

    root: Path

    def leave(self, room: int) -> None:
        """Leave room for so many bytes beyond what lies on it now."""
        now = os.statvfs(self.root)
        used = (now.f_blocks - now.f_bfree) * now.f_frsize
        _mount("-o", f"remount,size={used + room}", str(self.root))

    def widen(self) -> None:
        """Give it all the room that a test can need."""
        _mount("-o", "remount,size=256m", str(self.root))


@cache
def why_not() -> str:
    """Why no filesystem can be mounted here; empty when one can."""
    if sys.platform != "linux":
        return "a tmpfs needs Linux"
    if os.geteuid() != 0:
        return "mounting a tmpfs needs the superuser: the full disk is met by the limit on file sizes alone"
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small(Path(folder, "tried")):
                return ""
        except OSError as refusal:  # a container keeps even its superuser from mounting
            return f"no tmpfs can be mounted here: {refusal}"


@contextmanager
def small(root: Path) -> Iterator[Small]:
    """Mount a wide one at `root`; raises OSError where the system refuses after all (a container)."""
    root.mkdir()
    _mount("-t", "tmpfs", "-o", "size=256m", "tmpfs", str(root))
    try:
        yield Small(root)
    finally:
        subprocess.run(["umount", "--lazy", str(root)], check=True)


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise OSError(done.stderr.strip())
