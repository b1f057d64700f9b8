"""Two people at one form: what one saved is not overwritten by the other, and nobody signs what he has not seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.items import Answer
from desktop.rules.states import ItemState
from desktop.services import items, recalling, reviews
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from tests.services.ends import REVIEWED, Ends, register


def test_the_later_save_of_one_loaded_earlier_is_refused(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        both = detail(desk, uuid)
        version = both.draft_version or 0
        answers = (Answer.YES, *both.content.answers[1:])
        items.save_draft(desk, uuid, replace(both.content, column="甲改的"), version, "one")
        with pytest.raises(UserError) as refused:
            items.save_draft(desk, uuid, replace(both.content, answers=answers), version, "other")
        now = detail(desk, uuid).content
    assert (refused.value.code, refused.value.hint) == ("E-STALE", "重新打开这份草稿，再录入一次")
    assert (now.column, now.answers) == ("甲改的", both.content.answers)


def test_who_answers_while_the_other_submits_is_told(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        open_here = detail(desk, uuid)
        reviews.submit(desk, uuid, "已逐项核对。")
        with pytest.raises(UserError) as refused:
            items.save_draft(desk, uuid, open_here.content, open_here.draft_version or 0, "other")
        assert refused.value.code == "E-STATE"
        with pytest.raises(UserError) as refused:
            reviews.submit(desk, uuid, "已逐项核对。")
        assert refused.value.code == "E-STATE"
        assert len(detail(desk, uuid).statements) == 1


def test_a_signer_whose_form_was_taken_back_meanwhile_signs_nothing(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid, "已逐项核对。")
    with ends.at("lin") as desk:
        recalling.recall(desk, uuid, "放错附件")
    with ends.at("chen") as desk:
        with pytest.raises(UserError) as refused:
            reviews.sign(desk, uuid, Verdict(text="内容属实。"))
        assert refused.value.code == "E-STATE"
    with ends.at("zhou") as desk:
        with pytest.raises(UserError):
            reviews.sign(desk, uuid, REVIEWED)
        shown = detail(desk, uuid)
    assert (shown.state, shown.statements) == (ItemState.DRAFT, ())
