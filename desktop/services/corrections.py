"""Remembered corrections: what a person made of a proposed value is proposed for the next document of that kind.

Only fields whose values repeat within a kind of document are remembered, never a title, a number, a date or a summary,
and never a value in which the content check finds anything, so that no one's data is kept here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import word
from desktop.models import Correction, Draft
from desktop.rules.items import THEMES, Channel, Genre, ItemContent, Source, TimeLimit
from desktop.rules.roles import Permission
from desktop.screening.findings import RULES
from desktop.screening.intake import Examined
from desktop.screening.kinds import kind_of as _kind_of
from desktop.screening.records import Part
from desktop.screening.rules import findings_in
from desktop.services.clock import civil_time
from desktop.services.desk import Desk

REMEMBERED = (
    *("issuing_body", "theme", "genre", "column", "channels", "responsible_office", "time_limit"),
    "reprint_source",
)
"""The fields that repeat within a kind of document."""

LONGEST = 100
_BETWEEN = ","


@dataclass(frozen=True, slots=True)
class Remembered:
    """For documents of `kind`, `field` is proposed as `value` where the program alone would propose `proposed`.

    Both are texts as `text_of` gives them; `times` counts the items that it was right for.
    """

    id: int
    kind: str
    field: str
    proposed: str
    value: str
    times: int
    at: str
    by: str

    @property
    def proposed_words(self) -> str:
        """What was proposed, as a screen shows it."""
        return words_of(self.field, self.proposed)

    @property
    def value_words(self) -> str:
        """What it is corrected to, as a screen shows it."""
        return words_of(self.field, self.value)


def kind_of(examined: Examined) -> str:
    """The kind of a document, empty when nothing tells it."""
    return _kind_of(examined.document, examined.proposals)


def known(desk: Desk, kind: str) -> tuple[Remembered, ...]:
    """What is remembered for a kind of document."""
    if not kind:
        return ()
    with desk.store.reading() as session:
        rows = session.scalars(select(Correction).where(Correction.kind == kind))
        return tuple(_view(row) for row in rows)


def remembered(desk: Desk) -> tuple[Remembered, ...]:
    """All that is remembered, by kind of document and field."""
    desk.require(Permission.REGISTER)
    with desk.store.reading() as session:
        rows = session.scalars(select(Correction).order_by(Correction.kind, Correction.field, Correction.id))
        return tuple(_view(row) for row in rows)


def forget(desk: Desk, ids: Collection[int]) -> int:
    """Forget corrections; raises UserError when one of them is not there (any more)."""
    desk.require(Permission.REGISTER)
    with desk.verb("forget_correction", "", {"count": len(ids)}) as session:
        rows = session.scalars(select(Correction).where(Correction.id.in_(ids))).all()
        if len(rows) != len(set(ids)) or not rows:
            raise UserError("没有找到要删除的更正", "重新列出后再选", "E-CORRECTION")
        for row in rows:
            session.delete(row)
        return len(rows)


def remember(desk: Desk, session: Session, draft: Draft, content: ItemContent) -> None:
    """Learn from a content that goes to review what became of the proposals of its draft.

    A changed value is remembered; one that is changed back to what the text alone gives is forgotten; a remembered
    one that was left as it is has been right once more.
    """
    for field, entry in draft.proposals.items():
        if field not in REMEMBERED or not entry.get("kind") or "value" not in entry:
            continue
        final, given = text_of(content, field), entry["value"] or ""
        read = entry.get("read", given)
        row = session.scalar(
            select(Correction).where(
                Correction.kind == entry["kind"], Correction.field == field, Correction.proposed == read
            )
        )
        if final == read and final != given:
            if row is not None:
                session.delete(row)
        elif final == given:
            if row is not None and row.value == final:
                row.times += 1
        elif may_remember(final) and may_remember(read):
            _write(desk, session, row, entry["kind"], field, read, final)


def may_remember(text: str) -> bool:
    """Whether a value may be kept: short, and nothing in it that the content check would find."""
    return len(text) <= LONGEST and not any(findings_in(Part("更正", text), RULES))


def text_of(content: ItemContent, field: str) -> str:
    """The value of a field as text; a source counts only where the item is a reprint."""
    if field == "reprint_source" and content.source is not Source.REPRINT:
        return ""
    value = getattr(content, field)
    return _BETWEEN.join(value) if isinstance(value, tuple) else str(value or "")


def with_texts(content: ItemContent, values: Mapping[str, str]) -> ItemContent:
    """A content with fields set from texts; a value that no field takes any more is left out."""
    changes: dict[str, Any] = {}
    for field, text in values.items():
        try:
            changes[field] = _value_of(field, text)
        except ValueError:
            continue
    return replace(content, **changes)


def words_of(field: str, text: str) -> str:
    """A text as a screen shows it."""
    try:
        value = _value_of(field, text)
    except ValueError:
        return text
    if isinstance(value, tuple):
        return "、".join(word(one) for one in value)
    return word(value) if isinstance(value, TimeLimit) else text


def _value_of(field: str, text: str) -> Any:
    if field == "channels":
        return tuple(Channel(one) for one in text.split(_BETWEEN) if one)
    if field == "genre":
        return Genre(text) if text else None
    if field == "time_limit":
        return TimeLimit(text)
    if field == "theme" and text and text not in THEMES:
        raise ValueError(text)
    return text


def _write(
    desk: Desk, session: Session, row: Correction | None, kind: str, field: str, proposed: str, value: str
) -> None:
    if row is None:
        row = Correction(kind=kind, field=field, proposed=proposed)
        session.add(row)
    row.value, row.times = value, 1
    row.updated_at, row.updated_by = desk.now(), desk.person.name


def _view(row: Correction) -> Remembered:
    return Remembered(
        row.id, row.kind, row.field, row.proposed, row.value, row.times, civil_time(row.updated_at), row.updated_by
    )
