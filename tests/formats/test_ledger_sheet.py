"""What spreadsheets put on the clipboard, and the sheet of rows to mend."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop.errors import UserError
from desktop.formats.ledger_sheet import MAX_PASTED_ROWS, pasted_rows, write_problem_sheet

CELLS = st.text(st.sampled_from('甲乙 1"\t\n，'), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5)


def copied(rows: list[list[str]]) -> str:
    """What a spreadsheet puts on the clipboard for these cells."""
    quoted = [
        [f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set('"\t\n') else cell for cell in row]
        for row in rows
    ]
    return "".join("\t".join(row) + "\r\n" for row in quoted)


@given(ROWS)
def test_what_was_copied_comes_back(rows: list[list[str]]) -> None:
    if any(cell.strip() for row in rows for cell in row):
        assert pasted_rows(copied(rows)) == tuple(map(tuple, rows))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲\t乙", (("甲", "乙"),)),
        ("甲\t", (("甲", ""),)),
        ("甲\r乙\n丙", (("甲",), ("乙",), ("丙",))),
        ('"双公示"工作\t乙', (('"双公示"工作', "乙"),)),
        ('"没有关上\t乙\n丙', (('"没有关上', "乙"), ("丙",))),
        ("\t甲", (("", "甲"),)),
    ],
)
def test_odd_texts(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert pasted_rows(text) == rows


@given(st.text(max_size=60))
def test_no_text_makes_it_fall_over(text: str) -> None:
    if text.strip('\t\r\n "') and any(letter.isalnum() for letter in text):
        assert pasted_rows(text)


def test_too_many_rows_are_refused_and_many_quotes_take_no_time() -> None:
    with pytest.raises(UserError, match="超过"):
        pasted_rows("甲\n" * (MAX_PASTED_ROWS + 1))
    assert len(pasted_rows('"甲""\t' * 2_000)[0]) == 2_001


def test_rows_are_written_as_they_were_with_what_is_wrong(tmp_path: Path) -> None:
    rows = [
        ((1.0, date(2026, 3, 5), "=1+1", True), "第 3 行：没有标题"),
        ((2.5, datetime(2026, 3, 5, 8, 30), time(8, 30), "长" * 40_000), "第 4 行"),  # noqa: DTZ001
        ((), "第 5 行"),
    ]
    assert write_problem_sheet(tmp_path / "待改.xlsx", ("甲", "乙", "丙", "丁"), rows) == 3
    table = load_workbook(tmp_path / "待改.xlsx").active
    assert table is not None
    assert [cell.value for cell in table[1]] == ["甲", "乙", "丙", "丁", "问题"]
    assert [cell.value for cell in table[2]] == [1, datetime(2026, 3, 5), "=1+1", "是", "第 3 行：没有标题"]  # noqa: DTZ001
    assert table["C2"].data_type == "s"
    assert [cell.value for cell in table[3]][:3] == [2.5, "2026-03-05 08:30", "08:30:00"]
    assert len(str(table["D3"].value)) == 32_767
    assert [cell.value for cell in table[4]] == [None, None, None, None, "第 5 行"]
