"""What people make of proposals is remembered for a kind of document, no more of it and no longer than wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.rules.items import Channel, Genre, ItemContent, Source, TimeLimit
from desktop.services import corrections, intake, items, reviews
from desktop.services.corrections import REMEMBERED, text_of, with_texts
from desktop.services.desk import Desk
from desktop.services.item_detail import detail
from desktop.services.proposed import proposal_view
from tests.services.ends import DOCUMENT, Ends, complete, found_ends

BODY = "临江省司法厅"
OTHER = "临江省律师协会"


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


def notice(folder: Path, number: int, word: str = "临司规", **replaced: str) -> Path:
    """One more notice of a series."""
    text = DOCUMENT.replace("临司〔2026〕47号", f"{word}〔2026〕{number}号").replace("检查的", f"第{number}次检查的")
    for old, new in replaced.items():
        text = text.replace(old, new)
    path = folder / f"{word}{number}.txt"
    path.write_text(text, "utf-8")
    return path


def submitted(desk: Desk, path: Path, **fields: Any) -> str:
    """Register a document, change fields, send it to review."""
    uuid = complete(desk, intake.register_document(desk, path).uuid)
    filled = detail(desk, uuid)
    assert filled.draft_version is not None
    items.save_draft(desk, uuid, replace(filled.content, **fields), filled.draft_version, "test")
    reviews.submit(desk, uuid)
    return uuid


def learnt(desk: Desk) -> list[tuple[str, str, str, str, int]]:
    return [(one.kind, one.field, one.proposed, one.value, one.times) for one in corrections.remembered(desk)]


def test_a_correction_is_proposed_for_the_next_of_its_kind_and_says_so(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        submitted(desk, notice(tmp_path, 1), issuing_body=OTHER, channels=(Channel.WEBSITE, Channel.GAZETTE))
        assert learnt(desk) == [
            ("临司规〔 〕", "channels", "website", "website,gazette", 1),
            ("临司规〔 〕", "issuing_body", BODY, OTHER, 1),
        ]
        after = detail(desk, intake.register_document(desk, notice(tmp_path, 2)).uuid)
        assert after.content.issuing_body == OTHER
        assert after.content.channels == (Channel.WEBSITE, Channel.GAZETTE)
        view = proposal_view("issuing_body", after.proposals["issuing_body"])
        assert (view.words, view.confidence) == ("按上次更正", "中")
        assert f"“{BODY}”" in view.why
        assert view.at is not None, "the words that were corrected can still be looked at"
        assert proposal_view("channels", after.proposals["channels"]).at is None
        title = proposal_view("title", after.proposals["title"])
        assert (title.words, title.confidence) == ("取自正文第 1 行", "高")
        assert title.why


def test_a_later_correction_replaces_it_and_one_back_dissolves_it(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        submitted(desk, notice(tmp_path, 1), issuing_body=OTHER)
        submitted(desk, notice(tmp_path, 2), issuing_body="临江省公证协会")
        assert learnt(desk) == [("临司规〔 〕", "issuing_body", BODY, "临江省公证协会", 1)]
        submitted(desk, notice(tmp_path, 3), issuing_body=BODY)
        assert learnt(desk) == []
        after = detail(desk, intake.register_document(desk, notice(tmp_path, 4)).uuid)
        assert after.content.issuing_body == BODY


def test_what_was_right_again_counts_and_grows_sure(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        submitted(desk, notice(tmp_path, 1), issuing_body=OTHER)
        for number in (2, 3):
            submitted(desk, notice(tmp_path, number))
        assert [row[-1] for row in learnt(desk)] == [3]
        after = detail(desk, intake.register_document(desk, notice(tmp_path, 4)).uuid)
        assert after.proposals["issuing_body"]["confidence"] == "高"


def test_two_kinds_do_not_mix(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        submitted(desk, notice(tmp_path, 1), issuing_body=OTHER)
        other = detail(desk, intake.register_document(desk, notice(tmp_path, 1, "临司发")).uuid)
        assert other.content.issuing_body == BODY
        unlike = detail(desk, intake.register_document(desk, notice(tmp_path, 2, 临江省司法厅="临江省公证处")).uuid)
        assert unlike.content.issuing_body == "临江省公证处", "only what would be proposed alike is corrected"


def test_without_a_number_the_title_and_the_layout_tell_the_kind(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        path = notice(tmp_path, 1, **{"临司规〔2026〕1号\n": ""})
        submitted(desk, path, issuing_body=OTHER)
        assert [row[0] for row in learnt(desk)] == ["通知（txt）"]
        unclear = tmp_path / "随笔.txt"
        unclear.write_text("今日天气晴朗\n", "utf-8")
        submitted(desk, unclear, issuing_body=OTHER)
        assert [row[0] for row in learnt(desk)] == ["通知（txt）"], "what has no kind teaches nothing"


def test_an_unchanged_draft_leaves_nothing(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        submitted(desk, notice(tmp_path, 1))
        assert learnt(desk) == []


def test_fields_that_differ_from_document_to_document_are_not_remembered(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        submitted(
            desk, notice(tmp_path, 1), title="另一个标题的通知", summary="另一段", document_number="临司规〔2026〕9号",
            keywords="别的", pages=3, reason="别的",
        )  # fmt: skip
        assert learnt(desk) == []


@pytest.mark.parametrize("value", ["联系人 13812345678", "身份证 11010519491231002X", "内部资料", "长" * 101])
def test_nothing_that_the_content_check_would_find_is_remembered(ends: Ends, tmp_path: Path, value: str) -> None:
    with ends.at("lin") as desk:
        submitted(desk, notice(tmp_path, 1), issuing_body=value, column=value)
        assert learnt(desk) == []


def test_a_settled_proposal_still_teaches(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, notice(tmp_path, 1)).uuid
        items.settle_proposals(desk, uuid, ("issuing_body", "genre"))
        assert {"issuing_body", "genre"}.isdisjoint(detail(desk, uuid).proposals)
        complete(desk, uuid, issuing_body=OTHER)
        reviews.submit(desk, uuid)
        assert [row[1] for row in learnt(desk)] == ["issuing_body"]


def test_a_reprint_and_its_source_stay_together(ends: Ends, tmp_path: Path) -> None:
    path = notice(tmp_path, 1)
    path.write_text("来源：临江普法网\n" + path.read_text("utf-8"), "utf-8")
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, path).uuid
        assert detail(desk, uuid).content.source is Source.REPRINT
        complete(desk, uuid, source=Source.OWN)
        reviews.submit(desk, uuid)
        assert learnt(desk) == [("临司规〔 〕", "reprint_source", "临江普法网", "", 1)]
        again = notice(tmp_path, 2)
        again.write_text("来源：临江普法网\n" + again.read_text("utf-8"), "utf-8")
        after = detail(desk, intake.register_document(desk, again).uuid)
        assert (after.content.source, after.content.reprint_source) == (Source.OWN, "")


def test_forgetting_is_a_verb_of_its_own(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        submitted(desk, notice(tmp_path, 1), issuing_body=OTHER, theme="综合政务")
        (one, two) = corrections.remembered(desk)
        assert corrections.forget(desk, [one.id]) == 1
        assert corrections.remembered(desk) == (two,)
        for ids in ([one.id], [], [one.id, two.id]):
            with pytest.raises(UserError, match="没有找到要删除的更正"):
                corrections.forget(desk, ids)
        assert corrections.remembered(desk) == (two,)
    with ends.at("chen") as desk:
        for refused in (lambda: corrections.remembered(desk), lambda: corrections.forget(desk, [two.id])):
            with pytest.raises(UserError) as refusal:
                refused()
            assert refusal.value.code == "E-PERMISSION"


def test_a_draft_of_an_earlier_version_teaches_nothing_and_is_shown(ends: Ends) -> None:
    with ends.at("lin") as desk:
        content = ItemContent(title="关于检查的通知", issuing_body=BODY)
        old = {"issuing_body": {"place": "正文第 3 行", "confidence": "中"}}
        uuid = items.create_draft(desk, content, old)
        view = proposal_view("issuing_body", detail(desk, uuid).proposals["issuing_body"])
        assert (view.words, view.confidence, view.at) == ("取自正文第 3 行", "中", None)
        with desk.store.transaction() as session:
            from desktop.models import Draft

            draft = session.query(Draft).one()
            corrections.remember(desk, session, draft, replace(content, issuing_body=OTHER))
        assert learnt(desk) == []


VALUES = st.fixed_dictionaries(
    {
        "issuing_body": st.text(st.characters(codec="utf-8"), max_size=40),
        "theme": st.sampled_from(("", "综合政务", "民族、宗教")),
        "genre": st.sampled_from((None, *Genre)),
        "column": st.text(max_size=10),
        "channels": st.lists(st.sampled_from(list(Channel)), unique=True).map(tuple),
        "responsible_office": st.text(max_size=10),
        "time_limit": st.sampled_from(list(TimeLimit)),
        "reprint_source": st.text(max_size=10),
    }
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(values=VALUES)
def test_texts_and_values_of_fields_stand_for_each_other(values: dict[str, Any]) -> None:
    assert set(values) == set(REMEMBERED)
    content = ItemContent(source=Source.REPRINT, **values)
    texts = {name: text_of(content, name) for name in REMEMBERED}
    assert with_texts(ItemContent(source=Source.REPRINT), texts) == content


def test_a_value_that_no_field_takes_any_more_is_left_out() -> None:
    gone = {"genre": "手令", "theme": "不再有的类", "channels": "telegraph", "time_limit": ""}
    assert with_texts(ItemContent(), gone) == ItemContent()
