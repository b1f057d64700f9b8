"""Catalogues as offices make them are read row by row; what is wrong is told by row and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.formats.catalogue_files import write_catalogue, write_problems, write_template
from desktop.formats.catalogue_headings import HEADINGS
from desktop.formats.catalogue_sheet import CatalogueSheet, read_catalogue
from desktop.rules.catalogue import CatalogueEntry
from desktop.rules.items import Attribute, Audience, Channel, TimeLimit
from desktop.rules.tables import Table
from desktop.screening.tables import read_tables
from tests.services.catalogues import HEAD, ROWS, workbook


def read(data: bytes) -> CatalogueSheet:
    return read_catalogue(read_tables(data))


def told(sheet: CatalogueSheet) -> list[tuple[int, str, bool]]:
    return [(one.row, one.column, one.left_out) for one in sheet.problems]


def test_a_plain_catalogue_becomes_entries() -> None:
    sheet = read(workbook(HEAD, *ROWS))
    assert not sheet.problems
    assert sheet.absent == ("公开层级", "五公开阶段")
    assert sheet.entries[0] == CatalogueEntry(
        "001",
        "行政许可",
        "律师执业许可",
        "许可决定",
        "律师法",
        "7 个工作日内",
        TimeLimit.LIMITED,
        "律师工作处",
        (Channel.WEBSITE, Channel.NOTICE_BOARD),
        Audience.PUBLIC,
        Attribute.PROACTIVE,
    )
    assert [one.time_limit for one in sheet.entries] == [
        TimeLimit.LIMITED,
        TimeLimit.PERIODIC,
        TimeLimit.PERIODIC,
        TimeLimit.LONG,
    ]
    assert (sheet.entries[3].audience, sheet.entries[3].method) == (Audience.SPECIFIC, Attribute.ON_REQUEST)


def test_the_national_layout_with_merged_cells_two_heading_rows_and_ticks() -> None:
    sheet = read(
        workbook(
            ["临江县司法局主动公开基本目录"],
            [
                "序号",
                "公开事项",
                "",
                "公开内容（要素）",
                "公开时限",
                "公开渠道和载体",
                "公开对象",
                "",
                "公开方式",
                "",
                "公开层级",
            ],
            ["", "一级事项", "二级事项", "", "", "", "全社会", "特定群体", "主动", "依申请公开", "县级"],
            [
                1,
                "法治宣传",
                "法律知识",
                "普法资讯",
                "实时公开",
                "■政府网站\n□政府公报\n■两微一端",
                "√",
                "",
                "√",
                "",
                "√",
            ],
            [2, "", "法治文化", "阵地信息", "及时", "■公开栏", "", "√", "", "√", ""],
            ["", "", "", "活动预告", "及时", "■公开栏", "√", "", "√", "", "√"],
            ["备注：以上事项由县司法局公开"],
            merged=(
                "A1:K1",
                "A2:A3",
                "B2:C2",
                "D2:D3",
                "E2:E3",
                "F2:F3",
                "G2:H2",
                "I2:J2",
                "B4:B6",
                "A5:A6",
                "C5:C6",
                "A7:K7",
            ),
        )
    )
    assert not sheet.problems
    assert [(one.code, one.title) for one in sheet.entries] == [
        ("001", "法治宣传 / 法律知识"),
        ("002", "法治宣传 / 法治文化"),
        ("002-2", "法治宣传 / 法治文化"),
    ]
    first, second, _third = sheet.entries
    assert first.channels == (Channel.WEBSITE, Channel.NEW_MEDIA)
    assert (first.audience, first.method, first.tier) == (Audience.PUBLIC, Attribute.PROACTIVE, "县级")
    assert (second.audience, second.method, second.tier) == (Audience.SPECIFIC, Attribute.ON_REQUEST, "")


def test_data_under_one_row_of_headings_is_not_taken_for_more_headings() -> None:
    head = ("一级事项", "公开内容", "公开方式", "公开层级", "五公开阶段")
    sheet = read(workbook(head, ("许可", "决定", "主动", "市级", "结果"), ("许可", "条件", "主动", "市级", "管理")))
    assert [one.content for one in sheet.entries] == ["决定", "条件"]


def test_row_errors_name_row_and_column_and_leave_the_row_out() -> None:
    sheet = read(
        workbook(
            HEAD,
            ROWS[0],
            (1, "行政许可", "别的", "内容", "", "长期", "", "网站", "全社会", "主动"),
            (3, "行政许可", "没有内容", "", "", "长期", "", "网站", "全社会", "主动"),
            ("", "行政许可", "没有序号", "内容", "", "长期", "", "网站", "全社会", "主动"),
            (5, "行政许可", "怪时限", "内容", "", "择机", "", "", "各位", "被动"),
            ("x" * 21, "行政许可", "长序号", "内容", "", "长期", "", "网站", "全社会", "主动"),
            (7, "行政许可", "长内容", "内" * 4001, "", "长期", "", "网站", "全社会", "主动"),
            (),
            HEAD,
            (8, "行政许可", "最后", "内容", "", "长期", "", "网站", "全社会", "主动"),
        )
    )
    assert told(sheet) == [
        (3, "序号", True),
        (4, "公开内容（要素）", True),
        (5, "序号", True),
        (6, "公开时限", False),
        (6, "公开渠道和载体", False),
        (6, "公开对象", False),
        (6, "公开方式", False),
        (7, "序号", True),
        (8, "公开内容（要素）", True),
    ]
    assert [one.code for one in sheet.entries] == ["001", "005", "008"]
    assert sheet.left_out == {3, 4, 5, 7, 8}
    assert sheet.entries[1].channels == (Channel.WEBSITE,)


def test_rows_without_any_code_are_counted_and_a_single_level_is_the_first() -> None:
    sheet = read(
        workbook(
            ("公开事项名称", "公开内容", "时限", "版本号"), ("机构职能", "职责", "长期", 3), ("", "地址", "长期", 4)
        )
    )
    assert [(one.code, one.title, one.content) for one in sheet.entries] == [
        ("001", "机构职能", "职责"),
        ("002", "机构职能", "地址"),
    ]
    assert sheet.ignored == ("版本号",)


def test_a_formula_counts_with_the_value_it_was_saved_with_and_an_uncalculated_one_is_empty() -> None:
    sheet = read(workbook(HEAD, (1, "许可", "甲", '="许"&"可"', "", "长期", "", "网站", "全社会", "主动")))
    assert told(sheet) == [(2, "公开内容（要素）", True)]


@pytest.mark.parametrize(
    "tables",
    [
        (),
        (Table("空", 1, ()),),
        (Table("台账", 1, (("序号", "文号", "标题"), ("1", "某司〔2026〕1号", "通知"))),),
        (Table("深", 1, (("",),) * 30 + (HEAD,)),),
    ],
)
def test_a_table_without_the_headings_is_refused_with_the_way_out(tables: tuple[Table, ...]) -> None:
    with pytest.raises(UserError, match="表头") as refused:
        read_catalogue(tables)
    assert "空白模板" in refused.value.hint


def test_the_sheet_of_problems_is_the_user_s_own_and_reads_again(tmp_path: Path) -> None:
    sheet = read(workbook((*HEAD, "经办"), (*ROWS[0], "林倩"), (*ROWS[0][:3], "", *ROWS[0][4:], "林倩")))
    path = tmp_path / "问题.xlsx"
    assert write_problems(path, sheet) == 1
    (table,) = read_tables(path.read_bytes())
    assert table.rows[0] == ("问题", *HEAD, "经办")
    assert table.rows[1][0] == ""
    assert "没有填公开内容" in table.rows[2][0]
    assert "没有导入" in table.rows[2][0]
    again = read_catalogue((table,))
    assert (again.entries, again.ignored) == (sheet.entries, ("经办",))
    write_problems(path, again)
    assert read_tables(path.read_bytes())[0].rows[0] == ("问题", *HEAD, "经办")


def test_the_template_has_every_heading_and_no_row(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path)
    (table,) = read_tables(path.read_bytes())
    assert table.rows[1] == tuple(HEADINGS.values())
    sheet = read_catalogue((table,))
    assert (sheet.entries, sheet.problems, sheet.absent) == ((), (), ())


WORDS = st.text("律师许可公证预算（）、A1", min_size=1, max_size=20).map(lambda text: text.strip())
LIMITS = st.sampled_from(["长期", "每季度", "自形成之日起20个工作日内", "及时", "限时", "随时", "定期"])
ENTRIES = st.builds(
    CatalogueEntry,
    code=st.integers(1, 999).map(lambda number: f"{number:03d}"),
    first_level=WORDS,
    second_level=WORDS,
    content=WORDS,
    basis=WORDS,
    limit_text=LIMITS,
    responsible=WORDS,
    channels=st.sets(st.sampled_from(list(Channel)), min_size=1).map(
        lambda chosen: tuple(one for one in Channel if one in chosen)
    ),
    audience=st.sampled_from(list(Audience)),
    method=st.sampled_from([Attribute.PROACTIVE, Attribute.ON_REQUEST]),
    tier=st.sampled_from(["", "省级", "市级、县级"]),
    stage=st.sampled_from(["", "结果"]),
)


@given(st.lists(ENTRIES, max_size=6, unique_by=lambda one: one.code))
def test_an_export_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, entries: list[CatalogueEntry]
) -> None:
    from dataclasses import replace

    from desktop.rules.catalogue_words import read_time_limit

    kept = [replace(one, time_limit=read_time_limit(one.limit_text) or TimeLimit.LONG) for one in entries]
    path = tmp_path_factory.mktemp("out") / "目录.xlsx"
    assert write_catalogue(path, kept) == len(kept)
    sheet = read_catalogue(read_tables(path.read_bytes()))
    assert list(sheet.entries) == kept
    assert not sheet.problems
