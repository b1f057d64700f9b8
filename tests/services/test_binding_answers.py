"""What the reviewer answers and what a competent body answered bind everybody: nothing goes out against them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import SignOff
from desktop.rules.bases import Basis, BasisKind, Outcome
from desktop.rules.chains import Place
from desktop.rules.findings import Settled
from desktop.rules.items import Answer, Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.review import Conclusion
from desktop.rules.states import ItemState
from desktop.services import (
    amending,
    batches,
    imports,
    inspection,
    intake,
    item_detail,
    item_rows,
    items,
    re_reviews,
    referrals,
    resolving,
    reviews,
    standing,
)
from desktop.services.desk import Desk
from desktop.services.resolving import FindingKey
from desktop.services.reviews import Ink, Verdict
from desktop.services.sign_offs import form_digest, read_statement, signed_row
from tests.services.ends import (
    KEPT,
    REVIEWED,
    WITHHELD,
    Ends,
    answer_again,
    bring_to_reviewer,
    change,
    register,
    review_at_office,
    send,
    yes,
)
from tests.services.forging import office_key, personal_key, repacked
from tests.services.sent import Sent

DAY = date(2026, 11, 20)


def refusal(desk: Desk, uuid: str, verdict: Verdict, ink: Ink | None = None) -> UserError:
    with pytest.raises(UserError) as refused:
        reviews.record_ink(desk, uuid, verdict, ink) if ink else reviews.sign(desk, uuid, verdict)
    return refused.value


def at_the_reviewer(ends: Ends, document: Path, **fields: object) -> str:
    with ends.at("lin") as desk:
        uuid = register(desk, document, **fields)
    bring_to_reviewer(ends, uuid)
    return uuid


def test_every_answer_is_given_anew_when_an_item_is_opened_again(ends: Ends, document: Path, tmp_path: Path) -> None:
    basis = Basis(8, BasisKind.CONSENT, "临江律师协会", DAY, "来函同意")
    more = tmp_path / "新附件.txt"
    more.write_text("一份全新的附件。", encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document, answers=yes(8), bases=(basis,), notes=(*[""] * 8, "含报价", *[""] * 7))
        reviews.submit(desk, uuid)
        items.revise(desk, uuid)
        opened = item_detail.detail(desk, uuid).content
        assert opened.answers == (None,) * 16
        assert (opened.bases, opened.notes[8]) == ((basis,), "含报价")
        with pytest.raises(UserError) as refused:
            reviews.submit(desk, uuid)
        assert refused.value.code == "E-CHECKLIST"
        answer_again(desk, uuid)
        intake.attach_document(desk, uuid, more)
        assert item_detail.detail(desk, uuid).content.answers == (None,) * 16
        answer_again(desk, uuid)
        assert reviews.submit(desk, uuid) is ItemState.IN_REVIEW


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        (items.revise, "公开属性改为主动公开"),
        (re_reviews.begin_re_review, "定期评审，公开属性改为主动公开"),
    ],
)
def test_what_turns_proactive_is_answered_and_signed_anew_and_says_so(
    ends: Ends, document: Path, begin: Callable[[Desk, str], None], told: str
) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document, **KEPT)
    review_at_office(ends, uuid, WITHHELD)
    with ends.at("lin") as desk:
        begin(desk, uuid)
        change(desk, uuid, attribute=Attribute.PROACTIVE, ground=None, reason="", next_review_on=None)
        with pytest.raises(UserError) as refused:
            reviews.submit(desk, uuid)
        assert refused.value.code == "E-CHECKLIST"
        change(desk, uuid, answers=yes())
        reviews.submit(desk, uuid)
        voided = [one.voided_because for one in item_detail.detail(desk, uuid).sign_offs if one.voided_because]
        assert voided == [told] * 3


@pytest.mark.parametrize("question", [8, 9, 10, 11])
def test_the_reviewers_yes_wants_a_basis_that_the_handler_brings(ends: Ends, document: Path, question: int) -> None:
    uuid = at_the_reviewer(ends, document)
    agreed = Verdict(text="同意", answers=yes(question), conclusion=Conclusion.DISCLOSE_IN_PART)
    with ends.at("lin") as desk:
        assert refusal(desk, uuid, agreed, Ink("周敏", DAY)).code == "E-REQUIREMENT"
    with ends.at("zhou") as desk:
        refused = refusal(desk, uuid, agreed)
        assert (refused.code, f"第 {question + 1} 项" in refused.message) == ("E-REQUIREMENT", True)
        assert "退回承办人补办依据" in refused.hint
        assert reviews.sign(desk, uuid, replace(agreed, conclusion=Conclusion.REFER)) is ItemState.RETURNED
    with ends.at("lin") as desk, pytest.raises(UserError):
        batches.assemble(desk, [uuid], "本期")


def test_with_the_basis_that_the_handler_brought_the_reviewer_agrees_in_full(ends: Ends, document: Path) -> None:
    basis = Basis(8, BasisKind.CONSENT, "临江律师协会", DAY, "来函同意")
    uuid = at_the_reviewer(ends, document, answers=yes(8), bases=(basis,))
    with ends.at("zhou") as desk:
        agreed = Verdict(answers=yes(8), conclusion=Conclusion.DISCLOSE)
        assert reviews.sign(desk, uuid, agreed) is ItemState.TO_SUBMIT
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        assert imports.import_batch(desk, inspection.inspect(desk, package), {}).item_count == 1


def test_words_alone_are_no_masking_record(ends: Ends, document: Path) -> None:
    typed = Basis(9, BasisKind.MASKED, "", None, "已处理")
    with ends.at("lin") as desk:
        uuid = register(desk, document, answers=yes(9), bases=(typed,))
        with pytest.raises(UserError, match="第 10 项：写明来件由谁隐去") as refused:
            reviews.submit(desk, uuid)
        assert refused.value.code == "E-REQUIREMENT"
        with pytest.raises(UserError, match="只由遮盖本身记录"):
            resolving.resolve(desk, uuid, FindingKey("aa", "personal.mobile", "第 1 行"), Settled.MASKED)
        stated = replace(typed, party="临江律师协会", on=DAY, words="身份证号和住址")
        change(desk, uuid, bases=(replace(stated, on=DAY + timedelta(days=1)),))
        with pytest.raises(UserError, match="第 10 项：依据的日期 2026-11-21 晚于今天"):
            reviews.submit(desk, uuid)
        change(desk, uuid, bases=(stated,))
        assert reviews.submit(desk, uuid) is ItemState.IN_REVIEW


def test_errors_in_the_text_are_corrected_before_anything_is_disclosed(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document, answers=yes(15))
        with pytest.raises(UserError, match="第 16 项：有差错的不能公开") as refused:
            reviews.submit(desk, uuid)
        assert refused.value.code == "E-REQUIREMENT"
        change(desk, uuid, answers=yes())
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("zhou") as desk:
        for conclusion in (Conclusion.DISCLOSE, Conclusion.DISCLOSE_IN_PART):
            agreed = Verdict(answers=yes(15), conclusion=conclusion)
            assert refusal(desk, uuid, agreed).code == "E-CONCLUSION"
        assert reviews.sign(desk, uuid, Verdict(answers=yes(15), conclusion=Conclusion.DEFER)) is ItemState.RETURNED


def test_nothing_is_withheld_on_a_ground_that_no_answer_supports(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document, **KEPT, answers=yes())
        with pytest.raises(UserError, match="第 14 项：不予公开的依据与答案不符") as refused:
            reviews.submit(desk, uuid)
        assert refused.value.code == "E-REQUIREMENT"
    uuid = at_the_reviewer(ends, document, **KEPT)
    with ends.at("zhou") as desk:
        assert refusal(desk, uuid, replace(WITHHELD, answers=yes())).code == "E-CONCLUSION"
        assert reviews.sign(desk, uuid, WITHHELD) is ItemState.WITHHELD


def told(desk: Desk, uuid: str, outcome: Outcome) -> None:
    """The answer of the body that was asked about question 5."""
    unsure = tuple(Answer.UNSURE if n == 4 else Answer.NO for n in range(16))
    change(desk, uuid, answers=unsure)
    referrals.refer(desk, uuid, 4, "省国家保密局", DAY)
    referrals.record_answer(desk, uuid, 4, DAY, outcome, "见复函")
    change(desk, uuid, answers=yes())


def test_what_a_body_forbade_is_withheld_or_referred_anew(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        told(desk, uuid, Outcome.MUST_NOT_DISCLOSE)
        with pytest.raises(UserError, match="省国家保密局 11-20 答复不得公开") as refused:
            reviews.submit(desk, uuid)
        assert refused.value.code == "E-REQUIREMENT"
        change(desk, uuid, referrals=())  # the register holds the answer, whatever becomes of the draft
        with pytest.raises(UserError, match="省国家保密局 11-20 答复不得公开"):
            reviews.submit(desk, uuid)
        change(desk, uuid, **KEPT, answers=yes(13))
        reviews.submit(desk, uuid)
        other = register(desk, document)
        told(desk, other, Outcome.MUST_NOT_DISCLOSE)
        told(desk, other, Outcome.MAY_DISCLOSE)
        reviews.submit(desk, other)
        assert len(item_detail.detail(desk, other).content.referrals) == 2


def test_what_a_body_allowed_in_part_is_not_disclosed_whole(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        told(desk, uuid, Outcome.MAY_DISCLOSE_IN_PART)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("zhou") as desk:
        assert refusal(desk, uuid, REVIEWED).code == "E-CONCLUSION"
        in_part = replace(REVIEWED, conclusion=Conclusion.DISCLOSE_IN_PART)
        assert reviews.sign(desk, uuid, in_part) is ItemState.TO_SUBMIT


def test_a_correction_is_not_given_up_against_the_answer_of_a_body(sent: Sent) -> None:
    ends, uuid = sent.ends, sent.uuid
    with ends.at("lin") as desk:
        amending.correct(desk, uuid, "可能涉及公共安全")
        told(desk, uuid, Outcome.MUST_NOT_DISCLOSE)
        with pytest.raises(UserError, match="答复不得公开，不能恢复已报送的版本"):
            amending.give_up(desk, uuid)
        assert item_detail.detail(desk, uuid).state is ItemState.DRAFT


def test_a_withdrawal_is_not_taken_back_round_the_answer_of_a_body(sent: Sent) -> None:
    """The draft that asked goes with the withdrawal; what was answered binds all the same."""
    ends, uuid = sent.ends, sent.uuid
    with ends.at("lin") as desk:
        amending.correct(desk, uuid, "标题有误")
        answer_again(desk, uuid)
        reviews.submit(desk, uuid)
        items.revise(desk, uuid)
        told(desk, uuid, Outcome.MUST_NOT_DISCLOSE)
        items.withdraw(desk, uuid, "误操作")
        assert amending.take_back_withdrawal(desk, uuid) is ItemState.DRAFT
        assert item_detail.detail(desk, uuid).content.answers == (None,) * 16
        change(desk, uuid, answers=yes())
        with pytest.raises(UserError, match="省国家保密局 11-20 答复不得公开"):
            reviews.submit(desk, uuid)


@pytest.mark.parametrize("outcome", [Outcome.MUST_NOT_DISCLOSE, Outcome.MAY_DISCLOSE_IN_PART])
def test_what_was_sent_is_not_restored_against_the_answer_of_a_body(sent: Sent, outcome: Outcome) -> None:
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "可能涉及公共安全")
        told(desk, sent.uuid, outcome)
        with pytest.raises(UserError, match="不能恢复已报送的版本"):
            amending.give_up(desk, sent.uuid)
        items.withdraw(desk, sent.uuid, "不再公开")
        with pytest.raises(UserError, match="不能恢复已报送的版本"):
            amending.take_back_withdrawal(desk, sent.uuid)


def _signed_by_an_earlier_version(ends: Ends, uuid: str) -> None:
    """Turn the reviewer's sign-off into one that the rules of earlier versions allowed: 是, in part, and no basis."""
    key = personal_key(ends, "zhou")
    with ends.at("lin") as desk, desk.store.transaction() as session:
        item = item_rows.item_by_uuid(session, uuid)
        content = from_plain(ItemContent, item_rows.head_revision(session, item).content)
        *before, row = session.scalars(select(SignOff).where(SignOff.item_id == item.id).order_by(SignOff.id)).all()
        made = read_statement(row.statement)
        earlier = [read_statement(one.statement) for one in before]
        answers, conclusion = yes(8), Conclusion.DISCLOSE_IN_PART
        bound = form_digest(made.revision_digest, content, earlier, answers, conclusion)
        session.delete(row)
        session.flush()
        session.add(signed_row(item.id, replace(made, answers=answers, conclusion=conclusion, form_digest=bound), key))


def test_what_an_earlier_version_let_pass_stays_readable_and_does_not_go_out(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("lin") as desk:
        other = register(desk, document)
    review_at_office(ends, other)
    _signed_by_an_earlier_version(ends, other)
    with ends.at("lin") as desk:
        shown = item_detail.detail(desk, other)
        assert all(one.checked.valid for one in shown.sign_offs)
        with desk.store.reading() as session:
            assert not standing.holds_at(session, item_rows.item_by_uuid(session, other), Place.OFFICE)
        with pytest.raises(UserError) as refused:
            batches.assemble(desk, [other], "本期")
        assert refused.value.code == "E-UNREVIEWED"
        items.revise(desk, other)  # and there is a way on
        statements: tuple[dict[str, object], ...] = tuple(
            {"statement": one.statement, "signature": one.signature, "public_key": one.public_key}
            for one in _rows(desk, other)
        )
        with desk.store.reading() as session:
            revision = item_rows.head_revision(session, item_rows.item_by_uuid(session, other))
    written = repacked(
        package,
        package.with_name("旧版.zip"),
        office_key(ends),
        item=lambda one: replace(
            one,
            uuid=other,
            form_number=shown.form_number,
            parents=tuple(revision.parents),
            content=revision.content,
            digest=revision.digest,
            signoffs=statements,
        ),
    )
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, written)
        assert all(one.valid for one in found.items[0].sign_offs)
        assert "没有走完" in found.items[0].incomplete


def _rows(desk: Desk, uuid: str) -> list[SignOff]:
    with desk.store.reading() as session:
        item = item_rows.item_by_uuid(session, uuid)
        return list(session.scalars(select(SignOff).where(SignOff.item_id == item.id).order_by(SignOff.id)))
