"""What is told of earlier reviews is proved first: the monthly summary, the check of a paper, the precedents."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desktop.errors import UserError
from desktop.models import Item, SignOff
from desktop.rules.chains import Step
from desktop.rules.periods import Month
from desktop.rules.states import JointVerdict
from desktop.services import imports, inspection, item_detail, matters, precedents, reviews, undoing
from desktop.services.desk import Desk
from desktop.services.imports import Decision
from desktop.services.paper_check import PaperStanding, check_paper, told
from desktop.services.papers.forms import current_form_digest
from desktop.services.papers.summary import summary_sheet
from desktop.services.precedent_words import decision_words
from desktop.services.reviews import Verdict
from desktop.services.signed_items import signed_items
from tests.services.ends import DOCUMENT, REVIEWED, Ends, Time, change, found_ends, register
from tests.services.sent import Sent, take, twin_of
from tests.services.tampering import retitle, rewrite_sign_off

TITLES = tuple(f"律师事务所检查通知（{one}）" for one in "一二三四")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An office with four items that were reviewed to the end."""

    ends: Ends
    uuids: tuple[str, ...]


@pytest.fixture(scope="module")
def reviewed_once(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    ends = found_ends(tmp_path_factory.mktemp("reviewed") / "ends")
    document = ends.root / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    made = []
    with ends.at("lin") as desk:
        for title in TITLES:
            made.append(register(desk, document))
            change(desk, made[-1], title=title)
            reviews.submit(desk, made[-1])
    for login, verdict in (("chen", Verdict(text="内容属实。")), ("zhou", REVIEWED)):
        with ends.at(login) as desk:
            for uuid in made:
                reviews.sign(desk, uuid, verdict)
    return Reviewed(ends, tuple(made))


@pytest.fixture
def reviewed(reviewed_once: Reviewed, tmp_path: Path) -> Reviewed:
    shutil.copytree(reviewed_once.ends.root, tmp_path / "ends")
    return Reviewed(Ends(tmp_path / "ends", Time(reviewed_once.ends.clock.moment)), reviewed_once.uuids)


def empty(desk: Desk, uuid: str, step: Step) -> None:
    with desk.store.transaction() as session:
        signed = select(SignOff.id).join(Item).where(Item.uuid == uuid, SignOff.step == step.value)
        found = session.scalars(signed).one()
        session.execute(text("UPDATE sign_off SET statement = '[]' WHERE id = :id"), {"id": found})


def told_of(desk: Desk) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """What the summary of the month counts, and the titles and conclusions of its rows."""
    sheet = summary_sheet(desk, Month(2026, 11))
    return dict(sheet.totals), [(row.title, row.conclusion) for row in sheet.rows]


def test_a_signature_that_does_not_verify_is_no_conclusion_of_the_month(reviewed: Reviewed) -> None:
    _sound, forged, behind, changed = reviewed.uuids
    with reviewed.ends.at("lin") as desk:
        assert told_of(desk)[0]["同意公开"] == 4
        rewrite_sign_off(desk, forged, Step.CONFIDENTIALITY_REVIEWER)
        rewrite_sign_off(desk, behind, Step.HANDLER)
        retitle(desk, changed)
        totals, rows = told_of(desk)
    assert (totals["同意公开"], totals["签字无效"], sum(totals.values())) == (1, 3, 4)
    assert sorted(rows) == [(TITLES[0], "同意公开"), *[("签字验证不通过（只报编号）", "签字无效")] * 3]


def test_records_that_cannot_be_read_are_told_and_hold_up_no_other(reviewed: Reviewed) -> None:
    emptied, undated, behind, sound = reviewed.uuids
    with reviewed.ends.at("lin") as desk:
        paper = current_form_digest(item_detail.detail(desk, sound))
        empty(desk, emptied, Step.CONFIDENTIALITY_REVIEWER)
        rewrite_sign_off(desk, undated, Step.CONFIDENTIALITY_REVIEWER, signed_at="2026-11-1x", added=1)
        empty(desk, behind, Step.HANDLER)
        totals, rows = told_of(desk)
        found = check_paper(desk, paper)
        for read in (lambda: item_detail.detail(desk, emptied), lambda: list(signed_items(desk, reviewed.uuids))):
            with pytest.raises(UserError, match="LSGZ-0001的记录读不出"):
                read()
        near = {one.uuid: one.fault for one in precedents.precedents(desk, sound).items}
        with desk.store.transaction() as session:  # of a statement without its digest it is not known what it is on
            session.execute(
                text("UPDATE sign_off SET statement = json_remove(statement, '$.revision_digest', '$.step')")
            )
        assert check_paper(desk, paper) is None
    assert (totals["同意公开"], totals["签字无效"], sum(totals.values())) == (1, 3, 4)
    assert sorted(rows)[0] == (TITLES[3], "同意公开")
    assert found is not None
    assert found.standing is PaperStanding.PRESENT
    assert len(near) == 3
    assert all("无法识别" in fault for fault in near.values())


def test_an_import_that_was_taken_back_is_in_no_summary(sent: Sent) -> None:
    batch = take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        assert len(told_of(desk)[1]) == 1
        sent.ends.clock.moment = datetime(2026, 12, 2, 1, 0, tzinfo=UTC)
        undoing.undo_import(desk, batch.id, "接错了")
        assert told_of(desk)[1] == []


def test_a_paper_is_not_held_against_a_record_that_does_not_verify(reviewed: Reviewed) -> None:
    changed, forged = reviewed.uuids[:2]
    with reviewed.ends.at("lin") as desk:
        papers_of = {uuid: current_form_digest(item_detail.detail(desk, uuid)) for uuid in (changed, forged)}
        retitle(desk, changed)
        with desk.store.transaction() as session:
            rows = session.scalars(select(SignOff).join(Item).where(Item.uuid == forged).order_by(SignOff.id)).all()
            rows[-1].signature = rows[0].signature
        for uuid, why in ((changed, "签字后内容有改动"), (forged, "签名验证不通过")):
            found = check_paper(desk, papers_of[uuid])
            assert found is not None
            assert (found.uuid, found.standing) == (uuid, PaperStanding.INVALID)
            assert why in told(found)[1]
        again = check_paper(desk, current_form_digest(item_detail.detail(desk, forged)))
        assert again is not None
        assert again.standing is PaperStanding.INVALID


def test_a_paper_of_what_was_taken_back_says_so_and_counts_again_with_its_batch(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        digest = current_form_digest(item_detail.detail(desk, sent.uuid))
    batch = take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        undoing.undo_import(desk, batch.id, "接错了")
        found = check_paper(desk, digest)
        assert found is not None
        assert found.standing is PaperStanding.SET_ASIDE
        assert "撤销接收：接错了" in told(found)[1]
        imports.import_batch(desk, inspection.inspect(desk, sent.package), {})
        again = check_paper(desk, digest)
        assert again is not None
        assert again.standing is PaperStanding.PRESENT


def test_a_precedent_whose_record_does_not_verify_decided_nothing(reviewed: Reviewed) -> None:
    forged, *sound, now = reviewed.uuids
    with reviewed.ends.at("lin") as desk:
        rewrite_sign_off(desk, forged, Step.CONFIDENTIALITY_REVIEWER)
        found = {one.uuid: one for one in precedents.precedents(desk, now).items}
    assert found[forged].conclusion is None
    assert "同意公开" not in decision_words(found[forged])
    assert "签字无效" in decision_words(found[forged])
    assert [found[one].fault for one in sound] == ["", ""]
    assert all("同意公开" in decision_words(found[one]) for one in sound)


def test_a_paper_of_one_of_two_contents_is_told_as_such_until_two_people_decide(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        ours = current_form_digest(item_detail.detail(desk, sent.uuid))
    take(sent.ends, sent.package)
    take(sent.ends, twin_of(sent, seq=2), {sent.uuid: Decision(False, "两份内容不同")})
    with sent.ends.at("wang") as desk:
        found = check_paper(desk, ours)
        assert found is not None
        assert found.standing is PaperStanding.DISPUTED
        assert "收到两份不同的内容" in told(found)[0]
        (matter,) = matters.matters(desk)
        other = next(one.digest for one in matter.contents if one.changes)
        proposal = matters.propose(desk, matter, JointVerdict.KEEP, "以后一份为准", other)
    with sent.ends.at("li") as desk:
        matters.confirm(desk, proposal)
        found = check_paper(desk, ours)
        assert found is not None
        assert found.standing is PaperStanding.SET_ASIDE
        assert "以后一份为准" in told(found)[1]
