"""What the papers of an exchange share: the head, two facts side by side, one fact across, room for two signatures."""

from __future__ import annotations

from desktop.printing import cells
from desktop.printing.cells import PAD, Sizes
from desktop.printing.fonts import Style
from desktop.printing.form import Box, Cell, Paint, Row
from desktop.printing.heading import draw_strip, draw_title
from desktop.printing.sheet import BODY, HEAVY, Sheet

LEFT, RIGHT, WIDTH = 25.0, 190.0, 165.0
"""The table of such a paper on its page, in mm."""
LABEL_WIDTH = 19.0
_HALF = WIDTH / 2


def draw_head(sheet: Sheet, name: str, left: str, right: str, *, following: bool) -> None:
    """The name of the paper, which says when the page is a following one, and below it a line of two facts."""
    draw_title(sheet, 107.5, 20.3, f"{name}（续）" if following else name, WIDTH)
    draw_strip(sheet, LEFT, RIGHT, 29.5, left, right)


def fact_row(sheet: Sheet, left: tuple[str, str], right: tuple[str, str], style: Style = BODY) -> Row:
    """Two labelled facts side by side; `style` sets the right one."""
    room = _HALF - LABEL_WIDTH - 2 * PAD
    return Row(
        (
            cells.label_cell(0, LABEL_WIDTH, left[0]),
            cells.text_cell(LABEL_WIDTH, _HALF, cells.fit(sheet, left[1], room)),
            cells.label_cell(_HALF, _HALF + LABEL_WIDTH, right[0]),
            cells.text_cell(
                _HALF + LABEL_WIDTH, WIDTH, cells.fit(sheet, right[1], room, ((style, 1), (style.sized(9), 999)))
            ),
        ),
        8.0,
    )


def wide_row(sheet: Sheet, label: str, text: str, sizes: Sizes = cells.ONE_LINE, least: float = 8.0) -> Row:
    """One labelled fact across the table, at least `least` mm high."""
    words = cells.fit(sheet, text, WIDTH - LABEL_WIDTH - 2 * PAD, sizes)
    return Row((cells.label_cell(0, LABEL_WIDTH, label), cells.text_cell(LABEL_WIDTH, WIDTH, words)), least)


def draw_signing_room(sheet: Sheet, box: Box) -> None:
    """签名： and a blank date on the last line of a cell."""
    sheet.write(box.x0 + PAD + 0.2, box.y1 - 3.5, "签名：", BODY)
    cells.draw_blank_date(sheet, box.x1 - PAD - 0.3, box.y1 - 3.5)


def signing_row(
    left: str, right: str, least: float, paints: tuple[Paint, Paint] = (draw_signing_room, draw_signing_room)
) -> Row:
    """Room for the signatures and dates of two people, at least `least` mm high."""
    return Row(
        (
            cells.role_cell(0, LABEL_WIDTH, left),
            Cell(LABEL_WIDTH, _HALF, paints[0]),
            cells.role_cell(_HALF, _HALF + LABEL_WIDTH, right),
            Cell(_HALF + LABEL_WIDTH, WIDTH, paints[1]),
        ),
        least,
        weight=HEAVY,
    )
