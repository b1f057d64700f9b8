"""Referrals: a question nobody here may decide goes to the competent body, with a clock, and its answer comes back (条例 17)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import word
from desktop.models import Item, ReferralEntry
from desktop.rules.bases import WORDS_LIMIT, Outcome, Referral
from desktop.rules.items import QUESTION_COUNT, Answer, ItemContent
from desktop.rules.requirements import referral_of
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import draft_rows, item_rows
from desktop.services.desk import Desk
from desktop.services.secrecy import require_unmarked

OVER = (ItemState.DISCARDED, ItemState.WITHDRAWN, ItemState.STOPPED)
"""States in which an item ends without being disclosed: what was asked about it is waited for no more."""

WORKING_DAYS = 10
"""When an answer is asked after: ten working days, as 保密法实施条例 25 gives for such a decision."""


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A line of the register; `ended` is the state of an item that ended before an answer came."""

    uuid: str
    item_number: str
    title: str
    office: str
    question: int
    body: str
    number: str
    sent_on: date
    due_on: date
    answered_on: date | None
    outcome: Outcome | None
    ended: ItemState | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for: none came, and the item did not end meanwhile."""
        return self.answered_on is None and self.ended is None

    def is_late(self, today: date) -> bool:
        """Whether the answer is overdue."""
        return self.is_open and self.due_on < today


def refer(desk: Desk, uuid: str, question: int, body: str, sent_on: date, number: str = "") -> Referral:
    """Note that a question of a draft was put to a body; `question` counts from 0 and is answered 不确定.

    Raises UserError when it is not unsure, already waits for an answer, or the date lies ahead.
    """
    desk.require(Permission.REGISTER)
    if not body.strip():
        raise UserError("没有填写报送的部门", "填写有关主管部门或者保密行政管理部门的名称", "E-NAME")
    _require_past(desk, sent_on)
    made = Referral(question, body.strip(), sent_on, number.strip())
    with desk.verb("refer", uuid, {"question": question + 1}) as session:
        item, content = _draft(session, uuid, question)
        last = referral_of(content.referrals, question)
        if last is not None and last.is_open:
            raise UserError(f"这一项已报{last.body}，还没有答复", "收到答复后登记，再决定是否另报", "E-STATE")
        if content.answers[question] is not Answer.UNSURE:
            raise UserError("这一项没有答“不确定”", "先把答案改为“不确定”", "E-CHECKLIST")
        _keep(desk, session, uuid, replace(content, referrals=(*content.referrals, made)))
        session.add(
            ReferralEntry(
                item_id=item.id,
                question=question,
                body=made.body,
                number=made.number,
                sent_on=sent_on,
                due_on=due_on(desk, sent_on),
                recorded_by=desk.person.name,
            )
        )
    return made


def record_answer(desk: Desk, uuid: str, question: int, answered_on: date, outcome: Outcome, answer: str) -> Referral:
    """Note what the body answered; the handler then answers the question himself, by 是 or 否."""
    desk.require(Permission.REGISTER)
    _require_past(desk, answered_on)
    if not answer.strip() or len(answer) > WORDS_LIMIT:
        raise UserError("没有写明答复的内容，或者过长", f"摘要写明答复，不超过 {WORDS_LIMIT} 字", "E-REASON")
    with desk.verb("record_referral_answer", uuid, {"question": question + 1, "outcome": outcome.value}) as session:
        item, content = _draft(session, uuid, question)
        last = referral_of(content.referrals, question)
        if last is None or not last.is_open:
            raise UserError("这一项没有等待答复的报请", "先登记报送的部门和日期", "E-STATE")
        if answered_on < last.sent_on:
            raise UserError(f"答复日期早于报送日期 {last.sent_on:%m-%d}", "核对日期", "E-DATE")
        made = replace(last, answered_on=answered_on, outcome=outcome, answer=answer.strip())
        kept = tuple(made if one is last else one for one in content.referrals)
        _keep(desk, session, uuid, replace(content, referrals=kept))
        entry = session.scalars(
            select(ReferralEntry).where(
                ReferralEntry.item_id == item.id,
                ReferralEntry.question == question,
                ReferralEntry.answered_on.is_(None),
            )
        ).one()
        entry.answered_on, entry.outcome = answered_on, outcome.value
    return made


def with_registered(session: Session, item: Item, content: ItemContent) -> ItemContent:
    """The content with every answer that stands in the register: dropping the draft that asked for it does not unbind."""
    kept = {(one.question, one.body, one.sent_on, one.outcome): one for one in content.referrals}
    entries = session.scalars(
        select(ReferralEntry).where(ReferralEntry.item_id == item.id).order_by(ReferralEntry.id)
    ).all()
    registered = []
    for entry in entries:
        outcome = Outcome(entry.outcome) if entry.outcome else None
        named = kept.pop((entry.question, entry.body, entry.sent_on, outcome), None)
        if named is not None:
            registered.append(named)
        elif outcome is not None:
            registered.append(
                Referral(entry.question, entry.body, entry.sent_on, entry.number, entry.answered_on, outcome)
            )
    return replace(content, referrals=(*registered, *kept.values()))


def due_on(desk: Desk, sent_on: date) -> date:
    """The day by which an answer is expected."""
    return desk.calendar.add_working_days(sent_on, WORKING_DAYS).date


def register(desk: Desk, open_only: bool = False) -> tuple[ReferralView, ...]:
    """The register of referrals: those that wait first, the most urgent at the top, then the answered and ended ones."""
    desk.require(Permission.READ)
    wanted = select(ReferralEntry, Item).join(Item, Item.id == ReferralEntry.item_id)
    waits = _waits()
    if open_only:
        wanted = wanted.where(waits)
    with desk.store.reading() as session:
        names = item_rows.office_names(session)
        rows = session.execute(wanted.order_by(waits.desc(), ReferralEntry.sent_on, ReferralEntry.id).limit(1000))
        return tuple(
            ReferralView(
                item.uuid,
                item.short_number,
                item.title,
                names[item.office_id],
                entry.question,
                entry.body,
                entry.number,
                entry.sent_on,
                due_on(desk, entry.sent_on),  # by the calendar of today: what was stored may have been an estimate
                entry.answered_on,
                Outcome(entry.outcome) if entry.outcome else None,
                ItemState(item.state) if entry.answered_on is None and ItemState(item.state) in OVER else None,
            )
            for entry, item in rows
        )


def late_count(desk: Desk, session: Session) -> int:
    """How many answers are overdue."""
    sent = select(ReferralEntry.sent_on).join(Item, Item.id == ReferralEntry.item_id).where(_waits())
    return sum(due_on(desk, one) < desk.today() for one in session.scalars(sent))


def _waits() -> ColumnElement[bool]:
    """Whether an answer is waited for, as `ReferralView.is_open` tells of one line."""
    return ReferralEntry.answered_on.is_(None) & Item.state.not_in([one.value for one in OVER])


def _draft(session: Session, uuid: str, question: int) -> tuple[Item, ItemContent]:
    item = item_rows.item_by_uuid(session, uuid)
    if not 0 <= question < QUESTION_COUNT:
        raise UserError("没有这一项审查事项", "刷新后再试", "E-CHECKLIST")
    if ItemState(item.state) in OVER:
        raise UserError(
            f"这条信息{word(ItemState(item.state))}，报请确定随之结束", "不用再登记答复，来文按收文存档", "E-STATE"
        )
    return item, draft_rows.draft_content(session, item)


def _keep(desk: Desk, session: Session, uuid: str, content: ItemContent) -> None:
    require_unmarked(content)
    draft_rows.edit_draft(desk, session, uuid, lambda _now: content)


def _require_past(desk: Desk, day: date) -> None:
    if day > desk.today():
        raise UserError("日期晚于今天", f"改为 {desk.today():%m-%d} 或以前", "E-DATE")
