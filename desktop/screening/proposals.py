"""Proposes the fields of the registration form from a document's own words; what the text lacks stays None."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from desktop.rules.items import Genre
from desktop.screening.guesses import Confidence, Guess, Proposed, Value
from desktop.screening.layout import Layout, lay_out
from desktop.screening.lines import body_lines
from desktop.screening.origin import document_number, issued_on, issuing_body, labelled, reprint, signed_on
from desktop.screening.reach import reach
from desktop.screening.records import DocumentText, Kind
from desktop.screening.summary import summarise
from desktop.screening.themes import theme_of
from desktop.screening.titles import find_title, genre_of

__all__ = ["NOTHING", "Confidence", "Proposals", "Proposed", "propose"]


@dataclass(frozen=True, slots=True)
class Proposals:
    """One proposal a field, named as the item's fields are; None where the text says nothing."""

    title: Proposed[str] | None = None
    document_number: Proposed[str] | None = None
    issuing_body: Proposed[str] | None = None
    signed_on: Proposed[date] | None = None
    issued_on: Proposed[date] | None = None
    genre: Proposed[Genre] | None = None
    summary: Proposed[str] | None = None
    reprint_source: Proposed[str] | None = None
    reprint_url: Proposed[str] | None = None
    theme: Proposed[str] | None = None
    keywords: Proposed[str] | None = None
    pages: Proposed[int] | None = None


NOTHING = Proposals()


def propose(document: DocumentText) -> Proposals:
    """Propose every field that the body itself states; cited numbers and dates are never taken for its own."""
    lines = body_lines(document)
    layout = lay_out(lines)
    title = _title(layout)
    name = title.value if title else ""
    body = issuing_body(layout, title)
    theme, keywords = theme_of(layout, title)
    source, address = reprint(lines, body.value if body else "")

    def placed(guess: Guess[Value] | None) -> Proposed[Value] | None:
        if guess is None:
            return None
        part = document.parts[guess.part]
        length = guess.length or reach(part.text, guess.offset, guess.value)
        return Proposed(guess.value, part.place_at(guess.offset), guess.confidence, guess.part, guess.offset, length)

    named, genre = placed(title), placed(_genre(title))
    return Proposals(
        title=named,
        document_number=placed(document_number(layout, name)),
        issuing_body=placed(body),
        signed_on=placed(signed_on(layout)),
        issued_on=placed(issued_on(layout)),
        genre=replace(genre, length=named.length) if genre and named else None,
        summary=placed(summarise(layout, name)),
        reprint_source=placed(source),
        reprint_url=placed(address),
        theme=placed(theme),
        keywords=placed(keywords),
        pages=_pages(document),
    )


def _pages(document: DocumentText) -> Proposed[int] | None:
    """Give the page count where the file states it: fixed pages are counted, Word's own figure may be out of date."""
    if document.pages is None:
        return None
    fixed = document.kind in (Kind.PDF, Kind.OFD)
    place, sure = ("文件页数", Confidence.HIGH) if fixed else ("文档属性", Confidence.MEDIUM)
    return Proposed(document.pages, place, sure, 0, 0)


def _title(layout: Layout) -> Guess[str] | None:
    table = labelled(layout, "title")
    if table:
        return table
    found = find_title(layout)
    if found is None:
        return None
    title, line, shaped = found
    return Guess(title, line.part, line.offset, Confidence.HIGH if shaped else Confidence.LOW)


def _genre(title: Guess[str] | None) -> Guess[Genre] | None:
    genre = genre_of(title.value) if title else None
    if title is None or genre is None:
        return None
    confidence = Confidence.MEDIUM if genre is Genre.OTHER else title.confidence
    return Guess(genre, title.part, title.offset, confidence)
