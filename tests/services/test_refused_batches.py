"""A batch that its office did sign, refused before it was read to its end: a receipt sends its items back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.errors import PackageRefused, UserError
from desktop.formats.receipt import write_receipt
from desktop.models import ReceivedBatch
from desktop.rules.states import BatchState, ItemState, ReceivedOutcome
from desktop.services import (
    accounts,
    batch_views,
    batches,
    enrolment,
    home,
    imports,
    inspection,
    item_detail,
    office_receipts,
    receipts,
)
from desktop.services.absent_batches import NOTHING_ABSENT
from desktop.services.gaps import contiguous_seq
from desktop.services.refused_files import what_to_do_with_it
from desktop.services.verification import verify
from tests.formats.forging import packed, resigned, unpacked
from tests.services.ends import Ends
from tests.services.forging import office_key, repacked
from tests.services.sent import Sent, refused, take


def revoke(ends: Ends, last_good: int) -> str:
    with ends.at("wei") as desk:
        office = next(one for one in enrolment.offices(desk) if one.code == "LSGZ")
        enrolment.revoke_key(desk, office.id, last_good)
        return office.id


def test_a_batch_of_a_revoked_key_comes_back_by_a_receipt(sent: Sent) -> None:
    ends = sent.ends
    revoke(ends, 0)
    with ends.at("wang") as desk:
        with pytest.raises(PackageRefused) as caught:
            inspection.inspect(desk, sent.package)
        assert (caught.value.code, caught.value.noted) == ("E-REVOKED", True)
        assert "写一份回执带回处室" in what_to_do_with_it(caught.value)
        (due,) = receipts.receipts_due(desk)
        issued = receipts.issue_receipt(desk, due.received_batch_id, ends.stick)
        assert (issued.record.outcome, issued.record.code) == (ReceivedOutcome.REJECTED, "E-REVOKED")
    with ends.at("lin") as desk:
        news = office_receipts.read_receipt(desk, issued.path)
        assert (news.batch_state, news.absent) == (BatchState.REJECTED, NOTHING_ABSENT)
        shown = item_detail.detail(desk, sent.uuid)
        assert shown.state is ItemState.RETURNED
        assert "公钥办公室已经停用" in shown.returned_reason


@pytest.mark.parametrize("code", ["E-SECRET", "E-FORK"])
def test_a_batch_in_which_the_centre_found_a_mark_is_written_onto_no_stick_again(sent: Sent, code: str) -> None:
    """One that two people decided against may be wanted again, when they change their decision."""
    ends = sent.ends
    taken = take(ends, sent.package)
    with ends.at("wang") as desk:
        issued = receipts.issue_receipt(desk, taken.id, ends.stick)
        with desk.store.reading() as session:
            key = accounts.end_key(session)
    told = replace(issued.record, outcome=ReceivedOutcome.REJECTED, code=code, items=())
    write_receipt(issued.path, told, key)
    with ends.at("lin") as desk:
        batch = office_receipts.read_receipt(desk, issued.path).batch_id
        if code == "E-FORK":
            assert batches.write(desk, batch, ends.stick).batch.state is BatchState.REJECTED
            return
        with pytest.raises(UserError, match="查出密级标志") as caught:
            batches.write(desk, batch, ends.stick)
        assert "报告保密工作机构" in caught.value.hint


def test_who_has_a_revoked_key_neither_closes_a_gap_nor_opens_an_epoch(sent: Sent) -> None:
    ends = sent.ends
    office = revoke(ends, 1)
    take(ends, sent.package)
    key = office_key(ends)
    for changes in ({"seq": 2}, {"epoch": 2, "seq": 1}):
        thief = repacked(sent.package, sent.forged, key, header=lambda one, made=changes: replace(one, **made))  # type: ignore[misc]
        assert [refused(ends, thief) for _ in range(2)] == ["E-REVOKED"] * 2
    with ends.at("wang") as desk, desk.store.reading() as session:
        assert contiguous_seq(session, office, 1) == (1, ())
        assert contiguous_seq(session, office, 2) == (0, ())


def test_what_was_taken_in_is_not_called_refused(sent: Sent) -> None:
    take(sent.ends, sent.package)
    revoke(sent.ends, 0)
    with sent.ends.at("wang") as desk:
        assert inspection.inspect(desk, sent.package).duplicate
        assert [one.outcome for one in imports.received(desk)] == [ReceivedOutcome.ACCEPTED]


def test_a_batch_with_a_bad_field_is_noted_when_its_office_is_known(sent: Sent) -> None:
    """As a program of the office that checks less would write it."""
    members = unpacked(sent.package)
    name = next(one for one in members if one.startswith("data/items/"))
    irregular = {**members, name: members[name].replace(b'"content":{', b'"content":{"depth":1.5,', 1)}
    bad = packed(sent.forged, resigned(irregular, office_key(sent.ends)))
    with sent.ends.at("wang") as desk:
        with pytest.raises(PackageRefused) as caught:
            inspection.inspect(desk, bad)
        assert (caught.value.code, caught.value.noted) == ("E-FIELD", True)
        with desk.store.reading() as session:
            (row,) = session.query(ReceivedBatch).all()
            assert (row.outcome, row.code, row.item_count) == ("REJECTED", "E-FIELD", 0)
        ((told, _when),) = home.home(desk).news
        assert told.endswith("，已拒收")
        assert len(receipts.receipts_due(desk)) == 1


def test_a_batch_of_an_unknown_key_leaves_no_trace_but_the_refusal(sent: Sent) -> None:
    from desktop.trust.signing import generate_key

    assert refused(sent.ends, repacked(sent.package, sent.forged, generate_key())) == "E-KEY"
    with sent.ends.at("wang") as desk:
        assert receipts.receipts_due(desk) == ()
    with sent.ends.at("lin") as desk:
        assert [one.state for one in batch_views.batches(desk)] == [BatchState.AWAITING_RECEIPT]


@pytest.mark.parametrize(("number", "words"), [("", "没有编号"), ("保审〔2026〕GZGL-0001", "不是这个处室的编号")])
def test_a_number_that_no_paper_could_bear_is_told_before_and_at_the_door(sent: Sent, number: str, words: str) -> None:
    forged = repacked(
        sent.package, sent.forged, office_key(sent.ends), item=lambda one: replace(one, form_number=number)
    )
    (problem,) = verify(forged).problems
    assert problem.code == "E-OWNER"
    assert words in problem.words
    with sent.ends.at("wang") as desk, pytest.raises(PackageRefused) as caught:
        inspection.inspect(desk, forged)
    assert words in caught.value.message
