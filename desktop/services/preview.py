"""A document as the screens show it: its text in parts, with the places of what the screening found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.rules.roles import Permission
from desktop.screening.intake import fixed_lines
from desktop.screening.located import locate
from desktop.screening.pages import PageImage, render_page
from desktop.screening.reading import read_document
from desktop.screening.records import Kind, Role, Severity
from desktop.services.desk import Desk
from desktop.services.item_detail import DocumentView

UNSEEN = frozenset({Role.COMMENT, Role.DELETED, Role.HIDDEN, Role.PROPERTY})
"""What a reader of the printed page does not see."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a part's text that a finding is about; `finding` is its index in the document's findings."""

    finding: int
    start: int
    end: int
    strong: bool


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """A part of a document: where it stands, its text, the marks; `page` numbers a PDF page, else None.

    `unseen` parts are not on the printed page; those `aside` are properties of the file and not even in its text.
    `index` numbers the part among all that were read.
    """

    index: int
    place: str
    text: str
    marks: tuple[Marked, ...]
    unseen: bool
    aside: bool
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A document in memory; `data` is kept of a PDF only, whose pages are rendered from it when they are looked at."""

    sm3: str
    parts: tuple[PreviewPart, ...]
    warnings: tuple[str, ...]
    pages: int
    data: bytes


def preview(desk: Desk, document: DocumentView) -> Preview:
    """Read a stored document again and mark what its findings are about."""
    desk.require(Permission.READ)
    data = desk.store.objects.read(document.sm3)
    text = read_document(document.name, data)
    numbers = _numbers(document.findings)
    marks: dict[int, list[Marked]] = {}
    lists = desk.lists
    for hit in locate(text, fixed_lines(lists.phones), lists.terms):
        number = numbers.get((hit.rule, hit.place))
        if number is not None:
            grave = document.findings[number]["severity"] != Severity.CHECK
            one = Marked(number, hit.start, hit.end, grave)
            marks.setdefault(hit.part, []).append(one)
    is_pdf = text.kind is Kind.PDF
    parts = tuple(
        PreviewPart(
            index,
            part.place,
            part.text,
            tuple(marks.get(index, ())),
            part.role in UNSEEN,
            part.role is Role.PROPERTY,
            _page_of(part.place) if is_pdf and part.role is Role.BODY else None,
        )
        for index, part in enumerate(text.parts)
        if part.role is not Role.FILE_NAME
    )
    return Preview(document.sm3, parts, text.warnings, text.pages or 0 if is_pdf else 0, data if is_pdf else b"")


def page_image(shown: Preview, number: int, width: int, words: Sequence[tuple[int, int]] = ()) -> PageImage:
    """Page `number` (from 1) of a PDF, `width` pixels wide, with the boxes of its marks in their order.

    The boxes of `words`, further stretches of the page's text (start, end), come after them.
    """
    part = next((one for one in shown.parts if one.page == number), None)
    spans = [(mark.start, mark.end) for mark in part.marks] if part else []
    return render_page(shown.data, number, width, [*spans, *words])


def _numbers(findings: Sequence[dict[str, Any]]) -> dict[tuple[str, str], int]:
    return {(one["rule"], one["place"]): number for number, one in enumerate(findings)}


def _page_of(place: str) -> int:
    return int("".join(letter for letter in place if letter.isdigit()))
