"""Long tables: rows of text under a grey head that is repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.printing import cells
from desktop.printing.fonts import Face, Style
from desktop.printing.form import Box, Cell, Paint, Row
from desktop.printing.sheet import HEAVY, NOTE, NOTE_LABEL, Align, Sheet

ROW_LEAST = 8.6
PAD = 1.0
MOST_LINES, PART_LINES = 36, 12
"""Lines of one row: what is longer is set in parts below each other, so that it may go on over the page."""
KEPT_WITH_TAIL = 3
"""Rows that stay with totals and signatures on the last page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a long table, `width` mm wide; a newline in the title breaks it."""

    title: str
    width: float
    align: Align = Align.CENTRE
    style: Style = NOTE


def head_row(columns: Sequence[Column], height: float = 8.0, style: Style = NOTE_LABEL) -> Row:
    """The grey head."""
    row = []
    x = 0.0
    for column in columns:
        row.append(Cell(x, x + column.width, _head_painter(column.title, style)))
        x += column.width
    return Row(tuple(row), height)


def _head_painter(title: str, style: Style) -> Paint:
    def paint(sheet: Sheet, box: Box) -> None:
        sheet.shade(box.x0, box.y0, box.width, box.y1 - box.y0)
        parts = title.split("\n")
        for i, part in enumerate(parts):
            middle = box.middle + (i - (len(parts) - 1) / 2) * 4.4
            sheet.write(box.centre, middle, part, style, Align.CENTRE)

    return paint


def body_rows(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str]], least: float = ROW_LEAST
) -> list[Row]:
    """One row for each record; empty cells of centred columns stay empty, long text takes more lines, or more rows."""
    return [row for values in rows for row in _rows_of(sheet, columns, values, least)]


def _rows_of(sheet: Sheet, columns: Sequence[Column], values: Sequence[str], least: float) -> list[Row]:
    texts = [_fitted(sheet, column, value) for column, value in zip(columns, values, strict=True)]
    longest = max(len(text.lines) for text in texts)
    if longest <= MOST_LINES:
        return [_body_row(columns, texts, least)]
    return [
        _body_row(columns, [replace(text, lines=text.lines[start : start + PART_LINES]) for text in texts], least)
        for start in range(0, longest, PART_LINES)
    ]


def _fitted(sheet: Sheet, column: Column, value: str) -> cells.SetText:
    sizes = ((column.style, 8), (column.style.sized(7.5), 999))
    text = cells.fit(sheet, value, column.width - 2 * PAD, sizes)
    return replace(text, lines=tuple(replace(line, slack=0.0) for line in text.lines))


def _body_row(columns: Sequence[Column], texts: Sequence[cells.SetText], least: float) -> Row:
    row = []
    x = 0.0
    for column, text in zip(columns, texts, strict=True):
        alone = [line.text for line in text.lines] == ["—"]
        cell = cells.text_cell(x, x + column.width, text, Align.CENTRE if alone else column.align, PAD)
        row.append(replace(cell, need=max(1, len(text.lines)) * text.leading + 1.2))
        x += column.width
    return Row(tuple(row), least)


def nil_row(width: float, sentence: str, height: float) -> Row:
    """The one high row of a nil return (零报告)."""

    def paint(sheet: Sheet, box: Box) -> None:
        sheet.write(box.centre, box.middle, sentence, Style(Face.HAND, 16), Align.CENTRE)

    return Row((Cell(0, width, paint),), height, weight=HEAVY)


def paginate(rows: Sequence[Row], first: float, following: float, tail: float) -> list[list[Row]]:
    """Share `rows` between pages with room for `first` and `following` mm; `tail` mm stay free on the last.

    The tail keeps three rows with it, if they leave it room.
    """
    pages: list[list[Row]] = []
    current: list[Row] = []
    room = first
    for row in rows:
        if _height(current) + row.needed > room:
            pages.append(current)
            current, room = [], following
        current.append(row)
    if _height(current) + tail > room:
        kept = min(KEPT_WITH_TAIL, max(len(current) - 1, 0))
        while _height(current[len(current) - kept :]) + tail > following and kept:
            kept -= 1
        pages.append(current[: len(current) - kept])
        current = current[len(current) - kept :]
    return _with_company(pages, current, following - tail)


def _with_company(pages: list[list[Row]], last: list[Row], room: float) -> list[list[Row]]:
    """Bring rows from the page before, so that the tail does not stand with one or two."""
    while pages and len(last) < KEPT_WITH_TAIL and len(pages[-1]) > 1 and _height([pages[-1][-1], *last]) <= room:
        last = [pages[-1].pop(), *last]
    return [*pages, last]


def with_head(head: Row, rows: Sequence[Row]) -> list[Row]:
    """The rows of one page below their head, with the heavier line between."""
    return [head, *(replace(row, weight=HEAVY) if i == 0 else row for i, row in enumerate(rows))]


def _height(rows: Sequence[Row]) -> float:
    return sum(row.needed for row in rows)
