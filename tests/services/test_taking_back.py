"""A key is replaced while batches are under way: they stay good up to a number, or are taken back and sent anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import PackageRefused, UserError
from desktop.formats.receipt import inspect_receipt
from desktop.rules.states import BatchState, ItemState, JointVerdict
from desktop.services import (
    accounts,
    amending,
    batch_views,
    batches,
    enrolment,
    inspection,
    item_detail,
    items,
    matters,
    office_receipts,
    receipts,
    rotation,
    stopping,
    undoing,
)
from desktop.services.batch_contents import unsent_withheld, untold_withdrawals
from desktop.services.refused_files import what_to_do_with_it
from desktop.services.sending import sending
from desktop.services.taking_back import take_back
from tests.services.ends import DOCUMENT, PASSWORD, Ends, register, review_at_office, send
from tests.services.forging import office_key, repacked
from tests.services.sent import Sent, take


def _office(ends: Ends) -> enrolment.OfficeView:
    with ends.at("wang") as desk:
        return next(one for one in enrolment.offices(desk) if one.code == "LSGZ")


def _revoke(ends: Ends, last_good: int) -> None:
    office = _office(ends)
    with ends.at("wei") as desk:
        enrolment.revoke_key(desk, office.id, last_good)


def _new_key_by_sheet(ends: Ends, last_good: int | None = None) -> None:
    with ends.at("lin") as desk:
        new = rotation.rotate(desk)
        assert accounts.own_fingerprint(desk) == new
    office = _office(ends)
    with ends.at("wang") as desk:
        enrolment.propose_key(desk, office.id, new)
        enrolment.confirm_key(desk, office.id, new, "wei", PASSWORD, last_good_seq=last_good)


def _refused(ends: Ends, package: Path) -> PackageRefused:
    with ends.at("wang") as desk, pytest.raises(PackageRefused) as told:
        inspection.inspect(desk, package)
    return told.value


def _gaps(ends: Ends) -> list[str]:
    with ends.at("wang") as desk:
        return [one.title for one in matters.matters(desk) if not one.settled]


def _waive_the_gap(ends: Ends) -> None:
    with ends.at("wang") as desk:
        (matter,) = matters.matters(desk)
        proposed = matters.propose(desk, matter, JointVerdict.WAIVE, "公钥停用，处室已收回，改在下一批报送")
        matters.confirm(desk, proposed, "wei", PASSWORD)


def _receipt(ends: Ends, received: int) -> office_receipts.ReceiptNews:
    with ends.at("wang") as desk:
        path = receipts.issue_receipt(desk, received, ends.stick).path
    with ends.at("lin") as desk:
        return office_receipts.read_receipt(desk, path)


def test_a_batch_of_a_revoked_key_is_taken_back_and_its_item_taken_in_with_the_gap_closed(sent: Sent) -> None:
    ends = sent.ends
    _revoke(ends, 0)
    _new_key_by_sheet(ends)
    told = _refused(ends, sent.package)
    assert told.code == "E-REVOKED"
    assert "重新写出" not in told.hint
    assert "收回这一批" in told.hint
    assert what_to_do_with_it(told).startswith("文件原样留在 U 盘上备查，不要打开、改名或转发。")
    with ends.at("lin") as desk:
        (old,) = batch_views.batches(desk)
        assert old.under_old_key
        assert take_back(desk, old.id) == 1
        assert batch_views.batches(desk)[0].state is BatchState.TAKEN_BACK
        page = sending(desk)
        assert [one.uuid for one in page.ready] == [sent.uuid]
        assert (page.waited, page.corrections) == ({}, frozenset()), "signed as it was, and no correction"
        with pytest.raises(UserError, match="已经收回") as again:
            batches.write(desk, old.id, ends.stick)
        assert again.value.code == "E-STATE"
    taken = take(ends, send(ends, sent.uuid))
    assert taken.accepted == 1
    assert _gaps(ends) == ["第 1 批没有到"]
    _waive_the_gap(ends)
    assert _gaps(ends) == []
    assert _receipt(ends, taken.id).batch_state is BatchState.ACCEPTED
    with ends.at("lin") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.TO_PUBLISH
        states = [one.state for one in batch_views.batches(desk)]
        assert states == [BatchState.ACCEPTED, BatchState.TAKEN_BACK], "nothing waits for ever"


def test_a_new_key_by_sheet_keeps_what_is_under_way_good_up_to_the_number_that_was_told(sent: Sent) -> None:
    ends = sent.ends
    with ends.at("lin") as desk:
        second = batches.write(desk, batches.assemble(desk, (), "2026年10月下"), ends.stick).path
    _new_key_by_sheet(ends, last_good=1)
    assert take(ends, sent.package).accepted == 1
    assert _refused(ends, second).code == "E-REVOKED"


def test_a_new_key_by_sheet_keeps_what_came_good_when_nothing_is_told(sent: Sent) -> None:
    ends = sent.ends
    taken = take(ends, sent.package)
    with ends.at("wang") as desk:
        undoing.undo_import(desk, taken.id, "收错了")
    _new_key_by_sheet(ends)
    assert take(ends, sent.package).accepted == 1


def test_a_corrected_item_and_a_withdrawal_of_a_batch_that_is_taken_back_go_into_the_next_one(sent: Sent) -> None:
    ends = sent.ends
    with ends.at("lin") as desk:
        amending.correct(desk, sent.uuid, "电话有误")
    _revoke(ends, 0)
    _new_key_by_sheet(ends)
    with ends.at("lin") as desk:
        assert take_back(desk, batch_views.batches(desk)[0].id) == 0
        assert amending.give_up(desk, sent.uuid) is ItemState.TO_SUBMIT, "no batch under way holds it"
        items.withdraw(desk, sent.uuid, "不再公开")
        with desk.store.reading() as session:
            assert len(untold_withdrawals(session)) == 1
            assert unsent_withheld(session) == []
        withdrawing = batches.write(desk, batches.assemble(desk, (), "2026年10月下"), ends.stick)
        assert withdrawing.batch.withdrawn == 1
    assert take(ends, withdrawing.path).withdrawn == 0, "the centre never had it"


def test_a_receipt_that_comes_after_all_still_counts(sent: Sent) -> None:
    """The centre had taken the batch in; the office took it back without knowing."""
    ends = sent.ends
    taken = take(ends, sent.package)
    _new_key_by_sheet(ends)
    with ends.at("lin") as desk:
        take_back(desk, batch_views.batches(desk)[0].id)
    assert _receipt(ends, taken.id).batch_state is BatchState.ACCEPTED
    with ends.at("lin") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.TO_PUBLISH


@pytest.mark.parametrize("refusal_first", [True, False])
def test_the_refusal_of_a_batch_that_was_taken_back_returns_nothing_that_is_in_another_one(
    sent: Sent, refusal_first: bool
) -> None:
    ends = sent.ends
    _revoke(ends, 0)
    _new_key_by_sheet(ends)
    assert _refused(ends, sent.package).noted
    with ends.at("wang") as desk:
        (due,) = receipts.receipts_due(desk)
        refusal = receipts.issue_receipt(desk, due.received_batch_id, ends.stick).path
    with ends.at("lin") as desk:
        take_back(desk, batch_views.batches(desk)[0].id)
    taken = take(ends, send(ends, sent.uuid))
    with ends.at("wang") as desk:
        answer = receipts.issue_receipt(desk, taken.id, ends.stick).path
    with ends.at("lin") as desk:
        read = [office_receipts.read_receipt(desk, one) for one in (refusal, answer)[:: 1 if refusal_first else -1]]
        told = {one.batch_id: [outcome for _number, _title, outcome in one.lines] for one in read}
        new, old = batch_views.batches(desk)
        assert told == {new.id: ["已接收"], old.id: ["待回执" if refusal_first else "待发布"]}
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.state, shown.returned_reason) == (ItemState.TO_PUBLISH, "")
        assert [new.state, old.state] == [BatchState.ACCEPTED, BatchState.TAKEN_BACK]
        amending.correct(desk, sent.uuid, "电话有误")
        assert amending.give_up(desk, sent.uuid) is ItemState.TO_PUBLISH


def test_a_batch_that_was_taken_in_is_the_same_again_though_its_key_was_revoked_since(sent: Sent) -> None:
    """Fault 12 after fault 20: known by its content, which was proved, not by its number."""
    ends = sent.ends
    taken = take(ends, sent.package)
    _revoke(ends, 0)
    again = take(ends, sent.package)
    assert (again.id, again.duplicate) == (taken.id, True)
    key = office_key(ends)
    other = repacked(sent.package, sent.forged, key, header=lambda one: replace(one, period="2026年12月上"))
    assert _refused(ends, other).code == "E-REVOKED"
    with ends.at("wang") as desk:
        undoing.undo_import(desk, taken.id, "收错了")
    assert _refused(ends, sent.package).code == "E-REVOKED", "what was undone is not here any more"


def test_a_batch_under_the_present_key_or_with_its_receipt_is_not_taken_back(sent: Sent) -> None:
    ends = sent.ends
    with ends.at("lin") as desk:
        (batch,) = batch_views.batches(desk)
        assert not batch.under_old_key
        with pytest.raises(UserError, match="不用收回") as present:
            take_back(desk, batch.id)
        assert "换用新公钥" in present.value.hint
        assert item_detail.detail(desk, sent.uuid).state is ItemState.AWAITING_RECEIPT
    _receipt(ends, take(ends, sent.package).id)
    with ends.at("lin") as desk:
        rotation.rotate(desk)
        with pytest.raises(UserError) as done:
            take_back(desk, batch.id)
        assert done.value.code == "E-STATE"


@pytest.mark.parametrize("number", [-5, 1_000_000, 21])
def test_a_last_good_batch_that_cannot_be_one_is_refused_with_what_came(sent: Sent, number: int) -> None:
    office = _office(sent.ends)
    with sent.ends.at("wei") as desk, pytest.raises(UserError, match="还没有收到过批次") as told:
        enrolment.revoke_key(desk, office.id, number)
    assert told.value.code == "E-SEQ"
    take(sent.ends, sent.package)
    assert _office(sent.ends).last_received == 1
    with sent.ends.at("lin") as desk:
        new = rotation.rotate(desk)
    with sent.ends.at("wang") as desk:
        enrolment.propose_key(desk, office.id, new)
        if number < 0 or number > 21:
            with pytest.raises(UserError, match="已收到的最后一批是第 1 批"):
                enrolment.confirm_key(desk, office.id, new, "wei", PASSWORD, last_good_seq=number)
        else:
            enrolment.confirm_key(desk, office.id, new, "wei", PASSWORD, last_good_seq=number)
    assert _office(sent.ends).enrolled


def test_a_batch_that_cannot_be_written_is_taken_back_and_blocks_nothing(sent: Sent) -> None:
    ends = sent.ends
    _receipt(ends, take(ends, sent.package).id)
    other = ends.root / "另一份.txt"
    other.write_text(DOCUMENT.replace("47号", "48号"), encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, other)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk:
        (document,) = item_detail.detail(desk, uuid).content.attachments
        desk.store.objects.path_of(document.sm3).unlink()
        batch = batches.assemble(desk, [uuid], "2026年11月下")
        with pytest.raises(UserError, match="LSGZ-0002的附件缺失或者损坏") as told:
            batches.write(desk, batch, ends.stick)
        assert "收回这一批" in told.value.hint
        assert take_back(desk, batch) == 1
        assert [one.uuid for one in sending(desk).ready] == [uuid]
        batches.write(desk, batches.assemble(desk, (), "2026年10月下"), ends.stick)
        items.revise(desk, uuid)
        stopping.stop_item(desk, uuid)  # it never left


@pytest.mark.parametrize("back", [False, True])
def test_the_receipt_of_a_batch_whose_writing_died_under_its_name(
    sent: Sent, back: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = sent.ends

    def die(point: str) -> None:
        raise KeyboardInterrupt(point)

    with ends.at("lin") as desk:
        batch = batches.assemble(desk, (), "2026年10月下")
        with monkeypatch.context() as patched:
            patched.setattr(batches, "reached", die)
            with pytest.raises(KeyboardInterrupt):
                batches.write(desk, batch, ends.stick)
        (package,) = set(ends.stick.glob("*.zip")) - {sent.package}
    taken = take(ends, package)
    with ends.at("wang") as desk:
        receipt = receipts.issue_receipt(desk, taken.id, ends.stick).path
    with ends.at("lin") as desk:
        with pytest.raises(PackageRefused, match="写到 U 盘时中断过") as told:
            office_receipts.read_receipt(desk, receipt)
        assert "再写一次" in told.value.hint
        if back:
            take_back(desk, batch)
        else:
            batches.write(desk, batch, ends.stick)
        news = office_receipts.read_receipt(desk, receipt)
        assert news.batch_state is BatchState.ACCEPTED
        assert batch_views.batches(desk)[0].manifest_hash == inspect_receipt(receipt)[0].batch.manifest_hash


def test_a_withdrawal_that_two_batches_told_stays_when_one_of_them_is_undone(sent: Sent) -> None:
    ends = sent.ends
    with ends.at("lin") as desk:
        items.withdraw(desk, sent.uuid, "不再公开")
        first = batches.write(desk, batches.assemble(desk, [], "2026年10月下"), ends.stick)
    taken = take(ends, first.path)  # before the item that it withdraws
    _new_key_by_sheet(ends)
    with ends.at("lin") as desk:
        take_back(desk, first.batch.id)
        again = batches.write(desk, batches.assemble(desk, [], "2026年10月下"), ends.stick).path
    take(ends, again)
    with ends.at("wang") as desk:
        undoing.undo_import(desk, taken.id, "插错了 U 盘")
    take(ends, sent.package)
    with ends.at("wang") as desk:
        assert item_detail.detail(desk, sent.uuid).state is ItemState.WITHDRAWN
