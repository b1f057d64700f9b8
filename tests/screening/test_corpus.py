"""The labelled set as a gate: the bars of the benchmark hold, and its comparison can fail."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from desktop.rules.items import Genre
from desktop.screening.intake import examine
from tests.benchmarks.proposals import BARS, proposed, wanted
from tests.screening.corpus.layouts import lines_of
from tests.screening.corpus.papers import PAPERS

ANSWERS = [(paper, wanted(paper), proposed(paper)) for paper in PAPERS]


def test_the_set_is_varied() -> None:
    assert len(PAPERS) >= 60
    assert {paper.genre for paper in PAPERS} >= set(Genre)
    assert len({paper.layout for paper in PAPERS}) >= 6
    assert len({tuple(lines_of(paper)) for paper in PAPERS}) == len(PAPERS)


@pytest.mark.parametrize("name", list(BARS))
def test_each_field_holds_its_bar(name: str) -> None:
    wrong = [(want[name], got[name]) for _, want, got in ANSWERS if want[name] != got[name]]
    assert 1 - len(wrong) / len(ANSWERS) >= BARS[name], wrong


def test_nothing_is_invented() -> None:
    invented = [(name, got[name]) for _, want, got in ANSWERS for name in BARS if want[name] is None and got[name]]
    assert invented == []


def test_a_wrong_label_would_be_seen() -> None:
    paper = replace(PAPERS[0], title="另一个标题", number=None)
    wrong = [name for name in BARS if wanted(paper)[name] != proposed(PAPERS[0])[name]]
    assert wrong == ["title", "number"]


def test_summaries_hold_neither_debris_nor_titles() -> None:
    for paper in PAPERS:
        summary = examine("a.txt", "\n".join(lines_of(paper)).encode()).proposals.summary
        if summary:
            assert len(summary.value) <= 100
            assert any(summary.value[:8] in "".join(line.split()) for line in paper.text), (paper.title, summary.value)


THEMES = {
    "关于做好冬季救助工作的通知": "民政、扶贫、救灾",
    "云岭省市场监督管理局关于开展特种设备安全检查的通知": "市场监管、安全生产监管",
    "关于开展2026年中小学招生工作的通知": "科技、教育",
    "临江市水利局关于水库泄洪的通告": "农业、林业、水利",
    "关于征收土地的公告": "国土资源、能源",
    "关于改善医疗服务的意见": "卫生、体育",
    "关于加强社区矫正工作的指导意见（试行）": "公安、安全、司法",
    "关于加强未成年人保护的议案": "人口与计划生育、妇女儿童工作",
    "青石县民政局2026年部门预算公开说明": "财政、金融、审计",
    "临江市图书馆开放管理办法": "文化、广电、新闻出版",
    "关于购置应急装备的请示": None,
    "青石县人民政府关于同意设立青石社区的批复": None,
    "全市公共法律服务中心窗口正式启用": None,
}


@pytest.mark.parametrize("title", list(THEMES))
def test_a_theme_is_proposed_on_evidence_alone(title: str) -> None:
    paper = next(paper for paper in PAPERS if paper.title == title)
    found = examine("a.txt", "\n".join(lines_of(paper)).encode()).proposals
    assert (found.theme.value if found.theme else None) == THEMES[title]
    assert (found.keywords is None) == (found.theme is None)


def test_themes_are_classes_of_the_national_list_and_papers_do_not_cross_it() -> None:
    counted = Counter(
        found.theme.value if (found := examine("a.txt", "\n".join(lines_of(paper)).encode()).proposals).theme else ""
        for paper in PAPERS
    )
    assert len(counted) >= 8, "the set speaks of many matters"
