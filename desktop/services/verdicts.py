"""Which of the listed items bear a sign-off that does not verify: asked of the rows in sight, remembered by what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

from sqlalchemy import Text, and_, select, type_coerce
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Item, Revision, SignOff
from desktop.rules.roles import Permission
from desktop.services.desk import Desk
from desktop.services.signed_items import signed_items

_REMEMBERED = 20_000
"""Verdicts kept at the most; then all are forgotten, and what is asked for is verified anew."""


class Hash(Protocol):
    """What hashlib makes."""

    def update(self, data: bytes, /) -> None:
        """Take in more."""

    def digest(self) -> bytes:
        """The digest of all."""


class Verdicts:
    """Remembers for one signed-in session which items were verified, each by a digest of all that was verified.

    A list asks again at every reload; only what was changed since, by whatever way, is verified anew. To verify takes a
    few milliseconds an item, so it is asked of one page of a list and off the GUI thread.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[bytes, bool] = {}

    def invalid(self, uuids: Sequence[str]) -> frozenset[str]:
        """Those of the items whose standing sign-offs do not all verify."""
        self._desk.require(Permission.READ)
        with self._desk.store.reading() as session:
            stored = _stored(session, uuids)
        if len(self._known) > _REMEMBERED:
            self._known = {}
        known = self._known
        unknown = [uuid for uuid, digest in stored.items() if digest not in known]
        for uuid, valid in self._verified(unknown).items():
            known[stored[uuid]] = valid
        return frozenset(uuid for uuid, digest in stored.items() if not known[digest])

    def _verified(self, uuids: Sequence[str]) -> dict[str, bool]:
        try:
            return {one.uuid: not one.invalid for one in signed_items(self._desk, uuids)}
        except UserError:  # what is stored of one of them is no record of ours
            if len(uuids) == 1:
                return {uuids[0]: False}
            return {uuid: valid for one in uuids for uuid, valid in self._verified([one]).items()}


def _stored(session: Session, uuids: Sequence[str]) -> dict[str, bytes]:
    """For each item with standing sign-offs on its head: a digest over the stored content, statements and signatures."""
    rows = session.execute(
        select(
            Item.uuid,
            Revision.digest,
            type_coerce(Revision.content, Text),
            type_coerce(SignOff.statement, Text),
            type_coerce(SignOff.signature, Text),
            type_coerce(SignOff.public_key, Text),
        )
        .join(Revision, and_(Revision.item_id == Item.id, Revision.rev == Item.head_rev))
        .join(SignOff, and_(SignOff.item_id == Item.id, SignOff.rev == Item.head_rev, SignOff.voided_at.is_(None)))
        .where(Item.uuid.in_(uuids))
        .order_by(Item.id, Revision.id, SignOff.id)
    )
    digests: dict[str, Hash] = {}
    for uuid, *parts in rows:
        digest = digests.setdefault(uuid, sha256(uuid.encode()))
        for part in parts:
            data = part.encode("utf-8")
            digest.update(b"%d:%b" % (len(data), data))
    return {uuid: digest.digest() for uuid, digest in digests.items()}
