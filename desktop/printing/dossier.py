"""A bundle of papers about chosen items: a cover list, and for each item its tables, its documents as text or pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.printing import cells
from desktop.printing.fonts import Face, Style
from desktop.printing.form import Row, draw_form, natural_heights
from desktop.printing.heading import draw_lines_of_note
from desktop.printing.pictures import Raster
from desktop.printing.sheet import BODY, GREY_TEXT, NOTE, POINT, Align, Page, Sheet, counted, footer
from desktop.printing.sheet import LABEL as LABEL_STYLE
from desktop.printing.slip_rows import LEFT, RIGHT, WIDTH, draw_head
from desktop.printing.table import Column, body_rows, head_row, with_head

_TOP, _BOTTOM = 33.0, 276.0
_HEAD, _SECTION, _GAP = 8.0, 8.0, 4.0
_LINE = 1.45 * NOTE.size * POINT
_PICTURE_TOP, _PICTURE_BOTTOM = 22.0, 284.0


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its heading; without rows it says `nothing`."""

    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str = "无。"


def list_pages(title: str, left: str, right: str, note: str, sections: Sequence[Section], sheet: Sheet) -> list[Page]:
    """Tables one after the other over as many pages as they need, heads repeated; `note` stands before the first."""
    lines = len(sheet.lines(note, NOTE, WIDTH)) if note else 0
    begin = _TOP + (lines * 1.38 * NOTE.size * POINT + 3.0 if lines else 0.0)
    filled = _filled(sections, sheet, begin)

    def page(n: int) -> Page:
        def draw(sheet: Sheet, number: int, total: int) -> None:
            draw_head(sheet, title, left, right, following=n > 0)
            if n == 0 and note:
                draw_lines_of_note(sheet, LEFT, _TOP + 2.0, note, WIDTH)
            for y, heading, rows in filled[n]:
                sheet.write(LEFT, y + 4.0, heading, LABEL_STYLE)
                if rows:
                    draw_form(sheet, LEFT, y + _SECTION, WIDTH, rows)
            footer(sheet, left, number, total, LEFT, RIGHT)

        return draw

    return counted([page(n) for n in range(len(filled))])


_Placed = tuple[float, str, list[Row]]


def _filled(sections: Sequence[Section], sheet: Sheet, begin: float) -> list[list[_Placed]]:
    """Where every table stands: page by page, its y, its heading, its rows with their head."""
    pages: list[list[_Placed]] = [[]]
    y = begin
    for section in sections:
        waiting = body_rows(sheet, section.columns, section.rows)
        heading = section.heading if waiting else f"{section.heading}：{section.nothing}"
        while True:
            least = _SECTION + _HEAD + waiting[0].needed if waiting else _SECTION
            if y + least > _BOTTOM and pages[-1]:
                pages.append([])
                y = _TOP
            room = _BOTTOM - y - _SECTION - _HEAD
            taken: list[Row] = []
            while waiting and (not taken or sum(row.needed for row in taken) + waiting[0].needed <= room):
                taken.append(waiting.pop(0))
            rows = with_head(head_row(section.columns, _HEAD), taken) if taken else []
            pages[-1].append((y, heading, rows))
            y += _SECTION + (sum(natural_heights(rows)) + _GAP if rows else 0.0)
            if not waiting:
                break
            heading = f"{section.heading}（续）"
    return pages


def text_pages(name: str, fact: str, text: str, sheet: Sheet, most: int) -> list[Page]:
    """The text of a document that has no pages of its own, at most `most` pages of it."""
    lines = [line for part in text.split("\n") if part.strip() for line in sheet.lines(part, NOTE, WIDTH)]
    each = int((_PICTURE_BOTTOM - _PICTURE_TOP - 6.0) / _LINE)
    shares = [lines[i : i + each] for i in range(0, len(lines), each)] or [[]]
    left_out = len(shares) - most

    def page(n: int) -> Page:
        def draw(sheet: Sheet, number: int, total: int) -> None:
            _draw_document_head(sheet, name, fact)
            for i, line in enumerate(shares[n]):
                sheet.write_line(LEFT, _PICTURE_TOP + 3.0 + i * _LINE, line, NOTE)
            rest = f"（其余 {left_out} 页从略，以系统内原文件为准）" if left_out > 0 and n == most - 1 else ""
            footer(sheet, "", number, total, LEFT, RIGHT, rest)

        return draw

    count = min(len(shares), most)
    return counted([page(n) for n in range(count)])


def picture_pages(name: str, fact: str, count: int, most: int, render: Callable[[int], Raster]) -> list[Page]:
    """The pages of a document as pictures, at most `most`; `render(number)` is asked while the page is drawn."""

    def page(n: int) -> Page:
        def draw(sheet: Sheet, number: int, total: int) -> None:
            _draw_document_head(sheet, name, fact)
            raster = render(n)
            room_x, room_y = WIDTH, _PICTURE_BOTTOM - _PICTURE_TOP
            scale = min(room_x / raster.width, room_y / raster.height)
            width, height = raster.width * scale, raster.height * scale
            x = (LEFT + RIGHT - width) / 2
            sheet.picture(x, _PICTURE_TOP, width, height, raster)
            sheet.frame(x, _PICTURE_TOP, width, height, 0.3)
            rest = f"（其余 {count - most} 页从略，以系统内原文件为准）" if count > most and n == most else ""
            footer(sheet, "", number, total, LEFT, RIGHT, rest)

        return draw

    shown = min(count, most)
    return counted([page(n) for n in range(1, shown + 1)])


def bound(pages: Sequence[Page], mark: str) -> list[Page]:
    """The pages of a bundle, numbered through at the upper edge behind its mark."""

    def page(own: Page) -> Page:
        def draw(sheet: Sheet, number: int, total: int) -> None:
            own(sheet, number, total)
            words = f"{mark}\u3000卷内第 {number} 页，共 {total} 页"
            sheet.write(RIGHT, 11.0, words, Style(Face.BODY, 7.5), Align.RIGHT, grey=GREY_TEXT)

        return draw

    return [page(own) for own in pages]


def _draw_document_head(sheet: Sheet, name: str, fact: str) -> None:
    shown = cells.fit(sheet, name, WIDTH - 50.0, ((BODY, 1), (NOTE, 1), (Style(Face.BODY, 7.5), 2)))
    for i, line in enumerate(shown.lines[:2]):
        sheet.write(LEFT, 17.0 + (i - (len(shown.lines[:2]) - 1) / 2) * shown.leading, line.text, shown.style)
    sheet.write(RIGHT, 17.0, fact, NOTE, Align.RIGHT, grey=GREY_TEXT)
