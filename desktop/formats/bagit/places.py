"""Where a bag lies, seen as names, sizes and bytes; a folder of any depth is one such place."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping, Set
from pathlib import Path
from typing import Protocol

from desktop.formats.bagit.findings import Findings
from desktop.formats.limits import Limits
from desktop.formats.problems import refused
from desktop.formats.zipfiles import CHUNK


class Place(Protocol):
    """The files of a bag by their path from its base."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """Bytes of each file."""

    @property
    def empty_folders(self) -> Collection[str]:
        """Folders without anything in them."""

    @property
    def strange(self) -> Set[str]:
        """Names that were told already and are no readable files: links, devices."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file; raises Refused when they cannot be had."""

    def close(self) -> None:
        """Let go of it."""


def _is_reparse_point(status: os.stat_result) -> bool:
    """Junctions and their like on Windows; elsewhere there are none."""
    tag: int = getattr(status, "st_reparse_tag", False)
    return tag != 0


def content(place: Place, name: str) -> bytes:
    """The whole of a small file; raises Refused."""
    return b"".join(place.chunks(name))


class FolderPlace:
    """A folder; links are told and never followed."""

    def __init__(self, folder: Path, limits: Limits, found: Findings) -> None:
        """List the folder; raises Refused E-LIMIT, and OSError when not even its top can be listed."""
        self._folder = folder
        self._limits = limits
        self.sizes: dict[str, int] = {}
        self.empty_folders: list[str] = []
        self.strange: set[str] = set()
        waiting = [""]
        while waiting:
            waiting += self._list(waiting.pop(), found)
        if sum(self.sizes.values()) > limits.total_bytes:
            raise refused("E-LIMIT", f"文件合计超过 {limits.total_bytes >> 20} MB")

    def _list(self, prefix: str, found: Findings) -> list[str]:
        try:
            with os.scandir(self._folder / prefix) as entries:
                listed = sorted(entries, key=lambda one: one.name)
        except OSError:
            if not prefix:
                raise
            self._tell("E-READ", prefix.rstrip("/"), "文件夹读不出来", found)
            return []
        if prefix and not listed:
            self.empty_folders.append(prefix.rstrip("/"))
        folders = []
        for entry in listed:
            name = prefix + entry.name
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                self._tell("E-READ", name, "文件读不出来", found)
                continue
            if stat.S_ISLNK(status.st_mode) or _is_reparse_point(status):
                self._tell("E-KIND", name, "是链接，不是文件或文件夹", found)
            elif stat.S_ISDIR(status.st_mode):
                folders.append(f"{name}/")
            elif not stat.S_ISREG(status.st_mode):
                self._tell("E-KIND", name, "是设备或管道，不是普通文件", found)
            elif status.st_size > self._limits.member_bytes:
                self._tell("E-LIMIT", name, f"文件超过 {self._limits.member_bytes >> 20} MB", found)
            else:
                self.sizes[name] = status.st_size
            if len(self.sizes) + len(self.strange) > self._limits.members:
                raise refused("E-LIMIT", f"文件超过 {self._limits.members} 个")
        return folders[::-1]

    def _tell(self, code: str, name: str, words: str, found: Findings) -> None:
        self.strange.add(name)
        found.problem(code, name, words)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes; raises Refused E-READ, or E-HASH when the length changed since the listing."""
        rest = self.sizes[name]
        try:
            with (self._folder / name).open("rb") as file:
                while piece := file.read(CHUNK):
                    rest -= len(piece)
                    yield piece
        except OSError:
            raise refused("E-READ", "文件读不出来", name) from None
        if rest:
            raise refused("E-HASH", "文件在读取时变了", name)

    def close(self) -> None:
        """Nothing is held open."""
