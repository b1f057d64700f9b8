"""Batches that are missing between two that arrived, and those for which two people decided that they need not come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from desktop.models import Office, ReceivedBatch
from desktop.rules.states import DecisionKind, ReceivedOutcome
from desktop.services import joint_decisions


@dataclass(frozen=True, slots=True)
class MissingBatch:
    """A number of an office's series that did not arrive; `waived` says why it need not, empty when it must.

    `near` names the batches around it by their numbers on paper: an office does not know its batches by any other.
    """

    office_id: str
    office_name: str
    epoch: int
    seq: int
    near: str
    waived: str = ""

    @property
    def subject(self) -> str:
        """What a decision on it is about."""
        return f"{self.office_id}:{self.epoch}:{self.seq}"


def missing_batches(session: Session) -> tuple[MissingBatch, ...]:
    """All numbers that are missing, by office; what they hold may belong to the quarter that is to be delivered."""
    rows = session.execute(
        select(Office.id, Office.name, ReceivedBatch.epoch, ReceivedBatch.seq, ReceivedBatch.paper_number)
        .join(ReceivedBatch, ReceivedBatch.office_id == Office.id)
        .where(_has_come())
        .order_by(Office.name, Office.id, ReceivedBatch.epoch, ReceivedBatch.seq)
    )
    found: list[MissingBatch] = []
    told = joint_decisions.subjects(session, DecisionKind.GAP)
    series, before, name_before = ("", 0), 0, ""
    for office_id, name, epoch, seq, paper_number in rows:
        if series != (office_id, epoch):
            series, before, name_before = (office_id, epoch), 0, ""
        near = f"在{f'{name_before}之后、' if name_before else ''}{paper_number}之前"
        for n in range(before + 1, seq):
            one = MissingBatch(office_id, name, epoch, n, near)
            decided = joint_decisions.in_force(session, DecisionKind.GAP, one.subject) if one.subject in told else None
            found.append(replace(one, waived=str(decided["reason"])) if decided else one)
        before, name_before = seq, paper_number
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
    series = (ReceivedBatch.office_id == office_id, ReceivedBatch.epoch == epoch)
    return set(session.scalars(select(ReceivedBatch.seq).where(*series, _has_come())))


def _has_come() -> ColumnElement[bool]:
    held = ReceivedBatch.outcome == ReceivedOutcome.HELD.value
    return and_(~held, proved(), ReceivedBatch.undone_at.is_(None))
