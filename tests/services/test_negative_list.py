"""The negative list: added, reviewed within a year, removed with a reason, brought in from a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.checklists import NegativeFields, Standing, a_year_on
from desktop.services.desk import Desk
from desktop.services.negative_import import export_faults, preview_entries
from desktop.services.negative_list import (
    add_entries,
    add_entry,
    due_count,
    edit_entry,
    entries,
    export_entries,
    remove_entry,
    review_entry,
)
from tests.screening.files import xlsx
from tests.services.ends import Ends

TODAY = date(2026, 11, 20)
ENTRY = NegativeFields(
    number="3",
    category="过程性信息",
    matter="尚未审定的律师收费调整方案",
    words=("收费调整方案", "收费测算"),
    reason="属于讨论中的过程性信息",
    basis="条例第十六条第二款",
    office="律师工作处",
    effective_on=date(2026, 1, 1),
    review_on=date(2027, 1, 1),
)
HEADINGS: list[object] = ["序号", "类别", "事项", "检查词", "理由", "依据条款", "责任处室", "生效", "复核日"]


def due(desk: Desk) -> int:
    with desk.store.reading() as session:
        return due_count(session, desk.today())


def test_an_entry_lives_through_its_review_to_its_removal(ends: Ends) -> None:
    with ends.at("lin") as desk:
        key = add_entry(desk, ENTRY)
        (one,) = entries(desk)
        assert (one.id, one.fields, one.standing, one.updated_by) == (key, ENTRY, Standing.IN_FORCE, "林倩")
        edit_entry(desk, key, replace(ENTRY, matter="尚未审定的方案", review_on=date(2026, 12, 1)))
        assert due(desk) == 0
        ends.clock.moment += timedelta(days=20)
        assert entries(desk)[0].standing is Standing.DUE
        assert due(desk) == 1
        review_entry(desk, key, date(2027, 12, 1))
        assert entries(desk)[0].standing is Standing.IN_FORCE
        remove_entry(desk, key, "方案已经公布")
        (gone,) = entries(desk)
        assert (gone.standing, gone.removed_because) == (Standing.REMOVED, "方案已经公布")
        assert gone.removed_on == desk.today()
        for entry in (key, key + 1):
            with pytest.raises(UserError):
                edit_entry(desk, entry, replace(ENTRY, review_on=date(2027, 6, 1)))
            with pytest.raises(UserError):
                remove_entry(desk, entry, "再移一次")
            with pytest.raises(UserError):
                review_entry(desk, entry, date(2027, 6, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"matter": " "},
        {"matter": "长" * 301},
        {"words": ()},
        {"words": ("市",)},
        {"words": tuple(f"词语{n}" for n in range(51))},
        {"reason": ""},
        {"basis": ""},
        {"effective_on": None},
        {"review_on": None},
        {"review_on": TODAY},
        {"review_on": date(2026, 1, 1)},
        {"review_on": date(2027, 11, 21)},
        {"effective_on": date(2027, 6, 1), "review_on": date(2027, 5, 1)},
    ],
    ids=str,
)
def test_an_entry_that_is_not_whole_is_refused(ends: Ends, wrong: dict[str, object]) -> None:
    with ends.at("lin") as desk:
        with pytest.raises(UserError) as refused:
            add_entry(desk, replace(ENTRY, **wrong))  # type: ignore[arg-type]
        assert refused.value.code == "E-ENTRY"
        assert entries(desk) == ()


def test_a_review_lies_within_a_year_of_the_day_it_takes_effect(ends: Ends) -> None:
    assert a_year_on(date(2028, 2, 29)) == date(2029, 2, 28)
    with ends.at("lin") as desk:
        key = add_entry(desk, replace(ENTRY, effective_on=date(2027, 3, 1), review_on=date(2028, 3, 1)))
        assert entries(desk)[0].standing is Standing.FUTURE
        with pytest.raises(UserError):
            review_entry(desk, key, date(2028, 3, 2))


def test_a_number_stands_once_among_what_was_not_removed(ends: Ends) -> None:
    with ends.at("lin") as desk:
        key = add_entry(desk, ENTRY)
        with pytest.raises(UserError, match="已有第 3 项"):
            add_entry(desk, ENTRY)
        other = add_entry(desk, replace(ENTRY, number="4"))
        with pytest.raises(UserError, match="已有第 3 项"):
            edit_entry(desk, other, ENTRY)
        remove_entry(desk, key, "不再适用")
        edit_entry(desk, other, ENTRY)
        assert [one.standing for one in entries(desk)] == [Standing.IN_FORCE, Standing.REMOVED]


def test_a_spreadsheet_is_previewed_row_by_row(ends: Ends, tmp_path: Path) -> None:
    row = ["5", "内部事务", "干部考核明细", "考核明细；考核打分", "属于内部管理", "条例第十六条第一款", "人事处"]
    path = tmp_path / "负面清单.xlsx"
    path.write_bytes(
        xlsx(
            {
                "清单": [
                    ["负面清单（2026 年）"],
                    HEADINGS,
                    ["3", "过程性信息", "已有的一项", "收费测算", "理由", "依据", "", "", ""],
                    [*row, date(2026, 10, 1), "2027年9月30日"],
                    ["6", *row[1:], "", ""],
                    ["7", *row[1:3], "", *row[4:], "", ""],
                    ["8", *row[1:], "", "2026-01-01"],
                    ["9", *row[1:], "去年", ""],
                    ["6", *row[1:], "", ""],
                    ["10", "", "", "", "", "", "", "", ""],
                ]
            }
        )
    )
    with ends.at("lin") as desk:
        add_entry(desk, ENTRY)
        found = preview_entries(desk, path)
        assert found.present == ("3",)
        assert [(one.number, one.words) for one in found.new] == [
            ("5", ("考核明细", "考核打分")),
            ("6", ("考核明细", "考核打分")),
        ]
        assert (found.new[0].effective_on, found.new[0].review_on) == (date(2026, 10, 1), date(2027, 9, 30))
        assert (found.new[1].effective_on, found.new[1].review_on) == (TODAY, date(2027, 11, 20))
        assert [(one.row, one.words.partition("：")[0]) for one in found.faults] == [
            (6, "填写检查词，文件里出现时提示"),
            (7, "复核日期"),
            (8, "生效日期“去年”读不出，写作 2026-11-20"),
            (9, "序号 6 在表里出现两次"),
            (10, "填写事项"),
        ]
        assert export_faults(found, tmp_path / "出错的行.xlsx") == 5
        assert add_entries(desk, found.new) == 2
        assert add_entries(desk, found.new) == 0
        assert len(entries(desk)) == 3


def test_a_column_left_empty_gives_a_fault_in_each_row(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    rows: list[list[object]] = [[str(n), "类", f"事项{n}", None, "理由", "依据", "", "", ""] for n in (1, 2)]
    path.write_bytes(xlsx({"甲": [HEADINGS, *rows]}))
    with ends.at("lin") as desk:
        found = preview_entries(desk, path)
        assert found.new == ()
        assert [one.words.partition("：")[0] for one in found.faults] == ["填写检查词，文件里出现时提示"] * 2


@pytest.mark.parametrize(
    ("name", "sheet", "told"),
    [
        ("a.xlsx", [["没有", "表头"]], "没有找到表头"),
        ("a.xlsx", [["序号", "事项", "理由"], ["1", "甲", "乙"]], "表头缺少检查词、依据条款"),
        ("a.txt", None, "不是电子表格"),
    ],
)
def test_a_table_without_its_headings_is_refused(
    ends: Ends, tmp_path: Path, name: str, sheet: list[list[object]] | None, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(xlsx({"甲": sheet}) if sheet else "事项\t检查词".encode())
    with ends.at("lin") as desk, pytest.raises(UserError, match=told):
        preview_entries(desk, path)


def test_what_was_written_out_is_read_again(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "负面清单.xlsx"
    with ends.at("lin") as desk:
        gone = add_entry(desk, replace(ENTRY, number="1"))
        remove_entry(desk, gone, "已经公布")
        add_entry(desk, ENTRY)
        assert export_entries(desk, path) == 2
    with ends.at("wang") as desk:
        found = preview_entries(desk, path)
        assert found.new == (ENTRY,)
        assert found.faults == ()


def test_only_the_information_administrator_keeps_the_list(ends: Ends) -> None:
    with ends.at("chen") as desk:
        assert entries(desk) == ()
        with pytest.raises(UserError) as refused:
            add_entry(desk, ENTRY)
    assert refused.value.code == "E-PERMISSION"
