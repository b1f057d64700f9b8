"""Remembers window state (columns, widths, last tab) between runs; never content of records."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QSettings


class Memory:
    """Small texts by name; kept in RAM until `use_file` names a file."""

    def __init__(self) -> None:
        self._file: QSettings | None = None
        self._texts: dict[str, str] = {}

    def use_file(self, path: Path) -> None:
        """Keep everything in this ini file from now on."""
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def recall(self, name: str) -> str:
        """The text kept under `name`, empty when there is none."""
        if self._file is not None:
            return str(self._file.value(name, ""))
        return self._texts.get(name, "")

    def keep(self, name: str, words: str) -> None:
        """Keep a text under `name`."""
        if self._file is not None:
            self._file.setValue(name, words)
        else:
            self._texts[name] = words


@cache
def memory() -> Memory:
    """The memory of this process."""
    return Memory()
