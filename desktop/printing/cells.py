"""What stands in the cells of forms: labels, text, options, dates, names, digests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.printing.fonts import Face, Style
from desktop.printing.form import Box, Cell, Paint
from desktop.printing.sheet import BODY, DIGITS, LABEL, NOTE, POINT, Align, Sheet
from desktop.printing.text import Line

PAD = 1.6
PAD_BOX = 1.8
PAD_ABOVE = 0.9
LEADING = 1.38
BOX_GAP = 0.95
"""mm between a box and its words."""

_SIGNED = Style(Face.BODY, 7.5)


@dataclass(frozen=True, slots=True)
class Option:
    """A box and its words."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class SetText:
    """Text already broken into lines in one style."""

    lines: tuple[Line, ...]
    style: Style

    @property
    def leading(self) -> float:
        """From line to line in mm."""
        return LEADING * self.style.size * POINT

    @property
    def height(self) -> float:
        """The height of the cell that holds it, padding included."""
        return max(1, len(self.lines)) * self.leading + 2 * PAD_ABOVE


Sizes = tuple[tuple[Style, int], ...]
"""Styles to try, largest first, each with the most lines it may take; the last takes what it must."""

ONE_LINE: Sizes = ((BODY, 1), (NOTE, 99))
RUNNING: Sizes = ((NOTE, 99),)


def fit(sheet: Sheet, text: str, width: float, sizes: Sizes = ONE_LINE) -> SetText:
    """`text` in the first of `sizes` that holds it."""
    for style, most in sizes:
        lines = sheet.lines(text, style, width) if text else ()
        if len(lines) <= most:
            break
    return SetText(lines, style)


def chinese_date(day: date | None) -> str:
    """2026年9月16日, or nothing."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def draw_blank_date(sheet: Sheet, right: float, middle: float, style: Style = BODY) -> None:
    """年 月 日 with room to write, ending at `right`."""
    sheet.write(right, middle, "年月日", style, Align.RIGHT, spacing=1.36 * style.size * POINT)


def draw_date(sheet: Sheet, right: float, middle: float, day: date | None, style: Style = BODY) -> None:
    """The date, or room for it, ending at `right`."""
    if day:
        sheet.write(right, middle, chinese_date(day), style, Align.RIGHT)
    else:
        draw_blank_date(sheet, right, middle, style)


def spaced_name(name: str) -> str:
    """A name inside running text; two characters take one full-width space."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


def name_width(sheet: Sheet, name: str, style: Style) -> float:
    """Width of a name in mm; two characters take the room of three."""
    return sheet.measure(name, style) + (style.size * POINT if len(name) == 2 else 0.0)


def draw_name(sheet: Sheet, x: float, middle: float, name: str, style: Style) -> float:
    """A person's name, two characters set apart; return its width."""
    return sheet.write(x, middle, name, style, spacing=style.size * POINT if len(name) == 2 else 0.0)


def fitting_name(sheet: Sheet, name: str, room: float, style: Style) -> Style:
    """The hand in the largest size up to `style` in which `name` takes no more than `room` mm."""
    while style.size > 3 and name_width(sheet, name, style) > room:
        style = style.sized(style.size - 1.5)
    return style


def draw_signed(sheet: Sheet, x: float, middle: float, name: str, mark: str, style: Style) -> None:
    """A recorded signature: the name and a small mark, e.g. (已签)."""
    width = draw_name(sheet, x, middle, name, style)
    sheet.write(x + width + 0.4, middle + 0.35, mark, _SIGNED)


def signed_width(sheet: Sheet, name: str, mark: str, style: Style) -> float:
    """Width of a recorded signature in mm."""
    return name_width(sheet, name, style) + 0.4 + sheet.measure(mark, _SIGNED)


def draw_lines(sheet: Sheet, x: float, first: float, text: SetText, grey: float = 0.0) -> float:
    """Set the lines from x, the first on the middle line `first`; return the middle line after the last."""
    for i, line in enumerate(text.lines):
        sheet.write_line(x, first + i * text.leading, line, text.style, grey)
    return first + len(text.lines) * text.leading


def draw_label(sheet: Sheet, box: Box, text: str, style: Style = LABEL) -> None:
    """A label in the middle of `box`: two or three characters spread over four ems, long ones in two lines."""
    em = style.size * POINT
    if len(text) in (2, 3):
        sheet.spread(box.centre - 2 * em, box.middle, text, style, 4 * em)
    elif sheet.measure(text, style) <= box.width - 1.0:
        sheet.write(box.centre, box.middle, text, style, Align.CENTRE)
    else:
        half = (len(text) + 1) // 2
        _two_lines(sheet, box, (text[:half], text[half:]), style)


def draw_role(sheet: Sheet, box: Box, text: str, style: Style = LABEL) -> None:
    """The role of a signer: three characters natural, four to six in two lines of three ems."""
    em = style.size * POINT
    if len(text) <= 3:
        sheet.write(box.centre, box.middle, text, style, Align.CENTRE)
        return
    half = len(text) // 2
    leading = LEADING * em
    for i, part in enumerate((text[:half], text[half:])):
        middle = box.middle + (i - 0.5) * leading
        sheet.spread(box.centre - 1.5 * em, middle, part, style, 3 * em)


def _two_lines(sheet: Sheet, box: Box, parts: tuple[str, str], style: Style) -> None:
    leading = LEADING * style.size * POINT
    for i, part in enumerate(parts):
        sheet.write(box.centre, box.middle + (i - 0.5) * leading, part, style, Align.CENTRE)


def label_cell(x0: float, x1: float, text: str, style: Style = LABEL) -> Cell:
    """A label between x0 and x1."""
    return Cell(x0, x1, lambda sheet, box: draw_label(sheet, box, text, style))


def role_cell(x0: float, x1: float, text: str) -> Cell:
    """A signer's role between x0 and x1."""
    return Cell(x0, x1, lambda sheet, box: draw_role(sheet, box, text))


def text_cell(x0: float, x1: float, text: SetText, align: Align = Align.LEFT, pad: float = PAD) -> Cell:
    """Text in the middle of the cell's height."""

    def paint(sheet: Sheet, box: Box) -> None:
        middle = box.middle - (len(text.lines) - 1) / 2 * text.leading
        if align is Align.LEFT:
            draw_lines(sheet, box.x0 + pad, middle, text)
            return
        for i, line in enumerate(text.lines):
            sheet.write(box.centre, middle + i * text.leading, line.text, text.style, Align.CENTRE)

    return Cell(x0, x1, paint, text.height)


def draw_option(sheet: Sheet, x: float, middle: float, option: Option, style: Style = BODY) -> float:
    """A box and its words from x; return their width."""
    side = sheet.checkbox(x, middle, style.size, option.ticked)
    return side + BOX_GAP + sheet.write(x + side + BOX_GAP, middle, option.label, style)


def option_width(sheet: Sheet, option: Option, style: Style = BODY) -> float:
    """Width of a box and its words in mm."""
    return 0.30 * style.size + BOX_GAP + sheet.measure(option.label, style)


def flow_options(
    sheet: Sheet, options: Sequence[Option], width: float, gap: float, style: Style = BODY
) -> list[list[Option]]:
    """The options in as many lines as they need; box and words never part."""
    lines: list[list[Option]] = []
    used = width + 1.0
    for option in options:
        size = option_width(sheet, option, style)
        if used + gap + size > width:
            lines.append([])
            used = -gap
        lines[-1].append(option)
        used += gap + size
    return lines


def draw_options(
    sheet: Sheet, x: float, middle: float, options: Sequence[Option], gap: float, style: Style = BODY
) -> float:
    """Options one after the other; return the x behind the last."""
    for option in options:
        x += draw_option(sheet, x, middle, option, style) + gap
    return x - gap


def flowing_options_cell(
    sheet: Sheet, x0: float, x1: float, options: Sequence[Option], gap: float, style: Style = BODY
) -> Cell:
    """Options one after the other, on as many lines as they need."""
    lines = flow_options(sheet, options, x1 - x0 - 2 * PAD, gap, style)
    pitch = 1.5 * style.size * POINT

    def paint(sheet: Sheet, box: Box) -> None:
        for i, line in enumerate(lines):
            middle = box.middle + (i - (len(lines) - 1) / 2) * pitch
            draw_options(sheet, box.x0 + PAD_BOX, middle, line, gap, style)

    return Cell(x0, x1, paint, _options_height(len(lines), pitch, style))


def _options_height(lines: int, pitch: float, style: Style) -> float:
    return (lines - 1) * pitch + style.size * POINT + 2 * 1.45


def option_grid(
    sheet: Sheet, x0: float, x1: float, options: Sequence[Option], columns: int, step: float,
    style: Style = BODY, pitch: float = 1.51, pad: float = PAD_BOX,
) -> Cell:  # fmt: skip
    """Options on a tab grid of `columns`, `step` mm apart, lines `pitch` ems apart.

    A list with longer words gets fewer columns, so that no option runs into the next.
    """
    widest = max((option_width(sheet, option, style) for option in options), default=0.0)
    room = x1 - x0 - 2 * PAD
    if widest > step - 1.0:
        columns = max(1, int((room + 2.0) // (widest + 2.0)))
        step = room / columns
    rows = -(-len(options) // columns)
    leading = pitch * style.size * POINT

    def paint(sheet: Sheet, box: Box) -> None:
        for i, option in enumerate(options):
            row, column = divmod(i, columns)
            middle = box.middle + (row - (rows - 1) / 2) * leading
            draw_option(sheet, box.x0 + pad + column * step, middle, option, style)

    return Cell(x0, x1, paint, _options_height(rows, leading, style))


def grouped(digest: str) -> tuple[str, ...]:
    """A hex digest in capitals, in groups of four, eight groups a line."""
    groups = [digest[i : i + 4].upper() for i in range(0, len(digest), 4)]
    return tuple(" ".join(groups[i : i + 8]) for i in range(0, len(groups), 8))


def digest_cell(x0: float, x1: float, digests: Sequence[tuple[str, str]], size: float = 9, pad: float = 2.0) -> Cell:
    """Named digests below each other: (algorithm, hex)."""
    style = DIGITS.sized(size)
    leading = LEADING * size * POINT * 1.02
    blocks = [(name, grouped(digest)) for name, digest in digests]
    count = sum(len(lines) for _, lines in blocks)
    height = count * leading + (len(blocks) - 1) * 0.9

    def paint(sheet: Sheet, box: Box) -> None:
        indent = max(sheet.measure(name, Style(Face.HEAD, size)) for name, _ in blocks) + 1.6 * size * POINT
        middle = box.middle - height / 2 + leading / 2
        for name, lines in blocks:
            sheet.write(box.x0 + pad, middle, name, Style(Face.HEAD, size))
            for line in lines:
                sheet.write(box.x0 + pad + indent, middle, line, style)
                middle += leading
            middle += 0.9

    return Cell(x0, x1, paint, height + 4.0)


def paint_nothing(_sheet: Sheet, _box: Box) -> None:
    """Leave the cell empty for ink."""


def painted(x0: float, x1: float, paint: Paint, need: float = 0.0) -> Cell:
    """A cell with its own painter."""
    return Cell(x0, x1, paint, need)
