"""Batches that are missing between two that arrived, and those for which two people decided that they need not come."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.models import Office, ReceivedBatch
from desktop.rules.states import DecisionKind, ReceivedOutcome
from desktop.services import joint_decisions


@dataclass(frozen=True, slots=True)
class MissingBatch:
    """A number of an office's series that did not arrive; `waived` says why it need not, empty when it must."""

    office_id: str
    office_name: str
    epoch: int
    seq: int
    waived: str

    @property
    def subject(self) -> str:
        """What a decision on it is about."""
        return f"{self.office_id}:{self.epoch}:{self.seq}"


def missing_batches(session: Session) -> tuple[MissingBatch, ...]:
    """All numbers that are missing, by office; what they hold may belong to the quarter that is to be delivered."""
    series = session.execute(
        select(Office.id, Office.name, ReceivedBatch.epoch)
        .join(ReceivedBatch, ReceivedBatch.office_id == Office.id)
        .distinct()
        .order_by(Office.name, ReceivedBatch.epoch)
    )
    found: list[MissingBatch] = []
    told = joint_decisions.subjects(session, DecisionKind.GAP)
    for office_id, name, epoch in series:
        for seq in contiguous_seq(session, office_id, epoch)[1]:
            one = MissingBatch(office_id, name, epoch, seq, "")
            decided = joint_decisions.in_force(session, DecisionKind.GAP, one.subject) if one.subject in told else None
            found.append(MissingBatch(office_id, name, epoch, seq, str(decided["reason"]) if decided else ""))
    return tuple(found)


def contiguous_seq(session: Session, office_id: str, epoch: int) -> tuple[int, tuple[int, ...]]:
    """The highest batch number up to which none is missing, and the gaps after it."""
    seqs = arrived(session, office_id, epoch)
    highest = max(seqs, default=0)
    gaps = tuple(n for n in range(1, highest) if n not in seqs)
    return (gaps[0] - 1 if gaps else highest), gaps


def proved() -> ColumnElement[bool]:
    """A batch that counts in its office's series: not one under a revoked key, which may be a thief's."""
    return ReceivedBatch.code != "E-REVOKED"


def arrived(session: Session, office_id: str, epoch: int) -> set[int]:
    """The batch numbers of an office's epoch that came.

    A refused batch has arrived: its receipt sends the items back, and they come again under another number. One that a
    revoked key signed closes no gap, for who has that key could name any number.
    """
    return set(
        session.scalars(
            select(ReceivedBatch.seq).where(
                ReceivedBatch.office_id == office_id,
                ReceivedBatch.epoch == epoch,
                ReceivedBatch.outcome != ReceivedOutcome.HELD.value,
                proved(),
                ReceivedBatch.undone_at.is_(None),
            )
        )
    )
