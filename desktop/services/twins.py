"""Whether an item seems to be registered already: the same document, the same number, a title that is nearly the same.

Everything is looked up in the search index; no table is read through, however many items there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Draft, Item
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.rules.titles import folded_title, near_same
from desktop.services import item_rows
from desktop.services.desk import Desk
from desktop.store import search

SAME_DOCUMENT, SAME_NUMBER, NEAR_TITLE = "同一份文件", "文号相同", "标题相近"
TOLD = 5
_LOOKED_AT = 60
"""Hits of one look-up that are compared, the newest first."""

_PIECES, _SHORTEST_PIECE = 3, 4


@dataclass(frozen=True, slots=True)
class Twin:
    """An item that may be the same, and why."""

    uuid: str
    number: str
    title: str
    state: ItemState
    why: str


def twins(desk: Desk, uuid: str) -> tuple[Twin, ...]:
    """The items that a draft seems to repeat, the surest first, at most five; none for what is no draft any more."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        item = item_rows.item_by_uuid(session, uuid)
        draft = session.get(Draft, item.id)
        if draft is None:
            return ()
        content = from_plain(ItemContent, draft.content)
        found: dict[str, Twin] = {}
        for why, others in _reasons(session, content):
            for other in others:
                if other.id != item.id and other.uuid not in found:
                    found[other.uuid] = _twin(other, why)
    return tuple(found.values())[:TOLD]


def holding(desk: Desk, sm3: str) -> tuple[Twin, ...]:
    """The items that hold a document, the newest first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return tuple(_twin(one, SAME_DOCUMENT) for one in _holding(session, sm3))


def numbers_holding(session: Session, sm3: str) -> tuple[str, ...]:
    """The short numbers of the items that hold a document."""
    return tuple(sorted(one.short_number for one in _holding(session, sm3)))


def _twin(item: Item, why: str) -> Twin:
    return Twin(item.uuid, item.short_number, item.title, ItemState(item.state), why)


def _reasons(session: Session, content: ItemContent) -> Iterable[tuple[str, list[Item]]]:
    for one in content.attachments:
        yield SAME_DOCUMENT, _holding(session, one.sm3)
    yield SAME_NUMBER, _numbered(session, content.document_number)
    yield NEAR_TITLE, _titled(session, content.title)


def _holding(session: Session, sm3: str) -> list[Item]:
    return _items(session, search.find(session, search.digest_words(sm3), _LOOKED_AT))


def _numbered(session: Session, number: str) -> list[Item]:
    wanted = folded_title(number)
    if not wanted:
        return []
    hits = _items(session, search.find(session, "".join(number.split()), _LOOKED_AT))
    return [one for one in hits if folded_title(one.document_number) == wanted]


def _titled(session: Session, title: str) -> list[Item]:
    keys: dict[int, None] = {}
    for piece in _pieces(title):
        keys.update(dict.fromkeys(search.find(session, piece, _LOOKED_AT)))
    return [one for one in _items(session, keys) if near_same(title, one.title)]


def _items(session: Session, keys: Iterable[int]) -> list[Item]:
    wanted = list(keys)
    if not wanted:
        return []
    return list(session.scalars(select(Item).where(Item.key.in_(wanted)).order_by(Item.key.desc())))


def _pieces(title: str) -> list[str]:
    """What to look for: the title whole, and its longest runs in thirds, most of which survive a slip."""
    whole = search.words(title)
    if not whole:
        return []
    plain = [word if word.isalnum() else " " for word in whole]
    runs = "".join(plain).split()
    cut = [piece for run in runs for piece in _thirds(search.words(run))]
    longest = sorted((piece for piece in cut if len(piece) >= _SHORTEST_PIECE), key=len, reverse=True)
    return ["".join(title.split()), *longest[: _PIECES * 2]]


def _thirds(run: list[str]) -> list[str]:
    if len(run) < _PIECES * _SHORTEST_PIECE:
        return ["".join(run)]
    step = -(-len(run) // _PIECES)
    return ["".join(run[at : at + step]) for at in range(0, len(run), step)]
