"""What was built on a received batch since it came in, read for the whole batch at once: it may hold ten thousand items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, literal, select, tuple_
from sqlalchemy.orm import Session

from desktop.labels import word
from desktop.models import Item, Publication, ReceivedBatch, ReceivedItem, SignOff, Withdrawal
from desktop.rules.chains import Place
from desktop.rules.states import DecisionKind, ItemState
from desktop.services import conflicts, joint_decisions, received_before
from desktop.services.entries import taken_seq
from desktop.services.item_rows import in_portions
from desktop.services.received_before import Before


@dataclass(frozen=True, slots=True)
class BuiltUpon:
    """Of the items of a batch: the number of a batch that came in later by item, the contents that the centre signed,
    the items whose conflict two people deal with, those that are recorded as taken down.
    """

    later: Mapping[int, str]
    signed: frozenset[tuple[int, str]]
    decided: frozenset[str]
    taken_down: frozenset[int]

    def by_later(self, item: Item) -> str:
        """Which batch that was taken in later dealt with an item, in words; empty when none did."""
        return f"在后来接收的{self.later[item.id]}里也有" if item.id in self.later else ""

    def why(self, session: Session, item: Item, before: Before) -> str:
        """Why what a batch brought to an item cannot be taken back; empty when it can."""
        if not (before.added or before.changed):
            return ""
        if item.id in self.later:
            return self.by_later(item)
        if before.added and (item.id, before.brought) in self.signed:
            return "已由办公室签字"
        if not before.changed:
            return ""
        if item.uuid in self.decided and _is_decided(session, item):
            return "的冲突已有处理意见"
        if received_before.snapshot(item) != before.left:
            return f"接收后又办理过，现在是“{word(ItemState(item.state))}”"
        if item.state in (ItemState.WITHDRAWN.value, ItemState.REGISTERED.value) and item.id in self.taken_down:
            return "已登记撤下"
        return ""


def built_upon(session: Session, row: ReceivedBatch) -> BuiltUpon:
    """Read what depends on a batch."""
    own = select(ReceivedItem.item_id).where(ReceivedItem.received_batch_id == row.id).scalar_subquery()
    at_centre = SignOff.statement["place"].as_string() == Place.CENTRE.value
    signed = select(SignOff.item_id, SignOff.statement["revision_digest"].as_string())
    down = select(Publication.item_id).where(Publication.item_id.in_(own), Publication.taken_down_on.is_not(None))
    return BuiltUpon(
        _later(session, row, own),
        frozenset(
            (item, digest) for item, digest in session.execute(signed.where(SignOff.item_id.in_(own), at_centre))
        ),
        frozenset(one.partition(":")[0] for one in joint_decisions.subjects(session, DecisionKind.CONFLICT)),
        frozenset(session.scalars(down)),
    )


def _is_decided(session: Session, item: Item) -> bool:
    return joint_decisions.decision(session, DecisionKind.CONFLICT, conflicts.subject(session, item)) is not None


def _later(session: Session, row: ReceivedBatch, own: ScalarSelect[int]) -> dict[int, str]:
    """Which batch that was taken in later dealt with each item that the batch brought or withdrew."""
    taken = session.scalar(select(taken_seq()).select_from(ReceivedBatch).where(ReceivedBatch.id == row.id))
    after = select(ReceivedBatch.id).where(
        ReceivedBatch.undone_at.is_(None),
        tuple_(taken_seq(), ReceivedBatch.id) > tuple_(literal(taken), literal(row.id)),
    )
    told = select(Item.id).join(Withdrawal, Withdrawal.item_uuid == Item.uuid)
    withdrawn = told.where(Withdrawal.received_batch_id == row.id).scalar_subquery()
    found: dict[int, str] = {}
    for ids in in_portions(session.scalars(after).all()):
        wanted = (
            select(ReceivedItem.item_id, ReceivedBatch.paper_number)
            .join(ReceivedBatch, ReceivedBatch.id == ReceivedItem.received_batch_id)
            .where(ReceivedItem.received_batch_id.in_(ids))
            .where(ReceivedItem.item_id.in_(own) | ReceivedItem.item_id.in_(withdrawn))
        )
        found |= dict(session.execute(wanted).all())
    return found
