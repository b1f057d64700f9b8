"""Sign-offs of this store, verified against what is stored of the revision that they are on."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from desktop.models import Item, Revision, SignOff
from desktop.rules.items import ItemContent
from desktop.services.sign_offs import (
    CheckedSignOff,
    KeyCheck,
    check_chain,
    packed,
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
