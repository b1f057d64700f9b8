"""Cells of a table and the header above them: a column's name is the context of every number under it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST_HEADER = 20


def cells_under(text: str, header: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the cells below a short cell that matches `header`; a tab parts cells, a line break rows."""
    if not header.search(text):
        return
    columns: list[int] = []
    width = start = 0
    for line in text.split("\n"):
        cells = line.split("\t")
        heads = [n for n, cell in enumerate(cells) if len(cell) <= _LONGEST_HEADER and header.search(cell)]
        if heads:
            columns, width = heads, len(cells)
        elif columns and (width > 1) is (len(cells) > 1):
            yield from _spans(cells, columns, start)
        elif line.strip():  # prose after a table ends it, a table after prose is a new one
            columns = []
        start += len(line) + 1


def _spans(cells: list[str], columns: list[int], start: int) -> Iterator[tuple[int, int]]:
    starts, place = [], start
    for cell in cells:
        starts.append(place)
        place += len(cell) + 1
    for column in columns:
        if column < len(cells) and cells[column].strip():
            lead = len(cells[column]) - len(cells[column].lstrip())
            yield starts[column] + lead, starts[column] + len(cells[column].rstrip())
