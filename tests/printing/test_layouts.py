"""The layouts without a checklist: the fields of reference §1.1, any chain, nothing lost, each signature told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.printing.review_form import review_form
from desktop.printing.review_sheet import ReviewFormSheet, SignBlock
from desktop.rules.chains import Layout, Step
from tests.printing.layout_specimens import KEY_MARK, LAYOUTS, blank_of
from tests.printing.reading import page_texts
from tests.printing.specimens import NOTO_ONLY, filled_form, signed

EACH = pytest.mark.parametrize("name", sorted(LAYOUTS))
EVERY = {**LAYOUTS, "standard": filled_form()}

LABELS = {
    "notice": ("拟公开单位", "信息名称", "载体形式", "非公文类", "拟公开方式", "政府网站", "拟公开时间", "填表日期"),
    "opinions": ("审查单位：临江省司法厅", "初步审查", "专业审查", "复核审查", "日期：2026年9月16日"),
    "approval": ("单位（部门）", "报送时间", "来源", "转载注明：中国政府网", "是否涉密", "是否上网", "标题", "正文"),
    "register": ("标题", "拟稿单位", "拟稿人", "交稿日期", "公开属性", "（公章）", "发布登记"),
}


def printed(record: ReviewFormSheet) -> list[str]:
    return page_texts(review_form(record, NOTO_ONLY))


def eight(form: ReviewFormSheet) -> ReviewFormSheet:
    """The longest chain, five of them signed with a short opinion."""
    roles = ("承办人", "处室负责人", "保密审查员", "法制审核", "办公室负责人", "分管领导", "主要领导", "网站责任人")
    blocks = [
        replace(signed(role, "拟同意，请审定。", "何明川", 17), mark=KEY_MARK, step=step)
        for role, step in zip(roles[:5], Step, strict=False)
    ]
    blocks += [SignBlock(role, step=step) for role, step in zip(roles[5:], list(Step)[5:], strict=True)]
    return replace(form, blocks=tuple(blocks))


@EACH
def test_the_fields_of_the_layout_stand_on_one_page(name: str) -> None:
    form = LAYOUTS[name]
    (text,) = printed(form)
    assert text.startswith(form.name)
    for label in LABELS[name]:
        assert label in text
    assert form.title in text
    assert text.count(KEY_MARK.replace(" ", "")) == len([one for one in form.blocks if one.name])
    assert "审查事项16项：第10项“涉及个人隐私”为是，第12项“涉及其他机关（须协商一致）”为是，其余各项为否。" in text
    assert "系统预检：已检查正文和附件" in text
    assert "区分处理后公开" in text
    assert "内容摘要（SM3）" in text


@EACH
def test_the_blank_form_tells_nothing_and_says_how_to_fill_it_in(name: str) -> None:
    (text,) = printed(blank_of(LAYOUTS[name]))
    assert "涉及国家秘密的，立即停止填写" in text
    assert "内容摘要" not in text
    assert "已签" not in text
    assert "审查事项16项" not in text
    for block in LAYOUTS[name].blocks:
        assert block.role in text


@pytest.mark.parametrize("name", sorted(EVERY))
def test_eight_signers_still_fit_one_page(name: str) -> None:
    (text,) = printed(eight(EVERY[name]))
    assert text.count("拟同意，请审定。") == 5
    assert "转续页" not in text
    for role in ("法制审核", "主要领导", "网站责任人"):
        assert role in text


@EACH
@pytest.mark.parametrize("field", ["title", "notes", "precheck", "main_text", "reprint", "basis"])
def test_no_part_of_a_long_field_is_lost(name: str, field: str) -> None:
    shown = {"main_text": "approval", "reprint": "approval", "basis": "register"}
    if shown.get(field, name) != name:
        pytest.skip("the layout does not show this field")
    marks = [str(n) for n in range(310000, 310500)]
    change: dict[str, Any] = {field: "".join(f"第{mark}点；" for mark in marks)}
    pages = printed(replace(LAYOUTS[name], **change))
    assert [mark for mark in marks if mark not in "".join(pages)] == []
    assert f"{LAYOUTS[name].name}（续页）" in pages[-1]


@EACH
def test_an_opinion_of_five_thousand_characters_is_signed_where_it_ends(name: str) -> None:
    form = LAYOUTS[name]
    opinion = "".join(f"第{n}处不涉及国家秘密。" for n in range(10000, 10420))
    assert len(opinion) > 5000
    blocks = (replace(form.blocks[0], opinion=opinion, name="魏知微"), *form.blocks[1:])
    pages = printed(replace(form, blocks=blocks))
    text = "".join(pages)
    assert [n for n in range(10000, 10420) if str(n) not in text] == []
    assert "（签名见续页）" in pages[0]
    assert "签名：魏知微(已签)" not in pages[0]
    assert "签名：魏知微(已签)2026年9月16日（电子签名，密钥3F9A22C1）" in text
    assert [f"第{n}页共{len(pages)}页" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_the_conclusion_stands_with_the_reviewer_where_there_is_no_row_for_it() -> None:
    (text,) = printed(LAYOUTS["opinions"])
    assert "审查结论：区分处理后公开。已逐项核对" in text


def test_answers_that_are_all_no_are_told_in_one_sentence() -> None:
    checklist = tuple((question, "否") for question, _ in filled_form().checklist)
    (text,) = printed(replace(LAYOUTS["notice"], checklist=checklist, notes="", precheck=""))
    assert "审查事项16项均为“否”。" in text


def test_a_stand_in_and_a_paper_signature_are_told_below_the_name() -> None:
    form = LAYOUTS["register"]
    mark = "（代签：代周敏，依据厅办公会议纪要〔2026〕9号；纸质签字，林倩登记）"
    blocks = (form.blocks[0], replace(form.blocks[1], ink=True, mark=mark), *form.blocks[2:])
    (text,) = printed(replace(form, blocks=blocks))
    assert "(纸质已签)2026年9月16日" + mark in text


def test_every_layout_of_the_rules_has_its_paper() -> None:
    assert {form.layout for form in EVERY.values()} == set(Layout)
