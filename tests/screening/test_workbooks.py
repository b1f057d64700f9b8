"""Cells of workbooks as values: odd, broken, locked and oversized ones too."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from desktop.errors import UserError
from desktop.screening.workbooks import MAX_ROWS, Span, read_workbook
from tests.screening.oldfiles import xls


def data(book: Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_values_merged_areas_hidden_rows_and_sheets() -> None:
    book = Workbook()
    table = book.active
    assert table is not None
    table.title = "台账"
    table["B2"] = "标题"
    table["C2"] = date(2026, 3, 5)
    table["D2"] = 12.5
    table["E2"] = True
    table["F2"] = "=1/0"
    table.merge_cells("B3:B4")
    table.row_dimensions[2].hidden = True
    hidden = book.create_sheet("旧")
    hidden.append(["旧台账"])
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    first, second = read_workbook("台账.xlsx", data(book))
    assert first.rows[1] == ("", "标题", date(2026, 3, 5), 12.5, True)
    assert first.merged == (Span(2, 1, 3, 1),)
    assert first.hidden_rows == {2}
    assert (second.name, second.hidden) == ("旧", True)


def test_a_million_rows_are_refused_with_the_reason() -> None:
    book = Workbook(write_only=True)
    table = book.create_sheet("台账")
    for number in range(MAX_ROWS + 1):
        table.append([number])
    with pytest.raises(UserError, match="行的上限"):
        read_workbook("台账.xlsx", data(book))
    far = Workbook()
    assert far.active is not None
    far.active["A1"], far.active["E1048576"] = "甲", "乙"
    with pytest.raises(UserError, match=r"区域过大|行的上限"):
        read_workbook("台账.xlsx", data(far))
    wide = Workbook()
    assert wide.active is not None
    wide.active["A1"], wide.active["XFD1"] = "甲", "乙"
    with pytest.raises(UserError, match="列的上限"):
        read_workbook("台账.xlsx", data(wide))


def not_office() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("甲.txt", "甲")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "S-EMPTY"),
        ("序号,标题\n1,通知\n".encode(), "S-KIND"),
        (b"MZ\x90\x00", "S-KIND"),
        (b"PK\x03\x04 broken", "S-BROKEN"),
        (not_office(), "S-KIND"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "S-ENCRYPTED"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "S-BROKEN"),
        (data(Workbook()), "S-EMPTY"),
    ],
)
def test_what_is_no_readable_workbook_is_told(content: bytes, code: str) -> None:
    with pytest.raises(UserError) as raised:
        read_workbook("台账.xlsx", content)
    assert raised.value.code == code
    assert raised.value.hint


def test_workbooks_of_excel_97_are_read_and_locked_ones_refused() -> None:
    cells = ((0, 0, "文件名称"), (1, 0, "关于检查的通知"))
    (sheet,) = read_workbook("台账.xls", xls({"台账": cells}))
    assert [row[0] for row in sheet.rows] == ["文件名称", "关于检查的通知"]
    with pytest.raises(UserError, match="密码"):
        read_workbook("台账.xls", xls({"台账": cells}, locked=True))
