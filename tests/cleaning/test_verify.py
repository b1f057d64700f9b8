"""The check of a copy finds whatever a writer might leave over or change: it is tried with copies that are not clean."""

from __future__ import annotations

import pytest

from desktop.cleaning.copying import clean
from desktop.cleaning.plan import plan
from desktop.cleaning.records import Choices, Written
from desktop.cleaning.verify import verified
from desktop.errors import UserError
from desktop.screening.reading import read_document
from tests.cleaning.copies import ALL, IDENTITY, MOBILE, inside
from tests.cleaning.word_files import paragraph, run, word
from tests.screening.files import docx, pdf, repacked, xlsx

CHOICES = Choices(ALL)
LINES = (f"联系手机 {MOBILE}", f"身份证号 {IDENTITY}", "其余文字")
FILES = {
    "a.txt": "\n".join(LINES).encode(),
    "a.docx": docx(*LINES),
    "a.xlsx": xlsx({"名单": [[line] for line in LINES]}),
    "a.pdf": pdf(LINES),
}


def check(name: str, original: bytes, copy: bytes) -> None:
    document = read_document(name, original)
    verified(name, Written(copy), document, plan(document, CHOICES), CHOICES, original)


@pytest.mark.parametrize("name", FILES)
def test_a_clean_copy_passes_and_the_original_itself_does_not(name: str) -> None:
    data = FILES[name]
    check(name, data, clean(name, data, CHOICES).data)
    with pytest.raises(UserError) as caught:
        check(name, data, data)
    assert caught.value.code == "E-CLEAN"


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.xlsx", "a.pdf"])
def test_the_copy_of_another_document_does_not_pass(name: str) -> None:
    other = {
        "a.txt": "\n".join((*LINES[:2], "其余文宇")).encode(),
        "a.docx": docx(*LINES[:2], "其余文宇"),
        "a.xlsx": xlsx({"名单": [[line] for line in (*LINES[:2], "其余文宇")]}),
        "a.pdf": pdf((*LINES[:2], "其余文字", *["另外多出来的一整行文字" * 3] * 12)),
    }[name]
    with pytest.raises(UserError, match="不一致"):
        check(name, FILES[name], clean(name, other, CHOICES).data)


def test_a_copy_that_lost_a_line_or_a_page_does_not_pass() -> None:
    fewer = "\n".join(LINES[:2]).encode()
    with pytest.raises(UserError, match="不一致"):
        check("a.txt", FILES["a.txt"], clean("a.txt", fewer, CHOICES).data)
    two = pdf(LINES, LINES)
    with pytest.raises(UserError, match="2 页"):
        check("a.pdf", two, clean("a.pdf", FILES["a.pdf"], CHOICES).data)
    with pytest.raises(UserError, match="打不开"):
        check("a.docx", FILES["a.docx"], b"PK\x03\x04")


def test_a_value_in_the_markup_or_in_a_comment_does_not_pass() -> None:
    original = word(paragraph(f"联系手机 {MOBILE}"))
    made = clean("a.docx", original, CHOICES).data
    xml = inside(made)["word/document.xml"].decode()
    for spoilt in (
        xml.replace("<w:p>", f'<w:p w:rsidR="{MOBILE}">', 1),
        xml.replace("<w:p>", f"<w:p><w:r><w:instrText>{MOBILE}</w:instrText></w:r>", 1),
    ):
        assert spoilt != xml
        with pytest.raises(UserError, match="标记"):
            check("a.docx", original, repacked(made, {"word/document.xml": spoilt}))
    hidden = xml.replace("</w:body>", paragraph(run("藏着", "<w:vanish/>")) + "</w:body>")
    with pytest.raises(UserError, match="隐藏"):
        check("a.docx", original, repacked(made, {"word/document.xml": hidden}))
    comment = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:comment><w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p></w:comment></w:comments>"
    )
    with pytest.raises(UserError):
        check("a.docx", original, repacked(made, {"word/comments.xml": comment}))
