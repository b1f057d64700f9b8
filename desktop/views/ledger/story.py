"""An item told in plain words: its facts, its two limits, its signatures, its history and its versions."""

from __future__ import annotations

from datetime import date

from desktop.labels import FIELDS, step_title, title_of, verdict_words, word
from desktop.rules.items import Attribute, Channel
from desktop.rules.review import Opinion
from desktop.rules.states import ItemState
from desktop.services.action_words import action_words
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.differences import FieldChange as Changed
from desktop.services.differences import differences
from desktop.services.item_detail import HistoryLine, ItemDetail, SignOffView
from desktop.services.ledger import AT_OFFICE, OPEN
from desktop.services.listing import INTERNAL_WORKING_DAYS, STATUTORY_WORKING_DAYS
from desktop.views.components.deadlines import DeadlineMeter
from desktop.views.components.difference import FieldChange
from desktop.views.components.stepper import Step
from desktop.views.limits import day_words, limit_words

NOT_REVIEWED = (ItemState.DRAFT, ItemState.STOPPED, ItemState.DISCARDED)


def facts(item: ItemDetail) -> list[tuple[str, str]]:
    """What was registered, without the fields that are empty."""
    content, published = item.content, item.publication
    attribute = word(content.attribute)
    if content.ground is not None and content.attribute is not Attribute.PROACTIVE:
        attribute = f"{attribute}，{word(content.ground)}"
    told = [
        (FIELDS["form_number"], item.form_number),
        (FIELDS["document_number"], content.document_number),
        (FIELDS["signed_on"], _iso(content.signed_on)),
        ("处室", item.office_name),
        (FIELDS["attribute"], attribute),
        (FIELDS["catalogue_row"], content.catalogue_row),
        (FIELDS["channels"], "、".join(word(one) for one in content.channels)),
        (FIELDS["index_number"], item.index_number),
        ("报送批次", item.batch_number),
        (FIELDS["next_review_on"], _iso(content.next_review_on)),
        (FIELDS["published_on"], _iso(published.published_on) if published else ""),
        (FIELDS["address"], published.address if published else ""),
    ]
    return [(name, value) for name, value in told if value]


def meters(desk: Desk, item: ItemDetail) -> list[DeadlineMeter]:
    """The internal and the statutory clock; none for an item without limits."""
    found = []
    if item.internal_due is not None:
        running = item.state in AT_OFFICE or item.state is ItemState.RETURNED
        found.append(
            _meter(desk, "内部期限", INTERNAL_WORKING_DAYS, "报送", item.internal_due, "" if running else "已报送")
        )
    if item.statutory_due is not None:
        settled = _settled(desk, item) if item.publication or item.state not in OPEN else ""
        found.append(_meter(desk, "法定期限", STATUTORY_WORKING_DAYS, "公开", item.statutory_due, settled))
    return found


def steps(item: ItemDetail, today: date) -> list[Step]:
    """The stations of the chain as they stand on the head version."""
    under_review = item.draft_version is None and item.state not in NOT_REVIEWED
    head = [one for one in item.sign_offs if one.rev == item.head_rev and not one.voided_because and under_review]
    signed = {one.checked.statement.step: one for one in head}
    shown: list[Step] = []
    waiting = item.state in (ItemState.IN_REVIEW, ItemState.PENDING)
    for place in item.content.form.steps:
        one = signed.get(place.step)
        if one is not None:
            shown.append(_signed_step(title_of(place), one, today))
            continue
        state = "current" if waiting else "next"
        waiting = False
        shown.append(Step(title_of(place), ("待签",) if state == "current" else ("未到",), state))
    return shown


def invalid_signatures(item: ItemDetail) -> int:
    """How many sign-offs that still count do not verify."""
    return len(item.invalid)


def signature_lines(item: ItemDetail, today: date) -> list[tuple[str, str, bool]]:
    """Every sign-off in words, the newest first: who and when, what was said, whether it fails; voided ones say why."""
    told = []
    for one in reversed(item.sign_offs):
        statement = one.checked.statement
        words = word(statement.opinion)
        if statement.conclusion is not None:
            words += f"，{word(statement.conclusion)}"
        if statement.text.strip():
            words += f"：{statement.text.strip()}"
        if statement.ink is not None:
            words += f"（纸面签字，{statement.ink.attested_by or statement.signer_name}登记）"
        if one.voided_because:
            words += f"　已作废：{one.voided_because}"
        elif one.checked.fault:
            words += f"　签字无效：{one.checked.fault}"
        if statement.delegation is not None:
            words += f"（代{statement.delegation.principal}签，依据：{statement.delegation.authority}）"
        when = day_words(one.checked.statement.day, today)
        head = f"{step_title(item.content.form, statement.step)}　{statement.person}　{when}　第 {one.rev} 版"
        told.append((head, words, bool(one.checked.fault) and not one.voided_because))
    return told


def history(item: ItemDetail) -> list[tuple[str, str, str]]:
    """Time, person and deed, the newest first."""
    return [(line.at, line.actor, deed(line)) for line in item.history]


def deed(line: HistoryLine) -> str:
    """One line of the history in plain words, with the reason or opinion that it carries."""
    told = action_words(line.action)
    detail = line.detail
    if detail.get("opinion") in set(Opinion):
        told += f"：{word(Opinion(detail['opinion']))}"
    if detail.get("channel") in set(Channel):
        told += f"：{word(Channel(detail['channel']))}"
    if detail.get("fields"):
        told += f"：{'、'.join(FIELDS.get(name, name) for name in detail['fields'])}"
    if detail.get("reason"):
        told += f"：{detail['reason']}"
    return told


def versions(item: ItemDetail) -> list[tuple[str, str, list[FieldChange]]]:
    """Name, who and when, and what changed against the version before; the newest first."""
    told: list[tuple[str, str, list[FieldChange]]] = []
    before = None
    for one in item.revisions:
        changes: list[FieldChange] = [] if before is None else _changes(differences(before, one.content))
        told.append((f"第 {one.rev} 版", f"{one.author}　{civil_date(one.created_at).isoformat()}", changes))
        before = one.content
    if item.draft_version is not None and before is not None:
        told.append(("正在修改的草稿", "还没有送审", _changes(differences(before, item.content))))
    aside: list[tuple[str, str, list[FieldChange]]] = [
        (f"第 {one.rev} 版，不采用", f"{one.author}　{civil_date(one.created_at).isoformat()}　{because}", [])
        for one, because in item.set_aside
    ]
    return told[::-1] + aside


def _changes(found: tuple[Changed, ...]) -> list[FieldChange]:
    return [FieldChange(one.label, one.before, one.after) for one in found]


def _meter(desk: Desk, name: str, days: int, purpose: str, due: date, settled: str) -> DeadlineMeter:
    left = desk.calendar.working_days_between(desk.today(), due)
    words, tone = (settled, "ok") if settled else limit_words(desk, due)
    part = 1.0 if settled else min(1.0, max(0.0, (days - left) / days))
    fact = f"{days} 个工作日{purpose}"
    if not desk.calendar.is_announced(due):
        fact += "，暂估"
    return DeadlineMeter(name, fact, words, day_words(due, desk.today()), part, tone or "accent")


def _settled(desk: Desk, item: ItemDetail) -> str:
    published = item.publication
    if published is None or item.statutory_due is None:
        return word(item.state)
    early = desk.calendar.working_days_between(published.published_on, item.statutory_due)
    day = day_words(published.published_on, desk.today())
    if early > 0:
        return f"{day} 已公开，提前 {early} 个工作日"
    return f"{day} 已公开" if early == 0 else f"{day} 公开，超期 {-early} 个工作日"


def _signed_step(title: str, one: SignOffView, today: date) -> Step:
    statement = one.checked.statement
    fine = one.standing and statement.goes_on
    last = "签字无效" if one.checked.fault else day_words(one.checked.statement.day, today)
    if one.standing and not statement.goes_on:
        last = verdict_words(statement)
    person = f"{statement.person}（代）" if statement.delegation else statement.person
    return Step(title, (person, last), "done" if fine else "failed")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
