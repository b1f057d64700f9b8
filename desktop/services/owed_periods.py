"""The periods that this office has still to report on, and what a nil return may not be filed for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.package_records import NIL
from desktop.models import Agency, Batch, SigningKey
from desktop.rules.periods import Rhythm
from desktop.rules.reporting import Arrival, Period, period_of, periods_reported, read_period, since
from desktop.rules.states import CAME_TO_NOTHING
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.trusted_keys import KeyKind

MOST_OFFERED = 12
"""Periods that are offered at once: half a year of half months."""


def owed_periods(desk: Desk, session: Session) -> tuple[Period, ...]:
    """The ended periods without a batch of this office, the newest first, then the present one if it has none.

    They begin with the one in which the office was set up.
    """
    rhythm = Rhythm(session.scalars(select(Agency.rhythm)).one())
    first = select(func.min(SigningKey.created_at)).where(SigningKey.kind == KeyKind.END.value)
    reported = {period for one in _standing(session) for period in periods_reported(rhythm, _as_arrival(one))[0]}
    ended = reversed(since(rhythm, civil_date(session.scalars(first).one()), desk.today()))
    owed = [one for one in ended if one not in reported][: MOST_OFFERED - 1]
    present = period_of(rhythm, desk.today())
    return (*owed, present) if present not in reported else tuple(owed)


def require_nil_possible(desk: Desk, session: Session, period: str) -> None:
    """Raise UserError (E-NIL) when a period lies ahead or has a batch already: a nil return says that there is nothing."""
    named = read_period(period)
    if named is not None and named.first_day > desk.today():
        raise UserError(f"{period}还没有开始，不能报零报告", "核对报送期间，到那一期再报", "E-NIL")
    for one in _standing(session):
        reported = read_period(one.period)
        if one.period == period or (named is not None and reported is not None and _meet(named, reported)):
            if one.kind == NIL:
                raise UserError(
                    f"{period}已经报过零报告，编为{one.paper_number}",
                    "不用再报；U 盘丢了的，在“待回执”里打开这一批，再写一次",
                    "E-NIL",
                )
            raise UserError(
                f"{period}已经报送{one.paper_number}，不能再报零报告", "这一期没有新的信息，不用再报", "E-NIL"
            )


def _meet(one: Period, other: Period) -> bool:
    """Whether they share a day: a batch for a month reports on both of its halves."""
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _standing(session: Session) -> Sequence[Batch]:
    """The batches that count, the newest first."""
    rows = select(Batch).where(Batch.state.not_in([one.value for one in CAME_TO_NOTHING]))
    return session.scalars(rows.order_by(Batch.epoch.desc(), Batch.seq.desc())).all()


def _as_arrival(batch: Batch) -> Arrival:
    made = civil_date(batch.created_at)
    return Arrival(0, batch.period, batch.kind == NIL, batch.item_count, made, made)
