"""How near an earlier item stands."""

from __future__ import annotations

from dataclasses import replace

from desktop.rules.precedents import Case, Kinship, likeness, series, shared_pairs, telling

ROW = "2026-012 人事信息 / 人才管理"
CASE = Case("关于公布2026年第三批法治人才库入库人员名单的公告", "省司公告〔2026〕19号", ROW, "公告", "综合政务")


def test_the_earlier_issue_of_the_same_list_is_nearest() -> None:
    title, row = "关于公布2025年第二批法治人才库入库人员名单的公告", "2025-009 人事信息 / 人才管理"
    earlier = Case(title, "省司公告〔2025〕7号", row, "公告", CASE.theme)
    found = likeness(CASE, earlier)
    assert found.kinships == tuple(Kinship)
    assert found.points == 4 + 6 + 2 + 1 + 1
    assert found.counts


def test_a_row_is_the_same_in_another_year_and_not_by_its_code_alone() -> None:
    same, other = replace(CASE, title="", catalogue_row="2024-031 人事信息 / 人才管理"), "2026-012 行政许可 / 执业许可"
    assert Kinship.ROW in likeness(CASE, same).kinships
    assert Kinship.ROW not in likeness(CASE, replace(CASE, catalogue_row=other)).kinships


def test_number_genre_and_theme_alone_make_no_precedent() -> None:
    found = likeness(CASE, Case("关于春节放假安排的公告", "省司公告〔2026〕1号", "", "公告", CASE.theme))
    assert found.kinships == (Kinship.SERIES, Kinship.GENRE, Kinship.THEME)
    assert not found.counts


def test_nothing_is_like_nothing() -> None:
    assert likeness(Case(""), Case("")).kinships == ()


def test_what_tells_of_a_title() -> None:
    assert telling("关于印发《律师收费管理实施办法（2026年）》的通知") == ("律师收费管理实施办法",)
    assert telling("关于的通知") == ()
    assert telling("") == ()


def test_pairs_are_counted_once_for_each_title() -> None:
    others = ("律师收费律师收费", "", "公证收费", "律师", "无关")
    assert shared_pairs("律师收费", others) == {0: 3, 2: 1, 3: 1}
    assert shared_pairs("关于的通知", others) == shared_pairs("律师", ()) == {}


def test_the_series_of_a_number() -> None:
    assert series("省司公告〔2026〕19号") == series("省司公告[2025]7 号") == "省司公告"
    assert series("第 19 号") == series("") == ""
