"""Findings of the content check and what a person decided about them: screening proposes, a person resolves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

REASON_LIMIT = 200


class Severity(StrEnum):
    """BLOCK stops entry, MUST is resolved before review, CHECK is a hint to look again."""

    BLOCK = "阻断"
    MUST = "必须处理"
    CHECK = "请核对"


BEFORE_REVIEW = frozenset({Severity.MUST, Severity.CHECK})
"""What a person resolves before an item goes to review; a mark (BLOCK) has its own release."""

BEFORE_TAKING_IN = frozenset({Severity.MUST})
"""What the centre insists on when it screens the documents again; a hint is the office's own matter."""


class Settled(StrEnum):
    """What a person decided about a finding; the first is the safe one to offer."""

    FALSE_ALARM = "false_alarm"
    MASKED = "masked"
    CONSENT = "consent"
    OTHER = "other"


NEEDS_REASON = frozenset({Settled.FALSE_ALARM, Settled.CONSENT, Settled.OTHER})
"""Whoever keeps something says why; what was masked can be seen in the document."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding as the rules know it: in which document, by which rule, where, how often, how grave."""

    sm3: str
    rule: str
    place: str
    count: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a person decided about one finding, and why. Part of the reviewed content: it is signed and travels along.

    It holds for just this finding: in the same document (`sm3`), by the same rule, at the same place, as often.
    """

    sm3: str
    rule: str
    place: str
    count: int
    verdict: Settled
    reason: str
    by: str
    on: date

    def settles(self, found: Raised) -> bool:
        """Whether it is about this finding, and complete."""
        same = (self.sm3, self.rule, self.place, self.count) == (found.sm3, found.rule, found.place, found.count)
        return same and not fault_of(self)


def fault_of(resolution: Resolution) -> str:
    """Why a resolution does not count, in words for its reader; empty when it does."""
    if not resolution.by.strip():
        return "没有写明由谁处理"
    if resolution.verdict in NEEDS_REASON and not resolution.reason.strip():
        return "没有写明理由"
    if len(resolution.reason) > REASON_LIMIT:
        return f"理由超过 {REASON_LIMIT} 字"
    return ""


def resolution_of(found: Raised, resolutions: Iterable[Resolution]) -> Resolution | None:
    """The resolution of a finding, None while it is open."""
    return next((one for one in resolutions if one.settles(found)), None)


def masked_away(sm3: str, left: Collection[Raised], resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """What was masked in a document and is therefore no finding any more; its record is signed and travels along."""
    masked = (one for one in resolutions if one.sm3 == sm3 and one.verdict is Settled.MASKED)
    return tuple(one for one in masked if not any(one.settles(found) for found in left))


def unresolved(
    found: Iterable[Raised], resolutions: Collection[Resolution], wanted: Collection[Severity] = BEFORE_REVIEW
) -> tuple[Raised, ...]:
    """The findings of the wanted severities that nobody has resolved."""
    return tuple(one for one in found if one.severity in wanted and resolution_of(one, resolutions) is None)


def open_words(still_open: Collection[Raised]) -> str:
    """How many findings are open, e.g. 2 项必须处理、1 项请核对; empty when none is."""
    counts = [(severity, sum(one.severity is severity for one in still_open)) for severity in Severity]
    return "、".join(f"{count} 项{severity.value}" for severity, count in counts if count)


def with_resolution(resolutions: Iterable[Resolution], made: Resolution) -> tuple[Resolution, ...]:
    """The resolutions with one more; an earlier one of the same finding gives way."""
    return (*without_resolution(resolutions, made.sm3, made.rule, made.place), made)


def without_resolution(resolutions: Iterable[Resolution], sm3: str, rule: str, place: str) -> tuple[Resolution, ...]:
    """The resolutions without those of one finding."""
    return tuple(one for one in resolutions if (one.sm3, one.rule, one.place) != (sm3, rule, place))


def kept_with(resolutions: Iterable[Resolution], documents: Collection[str]) -> tuple[Resolution, ...]:
    """The resolutions whose documents are still there."""
    return tuple(one for one in resolutions if one.sm3 in documents)
