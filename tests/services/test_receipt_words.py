"""What is said of receipts that were not written, that came too late, or that speak of what a backup does not know."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from desktop.errors import PackageRefused, UserError
from desktop.rules.roles import End
from desktop.rules.states import BatchState, ItemOutcome, JointVerdict
from desktop.services import imports, matters, office_receipts, receipts, rotation, undoing, upkeep
from desktop.services.imports import Decision
from tests.services.ends import PASSWORD, Ends, register, review_at_office, send
from tests.services.sent import Sent, take, twin_of


def refusal(ends: Ends, path: Path) -> PackageRefused:
    with ends.at("lin") as desk, pytest.raises(PackageRefused) as caught:
        office_receipts.read_receipt(desk, path)
    return caught.value


def test_a_receipt_that_was_not_written_bars_no_undoing(sent: Sent, tmp_path: Path) -> None:
    taken = take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        with pytest.raises(UserError) as nowhere:
            receipts.issue_receipt(desk, taken.id, tmp_path / "nostick")
        assert nowhere.value.code == "E-WRITE"
        assert undoing.obstacle(desk, taken.id) == ""
        with pytest.MonkeyPatch.context() as full:
            full.setattr(os, "replace", _no_room)
            with pytest.raises(UserError):
                receipts.issue_receipt(desk, taken.id, tmp_path)
        assert undoing.obstacle(desk, taken.id) == ""
        assert [one.received_batch_id for one in receipts.receipts_due(desk)] == [taken.id]
        assert undoing.undo_import(desk, taken.id, "插错了 U 盘").gone == 1


def _no_room(*_given: object) -> None:
    raise OSError(28, "No space left on device")


def test_both_contents_sent_back_leave_no_accepted_batch(sent: Sent) -> None:
    ends = sent.ends
    taken = take(ends, sent.package)
    take(ends, twin_of(sent, 2), {sent.uuid: Decision(False, "两份内容不同")})
    with ends.at("wang") as desk:
        (matter,) = matters.matters(desk)
        matters.confirm(desk, matters.propose(desk, matter, JointVerdict.RETURN, "都退"), "li", PASSWORD)
        issued = receipts.issue_receipt(desk, taken.id, ends.stick)
        assert [one.outcome for one in issued.record.items] == [ItemOutcome.CONFLICT]
    with ends.at("lin") as desk:
        assert office_receipts.read_receipt(desk, issued.path).batch_state is BatchState.PARTLY_RETURNED


def test_a_receipt_for_what_the_backup_does_not_know_is_told_so(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        upkeep.back_up(desk)
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    taken = take(ends, send(ends, uuid))
    with ends.at("wang") as desk:
        receipt = receipts.issue_receipt(desk, taken.id, ends.stick).path
    ends.put_back(End.OFFICE)
    told = refusal(ends, receipt)
    assert (told.code, "恢复备份以前写出的" in told.message) == ("E-BATCH", True)


def test_a_receipt_of_the_key_before_the_rotation_is_asked_for_anew(sent: Sent) -> None:
    ends = sent.ends
    taken = take(ends, sent.package)
    with ends.at("wang") as desk:
        before = receipts.issue_receipt(desk, taken.id, ends.stick).path
    before = before.rename(before.with_name("旧回执.json"))
    with ends.at("wei") as desk:
        rotation.rotate(desk)
        (statement,) = rotation.write_statements(desk, ends.stick)
    with ends.at("lin") as desk:
        rotation.accept_centre_key(desk, rotation.read_statement(desk, statement), "chen", PASSWORD)
    told = refusal(ends, before)
    assert (told.code, "重新写一份回执" in told.hint) == ("E-KEY", True)
    with ends.at("wang") as desk:
        again = receipts.issue_receipt(desk, taken.id, ends.stick).path
    with ends.at("lin") as desk:
        assert office_receipts.read_receipt(desk, again).batch_state is BatchState.ACCEPTED


def test_two_receipts_under_one_number_are_not_both_believed(sent: Sent) -> None:
    ends, centre = sent.ends, sent.ends.folder(End.CENTRE).root
    taken = take(ends, sent.package)
    shutil.copytree(centre, ends.root / "旧的复制件")
    with ends.at("wang") as desk:
        first = receipts.issue_receipt(desk, taken.id, ends.stick).path
    shutil.rmtree(centre)
    (ends.root / "旧的复制件").rename(centre)
    with ends.at("wang") as desk:
        imports.return_item(desk, sent.uuid, "概述太短", ["summary"])
        second, third = (receipts.issue_receipt(desk, taken.id, ends.root) for _ in range(2))
    assert second.seq == 1
    with ends.at("lin") as desk:
        assert office_receipts.read_receipt(desk, first).batch_state is BatchState.ACCEPTED
        assert office_receipts.read_receipt(desk, first).batch_state is BatchState.ACCEPTED
    assert refusal(ends, second.path).code == "E-FORK"
    with ends.at("lin") as desk:
        assert office_receipts.read_receipt(desk, third.path).batch_state is BatchState.PARTLY_RETURNED
