"""Correcting and withdrawing what was sent, and giving a correction up again: the leak gate holds throughout."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import AuditEntry, SignOff
from desktop.rules.items import Answer
from desktop.rules.requirements import TRADE_SECRET
from desktop.rules.review import Opinion
from desktop.rules.states import BatchState, ItemState
from desktop.services import (
    amending,
    batch_views,
    batches,
    imports,
    inspection,
    item_detail,
    items,
    office_receipts,
    receipts,
    referrals,
    reviews,
)
from desktop.services.sending import sending
from tests.services.ends import answer_again, complete, register, review_at_office
from tests.services.sent import Sent, take
from tests.services.test_ways_back import publish


def read_receipt(sent: Sent, batch: int) -> None:
    with sent.ends.at("wang") as desk:
        path = receipts.issue_receipt(desk, batch, sent.ends.stick).path
    with sent.ends.at("lin") as desk:
        office_receipts.read_receipt(desk, path)


def test_a_correction_given_up_leaves_what_the_centre_has(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        before = item_detail.detail(desk, sent.uuid)
        amending.correct(desk, sent.uuid, "联系电话有误")
        opened = item_detail.detail(desk, sent.uuid)
        assert opened.correcting
        assert {one.voided_because for one in opened.sign_offs} == {"更正：联系电话有误"}
        complete(desk, sent.uuid, summary="改过的概述。")
        with pytest.raises(UserError):
            items.discard_draft(desk, sent.uuid, "不改了")
        assert amending.give_up(desk, sent.uuid) is ItemState.AWAITING_RECEIPT
        after = item_detail.detail(desk, sent.uuid)
        assert (after.content, after.head_digest, after.state) == (before.content, before.head_digest, before.state)
        assert after.draft_version is None
        assert [one.standing for one in after.sign_offs] == [True] * 3
        with desk.store.reading() as session:
            last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
            assert (last.action, last.object) == ("give_up_correction", sent.uuid)
    taken = take(sent.ends, sent.package)
    read_receipt(sent, taken.id)
    with sent.ends.at("lin") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.TO_PUBLISH


def test_what_only_the_correction_referred_waits_for_no_answer(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "涉及商业秘密")
        opened = item_detail.detail(desk, sent.uuid)
        assert opened.draft_version is not None
        answers = tuple(Answer.UNSURE if n == TRADE_SECRET else Answer.NO for n in range(16))
        items.save_draft(desk, sent.uuid, replace(opened.content, answers=answers), opened.draft_version, "test")
        referrals.refer(desk, sent.uuid, TRADE_SECRET, "省国家保密局", desk.today())
        assert len(referrals.register(desk, open_only=True)) == 1
        amending.give_up(desk, sent.uuid)
        assert referrals.register(desk) == ()


def test_a_receipt_that_was_read_meanwhile_is_not_forgotten(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "标题有误")
    publish(sent.ends, sent.uuid, "https://sft.example.gov.cn/1.html")
    read_receipt(sent, taken.id)
    with sent.ends.at("lin") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.DRAFT
        assert amending.give_up(desk, sent.uuid) is ItemState.PUBLISHED


def test_what_the_centre_returned_meanwhile_comes_back_as_returned(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "标题有误")
    with sent.ends.at("wang") as desk:
        imports.return_item(desk, sent.uuid, "概述太短", ["summary"])
    read_receipt(sent, taken.id)
    with sent.ends.at("lin") as desk:
        assert amending.give_up(desk, sent.uuid) is ItemState.RETURNED
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.returned_reason, shown.returned_fields) == ("概述太短", ("summary",))


def test_only_a_correction_of_what_was_sent_last_is_given_up(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "标题有误")
        complete(desk, sent.uuid, summary="改过的概述。")
        reviews.submit(desk, sent.uuid)
        items.revise(desk, sent.uuid)
        with pytest.raises(UserError) as caught:
            amending.give_up(desk, sent.uuid)
        assert caught.value.code == "E-STATE"
        assert item_detail.detail(desk, sent.uuid).state is ItemState.DRAFT


def test_a_correction_needs_a_reason_and_something_sent(sent: Sent) -> None:
    path = sent.ends.root / "另一份.txt"
    path.write_text("关于另一事项的通知\n内容。\n", encoding="utf-8")
    with sent.ends.at("lin") as desk:
        with pytest.raises(UserError) as caught:
            amending.correct(desk, sent.uuid, " ")
        assert caught.value.code == "E-REASON"
        other = register(desk, path)
        with pytest.raises(UserError) as caught:
            amending.correct(desk, other, "改标题")
        assert caught.value.code == "E-STATE"
        with pytest.raises(UserError) as caught:
            amending.give_up(desk, other)
        assert caught.value.code == "E-STATE"


def test_signatures_that_do_not_hold_are_not_put_back(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "标题有误")
        with desk.store.transaction() as session:
            row = session.scalars(select(SignOff).order_by(SignOff.id.desc())).first()
            assert row is not None
            row.statement = {**row.statement, "text": "改过的意见"}
        with pytest.raises(UserError) as caught:
            amending.give_up(desk, sent.uuid)
        assert caught.value.code == "E-UNREVIEWED"
        assert item_detail.detail(desk, sent.uuid).draft_version is not None


def test_the_page_tells_which_corrections_and_withdrawals_travel(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "标题有误")
        complete(desk, sent.uuid, summary="改过的概述。")
    review_at_office(sent.ends, sent.uuid)
    with sent.ends.at("lin") as desk:
        page = sending(desk)
        assert page.corrections == page.concluded == frozenset({sent.uuid})
        items.withdraw(desk, sent.uuid, "内容有误，不再公开")
        page = sending(desk)
        assert page.ready == ()
        assert [(one.uuid, one.reason) for one in page.withdrawals] == [(sent.uuid, "内容有误，不再公开")]
        assert item_detail.detail(desk, sent.uuid).untold_withdrawal
        written = batches.write(desk, batches.assemble(desk, [], page.period), sent.ends.stick)
        assert written.batch.kind == "regular"
        assert sending(desk).withdrawals == ()
        assert not item_detail.detail(desk, sent.uuid).untold_withdrawal


def test_a_correction_goes_while_the_first_version_waits(sent: Sent) -> None:
    """Given up, corrected again and sent: each batch still passes the gate, in whatever order the centre reads them."""
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "标题有误")
        amending.give_up(desk, sent.uuid)
        with pytest.raises(UserError):
            batches.assemble(desk, [sent.uuid], "2026年11月下")
        amending.correct(desk, sent.uuid, "概述有误")
        complete(desk, sent.uuid, summary="改过的概述。")
    review_at_office(sent.ends, sent.uuid)
    with sent.ends.at("lin") as desk:
        second = batches.write(desk, batches.assemble(desk, [sent.uuid], "2026年11月下"), sent.ends.stick)
        again = batches.write(desk, batch_views.batches(desk)[1].id, sent.ends.stick)
        assert [one.state for one in batch_views.batches(desk)] == [BatchState.AWAITING_RECEIPT] * 2
    with sent.ends.at("wang") as desk:
        imports.import_batch(desk, inspection.inspect(desk, second.path), {})
        imports.import_batch(desk, inspection.inspect(desk, again.path), {})
        assert item_detail.detail(desk, sent.uuid).head_rev == 2


def test_a_withdrawal_by_mistake_is_taken_back_until_a_batch_tells_it(sent: Sent) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("lin") as desk:
        before = item_detail.detail(desk, sent.uuid)
        with pytest.raises(UserError, match="不能超过 2,000 字"):  # no batch could tell it
            items.withdraw(desk, sent.uuid, "误" * 2001)
        items.withdraw(desk, sent.uuid, "误操作")
        for verb in (amending.correct, items.withdraw):
            with pytest.raises(UserError) as caught:
                verb(desk, sent.uuid, "要改回来")
            assert "撤销撤回" in caught.value.hint
        with pytest.raises(UserError) as caught:
            amending.give_up(desk, sent.uuid)
        assert "撤销撤回" in caught.value.hint
    publish(sent.ends, sent.uuid, "https://sft.example.gov.cn/1.html")
    read_receipt(sent, taken.id)
    with sent.ends.at("lin") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHDRAWN
        assert amending.take_back_withdrawal(desk, sent.uuid) is ItemState.PUBLISHED
        after = item_detail.detail(desk, sent.uuid)
        assert (after.head_digest, after.returned_reason, after.untold_withdrawal) == (before.head_digest, "", False)
        assert [one.standing for one in after.sign_offs] == [True] * 3
        assert sending(desk).withdrawals == ()
        with desk.store.reading() as session:
            last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
            assert (last.action, last.object) == ("take_back_withdrawal", sent.uuid)
        with pytest.raises(UserError) as caught:
            amending.take_back_withdrawal(desk, sent.uuid)
        assert caught.value.code == "E-STATE"


def test_a_withdrawal_that_was_told_stands_and_the_way_on_is_said(sent: Sent) -> None:
    take(sent.ends, sent.package)
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "误操作")
        written = batches.write(desk, batches.assemble(desk, (), "2026年12月上"), sent.ends.stick)
        with pytest.raises(UserError) as caught:
            amending.take_back_withdrawal(desk, sent.uuid)
        assert written.batch.paper_number in str(caught.value)
        assert "重新登记" in caught.value.hint
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHDRAWN


def test_what_was_withdrawn_out_of_its_review_is_where_its_sign_offs_had_brought_it(sent: Sent) -> None:
    path = sent.ends.root / "另一份.txt"
    path.write_text("临江省司法厅关于另一事项的通知\n\n各市司法局：\n内容。\n", encoding="utf-8")
    with sent.ends.at("lin") as desk:
        other = register(desk, path)
        reviews.submit(desk, other)
        items.withdraw(desk, other, "误操作")
        assert amending.take_back_withdrawal(desk, other) is ItemState.IN_REVIEW
    with sent.ends.at("chen") as desk:
        assert (
            reviews.sign(desk, other, reviews.Verdict(opinion=Opinion.DISAGREE, text="标题不准")) is ItemState.RETURNED
        )
        returned = item_detail.detail(desk, other).returned_reason
        assert "标题不准" in returned
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, other, "误操作")
        assert amending.take_back_withdrawal(desk, other) is ItemState.RETURNED
        assert item_detail.detail(desk, other).returned_reason == returned
        items.revise(desk, other)
        answer_again(desk, other)
    review_at_office(sent.ends, other)
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, other, "误操作")
        assert amending.take_back_withdrawal(desk, other) is ItemState.TO_SUBMIT
        assert batches.write(desk, batches.assemble(desk, (other,), "2026年12月上"), sent.ends.stick).path.exists()


def test_a_correction_that_was_withdrawn_is_taken_back_to_its_review(sent: Sent) -> None:
    take(sent.ends, sent.package)
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "标题有误")
        complete(desk, sent.uuid, summary="改过的概述。")
    review_at_office(sent.ends, sent.uuid)
    with sent.ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "误操作")
        assert amending.take_back_withdrawal(desk, sent.uuid) is ItemState.TO_SUBMIT
        assert item_detail.detail(desk, sent.uuid).content.summary == "改过的概述。"


def test_the_withdrawal_of_an_opened_correction_is_taken_back_to_what_the_centre_has(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "标题有误")
        items.withdraw(desk, sent.uuid, "误操作")
        assert amending.take_back_withdrawal(desk, sent.uuid) is ItemState.AWAITING_RECEIPT
        after = item_detail.detail(desk, sent.uuid)
        assert [one.standing for one in after.sign_offs] == [True] * 3
        assert not after.untold_withdrawal
