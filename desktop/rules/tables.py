"""A table as it lies in a workbook: the words of its cells and where it begins."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `top` is the number of its first row as the user's program shows it.

    A merged cell's words stand in all the cells it covers; `filled` names those beyond its first, as (row, column)
    counted from 0.
    """

    name: str
    top: int
    rows: tuple[tuple[str, ...], ...]
    filled: frozenset[tuple[int, int]] = frozenset()

    def cell(self, row: int, column: int) -> str:
        """The words of a cell; empty beyond the table."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""
