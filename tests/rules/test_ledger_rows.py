"""Headings, cells and rows of ledgers that people keep by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.alike import TitleIndex
from desktop.rules.items import Attribute, Channel, Genre, Ground, ItemContent, Source
from desktop.rules.ledger_columns import (
    LEFT_OUT,
    NOT_TAKEN,
    SYNONYMS,
    Confidence,
    find_headings,
    guess_columns,
    twice_mapped,
    with_mapping,
)
from desktop.rules.ledger_rows import ROW, RowRead, read_row
from desktop.rules.ledger_values import read_value
from desktop.rules.titles import near_same

TODAY = date(2026, 11, 20)
USUAL = (
    "序号",
    "日期",
    "文件名称",
    "文号",
    "公开属性",
    "是否公开",
    "不公开理由",
    "发布时间",
    "网址",
    "备注",
    "经办人",
    "处室",
)


def fields(headings: tuple[str, ...], *rows: tuple[object, ...]) -> dict[str, str]:
    guesses = guess_columns(headings, rows)
    return {heading: one.field for heading, one in zip(headings, guesses, strict=True)}


def test_the_usual_headings() -> None:
    assert fields(USUAL) == {
        "序号": LEFT_OUT,
        "日期": "signed_on",
        "文件名称": "title",
        "文号": "document_number",
        "公开属性": "attribute",
        "是否公开": LEFT_OUT,
        "不公开理由": "reason",
        "发布时间": LEFT_OUT,
        "网址": LEFT_OUT,
        "备注": LEFT_OUT,
        "经办人": "drafter",
        "处室": "responsible_office",
    }
    why = {heading: one.why for heading, one in zip(USUAL, guess_columns(USUAL, ()), strict=True)}
    assert "审查、发布后登记" in why["网址"]
    assert "另一列更像" in why["是否公开"]


def test_headings_with_brackets_breaks_and_qualifiers() -> None:
    found = fields(
        ("文件名称\n（全称）*", "发 文 字 号", "【必填】公开属性", "处室发文单位名称", "拟公开日期", "信息公开日期")
    )
    assert list(found.values()) == [
        *("title", "document_number", "attribute", "issuing_body", "planned_on"),
        LEFT_OUT,
    ]


def test_no_synonym_means_two_fields() -> None:
    words = [word for known in SYNONYMS.values() for word in known]
    assert len(words) == len(set(words))
    assert not set(words) & set(NOT_TAKEN)


def test_the_heading_row_is_found_below_titles() -> None:
    title = ("2026年政务公开台账",) * 12
    assert find_headings([title, ("",) * 12, USUAL, ("1", "2026.3.5", "关于检查的通知")]) == 2
    assert find_headings([USUAL]) == 0
    assert find_headings([("标题",), ("关于检查的通知",)]) == 0
    assert find_headings([("关于检查的通知", "临司〔2026〕1号"), ("关于考核的通知", "临司〔2026〕2号")]) is None
    assert find_headings([]) is None


def test_columns_without_headings_go_by_their_contents() -> None:
    rows = [
        (n, date(2026, 3, n), f"关于开展第 {n} 次检查的通知", f"临司〔2026〕{n}号", "主动公开") for n in range(1, 6)
    ]
    guesses = guess_columns(("",) * 5, rows)
    assert [one.field for one in guesses] == [LEFT_OUT, "signed_on", "title", "document_number", "attribute"]
    assert {one.confidence for one in guesses[1:]} == {Confidence.LOW}


def test_a_mapping_made_before_is_kept_and_two_columns_for_one_field_are_seen() -> None:
    guesses = with_mapping(("甲", "乙", "网址"), {0: "title", 1: LEFT_OUT}, "上次")
    assert (guesses[0].field, guesses[0].why) == ("title", "上次")
    assert guesses[1].field == LEFT_OUT
    assert guesses[2].why
    assert twice_mapped({0: "title", 1: "title", 2: "phone"}) == ("title",)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("attribute", "主动公开", Attribute.PROACTIVE),
        ("attribute", "依申请", Attribute.ON_REQUEST),
        ("attribute", "不予公开。", Attribute.WITHHELD),
        ("attribute", "是", Attribute.PROACTIVE),
        ("attribute", True, Attribute.PROACTIVE),
        ("attribute", "否", Attribute.WITHHELD),
        ("channels", "网站、微信公众号；公示栏", (Channel.WEBSITE, Channel.NEW_MEDIA, Channel.NOTICE_BOARD)),
        ("genre", "通 知", Genre.NOTICE),
        ("ground", "条例第十四条：国家秘密".partition("：")[2], Ground.STATE_SECRET),
        ("ground", "过程性信息", Ground.PROCESS),
        ("pages", "１２页", 12),
        ("pages", 12.0, 12),
        ("theme", "04 财政、金融、审计", "财政、金融、审计"),
        ("document_number", "临司[2026]12号", "临司〔2026〕12号"),
        ("document_number", "临司〔２０２６〕１２号", "临司〔2026〕12号"),
        ("title", "关于开展检查\n工作的通知", "关于开展检查工作的通知"),
        ("title", "关于 2026 年检查的通知", "关于 2026 年检查的通知"),
        ("phone", 59112233.0, "59112233"),
        ("title", "附\u202e件\u200b通知", "附件通知"),
        ("title", "  ", None),
    ],
)
def test_cells_are_read(field: str, cell: object, value: object) -> None:
    read = read_value(field, cell, TODAY)
    assert (read.value, read.problem) == (value, "")


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        ("attribute", "待定", "不是公开属性"),
        ("channels", "网站、信鸽", "信鸽"),
        ("genre", "方案", "15 种"),
        ("pages", "若干", "不是页数"),
        ("theme", "杂项", "主题分类"),
        ("time_limit", "看情况", "公开时限"),
        ("title", "长" * 501, "501"),
        ("reason", "长" * 40_000, "40,000"),
        ("signed_on", "2027-01-01", "晚于今天"),
        ("signed_on", "1026-01-01", "过早"),
    ],
)
def test_cells_that_cannot_be_read_are_told(field: str, cell: object, said: str) -> None:
    read = read_value(field, cell, TODAY)
    assert read.value is None
    assert said in read.problem


def read(cells: tuple[object, ...], *names: str) -> RowRead:
    return read_row(cells, dict(enumerate(names)), ItemContent(drafter="林倩"), TODAY, None)


def test_a_row_without_a_title_or_with_a_weighty_error_has_problems() -> None:
    assert read(("", "临司〔2026〕1号"), "title", "document_number").problems[0].column == ROW
    bad = read(("关于检查的通知", "3月5日", "方案"), "title", "signed_on", "genre")
    assert [(one.field, one.column) for one in bad.problems] == [("signed_on", 1)]
    assert [one.field for one in bad.blanks] == ["genre"]
    assert bad.content.genre is None


def test_what_had_to_be_added_is_kept_for_a_person_to_confirm() -> None:
    found = read(("关于检查的通知", "否", "国务院网"), "title", "attribute", "reprint_source")
    assert [one.field for one in found.added] == ["attribute"]
    assert found.content.source is Source.REPRINT
    assert found.content.drafter == "林倩"
    assert read(("通知文本", "国家秘密"), "title", "ground").declares_secret


LETTERS = "关于开展律师公证检查考核通知公告批复年度工作第一二三12"
TITLES = st.lists(st.text(LETTERS, min_size=8, max_size=24), min_size=1, max_size=12)


@given(TITLES, st.integers(0, 11), st.integers(0, 23))
def test_the_index_finds_what_comparing_every_pair_finds(titles: list[str], at: int, slip: int) -> None:
    """With so few titles no piece is common, so nothing that differs by one slip may be missed."""
    chosen = titles[at % len(titles)]
    place = slip % len(chosen)
    asked = chosen[:place] + "的" + chosen[place + 1 :]
    found = set(TitleIndex(titles).like(asked))
    wanted = {place for place, title in enumerate(titles) if near_same(asked, title)}
    assert found <= wanted
    if len(titles) <= 3:
        assert found == wanted
