"""Tells what a clean copy of a document would mask, and how each preset would make it look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from desktop.cleaning.presets import PRESETS, name_of, whole_hit, why_not
from desktop.cleaning.records import SEEN
from desktop.screening.folding import fold
from desktop.screening.located import Located, locate
from desktop.screening.records import DocumentText


@dataclass(frozen=True, slots=True)
class Look:
    """A preset and how the first hit of a rule reads under it."""

    key: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What is found by one rule in the parts that a copy keeps: how often, where, how it could be masked.

    `why_not` says why it cannot be, and there are no `looks` then.
    """

    rule: str
    name: str
    count: int
    places: tuple[str, ...]
    looks: tuple[Look, ...]
    why_not: str = ""


def offers(
    document: DocumentText, kept: Collection[tuple[str, str]] = (), office_phones: tuple[str, ...] = ()
) -> tuple[Offer, ...]:
    """List what a person may choose to mask; the findings in `kept` (rule, place) are settled otherwise."""
    found: dict[str, list[Located]] = defaultdict(list)
    for hit in locate(document, office_phones):
        if (hit.part == 0 or document.parts[hit.part].role in SEEN) and (hit.rule, hit.place) not in kept:
            found[hit.rule].append(hit)
    return tuple(_offer(document, rule, hits) for rule, hits in found.items())


def _offer(document: DocumentText, rule: str, hits: list[Located]) -> Offer:
    first = hits[0]
    text = fold(document.parts[first.part].text)
    start, end = whole_hit(rule, text, first.start, first.end)
    raw = " ".join(text[start:end].split())
    looks = tuple(Look(one.key, one.words, one.shown(raw)) for one in PRESETS.get(rule, ()))
    places = tuple(dict.fromkeys(hit.place for hit in hits))
    return Offer(rule, name_of(rule), len(hits), places, looks, why_not(rule))
