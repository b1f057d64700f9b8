"""Classification marks: found wherever they hide, and not where the words are only spoken of."""

from __future__ import annotations

import pytest

from desktop.screening.findings import scan
from desktop.screening.intake import examine
from desktop.screening.marks import MARK
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Finding, Severity
from desktop.screening.rules import findings_in
from tests.screening.files import W, docx, docx_body, pdf, xlsx

MARKED = "机密★10年"


def find_marks(document: DocumentText) -> list[Finding]:
    return [finding for part in document.parts for finding in findings_in(part, (MARK,))]


def marks_of(text: str) -> int:
    return sum(finding.count for finding in find_marks(read_document("a.txt", text.encode())))


@pytest.mark.parametrize(
    "text",
    [
        "绝密★30年",
        "机密★",
        "秘密☆长期",
        "秘密*6个月",
        "秘密＊1 年",
        "机　密 ★ １０ 年",
        "机\n密\n★\n1\n0\n年",
        "机\u200b密\u00a0★",
        "機密★",
        "份号：000001\n机密★5年\n特急",
        "做好保密工作\n秘密★1年",
        "属于国家\n秘密★1年",
        "密级：秘密⭐",
    ],
)
def test_marks_are_found(text: str) -> None:
    assert marks_of(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "保守国家秘密是公民的义务。",
        "涉及商业秘密*的，依法处理。",
        "工作秘密★按规定管理",
        "国 家 秘 密★的范围",
        "除涉及国家机密、工作秘密的事务外，一律公开。",
        "机密性★完整性★可用性",
        "秘密投票。★注",
        "★★★★★五星服务",
        "乘积为 3*4",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert marks_of(text) == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (f"{MARKED}通知.txt", "通知正文".encode()),
        ("a.txt", f"通知\n{MARKED}".encode("gb18030")),
        ("a.docx", docx("正文", MARKED)),
        ("a.docx", docx("正文", header=MARKED)),
        ("a.docx", docx("正文", footer="秘密　★　1年")),
        ("a.docx", docx("正文", table=(("机密", "★", "10年"),))),
        ("a.docx", docx_body(f"<w:p><w:txbxContent><w:p><w:t>{MARKED}</w:t></w:p></w:txbxContent><w:t>字</w:t></w:p>")),
        ("a.docx", docx_body("<w:p><w:t>机</w:t><w:t>密</w:t><w:sym w:font='Wingdings' w:char='F0AB'/></w:p>")),
        ("a.docx", docx_body(f"<w:p><w:t>字</w:t><w:del><w:delText>{MARKED}</w:delText></w:del></w:p>")),
        ("a.docx", docx_body("<w:p/>", {"word/footer9.xml": f"<w:x xmlns:w='{W}'><w:t>{MARKED}</w:t></w:x>"})),
        ("a.docx", docx_body("<w:p/>", {"docProps/core.xml": f"<p><title>{MARKED}</title></p>"})),
        ("a.xlsx", xlsx({"表": [["甲"], ["机密", "★10年"]]})),
        ("a.xlsx", xlsx({"表": [["甲"]], "底": [[MARKED]]}, hidden=("底",))),
        ("a.xlsx", xlsx({"秘密★": [["甲"]]})),
        ("a.xlsx", xlsx({"表": [["甲"]]}, comment=MARKED)),
        ("a.pdf", pdf(("正文",), ("机 密 ★ 10 年",))),
        ("a.pdf", pdf(("正文",), title=MARKED)),
    ],
)
def test_marks_are_found_in_every_corner_and_stop_the_entry(name: str, data: bytes) -> None:
    examined = examine(name, data)
    assert examined.blocked
    assert examined.findings[0].rule == "classification.mark"
    assert examined.findings[0].severity is Severity.BLOCK
    assert examined.proposals.title is None
    assert examined.proposals.summary is None
    assert all("机密★" not in finding.excerpt for finding in examined.findings)


def test_the_reading_stops_at_a_mark_unless_released() -> None:
    text = "关于更换门锁的通知\n各科室：\n现将门锁更换安排通知如下，请配合做好有关工作。"
    stopped = examine("a.pdf", pdf((MARKED,), tuple(text.split("\n"))))
    assert not stopped.document.complete
    released = examine("a.pdf", pdf((MARKED,), tuple(text.split("\n"))), released=True)
    assert released.document.complete
    assert released.blocked
    assert released.proposals.genre is not None


def test_a_marked_name_keeps_the_content_unread() -> None:
    examined = examine("绝密★.docx", b"this is no document at all")
    assert examined.blocked
    assert [part.place for part in examined.document.parts] == ["文件名"]
    assert examined.findings[0].excerpt == "绝*★"


def test_place_and_masked_excerpt() -> None:
    finding = find_marks(read_document("a.txt", "第一行\n第二行 机密★10年".encode()))[0]
    assert (finding.place, finding.excerpt, finding.offset) == ("正文第 2 行", "机*★***", 8)


def test_a_lone_level_must_be_looked_into() -> None:
    found = scan(read_document("a.txt", "秘密\n关于某事的通知\n密级：机密".encode()))
    assert [(finding.rule, finding.severity, finding.count) for finding in found] == [
        ("classification.level", Severity.MUST, 2)
    ]
