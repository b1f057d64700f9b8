"""What changed inside documents: only the changed paragraphs, near enough to be read, whatever was replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.bases import Basis, BasisKind, Outcome, Referral
from desktop.rules.chains import Nature
from desktop.rules.items import Answer, DocumentRole, ItemContent
from desktop.services import forms, intake, item_detail, items
from desktop.services.differences import differences
from desktop.services.text_changes import PASSAGES, passages, text_changes
from tests.services.ends import DOCUMENT, Ends, register


def test_a_replaced_body_shows_its_changed_paragraph(ends: Ends, document: Path, tmp_path: Path) -> None:
    changed = tmp_path / "新稿.txt"
    changed.write_text(DOCUMENT.replace("设立满一年", "设立满二年"), encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        before = item_detail.detail(desk, uuid).content
        intake.attach_document(desk, uuid, changed)
        now = item_detail.detail(desk, uuid)
        new = next(one for one in now.content.attachments if one.name == "新稿.txt")
        after = replace(now.content, attachments=(replace(new, role=before.attachments[0].role),))
        items.save_draft(desk, uuid, after, now.draft_version or 0, "test")
        (found,) = text_changes(desk, before, after)
    assert (found.before, found.after, found.more) == (document.name, "新稿.txt", 0)
    (passage,) = found.passages
    assert "设立满一年" in passage.before
    assert "设立满二年" in passage.after
    assert passage.place.startswith("第 ")


def test_added_and_removed_files_are_named(ends: Ends, document: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "附件.txt"
    sheet.write_text("检查评分表", encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        before = item_detail.detail(desk, uuid).content
        intake.attach_document(desk, uuid, sheet)
        after = item_detail.detail(desk, uuid).content
        assert [(one.before, one.after, one.remark) for one in text_changes(desk, before, after)] == [
            ("", "附件.txt", "新增的文件")
        ]
        assert text_changes(desk, after, before)[0].remark == "已移除的文件"
        assert text_changes(desk, after, after) == ()


def test_a_change_deep_in_a_long_paragraph_is_shown_near_its_place() -> None:
    (found,) = passages(["甲" * 3000 + "一" + "乙" * 3000], ["甲" * 3000 + "二" + "乙" * 3000])
    assert len(found.before) < 100
    assert "一" in found.before
    assert "二" in found.after
    assert found.before.startswith("……")


def test_a_text_rewritten_as_a_whole_stays_readable() -> None:
    found = list(passages([f"旧{n}" for n in range(5000)], [f"新{n}" for n in range(5000)]))
    assert len(found) == 1
    assert len(found[0].after) < 1000


def test_what_answers_require_and_the_form_are_compared_in_words(ends: Ends, document: Path) -> None:
    day = date(2026, 11, 20)
    with ends.at("lin") as desk:
        before = item_detail.detail(desk, register(desk, document)).content
        notice = next(one.form for one in forms.forms(desk) if one.form.code == "notice")
    after = replace(
        before,
        form=notice,
        natures=(Nature.NORMATIVE, Nature.REPLY),
        bases=(
            Basis(8, BasisKind.CONSENT, "临江律师协会", day, "来函同意"),
            Basis(9, BasisKind.MASKED, "", None, "只留姓氏"),
        ),
        referrals=(
            Referral(4, "省国家保密局", day, "9号"),
            Referral(5, "省司法厅", day, "", day, Outcome.MAY_DISCLOSE, "可以公开"),
        ),
    )
    found = {one.field: one.after for one in differences(before, after)}
    assert found == {
        "form": "信息公开（宣传报道）保密审查单（承办人、保密审查、主要负责人、办公室）",
        "natures": "规范性文件、告知书、答复书",
        "bases": "第 9 项已取得同意：临江律师协会，2026-11-20，来函同意；第 10 项已去标识化：只留姓氏",
        "referrals": "第 5 项报省国家保密局（2026-11-20，9号），还没有答复；"
        "第 6 项报省司法厅（2026-11-20），2026-11-20 答复可以公开：可以公开",
    }


lines = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", "一段长些的话"]), max_size=12)


@given(before=lines, after=lines)
def test_equal_texts_have_no_passages_and_others_have(before: list[str], after: list[str]) -> None:
    found = list(passages(before, after))
    assert bool(found) == (before != after)
    assert len(found) <= PASSAGES
    assert all(one.before != one.after for one in found)


def test_a_question_that_is_only_asked_anew_is_no_change() -> None:
    signed = ItemContent(title="通知", answers=(Answer.NO,) * 16)
    assert differences(signed, replace(signed, answers=(None,) * 16)) == ()
    answered = replace(signed, answers=(Answer.YES, *(None,) * 15))
    assert [one.label for one in differences(signed, answered)] == ["审查事项 1 涉及国家秘密"]


def test_what_differs_is_told_in_words_that_differ(ends: Ends, document: Path) -> None:
    """A document may be exchanged for another of its name, a form for its next version."""
    with ends.at("lin") as desk:
        before = item_detail.detail(desk, register(desk, document)).content
    (body,) = before.attachments
    for changed in (
        replace(before, attachments=(replace(body, sm3="0" * 64),)),
        replace(before, attachments=(replace(body, role=DocumentRole.ATTACHMENT),)),
        replace(before, form=replace(before.form, version=2)),
    ):
        (found,) = differences(before, changed)
        assert found.before != found.after
