"""The home screen: what waits for whom, what is due when, what came back last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.labels import word
from desktop.models import Agency, Batch, Item, Publication, ReadReceipt, ReceivedBatch
from desktop.rules.periods import Month, Quarter
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState, ReceivedOutcome
from desktop.services import re_reviews, referrals
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.services.entries import entries_of, words_of
from desktop.services.item_rows import office_names
from desktop.services.ledger import AT_OFFICE, OPEN, LedgerRow, ledger_rows
from desktop.services.negative_list import due_count
from desktop.services.receipt_limits import waiting

STRIP_WORKING_DAYS = 14
FIRST_ROWS = 7
OFFICE_OPEN = (ItemState.DRAFT, ItemState.IN_REVIEW, ItemState.RETURNED, ItemState.TO_SUBMIT)
"""Open states in which it is an office's turn; what comes after is the centre's."""


@dataclass(frozen=True, slots=True)
class DayLoad:
    """A working day of the strip: how many items reach their internal and their statutory limit on it."""

    day: date
    internal: int
    statutory: int


@dataclass(frozen=True, slots=True)
class Home:
    """All that the home screen shows, from indexes alone.

    `late` and `today` count by state the open items whose statutory limit has passed or runs out today;
    `reviews_due` counts the entries of the negative list that wait for their review, `re_reviews_due` the items,
    `answers_late` the referrals whose answer is overdue, `unreceipted_late` the batches that have waited for their
    receipt longer than `receipt_days` working days.
    """

    counts: dict[ItemState, int]
    late: dict[ItemState, int]
    today: dict[ItemState, int]
    unreceipted: int
    overdue: int
    due_today: int
    days: tuple[DayLoad, ...]
    first: tuple[LedgerRow, ...]
    published_by_month: tuple[tuple[Month, int], ...]
    quarter: Quarter
    news: tuple[tuple[str, str], ...]
    reviews_due: int = 0
    re_reviews_due: int = 0
    unreceipted_late: int = 0
    receipt_days: int = 0
    lost_batches: int = 0
    answers_late: int = 0


def home(desk: Desk) -> Home:
    """What waits, the deadlines of the next working days, what to do first, what came in last."""
    desk.require(Permission.READ)
    today = desk.today()
    with desk.store.reading() as session:
        counts = _by_state(session)
        open_items = Item.state.in_([one.value for one in OPEN])
        late = _by_state(session, open_items, Item.statutory_due < today)
        ending = _by_state(session, open_items, Item.statutory_due == today)
        if desk.agency.end is End.CENTRE:  # what went back to an office is that office's turn
            turn: ColumnElement[bool] = open_items & (
                (Item.state != ItemState.RETURNED.value) | (Item.office_id == desk.agency.office_id)
            )
        else:
            turn = Item.state.in_([one.value for one in OFFICE_OPEN])
        first = session.scalars(
            select(Item.key).where(turn).order_by(Item.statutory_due.asc().nulls_last(), Item.key).limit(FIRST_ROWS)
        ).all()
        days = _strip(desk, session, today)
        months = _published(session, today)
        unreceipted = waiting(desk, session)
        allowed = session.scalars(select(Agency.receipt_days)).one()
        news = _news(desk, session)
        may_register = desk.may(Permission.REGISTER)
        reviews_due = due_count(session, today) if may_register else 0
        again = re_reviews.late_count(session, today, desk.agency.office_id) if may_register else 0
        answers = referrals.late_count(desk, session) if may_register else 0
    return Home(
        counts,
        late,
        ending,
        len(unreceipted),
        sum(late.values()),
        sum(ending.values()),
        days,
        ledger_rows(desk, first),
        months,
        Quarter.of(today),
        news,
        reviews_due,
        again,
        sum(one.late and not one.lost for one in unreceipted.values()),
        allowed,
        sum(one.lost for one in unreceipted.values()),
        answers,
    )


def overdue_count(desk: Desk) -> int:
    """How many open items have passed their statutory limit."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        return _overdue(session, desk.today())


def _by_state(session: Session, *terms: ColumnElement[bool]) -> dict[ItemState, int]:
    counted = session.execute(select(Item.state, func.count()).where(*terms).group_by(Item.state))
    return {ItemState(state): count for state, count in counted}


def _overdue(session: Session, today: date) -> int:
    open_items = Item.state.in_([one.value for one in OPEN])
    return session.scalar(select(func.count()).where(open_items, Item.statutory_due < today)) or 0


def _strip(desk: Desk, session: Session, today: date) -> tuple[DayLoad, ...]:
    days = [desk.calendar.roll_forward(today).date]
    while len(days) < STRIP_WORKING_DAYS:
        days.append(desk.calendar.roll_forward(days[-1] + timedelta(days=1)).date)
    open_items = Item.state.in_([one.value for one in OPEN])
    window = (open_items, Item.statutory_due >= today, Item.statutory_due <= days[-1])
    statutory = Counter(session.scalars(select(Item.statutory_due).where(*window)))
    handed = Item.state.in_([one.value for one in AT_OFFICE])
    internal = Counter(
        session.scalars(
            select(Item.internal_due).where(handed, Item.internal_due >= today, Item.internal_due <= days[-1])
        )
    )
    return tuple(DayLoad(day, internal[day], statutory[day]) for day in days)


def _published(session: Session, today: date) -> tuple[tuple[Month, int], ...]:
    month, months = Month.of(today), []
    for _ in range(6):
        months.append(month)
        month = month.previous()
    return tuple(
        (
            one,
            session.scalar(
                select(func.count())
                .select_from(Publication)
                .where(Publication.published_on >= one.first_day, Publication.published_on <= one.last_day)
            )
            or 0,
        )
        for one in reversed(months)
    )


def _news(desk: Desk, session: Session) -> tuple[tuple[str, str], ...]:
    """The last batches received (centre) or receipts read (office): what, and when."""
    if desk.agency.end is End.CENTRE:
        names = office_names(session)
        batches = session.scalars(
            select(ReceivedBatch).where(ReceivedBatch.undone_at.is_(None)).order_by(ReceivedBatch.id.desc()).limit(5)
        ).all()
        entries = entries_of(session, batches)
        return tuple(
            (
                f"{names[one.office_id]} {one.paper_number}，{words_of(one, entries[one.id])}{_not_accepted(one)}",
                civil_time(one.received_at),
            )
            for one in batches
        )
    rows = session.execute(
        select(Batch.paper_number, ReadReceipt.seq, ReadReceipt.read_at)
        .join(Batch, Batch.id == ReadReceipt.batch_id)
        .order_by(ReadReceipt.seq.desc())
        .limit(5)
    )
    return tuple((f"{number} 第 {seq} 号回执", civil_time(at)) for number, seq, at in rows)


def _not_accepted(batch: ReceivedBatch) -> str:
    outcome = ReceivedOutcome(batch.outcome)
    return "" if outcome is ReceivedOutcome.ACCEPTED else f"，{word(outcome)}"
