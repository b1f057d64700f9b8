"""Plain text in every encoding, and PDF files whose pages become pictures."""

from __future__ import annotations

import codecs
import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A5, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from desktop.cleaning.clean_pdf import FACT, as_picture
from desktop.errors import UserError
from desktop.screening.findings import scan
from desktop.screening.pages import render_page
from tests.cleaning.copies import ALL, IDENTITY, MAIL, MOBILE, cleaned
from tests.screening.files import archive, pdf

TEXT = f"第一行 手机 {MOBILE}\r\n第二行 身份证号 １１０１０５１９４９１２３１００２Ｘ\n第三行\r末行 㐀𠀀"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "gb18030"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_text_keeps_encoding_mark_and_line_ends(mark: bytes, encoding: str) -> None:
    copy = cleaned(mark + TEXT.encode(encoding), "名单.txt")
    assert copy.data.startswith(mark)
    got = copy.data.removeprefix(mark).decode(encoding)
    assert got == TEXT.replace(MOBILE, "138****5521").replace(
        "１１０１０５１９４９１２３１００２Ｘ", "１１" + "*" * 13 + "０２Ｘ"
    )
    assert len(got) == len(TEXT)


PEOPLE = st.sampled_from(
    [
        f"手机 {MOBILE}",
        "电话：139-1234-5678".replace("-", " "),
        f"身份证号 {IDENTITY}",
        "身份证 1101 0519 4912 3100 2X",
        f"邮箱 {MAIL}",
        "银行账号：6222021001116245702",
        "家庭住址：福建省永安市燕西街道新安路12号3栋402室",
        "护照号 E12345678",
        "车牌 闽A12345",
        "登录地址 http://10.1.2.3:8080/oa",
        "办公电话 0591-87654321",
    ]
)
WORDS = st.text(alphabet="的一是在通知事项有关单位，。；\n 甲乙丙\tA1", max_size=20)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(WORDS, PEOPLE), min_size=1, max_size=6), WORDS)
def test_no_masked_rule_hits_any_more_and_the_rest_is_letter_for_letter_the_same(
    planted: list[tuple[str, str]], end: str
) -> None:
    text = "".join(f"{words}。{person}。\n" for words, person in planted) + end
    copy = cleaned(text.encode(), "随机.txt")
    got = copy.data.decode()
    assert len(got) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, got, strict=True))
    assert not [one for one in scan(copy.document) if one.rule in ALL]
    for words in ("通知", "事项", "单位"):
        assert got.count(words) == text.count(words)


def pages_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def ink(data: bytes, page: int, box: tuple[float, float, float, float]) -> Image.Image:
    """A part of a page (in parts of its width and height)."""
    image = as_picture(render_page(data, page, 1200))
    left, top, right, bottom = box
    return image.crop(
        (int(left * image.width), int(top * image.height), int(right * image.width), int(bottom * image.height))
    )


def test_a_pdf_loses_its_text_and_keeps_its_looks() -> None:
    data = pdf((f"联系手机 {MOBILE}", "其余文字不变"), ("第二页没有发现",), title="题目")
    copy = cleaned(data, "公示.pdf")
    assert pages_of(copy.data) == ["", ""]
    assert copy.facts == (FACT,)
    assert MOBILE.encode() not in copy.data
    assert b"\xe9\xa2\x98" not in copy.data
    before, after = render_page(data, 1, 1200), render_page(copy.data, 1, 1200)
    assert (before.width, before.height) == (after.width, after.height)
    number = (0.19, 0.085, 0.36, 0.105)
    assert sum(1 for value in ink(copy.data, 1, number).convert("L").tobytes() if value < 60) > 400
    rest = (0.1, 0.11, 0.4, 0.14)
    assert min(ink(copy.data, 1, rest).convert("L").tobytes()) < 100
    assert ink(data, 2, (0, 0, 1, 1)).size == ink(copy.data, 2, (0, 0, 1, 1)).size


def drawn(*, turned: bool = False, over: bool = False, white: bool = False) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=landscape(A5))
    canvas.setAuthor("张三")
    if turned:
        canvas.setPageRotation(90)
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(60, 300, "手机 13912345678")
    if over:
        canvas.drawString(60, 200, f"身份证号 {IDENTITY}")
        canvas.rect(50, 190, 300, 30, fill=1)
    if white:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(60, 200, f"身份证号 {IDENTITY}")
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["turned", "over", "white"])
def test_turned_covered_and_white_pages(kind: str) -> None:
    data = drawn(**{kind: True})
    copy = cleaned(data, "公示.pdf")
    assert pages_of(copy.data) == [""]
    assert "张三".encode() not in copy.data
    assert copy.document.traces == ()
    old, new = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(copy.data)
    assert [round(side) for side in old.get_page_size(0)] == [round(side) for side in new.get_page_size(0)]
    assert new.get_metadata_value("Author") == ""
    old.close()
    new.close()


def test_a_scan_with_recognised_words_is_refused() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream)
    words = canvas.beginText(60, 700)
    words.setTextRenderMode(3)
    words.setFont("STSong-Light", 14)
    words.textLine(f"手机 {MOBILE}")
    canvas.drawText(words)
    canvas.showPage()
    canvas.save()
    with pytest.raises(UserError, match="扫描件"):
        cleaned(stream.getvalue(), "扫描.pdf")


def test_notes_on_a_page_do_not_travel_and_forms_with_hits_are_refused() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(60, 700, "Tel 13912345678")
    canvas.textAnnotation(f"ID {IDENTITY}", Rect=[60, 600, 200, 650])
    canvas.showPage()
    canvas.save()
    copy = cleaned(stream.getvalue(), "批注.pdf")
    assert copy.document.traces == ()
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(60, 700, "form")
    canvas.acroForm.textfield(name="tel", value="mobile 13912345678", x=60, y=600, width=200, height=30)
    canvas.showPage()
    canvas.save()
    with pytest.raises(UserError, match="表单域"):
        cleaned(stream.getvalue(), "表单.pdf")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("网页.html", f"<html><body><p>手机 {MOBILE}</p></body></html>".encode(), "网页"),
        ("包.zip", archive({"a.txt": f"手机 {MOBILE}".encode()}), "压缩包"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do_next(name: str, data: bytes, told: str) -> None:
    with pytest.raises(UserError, match=told) as caught:
        cleaned(data, name)
    assert caught.value.code == "E-CLEAN"
    assert "放入" in caught.value.hint


@pytest.mark.parametrize("data", [b"", b"MZ\0\0", pdf(("x",), password="geheim"), b"PK\x03\x04broken"])
def test_hostile_files_give_a_message(data: bytes) -> None:
    with pytest.raises(UserError):
        cleaned(data, "坏.docx")
