"""The monthly summary of confidentiality reviews (月汇总表): what the reviewers concluded in a month, from the sign-offs."""

from __future__ import annotations

from collections.abc import Container, Iterator

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import word
from desktop.models import Item, Office, Revision, SetAside, SignOff, WithheldEntry
from desktop.printing.monthly_summary import MonthlySummarySheet, SummaryRow, monthly_summary
from desktop.rules.bases import BasisKind
from desktop.rules.calendar import ONE_DAY
from desktop.rules.chains import Step
from desktop.rules.items import Attribute, Ground, ItemContent
from desktop.rules.periods import Month
from desktop.rules.plain import from_plain
from desktop.rules.requirements import masking_record
from desktop.rules.review import Conclusion, Opinion, SignOffStatement
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.sign_offs import chain_up_to, read_statement
from desktop.services.signed_items import fault_of
from desktop.services.trusted_keys import own_people

ELSEWHERE = "另行处理"
INVALID = "签字无效"
_NOT_KEPT = "（不登记）"
_NUMBER_ONLY = "不予公开（只报编号）"
_NOT_VERIFIED = "签字验证不通过（只报编号）"


def monthly_summary_pdf(desk: Desk, month: Month, office_id: str = "") -> bytes:
    """The summary of a month as a PDF, of one office or, at the centre without one, of all; nil when there was nothing."""
    return monthly_summary(summary_sheet(desk, month, office_id))


def summary_sheet(desk: Desk, month: Month, office_id: str = "") -> MonthlySummarySheet:
    """What the summary of a month shows; UserError (E-DATE) for a month that has not begun."""
    desk.require(Permission.READ)
    if month.first_day > desk.today():
        raise UserError(f"{month.label}还没有开始", "选择本月或以前的月份", "E-DATE")
    with desk.store.reading() as session:
        office = session.get(Office, office_id) if office_id else None
        if office_id and office is None:
            raise UserError("没有找到这个处室", "刷新后再选", "E-OFFICE")
        stubs = {row.form_number: row for row in _stubs(session, month, office_id)}
        reviewed = tuple(_reviewed(session, month, office_id, frozenset(stubs)))
        for row in reviewed:  # disclosed by a later review than the one that withheld it
            stubs.pop(row.form_number, None)
        rows = sorted(
            (*reviewed, *_stopped(session, month, office_id), *stubs.values()),
            key=lambda row: (row.decided_on, row.form_number),
        )
    whole = desk.agency.end is End.CENTRE and office is None
    told = [*(word(one) for one in Conclusion), ELSEWHERE, *({row.conclusion for row in rows} & {INVALID})]
    return MonthlySummarySheet(
        number=f"保审汇〔{month.year}〕{month.number:02d}号",
        unit=desk.agency.name if whole else f"{desk.agency.name}{office.name if office else desk.agency.office_name}",
        month=month.label,
        rows=tuple(rows),
        totals=tuple((one, sum(row.conclusion == one for row in rows)) for one in told),
        filled_on=desk.today(),
        filler=desk.person.name,
        receiver=f"{desk.agency.name}办公室",
    )


def office_choices(desk: Desk) -> tuple[tuple[str, str], ...]:
    """The offices whose reviews may be summed up or checked here: key and name, by name."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.execute(select(Office.id, Office.name).order_by(Office.name))
        return tuple((key, name) for key, name in rows)


def _reviewed(session: Session, month: Month, office_id: str, withheld: Container[str]) -> Iterator[SummaryRow]:
    """The last conclusion of each item that a reviewer agreed to in the month and that still stood at its end.

    At the centre an item that its office took back to withhold it counts by its entry, whose number is in `withheld`.
    """
    last: dict[int, tuple[SignOff, SignOffStatement]] = {}
    for row in session.scalars(_sign_offs(month, office_id)):
        statement = read_statement(row.statement)
        if statement.opinion is Opinion.AGREE and statement.conclusion and statement.day in month:
            last[row.item_id] = (row, statement)
    key_belongs = own_people(session)
    for item_id, (row, statement) in last.items():
        if row.voided_at is not None and civil_date(row.voided_at) <= month.last_day:
            continue
        item = session.get_one(Item, item_id)
        taken_back = ItemState(item.state) is ItemState.WITHDRAWN and item.form_number in withheld
        if taken_back or ItemState(item.state) is ItemState.STOPPED:
            continue
        revision = session.scalars(
            select(Revision).where(Revision.item_id == item_id, Revision.digest == statement.revision_digest)
        ).first()
        if revision is None or fault_of(item.uuid, revision, _resting_on(session, row), key_belongs):
            yield SummaryRow(item.form_number, _NOT_VERIFIED, "", "", INVALID, statement.day, "退回重新审查")
        else:
            yield _line(item, from_plain(ItemContent, revision.content), statement)


def _resting_on(session: Session, row: SignOff) -> tuple[SignOff, ...]:
    signed = session.scalars(select(SignOff).where(SignOff.item_id == row.item_id, SignOff.rev == row.rev)).all()
    return chain_up_to(row, signed)


def _sign_offs(month: Month, office_id: str) -> Select[SignOff]:
    """The reviewers' sign-offs around the month, but on what was set aside; the exact day is told by the statement."""
    first, after = (month.first_day - ONE_DAY).isoformat(), (month.last_day + ONE_DAY + ONE_DAY).isoformat()
    signed = SignOff.statement["signed_at"].as_string()
    ink = SignOff.statement[("ink", "signed_on")].as_string()
    aside = select(SetAside.revision_id).join(Revision, Revision.id == SetAside.revision_id)
    of_this = Revision.item_id == SignOff.item_id, Revision.digest == SignOff.statement["revision_digest"].as_string()
    wanted = (
        select(SignOff)
        .join(Item, Item.id == SignOff.item_id)
        .where(
            ~aside.where(*of_this).correlate(SignOff).exists(),
            SignOff.step == Step.CONFIDENTIALITY_REVIEWER.value,
            or_(signed.between(first, after), ink.between(first, after)),
        )
        .order_by(SignOff.id)
    )
    return wanted.where(Item.office_id == office_id) if office_id else wanted


def _line(item: Item, content: ItemContent, statement: SignOffStatement) -> SummaryRow:
    assert statement.conclusion is not None
    withheld = content.attribute is Attribute.WITHHELD
    return SummaryRow(
        item.form_number,
        _NUMBER_ONLY if withheld else content.title,
        "" if withheld else content.document_number,
        word(content.attribute),
        word(statement.conclusion),
        statement.day,
        _remark(content),
    )


def _remark(content: ItemContent) -> str:
    if content.attribute is not Attribute.PROACTIVE:
        return _article(content.ground)
    masked = masking_record(content) or any(one.kind is BasisKind.MASKED for one in content.bases)
    return "信息已遮盖" if masked else ""


def _article(ground: Ground | None) -> str:
    """The article alone, e.g. 条例第十六条第一款."""
    return word(ground).split("：")[0] if ground else ""


def _stopped(session: Session, month: Month, office_id: str) -> Iterator[SummaryRow]:
    """State secrets: number and date, nothing else (保密法2024 第三十一条)."""
    wanted = select(Item).where(Item.state == ItemState.STOPPED.value)
    for item in session.scalars(wanted.where(Item.office_id == office_id) if office_id else wanted):
        day = civil_date(item.updated_at)
        if day in month:
            yield SummaryRow(item.form_number, _NOT_KEPT, "", "", ELSEWHERE, day, "按保密规定")


def _stubs(session: Session, month: Month, office_id: str) -> Iterator[SummaryRow]:
    """What the offices withheld: at the centre there is only the number."""
    wanted = select(WithheldEntry).where(WithheldEntry.decided_on.between(month.first_day, month.last_day))
    for one in session.scalars(wanted.where(WithheldEntry.office_id == office_id) if office_id else wanted):
        ground = next((value for value in Ground if value.value == one.ground), None)
        yield SummaryRow(
            one.form_number, _NUMBER_ONLY, "", word(Attribute.WITHHELD), word(Conclusion.WITHHOLD), one.decided_on,
            _article(ground),
        )  # fmt: skip
