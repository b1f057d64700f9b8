"""Every bad input of the first minute: its message, its remedy, and nothing read beyond what is needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.screening.intake import examine
from desktop.screening.records import Severity
from desktop.services.reading import read_one
from tests.screening.files import archive, docx, docx_body, pdf, repacked, xlsx
from tests.screening.oldfiles import compound, ofd, xls

ENTITIES = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><b>&b;</b>'
LOCKED = compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"})
EXE = b"MZ\x90\0\x03\0\0\0" * 9
SPARSE = 2 * 1024**3


def refused(folder: Path, name: str, data: bytes) -> UserError:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(UserError) as refusal:
        read_one(path)
    assert refusal.value.hint, "every refusal tells the remedy"
    return refusal.value


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("密.docx", LOCKED),
        ("密.xlsx", LOCKED),
        ("密.pdf", pdf(("字",), password="k")),
        ("密.xls", xls({"表": [(0, 0, "字")]}, locked=True)),
        ("密.ofd", ofd(("字",), extra={"Doc_0/Encryptions.xml": "<E/>"})),
    ],
)
def test_a_locked_file(tmp_path: Path, name: str, data: bytes) -> None:
    error = refused(tmp_path, name, data)
    assert (error.code, error.message) == ("S-ENCRYPTED", "文件设有密码，无法检查内容")


@pytest.mark.parametrize("name", ["报告.docx", "图.pdf", "表.xls", "页.html", "包.zip", "说明.txt"])
def test_a_renamed_program(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path, name, EXE).code == "S-PROGRAM"


@pytest.mark.parametrize("inner", ["word/document.xml", "xl/sharedStrings.xml", "OFD.xml", "零.txt"])
def test_a_zip_bomb(tmp_path: Path, inner: str) -> None:
    assert refused(tmp_path, "弹.zip", archive({inner: b"0" * 10_000_000})).code == "S-BOMB"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("弹.docx", docx_body("", {"word/header1.xml": ENTITIES})),
        ("弹.xlsx", repacked(xlsx({"表": [["字"]]}), {"xl/sharedStrings.xml": ENTITIES})),
        ("弹.ofd", ofd(("字",), extra={"Doc_0/Pages/Page_0/Content.xml": ENTITIES})),
        ("弹.zip", archive({"内.docx": docx_body("", {"word/header1.xml": ENTITIES})})),
    ],
)
def test_an_xml_bomb(tmp_path: Path, name: str, data: bytes) -> None:
    assert refused(tmp_path, name, data).code == "S-XML"


def test_a_file_of_two_gigabytes_is_told_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as stream:
        stream.truncate(SPARSE)
    path.chmod(0o000)  # whoever opened it would be told of this instead, unless he may do everything
    with pytest.raises(UserError, match="2048 MB，超过 200 MB 的上限") as refusal:
        read_one(path)
    assert refusal.value.code == "S-SIZE"


@pytest.mark.parametrize("name", ["长" * 300 + ".txt", "/".join(["很长的文件夹名"] * 900) + "/通知.txt"])
def test_a_path_longer_than_the_system_allows(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_one(tmp_path / name)
    assert refusal.value.code == "E-PATH"
    assert "改短" in refusal.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let such names exist")
@pytest.mark.parametrize(
    ("name", "told"), [("报\u202etxt.exe", "[U+202E]"), ("报\x07\n.txt", "[U+0007]"), ("报\u200b.pdf", "[U+200B]")]
)
def test_a_name_with_direction_or_control_characters_is_told_plainly(tmp_path: Path, name: str, told: str) -> None:
    error = refused(tmp_path, name, b"")
    assert told in str(error)
    assert str(error).replace("\n", "").isprintable()
    missing = tmp_path / f"没有{name}"
    with pytest.raises(UserError) as refusal:
        read_one(missing)
    assert told in str(refusal.value)
    assert str(refusal.value).isprintable()


SCRIPTS = {
    "藏": "བོད་ཡིག་གི་ཡིག་ཆ། སྤྱི་ལོ་ ༢༠༢༦ ལོའི་ཟླ་ ༣ པའི་ཚེས་ ༡ ཉིན།",
    "维": "ئۇيغۇرچە ھۆججەت، 2026-يىلى 3-ئاينىڭ 1-كۈنى",
    "蒙": "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡᠨ ᠦ ᠪᠢᠴᠢᠭ ᠦᠢᠯᠡᠳᠬᠦᠯ",
}
SCRIPT_NAMES = {"藏": "藏文", "维": "维吾尔文或哈萨克文", "蒙": "蒙古文"}


@pytest.mark.parametrize("language", list(SCRIPTS))
def test_a_document_in_another_script_is_read_and_nothing_is_invented(language: str) -> None:
    text = SCRIPTS[language]
    for name, data in (
        (f"{language}.txt", text.encode()),
        (f"{language}.docx", docx(text)),
        (f"{language}.ofd", ofd((text,))),
    ):
        examined = examine(name, data)
        assert text.split()[0] in "".join(part.text for part in examined.document.parts)
        assert examined.proposals.document_number is None
        assert examined.proposals.signed_on is None
        (told,) = examined.findings
        assert (told.rule, told.severity) == ("reading.script", Severity.CHECK)
        assert f"含有{SCRIPT_NAMES[language]}" in told.message
    assert examine(f"{language}.txt", f"{text}\n机密★5年\n".encode()).blocked, "a mark is seen among other scripts"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.txt", b""),
        ("空白.txt", " \r\n\t\u3000".encode()),
        ("空.docx", docx()),
        ("空.xlsx", xlsx({"表": []})),
        ("空.xls", xls({"表": []})),
        ("空.html", b"<html><script>var a = 1;</script></html>"),
        ("空.zip", archive({})),
    ],
)
def test_an_empty_document(tmp_path: Path, name: str, data: bytes) -> None:
    assert refused(tmp_path, name, data).code == "S-EMPTY"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("坏.docx", docx("字")[:-300]),
        ("坏.ofd", ofd(("字",))[:-200]),
        ("坏.xls", xls({"表": [(0, 0, "字")]})[:2000]),
        ("坏.pdf", b"%PDF-1.7\n" + b"x" * 500),
        ("坏.zip", archive({"a.txt": "字"})[:-30]),
    ],
)
def test_a_file_that_ends_too_early(tmp_path: Path, name: str, data: bytes) -> None:
    assert refused(tmp_path, name, data).code == "S-BROKEN"


def test_a_name_in_another_script_is_no_text_in_it() -> None:
    assert not examine("a.txt", "藏语“བོད་ཡིག”一词的规范译写".encode()).findings


def test_a_pdf_that_claims_a_million_pages(tmp_path: Path) -> None:
    claimed = pdf(("字",)).replace(b"/Count 1", b"/Count 1000000")
    error = refused(tmp_path, "百万页.pdf", claimed)
    assert (error.code, "1000000 页，超过 5000 页" in error.message) == ("S-PAGES", True)


@pytest.mark.parametrize("others", [{}, {"word/header1.xml": "<w/>"}, {"word/documents.xml": "<w/>"}])
def test_a_word_document_without_a_body(tmp_path: Path, others: dict[str, str | bytes]) -> None:
    hollow = archive({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<w/>", **others})
    assert refused(tmp_path, "空壳.docx", hollow).code == "S-BROKEN"


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def rows(*numbers: int) -> bytes:
    """A workbook with one filled cell in each of these rows."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>字</t></is></c></row>' for n in numbers)
    return repacked(xlsx({"表": [["字"]]}), {"xl/worksheets/sheet1.xml": SHEET.format(cells)})


def test_a_workbook_of_two_corners_is_read() -> None:
    sparse = examine("角.xlsx", rows(1, 1_048_576))
    assert sparse.document.parts[-1].text.count("字") == 2


@pytest.mark.full
def test_a_workbook_of_all_the_rows_and_columns_there_can_be(tmp_path: Path) -> None:
    error = refused(tmp_path, "满.xlsx", rows(*range(1, 1_048_577)))
    assert (error.code, error.hint) == ("S-GRID", "拆分成几个工作簿后再登记")
    wide = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>1</v></c></row>' for n in (1, 1_048_576))
    both = repacked(xlsx({"表": [["字"]]}), {"xl/worksheets/sheet1.xml": SHEET.format(wide)})
    assert refused(tmp_path, "宽.xlsx", both).code == "S-GRID"


def test_zips_in_zips_are_opened_one_level_and_the_rest_is_told() -> None:
    data = archive({"内.txt": "机密★5年"})
    for level in range(50):
        data = archive({f"{level}.zip": data})
    examined = examine("深.zip", data)
    assert [one.rule for one in examined.findings] == ["hidden.unread-file"]
    assert "压缩包里的压缩包" in examined.document.warnings[0]


@pytest.mark.parametrize("unit", ["这是一行没有尽头的文字，", "1", "电话13812345678"])
def test_a_text_of_one_line_of_fifty_megabytes(tmp_path: Path, unit: str) -> None:
    line = unit.encode() * (50 * 1024 * 1024 // len(unit.encode()))
    error = refused(tmp_path, "长行.txt", line)
    assert (error.code, "1,000 万字的上限" in error.message) == ("S-TEXT", True)


def test_one_long_line_below_the_limit_is_read_without_delay() -> None:
    examined = examine("长行.txt", ("联系电话13812345678，" * 20_000).encode())
    assert [one.count for one in examined.findings if one.rule == "personal.mobile"] == [20_000]
    assert examined.proposals.title is None


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        read_one(tmp_path)


def test_references_to_other_files_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密★5年", encoding="utf-8")
    page = tmp_path / "页.html"
    page.write_text(
        f'<html><p>字</p><iframe src="{os.fspath(secret)}"></iframe><img src="secret.txt"></html>', encoding="utf-8"
    )
    assert not read_one(page).blocked
