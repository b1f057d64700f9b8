"""Items that the centre sees for the first time, written many at a time: a batch may hold ten thousand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.formats.package_records import PackagedItem
from desktop.models import Item, Revision, SignOff
from desktop.rules.numbers import doubled_number, short_number
from desktop.rules.states import ItemOutcome, ItemState
from desktop.services import item_rows, listing
from desktop.services.desk import Desk
from desktop.services.inspected import ItemPreview
from desktop.services.sign_offs import unpacked
from desktop.store import keys, search
from desktop.store.rows import insert_rows


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item that is new here, what becomes of it, and the state and return in which it begins."""

    packaged: PackagedItem
    preview: ItemPreview
    outcome: ItemOutcome
    state: ItemState
    returned_reason: str = ""
    returned_fields: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The form number, marked when another item has it: an item here has a number of its own."""
        number = self.packaged.form_number
        return doubled_number(number, self.packaged.uuid) if self.preview.number_taken else number


def write_arrivals(
    desk: Desk, session: Session, office_id: str, office_name: str, arrivals: Sequence[Arrival]
) -> dict[str, int]:
    """Write new items with their revisions and sign-offs and make them findable; returns their row numbers by uuid."""
    today = desk.today()
    given = keys.allocate_keys(session, [one.preview.content.signed_on or today for one in arrivals])
    first = (session.scalar(select(func.max(Item.id))) or 0) + 1
    ids = {one.packaged.uuid: number for number, one in enumerate(arrivals, first)}
    for some in item_rows.in_portions(list(zip(arrivals, given, strict=True))):
        _write(desk, session, office_id, office_name, ids, some)
    return ids


def _write(
    desk: Desk,
    session: Session,
    office_id: str,
    office_name: str,
    ids: Mapping[str, int],
    numbered: Sequence[tuple[Arrival, int]],
) -> None:
    now, arrivals = desk.now(), [one for one, _key in numbered]
    common = {"office_id": office_id, "created_at": now, "updated_at": now, "updated_by": desk.person.name}
    insert_rows(session, Item, [common | _item(desk, one, ids[one.packaged.uuid], key) for one, key in numbered])
    insert_rows(session, Revision, [_revision(one.packaged, ids, office_name, now) for one in arrivals])
    signed = [
        unpacked(ids[one.packaged.uuid], checked, travelled)
        for one in arrivals
        for checked, travelled in zip(one.preview.sign_offs, one.packaged.signoffs, strict=True)
    ]
    insert_rows(session, SignOff, signed)
    texts = listing.texts_of(session, [file.sm3 for one in arrivals for file in one.preview.content.attachments])
    search.index_many(session, (_words(one, key, texts) for one, key in numbered))


def _item(desk: Desk, one: Arrival, number: int, key: int) -> dict[str, Any]:
    content, named = one.preview.content, one.number
    return {
        "id": number,
        "uuid": one.packaged.uuid,
        "key": key,
        "form_number": named,
        "short_number": short_number(named),
        "state": one.state.value,
        "head_rev": one.packaged.rev,
        "conflict": False,
        "returned_reason": one.returned_reason,
        "returned_fields": list(one.returned_fields),
        **listing.shown_values(content, *listing.limits(desk.calendar, content)),
    }


def _revision(packaged: PackagedItem, ids: Mapping[str, int], author: str, now: str) -> dict[str, Any]:
    return {
        "item_id": ids[packaged.uuid],
        "rev": packaged.rev,
        "digest": packaged.digest,
        "parents": list(packaged.parents),
        "content": packaged.content,
        "author": author,
        "created_at": now,
    }


def _words(one: Arrival, key: int, texts: Mapping[str, str]) -> tuple[int, tuple[str, ...]]:
    return key, listing.searched_words(one.preview.content, one.number, "", texts)
