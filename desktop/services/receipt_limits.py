"""How long an office's batch may wait for its receipt, in working days, and which wait longer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Agency, Batch
from desktop.rules.roles import End, Permission
from desktop.rules.states import BatchState
from desktop.services.absent_batches import is_lost
from desktop.services.clock import civil_date
from desktop.services.desk import Desk, refuse_permission

MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch without a receipt: working days since it was made, and those that it may take.

    `lost` when it had a receipt and a newer one says that the centre has it no more: it must be written again.
    """

    days: int
    allowed: int
    lost: bool = False

    @property
    def late(self) -> bool:
        """Whether the limit has passed; it ends with its last day."""
        return self.days > self.allowed

    @property
    def red(self) -> bool:
        """Whether the office must act: it asks the centre, or writes the batch again."""
        return self.late or self.lost


def receipt_days(desk: Desk) -> int:
    """The limit in working days."""
    desk.require(Permission.READ, Permission.ACCOUNTS, Permission.ENROL)
    with desk.store.reading() as session:
        return session.scalars(select(Agency.receipt_days)).one()


def set_receipt_days(desk: Desk, days: int) -> int:
    """Change the limit, at the office whose batches wait; returns it. Raises UserError (E-DAYS)."""
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    if desk.agency.end is not End.OFFICE:
        refuse_permission()
    if not 1 <= days <= MOST_DAYS:
        raise UserError(f"回执期限应为 1 到 {MOST_DAYS} 个工作日", "改一个天数", "E-DAYS")
    with desk.verb("set_receipt_days", "agency", {"days": days}) as session:
        session.scalars(select(Agency)).one().receipt_days = days
    return days


def waiting(desk: Desk, session: Session) -> dict[str, Waiting]:
    """The batches that were written and have no receipt, by id."""
    allowed = session.scalars(select(Agency.receipt_days)).one()
    rows = session.scalars(select(Batch).where(Batch.state == BatchState.AWAITING_RECEIPT.value))
    return {one.id: Waiting(_days_since(desk, one.created_at), allowed, is_lost(one)) for one in rows}


def _days_since(desk: Desk, moment: str) -> int:
    """Working days since a moment; none when the clock was set back behind it."""
    return max(0, desk.calendar.working_days_between(civil_date(moment), desk.today()))


def late_batches(desk: Desk) -> int:
    """How many batches have waited longer than they may, or are to be written again because the centre lost them."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return sum(one.late or one.lost for one in waiting(desk, session).values())
