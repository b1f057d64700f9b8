"""Periodic re-review: who is listed, who may begin, what beginning does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import Item
from desktop.rules.states import ItemState
from desktop.services import home, item_detail
from desktop.services.re_reviews import AHEAD, begin_re_review, re_reviews
from tests.services.ends import Ends, register, review_at_office


def kept(ends: Ends, document: Path, due: date | None, attribute: str = "withheld", state: str = "withheld") -> str:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("lin") as desk, desk.store.transaction() as session:
        item = session.scalars(select(Item).where(Item.uuid == uuid)).one()
        item.attribute, item.state, item.next_review_on = attribute, state, due
    return uuid


def test_what_is_due_or_near_is_listed_by_its_day(ends: Ends, document: Path) -> None:
    today = ends.clock().date()
    near = kept(ends, document, today + AHEAD, "on_request", "registered")
    late = kept(ends, document, today - timedelta(days=1))
    kept(ends, document, today + AHEAD + timedelta(days=1))
    kept(ends, document, None)
    reviewed = kept(ends, document, today, state="to_submit")
    with ends.at("lin") as desk:
        assert [(one.uuid, one.may_begin) for one in re_reviews(desk)] == [(late, True), (near, True)]
        assert home.home(desk).re_reviews_due == 1
        with pytest.raises(UserError, match="不在定期评审之列"):
            begin_re_review(desk, reviewed)
        begin_re_review(desk, late)
        shown = item_detail.detail(desk, late)
        assert shown.state is ItemState.DRAFT
        assert {one.voided_because for one in shown.sign_offs} == {"定期评审"}
        assert [one.uuid for one in re_reviews(desk)] == [near]
        assert home.home(desk).re_reviews_due == 0
        with pytest.raises(UserError) as refused:
            begin_re_review(desk, late)
        assert refused.value.code == "E-STATE"
    with ends.at("zhou") as desk:
        assert [one.may_begin for one in re_reviews(desk)] == [False]
        assert home.home(desk).re_reviews_due == 0
        with pytest.raises(UserError) as refused:
            begin_re_review(desk, near)
        assert refused.value.code == "E-PERMISSION"
