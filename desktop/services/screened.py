"""What the centre finds when it screens the documents of a batch again, beside what the office decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.cleaning.presets import name_of
from desktop.rules.findings import (
    BEFORE_TAKING_IN,
    Raised,
    Resolution,
    Severity,
    masked_away,
    resolution_of,
    unresolved,
)
from desktop.rules.items import ItemContent
from desktop.screening.records import Finding


@dataclass(frozen=True, slots=True)
class ScreenedFinding:
    """A finding in a document of a batch, screened where it lies, and what the office decided about it.

    What the office masked is told too, though it is no finding any more.
    """

    document: str
    what: str
    place: str
    severity: Severity
    resolution: Resolution | None


def screened(
    content: ItemContent, found: Mapping[str, tuple[Finding, ...]], told: Mapping[str, str]
) -> tuple[tuple[ScreenedFinding, ...], tuple[Raised, ...]]:
    """The findings of an item's documents (by SM3) with their decisions, and those that the centre must not let pass.

    `told` names the findings of our lists, by rule.
    """
    decided = content.resolutions
    seen = [(document, one) for document in content.attachments for one in found[document.sm3]]
    raised = [Raised(document.sm3, one.rule, one.place, one.count, one.severity) for document, one in seen]
    checked = [
        ScreenedFinding(
            document.name, told.get(one.rule, one.message), one.place, one.severity, resolution_of(mark, decided)
        )
        for (document, one), mark in zip(seen, raised, strict=True)
    ]
    checked += [
        ScreenedFinding(document.name, name_of(one.rule), one.place, Severity.CHECK, one)
        for document in content.attachments
        for one in masked_away(document.sm3, raised, decided)
    ]
    return tuple(checked), unresolved(raised, decided, BEFORE_TAKING_IN)
