"""What could not be read is a finding of its own: for each such thing one file that has it and one that has not."""

from __future__ import annotations

import io
import os

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.screening import pdf_traces
from desktop.screening.findings import scan
from desktop.screening.package_traces import READABLE_PICTURE
from desktop.screening.reading import read_document
from desktop.screening.records import Finding, NoticeKind, Severity
from tests.screening.files import archive, blank_pdf, docx, docx_body, pdf, repacked, xlsx
from tests.screening.oldfiles import ofd, xls

PICTURE = os.urandom(READABLE_PICTURE)
SEAL = PICTURE[:-1]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fea735818400"
    "00000049454e44ae426082"
)


def told(name: str, data: bytes) -> list[Finding]:
    """The findings about the reading itself."""
    return [one for one in scan(read_document(name, data)) if one.rule.startswith("reading.")]


def stamped(words: str) -> bytes:
    """A scanned page: one picture all over it, and a few words beside."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.drawImage(ImageReader(io.BytesIO(PNG)), 20, 60, 555, 760)
    canvas.drawString(290, 30, words)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


CASES: dict[str, tuple[NoticeKind, str, bytes, str]] = {
    "image pages": (NoticeKind.IMAGE_PAGE, "扫描.pdf", pdf(("字",), (), ()), "第 2、3 页"),
    "nothing but images": (NoticeKind.IMAGE_PAGE, "扫描.pdf", blank_pdf(), "各页"),
    "a scan with a page number": (NoticeKind.IMAGE_PAGE, "扫描.pdf", stamped("- 1 -"), "各页"),
    "an image page of an ofd": (NoticeKind.IMAGE_PAGE, "扫描.ofd", ofd(("字",), ()), "第 2 页"),
    "another name": (NoticeKind.OTHER_NAME, "表.txt", docx("字"), "文件名"),
    "no name": (NoticeKind.OTHER_NAME, "通知", "文字".encode(), "文件名"),
    "pictures in word": (
        NoticeKind.PICTURES,
        "图.docx",
        docx_body("<w:p><w:r><w:t>字</w:t></w:r></w:p>", {"word/media/a.png": PICTURE}),  # type: ignore[dict-item]
        "图片",
    ),
    "pictures in excel": (
        NoticeKind.PICTURES,
        "图.xlsx",
        repacked(xlsx({"表": [["字"]]}), {"xl/media/a.jpeg": PICTURE}),
        "图片",
    ),
    "pictures in ofd": (NoticeKind.PICTURES, "图.ofd", repacked(ofd(("字",)), {"Doc_0/Res/a.png": PICTURE}), "图片"),
    "frames of a page": (
        NoticeKind.OUTSIDE,
        "页.html",
        '<html><body><p>正文。</p><iframe src="a.html"></iframe><embed src="b"></body></html>'.encode(),
        "网页",
    ),
    "a picture inside a page": (
        NoticeKind.PICTURES,
        "页.html",
        f'<html><p>正文。</p><img src="data:image/png;base64,{"A" * READABLE_PICTURE}"></html>'.encode(),
        "图片",
    ),
    "an old workbook": (NoticeKind.CELLS_ONLY, "旧.xls", xls({"表": [(0, 0, "字")]}), "工作簿"),
    "inside a zip": (NoticeKind.IMAGE_PAGE, "包.zip", archive({"内.pdf": blank_pdf()}), "压缩包内“内.pdf”各页"),
}


@pytest.mark.parametrize("case", list(CASES))
def test_what_could_not_be_read_waits_for_a_person(case: str) -> None:
    kind, name, data, place = CASES[case]
    (one,) = told(name, data)
    assert (one.rule, one.severity, one.place) == (f"reading.{kind.value}", Severity.CHECK, place)
    assert (one.count, one.excerpt) == (1, "")
    assert one.message in read_document(name, data).warnings


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通知.txt", "关于检查的通知".encode()),
        ("通知.docx", docx("关于检查的通知")),
        (
            "章.docx",
            docx_body("<w:p><w:r><w:t>字</w:t></w:r></w:p>", {"word/media/a.png": SEAL}),  # type: ignore[dict-item]
        ),
        ("表.xlsx", xlsx({"表": [["字"]]})),
        ("通知.pdf", pdf(("关于检查的通知",))),
        ("底纹.pdf", stamped("a page with a picture behind it and enough words to be a text of its own")),
        ("通知.ofd", ofd(("字",))),
        (
            "页.html",
            '<html><p>正文。</p><img src="data:image/png;base64,AAAA"><script src="x"></script></html>'.encode(),
        ),
        ("包.zip", archive({"内.txt": "文字"})),
    ],
)
def test_what_was_read_whole_gives_no_such_finding(name: str, data: bytes) -> None:
    assert told(name, data) == []


def test_a_limit_that_was_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_traces, "MAX_OBJECTS", 1)
    (one,) = told("画.pdf", pdf(("一", "二", "三")))
    assert (one.rule, one.place) == ("reading.limit", "第 1 页")


def test_a_member_that_was_not_opened_is_told_once() -> None:
    findings = scan(
        read_document("包.zip", archive({"内.txt": "字", "旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99}))
    )
    assert [one.rule for one in findings] == ["hidden.unread-file"]


def test_two_of_a_kind_in_a_zip_stay_apart() -> None:
    found = told("包.zip", archive({"甲.pdf": blank_pdf(), "乙.pdf": blank_pdf()}))
    assert len({(one.rule, one.place) for one in found}) == 2, "each is resolved by itself"
