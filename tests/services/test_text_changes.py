"""What changed inside documents: only the changed paragraphs, near enough to be read, whatever was replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.services import intake, item_detail, items
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


lines = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", "一段长些的话"]), max_size=12)


@given(before=lines, after=lines)
def test_equal_texts_have_no_passages_and_others_have(before: list[str], after: list[str]) -> None:
    found = list(passages(before, after))
    assert bool(found) == (before != after)
    assert len(found) <= PASSAGES
    assert all(one.before != one.after for one in found)
