"""What the program proposes for a draft: values from the document's text, and what people made of such values before.

A draft keeps each proposal with its value, the place and how sure it is, the stretch of the text that says it, and the
kind of document; drafts of earlier versions know place and confidence only. A settled proposal is no longer shown, but
still tells what was proposed when the item goes to review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.rules.items import AttachedDocument, ItemContent, Source
from desktop.rules.plain import to_plain
from desktop.screening.guesses import Confidence, Proposed
from desktop.screening.intake import Examined
from desktop.screening.reasons import reason_of
from desktop.services import corrections
from desktop.services.desk import Desk

FIELDS_READ = (
    *("title", "document_number", "issuing_body", "signed_on", "genre", "summary", "theme", "keywords", "pages"),
    *("reprint_source", "reprint_url"),
)
_OFTEN = 3
"""Documents of a kind after which what people corrected alike counts as sure."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A stretch of a stored document: `length` characters from `start` on in part `part` of its text as read."""

    sm3: str
    part: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as a form shows it: where it comes from, how sure it is and why; `at` where that can be shown."""

    words: str
    confidence: str
    why: str
    at: TextPlace | None


def propose_draft(desk: Desk, examined: Examined, attached: AttachedDocument) -> tuple[ItemContent, dict[str, Any]]:
    """The content of a new draft and its proposals; corrections remembered for this kind of document have their say."""
    content = _read_content(desk, examined, attached)
    kind = corrections.kind_of(examined)
    entries = _entries(examined, content, attached)
    for one in corrections.known(desk, kind):
        if corrections.text_of(content, one.field) == one.proposed:
            entries[one.field] = _remembered(entries.get(one.field, {}), one)
    corrected = {name: entry["value"] for name, entry in entries.items() if "read" in entry}
    changed = corrections.with_texts(content, corrected)
    if "reprint_source" in corrected:
        source = Source.REPRINT if changed.reprint_source else Source.OWN
        changed = replace(changed, source=source, reprint_url=changed.reprint_url if changed.reprint_source else "")
    if kind:
        for name in corrections.REMEMBERED:
            start = {"value": corrections.text_of(content, name), "settled": True}
            entries[name] = {**entries.get(name, start), "kind": kind}
    return changed, entries


def open_proposals(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The proposals of a draft that nobody has confirmed or replaced yet."""
    return {name: one for name, one in stored.items() if not one.get("settled")}


def settled(stored: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The proposals of a draft, those named marked as settled."""
    return {name: {**one, "settled": True} if name in names else one for name, one in stored.items()}


def proposal_view(field: str, entry: Mapping[str, Any]) -> ProposalView:
    """A stored proposal in words; one of an earlier version has no place that could be shown."""
    at = TextPlace(entry["sm3"], entry["part"], entry["offset"], entry["length"]) if entry.get("length") else None
    if "read" in entry:
        return ProposalView("按上次更正", entry["confidence"], entry["why"], at)
    return ProposalView(f"取自{entry['place']}", entry["confidence"], reason_of(field, entry["confidence"]), at)


def _read_content(desk: Desk, examined: Examined, attached: AttachedDocument) -> ItemContent:
    found = examined.proposals

    def text(proposed: Proposed[str] | None) -> str:
        return proposed.value if proposed is not None else ""

    reprint = found.reprint_source is not None
    return ItemContent(
        title=text(found.title) or Path(attached.name).stem,
        filled_on=desk.today(),
        drafter=desk.person.name,
        responsible_office=desk.agency.office_name,
        signed_on=found.signed_on.value if found.signed_on else None,
        document_number=text(found.document_number),
        genre=found.genre.value if found.genre else None,
        issuing_body=text(found.issuing_body) or desk.agency.name,
        pages=attached.pages,
        summary=text(found.summary),
        theme=text(found.theme),
        keywords=text(found.keywords),
        source=Source.REPRINT if reprint else Source.OWN,
        reprint_source=text(found.reprint_source),
        reprint_url=text(found.reprint_url),
        attachments=(attached,),
    )


def _entries(examined: Examined, content: ItemContent, attached: AttachedDocument) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for name in FIELDS_READ:
        one: Proposed[Any] | None = getattr(examined.proposals, name)
        if one is not None:
            entries[name] = {
                "value": to_plain(getattr(content, name)),
                "place": one.place,
                "confidence": str(one.confidence),
                "sm3": attached.sm3,
                "part": one.part,
                "offset": one.offset,
                "length": one.length,
            }
    return entries


def _remembered(entry: dict[str, Any], one: corrections.Remembered) -> dict[str, Any]:
    """A proposal in place of what the text alone would have given; `read` keeps that."""
    sure = Confidence.HIGH if one.times >= _OFTEN else Confidence.MEDIUM
    before = f"“{one.proposed_words}”" if one.proposed else "空白"
    why = f"{one.kind} 的文件原先提出{before}，由{one.by}改成这样，已用于 {one.times} 件"
    return {
        **{"place": "", "sm3": "", "part": 0, "offset": 0, "length": 0},
        **entry,
        "value": one.value,
        "read": one.proposed,
        "confidence": str(sure),
        "why": why,
    }
