"""Cuts a document into sheets that a page view can show, with the numbered marks of its findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.services.preview import Marked, Preview, PreviewPart
from desktop.views.components.document_page import PageMark, Paragraph

LINES, LETTERS = 60, 2_600
_HEAD = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,30}$|第[一二三四五六七八九十]+[章节]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its paragraphs and marks, or the number of the PDF page to be rendered.

    `lines` tells of each paragraph which part of the document it stands in, and where; (-1, 0) is a heading of ours.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    marks: tuple[PageMark, ...] = ()
    page: int | None = None
    numbers: tuple[int, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()


def sheets(shown: Preview, first: int, title: str = "", document_number: str = "") -> tuple[Sheet, ...]:
    """All sheets of a document; `first` is the number of its first finding among all of the item."""
    seen = [part for part in shown.parts if not part.unseen and part.page is None]
    unseen = [part for part in shown.parts if part.unseen and (part.marks or not part.aside)]
    made = [_pdf_sheet(shown, number, first) for number in range(1, shown.pages + 1)]
    kinds = {title.strip(): "title", document_number.strip(): "number"}
    made += _text_sheets(seen, first, kinds)
    made += _text_sheets(unseen, first, {}, headed=True)
    return tuple(made) or (Sheet((Paragraph("这个文件里没有可显示的文字", "plain"),), lines=((-1, 0),)),)


def words_on(sheet: Sheet, part: int, start: int, length: int) -> tuple[PageMark, ...]:
    """The marks, without a number, of a stretch of a part's text on one sheet; none when it stands elsewhere."""
    return tuple(
        PageMark(0, "words", number, left, right - left)
        for number, ((index, at), paragraph) in enumerate(zip(sheet.lines, sheet.paragraphs, strict=True))
        if index == part and (left := max(start - at, 0)) < (right := min(start + length - at, len(paragraph.words)))
    )


def tone_of(mark: Marked) -> str:
    """How a mark looks: what must be settled stands out."""
    return "warn" if mark.strong else "accent"


def _pdf_sheet(shown: Preview, number: int, first: int) -> Sheet:
    part = next((one for one in shown.parts if one.page == number), None)
    marks = part.marks if part else ()
    return Sheet(page=number, numbers=tuple(first + one.finding for one in marks))


def _text_sheets(parts: Sequence[PreviewPart], first: int, kinds: dict[str, str], headed: bool = False) -> list[Sheet]:
    made: list[Sheet] = []
    paragraphs: list[Paragraph] = []
    marks: list[PageMark] = []
    places: list[tuple[int, int]] = []
    letters = 0

    def close() -> None:
        if paragraphs:
            numbers = tuple(mark.number for mark in marks)
            made.append(Sheet(tuple(paragraphs), tuple(marks), numbers=numbers, lines=tuple(places)))
            for filled in (paragraphs, marks, places):
                filled.clear()

    for part in parts:
        if headed or (len(parts) > 1 and part.place != "正文"):
            close()
            letters = 0
            paragraphs.append(Paragraph(part.place, "head"))
            places.append((-1, 0))
        for start, line in _lines(part.text):
            if len(paragraphs) >= LINES or letters > LETTERS:
                close()
                letters = 0
            marks.extend(_marks_in(part.marks, start, line, len(paragraphs), first))
            paragraphs.append(Paragraph(line.replace("\t", "\u3000"), _kind(line, kinds)))
            places.append((part.index, start))
            letters += len(line)
    close()
    return made


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, stripped, each with its place in the text."""
    start = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            yield start + raw.index(line), line
        start += len(raw) + 1


def _marks_in(marks: Sequence[Marked], start: int, line: str, paragraph: int, first: int) -> Iterator[PageMark]:
    for mark in marks:
        left, right = max(mark.start - start, 0), min(mark.end - start, len(line))
        if left < right:
            yield PageMark(first + mark.finding, tone_of(mark), paragraph, left, right - left)


def _kind(line: str, kinds: dict[str, str]) -> str:
    if line in kinds:
        return kinds.pop(line)  # a title that is cited further down is no title there
    if _HEAD.match(line):
        return "head"
    return "plain" if "\t" in line or line.endswith(("：", ":")) else "body"
