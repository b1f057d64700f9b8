"""The one call made for a document that wants to enter: read it, scan it, propose its fields."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.screening.contacts import MOBILE, is_mobile, without_office_phones
from desktop.screening.findings import rules_for, scan
from desktop.screening.marks import bears_mark
from desktop.screening.proposals import NOTHING, Proposals, propose
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Finding, Kind, Part, Severity
from desktop.screening.rules import Rule, findings_in
from desktop.screening.terms import Terms

_SENTENCE_END = re.compile(r"(?<=[。；！？])")


@dataclass(frozen=True, slots=True)
class Examined:
    """A document as read, what was found in it and what is proposed; `blocked` forbids storing any of it.

    `familiar` are those of the findings that hold nothing but mobile numbers of the office itself.
    """

    document: DocumentText
    findings: tuple[Finding, ...]
    proposals: Proposals
    blocked: bool
    familiar: tuple[Finding, ...] = ()


def examine(
    name: str,
    data: bytes,
    released: bool = False,
    office_phones: Collection[str] = (),
    lists: Sequence[Terms] = (),
) -> Examined:
    """Examine a file in memory; raises UserError when it cannot be read.

    The reading stops at the first part with a classification mark, and nothing is proposed from it
    (保密法2024 第三十一条). `released` reads on, once the confidentiality reviewer has called the hit false;
    `blocked` still tells of it. Fixed lines among the `office_phones` are left alone, see `scan`; mobile numbers among
    them are found all the same, for whoever reads the document elsewhere finds them too. The words of `lists` are found.
    """
    document = read_document(name, data, None if released else bears_mark)
    phones = fixed_lines(office_phones)
    lists = lists if document.complete else ()
    findings = scan(document, phones, lists)
    blocked = any(finding.severity is Severity.BLOCK for finding in findings)
    # A zip bundles documents of their own: none of their titles is that of the bundle.
    may_propose = document.kind is not Kind.ZIP and (released or not blocked)
    proposals = _without_hits(propose(document), rules_for(phones), lists) if may_propose else NOTHING
    return Examined(document, findings, proposals, blocked, tuple(_familiar(document, office_phones)))


def fixed_lines(office_phones: Collection[str]) -> tuple[str, ...]:
    """The numbers of an office of which nothing is told: all but its mobile numbers."""
    return tuple(one for one in office_phones if not is_mobile(one))


def _familiar(document: DocumentText, office_phones: Collection[str]) -> Iterator[Finding]:
    mobiles = tuple(filter(is_mobile, office_phones))
    strange = without_office_phones(MOBILE, mobiles)
    for part in document.parts if mobiles else ():
        if not any(findings_in(part, (strange,))):
            yield from findings_in(part, (MOBILE,))


def _without_hits(proposals: Proposals, rules: tuple[Rule, ...], lists: Sequence[Terms]) -> Proposals:
    """Leave out of the summary each sentence that a rule or a list would stop at: it goes on lists, papers and the web page."""
    summary = proposals.summary
    if summary is None:
        return proposals

    def hit(sentence: str) -> bool:
        listed = any(any(terms.search(sentence)) for terms in lists)
        return listed or any(findings_in(Part("内容概述", sentence), rules))

    kept = "".join(one for one in _SENTENCE_END.split(summary.value) if not hit(one))
    return replace(proposals, summary=replace(summary, value=kept) if kept else None)
