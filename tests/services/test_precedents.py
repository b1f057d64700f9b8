"""What is told of earlier items while a form is filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.bases import Basis, BasisKind
from desktop.rules.checklists import NegativeFields
from desktop.rules.items import Answer
from desktop.rules.precedents import Kinship
from desktop.rules.review import Conclusion, Opinion
from desktop.rules.states import ItemState
from desktop.services import items, negative_list, precedents, reviews
from desktop.services.item_detail import detail
from desktop.services.precedent_words import decision_words, facts_of, negative_words, why_words
from desktop.services.reviews import Verdict
from tests.services.ends import Ends, register, review_at_office
from tests.views.exchange import world

CONSENT = Basis(9, BasisKind.CONSENT, "赵立群", date(2026, 11, 12), "书面同意")


def test_decided_items_are_told_with_their_decision_and_others_are_not(tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        found = precedents.precedents(desk, uuids[3]).items
    assert {one.uuid for one in found} == {uuids[0], uuids[1]}
    assert all(Kinship.TITLE in one.kinships and Kinship.SERIES in one.kinships for one in found)
    first = found[0]
    assert (first.state, first.conclusion, first.decided_on) == (
        ItemState.TO_SUBMIT,
        Conclusion.DISCLOSE,
        date(2026, 11, 20),
    )
    assert first.answers == ()
    assert "标题相近" in why_words(first)
    assert "2026-11-20 同意公开" in decision_words(first)


def test_what_stood_behind_an_answer_is_told(tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    answers = (*(Answer.NO,) * 9, Answer.YES, *(Answer.NO,) * 6)
    _edit(ends, uuids[3], answers=answers, bases=(CONSENT,))
    _submitted(ends, uuids[3])
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuids[3], Verdict(answers=answers, conclusion=Conclusion.DISCLOSE_IN_PART))
        told = {one.uuid: one for one in precedents.precedents(desk, uuids[0]).items}[uuids[3]]
    assert [(one.question, one.answer, one.bases) for one in told.answers] == [(9, Answer.YES, (CONSENT,))]
    assert told.conclusion is Conclusion.DISCLOSE_IN_PART
    assert ("第 10 项", "涉及个人隐私：是。已取得同意：赵立群，2026-11-12，书面同意") in facts_of(told)


def test_a_returned_item_tells_why(tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(Opinion.RETURN, "联系人电话要遮盖"))
    with ends.at("lin") as desk:
        told = {one.uuid: one for one in precedents.precedents(desk, uuids[3]).items}[uuids[2]]
    assert (told.state, told.conclusion) == (ItemState.RETURNED, None)
    assert [one.words for one in told.returns] == ["联系人电话要遮盖"]
    assert any(name == "退回" and "陈志远，联系人电话要遮盖" in words for name, words in facts_of(told))


def test_the_same_row_of_the_catalogue_is_enough(tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    _edit(ends, uuids[3], title="宣誓典礼邀请函", catalogue_row="2026-031 队伍建设 / 宣誓")
    review_at_office(ends, uuids[3])
    with ends.at("lin") as desk:
        other = register(desk, _file(tmp_path, "年终总结"), catalogue_row="2026-007 队伍建设 / 宣誓")
        found = precedents.precedents(desk, other).items
    assert (found[0].uuid, Kinship.ROW in found[0].kinships) == (uuids[3], True)


def test_rows_of_the_negative_list_are_told(tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    fields = NegativeFields(
        *("7", "内部事务", "宣誓仪式的安保方案", ("宣誓仪式",), "涉及安全", "条例第十四条", "律师工作处"),
        *(date(2026, 1, 1), date(2026, 12, 31)),
    )
    with ends.at("lin") as desk:
        negative_list.add_entry(desk, fields)
        found = precedents.precedents(desk, uuids[3])
        assert [one.number for one in found.negative] == ["7"]
        assert negative_words(found.negative[0]).startswith("第 7 项：宣誓仪式的安保方案")
        assert precedents.precedents(desk, uuids[0]).negative == ()


def test_nothing_is_told_of_an_item_that_stands_alone_or_that_nobody_has(tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with ends.at("lin") as desk:
        alone = register(desk, _file(tmp_path, "食堂菜单"))
        assert not precedents.precedents(desk, alone)
        with pytest.raises(UserError) as refused:
            precedents.precedents(desk, "no-such-item")
    assert refused.value.code == "E-ITEM"


def _file(folder: Path, title: str) -> Path:
    path = folder / f"{title}.txt"
    path.write_text(f"{title}\n\n各单位：\n现印发给你们。\n\n临江省司法厅\n2026年11月9日\n", "utf-8")
    return path


def _edit(ends: Ends, uuid: str, **fields: object) -> None:
    with ends.at("lin") as desk:
        now = detail(desk, uuid)
        assert now.draft_version is not None
        items.save_draft(desk, uuid, replace(now.content, **fields), now.draft_version, "test")  # type: ignore[arg-type]


def _submitted(ends: Ends, uuid: str) -> None:
    with ends.at("lin") as desk:
        reviews.submit(desk, uuid, "已逐项核对。")
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="内容属实。"))
