"""The grounds of §2: codes, reasons to begin with, and what the form asks for when an item is not proactive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.labels import ground_words, word
from desktop.rules.grounds import CODES, HINTS, reason_to_begin_with, standard_reason
from desktop.rules.items import Attribute, Ground, ItemContent
from desktop.rules.validation import Stage, problems

TODAY = date(2026, 11, 20)


def asked_for(content: ItemContent) -> set[str]:
    return {one.field for one in problems(content, Stage.SUBMIT, TODAY)}


def test_the_codes_are_those_of_the_law_in_order() -> None:
    assert [CODES[ground] for ground in Ground if ground in CODES] == [f"N{n}" for n in range(1, 8)]
    assert ground_words(Ground.THIRD_PARTY) == "N4 第十五条：商业秘密、个人隐私"
    assert ground_words(Ground.OTHER) == word(Ground.OTHER)
    articles = {"14": "第十四条", "15": "第十五条", "16": "第十六条"}
    for ground, code in CODES.items():
        article = articles[ground.value[:2]]
        assert article in word(ground), code
        assert ground is Ground.STATE_SECRET or article in standard_reason(ground, Attribute.WITHHELD)
    assert set(HINTS) == set(Ground)
    for none in (Ground.STATE_SECRET, Ground.OTHER, None):
        assert standard_reason(none, Attribute.WITHHELD) == ""


@pytest.mark.parametrize("attribute", [Attribute.ON_REQUEST, Attribute.WITHHELD])
def test_what_is_not_proactive_needs_article_reason_and_a_next_review(attribute: Attribute) -> None:
    bare = ItemContent(attribute=attribute)
    assert {"ground", "reason", "next_review_on"} <= asked_for(bare)
    full = replace(bare, ground=Ground.PROCESS, reason="过程稿。", next_review_on=date(2027, 11, 20))
    assert not {"ground", "reason", "next_review_on"} & asked_for(full)
    assert not {"ground", "reason", "next_review_on"} & asked_for(ItemContent())


def test_what_was_kept_of_a_ground_is_not_asked_for_once_the_item_is_proactive_again() -> None:
    kept = ItemContent(ground=Ground.THIRD_PARTY, reason="", next_review_on=date(2020, 1, 1))
    assert not {"ground", "reason", "next_review_on"} & asked_for(kept)


def test_a_reason_is_offered_in_place_of_nothing_or_of_an_untouched_one() -> None:
    withheld, on_request = Attribute.WITHHELD, Attribute.ON_REQUEST
    process = standard_reason(Ground.PROCESS, withheld)
    for ground in (Ground.THIRD_PARTY, Ground.PROCESS, Ground.ENFORCEMENT_FILE):
        reason = standard_reason(ground, withheld)
        assert reason.endswith("不予公开。")
        assert reason_to_begin_with(ground, withheld, " ") == reason
        assert reason_to_begin_with(ground, withheld, reason) is None
        assert reason_to_begin_with(ground, withheld, "涉及陈某的住址。") is None
        assert str(reason_to_begin_with(ground, on_request, reason)).endswith("不主动公开。")
    assert reason_to_begin_with(Ground.PROCESS, withheld, standard_reason(Ground.THIRD_PARTY, on_request)) == process
    assert reason_to_begin_with(Ground.OTHER, withheld, process) == ""
    assert reason_to_begin_with(None, withheld, "") is None


def test_blanks_in_a_reason_must_be_filled() -> None:
    content = ItemContent(
        attribute=Attribute.WITHHELD, reason=standard_reason(Ground.FORBIDDEN_BY_LAW, Attribute.WITHHELD)
    )
    assert any("××" in one.words for one in problems(content, Stage.SUBMIT, TODAY) if one.field == "reason")
