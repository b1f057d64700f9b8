"""The sign-offs that stand on a revision of this store, verified against what is stored of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.models import Item, Revision
from desktop.rules.items import ItemContent
from desktop.services.sign_offs import CheckedSignOff, check_chain, packed, revision_digest, standing_rows
from desktop.services.trusted_keys import own_people


def checked(
    session: Session, item: Item, revision: Revision, content: ItemContent
) -> tuple[CheckedSignOff, ...] | None:
    """Each standing sign-off with its verdict; None when the content is not the one of its digest."""
    if revision_digest(item.uuid, revision.rev, revision.parents, revision.content) != revision.digest:
        return None
    rows = [packed(row) for row in standing_rows(session, item.id, revision.rev)]
    return check_chain(item.uuid, revision.rev, revision.digest, content, rows, own_people(session))
