"""How far the published items cover the catalogue: for each row how many this year, the last date, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from desktop.models import Draft, Item, Publication, Revision
from desktop.rules.catalogue import CatalogueEntry, parse_reference, period_months, reference
from desktop.rules.items import Attribute
from desktop.rules.periods import months_later
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState
from desktop.services.catalogue import CatalogueVersion, entry_of, rows_of
from desktop.services.desk import Desk
from desktop.services.item_rows import counting

_GONE = (ItemState.WITHDRAWN, ItemState.DISCARDED, ItemState.STOPPED, ItemState.WITHHELD)


class Gap(StrEnum):
    """What a row lacks: nothing, anything at all, or something newer than its own limit asks for."""

    NONE = "none"
    EMPTY = "empty"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class RowCoverage:
    """One row: its items under way, those published in the catalogue's year, the last date of any year up to it.

    `ours` says that this desk would know: the centre knows all, an office only of the rows that name it.
    """

    ref: str
    entry: CatalogueEntry
    under_way: int
    published: int
    last: date | None
    gap: Gap
    ours: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """All rows, and the published items of the year that belong to none of them: the sums come out even."""

    rows: tuple[RowCoverage, ...]
    published: int
    outside: int

    @property
    def gaps(self) -> int:
        """How many rows lack something."""
        return sum(one.gap is not Gap.NONE for one in self.rows)


def coverage(desk: Desk, version: CatalogueVersion) -> Coverage:
    """How the items of this desk cover a version of the catalogue.

    An item belongs to the row whose title it names, and among rows of one title to the one whose code it names. A row
    is late only when its own limit names a period (每季度, 每年) and the last date lies further back; rows that are
    disclosed on request are never called empty. An office has only its own items, so it judges only the rows that name it.
    """
    desk.require(Permission.READ)
    end = min(desk.today(), date(version.year, 12, 31))
    with desk.store.reading() as session:
        entries = [entry_of(one) for one in rows_of(session, version.id)]
        known = _Rows(entries)
        under_way = [0] * len(entries)
        days: dict[int, list[date]] = defaultdict(list)
        outside = 0
        for ref, published_on in _named(session):
            place = known.place(ref)
            if published_on is None:
                if place is not None:
                    under_way[place] += 1
            elif published_on <= end:
                if place is not None:
                    days[place].append(published_on)
                elif published_on.year == version.year:
                    outside += 1
    office = desk.agency.office_name if desk.agency.end is End.OFFICE else ""
    rows = tuple(
        _covered(version.year, one, under_way[place], days[place], end, office in one.responsible)
        for place, one in enumerate(entries)
    )
    return Coverage(rows, sum(one.published for one in rows) + outside, outside)


class _Rows:
    """Finds the row that an item's text names."""

    def __init__(self, entries: Sequence[CatalogueEntry]) -> None:
        self._by_title: dict[str, list[int]] = defaultdict(list)
        self._by_code: dict[str, int] = {}
        for place, one in enumerate(entries):
            self._by_title[one.title].append(place)
            self._by_code[one.code] = place

    def place(self, ref: str) -> int | None:
        """The place of the row, None when it is not in this catalogue."""
        named = parse_reference(ref)
        if named is None:
            return None
        coded = self._by_code.get(named.code)
        if not named.title:
            return coded
        titled = self._by_title.get(named.title, [])
        if coded in titled:
            return coded
        return titled[0] if len(titled) == 1 else None


def _named(session: Session) -> list[tuple[str, date | None]]:
    """Each item that still counts: the row it names and its date of publication."""
    named = func.coalesce(Draft.content["catalogue_row"].as_string(), Revision.content["catalogue_row"].as_string(), "")
    query = (
        select(Item.id, named, Publication.published_on)
        .outerjoin(Draft, Draft.item_id == Item.id)
        .outerjoin(Revision, and_(Revision.item_id == Item.id, Revision.rev == Item.head_rev, counting()))
        .outerjoin(Publication, Publication.item_id == Item.id)
        .where(Item.state.not_in(_GONE))
    )
    return [(text, day) for text, day in {item: (text, day) for item, text, day in session.execute(query)}.values()]


def _covered(
    year: int, entry: CatalogueEntry, under_way: int, days: Sequence[date], end: date, ours: bool
) -> RowCoverage:
    last = max(days, default=None)
    count = sum(day.year == year for day in days)
    gap = _gap(entry, last, end) if ours else Gap.NONE
    return RowCoverage(reference(year, entry), entry, under_way, count, last, gap, ours)


def _gap(entry: CatalogueEntry, last: date | None, end: date) -> Gap:
    if entry.method is not Attribute.PROACTIVE:
        return Gap.NONE
    if last is None:
        return Gap.EMPTY
    months = period_months(entry.limit_text)
    return Gap.LATE if months is not None and months_later(last, months) < end else Gap.NONE
