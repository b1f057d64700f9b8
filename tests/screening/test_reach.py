"""The words that a proposal was taken from: where they begin and how far they reach, in every layout."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.screening.intake import examine
from desktop.screening.reach import reach
from tests.screening.files import docx, pdf

TEXT = """临江省司法厅
关于开展律师事务所
规范化建设检查的通知
临司［2026］ 47号

各市司法局：
为加强律师事务所规范化建设，现就有关事项通知如下。律师、公证一并检查。

临江省司法厅
二〇二六年十一月十日
"""


def taken_from(name: str, data: bytes) -> dict[str, str]:
    """What each proposal was taken from, word for word."""
    examined = examine(name, data)
    told = {}
    for field in ("title", "document_number", "issuing_body", "signed_on", "genre", "summary", "theme", "keywords"):
        one = getattr(examined.proposals, field)
        if one is not None:
            told[field] = examined.document.parts[one.part].text[one.offset : one.offset + one.length]
    return told


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", TEXT.encode()), ("a.docx", docx(*TEXT.splitlines())), ("a.pdf", pdf(tuple(TEXT.splitlines())))],
)
def test_the_words_of_each_proposal(name: str, data: bytes) -> None:
    told = {field: words.replace("\n", "").replace(" ", "") for field, words in taken_from(name, data).items()}
    assert told["title"].endswith("规范化建设检查的通知")
    assert told["genre"] == told["title"]
    assert told["document_number"] == "临司［2026］47号"
    assert told["issuing_body"] == "临江省司法厅"
    assert told["signed_on"] == "二〇二六年十一月十日"
    assert told["summary"].startswith("为加强律师事务所")
    assert told["theme"] in "律师公证"
    assert told["keywords"] == told["theme"]


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("临司〔2026〕1号", "临司〔2026〕1号", "临司〔2026〕1号"),
        ("临司 [2026] 1 号 签发人：某", "临司〔2026〕1号", "临司 [2026] 1 号"),
        ("2026年11月10日 星期二", date(2026, 11, 10), "2026年11月10日"),
        ("2026-11-10 星期二", date(2026, 11, 10), "2026-11-10"),
        ("去年冬天\n下一行", date(2026, 11, 10), "去年冬天"),
        ("完全不同的一行\n下一行", "别的值", "完全不同的一行"),
        ("前半相同后半不同", "前半相同，另一半", "前半相同"),
        ("字" * 300, "别的值", "字" * 120),
    ],
)
def test_how_far_a_value_reaches(text: str, value: object, words: str) -> None:
    assert text[: reach(text, 0, value)] == words


@given(text=st.text(max_size=60), value=st.text(max_size=20), offset=st.integers(0, 60))
def test_the_words_never_leave_the_text(text: str, value: str, offset: int) -> None:
    offset = min(offset, len(text))
    assert 0 <= reach(text, offset, value) <= len(text) - offset
