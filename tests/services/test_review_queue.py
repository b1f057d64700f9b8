"""The queue of reviews: whose turn it is under each form, what comes first, what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, select

from desktop.models import Item
from desktop.rules.chains import Step
from desktop.rules.review import Opinion
from desktop.rules.roles import Role
from desktop.services import forms, item_detail, items, review_queue, reviews, stand_ins
from desktop.services.desk import Desk
from desktop.services.reviews import Verdict
from tests.services.ends import REVIEWED, Ends, register


def submitted(ends: Ends, document: Path, code: str = "standard") -> str:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        shown = item_detail.detail(desk, uuid)
        form = next(one.form for one in forms.forms(desk) if one.form.code == code)
        items.save_draft(desk, uuid, replace(shown.content, form=form), shown.draft_version or 0, "test")
        reviews.submit(desk, uuid)
    return uuid


def told(desk: Desk) -> list[tuple[str, Step, bool]]:
    return [(one.uuid, one.step, one.mine) for one in review_queue.due(desk)]


def test_the_queue_follows_each_items_own_chain_and_puts_ones_own_first(ends: Ends, document: Path) -> None:
    usual, notice = submitted(ends, document), submitted(ends, document, "notice")
    with ends.at("zhou") as desk:
        assert told(desk) == [
            (notice, Step.CONFIDENTIALITY_REVIEWER, True),
            (usual, Step.OFFICE_HEAD, False),
        ]
        assert review_queue.due(desk)[0].office == "律师工作处"
    with ends.at("chen") as desk:
        assert [one[0] for one in told(desk)] == [usual, notice]
        reviews.sign(desk, usual, Verdict(Opinion.RETURN, "补正"))
        assert [one[0] for one in told(desk)] == [notice]


def test_a_recalled_or_returned_sign_off_no_longer_counts(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "写明意见", return_to=Step.OFFICE_HEAD))
        assert told(desk) == [(uuid, Step.OFFICE_HEAD, False)]


def test_what_one_stands_in_for_is_ones_own(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("lin") as desk:
        day = desk.today()
        stand_ins.record_stand_in(desk, Role.OFFICE_HEAD, "陈志远", "zhou", "书面委托", day, day + timedelta(days=3))
    with ends.at("zhou") as desk:
        assert told(desk) == [(uuid, Step.OFFICE_HEAD, True)]


def test_an_item_in_conflict_waits_for_its_conflict(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        with desk.store.transaction() as session:
            session.scalars(select(Item).where(Item.uuid == uuid)).one().conflict = True
        assert told(desk) == []


def test_the_queue_is_read_in_a_few_queries(ends: Ends, document: Path) -> None:
    for _ in range(4):
        submitted(ends, document)
    with ends.at("chen") as desk:
        asked: list[str] = []
        with desk.store.reading() as session:
            bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert len(told(desk)) == 4
    assert len(asked) <= 6, asked


def test_everything_signed_leaves_the_queue(ends: Ends, document: Path) -> None:
    uuid = submitted(ends, document)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, REVIEWED)
        assert told(desk) == []
