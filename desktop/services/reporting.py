"""How often the offices hand in, and how long the centre waits for it: read and changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Agency
from desktop.rules.periods import Rhythm
from desktop.rules.reporting import Period, period_of
from desktop.rules.roles import Permission
from desktop.services.desk import Desk

MOST_GRACE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Reporting:
    """The rhythm, and how many working days after a period its batch is still in time."""

    rhythm: Rhythm
    grace_days: int


def reporting(desk: Desk) -> Reporting:
    """The settings in force at this end."""
    desk.require(Permission.READ, Permission.ACCOUNTS, Permission.ENROL)
    with desk.store.reading() as session:
        row = session.scalars(select(Agency)).one()
        return Reporting(Rhythm(row.rhythm), row.grace_days)


def set_reporting(desk: Desk, wanted: Reporting) -> None:
    """Report by another rhythm, or wait longer or shorter; what was sent under the old one still counts.

    Both ends are set alike: the office proposes its periods by the rhythm, the centre counts by it. Raises UserError
    (E-FIELD) for a number of days that makes no sense.
    """
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    if not 0 <= wanted.grace_days <= MOST_GRACE_DAYS:
        raise UserError("宽限的工作日超出范围", f"填 0 到 {MOST_GRACE_DAYS}", "E-FIELD")
    facts = {"rhythm": wanted.rhythm.value, "grace_days": wanted.grace_days}
    with desk.verb("set_reporting", "agency", facts) as session:
        row = session.scalars(select(Agency)).one()
        row.rhythm, row.grace_days = wanted.rhythm.value, wanted.grace_days


def present_period(desk: Desk) -> Period:
    """The period that runs today."""
    return period_of(reporting(desk).rhythm, desk.today())
