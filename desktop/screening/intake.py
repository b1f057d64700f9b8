"""The one call made for a document that wants to enter: read it, scan it, propose its fields."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from desktop.screening.findings import RULES, scan
from desktop.screening.marks import bears_mark
from desktop.screening.proposals import NOTHING, Proposals, propose
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Finding, Kind, Part, Severity
from desktop.screening.rules import findings_in

_SENTENCE_END = re.compile(r"(?<=[。；！？])")


@dataclass(frozen=True, slots=True)
class Examined:
    """A document as read, what was found in it and what is proposed; `blocked` forbids storing any of it."""

    document: DocumentText
    findings: tuple[Finding, ...]
    proposals: Proposals
    blocked: bool


def examine(name: str, data: bytes, released: bool = False, office_phones: Collection[str] = ()) -> Examined:
    """Examine a file in memory; raises UserError when it cannot be read.

    The reading stops at the first part with a classification mark, and nothing is proposed from it
    (保密法2024 第三十一条). `released` reads on, once the confidentiality reviewer has called the hit false;
    `blocked` still tells of it. `office_phones` are left alone, see `scan`.
    """
    document = read_document(name, data, None if released else bears_mark)
    findings = scan(document, office_phones)
    blocked = any(finding.severity is Severity.BLOCK for finding in findings)
    # A zip bundles documents of their own: none of their titles is that of the bundle.
    may_propose = document.kind is not Kind.ZIP and (released or not blocked)
    proposals = _without_hits(propose(document)) if may_propose else NOTHING
    return Examined(document, findings, proposals, blocked)


def _without_hits(proposals: Proposals) -> Proposals:
    """Leave out of the summary each sentence that the rules would stop at: it goes on lists, papers and the web page."""
    summary = proposals.summary
    if summary is None:
        return proposals
    sentences = _SENTENCE_END.split(summary.value)
    kept = "".join(one for one in sentences if not any(findings_in(Part("内容概述", one), RULES)))
    return replace(proposals, summary=replace(summary, value=kept) if kept else None)
