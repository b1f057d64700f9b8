"""Finds again where the findings of a document stand in its text, for a page that shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from desktop.screening.findings import rules_for
from desktop.screening.folding import fold
from desktop.screening.records import DocumentText, Part, Severity
from desktop.screening.rules import Rule


@dataclass(frozen=True, slots=True)
class Located:
    """One hit in one part: characters `start` to `end` of its text; `place` is the one its finding tells."""

    part: int
    rule: str
    severity: Severity
    place: str
    start: int
    end: int


def locate(document: DocumentText, office_phones: Collection[str] = ()) -> tuple[Located, ...]:
    """Every hit of every rule, part by part; kept in memory only, for it shows where the raw words are.

    `office_phones` as for `scan`: with the same numbers, every finding has its hits here.
    """
    rules = rules_for(office_phones)
    return tuple(hit for index, part in enumerate(document.parts) for hit in _located(index, part, rules))


def _located(index: int, part: Part, rules: tuple[Rule, ...]) -> Iterator[Located]:
    text = fold(part.text)
    for rule in rules:
        hits = list(rule.find(text))
        for hit in hits:
            yield Located(index, rule.id, rule.severity, part.place_at(hits[0].start), hit.start, hit.end)
