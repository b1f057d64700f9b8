"""What a screening rule is, and how its hits become findings that hold no raw text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from desktop.screening.folding import fold
from desktop.screening.records import Finding, Hit, Part, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look for: `find` yields hits in folded text, `mask` makes a hit fit to be shown."""

    id: str
    severity: Severity
    message: str
    find: Callable[[str], Iterable[Hit]]
    mask: Callable[[str], str]


def findings_in(part: Part, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield one finding for each rule that hits the part, told by its first hit and the number of hits."""
    text = fold(part.text)
    for rule in rules:
        hits = list(rule.find(text))
        if hits:
            first = hits[0]
            excerpt = rule.mask(text[first.start : first.end])
            yield Finding(
                rule.id, rule.severity, rule.message, part.place_at(first.start), excerpt, len(hits), first.start
            )
