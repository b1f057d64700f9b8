"""Rows of the catalogue: how an item names one, what it takes over, how the words of the cells are read."""

from __future__ import annotations

import pytest

from desktop.rules.catalogue import (
    CatalogueEntry,
    inherited,
    office_named,
    parse_reference,
    period_months,
    reference,
    row_code,
    to_take_over,
)
from desktop.rules.catalogue_words import is_tick, read_audience, read_channels, read_method, read_time_limit
from desktop.rules.items import Attribute, Audience, Channel, ItemContent, TimeLimit

ROW = CatalogueEntry("012", "行政许可", "律师执业许可", "许可决定", time_limit=TimeLimit.LIMITED)


def test_a_reference_says_the_row_in_words_and_is_read_back() -> None:
    assert reference(2026, ROW) == "2026-012 行政许可 / 律师执业许可"
    named = parse_reference(reference(2026, ROW))
    assert named is not None
    assert (named.year, named.code, named.title, named.number) == (2026, "012", ROW.title, "2026-012")
    bare = parse_reference("2026-012")
    assert bare is not None
    assert bare.title == ""
    for words in ("", "人事信息 / 人才管理", "012 行政许可", "20-012"):
        assert parse_reference(words) is None


@pytest.mark.parametrize(
    ("text", "code"), [("12", "012"), (" 1 ", "001"), ("12.0", "012"), ("A-1 2", "A-12"), ("1234", "1234")]
)
def test_codes_are_one_however_they_are_written(text: str, code: str) -> None:
    assert row_code(text) == code


def test_only_what_differs_and_was_not_typed_is_taken_over() -> None:
    offered = inherited(ROW, "律师工作处")
    values, kept = to_take_over(ItemContent(responsible_office="公证工作处"), offered, ("responsible_office",))
    assert values == {"time_limit": TimeLimit.LIMITED}
    assert kept == ("responsible_office",)
    assert "responsible_office" not in inherited(ROW, "")


@pytest.mark.parametrize(
    ("responsible", "office"),
    [
        ("律师工作处", "律师工作处"),
        ("临江省司法厅律师工作处", "律师工作处"),
        ("公证 工作处", "公证工作处"),
        ("法律援助中心", "法律援助中心"),
        ("临江省司法厅", ""),
        ("县级司法行政部门", ""),
        ("律师工作处、公证工作处", ""),
        ("各处室、各市局", ""),
        ("起草处室", ""),
        ("各有关处室", ""),
        ("", ""),
    ],
)
def test_an_office_is_named_or_it_is_left_open(responsible: str, office: str) -> None:
    assert office_named(responsible, ("律师工作处", "公证工作处", "办公室")) == office


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("每月 10 日前", 1),
        ("按季度公开", 3),
        ("每半年一次", 6),
        ("每年1月底前", 12),
        ("按年度", 12),
        ("20个工作日内", None),
        ("", None),
    ],
)
def test_a_period_is_read_from_the_limit_alone(words: str, months: int | None) -> None:
    assert period_months(words) == months


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("长期公开", TimeLimit.LONG),
        ("每季度", TimeLimit.PERIODIC),
        ("定期更新", TimeLimit.PERIODIC),
        ("自信息形成或者变更之日起20个工作日内", TimeLimit.LIMITED),
        ("收到申请后七个工作日内", TimeLimit.LIMITED),
        ("及时公开", TimeLimit.ANY_TIME),
        ("实时公开", TimeLimit.ANY_TIME),
        ("随时", TimeLimit.ANY_TIME),
        ("择机", None),
        ("", None),
    ],
)
def test_limits_are_read(words: str, limit: TimeLimit | None) -> None:
    assert read_time_limit(words) is limit


def test_channels_are_read_and_only_ticked_boxes_count() -> None:
    assert read_channels("政府网站、政务公开栏") == (Channel.WEBSITE, Channel.NOTICE_BOARD)
    assert read_channels("■政府网站 □政府公报\n■两微一端 □其他") == (Channel.WEBSITE, Channel.NEW_MEDIA)
    assert read_channels("微信公众号；入户宣讲") == (Channel.NEW_MEDIA, Channel.OTHER)
    assert read_channels("门户网站/图书馆/新闻发布会/电视/广播") == (
        Channel.WEBSITE,
        Channel.PRESS_CONFERENCE,
        Channel.READING_POINT,
        Channel.RADIO,
        Channel.TELEVISION,
    )
    assert read_channels(" ") == read_channels("□政府网站") == ()


def test_audience_method_and_ticks_are_read() -> None:
    assert read_audience("面向全社会") is Audience.PUBLIC
    assert read_audience("行政相对人") is Audience.SPECIFIC
    assert read_audience("各位") is None
    assert read_method("主动公开") is Attribute.PROACTIVE
    assert read_method("依申请公开") is Attribute.ON_REQUEST
    assert read_method("") is None
    assert [is_tick(one) for one in ("√", "1", "是", "", " ", "—", "□", "否")] == [True] * 3 + [False] * 5
