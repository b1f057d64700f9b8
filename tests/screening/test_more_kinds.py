"""Reading what other programs leave: old workbooks, OFD, saved web pages, zips one level deep."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress

import pytest

from desktop.errors import UserError
from desktop.screening.intake import examine
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Kind, NoticeKind, Role, Severity, TraceKind
from tests.screening.files import archive, blank_pdf, docx, pdf, xlsx
from tests.screening.oldfiles import compound, ofd, xls

PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>通知公告_临川县司法局</title>
<script>var a = "<p>绝密★</p>";</script><style>p { color: red }</style></head><body>
<nav><a href="/">首页</a></nav><ul><li><a>机构职能</a><li><a>政务公开</a></ul>
<h1>关于<b>开展</b>清查的通知</h1><!-- 模板注释 --><p style="display:none">藏起来的话</p>
<p>各科室：</p><p>现将有关事项&nbsp;通知如下。<br>附件：<a href="list.doc">清单</a></p>
<table><tr><td>甲</td><td>乙</td></tr></table><footer>主办：临川县司法局</footer></body></html>"""


def text_of(document: DocumentText, role: Role = Role.BODY) -> str:
    return "\n".join(part.text for part in document.parts if part.role is role)


def test_an_old_workbook_with_hidden_sheets_and_comments() -> None:
    cells = [(0, 0, "2026年律师名录"), (1, 0, "序号"), (1, 1, "姓名")]
    document = read_document("a.xls", xls({"名单": cells, "底稿": [(2, 1, "旧")]}, hidden=("底稿",), notes=1))
    assert document.kind is Kind.XLS
    assert [notice.kind for notice in document.notices] == [NoticeKind.CELLS_ONLY], "what was not looked at is told"
    part = next(part for part in document.parts if part.role is Role.BODY)
    assert part.text.split("\n")[1] == "序号\t姓名"
    assert part.place_at(part.text.index("姓名")) == "工作表“名单”第 2 行"
    assert text_of(document, Role.HIDDEN) == "旧"
    assert {trace.kind: trace.count for trace in document.traces} == {TraceKind.HIDDEN_SHEET: 1, TraceKind.COMMENT: 2}


def test_two_far_corners_of_an_old_workbook_do_not_fill_the_memory() -> None:
    with pytest.raises(UserError) as refusal:
        read_document("角.xls", xls({"表": [(0, 0, "甲"), (65535, 255, "乙")]}))
    assert refusal.value.code == "S-GRID"


def test_a_locked_old_workbook_is_told_before_it_is_unfolded() -> None:
    with pytest.raises(UserError) as refusal:
        read_document("锁.xls", xls({"表": [(0, 0, "甲")]}, locked=True))
    assert refusal.value.code == "S-ENCRYPTED"


def test_a_compound_file_whose_sectors_run_in_circles_is_broken() -> None:
    data = bytearray(xls({"表": [(0, 0, "甲")]}))
    struct.pack_into("<I", data, 512 + 4 * 4, 2)  # the third sector of the workbook leads back to its first
    with pytest.raises(UserError) as refusal:
        read_document("圈.xls", bytes(data))
    assert refusal.value.code == "S-BROKEN"


@pytest.mark.parametrize("at", range(40, 4000, 330))
def test_no_damage_to_an_old_workbook_crashes_the_reading(at: int) -> None:
    data = bytearray(xls({"表": [(0, 0, "甲"), (1, 1, "乙")]}))
    data[at : at + 40] = b"\xfb" * 40
    with suppress(UserError):
        assert read_document("伤.xls", bytes(data)).kind is Kind.XLS


def test_ofd_pages_lines_and_properties() -> None:
    document = read_document("a.ofd", ofd(("关于开展清查的通知", "各科室："), (), title="属性题名"))
    assert document.kind is Kind.OFD
    assert document.pages == 2
    assert text_of(document) == "关于开展清查的通知\n各科室："
    assert document.parts[-1].place == "第 1 页"
    assert text_of(document, Role.PROPERTY) == "属性题名"
    assert document.warnings == ("第 2 页没有文字，是图像页，内容无法检查，须人工核对",)


def test_ofd_annotations_templates_and_attachments_do_not_escape() -> None:
    words = "<Page><TextObject Boundary='1 1 9 5'><TextCode>%s</TextCode></TextObject></Page>"
    extra = {
        "Doc_0/Annots/Page_0/Annotation.xml": words % "批语",
        "Doc_0/Tpls/Tpl_0/Content.xml": words % "秘密★1年",
        "Doc_0/Attachs/Attachments.xml": "<Attachments><Attachment ID='1'/><Attachment ID='2'/></Attachments>",
    }
    examined = examine("a.ofd", ofd(("正文",), extra=extra))
    assert examined.blocked
    document = read_document("a.ofd", ofd(("正文",), extra=extra))
    assert text_of(document, Role.COMMENT) == "批语"
    assert [(one.kind, one.count) for one in document.traces] == [(TraceKind.UNREAD_FILE, 2)]


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"Encryptions.xml": "<E/>"}, "S-ENCRYPTED"),
        ({"Doc_0/Document.xml": '<D><Page BaseLoc="../../../etc/passwd"/></D>'}, "S-BROKEN"),
        ({"Doc_0/Document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><D>&a;</D>'}, "S-XML"),
    ],
)
def test_bad_ofd_is_refused(extra: dict[str, str], code: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_document("坏.ofd", ofd(("字",), extra=extra))
    assert refusal.value.code == code


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_saved_web_page_without_its_scripts_and_frame(encoding: str) -> None:
    document = read_document("页.html", PAGE.encode(encoding))
    assert document.kind is Kind.HTML
    assert text_of(document) == "关于开展清查的通知\n各科室：\n现将有关事项\xa0通知如下。\n附件：清单\n甲\t乙"
    assert text_of(document, Role.MARGIN) == "首页\n机构职能\n政务公开\n主办：临川县司法局"
    assert text_of(document, Role.HIDDEN) == "藏起来的话"
    assert text_of(document, Role.COMMENT) == "模板注释"
    assert "绝密" not in "".join(part.text for part in document.parts)
    title = examine("页.html", PAGE.encode(encoding)).proposals.title
    assert title is not None
    assert title.value == "关于开展清查的通知"


@pytest.mark.parametrize("piece", ["<a", "<!--", "<![CDATA[", "<div>", "&#", "<a b='", "<p>字</a>"])
def test_a_page_of_loose_brackets_is_read_in_one_pass(piece: str) -> None:
    document = read_document("碎.html", ("<html>字" + piece * 20_000).encode())
    assert document.kind is Kind.HTML
    assert "字" in text_of(document)


def test_a_zip_names_the_member_in_every_place() -> None:
    data = archive(
        {"通知.docx": docx("关于放假的通知", "各科室："), "表/名单.xlsx": xlsx({"甲": [["电话", "13812345678"]]})}
    )
    examined = examine("材料.zip", data)
    assert examined.document.kind is Kind.ZIP
    assert [finding.place for finding in examined.findings] == ["压缩包内“名单.xlsx”工作表“甲”第 1 行"]
    assert examined.proposals.title is None, "a bundle has no title of its own"


def test_chinese_names_of_windows_zips_are_read() -> None:
    plain = archive({"__________.txt": "内容"})
    document = read_document("包.zip", plain.replace(b"__________", "关于的通知".encode("gb18030")))
    assert document.parts[1].text == "关于的通知.txt"
    assert document.parts[2].place == "压缩包内“关于的通知.txt”正文"


def test_a_mark_in_a_member_or_in_its_name_blocks() -> None:
    assert examine("包.zip", archive({"a.txt": "机密★5年\n正文"})).blocked
    assert examine("包.zip", archive({"秘密★一年.txt": "正文"})).blocked


def test_what_is_not_opened_is_a_finding() -> None:
    members: dict[str, str | bytes] = {
        "内层.zip": archive({"a.txt": "机密★5年"}),
        "图.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "锁.pdf": pdf(("字",), password="k"),
        "空.txt": "",
        "好.txt": "正文",
    }
    examined = examine("包.zip", archive(members))
    unread = [one for one in examined.findings if one.rule == "hidden.unread-file"]
    assert [one.place for one in unread] == [f"压缩包内“{name}”" for name in members if name != "好.txt"]
    assert {one.severity for one in unread} == {Severity.MUST}
    assert "压缩包里的压缩包" in examined.document.warnings[0]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"附件.docx": b"MZ\x90\0\x03\0\0\0" * 9}, "S-PROGRAM"),
        ({"零.txt": b"0" * 50_000_000}, "S-BOMB"),
        ({"零.docx": archive({"word/document.xml": b"0" * 50_000_000})}, "S-BOMB"),
        ({f"{number}.txt": "字" for number in range(501)}, "S-MEMBERS"),
        ({}, "S-EMPTY"),
    ],
)
def test_hostile_zips_are_refused(members: dict[str, str | bytes], code: str) -> None:
    with pytest.raises(UserError) as refusal:
        read_document("包.zip", archive(members))
    assert refusal.value.code == code
    assert refusal.value.hint


def test_a_zip_of_scans_is_read_and_said_to_be_scans() -> None:
    document = read_document("扫描.zip", archive({"a.pdf": blank_pdf()}))
    assert "图像页" in document.warnings[0]


def test_a_zip_with_a_password_is_told() -> None:
    stream = io.BytesIO(archive({"a.txt": "字"}))
    with zipfile.ZipFile(stream) as package:
        central = package.start_dir
    data = bytearray(stream.getvalue())
    data[6] |= 1
    data[central + 8] |= 1
    with pytest.raises(UserError) as refusal:
        read_document("锁.zip", bytes(data))
    assert refusal.value.code == "S-ENCRYPTED"


def test_a_compound_file_of_neither_kind_keeps_its_word() -> None:
    with pytest.raises(UserError, match="另存为 docx"):
        read_document("旧.wps", compound({"WordDocument": b"x"}))
