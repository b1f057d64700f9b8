"""How an item is listed and found: the columns of the lists with its limits, and the words of the search."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Document, Item
from desktop.rules.calendar import Calendar
from desktop.rules.items import Attribute, ItemContent
from desktop.store import keys, search

INTERNAL_WORKING_DAYS = 10
"""D01: the office hands in within ten working days of the document's date."""


STATUTORY_WORKING_DAYS = 20
"""D03: disclosed within twenty working days of being made (条例 26)."""


def show(calendar: Calendar, session: Session, item: Item, content: ItemContent, fallback: date | None = None) -> None:
    """Bring what the lists show of an item up to its content; its key follows its date."""
    day = content.signed_on or fallback
    if day is not None and (not item.key or keys.day_of(item.key) != day):
        if item.key:
            search.remove(session, item.key)
        item.key = keys.allocate_key(session, day)
    for name, value in shown_values(content, *limits(calendar, content)).items():
        setattr(item, name, value)


def limits(calendar: Calendar, content: ItemContent) -> tuple[date | None, date | None]:
    """The internal and the statutory limit of a content; none unless it is disclosed proactively and dated."""
    if content.attribute is not Attribute.PROACTIVE or content.signed_on is None:
        return None, None
    return _limits_from(calendar, content.signed_on)


@lru_cache(maxsize=4096)
def _limits_from(calendar: Calendar, day: date) -> tuple[date, date]:
    """Both limits that run from a day; kept, because the items of a batch share their days."""
    internal = calendar.add_working_days(day, INTERNAL_WORKING_DAYS).date
    return internal, calendar.add_working_days(internal, STATUTORY_WORKING_DAYS - INTERNAL_WORKING_DAYS).date


def shown_values(content: ItemContent, internal_due: date | None, statutory_due: date | None) -> dict[str, Any]:
    """What the lists show of a content, by the columns of `Item`."""
    return {
        "title": content.title,
        "document_number": content.document_number,
        "attribute": content.attribute.value,
        "signed_on": content.signed_on,
        # Kept in a draft that went back to proactive, but nothing is reviewed again that is disclosed.
        "next_review_on": None if content.attribute is Attribute.PROACTIVE else content.next_review_on,
        "internal_due": internal_due,
        "statutory_due": statutory_due,
    }


def reindex(session: Session, item: Item, content: ItemContent) -> None:
    """Make the item findable by its fields and the text of its documents."""
    texts = texts_of(session, [one.sm3 for one in content.attachments])
    search.index(session, item.key, *searched_words(content, item.form_number, item.index_number or "", texts))


def searched_words(
    content: ItemContent, form_number: str, index_number: str, texts: Mapping[str, str]
) -> tuple[str, ...]:
    """All that an item is found by: its fields, the names, digests and texts (by SM3) of its documents."""
    names = " ".join(one.name for one in content.attachments)
    digests = (search.digest_words(one.sm3) for one in content.attachments)
    told = (texts[one.sm3] for one in content.attachments)
    return (*searched_fields(content, form_number, index_number), names, *digests, *told)


def searched_of(content: ItemContent) -> tuple[object, ...]:
    """Whatever of a content decides by which words it is found."""
    return searched_fields(content, ""), [(one.sm3, one.name) for one in content.attachments]


def searched_fields(content: ItemContent, form_number: str, index_number: str = "") -> tuple[str, ...]:
    """The fields of an item that it is found by."""
    return (
        content.title,
        content.document_number,
        form_number,
        index_number,
        content.issuing_body,
        content.summary,
        content.keywords,
    )


def texts_of(session: Session, digests: Sequence[str]) -> dict[str, str]:
    """The texts of documents by SM3; empty for one that has none."""
    texts = dict.fromkeys(digests, "")
    if texts:
        for sm3, packed in session.execute(select(Document.sm3, Document.text).where(Document.sm3.in_(list(texts)))):
            texts[sm3] = zlib.decompress(packed).decode("utf-8") if packed else ""
    return texts
