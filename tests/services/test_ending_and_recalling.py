"""The ways back: a draft that was submitted before is ended, what was asked about it ends too, the last signer recalls."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.items import Answer
from desktop.rules.review import Opinion
from desktop.rules.states import ItemState
from desktop.services import (
    batch_views,
    batches,
    item_detail,
    items,
    ledger,
    recalling,
    referrals,
    reviews,
    stopping,
    upkeep,
)
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerFilter
from desktop.services.reviews import Verdict
from tests.services.ends import REVIEWED, Ends, register, review_at_office
from tests.views.exchange import approved, receipt_file, sent, taken_in

WAITING = (*(Answer.NO,) * 8, Answer.UNSURE, *(Answer.NO,) * 7)


def state(desk: Desk, uuid: str) -> ItemState:
    return item_detail.detail(desk, uuid).state


def refused(desk: Desk, uuid: str, why: str = "手滑") -> UserError:
    with pytest.raises(UserError) as caught:
        recalling.recall(desk, uuid, why)
    assert caught.value.code == "E-STATE"
    assert not recalling.may_recall(desk, item_detail.detail(desk, uuid))
    return caught.value


def saved(desk: Desk, uuid: str, **changes: object) -> None:
    shown = item_detail.detail(desk, uuid)
    content = replace(shown.content, **changes)  # type: ignore[arg-type]
    items.save_draft(desk, uuid, content, shown.draft_version or 0, "s")


# -- ending ------------------------------------------------------------------------------------
def test_a_draft_that_was_submitted_before_is_discarded_and_its_versions_stay(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid, "已核对")
        items.revise(desk, uuid)
        title = item_detail.detail(desk, uuid).content.title
        saved(desk, uuid, title="改到一半的题目")
        with pytest.raises(UserError) as caught:
            items.withdraw(desk, uuid, "不办了")
        assert "作废" in caught.value.hint
        items.discard_draft(desk, uuid, "不办了")
        kept = item_detail.detail(desk, uuid)
        assert (kept.state, kept.draft_version, kept.content.title) == (ItemState.DISCARDED, None, title)
        assert [one.rev for one in kept.revisions] == [1]
        assert [one.checked.statement.text for one in kept.sign_offs] == ["已核对"]
        assert items.read_document(desk, kept.documents[0].sm3) == document.read_bytes()
        assert len(ledger.ledger_keys(desk, LedgerFilter(text="改到一半的题目"))) == 0
        assert len(ledger.ledger_keys(desk, LedgerFilter(text=title))) == 1


def test_a_draft_of_what_was_sent_is_withdrawn_and_the_centre_is_told(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        batches.write(desk, batches.assemble(desk, [uuid], "本期"), ends.stick)
        items.revise(desk, uuid)
        with pytest.raises(UserError) as caught:
            items.discard_draft(desk, uuid, "不公开了")
        assert "撤回" in caught.value.hint
        items.withdraw(desk, uuid, "不公开了")
        kept = item_detail.detail(desk, uuid)
        assert (kept.state, kept.draft_version, kept.untold_withdrawal) == (ItemState.WITHDRAWN, None, True)
        told = batches.write(desk, batches.assemble(desk, [], "本期"), ends.stick)
        assert batch_views.withdrawn_numbers(desk, told.batch.id) == (kept.form_number,)


@pytest.mark.parametrize("how", ["discard", "withdraw", "stop"])
def test_a_referral_ends_with_its_item(ends: Ends, document: Path, how: str) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    if how == "withdraw":
        review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        if how == "withdraw":
            batches.write(desk, batches.assemble(desk, [uuid], "本期"), ends.stick)
            items.revise(desk, uuid)
        saved(desk, uuid, answers=WAITING)
        referrals.refer(desk, uuid, 8, "省保密局", desk.today() - timedelta(days=60))
        (line,) = referrals.register(desk, open_only=True)
        assert line.is_late(desk.today())
        if how == "stop":
            stopping.stop_item(desk, uuid)
            assert referrals.register(desk) == ()
            return
        (items.discard_draft if how == "discard" else items.withdraw)(desk, uuid, "不办了")
        assert referrals.register(desk, open_only=True) == ()
        (line,) = referrals.register(desk)
        assert not line.is_open
        assert not line.is_late(desk.today())
        assert line.ended is state(desk, uuid)


def test_the_answer_to_an_ended_item_is_refused_in_plain_words(ends: Ends, document: Path) -> None:
    from desktop.rules.bases import Outcome

    with ends.at("lin") as desk:
        uuid = register(desk, document)
        saved(desk, uuid, answers=WAITING)
        referrals.refer(desk, uuid, 8, "省保密局", desk.today())
        items.discard_draft(desk, uuid, "不办了")
        with pytest.raises(UserError) as caught:
            referrals.record_answer(desk, uuid, 8, desk.today(), Outcome.MAY_DISCLOSE, "可以公开")
        assert "已作废" in caught.value.message
        assert "收文" in caught.value.hint


# -- recalling ---------------------------------------------------------------------------------
def test_the_last_signer_of_the_office_recalls_until_a_batch_takes_the_item(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("chen") as desk:
        assert "按“修改”" in refused(desk, uuid).hint
    with ends.at("zhou") as desk:
        assert recalling.may_recall(desk, item_detail.detail(desk, uuid))
        recalling.recall(desk, uuid, "签错了")
        back = item_detail.detail(desk, uuid)
        assert (back.state, len(back.statements)) == (ItemState.IN_REVIEW, 2)
        assert back.sign_offs[0].voided_because == "周敏撤回签字：签错了"
        assert reviews.sign(desk, uuid, REVIEWED) is ItemState.TO_SUBMIT
    with ends.at("lin") as desk:
        batches.assemble(desk, [uuid], "本期")
    with ends.at("zhou") as desk:
        assert "承办人" in refused(desk, uuid).hint
    with ends.at("lin") as desk:
        assert upkeep.verify_audit(desk).ok


def test_a_mistaken_return_is_recalled_until_the_handler_opens_the_item(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "手滑"))
        assert recalling.may_recall(desk, item_detail.detail(desk, uuid))
        recalling.recall(desk, uuid, "点错了")
        back = item_detail.detail(desk, uuid)
        assert (back.state, back.returned_reason, len(back.statements)) == (ItemState.IN_REVIEW, "", 1)
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "缺附件"))
    with ends.at("lin") as desk:
        items.revise(desk, uuid)
    with ends.at("chen") as desk:
        assert "承办人" in refused(desk, uuid).hint


def test_a_return_by_receipt_is_not_the_offices_to_recall(ends: Ends, document: Path) -> None:
    from desktop.services import office_receipts

    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    batch = taken_in(ends, sent(ends, uuid))
    with ends.at("li") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "缺附件"))
        assert recalling.may_recall(desk, item_detail.detail(desk, uuid))
    path = receipt_file(ends, batch)
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, path)
        assert state(desk, uuid) is ItemState.RETURNED
    with ends.at("zhou") as desk:
        refused(desk, uuid)
    with ends.at("li") as desk, pytest.raises(UserError, match="回执"):
        recalling.recall(desk, uuid, "手滑")


@pytest.mark.parametrize("opinion", [Opinion.AGREE, Opinion.RETURN])
def test_the_last_signer_of_the_centre_recalls_before_publication(ends: Ends, document: Path, opinion: Opinion) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    taken_in(ends, sent(ends, uuid))
    with ends.at("li") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("sun") as desk:
        reviews.sign(desk, uuid, Verdict(opinion, "先这样"))
        recalling.recall(desk, uuid, "还要核对")
        assert state(desk, uuid) is ItemState.PENDING
        assert len(item_detail.detail(desk, uuid).statements) == 4
        assert reviews.sign(desk, uuid, Verdict()) is ItemState.TO_PUBLISH


def test_what_a_receipt_has_told_is_not_recalled(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    batch = taken_in(ends, sent(ends, uuid))
    approved(ends, uuid)
    receipt_file(ends, batch)
    with ends.at("sun") as desk, pytest.raises(UserError, match="回执"):
        recalling.recall(desk, uuid, "还要核对")
