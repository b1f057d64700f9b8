"""Renders pages of PDF documents in memory, with the boxes of chosen stretches of their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from desktop.errors import UserError
from desktop.screening.archive import broken
from desktop.screening.read_pdf import PDFIUM, kept_letters, open_pdf

MAX_SIDE = 6_000
"""Pixels; a page of absurd size must not take all the memory."""

Box = tuple[float, float, float, float]
"""x, y, width, height as parts of the page, from its top left corner."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A rendered page: `rgb` holds `height` rows of `stride` bytes, three bytes a pixel.

    `boxes` answers the stretches asked for, one tuple each: a box for every line that the stretch covers.
    """

    width: int
    height: int
    stride: int
    rgb: bytes
    boxes: tuple[tuple[Box, ...], ...] = ()


def render_page(
    data: bytes, number: int, width: int, spans: Sequence[tuple[int, int]] = (), *, annotations: bool = True
) -> PageImage:
    """Render page `number` (from 1) `width` pixels wide; `spans` are (start, end) in the page's text as it was read.

    Without `annotations` what was put upon the page is left away: notes, stamps, form fields.
    Raises UserError when the file or the page is broken.
    """
    document = open_pdf(data)
    try:
        with PDFIUM:
            return _render(document, number, width, spans, annotations)
    finally:
        with PDFIUM:
            document.close()


def page_count(data: bytes) -> int:
    """How many pages a PDF has; UserError when the file is broken."""
    document = open_pdf(data)
    with PDFIUM:
        count = len(document)
        document.close()
    return count


def _render(
    document: pypdfium2.PdfDocument, number: int, width: int, spans: Sequence[tuple[int, int]], annotations: bool
) -> PageImage:
    if not 1 <= number <= len(document):
        raise UserError(f"文件没有第 {number} 页", "重新打开这个文件", code="S-PAGE")
    try:
        page = document[number - 1]
        page_width, page_height = page.get_size()
        scale = min(width / page_width, MAX_SIDE / page_height)
        bitmap = page.render(
            scale=scale,
            draw_annots=annotations,
            rev_byteorder=True,
            bitmap_maker=pypdfium2.PdfBitmap.new_native,
        )
    except (pypdfium2.PdfiumError, ZeroDivisionError) as error:
        raise broken() from error
    boxes = _boxes(page, bitmap, spans) if spans else ()
    assert bitmap.n_channels == 3, "without alpha pdfium renders three channels"
    image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), boxes)
    bitmap.close()
    page.close()
    return image


def _boxes(
    page: pypdfium2.PdfPage, bitmap: pypdfium2.PdfBitmap, spans: Sequence[tuple[int, int]]
) -> tuple[tuple[Box, ...], ...]:
    text = page.get_textpage()
    indexes = [index for _letter, index in kept_letters(str(text.get_text_range()))]
    place = bitmap.get_posconv(page)
    found = []
    for start, end in spans:
        letters = []
        for index in indexes[start:end]:
            letter = raw.FPDFText_GetCharIndexFromTextIndex(text, index)
            if letter >= 0:
                left, bottom, right, top = text.get_charbox(letter, loose=True)
                letters.append((*place.to_bitmap(left, top), *place.to_bitmap(right, bottom)))
        found.append(_lines(letters, bitmap.width, bitmap.height))
    text.close()
    return tuple(found)


def _lines(letters: Sequence[tuple[int, int, int, int]], width: int, height: int) -> tuple[Box, ...]:
    """Join the boxes of letters that stand beside each other."""
    lines: list[tuple[int, int, int, int]] = []
    for one in letters:
        left, right = sorted((one[0], one[2]))
        top, bottom = sorted((one[1], one[3]))
        if left == right or top == bottom:
            continue
        if lines and top < lines[-1][3] and bottom > lines[-1][1]:
            last = lines[-1]
            lines[-1] = (min(last[0], left), min(last[1], top), max(last[2], right), max(last[3], bottom))
        else:
            lines.append((left, top, right, bottom))
    return tuple((x / width, y / height, (r - x) / width, (b - y) / height) for x, y, r, b in lines)
