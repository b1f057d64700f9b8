"""Reading printed papers back: their text, their pixels, their characters' places."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pypdfium2
from PIL import Image

POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and the box of its ink in mm from the top left corner."""

    character: str
    x0: float
    y0: float
    x1: float
    y1: float


def page_texts(data: bytes) -> list[str]:
    """The text of each page without any white space, in the order it was drawn."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def glyphs(data: bytes, page: int = 0) -> list[Glyph]:
    """The inked characters of one page."""
    document = pypdfium2.PdfDocument(data)
    try:
        height = document[page].get_height()
        text = document[page].get_textpage()
        found = []
        for i in range(text.count_chars()):
            character = text.get_text_range(i, 1)
            if character.strip():
                left, bottom, right, top = text.get_charbox(i)
                found.append(
                    Glyph(character, left * POINT, (height - top) * POINT, right * POINT, (height - bottom) * POINT)
                )
        return found
    finally:
        document.close()


def picture(data: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """One page in shades of grey."""
    document = pypdfium2.PdfDocument(data)
    try:
        drawn: Image.Image = document[page].render(scale=dpi / 72).to_pil()
        return drawn.convert("L")
    finally:
        document.close()


def sampled_modules(image: Image.Image, dpi: int, x: float, y: float, side: float, count: int) -> list[list[bool]]:
    """The modules of a matrix code printed at x, y (mm), read at their middles."""
    step = side / count
    pixel = dpi / 25.4
    dark = image.point(lambda value: 255 if value < 128 else 0)
    middles = [(i + 0.5) * step for i in range(count)]
    return [[dark.getpixel((int((x + b) * pixel), int((y + a) * pixel))) == 255 for b in middles] for a in middles]
