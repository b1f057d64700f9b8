"""The review chain: its order, its persons, and conclusions that never contradict the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.rules.bases import Basis, BasisKind, Outcome, Referral
from desktop.rules.chains import DEFAULT_FORM, ROLES, ChainStep, Place, Step
from desktop.rules.grounds import SUPPORTING
from desktop.rules.items import Answer, Attribute, Ground, ItemContent
from desktop.rules.requirements import missing
from desktop.rules.review import (
    STATE_SECRET,
    STATEMENT_VERSION,
    Conclusion,
    Delegation,
    InkSignature,
    Opinion,
    SignOffStatement,
    check_sign_off,
    due_step,
    fault_of_verdict,
    fully_agreed,
    may_have_signed,
    permitted_conclusions,
    place_complete,
    same_person,
)
from desktop.rules.roles import Role

NO = (Answer.NO,) * 16
DAY = date(2026, 11, 20)
CONSENT = Basis(8, BasisKind.CONSENT, "临江律师协会", DAY, "")
REFERRED = Referral(4, "省国家保密局", DAY, "", DAY, Outcome.MUST_NOT_DISCLOSE, "不宜公开")
ANSWERS = st.tuples(*[st.sampled_from(Answer)] * 16)
DISCLOSING = {Conclusion.DISCLOSE, Conclusion.DISCLOSE_IN_PART, Conclusion.ON_REQUEST}


def statement(step: ChainStep, signer: str = "", **changes: object) -> SignOffStatement:
    reviewer = step.step is Step.CONFIDENTIALITY_REVIEWER
    made = SignOffStatement(
        item="i",
        rev=1,
        revision_digest="d",
        form_digest="f",
        previous="",
        chain_version=STATEMENT_VERSION,
        step=step.step,
        place=step.place,
        signer=signer or step.step.value,
        signer_name=signer or step.step.value,
        key="k",
        opinion=Opinion.AGREE,
        text="",
        signed_at="2026-11-20T01:00:00Z",
        answers=NO if reviewer else (),
        conclusion=Conclusion.DISCLOSE if reviewer else None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


CHAIN = tuple(statement(step) for step in DEFAULT_FORM.steps)
HANDLER, HEAD, REVIEWER = CHAIN[:3]
CONTENT = ItemContent(title="通知", answers=NO)


def refusal(made: SignOffStatement, *earlier: SignOffStatement, content: ItemContent = CONTENT) -> str:
    with pytest.raises(UserError) as refused:
        check_sign_off(made, earlier, content)
    return refused.value.code


def test_the_chain_in_its_order_passes_and_any_other_order_does_not() -> None:
    for place, made in enumerate(CHAIN):
        check_sign_off(made, CHAIN[:place], CONTENT)
        for other in CHAIN:
            if other is not made:
                assert refusal(other, *CHAIN[:place]) == "E-ORDER"
    assert due_step(CHAIN, DEFAULT_FORM.steps) is None
    assert refusal(CHAIN[-1], *CHAIN) == "E-ORDER"


def test_a_step_signed_at_another_place_is_refused() -> None:
    assert refusal(replace(HANDLER, place=Place.CENTRE)) == "E-ORDER"


@given(st.sets(st.integers(0, 15), min_size=1))
def test_open_questions_are_named(missing: set[int]) -> None:
    answers = tuple(None if n in missing else Answer.NO for n in range(16))
    with pytest.raises(UserError) as refused:
        check_sign_off(HANDLER, (), replace(CONTENT, answers=answers))
    assert refused.value.code == "E-CHECKLIST"
    assert "、".join(str(n + 1) for n in sorted(missing)) in refused.value.message


@pytest.mark.parametrize("opinion", [Opinion.DISAGREE, Opinion.RETURN])
def test_a_disagreement_needs_a_reason(opinion: Opinion) -> None:
    assert refusal(replace(HEAD, opinion=opinion, text="  "), HANDLER) == "E-REASON"
    check_sign_off(replace(HEAD, opinion=opinion, text="附件不全"), [HANDLER], CONTENT)


def test_the_reviewer_confirms_every_question_himself() -> None:
    for answers in ((), NO[:15]):
        assert refusal(replace(REVIEWER, answers=answers), HANDLER, HEAD) == "E-CHECKLIST"
    assert refusal(replace(REVIEWER, conclusion=None), HANDLER, HEAD) == "E-CONCLUSION"
    unsure = (*NO[:15], Answer.UNSURE)
    assert refusal(replace(REVIEWER, answers=unsure), HANDLER, HEAD) == "E-CONCLUSION"
    check_sign_off(replace(REVIEWER, answers=unsure, conclusion=Conclusion.REFER), [HANDLER, HEAD], CONTENT)


def ink(name: str) -> InkSignature:
    return InkSignature(name, date(2026, 11, 20), "林倩")


def test_handler_and_reviewer_are_two_accounts() -> None:
    assert refusal(replace(REVIEWER, signer=HANDLER.signer), HANDLER, HEAD) == "E-SAME-PERSON"


ADDED = ("林倩同志", "林倩（代）", "林倩(代签)", "林倩。", "林·倩", "林倩 同志（本人签字）")


@pytest.mark.parametrize("written", ["林倩", "林 倩", "林\u3000倩", "林\u200b倩", " 林倩\t", *ADDED])
def test_handler_and_reviewer_are_two_names_where_ink_was_used(written: str) -> None:
    handler = replace(HANDLER, signer_name="林倩")
    by_ink = replace(REVIEWER, signer=HANDLER.signer, ink=ink(written))
    assert refusal(by_ink, handler, HEAD) == "E-SAME-PERSON"
    assert refusal(replace(by_ink, signer="other"), handler, HEAD) == "E-SAME-PERSON"
    check_sign_off(replace(by_ink, ink=ink("周敏")), [handler, HEAD], CONTENT)
    assert same_person(replace(HANDLER, ink=ink("林倩")), replace(REVIEWER, ink=ink(written)))


def test_nobody_reviews_in_the_place_of_the_handler() -> None:
    handler = replace(HANDLER, signer_name="林倩")
    day = date(2026, 11, 20)
    for principal in ("林倩", "林倩同志", "林 倩"):
        stood_in = Delegation(principal, "书面委托", day, day)
        by_ink = replace(REVIEWER, ink=ink("高原"), delegation=stood_in)
        assert refusal(by_ink, handler, HEAD) == "E-SAME-PERSON"
        in_program = replace(REVIEWER, signer="gao", signer_name="高原", delegation=stood_in)
        assert refusal(in_program, handler, HEAD) == "E-SAME-PERSON"
    for_another = Delegation("周敏", "书面委托", day, day)
    check_sign_off(replace(REVIEWER, ink=ink("高原"), delegation=for_another), [handler, HEAD], CONTENT)
    assert refusal(replace(REVIEWER, ink=ink("林倩"), delegation=for_another), handler, HEAD) == "E-SAME-PERSON"


@pytest.mark.parametrize(("one", "other"), [("王文", "王文章"), ("同志", "先生"), ("李伟（大）", "李伟（小）")])
def test_a_name_is_not_cut_down_to_another(one: str, other: str) -> None:
    handler = replace(HANDLER, signer_name=one)
    check_sign_off(replace(REVIEWER, ink=ink(other)), [handler, HEAD], CONTENT)
    assert refusal(replace(REVIEWER, ink=ink(f"{one}（代）")), handler, HEAD) == "E-SAME-PERSON"


def test_two_accounts_of_one_name_are_two_persons() -> None:
    handler, reviewer = replace(HANDLER, signer_name="李伟"), replace(REVIEWER, signer_name="李伟")
    check_sign_off(reviewer, [handler, HEAD], CONTENT)


def test_ink_names_its_signer() -> None:
    assert refusal(replace(HEAD, ink=ink(" ")), HANDLER) == "E-NAME"


@pytest.mark.parametrize("change", [{"signed_at": "yesterday"}, {"signed_at": "2026-11-20"}, {"chain_version": 2}])
def test_a_statement_that_could_not_be_shown_is_refused(change: dict[str, object]) -> None:
    assert refusal(replace(HANDLER, **change)) == "E-FIELD"  # type: ignore[arg-type]


@given(ANSWERS, st.sampled_from(Attribute), st.sampled_from(Ground), st.sampled_from([None, *Outcome]), st.booleans())
def test_a_conclusion_never_contradicts_the_answers(
    answers: tuple[Answer, ...], attribute: Attribute, ground: Ground, outcome: Outcome | None, agreed: bool
) -> None:
    bases = (CONSENT, replace(CONSENT, question=9)) if agreed else ()
    told = () if outcome is None else (replace(REFERRED, outcome=outcome),)
    content = replace(CONTENT, attribute=attribute, ground=ground, bases=bases, referrals=told)
    permitted = set(permitted_conclusions(answers, content))
    assert permitted
    if Answer.UNSURE in answers or answers[STATE_SECRET] is Answer.YES:
        assert permitted == {Conclusion.REFER, Conclusion.DEFER}
    if any(answers[n] is Answer.YES for n in (0, 3, 4, 5, 6, 7, 15)) or outcome is Outcome.MUST_NOT_DISCLOSE:
        assert not permitted & DISCLOSING
    limiting = (2, 12, 13, 14) if agreed else (2, 8, 9, 12, 13, 14)
    if any(answers[n] is Answer.YES for n in limiting) or outcome is Outcome.MAY_DISCLOSE_IN_PART:
        assert Conclusion.DISCLOSE not in permitted
    if answers.count(Answer.NO) == 16:
        assert Conclusion.WITHHOLD not in permitted
    passing = permitted - {Conclusion.REFER, Conclusion.DEFER}
    allowed = {
        Attribute.PROACTIVE: {Conclusion.DISCLOSE, Conclusion.DISCLOSE_IN_PART},
        Attribute.ON_REQUEST: {Conclusion.ON_REQUEST},
        Attribute.WITHHELD: {Conclusion.WITHHOLD},
    }
    assert passing <= allowed[attribute]


def yes(*questions: int) -> tuple[Answer, ...]:
    return tuple(Answer.YES if n in questions else Answer.NO for n in range(16))


@pytest.mark.parametrize(
    ("question", "bases", "conclusions"),
    [
        (8, (CONSENT,), DISCLOSING - {Conclusion.ON_REQUEST}),
        (8, (Basis(8, BasisKind.PUBLIC_INTEREST, "", None, "影响食品安全"),), DISCLOSING - {Conclusion.ON_REQUEST}),
        (8, (CONSENT, Basis(8, BasisKind.CONSENT, "", None, "")), {Conclusion.DISCLOSE_IN_PART}),
        (8, (), {Conclusion.DISCLOSE_IN_PART}),
        (9, (replace(CONSENT, question=9),), DISCLOSING - {Conclusion.ON_REQUEST}),
        (9, (Basis(9, BasisKind.MASKED, "提供单位", DAY, "隐去住址"),), {Conclusion.DISCLOSE_IN_PART}),
        (2, (replace(CONSENT, question=2),), {Conclusion.DISCLOSE_IN_PART}),
        (15, (), set()),
    ],
)
def test_consent_or_the_public_interest_allow_what_article_15_allows(
    question: int, bases: tuple[Basis, ...], conclusions: set[Conclusion]
) -> None:
    content = replace(CONTENT, answers=yes(question), bases=bases)
    assert set(permitted_conclusions(yes(question), content)) - {Conclusion.REFER, Conclusion.DEFER} == conclusions


@pytest.mark.parametrize("ground", [one for one in Ground if one is not Ground.STATE_SECRET])
def test_what_is_withheld_is_withheld_on_a_ground_that_the_answers_support(ground: Ground) -> None:
    content = replace(CONTENT, attribute=Attribute.WITHHELD, ground=ground)
    for question in range(1, 16):
        supported = Conclusion.WITHHOLD in permitted_conclusions(yes(question), content)
        assert supported is (question in SUPPORTING[ground])
        assert bool(missing(replace(content, answers=yes(question)))) is not supported


@pytest.mark.parametrize("question", [8, 9, 10, 11])
def test_the_reviewers_own_answers_want_what_the_handlers_want(question: int) -> None:
    reviewer = replace(REVIEWER, answers=yes(question), conclusion=Conclusion.DISCLOSE_IN_PART)
    refused = fault_of_verdict(reviewer, CONTENT)
    assert refused is not None
    assert refused.code == "E-REQUIREMENT"
    assert f"第 {question + 1} 项" in refused.message
    assert "退回承办人" in refused.hint
    check_sign_off(reviewer, [HANDLER, HEAD], CONTENT)  # made by an earlier version it is no forgery
    assert not fully_agreed([HANDLER, HEAD, reviewer], Place.OFFICE, CONTENT)
    assert fault_of_verdict(replace(reviewer, conclusion=Conclusion.REFER), CONTENT) is None
    assert fault_of_verdict(replace(reviewer, opinion=Opinion.RETURN, text="补依据"), CONTENT) is None


def test_the_answer_of_the_competent_body_binds_until_it_answers_anew() -> None:
    content = replace(CONTENT, referrals=(REFERRED,))
    (wanted,) = missing(content)
    assert wanted.question == 4
    assert "省国家保密局 11-20 答复不得公开" in wanted.words
    refused = fault_of_verdict(REVIEWER, content)
    assert refused is not None
    assert "省国家保密局 11-20 答复不得公开" in refused.message
    assert not fully_agreed(CHAIN, Place.CENTRE, content)
    again = replace(content, referrals=(REFERRED, replace(REFERRED, outcome=Outcome.MAY_DISCLOSE)))
    assert fully_agreed(CHAIN, Place.CENTRE, again)
    withheld = replace(content, attribute=Attribute.WITHHELD, ground=Ground.SECURITY_STABILITY, answers=yes(4))
    assert missing(withheld) == ()


@given(st.lists(st.sampled_from(CHAIN), unique=True), st.sampled_from(Place))
def test_a_place_is_complete_with_all_its_steps_alone(signed: list[SignOffStatement], place: Place) -> None:
    wanted = {one.step for one in DEFAULT_FORM.steps if one.place is place}
    assert place_complete(signed, place, DEFAULT_FORM.steps) is (wanted <= {one.step for one in signed})


@given(st.lists(st.sampled_from(Opinion), min_size=5, max_size=5), st.sampled_from(Conclusion))
def test_the_gate_opens_for_full_agreement_alone(opinions: list[Opinion], conclusion: Conclusion) -> None:
    statements = [replace(one, opinion=opinion) for one, opinion in zip(CHAIN, opinions, strict=True)]
    statements[2] = replace(statements[2], conclusion=conclusion)
    agreed = all(one is Opinion.AGREE for one in opinions)
    passes = conclusion in (Conclusion.DISCLOSE, Conclusion.DISCLOSE_IN_PART)
    assert fully_agreed(statements, Place.CENTRE, CONTENT) is (agreed and passes)


def test_the_office_alone_does_not_open_the_centre() -> None:
    assert fully_agreed(CHAIN[:3], Place.OFFICE, CONTENT)
    assert not fully_agreed(CHAIN[:3], Place.CENTRE, CONTENT)
    assert not fully_agreed(CHAIN[:2], Place.OFFICE, CONTENT)
    assert not fully_agreed(CHAIN[3:], Place.CENTRE, CONTENT)


def test_only_the_role_of_the_step_signs_it_and_ink_is_recorded_by_the_clerk() -> None:
    for made in CHAIN:
        for role in Role:
            assert may_have_signed(made, [role]) is (role is ROLES[made.step])
            by_ink = replace(made, ink=ink("周敏"))
            assert may_have_signed(by_ink, [role]) is (role is Role.INFORMATION_ADMINISTRATOR)
