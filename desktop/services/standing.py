"""What stands of this store's sign-offs: each verified against what is stored, the leak gate, the day of the last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from desktop.models import Draft, Item, Revision, SignOff
from desktop.rules.chains import Place
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.services import item_rows, referrals
from desktop.services.sign_offs import (
    CheckedSignOff,
    KeyCheck,
    check_chain,
    gate_open,
    packed,
    read_statement,
    revision_digest,
    standing_rows,
)
from desktop.services.trusted_keys import own_people


def checked(
    session: Session, item: Item, revision: Revision, content: ItemContent
) -> tuple[CheckedSignOff, ...] | None:
    """Each sign-off that stands on a revision with its verdict; None when the content is not the one of its digest."""
    return verified(item.uuid, revision, content, standing_rows(session, item.id, revision.rev), own_people(session))


def verified(
    uuid: str, revision: Revision, content: ItemContent, rows: Iterable[SignOff], key_belongs: KeyCheck
) -> tuple[CheckedSignOff, ...] | None:
    """The same of any sign-offs on a revision, in order, whether or not they still stand."""
    if revision_digest(uuid, revision.rev, revision.parents, revision.content) != revision.digest:
        return None
    return check_chain(uuid, revision.rev, revision.digest, content, [packed(row) for row in rows], key_belongs)


def holds_at(session: Session, item: Item, place: Place) -> bool:
    """The leak gate: whether every required sign-off stands and verifies against the item's current content.

    At the office that is every office step (export), at the centre every step (publication, delivery). What a competent
    body has answered meanwhile binds, though the draft that asked was dropped.
    """
    revision = item_rows.head_revision(session, item)
    content = from_plain(ItemContent, revision.content)
    if session.get(Draft, item.id) is not None:
        return False
    signed = checked(session, item, revision, content)
    return signed is not None and gate_open(signed, place, referrals.with_registered(session, item, content))


def last_signed_on(session: Session, item: Item) -> date:
    """The civil date of the last sign-off on the head revision; on paper that is the date written there."""
    return read_statement(standing_rows(session, item.id, item.head_rev)[-1].statement).day
