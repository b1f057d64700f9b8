"""Workbooks that are taken over row by row: merged cells, hidden sheets, and what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from desktop.errors import UserError
from desktop.formats.ledger import write_ledger
from desktop.screening.tables import MAX_FILE, MAX_ROWS, read_tables
from tests.screening.files import archive, docx, repacked, xlsx
from tests.services.catalogues import workbook


def test_a_merged_cell_s_words_stand_in_all_it_covers() -> None:
    (table,) = read_tables(workbook((), ("甲", "", 3.0), ("", "", 1.5), merged=("A2:B3",), title="表"))
    assert (table.name, table.top) == ("表", 2)
    assert table.rows == (("甲", "甲", "3"), ("甲", "甲", "1.5"))
    assert table.filled == {(0, 1), (1, 0), (1, 1)}
    assert table.cell(9, 9) == ""


def test_hidden_sheets_are_left_aside() -> None:
    tables = read_tables(xlsx({"看得见": [["甲"]], "隐藏": [["乙"]]}, hidden=("隐藏",)))
    assert [one.name for one in tables] == ["看得见"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "S-KIND"),
        ("序号,一级事项\n".encode(), "S-KIND"),
        (docx("通知"), "S-KIND"),
        (archive({"x.txt": "x"}), "S-KIND"),
        (b"PK\3\4 and nothing more", "S-BROKEN"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "S-LEGACY"),
        (b"\0" * (MAX_FILE + 1), "S-LIMIT"),
        (repacked(workbook(("甲",)), {"xl/worksheets/sheet1.xml": "<worksheet"}), "S-BROKEN"),
        (
            repacked(workbook(("甲",)), {"xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'}),
            "S-XML",
        ),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read_tables(data)
    assert refused.value.code == code


def test_two_far_corners_do_not_fill_the_memory() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "甲", "乙"
    import io

    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(UserError) as refused:
        read_tables(stream.getvalue())
    assert refused.value.code == "S-GRID"


def test_a_hundred_thousand_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "长.xlsx"
    write_ledger(path, ("序号", "一级事项"), ((number, "许可") for number in range(100_000)))
    with pytest.raises(UserError, match=f"100,001 行.*{MAX_ROWS:,}"):
        read_tables(path.read_bytes())


def test_merged_areas_beyond_measure_are_refused() -> None:
    merges = "".join(f'<mergeCell ref="A1:GR{1000 + n}"/>' for n in range(40))
    rows = "".join(f'<row r="{n}"><c r="GR{n}" t="inlineStr"><is><t>x</t></is></c></row>' for n in range(1, 1100))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>{rows}</sheetData>'
        f"<mergeCells>{merges}</mergeCells></worksheet>"
    )
    with pytest.raises(UserError, match="合并单元格过多"):
        read_tables(repacked(workbook(("甲",)), {"xl/worksheets/sheet1.xml": sheet}))
