"""What a store holds, to be compared before and after a fault."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, rmtree

from sqlalchemy import select

from desktop.models import Document, Item, ReceivedBatch, ReceivedItem, Revision, SignOff
from desktop.rules.roles import End
from desktop.services.desk import Desk
from desktop.store import audit
from tests.services.ends import Ends
from tests.services.sent import take

State = tuple[tuple[object, ...], ...]

_HELD = (
    select(Item.uuid, Item.state, Item.head_rev, Item.conflict, Item.title).order_by(Item.uuid),
    select(Revision.digest).order_by(Revision.digest),
    select(SignOff.statement_hash, SignOff.voided_because).order_by(SignOff.statement_hash),
    select(Document.sm3).order_by(Document.sm3),
    select(ReceivedBatch.manifest_hash, ReceivedBatch.outcome, ReceivedBatch.code).order_by(
        ReceivedBatch.manifest_hash
    ),
    select(ReceivedItem.rev, ReceivedItem.outcome, ReceivedItem.reason).order_by(
        ReceivedItem.item_id, ReceivedItem.rev
    ),
)


def state(desk: Desk) -> State:
    """Items, versions, sign-offs, documents and batches of a store whose audit chain holds and whose documents are whole."""
    with desk.store.reading() as session:
        assert audit.verify_chain(session).ok
        held = tuple(tuple(tuple(row) for row in session.execute(one)) for one in _HELD)
    assert all(desk.store.objects.check(str(sm3)) for (sm3,) in held[3])
    return held


def taken_in(ends: Ends, package: Path) -> tuple[State, State]:
    """What the centre holds before and after it takes in a package without any fault; it is then put back as it was."""
    centre = ends.folder(End.CENTRE).root
    copytree(centre, centre.with_name("untouched"))
    with ends.at("wang") as desk:
        before = state(desk)
    take(ends, package)
    with ends.at("wang") as desk:
        after = state(desk)
    rmtree(centre)
    centre.with_name("untouched").rename(centre)
    assert before != after
    return before, after
