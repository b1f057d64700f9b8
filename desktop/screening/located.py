"""Finds again where the findings of a document stand in its text, for a page that shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from desktop.screening.findings import rules_for
from desktop.screening.folding import fold
from desktop.screening.records import DocumentText, Hit, Part, Severity
from desktop.screening.rules import Rule
from desktop.screening.terms import Terms, rule_of


@dataclass(frozen=True, slots=True)
class Located:
    """One hit in one part: characters `start` to `end` of its text; `place` is the one its finding tells."""

    part: int
    rule: str
    severity: Severity
    place: str
    start: int
    end: int


def locate(
    document: DocumentText, office_phones: Collection[str] = (), lists: Sequence[Terms] = ()
) -> tuple[Located, ...]:
    """Every hit of every rule and list, part by part; kept in memory only, for it shows where the raw words are.

    `office_phones` and `lists` as for `scan`: with the same ones, every finding has its hits here.
    """
    rules = rules_for(office_phones)
    return tuple(
        hit
        for index, part in enumerate(document.parts)
        for hit in (*_located(index, part, rules), *_listed(index, part, lists))
    )


def _located(index: int, part: Part, rules: tuple[Rule, ...]) -> Iterator[Located]:
    text = fold(part.text)
    for rule in rules:
        yield from _told(index, part, rule.id, rule.severity, list(rule.find(text)))


def _listed(index: int, part: Part, lists: Sequence[Terms]) -> Iterator[Located]:
    for terms in lists:
        hits: dict[int, list[Hit]] = {}
        for number, hit in terms.search(part.text):
            hits.setdefault(number, []).append(hit)
        for number, found in hits.items():
            yield from _told(index, part, rule_of(terms, number), terms.severity, found)


def _told(index: int, part: Part, rule: str, severity: Severity, hits: Sequence[Hit]) -> Iterator[Located]:
    place = part.place_at(hits[0].start) if hits else ""
    for hit in hits:
        yield Located(index, rule, severity, place, hit.start, hit.end)
