"""The negative list (负面清单, reference §8): entries that are reviewed every year and removed, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.ledger import write_ledger
from desktop.labels import word
from desktop.models import AuditEntry, NegativeEntry
from desktop.rules.checklists import (
    ENTRY_FIELDS,
    NegativeFields,
    Standing,
    entry_problems,
    review_problem,
    standing,
    told,
)
from desktop.rules.roles import Permission
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.ready_lists import NEGATIVE, lists_changed


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as it is listed; `removed_because` is the reason of its removal."""

    id: int
    fields: NegativeFields
    standing: Standing
    removed_on: date | None
    removed_because: str
    updated_on: date
    updated_by: str


def entries(desk: Desk) -> tuple[EntryView, ...]:
    """All entries: those that count first, then those to come, then those that were removed."""
    desk.require(Permission.READ)
    today = desk.today()
    with desk.store.reading() as session:
        rows = session.scalars(select(NegativeEntry).order_by(NegativeEntry.id)).all()
        removed = [_object_of(row.id) for row in rows if row.removed_on is not None]
        removals = session.execute(
            select(AuditEntry.object, AuditEntry.detail).where(
                AuditEntry.object.in_(removed), AuditEntry.action == "remove_negative"
            )
        )
        reasons = {target: str(detail["reason"]) for target, detail in removals}
    views = [_view(row, today, reasons.get(_object_of(row.id), "")) for row in rows]
    return tuple(sorted(views, key=lambda one: (one.standing is Standing.REMOVED, one.standing is Standing.FUTURE)))


def due_count(session: Session, today: date) -> int:
    """How many entries wait for their review."""
    wanted = select(func.count()).where(
        NegativeEntry.removed_on.is_(None), NegativeEntry.effective_on <= today, NegativeEntry.review_on <= today
    )
    return session.scalar(wanted.select_from(NegativeEntry)) or 0


def add_entry(desk: Desk, fields: NegativeFields) -> int:
    """Put an entry on the list; returns its id. Raises UserError (E-ENTRY) telling the first thing that is wrong."""
    desk.require(Permission.REGISTER)
    _require_whole(desk, fields)
    detail: dict[str, int] = {}
    with desk.verb("add_negative", "negative", detail) as session:
        _require_free(session, fields.number)
        row = _insert(desk, session, fields)
        session.flush()
        detail["entry"] = row.id
        lists_changed(session)
    return detail["entry"]


def edit_entry(desk: Desk, key: int, fields: NegativeFields) -> None:
    """Change an entry that was not removed."""
    desk.require(Permission.REGISTER)
    _require_whole(desk, fields)
    with desk.verb("edit_negative", _object_of(key)) as session:
        row = _standing_row(session, key)
        _require_free(session, fields.number, key)
        _write(desk, row, fields)
        lists_changed(session)


def review_entry(desk: Desk, key: int, review_on: date) -> None:
    """Note that an entry was reviewed and stays (复核), and when it is reviewed next: within a year."""
    desk.require(Permission.REGISTER)
    with desk.verb("review_negative", _object_of(key)) as session:
        row = _standing_row(session, key)
        fault = review_problem(review_on, row.effective_on, desk.today())
        if fault:
            raise UserError(fault, "改好后再复核", "E-ENTRY")
        row.review_on, row.updated_at, row.updated_by = review_on, desk.now(), desk.person.name
        lists_changed(session)


def remove_entry(desk: Desk, key: int, reason: str) -> None:
    """Take an entry off the list from today on (移出); it stays in the store with its reason."""
    desk.require(Permission.REGISTER)
    if not reason.strip():
        raise UserError("没有写明移出的理由", "写明理由后再移出", "E-REASON")
    with desk.verb("remove_negative", _object_of(key), {"reason": reason.strip()}) as session:
        row = _standing_row(session, key)
        row.removed_on, row.updated_at, row.updated_by = desk.today(), desk.now(), desk.person.name
        lists_changed(session)


def numbers_in_force(session: Session) -> frozenset[str]:
    """The numbers of the entries that were not removed."""
    return frozenset(session.scalars(select(NegativeEntry.number).where(NegativeEntry.removed_on.is_(None))))


def add_entries(desk: Desk, given: Iterable[NegativeFields]) -> int:
    """Put entries on the list that were looked through before; one whose number is taken by now is left out.

    Returns how many were added; raises UserError (E-ENTRY) when one is not whole, and adds none then.
    """
    desk.require(Permission.REGISTER)
    chosen = tuple(given)
    for one in chosen:
        _require_whole(desk, one)
    detail: dict[str, int] = {}
    with desk.verb("import_negative", "negative", detail) as session:
        taken = numbers_in_force(session)
        new = [one for one in chosen if one.number not in taken]
        for one in new:
            _insert(desk, session, one)
        detail["entries"] = len(new)
        lists_changed(session)
    return detail["entries"]


def export_entries(desk: Desk, target: Path) -> int:
    """Write the list as a spreadsheet, which can be imported again; returns the number of entries."""
    headings = [*ENTRY_FIELDS.values(), "状态", "移出日期", "移出理由"]
    rows = (
        (
            *(one.fields.number, one.fields.category, one.fields.matter, "、".join(one.fields.words)),
            *(one.fields.reason, one.fields.basis, one.fields.office),
            *(one.fields.effective_on, one.fields.review_on),
            *(word(one.standing), one.removed_on, one.removed_because),
        )
        for one in entries(desk)
    )
    return write_ledger(target, headings, rows, NEGATIVE)


def _require_whole(desk: Desk, fields: NegativeFields) -> None:
    problems = entry_problems(fields, desk.today())
    if problems:
        raise UserError(told(problems[0]), "改好后再保存", "E-ENTRY")


def _require_free(session: Session, number: str, but: int | None = None) -> None:
    wanted = select(NegativeEntry.id).where(NegativeEntry.number == number, NegativeEntry.removed_on.is_(None))
    if session.scalar(wanted if but is None else wanted.where(NegativeEntry.id != but)) is not None:
        raise UserError(f"{NEGATIVE}里已有第 {number} 项", "换一个序号，或者修改原来那一项", "E-ENTRY")


def _standing_row(session: Session, key: int) -> NegativeEntry:
    row = session.get(NegativeEntry, key)
    if row is None:
        raise UserError("没有找到清单的这一项", "刷新后再试", "E-ENTRY")
    if row.removed_on is not None:
        raise UserError("这一项已经移出，不能再改", "需要恢复的，重新加入一项", "E-ENTRY")
    return row


def _insert(desk: Desk, session: Session, fields: NegativeFields) -> NegativeEntry:
    row = NegativeEntry()
    _write(desk, row, fields)
    session.add(row)
    return row


def _write(desk: Desk, row: NegativeEntry, fields: NegativeFields) -> None:
    assert fields.effective_on is not None
    assert fields.review_on is not None
    row.number, row.category, row.matter = fields.number.strip(), fields.category.strip(), fields.matter.strip()
    row.words, row.reason, row.basis = list(fields.words), fields.reason.strip(), fields.basis.strip()
    row.office, row.effective_on, row.review_on = fields.office.strip(), fields.effective_on, fields.review_on
    row.updated_at, row.updated_by = desk.now(), desk.person.name


def _view(row: NegativeEntry, today: date, because: str) -> EntryView:
    return EntryView(
        row.id,
        NegativeFields(
            row.number,
            row.category,
            row.matter,
            tuple(row.words),
            row.reason,
            row.basis,
            row.office,
            row.effective_on,
            row.review_on,
        ),
        standing(row.effective_on, row.review_on, row.removed_on, today),
        row.removed_on,
        because,
        civil_date(row.updated_at),
        row.updated_by,
    )


def _object_of(key: int) -> str:
    return f"negative:{key}"
