"""Forms made of rows and cells: who needs how much height, and who gets what is left over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.printing.sheet import INNER, OUTER, Sheet


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet in mm."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.x1 - self.x0


Paint = Callable[[Sheet, Box], None]


@dataclass(frozen=True, slots=True)
class Cell:
    """From x0 to x1 mm inside the frame, what is painted there and the height (mm) it needs."""

    x0: float
    x1: float
    paint: Paint
    need: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side: at least `least` mm, gladly `wish`, beyond that a share of `stretch`."""

    cells: tuple[Cell, ...]
    least: float
    wish: float = 0.0
    stretch: float = 0.0
    weight: float = INNER
    """Weight in points of the line above the row."""

    @property
    def needed(self) -> float:
        """The height below which something would be lost."""
        return max(self.least, *(cell.need for cell in self.cells))


def needed_height(rows: Sequence[Row]) -> float:
    """The height below which these rows lose something."""
    return sum(row.needed for row in rows)


def natural_heights(rows: Sequence[Row]) -> tuple[float, ...]:
    """Each row as high as it wishes."""
    return tuple(max(row.needed, row.wish) for row in rows)


def shared_heights(rows: Sequence[Row], total: float) -> tuple[float, ...]:
    """Heights that fill `total` mm: first what is needed, then what is wished, the rest by `stretch`."""
    needed = [row.needed for row in rows]
    wished = [max(0.0, row.wish - need) for row, need in zip(rows, needed, strict=True)]
    spare = total - sum(needed)
    part = min(1.0, spare / sum(wished)) if sum(wished) else 0.0
    heights = [need + part * more for need, more in zip(needed, wished, strict=True)]
    rest = total - sum(heights)
    shares = sum(row.stretch for row in rows) or 1.0
    return tuple(height + rest * row.stretch / shares for height, row in zip(heights, rows, strict=True))


def draw_form(
    sheet: Sheet, x: float, y: float, width: float, rows: Sequence[Row], heights: Sequence[float] = ()
) -> float:
    """Draw the rows inside a frame whose top left corner is x, y; return the y of its lower edge.

    Without `heights` (mm) each is as high as it wishes.
    """
    top = y
    for i, (row, height) in enumerate(zip(rows, heights or natural_heights(rows), strict=True)):
        for cell in row.cells:
            cell.paint(sheet, Box(x + cell.x0, top, x + cell.x1, top + height))
        if i:
            sheet.rule(x, top, x + width, top, row.weight)
        for cell in row.cells[1:]:
            sheet.rule(x + cell.x0, top, x + cell.x0, top + height)
        top += height
    sheet.frame(x, y, width, top - y, OUTER)
    return top
