"""信息发布保密审查表: every field in its place, long texts on continuation pages, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import ImageChops

from desktop.printing.qr import qr_matrix
from desktop.printing.review_form import review_form, review_forms
from desktop.printing.review_sheet import ReviewFormSheet, SignBlock
from tests.printing.qr_reader import read_qr
from tests.printing.reading import page_texts, picture, sampled_modules
from tests.printing.specimens import (
    LONG_OPINION,
    NOTO_ONLY,
    QUESTIONS,
    answers,
    blank_form,
    filled_form,
    long_opinion,
    longer_chain,
    signed,
    voided_and_published,
)


def printed(record: ReviewFormSheet) -> list[str]:
    return page_texts(review_form(record, NOTO_ONLY))


def squeezed(text: str) -> str:
    return "".join(text.split())


def assert_in_order(text: str, *parts: str) -> None:
    position = 0
    for part in parts:
        found = text.find(squeezed(part), position)
        assert found >= 0, part
        position = found + len(squeezed(part))


def test_a_filled_form_shows_every_field_in_order_on_one_page() -> None:
    record = filled_form()
    (text,) = printed(record)
    assert_in_order(
        text, "信息发布保密审查表", record.form_number, "2026年9月16日", record.office, record.drafter, record.phone,
        record.title, record.document_number, record.genre, "2026年9月14日", "6页", *record.attachments,
        *(option.label for option in record.sources), *(option.label for option in record.attributes),
        "不主动公开的依据：无", *(option.label for option in record.channels), record.column, "2026年9月28日",
        record.precheck, "审查事项（是否存在）",
    )  # fmt: skip
    assert_in_order(text, QUESTIONS[15], record.notes, *(option.label for option in record.conclusions))
    for block in record.blocks[:4]:
        assert_in_order(text, block.opinion, f"签名：{block.name}(已签)")
    assert_in_order(
        text, "公开日期：", "内容摘要（SM3）", record.digest[:32].upper(), record.digest[32:].upper(), "第2版"
    )
    assert all(question in text for question in QUESTIONS)


def test_seven_signers_and_a_long_title_still_fit_one_page() -> None:
    record = longer_chain()
    (text,) = printed(record)
    assert record.title in text
    assert "龚䶮(已签)" in text


def test_the_blank_form_has_instructions_and_no_digest() -> None:
    (text,) = printed(blank_form())
    assert "填写说明：1.一事一表" in text
    assert "人工核对" in text
    assert "内容摘要" not in text
    assert "已签" not in text


def test_a_long_opinion_goes_on_overleaf_and_is_signed_at_its_end() -> None:
    first, second = printed(long_opinion())
    assert "（转续页）" in first
    assert "（签名见续页）" in first
    assert "魏知微" not in first
    assert_in_order(
        second, "（续页）", "（接首页）", LONG_OPINION[-40:], "签名：魏知微(已签)", "2026年9月17日", "（以下空白）"
    )
    start = first.index("经审查：")
    head = first[start : first.index("（转续页）", start)]
    rest = squeezed(LONG_OPINION)[len(head) :]
    assert squeezed(LONG_OPINION).startswith(head)
    assert rest in second


TEXT_FIELDS = (
    "office", "drafter", "phone", "title", "document_number", "genre", "basis", "column", "precheck", "notes",
)  # fmt: skip


@pytest.mark.parametrize("field", TEXT_FIELDS)
@pytest.mark.parametrize("count", [12, 400])
def test_no_part_of_a_long_field_is_lost(field: str, count: int) -> None:
    marks = [str(n) for n in range(310000, 310000 + count)]
    change: dict[str, Any] = {field: "".join(f"第{mark}点；" for mark in marks)}
    text = "".join(printed(replace(filled_form(), **change)))
    assert [mark for mark in marks if mark not in text] == []


def test_no_part_of_many_long_texts_is_lost() -> None:
    marks = [str(n) for n in range(310000, 310800)]
    shares = ["".join(f"第{mark}处。" for mark in marks[i::8]) for i in range(8)]
    blocks = tuple(
        signed(role, shares[i], "苏见", 16)
        for i, role in enumerate(("承办人", "处室负责人", "保密审查员", "办公室负责人"))
    )
    record = replace(
        filled_form(), title=shares[4], precheck=shares[5], notes=shares[6], attachments=(shares[7],), blocks=blocks
    )
    text = "".join(printed(record))
    assert [mark for mark in marks if mark not in text] == []
    assert text.count("签名：苏见(已签)") == 4


def test_twelve_signers_move_to_a_second_page_as_whole_rows() -> None:
    roles = [f"第{n}审查" for n in range(10, 22)]
    first, *others = printed(replace(filled_form(), blocks=tuple(SignBlock(role) for role in roles)))
    assert others
    for role in roles:
        assert role in first + "".join(others)
    assert "发布登记" in others[-1]


def test_a_voided_signature_is_told_and_the_block_is_open_again() -> None:
    text = "".join(printed(voided_and_published()))
    assert_in_order(text, "原签署已失效：同意，内容属实，同意报送审查。程越舟(已签)2026年9月16日")
    assert "签名：程越舟" not in text
    assert "阿依古丽·买买提艾力(纸质已签)" in text


def test_the_publication_record_is_printed_whole() -> None:
    text = "".join(printed(voided_and_published()))
    assert "art_10023_4418210.html" in text
    assert_in_order(text, "索引号：099900127/2026-00218", "发布人：苏见", "2026年9月28日")


def test_a_tick_is_drawn_in_its_box_and_nowhere_else() -> None:
    plain = picture(review_form(replace(filled_form(), checklist=answers()), NOTO_ONLY))
    problem = picture(review_form(replace(filled_form(), checklist=answers(1)), NOTO_ONLY))
    box = ImageChops.difference(plain, problem).point(lambda value: 255 if value > 40 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = (value * 25.4 / 200 for value in box)
    # From the tick in 否 (52 to 61 mm inside the frame) to the one in 是 (61 to 70 mm), one row high.
    assert 25 + 52 < left < 25 + 61 < right < 25 + 70
    assert 2.5 < bottom - top < 5


def test_the_code_on_the_paper_can_be_read_at_200_dpi() -> None:
    record = filled_form()
    payload = f"XXGK:FORM:{record.digest.upper()}"
    image = picture(review_form(record, NOTO_ONLY), dpi=200)
    count = len(qr_matrix(payload))
    assert read_qr(sampled_modules(image, 200, 190 - 14.5, 267 + 3.1, 14.5, count)) == payload


def test_a_character_without_a_shape_is_marked_and_named() -> None:
    (text,) = printed(replace(filled_form(), drafter="王\U0001f600"))
    assert "王〓" in text
    assert "〓为本机字库所缺的字（U+1F600）" in text


def test_a_rare_character_of_a_signer_is_marked_and_named_and_the_others_stay() -> None:
    (text,) = printed(replace(filled_form(), drafter="㐀龘𠮷"))
    assert "㐀龘〓" in text
    assert "〓为本机字库所缺的字（U+20BB7）" in text


def test_many_forms_share_one_file_and_count_their_own_pages() -> None:
    texts = page_texts(review_forms([filled_form(), long_opinion()], NOTO_ONLY))
    assert ["第1页共1页" in texts[0], "第1页共2页" in texts[1], "第2页共2页" in texts[2]] == [True] * 3


def test_dates_not_yet_known_leave_room_for_ink() -> None:
    (text,) = printed(replace(filled_form(), planned_on=None))
    assert "拟公开日期年月日" in text
    assert date(2026, 9, 28).isoformat() not in text
