"""What an answer of the checklist wants before the item may be submitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.rules.bases import Basis, BasisKind, Outcome, Referral
from desktop.rules.findings import Resolution, Settled
from desktop.rules.items import Answer, AttachedDocument, Attribute, ItemContent
from desktop.rules.requirements import OTHER_BODIES, PRIVACY, THIRD_PARTY, TRADE_SECRET, fault_of_basis, missing

DAY = date(2026, 11, 20)
NO = (Answer.NO,) * 16
CONTENT = ItemContent(title="通知", answers=NO)


def answered(question: int, answer: Answer, **more: object) -> ItemContent:
    return replace(CONTENT, answers=tuple(answer if n == question else Answer.NO for n in range(16)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("question", [TRADE_SECRET, PRIVACY, THIRD_PARTY, OTHER_BODIES])
def test_yes_wants_something_behind_it(question: int) -> None:
    content = answered(question, Answer.YES)
    assert [one.question for one in missing(content)] == [question]
    assert missing(replace(content, attribute=Attribute.WITHHELD)) == ()


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis(PRIVACY, BasisKind.CONSENT, "张某", DAY, ""), ""),
        (Basis(PRIVACY, BasisKind.CONSENT, " ", DAY, ""), "谁同意"),
        (Basis(PRIVACY, BasisKind.CONSENT, "张某", None, ""), "日期"),
        (Basis(PRIVACY, BasisKind.MASKED, "临江律师协会", DAY, "来件只留姓氏"), ""),
        (Basis(PRIVACY, BasisKind.MASKED, "", None, "已处理"), "由谁隐去"),
        (Basis(PRIVACY, BasisKind.MASKED, "临江律师协会", None, "来件只留姓氏"), "日期"),
        (Basis(PRIVACY, BasisKind.MASKED, "临江律师协会", DAY, ""), "隐去了什么"),
        (Basis(TRADE_SECRET, BasisKind.MASKED, "", None, "遮盖"), "不用这种依据"),
        (Basis(TRADE_SECRET, BasisKind.PUBLIC_INTEREST, "", None, ""), "公共利益"),
        (Basis(TRADE_SECRET, BasisKind.PUBLIC_INTEREST, "", None, "不公开将影响食品安全"), ""),
        (Basis(OTHER_BODIES, BasisKind.AGREED, "省财政厅", DAY, ""), ""),
        (Basis(OTHER_BODIES, BasisKind.AGREED, "", DAY, ""), "哪个机关"),
        (Basis(0, BasisKind.CONSENT, "张某", DAY, ""), "不用这种依据"),
        (Basis(99, BasisKind.CONSENT, "张某", DAY, ""), "不用这种依据"),
        (Basis(TRADE_SECRET, BasisKind.PUBLIC_INTEREST, "", None, "长" * 501), "超过"),
    ],
)
def test_a_basis_is_whole_or_says_what_it_lacks(basis: Basis, words: str) -> None:
    told = fault_of_basis(basis)
    assert (words in told) if words else told == ""
    if not words:
        assert missing(answered(basis.question, Answer.YES, bases=(basis,))) == ()


def test_a_masking_record_answers_for_privacy_alone() -> None:
    file = AttachedDocument("aa", "", 1, "名单.txt", "txt")
    made = Resolution("aa", "personal.mobile", "第 1 行", 1, Settled.MASKED, "", "林倩", DAY)
    record = {"resolutions": (made,), "attachments": (file,)}
    assert missing(answered(PRIVACY, Answer.YES, **record)) == ()
    assert missing(answered(TRADE_SECRET, Answer.YES, **record)) != ()
    assert missing(answered(PRIVACY, Answer.YES, resolutions=(made,))) != ()  # of a document that is gone
    typed = Basis(PRIVACY, BasisKind.MASKED, "", None, "已处理")
    assert missing(answered(PRIVACY, Answer.YES, bases=(typed,))) != ()
    assert missing(answered(PRIVACY, Answer.YES, bases=(typed,), **record)) == ()


def test_unsure_wants_a_referral_and_then_its_answer() -> None:
    content = answered(4, Answer.UNSURE)
    assert "报有关主管部门" in missing(content)[0].words
    sent = Referral(4, "省国家保密局", DAY)
    assert "收到答复后登记" in missing(replace(content, referrals=(sent,)))[0].words
    back = replace(sent, answered_on=DAY, outcome=Outcome.MAY_DISCLOSE, answer="可以公开")
    assert "改答" in missing(replace(content, referrals=(back,)))[0].words
    assert missing(replace(content, answers=NO, referrals=(back,))) == ()


def test_an_open_referral_keeps_the_answer_unsure() -> None:
    assert "答复前" in missing(replace(CONTENT, referrals=(Referral(4, "省国家保密局", DAY),)))[0].words
