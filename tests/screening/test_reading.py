"""Reading: every kind gives its text with places; every bad file gives its message."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.screening.read_xlsx import MAX_CELLS
from desktop.screening.reading import check_size, read_document
from desktop.screening.records import DocumentText, Kind, Role, TraceKind
from tests.screening.files import archive, blank_pdf, docx, docx_body, pdf, repacked, xlsx
from tests.screening.oldfiles import compound

BOMB = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><b>&b;</b>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text_of(document: DocumentText, role: Role = Role.BODY) -> str:
    return "\n".join(part.text for part in document.parts if part.role is role)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_office_encoding(encoding: str) -> None:
    document = read_document("通知.txt", "关于开展清查的通知\r\n各科室：".encode(encoding))
    assert text_of(document) == "关于开展清查的通知\n各科室："
    assert document.kind is Kind.TXT
    assert document.warnings == ()
    assert document.parts[1].place_at(12) == "正文第 2 行"


def test_word_text_from_every_corner() -> None:
    document = read_document(
        "a.docx", docx("第一段", "第二段", header="页眉字", footer="页脚字", table=(("甲", "乙"),))
    )
    assert text_of(document).split("\n")[:2] == ["第一段", "第二段"]
    assert "甲 \t乙" in text_of(document)
    assert {"页眉字", "页脚字"} <= set(text_of(document, Role.MARGIN).split())
    assert document.parts[-1].place_at(4) == "正文第 2 段"


def test_word_boxes_notes_comments_changes_and_pages() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>正文</w:t></w:r>"
        "<w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>旧字</w:delText></w:r></w:del>"
        "<w:r><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:r>"
        "<w:r><v:textpath string='水印字'/></w:r></w:p>"
    )
    note = f'<w:x xmlns:w="{"http://schemas.openxmlformats.org/wordprocessingml/2006/main"}">%s</w:x>'
    parts = {
        "word/footnotes.xml": note % "<w:p><w:r><w:t>脚注字</w:t></w:r></w:p>",
        "word/comments.xml": note % "<w:comment><w:p><w:r><w:t>批注字</w:t></w:r></w:p></w:comment>",
        "docProps/app.xml": "<Properties><Pages>7</Pages></Properties>",
    }
    document = read_document("a.docx", docx_body(body, parts))
    assert text_of(document) == "正文新增\n"
    assert "框内" in text_of(document, Role.TEXT_BOX)
    assert "水印字" in text_of(document, Role.TEXT_BOX)
    assert text_of(document, Role.DELETED) == "旧字"
    assert "脚注字" in text_of(document, Role.NOTE)
    assert "批注字" in text_of(document, Role.COMMENT)
    assert document.pages == 7
    assert {trace.kind: trace.count for trace in document.traces} == {
        TraceKind.COMMENT: 1,
        TraceKind.TRACKED_CHANGE: 2,
    }


def test_a_drawing_kept_twice_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    twice = (
        '<w:p><w:r><w:t>正文</w:t></w:r><m:AlternateContent xmlns:m="m">'
        f"<m:Choice>{box}</m:Choice><m:Fallback>{box}</m:Fallback></m:AlternateContent></w:p>"
    )
    assert text_of(read_document("a.docx", docx_body(twice)), Role.TEXT_BOX).count("框内") == 1


def test_workbook_rows_hidden_sheets_and_comments() -> None:
    rows: list[list[object]] = [["姓名", "数量"], ["甲", 3], ["乙", 4.5]]
    document = read_document("a.xlsx", xlsx({"名单": rows, "底稿": [["旧"]]}, hidden=("底稿",), comment="批注字"))
    sheet = next(part for part in document.parts if part.place == "工作表“名单”")
    assert sheet.text == "姓名\t数量\n甲\t3\n乙\t4.5"
    assert sheet.place_at(sheet.text.index("乙")) == "工作表“名单”第 3 行"
    assert text_of(document, Role.HIDDEN) == "旧"
    assert "批注字" in text_of(document, Role.COMMENT)
    assert "名单" in text_of(document, Role.PROPERTY)
    assert {trace.kind for trace in document.traces} == {TraceKind.HIDDEN_SHEET, TraceKind.COMMENT}


def test_rows_are_counted_from_the_top_of_the_sheet() -> None:
    document = read_document("a.xlsx", xlsx({"表": [[None], [None], [None, "甲"]]}))
    part = next(part for part in document.parts if part.role is Role.BODY)
    assert part.place_at(part.text.index("甲")) == "工作表“表”第 3 行"


def test_pdf_pages_and_metadata_and_image_pages() -> None:
    document = read_document("a.pdf", pdf(("第一页字",), (), title="属性题名"))
    assert document.pages == 2
    assert "第一页字" in text_of(document)
    assert document.parts[-1].place_at(0) == "第 1 页"
    assert "属性题名" in text_of(document, Role.PROPERTY)
    assert document.warnings == ("第 2 页没有文字，是图像页，内容无法检查，须人工核对",)
    assert "各页都没有文字" in read_document("b.pdf", blank_pdf()).warnings[0]


def test_content_decides_and_a_mismatch_is_told() -> None:
    document = read_document("表.txt", docx("正文"))
    assert document.kind is Kind.DOCX
    assert document.warnings == ("扩展名是 .txt，内容却是Word 文档，已按内容读取，须核对文件来源",)
    assert "没有扩展名" in read_document("通知", "文字".encode()).warnings[0]


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("空.txt", b"", "S-EMPTY", "空文件"),
        ("空白.txt", b" \r\n\t", "S-EMPTY", "没有文字"),
        ("空白.docx", docx(), "S-EMPTY", "没有文字"),
        ("报告.docx", b"MZ\x90\0\x03\0\0\0" * 9, "S-PROGRAM", "程序文件"),
        ("旧.doc", compound({"WordDocument": b"x"}), "S-LEGACY", "另存为 docx"),
        ("坏.doc", OLE + b"\0" * 600, "S-LEGACY", "另存为 docx"),
        ("坏.xls", OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "S-BROKEN", "损坏"),
        ("密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "S-ENCRYPTED", "密码"),
        ("密.pdf", pdf(("字",), password="k"), "S-ENCRYPTED", "密码"),
        ("坏.pdf", b"%PDF-1.7\n" + b"x" * 500, "S-BROKEN", "损坏"),
        ("坏.docx", docx("字")[:-300], "S-BROKEN", "损坏"),
        ("乱.txt", bytes(range(256)) * 8, "S-BINARY", "不是文字"),
        ("图.docx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "S-KIND", "图片"),
        ("页.html", b"<!DOCTYPE html><html></html>", "S-EMPTY", "没有文字"),
        ("页.mht", b"MIME-Version: 1.0\r\n", "S-KIND", "网页"),
        ("版.ofd", archive({"OFD.xml": "<OFD/>"}), "S-BROKEN", "损坏"),
        ("弹.docx", docx_body("", {"word/header1.xml": BOMB}), "S-XML", "实体"),
        ("弹.xlsx", repacked(xlsx({"表": [["字"]]}), {"xl/sharedStrings.xml": BOMB}), "S-XML", "实体"),
        ("弹.docx", archive({"word/document.xml": b"0" * 10_000_000}), "S-BOMB", "庞大"),
    ],
)
def test_bad_files_are_refused_with_a_remedy(name: str, data: bytes, code: str, said: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_document(name, data)
    assert refusal.value.code == code
    assert said in str(refusal.value)
    assert refusal.value.hint


def test_more_parts_than_any_document_has_are_refused() -> None:
    with pytest.raises(UserError, match="庞大") as refusal:
        read_document("弹.docx", archive({f"word/{number}.bin": "" for number in range(10_001)}))
    assert refusal.value.code == "S-BOMB"


def test_two_far_corners_do_not_fill_the_memory() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    with pytest.raises(UserError) as refusal:
        read_document("角.xlsx", repacked(xlsx({"表": [["字"]]}), {"xl/worksheets/sheet1.xml": sheet}))
    assert refusal.value.code == "S-GRID"
    assert MAX_CELLS < 1048576 * 16384


def test_formatted_but_empty_cells_do_not_count_as_a_far_corner() -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>字</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    document = read_document("角.xlsx", repacked(xlsx({"表": [["字"]]}), {"xl/worksheets/sheet1.xml": sheet}))
    assert text_of(document) == "字"


def test_size_is_told_before_reading() -> None:
    check_size("a.pdf", 200 * 1024 * 1024)
    with pytest.raises(UserError, match="2048 MB，超过 200 MB"):
        check_size("大.pdf", 2 * 1024**3)
    with pytest.raises(UserError, match=r"\[U\+202E\]") as refusal:
        check_size("x\u202efdp.exe", 0)
    assert "\u202e" not in str(refusal.value)


def test_minority_scripts_are_read() -> None:
    assert "བོད་ཡིག" in text_of(read_document("藏.txt", "བོད་ཡིག་གི་ཡིག་ཆ།".encode()))
    assert "ئۇيغۇر" in text_of(read_document("维.docx", docx("ئۇيغۇرچە ھۆججەت")))
    assert "ᠮᠣᠩᠭᠣᠯ" in text_of(read_document("蒙.docx", docx("ᠮᠣᠩᠭᠣᠯ")))
