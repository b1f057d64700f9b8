"""What stands behind an answer of the checklist, in words: bases, masking, referrals with their clock, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.labels import word
from desktop.rules.bases import Referral
from desktop.rules.findings import Settled
from desktop.rules.items import Answer, Attribute, ItemContent
from desktop.rules.requirements import ACCEPTED, PRIVACY, missing, referral_of
from desktop.services import referrals
from desktop.services.desk import Desk
from desktop.services.differences import basis_line
from desktop.views.limits import limit_words

ADD_BASIS, REFER, ANSWER = "basis", "refer", "answer"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that stands behind an answer; `basis` is its place among the bases of the content, -1 for the others."""

    icon: str
    words: str
    fact: str = ""
    tone: str = ""
    basis: int = -1


@dataclass(frozen=True, slots=True)
class Behind:
    """All that is shown under one question: its lines, what is still missing, and the verbs that bring it."""

    lines: tuple[Line, ...] = ()
    missing: str = ""
    verbs: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be shown."""
        return not (self.lines or self.missing or self.verbs)


def behind(desk: Desk, content: ItemContent, *, acting: bool) -> tuple[Behind, ...]:
    """What stands behind each of the sixteen answers; `acting` for the handler, who brings what is missing."""
    wanted = {one.question: one.words for one in missing(content)} if acting else {}
    return tuple(
        Behind(
            (*_bases(content, question), *_masking(content, question), *_referrals(desk, content, question)),
            _shortened(content, question, wanted[question]) if question in wanted else "",
            _verbs(content, question) if acting else (),
        )
        for question in range(len(content.answers))
    )


def _bases(content: ItemContent, question: int) -> list[Line]:
    return [
        Line("file-check", basis_line(one), basis=place)
        for place, one in enumerate(content.bases)
        if one.question == question
    ]


def _masking(content: ItemContent, question: int) -> list[Line]:
    masked = [one for one in content.resolutions if one.verdict is Settled.MASKED] if question == PRIVACY else []
    if not masked:
        return []
    last = max(masked, key=lambda one: one.on)
    return [Line("eraser", f"内容检查里有 {len(masked)} 处按“已遮盖”处理", f"{last.by} {last.on:%m-%d}")]


def _referrals(desk: Desk, content: ItemContent, question: int) -> list[Line]:
    return [_referral(desk, one) for one in content.referrals if one.question == question]


def _referral(desk: Desk, one: Referral) -> Line:
    number = f"（{one.number}）" if one.number else ""
    sent = f"{one.sent_on:%m-%d} 报{one.body}{number}"
    if one.answered_on is None:
        return Line("send", f"{sent}，等答复", *limit_words(desk, referrals.due_on(desk, one.sent_on)))
    outcome = word(one.outcome) if one.outcome else ""
    return Line("mail-check", f"{sent}；{one.answered_on:%m-%d} 答复{outcome}：{one.answer}")


def _shortened(content: ItemContent, question: int, words: str) -> str:
    """What is missing, without what the line of an open referral above it says already."""
    last = referral_of(content.referrals, question)
    if last is not None and last.is_open and content.answers[question] is Answer.UNSURE:
        return "收到答复后登记，再改答“是”或“否”"
    return words


def _verbs(content: ItemContent, question: int) -> tuple[tuple[str, str], ...]:
    last = referral_of(content.referrals, question)
    if last is not None and last.is_open:
        return ((ANSWER, "登记答复"),)
    if content.answers[question] is Answer.UNSURE:
        return ((REFER, "登记报送" if last is None else "另行报送"),)
    if content.answers[question] is not Answer.YES or question not in ACCEPTED:
        return ()
    return () if content.attribute is Attribute.WITHHELD else ((ADD_BASIS, "添加依据"),)
