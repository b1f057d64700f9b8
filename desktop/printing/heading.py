"""What stands outside the frames: titles, number and date above, the digest band below."""

from __future__ import annotations

from desktop.printing.cells import grouped
from desktop.printing.fonts import Style
from desktop.printing.qr import qr_matrix
from desktop.printing.sheet import BODY, DIGITS, GREY_TEXT, NOTE, NOTE_LABEL, POINT, TITLE, Align, Sheet

TRACKING = 1.5 * POINT
QR_SIDE = 14.5


def draw_title(sheet: Sheet, centre: float, middle: float, title: str, width: float) -> None:
    """The title in 二号, or in the greatest smaller size that fits into `width` mm."""
    styles = (TITLE, *(TITLE.sized(points) for points in (18, 16, 14, 12, 10.5)))
    spaces = TRACKING * (len(title) - 1)
    style = next((one for one in styles if sheet.measure(title, one) + spaces <= width), styles[-1])
    sheet.write(centre, middle, title, style, Align.CENTRE, spacing=TRACKING)


def draw_strip(sheet: Sheet, x0: float, x1: float, middle: float, left: str, right: str) -> None:
    """The line above a frame: number left, date right; smaller when both do not fit."""
    room = x1 - x0 - 4.0
    style = BODY if sheet.measure(left, BODY) + sheet.measure(right, BODY) <= room else NOTE
    sheet.write(x0 + 0.4, middle, left, style)
    sheet.write(x1 - 0.4, middle, right, style, Align.RIGHT)


def draw_digest_band(
    sheet: Sheet, x0: float, x1: float, top: float, name: str, digest: str, payload: str, note: str
) -> None:
    """A digest in groups of four, a grey remark below it and the code of `payload` at the right."""
    step = 4.45
    sheet.write(x0, top + 4.8, name, NOTE_LABEL)
    indent = sheet.measure(name, NOTE_LABEL) + 1.7
    middle = top + 4.8
    for line in grouped(digest):
        sheet.write(x0 + indent, middle, line, DIGITS)
        middle += step
    sheet.write(x0, middle, note, NOTE, grey=GREY_TEXT)
    draw_qr(sheet, x1 - QR_SIDE, top + 3.1, QR_SIDE, payload)


def draw_qr(sheet: Sheet, x: float, y: float, side: float, payload: str) -> None:
    """The code of `payload` in a square of `side` mm."""
    sheet.modules(x, y, side, qr_matrix(payload))


def draw_lines_of_note(sheet: Sheet, x: float, first: float, text: str, width: float, style: Style = NOTE) -> None:
    """A justified note outside a frame."""
    for i, line in enumerate(sheet.lines(text, style, width)):
        sheet.write_line(x, first + i * 1.38 * style.size * POINT, line, style)
