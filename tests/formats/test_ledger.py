"""Exported ledgers hold what was given, as two other programs read it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.formats.ledger import write_ledger
from desktop.formats.xlsx import Value

from .forging import unpacked

printable = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff_")
texts = st.text(printable, min_size=1, max_size=30)
values = st.none() | texts | st.integers(-(10**14), 10**14) | st.dates(date(1901, 1, 1), date(2200, 1, 1))


def _rows(path: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@settings(max_examples=30)
@given(st.lists(st.lists(values, min_size=3, max_size=3), min_size=1, max_size=4))
def test_cells_come_back(tmp_path: Path, rows: list[list[Value]]) -> None:
    path = tmp_path / "ledger.xlsx"
    assert write_ledger(path, ["甲", "乙", "丙"], rows) == len(rows)
    expected = [[datetime(v.year, v.month, v.day) if isinstance(v, date) else v for v in row] for row in rows]  # noqa: DTZ001
    read = [[*row, None, None, None][:3] for row in _rows(path)[1:]]
    assert read + [[None] * 3] * (len(rows) - len(read)) == expected


def test_another_reader_agrees(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    write_ledger(path, ["题名", "日期", "页数"], [["=通知 <&> \"'", date(2025, 1, 2), 3], [None, None, 10**17]])
    sheet = python_calamine.load_workbook(path).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["题名", "日期", "页数"],
        ["=通知 <&> \"'", date(2025, 1, 2), 3.0],
        ["", "", str(10**17)],
    ]


def test_control_characters_are_shown_and_lines_kept(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    write_ledger(path, ["甲"], [["a\x00b\x1fc\r\nd\te"]])
    assert _rows(path)[1] == ["a<U+0000>b<U+001F>c\nd\te"]


def test_text_that_looks_like_an_escape_is_escaped(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    write_ledger(path, ["甲"], [["_x000D_"]])
    assert b"_x005F_x000D_" in unpacked(path)["xl/worksheets/sheet1.xml"]


def test_a_failing_source_leaves_nothing(tmp_path: Path) -> None:
    def rows() -> list[list[Value]]:
        raise LookupError

    with pytest.raises(LookupError):
        write_ledger(tmp_path / "ledger.xlsx", ["甲"], (row for row in rows()))
    assert list(tmp_path.iterdir()) == []
