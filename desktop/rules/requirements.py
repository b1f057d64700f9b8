"""What an answer of the checklist requires before the item may go on (条例 11, 15, 17; reference §1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.rules.bases import WORDS_LIMIT, Basis, BasisKind, Outcome, Referral
from desktop.rules.findings import Settled
from desktop.rules.grounds import SUPPORTING, is_supported, support_words
from desktop.rules.items import QUESTION_COUNT, Answer, Attribute, ItemContent

TRADE_SECRET = 8
PRIVACY = 9
THIRD_PARTY = 10
OTHER_BODIES = 11
ERRORS = 15

ACCEPTED: dict[int, tuple[BasisKind, ...]] = {
    TRADE_SECRET: (BasisKind.CONSENT, BasisKind.PUBLIC_INTEREST),
    PRIVACY: (BasisKind.MASKED, BasisKind.CONSENT, BasisKind.PUBLIC_INTEREST),
    THIRD_PARTY: (BasisKind.CONSENT, BasisKind.PUBLIC_INTEREST),
    OTHER_BODIES: (BasisKind.AGREED,),
}
"""The questions whose 是 wants something behind it when the item is to be disclosed, and what will do."""

_WANTED: dict[int, str] = {
    TRADE_SECRET: "写明权利人同意，或者不公开会对公共利益造成重大影响的理由",
    PRIVACY: "在登记页遮盖个人信息；来件已隐去的，写明由谁、何时、隐去了什么；或者写明本人同意、公共利益的理由",
    THIRD_PARTY: "写明第三方的意见，或者公共利益的理由",
    OTHER_BODIES: "写明与哪个机关、何时协商一致",
}


NAMED_BY: dict[BasisKind, str] = {
    BasisKind.CONSENT: "写明是谁同意",
    BasisKind.AGREED: "写明与哪个机关协商",
    BasisKind.MASKED: "写明来件由谁隐去",
}
"""The kinds of basis that name somebody and a day, and what is said while nobody is named.

What was masked before it came here has no record in this program: whoever says so names who did it, when, and what.
"""

_WORDED_BY: dict[BasisKind, str] = {
    BasisKind.PUBLIC_INTEREST: "写明公共利益的理由",
    BasisKind.MASKED: "写明隐去了什么",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """What a question still wants; `question` counts from 0."""

    question: int
    words: str


def missing(content: ItemContent) -> tuple[Missing, ...]:
    """What the answers still want before the item may be submitted, by question."""
    return tuple(_missing(content))


def _missing(content: ItemContent) -> Iterator[Missing]:
    for question, answer in enumerate(content.answers):
        if answer is Answer.UNSURE:
            yield Missing(question, _unsure_words(referral_of(content.referrals, question)))
        elif answer is Answer.YES and question in ACCEPTED and content.attribute is not Attribute.WITHHELD:
            fault = _basis_fault(content, question)
            if fault:
                yield Missing(question, fault)
        elif answer is Answer.YES and question == ERRORS and content.attribute is not Attribute.WITHHELD:
            yield Missing(question, "有差错的不能公开，改正后改答“否”")
    binding = forbidding_referral(content.referrals)
    if binding is not None and content.attribute is not Attribute.WITHHELD:
        yield Missing(binding.question, f"{answered_words(binding)}，公开属性改为不予公开，或者答“不确定”另行报送")
    ground = content.ground if content.attribute is Attribute.WITHHELD else None
    if ground is not None and SUPPORTING[ground] and not is_supported(ground, content.answers):
        yield Missing(SUPPORTING[ground][0], support_words(ground))
    for referral in content.referrals:
        if referral.is_open and content.answers[referral.question] is not Answer.UNSURE:
            yield Missing(referral.question, f"已报{referral.body}确定，答复前保持“不确定”")


def _unsure_words(referral: Referral | None) -> str:
    if referral is None:
        return "报有关主管部门或者保密行政管理部门确定，登记报送的部门和日期"
    if referral.is_open:
        return f"{referral.sent_on:%m-%d} 已报{referral.body}，收到答复后登记，再改答“是”或“否”"
    return "已有答复，按答复改答“是”或“否”"


def referral_of(referrals: Sequence[Referral], question: int) -> Referral | None:
    """The newest referral of a question."""
    return next((one for one in reversed(referrals) if one.question == question), None)


def to_answer_anew(content: ItemContent) -> ItemContent:
    """The content with its sixteen answers open: each is given again by hand. Notes and bases stay for whoever answers 是."""
    return replace(content, answers=(None,) * QUESTION_COUNT)


def binding_referrals(referrals: Sequence[Referral]) -> tuple[Referral, ...]:
    """The answers that bind: of each question that was referred the newest one, once it was answered (条例 17)."""
    newest = {one.question: one for one in referrals}
    return tuple(one for one in newest.values() if not one.is_open)


def forbidding_referral(referrals: Sequence[Referral]) -> Referral | None:
    """The answer of a competent body by which the item must not be disclosed, None when there is none."""
    return next((one for one in binding_referrals(referrals) if one.outcome is Outcome.MUST_NOT_DISCLOSE), None)


def limiting_referral(referrals: Sequence[Referral]) -> Referral | None:
    """The answer of a competent body by which the item may be disclosed in part alone, None when there is none."""
    return next((one for one in binding_referrals(referrals) if one.outcome is Outcome.MAY_DISCLOSE_IN_PART), None)


def answered_words(referral: Referral) -> str:
    """Who answered a referral, when and what, e.g. 省国家保密局 11-20 答复不得公开."""
    told = {Outcome.MUST_NOT_DISCLOSE: "不得公开", Outcome.MAY_DISCLOSE_IN_PART: "区分处理后可以公开"}
    day = f"{referral.answered_on:%m-%d}" if referral.answered_on else ""
    return f"{referral.body} {day} 答复{told.get(referral.outcome, '可以公开') if referral.outcome else ''}"


def is_agreed(content: ItemContent, question: int) -> bool:
    """Whether whoever is concerned agreed, or the public interest outweighs, so that nothing needs to be left out (条例 15)."""
    given = bases_of(content, question)
    whole = (BasisKind.CONSENT, BasisKind.PUBLIC_INTEREST)
    return bool(given) and all(one.kind in whole and not fault_of_basis(one) for one in given)


def bases_of(content: ItemContent, question: int) -> tuple[Basis, ...]:
    """What stands behind a question."""
    return tuple(one for one in content.bases if one.question == question)


def masking_record(content: ItemContent) -> bool:
    """Whether something was masked here in a document that the item has."""
    held = {one.sm3 for one in content.attachments}
    return any(one.verdict is Settled.MASKED and one.sm3 in held for one in content.resolutions)


def _basis_fault(content: ItemContent, question: int) -> str:
    recorded = question == PRIVACY and masking_record(content)
    given = [one for one in bases_of(content, question) if not (recorded and one.kind is BasisKind.MASKED)]
    if not given:
        return "" if recorded else _WANTED[question]
    return next((fault for one in given if (fault := fault_of_basis(one))), "")


def fault_of_basis(basis: Basis) -> str:
    """Why a basis will not do, in words; empty when it does."""
    if not 0 <= basis.question < QUESTION_COUNT or basis.kind not in ACCEPTED.get(basis.question, ()):
        return "这一项不用这种依据"
    if len(basis.words) > WORDS_LIMIT:
        return f"说明超过 {WORDS_LIMIT} 字"
    if basis.kind in NAMED_BY and not basis.party.strip():
        return NAMED_BY[basis.kind]
    if basis.kind in NAMED_BY and basis.on is None:
        return "写明日期"
    if basis.kind in _WORDED_BY and not basis.words.strip():
        return _WORDED_BY[basis.kind]
    return ""
