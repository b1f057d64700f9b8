"""What only two people decide: forks, conflicts and gaps, each way, and what follows from it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from desktop.errors import PackageRefused, UserError
from desktop.rules.periods import Quarter
from desktop.rules.states import DecisionKind, ItemOutcome, ItemState, JointVerdict, ReceivedOutcome
from desktop.services import (
    gathering,
    imports,
    inspection,
    item_detail,
    joint_decisions,
    ledger,
    matters,
    receipts,
    review_queue,
    reviews,
    undoing,
)
from desktop.services.imports import Decision
from desktop.services.inspected import Novelty
from desktop.services.matters import Matter
from desktop.services.received_views import ReceivedView
from desktop.services.reviews import Verdict
from tests.services.ends import PASSWORD, Ends
from tests.services.forging import office_key, repacked
from tests.services.sent import Sent, manifest_hash_of, take, twin_of


def only(ends: Ends) -> Matter:
    with ends.at("wang") as desk:
        (one,) = matters.matters(desk)
        return one


def decide(ends: Ends, verdict: JointVerdict, digest: str = "") -> None:
    matter = only(ends)
    with ends.at("wang") as desk:
        made = matters.propose(desk, matter, verdict, "与处室核对过", digest)
        with pytest.raises(UserError) as alone:
            matters.confirm(desk, made)
        assert alone.value.code == "E-TWO-OFFICERS"
    with ends.at("li") as desk:
        matters.confirm(desk, made)


@pytest.fixture
def held(sent: Sent) -> Path:
    """Another batch under the number of one that was taken in."""
    take(sent.ends, sent.package)
    made = twin_of(sent, seq=1)
    with sent.ends.at("wang") as desk, pytest.raises(PackageRefused) as caught:
        inspection.inspect(desk, made)
    assert caught.value.code == "E-FORK"
    return made


def test_of_a_fork_only_the_first_counts(sent: Sent, held: Path) -> None:
    with sent.ends.at("wang") as desk:
        other = imports.received(desk)[0].id
        with pytest.raises(UserError) as waits:
            receipts.issue_receipt(desk, other, sent.ends.stick)
        assert waits.value.code == "E-HELD"
        assert [one.received_batch_id for one in receipts.receipts_due(desk)] == [other - 1]
    decide(sent.ends, JointVerdict.FIRST)
    with sent.ends.at("wang") as desk:
        assert matters.matters(desk) == ()
        with pytest.raises(PackageRefused) as caught:
            inspection.inspect(desk, held)
        assert caught.value.code == "E-FORK"
        record = receipts.issue_receipt(desk, other, sent.ends.stick).record
        assert (record.outcome, record.code) == (ReceivedOutcome.REJECTED, "E-FORK")
        assert "只认这一份" in undoing.obstacle(desk, other - 1)


def test_of_a_fork_both_count_by_the_ordinary_rules(sent: Sent, held: Path) -> None:
    decide(sent.ends, JointVerdict.BOTH)
    assert "再核对一次" in only(sent.ends).settled
    taken = take(sent.ends, held, {sent.uuid: Decision(False, "两份内容不同")})
    assert taken.outcome is ReceivedOutcome.ACCEPTED
    assert only(sent.ends).kind is DecisionKind.CONFLICT


def test_a_forged_decision_opens_nothing(sent: Sent, held: Path) -> None:
    matter = only(sent.ends)
    with sent.ends.at("wang") as desk:
        matters.propose(desk, matter, JointVerdict.BOTH, "一个人说了算")
        with pytest.raises(PackageRefused):
            inspection.inspect(desk, held)
        proposal = matters.matters(desk)[0].proposal
        assert proposal is not None
        joint_decisions.drop(desk, proposal.id)
        assert matters.matters(desk)[0].proposal is None
        for bad in (JointVerdict.KEEP, JointVerdict.WAIVE):
            with pytest.raises(UserError):
                matters.propose(desk, matter, bad, "不对的办法")
        with pytest.raises(UserError):
            matters.propose(desk, matter, JointVerdict.BOTH, " ")


@pytest.fixture
def disputed(sent: Sent) -> tuple[ReceivedView, ReceivedView, Path]:
    """Two batches with two contents of one version, both taken in."""
    first = take(sent.ends, sent.package)
    shutil.copy(sent.package, sent.forged.with_name("先写的.zip"))  # the office writes the other under the same name
    twin = twin_of(sent, seq=2)
    return first, take(sent.ends, twin, {sent.uuid: Decision(False, "两份内容不同")}), twin


@pytest.mark.parametrize("place", [0, 1])
def test_one_of_two_contents_stands_and_goes_on(
    sent: Sent, disputed: tuple[ReceivedView, ReceivedView, Path], place: int
) -> None:
    first, second, twin = disputed
    matter = only(sent.ends)
    assert [len(one.changes) for one in matter.contents] == [0, 1]
    chosen = matter.contents[place]
    decide(sent.ends, JointVerdict.KEEP, chosen.digest)
    with sent.ends.at("wang") as desk:
        assert matters.matters(desk) == ()
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.state, shown.conflict, shown.content) == (ItemState.PENDING, False, chosen.content)
        assert [one.digest for one in shown.revisions] == [chosen.digest]
        assert [because for _one, because in shown.set_aside] == ["两人决定以另一份内容为准：与处室核对过"]
        assert len([one for one in shown.sign_offs if one.standing]) == 3
        assert len([one for one in shown.sign_offs if one.voided_because]) == 3
        found = ledger.ledger_keys(desk, ledger.LedgerFilter(text="另一份内容"))
        assert len(found) == place
        assert [one.uuid for one in review_queue.due(desk)] == [sent.uuid]
        told = [
            receipts.issue_receipt(desk, one.id, sent.ends.stick).record.items[0].outcome for one in (first, second)
        ]
        assert told[place] is ItemOutcome.RECEIVED
        assert told[1 - place] is ItemOutcome.CONFLICT
        again = repacked(
            sent.forged.with_name("先写的.zip") if place else twin,
            sent.forged.with_name("又一次.zip"),
            office_key(sent.ends),
            header=lambda one: replace(one, seq=3, previous=manifest_hash_of(twin), batch_id=str(uuid4())),
        )
        found_again = inspection.inspect(desk, again)
        assert [one.novelty for one in found_again.items] == [Novelty.DECIDED]
        repeated = imports.import_batch(desk, found_again, {})
        lost = receipts.issue_receipt(desk, repeated.id, sent.ends.stick).record.items
        assert [one.outcome for one in lost] == [ItemOutcome.CONFLICT]
        assert not item_detail.detail(desk, sent.uuid).conflict
    for login in ("li", "sun"):
        with sent.ends.at(login) as desk:
            state = reviews.sign(desk, sent.uuid, Verdict())
    assert state is ItemState.TO_PUBLISH


def test_both_contents_go_back(sent: Sent, disputed: tuple[ReceivedView, ReceivedView, Path]) -> None:
    decide(sent.ends, JointVerdict.RETURN)
    with sent.ends.at("wang") as desk:
        assert matters.matters(desk) == ()
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.state, shown.conflict) == (ItemState.RETURNED, True)
        for batch in disputed[:2]:
            record = receipts.issue_receipt(desk, batch.id, sent.ends.stick).record
            assert [one.outcome for one in record.items] == [ItemOutcome.CONFLICT]


def test_a_conflict_that_changed_meanwhile_is_decided_anew(
    sent: Sent, disputed: tuple[ReceivedView, ReceivedView, Path]
) -> None:
    matter = only(sent.ends)
    with sent.ends.at("wang") as desk:
        with pytest.raises(UserError):
            matters.propose(desk, matter, JointVerdict.KEEP, "理由", "不是其中一份")
        made = matters.propose(desk, matter, JointVerdict.KEEP, "理由", matter.contents[1].digest)
        assert "处理意见" in undoing.obstacle(desk, disputed[1].id)
        joint_decisions.drop(desk, made)
        made = matters.propose(desk, matter, JointVerdict.KEEP, "理由", matter.contents[1].digest)
        with desk.store.transaction() as session:  # as if a later version had come
            from desktop.services import item_rows

            item_rows.item_by_uuid(session, sent.uuid).conflict = False
        with pytest.raises(UserError) as caught:
            matters.confirm(desk, made, "li", PASSWORD)
        assert caught.value.code == "E-DECISION"


def test_a_waived_gap_lets_the_quarter_go(sent: Sent) -> None:
    later = repacked(
        sent.package, sent.forged, office_key(sent.ends), header=lambda one: replace(one, seq=3, batch_id=str(uuid4()))
    )
    taken = take(sent.ends, later)
    quarter = Quarter(2026, 4)
    with sent.ends.at("wang") as desk:
        gaps = matters.matters(desk)
        assert [one.title for one in gaps] == ["第 1 批没有到", "第 2 批没有到"]
        assert gathering.gather(desk, quarter).checks[-1].failing == ("律师工作处缺第 1、2 批",)
        for one in gaps:
            made = matters.propose(desk, one, JointVerdict.WAIVE, "处室来函说明这一批作废")
            matters.confirm(desk, made, "li", PASSWORD)
        check = gathering.gather(desk, quarter).checks[-1]
        assert (check.holds, check.words) == (
            True,
            "各处室报送批次连续（律师工作处第 1 批、律师工作处第 2 批已豁免）",
        )
        assert [one.settled for one in matters.matters(desk)] == ["已豁免：处室来函说明这一批作废"] * 2
        assert receipts.issue_receipt(desk, taken.id, sent.ends.stick).record.gaps == (1, 2)
