"""Warnings about the names of the files that are there: lawful here, lost or doubled on another system."""

from __future__ import annotations

from desktop.formats.bagit.findings import Findings
from desktop.formats.bagit.paths import is_system_file, unportable
from desktop.formats.bagit.places import Place
from desktop.formats.names import folded


def check_names(place: Place, found: Findings) -> None:
    """Warn of names that not every system can store, of twins, of system files and of empty folders."""
    twins: dict[str, list[str]] = {}
    for name in sorted(place.sizes):
        words = unportable(name)
        if words is not None:
            found.warn("W-PORTABLE", name, words)
        if is_system_file(name):
            found.warn("W-SYSTEM", name, "是操作系统自己放的文件")
        twins.setdefault(folded(name), []).append(name)
    for names in twins.values():
        for name in names[1:]:
            found.warn("W-CASE", name, f"文件名与“{names[0]}”只有大小写或 Unicode 写法不同，有的系统上会互相覆盖")
    for folder in place.empty_folders:
        if folder.startswith("data/"):
            found.warn("W-EMPTY", folder, "空文件夹不在清单里，拷贝时可能丢失")
