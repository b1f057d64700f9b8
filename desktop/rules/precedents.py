"""How near an earlier item stands to the one being judged: a rule that can be told in words, not a measure of meaning."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from desktop.rules.catalogue import parse_reference
from desktop.rules.items import Genre
from desktop.rules.titles import folded_title

_SERIES = re.compile(r"\s*(.+?)\s*[〔\[［【(（]\s*(?:19|20)\d\d")
_NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百千]+")
_EMPTY_WORDS = re.compile(
    "关于|印发|公布|做好|开展|进一步|工作|" + "|".join(one.value for one in Genre if one is not Genre.OTHER)
)
_BREAK = re.compile(r"[\W_]+|的")
_TITLE_POINTS = 6
_ALIKE = 0.3
"""Titles that share this part of their pairs of characters are about the same thing."""


class Kinship(StrEnum):
    """What an earlier item has in common with the one being judged."""

    ROW = "row"
    TITLE = "title"
    SERIES = "series"
    GENRE = "genre"
    THEME = "theme"


_POINTS = {Kinship.ROW: 4, Kinship.SERIES: 2, Kinship.GENRE: 1, Kinship.THEME: 1}


@dataclass(frozen=True, slots=True)
class Case:
    """What of an item decides to which others it is like."""

    title: str
    document_number: str = ""
    catalogue_row: str = ""
    genre: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near an item stands, and what it has in common."""

    points: int
    kinships: tuple[Kinship, ...]

    @property
    def counts(self) -> bool:
        """Whether it is a precedent: number, genre and theme alone make none."""
        return Kinship.ROW in self.kinships or Kinship.TITLE in self.kinships


def likeness(one: Case, other: Case) -> Likeness:
    """How like two items are.

    Four points for the same row of the catalogue, up to six for titles by the pairs of characters that they share
    (numbers and words that stand in every title aside), two for the same series of document numbers, one each for
    genre and theme.
    """
    shared = _shared(one.title, other.title)
    row = row_name(one.catalogue_row)
    found = {
        Kinship.ROW: bool(row) and row == row_name(other.catalogue_row),
        Kinship.TITLE: shared >= _ALIKE,
        Kinship.SERIES: bool(series(one.document_number))
        and series(one.document_number) == series(other.document_number),
        Kinship.GENRE: bool(one.genre) and one.genre == other.genre,
        Kinship.THEME: bool(one.theme) and one.theme == other.theme,
    }
    kinships = tuple(kin for kin in Kinship if found[kin])
    return Likeness(sum(_POINTS.get(kin, 0) for kin in kinships) + round(_TITLE_POINTS * shared), kinships)


def series(document_number: str) -> str:
    """The series of a document number, e.g. 省司公告 of 省司公告〔2026〕19号; empty when it has no year."""
    found = _SERIES.match(document_number)
    return folded_title(found[1]) if found else ""


def telling(title: str) -> tuple[str, ...]:
    """The runs of a title that tell what it is about: numbers and words that stand in every title are left out."""
    wide = unicodedata.normalize("NFKC", title).casefold()
    runs = _BREAK.split(_EMPTY_WORDS.sub(" ", _NUMERAL.sub(" ", wide)))
    return tuple(run for run in runs if len(run) > 1)


def row_name(text: str) -> str:
    """What names a row in catalogues of different years: its title, else its code; empty when none is named."""
    named = parse_reference(text)
    return (named.title or named.code) if named else text.strip()


def _shared(one: str, other: str) -> float:
    """The part of the pairs of characters that two titles have in common, 0 to 1."""
    left, right = title_pairs(one), title_pairs(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def shared_pairs(title: str, others: Sequence[str]) -> Counter[int]:
    """How many pairs of characters each of many titles shares with this one, by place; those that share none are left out.

    All titles are searched as one text, pair by pair, which is several times as fast as one by one.
    """
    text = "\n".join(others)
    starts = [0, *accumulate(len(other) + 1 for other in others)]
    counts: Counter[int] = Counter()
    for pair in title_pairs(title):
        at = text.find(pair)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            counts[place] += 1
            at = text.find(pair, starts[place + 1])
    return counts


@lru_cache(maxsize=1024)
def title_pairs(title: str) -> frozenset[str]:
    """The pairs of neighbouring characters in the telling runs of a title."""
    return frozenset(run[at : at + 2] for run in telling(title) for at in range(len(run) - 1))
