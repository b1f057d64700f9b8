"""Every problem of a form has its field and its words, and a right form has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.labels import FIELDS
from desktop.rules.items import (
    AttachedDocument,
    Attribute,
    Carrier,
    Genre,
    Ground,
    ItemContent,
    Source,
    Validity,
)
from desktop.rules.validation import (
    Stage,
    document_number_suggestion,
    problems,
    published_address_problem,
)

TODAY = date(2026, 11, 20)
RIGHT = ItemContent(
    title="关于检查的通知",
    drafter="林倩",
    phone="0591-55501204",
    signed_on=date(2026, 11, 10),
    genre=Genre.NOTICE,
    issuing_body="临江省司法厅",
    document_number="临司〔2026〕47号",
    attachments=(AttachedDocument("a" * 64, "b" * 64, 1, "通知.txt", "txt"),),
)
WITHHELD: dict[str, Any] = {
    "attribute": Attribute.WITHHELD,
    "ground": Ground.PROCESS,
    "reason": "过程性信息",
    "next_review_on": date(2027, 11, 20),
}

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"title": "  "}, "title", "填写信息标题"),
    ({"title": "长" * 501}, "title", "现有 501 字"),
    ({"title": "通知\u202e"}, "title", "看不见的控制字符"),
    ({"summary": "全\u200b文"}, "summary", "看不见的控制字符"),
    ({"signed_on": None}, "signed_on", "填写成文日期"),
    ({"signed_on": date(2026, 11, 21)}, "signed_on", "请改为 11-20 或以前"),
    ({"drafter": ""}, "drafter", "填写拟稿人"),
    ({"phone": "5550"}, "phone", "座机号应为"),
    ({"phone": "０５９１－５５５０１２０４"}, "phone", "座机号应为"),
    ({"summary": "字" * 101}, "summary", "现有 101 字"),
    ({"document_number": "临司[2026]47号"}, "document_number", "六角括号"),
    ({"pages": 0}, "pages", "1 或以上"),
    ({"carrier": Carrier.OFFICIAL, "genre": None}, "genre", "选择体裁"),
    ({"issuing_body": ""}, "issuing_body", "填写发布机构"),
    ({"attachments": ()}, "attachments", "放入要公开的文件"),
    ({"channels": ()}, "channels", "至少选择一种"),
    ({"planned_on": date(2026, 11, 9)}, "planned_on", "早于成文日期 11-10"),
    ({"validity": Validity.REPEALED}, "repealed_on", "填写废止日期"),
    ({"source": Source.REPRINT, "reprint_url": "http://a.cn", "reprinted_on": TODAY}, "reprint_source", "来源单位"),
    ({"source": Source.REPRINT, "reprint_source": "报", "reprinted_on": TODAY}, "reprint_url", "以 http 开头"),
    ({"source": Source.REPRINT, "reprint_source": "报", "reprint_url": "http://a.cn"}, "reprinted_on", "转载日期"),
    (
        {
            "source": Source.REPRINT,
            "reprint_source": "报",
            "reprint_url": "http://a.cn",
            "reprinted_on": date(2026, 12, 1),
        },
        "reprinted_on",
        "晚于今天",
    ),
    ({**WITHHELD, "ground": None}, "ground", "选择依据的条款"),
    ({**WITHHELD, "reason": " "}, "reason", "写明理由"),
    ({**WITHHELD, "next_review_on": None}, "next_review_on", "下次评审日期"),
    ({**WITHHELD, "next_review_on": TODAY}, "next_review_on", "晚于今天"),
    ({**WITHHELD, "ground": Ground.STATE_SECRET}, "ground", "国家秘密不得录入"),
    ({**WITHHELD, "attribute": Attribute.ON_REQUEST, "ground": Ground.STATE_SECRET}, "ground", "国家秘密不得录入"),
]


def test_a_right_form_has_no_problem() -> None:
    assert problems(RIGHT, Stage.SUBMIT, TODAY) == ()
    assert problems(replace(RIGHT, **WITHHELD), Stage.SUBMIT, TODAY) == ()


@pytest.mark.parametrize(("change", "field", "words"), WRONG, ids=[f"{one[1]}-{one[2]}" for one in WRONG])
def test_each_problem_is_told_once_with_its_field(change: dict[str, Any], field: str, words: str) -> None:
    (found,) = problems(replace(RIGHT, **change), Stage.SUBMIT, TODAY)
    assert found.field == field
    assert words in found.words
    assert field in FIELDS


def test_a_draft_is_not_asked_for_what_only_submission_needs() -> None:
    assert problems(replace(RIGHT, genre=None, attachments=(), issuing_body=""), Stage.DRAFT, TODAY) == ()


@pytest.mark.parametrize("typed", ["临司[2026]47号", "临司（2026）47号", "临司(2026]47号", "临司【2026】47号"])
def test_the_right_brackets_are_suggested(typed: str) -> None:
    assert document_number_suggestion(typed) == "临司〔2026〕47号"
    assert document_number_suggestion("临司〔2026〕47号") is None


@pytest.mark.parametrize("phone", ["0591-55501204", "059155501204", "010 65200000", "55501204-801", "13800138000", ""])
def test_usual_telephone_numbers_pass(phone: str) -> None:
    assert problems(replace(RIGHT, phone=phone), Stage.SUBMIT, TODAY) == ()


@pytest.mark.parametrize(
    "address", ["https://sft.example.gov.cn/a.html", "HTTP://A.CN/1", "《临江日报》2026 年 11 月 20 日"]
)
def test_an_address_or_the_name_of_a_carrier_passes(address: str) -> None:
    assert published_address_problem(address) is None


@pytest.mark.parametrize("address", ["", "  ", "http:", "https:///a", "http://a b"])
def test_half_an_address_does_not_pass(address: str) -> None:
    assert published_address_problem(address)
