"""The words of a document that a reader of the page sees, ready to be pasted into a website."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.rules.items import DocumentRole
from desktop.rules.roles import Permission
from desktop.screening.reading import read_document
from desktop.screening.records import Role
from desktop.services.desk import Desk
from desktop.services.item_detail import DocumentView

_SEEN = frozenset({Role.BODY, Role.TEXT_BOX, Role.NOTE})


def body_text(desk: Desk, documents: Sequence[DocumentView]) -> str:
    """The text of the documents that are bodies (正文): without comments, deleted or hidden words, headers or names."""
    desk.require(Permission.READ)
    found: list[str] = []
    for one in documents:
        if one.role is DocumentRole.BODY:
            parts = read_document(one.name, desk.store.objects.read(one.sm3)).parts
            found.extend(part.text.strip() for part in parts if part.role in _SEEN and part.text.strip())
    return "\n\n".join(found)
