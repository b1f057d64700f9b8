"""References to cells, and what becomes of them when rows and columns are taken out of a sheet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from desktop.screening.archive import broken

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


class Removal:
    """Rows and columns (from 1) that go; those behind them move up."""

    def __init__(self, rows: Iterable[int] = (), columns: Iterable[int] = ()) -> None:
        self.rows, self.columns = sorted(set(rows)), sorted(set(columns))
        self._gone_rows, self._gone_columns = frozenset(self.rows), frozenset(self.columns)

    def __bool__(self) -> bool:
        return bool(self.rows or self.columns)

    def takes(self, row: int, column: int) -> bool:
        """Whether a cell goes."""
        return row in self._gone_rows or column in self._gone_columns

    def row(self, row: int) -> int:
        """Where a row comes to stand; for one that goes, where the next one does."""
        return row - bisect_left(self.rows, row)

    def column(self, column: int) -> int:
        """Where a column comes to stand."""
        return column - bisect_left(self.columns, column)

    def area(self, reference: str) -> str:
        """A range as it is afterwards, empty when all of it goes."""
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = place_of(first), place_of(last or first)
        rows = (self.row(top), self.row(bottom) - (bottom in self._gone_rows))
        columns = (self.column(left), self.column(right) - (right in self._gone_columns))
        if rows[0] > rows[1] or columns[0] > columns[1]:
            return ""
        start, end = name_of(rows[0], columns[0]), name_of(rows[1], columns[1])
        return start if start == end else f"{start}:{end}"


def place_of(reference: str) -> tuple[int, int]:
    """Row and column (from 1) of a cell's name; UserError for anything else."""
    match = _CELL.fullmatch(reference)
    if match is None:
        raise broken()
    number = 0
    for letter in match[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(match[2]), number


def name_of(row: int, column: int) -> str:
    """The name of a cell, e.g. AB12."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
