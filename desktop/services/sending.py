"""What the office's page of batches shows: what is ready, what is not and why, and the batches that are on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.labels import word
from desktop.models import Withdrawal
from desktop.rules.chains import Place
from desktop.rules.roles import Permission
from desktop.rules.states import BatchState, ItemState
from desktop.services import receipt_limits
from desktop.services.amending import sent_rev
from desktop.services.batch_contents import unsent_withheld, untold_withdrawals
from desktop.services.batch_views import BatchView, batch_items, batches, ready
from desktop.services.desk import Desk
from desktop.services.item_rows import item_by_uuid
from desktop.services.ledger import LedgerRow, in_state
from desktop.services.owed_periods import owed_periods
from desktop.services.receipt_limits import Waiting
from desktop.services.reporting import present_period
from desktop.services.review_queue import due
from desktop.services.standing import holds_at, last_signed_on
from desktop.services.withholding import TURNED_WITHHELD, sent_and_withheld


@dataclass(frozen=True, slots=True)
class NotReady:
    """An item that cannot be handed in yet, and why."""

    uuid: str
    number: str
    title: str
    state: ItemState
    why: str
    invalid: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A sent item that was withdrawn, or is withheld now, and travels as a notice in the next batch."""

    uuid: str
    number: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sending:
    """The page of batches at one moment: `corrections` of what was sent before and `concluded`, whose review ended in
    the present period, are among the ready; `waited` is how long each unreceipted batch has waited, by its id."""

    ready: tuple[LedgerRow, ...]
    not_ready: tuple[NotReady, ...]
    withheld: int
    batches: tuple[BatchView, ...]
    waited: dict[str, Waiting]
    period: str
    period_end: date
    days_left: int
    concluded: frozenset[str] = frozenset()
    corrections: frozenset[str] = frozenset()
    withdrawals: tuple[Withdrawn, ...] = ()
    owed: tuple[str, ...] = ()
    """The periods without a batch, the newest of those that have ended first, then the present one."""

    @property
    def unwritten(self) -> BatchView | None:
        """The batch that was assembled and never written (组包), which comes before any new one; of several the first."""
        return next(iter(self.all_unwritten), None)

    @property
    def all_unwritten(self) -> tuple[BatchView, ...]:
        """All such batches, in the order in which they must be written."""
        return tuple(one for one in reversed(self.batches) if one.state is BatchState.ASSEMBLED)

    @property
    def late(self) -> tuple[BatchView, ...]:
        """The batches that have waited for their receipt longer than they may."""
        return tuple(one for one in self._awaited if self.waited[one.id].late and not self.waited[one.id].lost)

    @property
    def lost(self) -> tuple[BatchView, ...]:
        """The batches that the centre had and has no more, which must be written again."""
        return tuple(one for one in self._awaited if self.waited[one.id].lost)

    @property
    def _awaited(self) -> tuple[BatchView, ...]:
        return tuple(one for one in self.batches if one.id in self.waited)


def sending(desk: Desk) -> Sending:
    """All that the page of batches shows."""
    desk.require(Permission.READ)
    today = desk.today()
    period = present_period(desk)
    listed = batches(desk)
    in_hand = {line.uuid for one in listed if one.state is BatchState.ASSEMBLED for line in batch_items(desk, one.id)}
    waiting = [row for row in ready(desk) if row.uuid not in in_hand]
    with desk.store.reading() as session:
        withheld = len(unsent_withheld(session))
        rows = {row.uuid: item_by_uuid(session, row.uuid) for row in waiting}
        signed = {uuid for uuid, item in rows.items() if holds_at(session, item, Place.OFFICE)}
        concluded = {uuid for uuid in signed if last_signed_on(session, rows[uuid]) in period}
        corrections = {uuid for uuid in signed if 0 < sent_rev(session, rows[uuid]) < rows[uuid].head_rev}
        waited = receipt_limits.waiting(desk, session)
        withdrawals = tuple(_withdrawn(session, one) for one in untold_withdrawals(session)) + tuple(
            Withdrawn(one.uuid, one.short_number, one.title, TURNED_WITHHELD)
            for one, _rev in sent_and_withheld(session)
        )
        owed = tuple(one.label for one in owed_periods(desk, session))
    return Sending(
        ready=tuple(row for row in waiting if row.uuid in signed),
        not_ready=(*(_invalid(row) for row in waiting if row.uuid not in signed), *_not_ready(desk)),
        withheld=withheld,
        batches=listed,
        waited=waited,
        period=period.label,
        period_end=period.last_day,
        days_left=desk.calendar.working_days_between(today, period.last_day),
        concluded=frozenset(concluded),
        corrections=frozenset(corrections),
        withdrawals=withdrawals,
        owed=owed,
    )


def _withdrawn(session: Session, notice: Withdrawal) -> Withdrawn:
    item = item_by_uuid(session, notice.item_uuid)
    return Withdrawn(item.uuid, item.short_number, item.title, notice.reason)


def _invalid(row: LedgerRow) -> NotReady:
    why = "签字验证不通过，退回重新审查"
    return NotReady(row.uuid, row.number, row.title, row.state, why, invalid=True)


def _not_ready(desk: Desk) -> tuple[NotReady, ...]:
    steps = {one.uuid: one.step for one in due(desk)}
    found: list[NotReady] = []
    for row in in_state(desk, ItemState.RETURNED, ItemState.DRAFT, ItemState.IN_REVIEW):
        step = steps.get(row.uuid)
        if row.state is ItemState.DRAFT:
            why = "还没有提交审查"
        elif row.state is ItemState.RETURNED:
            why = "退回补正，改好后重新送审"
        else:
            why = f"等{word(step)}签字" if step else "审查没有走完"
        found.append(NotReady(row.uuid, row.number, row.title, row.state, why))
    return tuple(found)
