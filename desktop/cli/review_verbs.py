"""Commands on what stands behind the answers of a review, and on a signature of one's own."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from desktop.cli.answers import Answer, say
from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.bases import Basis
from desktop.rules.items import QUESTION_COUNT, ItemContent
from desktop.rules.plain import to_plain
from desktop.rules.requirements import fault_of_basis, missing
from desktop.services import item_detail, items, ledger, precedents, re_reviews, recalling, referrals
from desktop.services.desk import Desk
from desktop.services.precedent_words import NONE, facts_of, negative_words, why_words


def recall(desk: Desk, given: Namespace) -> Answer:
    """Take one's own last sign-off back."""
    uuid = ledger.find_uuid(desk, given.item)
    recalling.recall(desk, uuid, given.reason)
    state = item_detail.detail(desk, uuid).state
    return say(f"现在是：{word(state)}", state=state.value)


def basis(desk: Desk, given: Namespace) -> Answer:
    """Put a basis behind an answer 是, or take all bases of the question out."""
    uuid = ledger.find_uuid(desk, given.item)
    detail = item_detail.detail(desk, uuid)
    if detail.draft_version is None:
        raise UserError("这条信息不在草稿状态", "退回补正的信息先修改", "E-STATE")
    question = _question(given.question)
    kept = detail.content.bases
    if given.remove:
        kept = tuple(one for one in kept if one.question != question)
    else:
        made = Basis(question, given.kind, given.party, given.date, given.words)
        fault = fault_of_basis(made)
        if fault:
            raise UserError(f"第 {given.question} 项：{fault}", "补齐后再登记", "E-REQUIREMENT")
        kept = (*kept, made)
    items.save_draft(desk, uuid, replace(detail.content, bases=kept), detail.draft_version, "command-line")
    return _left(desk, uuid)


def refer(desk: Desk, given: Namespace) -> Answer:
    """Note that an unsure question was put to a body."""
    uuid = ledger.find_uuid(desk, given.item)
    referrals.refer(desk, uuid, _question(given.question), given.body, given.date, given.number)
    return _left(desk, uuid)


def answer(desk: Desk, given: Namespace) -> Answer:
    """Note what the body has answered."""
    uuid = ledger.find_uuid(desk, given.item)
    referrals.record_answer(desk, uuid, _question(given.question), given.date, given.outcome, given.words)
    return _left(desk, uuid)


def register(desk: Desk, given: Namespace) -> Answer:
    """The register of referrals."""
    listed = referrals.register(desk, given.open)
    lines = [
        f"{one.item_number}  第 {one.question + 1} 项  {one.sent_on} 报{one.body}  "
        + (word(one.ended) if one.ended else f"{one.answered_on} 答复" if one.answered_on else f"{one.due_on} 前答复")
        for one in listed
    ]
    return Answer((*lines, f"共 {len(listed)} 项"), {"referrals": [to_plain(one) for one in listed]})


def again(desk: Desk, given: Namespace) -> Answer:
    """What is due for re-review, or begin the one of an item."""
    if given.begin:
        re_reviews.begin_re_review(desk, ledger.find_uuid(desk, given.begin))
        return say("已打开为草稿，重新决定后提交审查", begun=given.begin)
    listed = re_reviews.re_reviews(desk)
    lines = [f"{one.number}  {one.due}  {word(one.attribute)}  {one.title}" for one in listed]
    return Answer((*lines, f"共 {len(listed)} 件"), {"items": [to_plain(one) for one in listed]})


def earlier(desk: Desk, given: Namespace) -> Answer:
    """How items like this one were decided."""
    found = precedents.precedents(desk, ledger.find_uuid(desk, given.item))
    lines: list[str] = []
    for one in found.items:
        lines.append(f"{one.number}  {one.title}（{why_words(one)}）")
        lines += [f"    {name}：{value}" for name, value in facts_of(one)]
    lines += [f"负面清单{negative_words(one)}" for one in found.negative]
    return Answer(tuple(lines) or (NONE,), to_plain(found))


def _question(number: int) -> int:
    if not 1 <= number <= QUESTION_COUNT:
        raise UserError(f"没有第 {number} 项审查事项", f"填 1 到 {QUESTION_COUNT}", "E-CHECKLIST")
    return number - 1


def _left(desk: Desk, uuid: str) -> Answer:
    content: ItemContent = item_detail.detail(desk, uuid).content
    wanted = missing(content)
    lines = tuple(f"第 {one.question + 1} 项：{one.words}" for one in wanted)
    data = {"missing": [{"question": one.question + 1, "words": one.words} for one in wanted]}
    return Answer(lines or ("审查事项要求的都已登记",), data)
