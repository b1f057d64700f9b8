"""Chains in use: other forms, returning to a step, recalling, standing in, referring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Account, StandIn
from desktop.rules.bases import Outcome
from desktop.rules.chains import Layout, Nature, Step, fault_of_form, form_for
from desktop.rules.items import Answer, ItemContent
from desktop.rules.review import Opinion
from desktop.rules.roles import End, Role
from desktop.rules.states import ItemState
from desktop.services import (
    accounts,
    batch_views,
    batches,
    forms,
    imports,
    inspection,
    item_detail,
    items,
    recalling,
    referrals,
    reviews,
    stand_ins,
    turns,
)
from desktop.services.desk import Desk
from desktop.services.first_run import NewAccount
from desktop.services.reviews import Verdict
from tests.services.ends import PASSWORD, REVIEWED, Ends, add_person, register, send

DAY = date(2026, 11, 20)


def change(desk: Desk, uuid: str, **fields: object) -> None:
    shown = item_detail.detail(desk, uuid)
    items.save_draft(desk, uuid, replace(shown.content, **fields), shown.draft_version or 0, "test")  # type: ignore[arg-type]


def due(desk: Desk, uuid: str) -> Step | None:
    step = turns.step_due(item_detail.detail(desk, uuid))
    return step.step if step else None


def test_the_shipped_forms_are_sound_and_of_every_layout(ends: Ends) -> None:
    with ends.at("lin") as desk:
        found = forms.forms(desk)
    assert {one.form.layout for one in found} == set(Layout)
    assert all(fault_of_form(one.form) == "" and one.shipped and one.source for one in found)
    assert [one.form.code for one in found if one.is_default] == ["standard"]


def test_an_item_is_reviewed_under_the_form_chosen_for_it(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        chosen = next(one.form for one in forms.forms(desk) if one.form.code == "notice")
        change(desk, uuid, form=chosen)
        reviews.submit(desk, uuid)
        assert due(desk, uuid) is Step.CONFIDENTIALITY_REVIEWER  # in this form he signs before the head
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, REVIEWED)
    with ends.at("chen") as desk:
        assert reviews.sign(desk, uuid, Verdict()) is ItemState.TO_SUBMIT
        shown = item_detail.detail(desk, uuid)
        assert shown.content.form.code == "notice"
        assert all(one.checked.valid for one in shown.sign_offs)


def test_conditions_add_steps_to_the_items_that_ask_for_them(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        extended = next(one.form for one in forms.forms(desk) if one.form.code == "extended")
        change(desk, uuid, form=extended, natures=(Nature.NORMATIVE,))
        reviews.submit(desk, uuid)
        steps = [one.step for one in item_detail.detail(desk, uuid).content.form.steps]
    assert Step.LEGAL_REVIEWER in steps
    assert Step.PRINCIPAL not in steps


def test_a_form_without_a_step_that_the_item_asks_for_is_refused_while_another_has_it(
    ends: Ends, document: Path
) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        change(desk, uuid, natures=(Nature.SENSITIVE, Nature.NORMATIVE))
        with pytest.raises(UserError, match="没有法制审核员、主要领导签字的步骤") as refused:
            reviews.submit(desk, uuid)
        assert refused.value.code == "E-FORM"
        better = next(one.form for one in forms.forms(desk) if f"改用“{one.form.name}”" in refused.value.hint)
        change(desk, uuid, form=better)
        reviews.submit(desk, uuid)
        steps = {one.step for one in item_detail.detail(desk, uuid).content.form.steps}
        assert {Step.LEGAL_REVIEWER, Step.PRINCIPAL} <= steps
        for code in [one.form.code for one in forms.forms(desk)]:  # an agency where nobody signs these
            form = next(one.form for one in forms.forms(desk) if one.form.code == code)
            kept = tuple(one for one in form.steps if one.step not in (Step.LEGAL_REVIEWER, Step.PRINCIPAL))
            forms.save_form(desk, replace(form, steps=kept))
        other = register(desk, document)
        change(desk, other, natures=(Nature.NORMATIVE,))
        assert reviews.submit(desk, other) is ItemState.IN_REVIEW


def test_a_new_version_leaves_running_reviews_under_the_old_one(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        standard = forms.default_form(desk)
        shorter = replace(standard, steps=tuple(one for one in standard.steps if one.step is not Step.OFFICE_HEAD))
        kept = forms.save_form(desk, shorter)
        assert kept.version == 2
        assert forms.default_form(desk) == kept
        assert due(desk, uuid) is Step.OFFICE_HEAD
        other = register(desk, document)
        reviews.submit(desk, other)
        assert due(desk, other) is Step.CONFIDENTIALITY_REVIEWER
        forms.retire_form(desk, "standard")
        assert forms.default_form(desk) == standard
        with pytest.raises(UserError) as refused:
            forms.retire_form(desk, "standard-x")
        assert refused.value.code == "E-FORM"


def test_a_form_without_its_reviewer_or_with_an_endless_name_is_never_kept(ends: Ends) -> None:
    with ends.at("lin") as desk:
        standard = forms.default_form(desk)
        without = tuple(one for one in standard.steps if one.step is not Step.CONFIDENTIALITY_REVIEWER)
        for form in (replace(standard, steps=without), replace(standard, name="审" * 31)):
            for save in (forms.save_form, forms.save_new_form):
                with pytest.raises(UserError) as refused:
                    save(desk, form)
                assert refused.value.code == "E-FORM"
        assert [one.form for one in forms.forms(desk) if not one.shipped] == []


def test_a_centre_knows_its_own_forms_from_strange_ones(ends: Ends) -> None:
    with ends.at("wang") as desk, desk.store.reading() as session:
        extended = forms.newest_form(session, "extended")
        assert forms.is_known(session, form_for(extended, (Nature.REPLY,)))
        assert not forms.is_known(session, replace(extended, version=7))
        assert not forms.is_known(session, replace(extended, steps=extended.steps[:4]))


def test_a_signer_returns_to_an_earlier_step_and_the_chain_goes_on_from_there(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="同意"))
    with ends.at("zhou") as desk:
        back = Verdict(Opinion.RETURN, "请负责人写明意见", return_to=Step.OFFICE_HEAD)
        assert reviews.sign(desk, uuid, back) is ItemState.IN_REVIEW
        shown = item_detail.detail(desk, uuid)
        assert due(desk, uuid) is Step.OFFICE_HEAD
        gone = [one for one in shown.sign_offs if one.voided_because]
        assert [one.checked.statement.step for one in gone] == [Step.OFFICE_HEAD, Step.CONFIDENTIALITY_REVIEWER]
        assert "周敏退回到“处室负责人”：请负责人写明意见" in gone[0].voided_because
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="已核对原件，同意"))
    with ends.at("zhou") as desk:
        assert reviews.sign(desk, uuid, REVIEWED) is ItemState.TO_SUBMIT


def test_nobody_returns_forward_or_without_a_return(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        for verdict in (
            Verdict(Opinion.RETURN, "理由", return_to=Step.CONFIDENTIALITY_REVIEWER),
            Verdict(Opinion.AGREE, "理由", return_to=Step.HANDLER),
        ):
            with pytest.raises(UserError) as refused:
                reviews.sign(desk, uuid, verdict)
            assert refused.value.code == "E-ORDER"


def test_a_signer_recalls_before_the_next_one_signs(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
        assert recalling.may_recall(desk, item_detail.detail(desk, uuid))
        with pytest.raises(UserError) as refused:
            recalling.recall(desk, uuid, " ")
        assert refused.value.code == "E-REASON"
        recalling.recall(desk, uuid, "附件放错了")
        assert due(desk, uuid) is Step.OFFICE_HEAD
        reviews.sign(desk, uuid, Verdict())
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, REVIEWED)
    with ends.at("chen") as desk:
        assert not recalling.may_recall(desk, item_detail.detail(desk, uuid))
        with pytest.raises(UserError) as refused:
            recalling.recall(desk, uuid, "晚了")
        assert refused.value.code == "E-STATE"


def test_the_handler_recalls_into_a_draft(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        recalling.recall(desk, uuid, "还要改")
        assert item_detail.detail(desk, uuid).state is ItemState.DRAFT


def test_a_stand_in_signs_with_the_authority_in_the_statement(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        add_person(desk, NewAccount("gao", "高原", (Role.LEADER,), PASSWORD))
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("gao", End.OFFICE) as desk:
        assert not turns.may_sign(desk, item_detail.detail(desk, uuid))
        with pytest.raises(UserError) as refused:
            reviews.sign(desk, uuid, Verdict())
        assert refused.value.code == "E-PERMISSION"
    with ends.at("lin") as desk:
        last = DAY + timedelta(days=10)
        stand_ins.record_stand_in(desk, Role.OFFICE_HEAD, "陈志远", "gao", "处务会 2026-11-19 纪要", DAY, last)
    with ends.at("gao", End.OFFICE) as desk:
        assert turns.may_sign(desk, item_detail.detail(desk, uuid))
        reviews.sign(desk, uuid, Verdict())
        made = item_detail.detail(desk, uuid).sign_offs[-1].checked
        assert made.valid
        assert made.statement.delegation is not None
        assert made.statement.delegation.principal == "陈志远"
    with ends.at("lin") as desk:
        stand_ins.revoke_stand_in(desk, stand_ins.stand_ins(desk)[0].id)
        assert item_detail.detail(desk, uuid).sign_offs[-1].checked.valid  # what was signed under it stays
        other = register(desk, document)
        reviews.submit(desk, other)
    with ends.at("gao", End.OFFICE) as desk:
        assert not turns.may_sign(desk, item_detail.detail(desk, other))


@pytest.mark.parametrize(
    ("change_of", "code"),
    [
        ({"role": Role.INFORMATION_ADMINISTRATOR}, "E-DELEGATE"),
        ({"principal": " "}, "E-DELEGATE"),
        ({"principal": "不存在的人"}, "E-DELEGATE"),
        ({"principal": "林倩"}, "E-DELEGATE"),
        ({"last_day": DAY + timedelta(days=366)}, "E-DATE"),
        ({"authority": ""}, "E-DELEGATE"),
        ({"last_day": DAY - timedelta(days=1)}, "E-DATE"),
        ({"login": "nobody"}, "E-ACCOUNT"),
        ({"login": "chen"}, "E-ROLES"),
    ],
)
def test_an_authority_that_will_not_do_is_refused(ends: Ends, change_of: dict[str, object], code: str) -> None:
    given: dict[str, object] = {
        "role": Role.OFFICE_HEAD,
        "principal": "陈志远",
        "login": "zhou",
        "authority": "书面委托",
        "first_day": DAY,
        "last_day": DAY,
    }
    with ends.at("lin") as desk, pytest.raises(UserError) as refused:
        stand_ins.record_stand_in(desk, **{**given, **change_of})  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_authority_holds_a_year_at_the_most(ends: Ends) -> None:
    with ends.at("lin") as desk:
        last = stand_ins.last_possible_day(DAY)
        assert last == date(DAY.year + 1, DAY.month, DAY.day)
        stand_ins.record_stand_in(desk, Role.OFFICE_HEAD, "陈志远", "zhou", "书面委托", DAY, last)
        assert stand_ins.stand_ins(desk)[0].last_day == last
    assert stand_ins.last_possible_day(date(2028, 2, 29)) == date(2029, 2, 28)


def test_only_a_person_in_office_is_stood_in_for(ends: Ends) -> None:
    with ends.at("lin") as desk:
        accounts.set_active(desk, "chen", False)
        with pytest.raises(UserError) as refused:
            stand_ins.record_stand_in(desk, Role.OFFICE_HEAD, "陈志远", "zhou", "书面委托", DAY, DAY)
        assert refused.value.message == "“陈志远”不是在用账号里的处室负责人"
        assert refused.value.hint == "先给处室负责人新增账号"


def test_an_authority_of_an_earlier_version_still_holds(ends: Ends, document: Path) -> None:
    """Earlier versions took any name and any length."""
    with ends.at("lin") as desk:
        with desk.store.transaction() as session:
            account = session.scalars(select(Account).where(Account.login == "zhou")).one()
            session.add(
                StandIn(
                    role=Role.OFFICE_HEAD.value,
                    principal="郑和平",
                    account_id=account.id,
                    authority="书面委托",
                    first_day=DAY,
                    last_day=DAY + timedelta(days=3650),
                    recorded_at=desk.now(),
                    recorded_by="林倩",
                )
            )
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        assert stand_ins.stand_ins(desk)[0].principal == "郑和平"
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, Verdict())
        assert item_detail.detail(desk, uuid).sign_offs[-1].checked.valid


def test_the_handlers_own_delegate_does_not_review(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        add_person(desk, NewAccount("lin2", "林倩", (Role.CONFIDENTIALITY_REVIEWER,), PASSWORD))
        stand_ins.record_stand_in(desk, Role.CONFIDENTIALITY_REVIEWER, "林倩", "chen", "书面委托", DAY, DAY)
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
        with pytest.raises(UserError) as refused:
            reviews.sign(desk, uuid, REVIEWED)
        assert refused.value.code == "E-SAME-PERSON"


def test_an_unsure_question_goes_out_and_comes_back(ends: Ends, document: Path) -> None:
    unsure = tuple(Answer.UNSURE if n == 4 else Answer.NO for n in range(16))
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        with pytest.raises(UserError) as refused:
            referrals.refer(desk, uuid, 4, "省国家保密局", DAY)
        assert refused.value.code == "E-CHECKLIST"
        change(desk, uuid, answers=unsure)
        with pytest.raises(UserError) as refused:
            reviews.submit(desk, uuid)
        assert refused.value.code == "E-REQUIREMENT"
        with pytest.raises(UserError) as refused:
            referrals.refer(desk, uuid, 4, "省国家保密局", DAY + timedelta(days=1))
        assert refused.value.code == "E-DATE"
        referrals.refer(desk, uuid, 4, "省国家保密局", DAY, "临司函〔2026〕9号")
        (line,) = referrals.register(desk, open_only=True)
        assert (line.body, line.due_on, line.is_late(date(2026, 12, 5))) == ("省国家保密局", date(2026, 12, 4), True)
        with pytest.raises(UserError) as refused:
            referrals.refer(desk, uuid, 4, "省国家保密局", DAY)
        assert refused.value.code == "E-STATE"
        referrals.record_answer(desk, uuid, 4, DAY, Outcome.MAY_DISCLOSE, "经研究，可以公开")
        assert referrals.register(desk, open_only=True) == ()
        assert referrals.register(desk)[0].outcome is Outcome.MAY_DISCLOSE
        change(desk, uuid, answers=(Answer.NO,) * 16)
        reviews.submit(desk, uuid)
        content: ItemContent = item_detail.detail(desk, uuid).content
        assert content.referrals[0].answer == "经研究，可以公开"  # signed with the rest


def test_what_was_returned_or_recalled_on_the_way_does_not_travel(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="同意"))
        recalling.recall(desk, uuid, "附件没有看完")
        reviews.sign(desk, uuid, Verdict(text="看完，同意"))
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "写明意见", return_to=Step.OFFICE_HEAD))
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="内容属实"))
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, REVIEWED)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        imports.import_batch(desk, inspection.inspect(desk, package), {})
        shown = item_detail.detail(desk, uuid)
        assert [one.checked.statement.text for one in shown.sign_offs] == ["", "内容属实", "不涉密，同意。"]
        assert all(one.standing for one in shown.sign_offs)
    with ends.at("lin") as desk:  # the same batch again, after its sign-offs were voided: the same content
        (batch,) = batch_views.batches(desk)
        assert batches.write(desk, batch.id, ends.stick).batch.manifest_hash == batch.manifest_hash


def test_recalling_what_one_submitted_keeps_the_reason(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
        recalling.recall(desk, uuid, "还要改")
        assert item_detail.detail(desk, uuid).sign_offs[0].voided_because == "林倩撤回签字：还要改"


def test_new_items_are_reviewed_under_the_default_form(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        forms.set_default_form(desk, "notice")
        uuid = register(desk, document)
        typed = items.create_draft(desk)
        assert item_detail.detail(desk, uuid).content.form.code == "notice"
        assert item_detail.detail(desk, typed).content.form.code == "notice"
