"""Where in a title the words that were searched for stand, folded as the search folds them."""

from __future__ import annotations

import unicodedata

_BREAK = "\0"


def places(title: str, query: str) -> tuple[tuple[int, int], ...]:
    """(start, length) of every place in `title` where a word of `query` stands; width, case and spaces do not matter."""
    letters, origins = _folded(title)
    found: set[tuple[int, int]] = set()
    for term in query.split():
        wanted = _folded(term)[0].strip(_BREAK)
        start = letters.find(wanted) if wanted else -1
        while start >= 0:
            first, last = origins[start], origins[start + len(wanted) - 1]
            found.add((first, last - first + 1))
            start = letters.find(wanted, start + len(wanted))
    return _merged(sorted(found))


def _folded(text: str) -> tuple[str, list[int]]:
    """The letters of a text as the search sees them, each with its place in the text; punctuation is one break."""
    letters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if letter.isspace():
                continue
            plain = letter if letter.isalnum() else _BREAK
            if plain == _BREAK and letters[-1:] == [_BREAK]:
                continue
            letters.append(plain)
            origins.append(place)
    return "".join(letters), origins


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, length in spans:
        if merged and start <= sum(merged[-1]):
            first = merged[-1][0]
            merged[-1] = (first, max(sum(merged[-1]), start + length) - first)
        else:
            merged.append((start, length))
    return tuple(merged)
