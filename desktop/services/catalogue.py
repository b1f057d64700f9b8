"""The disclosure catalogue of this desk: its versions, finding a row, what an item takes over from the row it chose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.models import Office
from desktop.models.registers import Catalogue, CatalogueRow
from desktop.rules.catalogue import (
    INHERITED,
    CatalogueEntry,
    inherited,
    office_named,
    parse_reference,
    reference,
    to_take_over,
)
from desktop.rules.items import Attribute, Audience, Channel, ItemContent, TimeLimit
from desktop.rules.roles import Permission
from desktop.services.clock import civil_date
from desktop.services.desk import Desk

_LETTERS = re.compile(r"[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class CatalogueVersion:
    """One issue of the catalogue of a year; `source` is the name of the file that it came from."""

    id: int
    year: int
    version: int
    source: str
    imported_on: str
    imported_by: str
    rows: int

    @property
    def name(self) -> str:
        """2026 年第 1 版."""
        return f"{self.year} 年第 {self.version} 版"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row and the text by which an item names it."""

    ref: str
    year: int
    entry: CatalogueEntry

    @property
    def number(self) -> str:
        """Year and code, e.g. 2026-012."""
        return f"{self.year}-{self.entry.code}"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What an item takes over from a row, and the names of the fields that keep what the user wrote."""

    values: dict[str, Any]
    kept: tuple[str, ...]


def versions(desk: Desk) -> tuple[CatalogueVersion, ...]:
    """Every version, the newest year and version first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return tuple(_versions(session))


def current(desk: Desk) -> CatalogueVersion | None:
    """The version that items choose from: the newest of this year, before it of an earlier, else of the next year."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return _current(desk, session)


def entries_of(desk: Desk, version: CatalogueVersion) -> tuple[CatalogueEntry, ...]:
    """The rows of a version in their order."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return tuple(entry_of(row) for row in rows_of(session, version.id))


def find_rows(desk: Desk, words: str, limit: int = 50, version: CatalogueVersion | None = None) -> tuple[FoundRow, ...]:
    """Rows of a version (the current one) that hold every word: in code, levels, content, body, or as pinyin initials.

    Best first: the code itself, then how well the levels fit, the own office's rows before others; all rows in their
    order for no words.
    """
    desk.require(Permission.READ)
    wanted = words.casefold().split()
    with desk.store.reading() as session:
        version = version or _current(desk, session)
        if version is None:
            return ()
        query = select(CatalogueRow).where(CatalogueRow.catalogue_id == version.id)
        for word in wanted:
            query = query.where(or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)))
        rows = session.scalars(query.order_by(CatalogueRow.position)).all()
        office = desk.agency.office_name
        ranked = sorted(rows, key=lambda row: (_rank(row, wanted), office not in row.responsible))
        return tuple(_found(version.year, row) for row in (ranked if wanted else rows)[:limit])


def row(desk: Desk, ref: str) -> FoundRow | None:
    """The row that an item names; None when no catalogue here has it.

    Looked for among the versions of its year, newest first: the same code with the same title, then the same title
    under another code (the catalogue was renumbered), then the bare code when the reference has no title.
    """
    desk.require(Permission.READ)
    wanted = parse_reference(ref)
    if wanted is None:
        return None
    with desk.store.reading() as session:
        ids = [one.id for one in _versions(session) if one.year == wanted.year]
        for version_id in ids:
            rows = [(one, entry_of(one)) for one in rows_of(session, version_id)]
            coded = [entry for _row, entry in rows if entry.code == wanted.code]
            titled = [entry for _row, entry in rows if entry.title == wanted.title]
            exact = [entry for entry in coded if entry.title == wanted.title or not wanted.title]
            found = exact or (titled if len(titled) == 1 else [])
            if found:
                return FoundRow(reference(wanted.year, found[0]), wanted.year, found[0])
    return None


def take_over(desk: Desk, content: ItemContent, chosen: FoundRow) -> TakenOver:
    """What an item with this content takes over from a row that is chosen for it now.

    What the user wrote stays: a field is taken over only while it is empty, holds the program's own default, or what
    the row chosen before had brought.
    """
    offered = _offered(desk, chosen)
    before = row(desk, content.catalogue_row)
    ours = [_defaults(desk), *([_offered(desk, before)] if before else [])]
    typed = [
        name
        for name in INHERITED
        if getattr(content, name) not in ("", (), None)
        and all(getattr(content, name) != values.get(name) for values in ours)
    ]
    return TakenOver(*to_take_over(content, offered, typed))


def _defaults(desk: Desk) -> dict[str, Any]:
    """What a new draft holds before anybody touched it."""
    new = ItemContent(responsible_office=desk.agency.office_name)
    return {name: getattr(new, name) for name in INHERITED}


def _offered(desk: Desk, chosen: FoundRow) -> dict[str, Any]:
    with desk.store.reading() as session:
        offices = session.scalars(select(Office.name).where(Office.active)).all()
    return inherited(chosen.entry, office_named(chosen.entry.responsible, offices))


def _versions(session: Session) -> list[CatalogueVersion]:
    counts = (
        select(CatalogueRow.catalogue_id, func.count().label("rows")).group_by(CatalogueRow.catalogue_id).subquery()
    )
    query = (
        select(Catalogue, counts.c.rows)
        .outerjoin(counts, counts.c.catalogue_id == Catalogue.id)
        .order_by(Catalogue.year.desc(), Catalogue.version.desc())
    )
    return [
        CatalogueVersion(
            one.id,
            one.year,
            one.version,
            one.source,
            civil_date(one.imported_at).isoformat(),
            one.imported_by,
            rows or 0,
        )
        for one, rows in session.execute(query)
    ]


def _current(desk: Desk, session: Session) -> CatalogueVersion | None:
    found = _versions(session)
    year = desk.today().year
    present = [one for one in found if one.year <= year]
    if present:
        return present[0]
    coming = min((one.year for one in found), default=0)
    return next((one for one in found if one.year == coming), None)


def rows_of(session: Session, version_id: int) -> list[CatalogueRow]:
    """The stored rows of a version in their order."""
    query = select(CatalogueRow).where(CatalogueRow.catalogue_id == version_id).order_by(CatalogueRow.position)
    return list(session.scalars(query))


def entry_of(row: CatalogueRow) -> CatalogueEntry:
    """A stored row as the record that all layers speak of."""
    return CatalogueEntry(
        code=row.code,
        first_level=row.first_level,
        second_level=row.second_level,
        content=row.content,
        basis=row.basis,
        limit_text=row.limit_text,
        time_limit=TimeLimit(row.time_limit),
        responsible=row.responsible,
        channels=tuple(Channel(one) for one in row.channels),
        audience=Audience(row.audience),
        method=Attribute(row.method),
        tier=row.tier,
        stage=row.stage,
    )


_SEARCHED = (
    CatalogueRow.code,
    CatalogueRow.first_level,
    CatalogueRow.second_level,
    CatalogueRow.content,
    CatalogueRow.responsible,
    CatalogueRow.initials,
)


def _found(year: int, row: CatalogueRow) -> FoundRow:
    entry = entry_of(row)
    return FoundRow(reference(year, entry), year, entry)


def _rank(row: CatalogueRow, wanted: list[str]) -> int:
    """How badly a row fits, 0 best: the sum over the words."""
    return sum(_misfit(row, word) for word in wanted)


def _misfit(row: CatalogueRow, word: str) -> int:
    titles = (row.second_level, row.first_level)
    letters = row.initials.split(" ")[:2] if _LETTERS.fullmatch(word) else []
    named = [*titles, *reversed(letters)]
    if word == row.code.casefold() or any(one.casefold() == word for one in named):
        return 0
    if any(one.casefold().startswith(word) for one in named):
        return 1
    return 2 if any(word in one.casefold() for one in named) else 3
