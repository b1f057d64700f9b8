"""Ledgers exported as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from desktop.formats.placing import place_file
from desktop.formats.xlsx import Sheet, Value, write_xlsx


def write_ledger(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Value]], title: str = "台账") -> int:
    """Write a table to `path` and return the number of rows below its header.

    Texts stay texts whatever they begin with. Raises UserError E-LIMIT for a text beyond 32,767 characters or too
    many rows, E-FULL or E-WRITE; `path` is then as it was.
    """
    widths = tuple(min(60, max(10, 2 * len(header) + 4)) for header in headers)
    sheet = Sheet(title, widths, frozen_rows=1, bold_rows=frozenset({1}))
    count = 0

    def write(file: BinaryIO) -> None:
        nonlocal count
        count = write_xlsx(file, sheet, chain([headers], rows)) - 1

    place_file(path, write, lambda _part: None)
    return count
