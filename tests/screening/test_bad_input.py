"""Every bad input of the first minute: its message, its remedy, and nothing read beyond what is needed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.screening.intake import examine
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
    assert refused(tmp_path, "弹.zip", archive({inner: b"0" * 60_000_000})).code == "S-BOMB"


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
        assert not examined.findings
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
