"""One row of an office's own ledger as the content of a draft, with what is wrong and what had to be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.rules.items import Ground, ItemContent, Source
from desktop.rules.ledger_values import WEIGHTY, read_value

ROW = -1
"""The column of what is wrong with a row as a whole."""


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is to be told about a cell: its column (from 0, or ROW), its field, the words."""

    column: int
    field: str
    words: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row that was read. With `problems` it cannot be imported; `blanks` were left empty, `added` need a look."""

    content: ItemContent
    problems: tuple[CellNote, ...] = ()
    blanks: tuple[CellNote, ...] = ()
    added: tuple[CellNote, ...] = ()

    @property
    def declares_secret(self) -> bool:
        """Whether the row says of itself that it concerns a state secret."""
        return self.content.ground is Ground.STATE_SECRET


def read_row(
    cells: Sequence[object], mapping: Mapping[int, str], base: ItemContent, today: date, year: int | None
) -> RowRead:
    """The row as content; fields that it does not tell are those of `base`."""
    values: dict[str, Any] = {}
    problems: list[CellNote] = []
    blanks: list[CellNote] = []
    added: list[CellNote] = []
    for column, field in mapping.items():
        if not field or column >= len(cells):
            continue
        read = read_value(field, cells[column], today, year)
        if read.problem:
            (problems if field in WEIGHTY else blanks).append(CellNote(column, field, read.problem))
        elif read.value is not None and read.value != ():
            values[field] = read.value
            if read.added:
                added.append(CellNote(column, field, read.added))
    if not values.get("title") and not any(one.field == "title" for one in problems):
        problems.insert(0, CellNote(ROW, "title", "没有标题"))
    if values.get("reprint_source") and "source" not in values:
        values["source"] = Source.REPRINT
    return RowRead(replace(base, **values), tuple(problems), tuple(blanks), tuple(added))
