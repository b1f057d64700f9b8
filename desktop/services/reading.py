"""Reads one file, with or without a data folder: what would be proposed and what was found; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.screening.intake import Examined, examine
from desktop.screening.proposals import Proposed
from desktop.services.against_lists import explained, screened
from desktop.services.desk import Desk
from desktop.services.intake import finding_plain, read_file

_FIELDS = {
    "title": "title",
    "issuing_body": "issuing_body",
    "document_number": "document_number",
    "signed_date": "signed_on",
    "issued_date": "issued_on",
    "document_type": "genre",
    "page_count": "pages",
    "summary": "summary",
    "theme": "theme",
    "keywords": "keywords",
    "source": "reprint_source",
    "source_url": "reprint_url",
}
"""The names that machines read, each with the proposal it stands for."""


@dataclass(frozen=True, slots=True)
class FieldRead:
    """One proposed value as text, the place it was found at, how sure it is (高, 中, 低)."""

    value: str
    place: str
    confidence: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file says of itself; `fields` holds None for what it does not say, `blocked` forbids registering it."""

    name: str
    kind: str
    fields: dict[str, FieldRead | None]
    findings: tuple[dict[str, Any], ...]
    warnings: tuple[str, ...]
    blocked: bool


def read_one(path: Path, desk: Desk | None = None) -> FileRead:
    """Read and screen a file in memory, against the lists of a desk when one is given.

    Raises UserError when it cannot be read.
    """
    name, data = read_file(path)
    examined = screened(desk, name, data) if desk else examine(name, data)
    kind = examined.document.kind
    return FileRead(
        name,
        kind.value if kind else "",
        {told: _field(examined, source) for told, source in _FIELDS.items()},
        _findings(desk, examined),
        examined.document.warnings,
        examined.blocked,
    )


def _findings(desk: Desk | None, examined: Examined) -> tuple[dict[str, Any], ...]:
    found = finding_plain(examined)
    if desk is None:
        return found
    with desk.store.reading() as session:
        return explained(session, desk.agency.end, found)


def _field(examined: Examined, name: str) -> FieldRead | None:
    proposed: Proposed[Any] | None = getattr(examined.proposals, name)
    if proposed is None:
        return None
    value = proposed.value
    return FieldRead(value.isoformat() if isinstance(value, date) else str(value), proposed.place, proposed.confidence)
