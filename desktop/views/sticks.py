"""The USB sticks that are plugged in, and the choice of one of them or of any other folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QWidget

from desktop.views.components.buttons import Button
from desktop.views.components.checks import OptionGroup, OptionRow
from desktop.views.components.dialogs import Dialog
from desktop.views.components.text import Note, show_if

FAT_SYSTEMS = ("vfat", "msdos", "fat", "fat32")
MOUNTED_AT = ("/media/", "/run/media/", "/mnt/")
REMOVABLE_DRIVE = 2
"""What Windows' GetDriveType answers for a stick."""


@dataclass(frozen=True, slots=True)
class Stick:
    """A removable drive: where it is, what it is called, bytes free, and its file system."""

    path: Path
    name: str
    free: int
    file_system: str
    read_only: bool = False

    @property
    def is_fat(self) -> bool:
        """Whether no single file on it may be larger than 4 GB."""
        return self.file_system.lower() in FAT_SYSTEMS


def plugged_in() -> tuple[Stick, ...]:
    """The removable drives that can be looked into now, by path."""
    found = []
    for drive in QStorageInfo.mountedVolumes():
        if drive.isValid() and drive.isReady() and _is_removable(drive):
            name = drive.name() or drive.displayName()
            system = bytes(drive.fileSystemType().data()).decode("ascii", "replace")
            found.append(
                Stick(Path(drive.rootPath()), name, drive.bytesAvailable(), system, read_only=drive.isReadOnly())
            )
    return tuple(sorted(found, key=lambda one: one.path))


def _is_removable(drive: QStorageInfo) -> bool:
    root = drive.rootPath()
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(root) == REMOVABLE_DRIVE
    device = Path(bytes(drive.device().data()).decode("utf-8", "replace"))
    return root.startswith(MOUNTED_AT) and device.is_absolute()


class StickDialog(Dialog):
    """Lists the sticks with what is free on them; `path()` is the one chosen, None for another folder."""

    def __init__(self, parent: QWidget, title: str, sticks: Sequence[Stick]) -> None:
        super().__init__(parent, title, "写完自动重读核对，显示“可安全拔出”后再拔", commit="写到这里", icon="usb")
        self._sticks = {str(one.path): one for one in sticks}
        self.elsewhere = False
        first = next((one for one in sticks if not one.read_only), sticks[0])
        self.options = OptionGroup(
            [OptionRow(str(one.path), *_words(one)) for one in sticks], str(first.path), name=title
        )
        self.note = Note("", "info", "text2", role="small", wrap=True)
        self.other = Button("选择其他文件夹", icon="folder-open")
        for widget in (self.options, self.note):
            self.add(widget)
        self.body.addWidget(self.other)
        self.options.chosen.connect(self._judge)
        self.other.clicked.connect(self._go_elsewhere)
        self._judge()

    def path(self) -> Path | None:
        """Where to write; None when the user wants another folder."""
        return None if self.elsewhere else self._sticks[self.options.value()].path

    def _go_elsewhere(self) -> None:
        self.elsewhere = True
        self.accept()

    def _judge(self) -> None:
        stick = self._sticks[self.options.value()]
        words = "FAT32 格式的 U 盘，单个文件不能超过 4 GB。一批不超过 3.9 GB，超过的分成几批写。"
        self.note.set_note(words, "info", "text2")
        show_if(self.note, stick.is_fat)
        if stick.read_only:
            self.commit.block("这个 U 盘是只读的")
        else:
            self.commit.unblock()


def _words(stick: Stick) -> tuple[str, str]:
    size = f"{stick.free / (1 << 30):.1f} GB" if stick.free >= 1 << 30 else f"{stick.free >> 20} MB"
    facts = [f"空闲 {size}", "FAT32" if stick.is_fat else stick.file_system.upper()]
    if stick.read_only:
        facts.append("只读")
    where = str(stick.path)
    return (f"{stick.name}（{where}）" if stick.name and stick.name != where else where), "，".join(facts)
