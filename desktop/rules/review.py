"""The confidentiality review: checklist, conclusions, and the chain of sign-offs (reference §1.2; 条例 17; 保密法实施条例 42)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from desktop.errors import UserError
from desktop.rules.calendar import CIVIL_TIME
from desktop.rules.chains import ROLES, ChainStep, Place, Step, earlier_steps, require_sound
from desktop.rules.grounds import is_supported
from desktop.rules.items import QUESTION_COUNT, Answer, Attribute, ItemContent
from desktop.rules.person_names import bare_name
from desktop.rules.requirements import (
    ERRORS,
    PRIVACY,
    TRADE_SECRET,
    Missing,
    answered_words,
    forbidding_referral,
    is_agreed,
    limiting_referral,
    missing,
)
from desktop.rules.roles import Permission, Role, permissions

QUESTIONS: tuple[str, ...] = (
    "涉及国家秘密",
    "曾定密、现已解密",
    "含工作秘密或内部敏感事项",
    "法律、行政法规禁止公开",
    "危及国家安全",
    "危及公共安全",
    "危及经济安全",
    "影响社会稳定",
    "涉及商业秘密",
    "涉及个人隐私",
    "需征求第三方意见",
    "涉及其他机关（须协商一致）",
    "引用尚未公开的文件",
    "内部事务、过程、执法案卷",
    "与已公开信息汇聚后有风险",
    "文字、数据、名称有差错",
)
assert len(QUESTIONS) == QUESTION_COUNT

STATE_SECRET = 0


class Conclusion(StrEnum):
    """审查结论."""

    DISCLOSE = "disclose"
    DISCLOSE_IN_PART = "disclose_in_part"
    ON_REQUEST = "on_request"
    WITHHOLD = "withhold"
    DEFER = "defer"
    REFER = "refer"


class Opinion(StrEnum):
    """A signer's verdict."""

    AGREE = "agree"
    DISAGREE = "disagree"
    RETURN = "return"


STATEMENT_VERSION = 1
"""The form of a sign-off statement."""


@dataclass(frozen=True, slots=True)
class InkSignature:
    """A signature made on paper, attested by whoever records it."""

    name: str
    signed_on: date
    attested_by: str
    scan_sm3: str = ""


class StandInState(StrEnum):
    """What a recorded authority to sign in another's place is worth today."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    OVER = "over"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Delegation:
    """Signing in another person's place (代签): for whom, by what authority, and the days on which it holds."""

    principal: str
    authority: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class SignOffStatement:
    """What one sign-off says; its canonical form is what the signer's key signs (decisions: Review and signatures)."""

    item: str
    rev: int
    revision_digest: str
    form_digest: str
    previous: str
    chain_version: int
    step: Step
    place: Place
    signer: str
    signer_name: str
    key: str
    opinion: Opinion
    text: str
    signed_at: str
    answers: tuple[Answer, ...] = ()
    conclusion: Conclusion | None = None
    ink: InkSignature | None = None
    delegation: Delegation | None = None
    return_to: Step | None = None

    @property
    def person(self) -> str:
        """The name of the person whose will this is."""
        return self.ink.name if self.ink else self.signer_name

    @property
    def day(self) -> date:
        """The civil date of the signature; of one on paper the date written there."""
        return self.ink.signed_on if self.ink else datetime.fromisoformat(self.signed_at).astimezone(CIVIL_TIME).date()

    @property
    def goes_on(self) -> bool:
        """Whether it lets the item go on: an agreement, and no conclusion that holds every item back."""
        return self.opinion is Opinion.AGREE and self.conclusion not in _HELD


def may_have_signed(statement: SignOffStatement, roles: Collection[Role]) -> bool:
    """Whether an account with these roles may have made this sign-off: the step's own role, or who records ink."""
    if statement.ink is not None:
        return Permission.RECORD_INK in permissions(roles)
    if statement.delegation is not None:
        return Permission.SIGN in permissions(roles)
    return ROLES[statement.step] in roles


def due_step(statements: Sequence[SignOffStatement], chain: Sequence[ChainStep]) -> ChainStep | None:
    """The step that is to sign next, None when the chain is complete."""
    return chain[len(statements)] if len(statements) < len(chain) else None


def place_complete(statements: Sequence[SignOffStatement], place: Place, chain: Sequence[ChainStep]) -> bool:
    """Whether every step at `place` was signed with agreement."""
    signed = {one.step for one in statements if one.opinion is Opinion.AGREE}
    return all(step.step in signed for step in chain if step.place is place)


FORBIDDING = (3, 4, 5, 6, 7)
"""The questions whose 是 excludes disclosure (条例 14)."""

LIMITING = (2, 8, 9, 12, 13, 14)
"""The questions whose 是 excludes plain disclosure, but not disclosure in part (条例 15, 16, 37)."""

_HELD = (Conclusion.DEFER, Conclusion.REFER)


def permitted_conclusions(answers: Sequence[Answer | None], content: ItemContent) -> tuple[Conclusion, ...]:
    """The conclusions that contradict neither the answers nor a competent body; an open answer excludes nothing.

    不确定 forces referral (条例 17), and so does a state secret, which must not be kept here at all. A forbidding 是
    excludes disclosure, so do errors in the text and a body that answered 不得公开; a limiting 是 excludes plain disclosure
    unless it is one of 条例 15 and whoever is concerned agreed. What is withheld is withheld on a ground that the answers
    support. The conclusion must fit the attribute chosen.
    """
    if Answer.UNSURE in answers or answers[STATE_SECRET] is Answer.YES:
        return _HELD
    if content.attribute is Attribute.WITHHELD:
        return (Conclusion.WITHHOLD, *_HELD) if is_supported(content.ground, answers) else _HELD
    yes = {n for n, answer in enumerate(answers) if answer is Answer.YES}
    if yes & {*FORBIDDING, ERRORS} or forbidding_referral(content.referrals):
        return _HELD
    if content.attribute is Attribute.ON_REQUEST:
        return (Conclusion.ON_REQUEST, *_HELD)
    if limiting_questions(answers, content) or limiting_referral(content.referrals):
        return (Conclusion.DISCLOSE_IN_PART, *_HELD)
    return (Conclusion.DISCLOSE, Conclusion.DISCLOSE_IN_PART, *_HELD)


def limiting_questions(answers: Sequence[Answer | None], content: ItemContent) -> tuple[int, ...]:
    """The questions, from 0, whose 是 excludes plain disclosure of this content."""
    agreed = {n for n in (TRADE_SECRET, PRIVACY) if is_agreed(content, n)}
    return tuple(n for n in LIMITING if answers[n] is Answer.YES and n not in agreed)


def _permitted_before(answers: Sequence[Answer], attribute: Attribute) -> tuple[Conclusion, ...]:
    """What earlier versions of this program permitted: such a signature is no forgery, though the gate may be shut to it."""
    if Answer.UNSURE in answers or answers[STATE_SECRET] is Answer.YES:
        return _HELD
    if attribute is Attribute.WITHHELD:
        return (Conclusion.WITHHOLD, *_HELD)
    yes = {n for n, answer in enumerate(answers) if answer is Answer.YES}
    if yes & {*FORBIDDING}:
        return _HELD
    if attribute is Attribute.ON_REQUEST:
        return (Conclusion.ON_REQUEST, *_HELD)
    if yes & {*LIMITING}:
        return (Conclusion.DISCLOSE_IN_PART, *_HELD)
    return (Conclusion.DISCLOSE, Conclusion.DISCLOSE_IN_PART, *_HELD)


PASSING: dict[Attribute, frozenset[Conclusion]] = {
    Attribute.PROACTIVE: frozenset({Conclusion.DISCLOSE, Conclusion.DISCLOSE_IN_PART}),
    Attribute.ON_REQUEST: frozenset({Conclusion.ON_REQUEST}),
    Attribute.WITHHELD: frozenset({Conclusion.WITHHOLD}),
}


def fully_agreed(statements: Sequence[SignOffStatement], place: Place, content: ItemContent) -> bool:
    """Whether every step up to and including those at `place` agreed, and the reviewer's conclusion lets the item go on.

    This is the one gate of export, import and publication; that each statement verifies is asked beforehand. What was
    signed under an earlier, laxer rule stays readable, but goes on only when it satisfies this one.
    """
    reviewer = next((one for one in statements if one.step is Step.CONFIDENTIALITY_REVIEWER), None)
    places = (Place.OFFICE,) if place is Place.OFFICE else tuple(Place)
    return (
        all(one.opinion is Opinion.AGREE for one in statements)
        and all(place_complete(statements, one, content.form.steps) for one in places)
        and reviewer is not None
        and conclusion_passes(content.attribute, reviewer.conclusion)
        and not missing(content)
        and not fault_of_verdict(reviewer, content)
    )


def fault_of_verdict(reviewer: SignOffStatement, content: ItemContent) -> UserError | None:
    """Why the reviewer may not agree as he does, None when he may: his own answers are asked for what 是 requires.

    The reviewer himself brings nothing: the item goes back to the handler, or to the body that decides.
    """
    if reviewer.opinion is not Opinion.AGREE:
        return None
    binding = forbidding_referral(content.referrals)
    passes = conclusion_passes(content.attribute, reviewer.conclusion)
    if passes and binding is not None and content.attribute is not Attribute.WITHHELD:
        return UserError(
            f"{answered_words(binding)}，不能作公开的结论", "退回承办人改为不予公开，或者另行报请确定", "E-CONCLUSION"
        )
    if reviewer.conclusion not in permitted_conclusions(reviewer.answers, content):
        return _contradiction()
    wanted = missing_for_reviewer(reviewer.answers, reviewer.conclusion, content)
    if not wanted:
        return None
    return UserError(
        f"第 {wanted[0].question + 1} 项答了“是”，缺少依据：{wanted[0].words}", REVIEWER_WAY, "E-REQUIREMENT"
    )


REVIEWER_WAY = "退回承办人补办依据，或者改选“报有关部门确定”"
"""What the reviewer does about a requirement that is not met."""


def missing_for_reviewer(
    answers: Sequence[Answer | None], conclusion: Conclusion | None, content: ItemContent
) -> tuple[Missing, ...]:
    """What the reviewer's own answers still want before his conclusion lets the item go on."""
    if not conclusion_passes(content.attribute, conclusion):
        return ()
    return missing(replace(content, answers=tuple(answers)))


def conclusion_passes(attribute: Attribute, conclusion: Conclusion | None) -> bool:
    """Whether a reviewer's conclusion lets an item of this attribute go on."""
    return conclusion in PASSING[attribute]


def check_sign_off(
    statement: SignOffStatement,
    earlier: Sequence[SignOffStatement],
    content: ItemContent,
) -> None:
    """Raise UserError unless `statement` may follow `earlier` on this content.

    Order of the chain, 16 answers by the handler before anyone signs, every answer confirmed by the reviewer himself,
    a conclusion that fits, a reason with every disagreement, and two different persons as handler and reviewer.
    """
    require_sound(content.form)
    _check_form_of(statement)
    due = due_step(earlier, content.form.steps)
    if due is None or due.step is not statement.step or due.place is not statement.place:
        raise UserError("还没有轮到这一步签字", "按审查表上的顺序签字", "E-ORDER")
    if None in content.answers:
        open_ones = [str(n) for n, answer in enumerate(content.answers, 1) if answer is None]
        raise UserError(f"审查事项第 {'、'.join(open_ones)} 项未填", "填完全部 16 项后再签字", "E-CHECKLIST")
    if statement.opinion is not Opinion.AGREE and not statement.text.strip():
        raise UserError("没有写明理由", "不同意或退回时，在意见栏写明理由", "E-REASON")
    _check_return(statement, content)
    if statement.step is Step.CONFIDENTIALITY_REVIEWER:
        _check_reviewer(statement, earlier, content)


def _check_form_of(statement: SignOffStatement) -> None:
    """A statement may come from a package: what is shown of it must be there and must be readable."""
    try:
        moment = datetime.fromisoformat(statement.signed_at)
    except ValueError:
        raise UserError("签字时间无法识别", "退回重新签字", "E-FIELD") from None
    if moment.tzinfo is None or statement.chain_version != STATEMENT_VERSION:
        raise UserError("签字的格式不是本程序的格式", "可能由更新的版本写成，请升级程序后再读", "E-FIELD")
    if not statement.person.strip():
        raise UserError("没有写明签字人", "填写签字人的姓名", "E-NAME")
    if statement.delegation is not None:
        _check_delegation(statement, statement.delegation)


def _check_delegation(statement: SignOffStatement, delegation: Delegation) -> None:
    """The handler provides the information and answers for it himself; everybody else may be stood in for."""
    if statement.step is Step.HANDLER:
        raise UserError("承办人不能由别人代签", "由承办人本人送审", "E-DELEGATE")
    if not delegation.principal.strip() or not delegation.authority.strip():
        raise UserError("代签没有写明代谁签、凭什么代签", "写明被代签人和授权依据", "E-DELEGATE")
    if not delegation.first_day <= statement.day <= delegation.last_day:
        raise UserError("签字日期不在授权的期限内", "核对授权的起止日期", "E-DELEGATE")


def _check_return(statement: SignOffStatement, content: ItemContent) -> None:
    if statement.return_to is None:
        return
    earlier = earlier_steps(content.form.steps, statement.step)
    if statement.opinion is not Opinion.RETURN or statement.return_to not in {one.step for one in earlier}:
        raise UserError("只能退回到本处前面的步骤", "选择前面的步骤，或者退回承办人补正", "E-ORDER")


def _check_reviewer(statement: SignOffStatement, earlier: Sequence[SignOffStatement], content: ItemContent) -> None:
    handler = next((one for one in earlier if one.step is Step.HANDLER), None)
    if handler is not None:
        require_two_persons(handler, statement)
    if statement.opinion is not Opinion.AGREE:
        return
    if len(statement.answers) != QUESTION_COUNT:
        raise UserError("16 项审查事项还没有逐项确认", "逐项确认后再签字", "E-CHECKLIST")
    permitted = permitted_conclusions(statement.answers, content)
    if statement.conclusion not in (*permitted, *_permitted_before(statement.answers, content.attribute)):
        raise _contradiction()


def _contradiction() -> UserError:
    return UserError("审查结论与审查事项的答案不符", "按答案重新选择结论，或者退回补正", "E-CONCLUSION")


def require_two_persons(handler: SignOffStatement, reviewer: SignOffStatement) -> None:
    """Raise UserError (E-SAME-PERSON) when one person stands behind the handler's sign-off and the reviewer's."""
    if same_person(handler, reviewer):
        raise UserError(
            "承办人和保密审查员不能是同一人",
            "请另一位保密审查员签字；代签的，代签人和被代签人都不能是承办人",
            "E-SAME-PERSON",
        )


def same_person(one: SignOffStatement, other: SignOffStatement) -> bool:
    """Whether one person stands behind two sign-offs, as the hand that signed or as the one in whose place it signed.

    Hands are compared by account, and by name where ink was used; who is stood in for is known by name only.
    """
    if one.ink is None and other.ink is None:
        same_hand = one.signer == other.signer
    else:
        same_hand = bare_name(one.person) == bare_name(other.person)
    return same_hand or bool(_principals(one) & _names(other) or _principals(other) & _names(one))


def _names(statement: SignOffStatement) -> frozenset[str]:
    return _principals(statement) | {bare_name(statement.person)}


def _principals(statement: SignOffStatement) -> frozenset[str]:
    delegation = statement.delegation
    return frozenset({bare_name(delegation.principal)}) if delegation else frozenset()
