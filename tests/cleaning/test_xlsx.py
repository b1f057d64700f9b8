"""Workbooks: masked in whatever way a cell holds its value, frozen to values, freed of all that is hidden."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from desktop.cleaning.records import CleanCopy
from desktop.errors import UserError
from desktop.screening.records import Role
from tests.cleaning.copies import IDENTITY, MAIL, MOBILE, cleaned, holds, inside, text_of
from tests.cleaning.word_files import jpeg_with_place
from tests.screening.files import repacked

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book_of(*sheets: str) -> tuple[Any, Any]:
    """A workbook with these sheets; the first is given too."""
    book = openpyxl.Workbook()
    for name in sheets or ("名单",):
        book.create_sheet(name)
    book.remove(book.worksheets[0])
    return book, book.worksheets[0]


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def calculated(data: bytes, values: dict[str, str]) -> bytes:
    """The workbook as Excel would have saved it: formulas of the first sheet with what they come to."""
    sheet = inside(data)["xl/worksheets/sheet1.xml"].decode()
    for name, value in values.items():
        start = sheet.index(f'r="{name}"')
        end = sheet.index("</c>", start)
        cell = sheet[start:end].replace("<v></v>", "").replace("<v />", "").replace("<v/>", "")
        typed = cell.replace(f'r="{name}"', f'r="{name}" t="str"', 1)
        sheet = f"{sheet[:start]}{typed}<v>{value}</v>{sheet[end:]}"
    return repacked(data, {"xl/worksheets/sheet1.xml": sheet})


def copied(book: openpyxl.Workbook | bytes, **more: object) -> tuple[CleanCopy, Any]:
    """The clean copy, also as openpyxl opens it."""
    data = book if isinstance(book, bytes) else saved(book)
    copy = cleaned(data, "名单.xlsx", **more)  # type: ignore[arg-type]
    return copy, openpyxl.load_workbook(io.BytesIO(copy.data))


def test_cells_of_every_kind_are_masked() -> None:
    book, sheet = book_of()
    sheet.append(["姓名", "身份证号", "手机", "备注", "日期"])
    sheet.append(["王某", IDENTITY, int(MOBILE), f"邮箱\n{MAIL}", date(2026, 11, 10)])
    sheet.append(["李某", "无", float(MOBILE), 1234.5, True])
    copy, opened = copied(book)
    rows = [[cell.value for cell in row] for row in opened["名单"].iter_rows()]
    assert rows[1][:4] == ["王某", "11*************02X", "138****5521", "邮箱\nz********@example.com"]
    assert rows[1][4].date() == date(2026, 11, 10)
    assert rows[2] == ["李某", "无", "138****5521", 1234.5, True]
    assert holds(copy.data, IDENTITY, MOBILE, MAIL, "zhang") == []


def test_rich_words_of_other_cells_keep_their_looks() -> None:
    book, sheet = book_of()
    sheet.append(["甲", MOBILE])
    data = saved(book)
    rich = f'<sst xmlns="{MAIN}"><si><r><rPr><b/></rPr><t>粗</t></r><r><t>细</t></r><rPh sb="0" eb="1"><t>藏音</t></rPh></si>'
    rich += (
        f"<si><r><rPr><b/></rPr><t>138</t></r><r><t>{MOBILE[3:]}</t></r></si><si><t>没有用到 {IDENTITY}</t></si></sst>"
    )
    xml = inside(data)["xl/worksheets/sheet1.xml"].decode()
    start, end = xml.index("<sheetData>"), xml.index("</sheetData>")
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    xml = f"{xml[:start]}<sheetData>{row}{xml[end:]}"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Type="{kind}" Target="sharedStrings.xml" Id="rId9"/></Relationships>'
    relations = inside(data)["xl/_rels/workbook.xml.rels"].decode().replace("</Relationships>", relation)
    parts: dict[str, str | bytes] = {
        "xl/sharedStrings.xml": rich,
        "xl/worksheets/sheet1.xml": xml,
        "xl/_rels/workbook.xml.rels": relations,
    }
    copy, opened = copied(repacked(data, parts))
    assert [cell.value for cell in opened["名单"][1]] == ["粗细", "138****5521"]
    strings = inside(copy.data)["xl/sharedStrings.xml"].decode()
    assert "<b/>" in strings
    assert holds(copy.data, "藏音", "没有用到", IDENTITY) == []


def test_formulas_become_their_values_and_need_some() -> None:
    book, sheet = book_of()
    sheet.append([MOBILE, '=A1&""', "=LEFT(A1,3)"])
    with pytest.raises(UserError, match="公式没有算出的结果"):
        copied(book)
    copy, opened = copied(calculated(saved(book), {"B1": MOBILE, "C1": "138"}))
    assert [cell.value for cell in opened["名单"][1]] == ["138****5521", "138****5521", "138"]
    assert copy.facts == ("2 个公式已换成数值",)


def test_hidden_sheets_rows_columns_and_pale_cells_are_left_out() -> None:
    book, sheet = book_of("名单", "底稿", "深藏")
    for row in range(1, 7):
        sheet.append([f"{column}-{row}" for column in "ABCDE"])
    sheet["E6"] = MOBILE
    sheet["D1"].font = Font(color="FFFFFFFF")
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("D5:E5")
    book["底稿"]["A1"] = f"身份证 {IDENTITY}"
    book["底稿"].sheet_state = "hidden"
    book["深藏"]["A1"] = "深藏"
    book["深藏"].sheet_state = "veryHidden"
    copy, opened = copied(book)
    assert opened.sheetnames == ["名单"]
    rows = [[cell.value for cell in row] for row in opened["名单"].iter_rows()]
    assert rows == [
        ["A-1", "C-1", None, "E-1"],
        ["A-3", "C-3", "D-3", "E-3"],
        ["A-5", "C-5", "D-5", None],
        ["A-6", "C-6", "D-6", "138****5521"],
    ]
    assert [str(one) for one in opened["名单"].merged_cells.ranges] == ["C3:D3"]
    assert copy.document.traces == ()
    assert holds(copy.data, IDENTITY, "深藏", "底稿", "B-1", "A-2", MOBILE) == []


def test_a_merged_cell_across_a_hidden_row_is_refused() -> None:
    book, sheet = book_of()
    sheet.append(["题目", MOBILE])
    sheet.append(["", "x"])
    sheet.merge_cells("A1:A2")
    sheet.row_dimensions[1].hidden = True
    with pytest.raises(UserError, match="合并的单元格"):
        copied(book)


def test_comments_names_lists_links_and_properties_are_left_out() -> None:
    book, sheet = book_of("名单", "底稿")
    sheet.append([f"手机 {MOBILE}", "网站", "邮件"])
    sheet["A1"].comment = Comment(f"身份证 {IDENTITY}", "张三")
    sheet["B1"].hyperlink = "https://www.example.gov.cn/"
    sheet["C1"].hyperlink = f"mailto:{MAIL}"
    sheet.oddHeader.center.text = f"&B联系 {MOBILE}&P"
    checks = DataValidation(type="list", formula1='"张三,李四"')
    sheet.add_data_validation(checks)
    checks.add("A2")
    sheet.auto_filter.ref = "A1:C1"
    book["底稿"].sheet_state = "hidden"
    book.defined_names["底"] = DefinedName("底", attr_text="底稿!$A$1")
    book.properties.creator = "张三"
    copy, opened = copied(book)
    first = opened["名单"]
    assert first["B1"].hyperlink.target == "https://www.example.gov.cn/"
    assert first["C1"].hyperlink is None
    assert first["A1"].comment is None
    assert text_of(copy, Role.MARGIN).split() == ["联系", "138****5521"]
    assert holds(copy.data, "张三", IDENTITY, MAIL, MOBILE, "mailto", "底稿", "李四") == []
    assert not [name for name in inside(copy.data) if "comment" in name or "vml" in name or "docProps" in name]


def test_pictures_are_kept_without_their_place_and_move_with_their_cells() -> None:
    book, sheet = book_of()
    sheet.append([MOBILE])
    for row in range(2, 6):
        sheet.append([f"行 {row}"])
    sheet.row_dimensions[2].hidden = True
    sheet.add_image(SheetImage(io.BytesIO(jpeg_with_place())), "C4")
    data = saved(book)
    copy, opened = copied(data)
    (picture,) = opened["名单"]._images
    assert picture.anchor._from.row == 2
    assert holds(copy.data, "ZHANG SAN") == []


def test_caches_and_connections_are_left_out() -> None:
    book, sheet = book_of()
    sheet.append([MOBILE])
    data = saved(book)
    cache = f'<pivotCacheRecords xmlns="{MAIN}"><r><s v="{IDENTITY}"/></r></pivotCacheRecords>'
    outside = f'<externalLink xmlns="{MAIN}"><v>身份证 {IDENTITY}</v></externalLink>'
    connection = (
        f'<connections xmlns="{MAIN}"><connection><dbPr connection="Server=10.1.2.3"/></connection></connections>'
    )
    copy, _opened = copied(
        repacked(
            data,
            {
                "xl/pivotCache/pivotCacheRecords1.xml": cache,
                "xl/externalLinks/externalLink1.xml": outside,
                "xl/connections.xml": connection,
                "xl/vbaProject.bin": b"macro 11010519491231002X",
            },
        )
    )
    assert copy.cleared == 4
    assert holds(copy.data, IDENTITY, "10.1.2.3", "macro") == []


@pytest.mark.parametrize(
    ("element", "told"),
    [
        (
            '<picture xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="x"/>',
            "picture",
        ),
        ("<controls/>", "controls"),
        ("<nobodyKnows/>", "nobodyKnows"),
    ],
)
def test_what_is_not_known_on_a_sheet_is_refused(element: str, told: str) -> None:
    book, sheet = book_of()
    sheet.append([MOBILE])
    data = saved(book)
    xml = inside(data)["xl/worksheets/sheet1.xml"].decode().replace("</worksheet>", f"{element}</worksheet>")
    with pytest.raises(UserError, match=told):
        copied(repacked(data, {"xl/worksheets/sheet1.xml": xml}))


def test_charts_are_refused_because_they_carry_their_data() -> None:
    from openpyxl.chart import BarChart, Reference

    book, sheet = book_of()
    sheet.append([MOBILE])
    sheet.append([3])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(chart, "D1")
    with pytest.raises(UserError, match="图表") as caught:
        copied(book)
    assert "粘贴为图片" in caught.value.hint


def test_a_hit_in_the_name_of_a_sheet_is_refused_and_in_that_of_a_hidden_one_left_out() -> None:
    book, sheet = book_of(f"王{MOBILE}", "乙")
    sheet.append(["正文"])
    book["乙"].append([MOBILE])
    with pytest.raises(UserError, match="工作表的名称"):
        copied(book)
    book[f"王{MOBILE}"].sheet_state = "hidden"
    book.active = 1
    copy, opened = copied(book)
    assert opened.sheetnames == ["乙"]
    assert holds(copy.data, MOBILE) == []


def test_cells_without_names_are_counted() -> None:
    book, sheet = book_of()
    sheet.append(["甲", MOBILE])
    data = saved(book)
    xml = inside(data)["xl/worksheets/sheet1.xml"].decode()
    for name in ("A1", "B1"):
        xml = xml.replace(f' r="{name}"', "")
    _copy, opened = copied(repacked(data, {"xl/worksheets/sheet1.xml": xml}))
    assert opened["名单"]["B1"].value == "138****5521"
