"""A folder of plain files as the place of a bag: what is delivered on a disc."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from desktop.formats.limits import Limits
from desktop.formats.names import folder_name_problem, twins
from desktop.formats.problems import Problem, Refused, refused
from desktop.formats.zipfiles import CHUNK

PAYLOAD = "data"


class FolderSink:
    """Writes members as files of a new folder with one level below it; each is synced as it is closed."""

    def __init__(self, folder: Path) -> None:
        """Make the folder; raises OSError when it exists."""
        self._folder = folder
        (folder / PAYLOAD).mkdir(parents=True)

    def add(self, name: str, chunks: Iterable[bytes], *, stored: bool = False) -> None:
        """Write one file; `stored` means nothing here. Raises OSError, also when the file exists."""
        with (self._folder / name).open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())

    def finish(self) -> None:
        sync_folder(self._folder / PAYLOAD)
        sync_folder(self._folder)


class FolderSource:
    """The files of a delivered folder, after a look at their kinds, names and sizes."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        """List the folder; raises Refused or OSError."""
        self._folder = folder
        self._sizes = dict(_listed(folder, "", limits))
        problems = [Problem("E-NAME", name, "文件名只有大小写或写法不同") for name in twins(self._sizes)]
        if sum(self._sizes.values()) > limits.total_bytes:
            problems.append(Problem("E-LIMIT", "", f"文件合计超过 {limits.total_bytes >> 20} MB"))
        if problems:
            raise Refused(problems)

    def close(self) -> None:
        """Nothing is held open."""

    def names(self) -> list[str]:
        return list(self._sizes)

    def size(self, name: str) -> int:
        return self._sizes[name]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content; raises Refused when its length changed since it was listed."""
        rest = self._sizes[name]
        with (self._folder / name).open("rb") as file:
            while piece := file.read(CHUNK):
                rest -= len(piece)
                if rest < 0:
                    break
                yield piece
        if rest:
            raise refused("E-HASH", "文件在读取时变了", name)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last; Windows has no such call and orders them itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _listed(folder: Path, prefix: str, limits: Limits) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for number, entry in enumerate(sorted(entries, key=lambda one: one.name)):
            name = prefix + entry.name
            status = entry.stat(follow_symlinks=False)
            words = folder_name_problem(entry.name)
            if words is not None:
                raise refused("E-NAME", words, name)
            if number >= limits.members:
                raise refused("E-LIMIT", f"文件超过 {limits.members} 个")
            if stat.S_ISDIR(status.st_mode) and name == PAYLOAD:
                yield from _listed(folder / PAYLOAD, f"{PAYLOAD}/", limits)
            elif not stat.S_ISREG(status.st_mode):
                raise refused("E-KIND", "有链接、子文件夹或设备，不是普通文件", name)
            elif status.st_size > limits.member_bytes:
                raise refused("E-LIMIT", f"文件超过 {limits.member_bytes >> 20} MB", name)
            else:
                yield name, status.st_size
