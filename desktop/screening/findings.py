"""Runs every rule over a document and lists what a person must look at."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desktop.screening.contacts import LANDLINE, MOBILE, without_office_phones
from desktop.screening.marks import LONE_LEVEL, MARK
from desktop.screening.personal import PERSONAL_RULES
from desktop.screening.records import DocumentText, Finding, Severity
from desktop.screening.rules import Rule, findings_in
from desktop.screening.terms import Terms, find_terms
from desktop.screening.traces import from_notice, from_trace
from desktop.screening.words import WORD_RULES

__all__ = ["RULES", "Finding", "Severity", "scan"]

RULES: tuple[Rule, ...] = (MARK, LONE_LEVEL, *WORD_RULES, *PERSONAL_RULES)

_ORDER = tuple(Severity)


def scan(
    document: DocumentText, office_phones: Collection[str] = (), lists: Sequence[Terms] = ()
) -> tuple[Finding, ...]:
    """List all findings, the gravest first; none of them holds a raw hit.

    `office_phones` are numbers that may be public: 0531-82923160, 82923160, or all that begin so: 0531-8292*. The
    words of `lists` are found too.
    """
    rules = rules_for(office_phones)
    found = [finding for part in document.parts for finding in findings_in(part, rules)]
    found += [from_trace(trace) for trace in document.traces]
    found += [finding for terms in lists for finding in find_terms(document, terms)]
    found += [finding for notice in document.notices if (finding := from_notice(notice))]
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


def rules_for(office_phones: Collection[str]) -> tuple[Rule, ...]:
    """All rules, the telephone rules silent about the office's own numbers."""
    phones = (MOBILE, LANDLINE)
    return tuple(without_office_phones(rule, office_phones) if rule in phones else rule for rule in RULES)
