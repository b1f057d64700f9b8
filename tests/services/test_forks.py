"""Two batches under one number: what those who decide see, each way out, and how a decision is changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import PackageRefused, UserError
from desktop.models import AuditEntry, Revision
from desktop.rules.states import ItemState, JointVerdict, ReceivedOutcome
from desktop.services import imports, inspection, item_detail, joint_decisions, matters, receipts, undoing
from desktop.services.matters import Matter
from tests.services.ends import PASSWORD, Ends
from tests.services.sent import Sent, take, twin_of


def only(ends: Ends) -> Matter:
    with ends.at("wang") as desk:
        (one,) = matters.matters(desk)
        return one


def decide(ends: Ends, verdict: JointVerdict) -> None:
    with ends.at("wang") as desk:
        (matter,) = matters.matters(desk)
        matters.confirm(desk, matters.propose(desk, matter, verdict, "与处室核对过"), "li", PASSWORD)


def refused(ends: Ends, package: Path) -> PackageRefused:
    with ends.at("wang") as desk, pytest.raises(PackageRefused) as caught:
        inspection.inspect(desk, package)
    assert caught.value.code == "E-FORK"
    return caught.value


def outcomes(ends: Ends) -> list[tuple[ReceivedOutcome, bool]]:
    with ends.at("wang") as desk:
        return [(one.outcome, one.undone) for one in reversed(imports.received(desk))]


@pytest.fixture
def forked(sent: Sent) -> Sent:
    """An office's batch that was taken in; the office then writes another one under the same name on the stick."""
    first = sent.package.with_name("先写的.zip")
    shutil.copy(sent.package, first)
    take(sent.ends, first)
    return Sent(sent.ends, sent.uuid, first)


@pytest.fixture
def held(sent: Sent, forked: Sent) -> Path:
    """Another batch under the number of the one that was taken in."""
    made = twin_of(sent, seq=1)
    assert "没有复制到本机" in refused(sent.ends, made).hint
    return made


def test_those_who_decide_see_how_the_two_differ_and_nothing_of_the_held_one_is_kept(forked: Sent, held: Path) -> None:
    matter = only(forked.ends)
    first, later = (dict(one.facts) for one in matter.batches)
    assert [one.name for one in matter.batches] == ["先收的", "后到的"]
    assert (first["内容"], later["内容"]) == ("1 件", "1 件")
    assert first["标识"] != later["标识"]
    assert first["写出"] != later["写出"]
    assert later["与先收的比"] == "1 件内容不同"
    with forked.ends.at("wang") as desk, desk.store.reading() as session:
        kept = [one.detail for one in session.scalars(select(AuditEntry).where(AuditEntry.action == "refuse_batch"))]
        assert "另一份内容" not in str(kept)
        assert forked.uuid not in str(kept)
        assert len(session.scalars(select(Revision)).all()) == 1


def test_only_the_later_one_counts(forked: Sent, held: Path) -> None:
    decide(forked.ends, JointVerdict.LATER)
    assert "先收的一份已撤销接收" in only(forked.ends).settled
    assert outcomes(forked.ends) == [(ReceivedOutcome.REJECTED, False), (ReceivedOutcome.HELD, False)]
    assert "两人已决定不认这一份" in str(refused(forked.ends, forked.package))
    later = take(forked.ends, held)
    with forked.ends.at("wang") as desk:
        assert matters.matters(desk) == ()
        shown = item_detail.detail(desk, forked.uuid)
        assert (shown.state, shown.content.summary, shown.conflict) == (ItemState.PENDING, "另一份内容", False)
        record = receipts.issue_receipt(desk, later.id - 1, forked.ends.stick).record
        assert (record.outcome, record.code, record.items) == (ReceivedOutcome.REJECTED, "E-FORK", ())
        assert "只认这一份" in undoing.obstacle(desk, later.id)
    refused(forked.ends, forked.package)
    assert outcomes(forked.ends) == [(ReceivedOutcome.REJECTED, False), (ReceivedOutcome.ACCEPTED, False)]


def test_the_first_one_goes_only_while_nothing_depends_on_it(forked: Sent, held: Path) -> None:
    matter = only(forked.ends)
    with forked.ends.at("wang") as desk:
        first = imports.received(desk)[1].id
        made = matters.propose(desk, matter, JointVerdict.LATER, "后一份是定稿")
        receipts.issue_receipt(desk, first, forked.ends.stick)
        with pytest.raises(UserError) as caught:
            matters.confirm(desk, made, "li", PASSWORD)
        assert caught.value.code == "E-DEPENDS"
        assert "两份都收" in caught.value.hint
        joint_decisions.drop(desk, made)
        for verdict in (JointVerdict.LATER, JointVerdict.RETURN):
            with pytest.raises(UserError) as caught:
                matters.propose(desk, matter, verdict, "后一份是定稿")
            assert caught.value.code == "E-DEPENDS"
    assert outcomes(forked.ends) == [(ReceivedOutcome.ACCEPTED, False), (ReceivedOutcome.HELD, False)]


def test_one_person_does_not_undo_the_first_while_two_have_to_decide(forked: Sent, held: Path) -> None:
    with forked.ends.at("wang") as desk:
        first = imports.received(desk)[1].id
        with pytest.raises(UserError) as caught:
            undoing.undo_import(desk, first, "收错了")
        assert "待两人决定" in str(caught.value)
    decide(forked.ends, JointVerdict.BOTH)
    with forked.ends.at("wang") as desk:
        undoing.undo_import(desk, first, "收错了")
    take(forked.ends, held)
    taken = take(forked.ends, forked.package, {forked.uuid: imports.Decision(False, "两份内容不同")})
    assert taken.outcome is ReceivedOutcome.ACCEPTED


def test_both_without_the_stick_is_changed_by_two_people(forked: Sent, held: Path) -> None:
    decide(forked.ends, JointVerdict.BOTH)
    settled = only(forked.ends)
    assert settled.changeable
    assert "改变决定" in settled.settled
    with forked.ends.at("wang") as desk:
        made = matters.propose(desk, settled, JointVerdict.FIRST, "U 盘遗失，处室说明以第一份为准")
        with pytest.raises(UserError) as alone:
            matters.confirm(desk, made)
        assert alone.value.code == "E-TWO-OFFICERS"
    refused(forked.ends, held)  # while it is being changed neither decision is in force
    assert not only(forked.ends).settled
    with forked.ends.at("wang") as desk:
        joint_decisions.drop(desk, made)
        inspection.inspect(desk, held)
    decide(forked.ends, JointVerdict.FIRST)
    with forked.ends.at("wang") as desk:
        assert matters.matters(desk) == ()
        due = [one.received_batch_id for one in receipts.receipts_due(desk)]
        assert len(due) == 2
        assert [(one.body["verdict"], one.dropped) for one in joint_decisions.decisions(desk)] == [
            ("first", False),
            ("first", True),
            ("both", True),
        ]
    assert "两人已决定不认这一份" in str(refused(forked.ends, held))


def test_a_decision_for_the_later_one_is_changed_back(forked: Sent, held: Path) -> None:
    decide(forked.ends, JointVerdict.LATER)
    decide(forked.ends, JointVerdict.FIRST)
    assert outcomes(forked.ends) == [(ReceivedOutcome.ACCEPTED, True), (ReceivedOutcome.REJECTED, False)]
    take(forked.ends, forked.package)
    with forked.ends.at("wang") as desk:
        shown = item_detail.detail(desk, forked.uuid)
        assert (shown.state, shown.conflict) == (ItemState.PENDING, False)
        assert shown.content.summary != "另一份内容"
        assert matters.matters(desk) == ()


def test_when_the_first_was_sent_back_already_both_go_back(forked: Sent, held: Path) -> None:
    decide(forked.ends, JointVerdict.LATER)
    matter = only(forked.ends)
    with forked.ends.at("wang") as desk:
        receipts.issue_receipt(desk, imports.received(desk)[1].id, forked.ends.stick)
        with pytest.raises(UserError) as caught:
            matters.propose(desk, matter, JointVerdict.FIRST, "U 盘遗失")
        assert "两份都退回处室" in caught.value.hint
    decide(forked.ends, JointVerdict.RETURN)
    assert outcomes(forked.ends) == [(ReceivedOutcome.REJECTED, False)] * 2
    with forked.ends.at("wang") as desk:
        assert matters.matters(desk) == ()
        assert len(receipts.receipts_due(desk)) == 1


def test_both_go_back_at_once(forked: Sent, held: Path) -> None:
    decide(forked.ends, JointVerdict.RETURN)
    assert outcomes(forked.ends) == [(ReceivedOutcome.REJECTED, False)] * 2
    for package in (forked.package, held):
        refused(forked.ends, package)
    with forked.ends.at("wang") as desk:
        assert item_detail.detail(desk, forked.uuid).state is ItemState.DISCARDED
        assert len(receipts.receipts_due(desk)) == 2
