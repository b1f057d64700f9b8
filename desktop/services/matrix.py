"""报送情况: offices by periods, who has sent, who filed nil, who owes and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from desktop.errors import UserError
from desktop.formats.package_records import NIL
from desktop.models import Office, OfficeKey, ReceivedBatch
from desktop.rules import reporting as rules
from desktop.rules.calendar import Due
from desktop.rules.reporting import OWING, Arrival, Cell, Period, Submission
from desktop.rules.roles import End, Permission
from desktop.rules.states import ReceivedOutcome
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.entries import first_arrivals
from desktop.services.gaps import MissingBatch, missing_batches
from desktop.services.receipts import receipts_due
from desktop.services.reporting import Reporting, reporting

COLUMNS = 6
MOST_COLUMNS = 24
MOST_GAPS = 50
"""Missing numbers that are named before one batch; an office may write any number."""


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A period and the last day on which its batch arrives in time."""

    period: Period
    due: Due


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office and how it stands in each period; one that is no longer active owes nothing."""

    id: str
    code: str
    name: str
    active: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SubmissionMatrix:
    """The table on one day, the newest period last."""

    settings: Reporting
    today: date
    columns: tuple[PeriodColumn, ...]
    lines: tuple[OfficeLine, ...]

    def count(self, *standings: Submission) -> int:
        """How many cells stand so."""
        return sum(one.standing in standings for line in self.lines for one in line.cells)


@dataclass(frozen=True, slots=True)
class OwedPeriod:
    """A period for which an office has sent nothing."""

    column: PeriodColumn
    standing: Submission
    days_late: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """What an office has to be reminded of: periods not reported, batches that never came."""

    office_id: str
    office_name: str
    owed: tuple[OwedPeriod, ...]
    gaps: tuple[MissingBatch, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """An office with all that reached the centre from it."""

    office: Office
    owes_from: date | None
    by_period: Mapping[Period, Sequence[tuple[Arrival, bool]]]
    gaps: tuple[MissingBatch, ...]


def matrix(desk: Desk, last: Period | None = None, count: int = COLUMNS) -> SubmissionMatrix:
    """The offices that owe or have sent, by name, over so many periods up to `last` (the present one)."""
    _require_centre(desk)
    settings, today = reporting(desk), desk.today()
    newest = last or rules.period_of(settings.rhythm, today)
    periods = rules.periods_up_to(newest, min(max(count, 1), MOST_COLUMNS))
    columns = tuple(_column(desk, one, settings) for one in periods)
    lines = []
    for known in _known(desk, settings):
        cells = tuple(_cell(desk, known, one) for one in columns)
        if known.owes_from is not None or any(one.batches for one in cells):
            office = known.office
            lines.append(OfficeLine(office.id, office.code, office.name, office.active, cells))
    return SubmissionMatrix(settings, today, columns, tuple(lines))


def reminders(desk: Desk, office_id: str = "") -> tuple[Reminder, ...]:
    """What each office that owes has to be reminded of, or one office alone; nobody answers for a closed one.

    Raises UserError (E-NOTHING-OWED) when there is nothing to remind of.
    """
    _require_centre(desk)
    settings, today = reporting(desk), desk.today()
    found = []
    for known in _known(desk, settings):
        if office_id not in ("", known.office.id) or not known.office.active:
            continue
        owed = tuple(_owed(desk, known, settings, today))
        if owed or known.gaps:
            found.append(Reminder(known.office.id, known.office.name, owed, known.gaps))
    if not found:
        raise UserError("没有应报未报的期间，也没有缺少的批次", "不用催报", "E-NOTHING-OWED")
    return tuple(found)


def _require_centre(desk: Desk) -> None:
    desk.require(Permission.READ)
    if desk.agency.end is not End.CENTRE:
        raise UserError("各处室的报送情况在办公室端查看", "本处室的批次在“报送”里", "E-END")


def _column(desk: Desk, period: Period, settings: Reporting) -> PeriodColumn:
    return PeriodColumn(period, rules.due_day(desk.calendar, period, settings.grace_days))


def _cell(desk: Desk, known: _Known, column: PeriodColumn) -> Cell:
    return rules.cell(
        column.period,
        known.by_period.get(column.period, ()),
        owes_from=known.owes_from if known.office.active else None,
        due=column.due.date,
        today=desk.today(),
        calendar=desk.calendar,
    )


def _owed(desk: Desk, known: _Known, settings: Reporting, today: date) -> list[OwedPeriod]:
    if known.owes_from is None:
        return []
    found = []
    for period in rules.since(settings.rhythm, known.owes_from, today):
        column = _column(desk, period, settings)
        one = _cell(desk, known, column)
        if one.standing in OWING:
            found.append(OwedPeriod(column, one.standing, one.days_late))
    return found


def _known(desk: Desk, settings: Reporting) -> list[_Known]:
    """The offices other than the centre's own, by code."""
    due = {one.received_batch_id for one in receipts_due(desk)}
    with desk.store.reading() as session:
        enrolled = dict(
            session.execute(
                select(OfficeKey.office_id, func.min(OfficeKey.confirmed_at))
                .where(OfficeKey.confirmed_at.is_not(None))
                .group_by(OfficeKey.office_id)
            ).all()
        )
        came: dict[str, list[ReceivedBatch]] = defaultdict(list)
        order = (ReceivedBatch.epoch, ReceivedBatch.seq, ReceivedBatch.id)
        for row in session.scalars(select(ReceivedBatch).order_by(*order)):
            came[row.office_id].append(row)
        lacking: dict[str, list[MissingBatch]] = defaultdict(list)
        for gap in missing_batches(session):
            if not gap.waived:
                lacking[gap.office_id].append(gap)
        arrivals = first_arrivals(session)
        wanted = select(Office).where(Office.id != desk.agency.office_id).order_by(Office.code)
        return [
            _of_office(settings, one, enrolled.get(one.id), came[one.id], arrivals, due, lacking[one.id])
            for one in session.scalars(wanted)
        ]


def _of_office(
    settings: Reporting,
    office: Office,
    confirmed_at: str | None,
    rows: Sequence[ReceivedBatch],
    arrivals: Mapping[str, str],
    receipts: set[int],
    lacking: Sequence[MissingBatch],
) -> _Known:
    standing = [row for row in rows if row.outcome == ReceivedOutcome.ACCEPTED.value and row.undone_at is None]
    missing = _missing(standing, lacking)
    by_period: dict[Period, list[tuple[Arrival, bool]]] = defaultdict(list)
    for row in standing:
        came_on = civil_date(min(row.received_at, arrivals.get(row.batch_id, row.received_at)))
        arrival = _arrival(row, came_on, row.id in receipts, missing.get(row.id, ()))
        periods, guessed = rules.periods_reported(settings.rhythm, arrival)
        for period in periods:
            by_period[period].append((arrival, guessed))
    return _Known(office, civil_date(confirmed_at) if confirmed_at else None, by_period, tuple(lacking))


def _arrival(row: ReceivedBatch, arrived_on: date, receipt_due: bool, gaps: tuple[int, ...]) -> Arrival:
    made_at = row.anchor.get("at")
    return Arrival(
        batch=row.id,
        words=row.period,
        nil=row.kind == NIL,
        items=row.item_count,
        made_on=civil_date(made_at) if made_at else arrived_on,
        arrived_on=arrived_on,
        receipt_due=receipt_due,
        gaps=gaps,
    )


def _missing(standing: Sequence[ReceivedBatch], lacking: Sequence[MissingBatch]) -> dict[int, tuple[int, ...]]:
    """The numbers that never came and are not waived, by the batch that was taken in after them, else by the last one."""
    found: dict[int, list[int]] = defaultdict(list)
    for gap in lacking:
        last = standing[-1] if standing else None
        after = next((row for row in standing if row.epoch == gap.epoch and row.seq > gap.seq), last)
        if after is not None and len(found[after.id]) < MOST_GAPS:
            found[after.id].append(gap.seq)
    return {row: tuple(some) for row, some in found.items()}
