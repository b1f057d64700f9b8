"""Reads PDF files page by page, with their metadata; a page without text is said to be an image."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pypdfium2

from desktop.errors import UserError
from desktop.screening.archive import broken, encrypted
from desktop.screening.records import Notice, PageCount, Part, Piece, Role

MAX_PAGES = 5_000
_NAMED_PAGES = 20
# pdfium is not thread-safe; several documents may take turns, page by page.
_PDFIUM = threading.Lock()


def read_pdf(data: bytes) -> Iterator[Piece]:
    """Yield metadata and one part a page; raises UserError for encrypted, broken or endless files."""
    document = _open(data)
    try:
        with _PDFIUM:
            fields = document.get_metadata_dict(skip_empty=True)
            pages = len(document)
        if pages > MAX_PAGES:
            raise UserError(f"文件共 {pages} 页，超过 {MAX_PAGES} 页的上限", "拆分成几个文件后再登记", code="S-PAGES")
        if not pages:
            raise broken()
        yield PageCount(pages)
        words = "\n".join(value for key, value in fields.items() if key in {"Title", "Subject", "Keywords"})
        if words:
            yield Part("文档属性", words, Role.PROPERTY)
        yield from _pages(document, pages)
    finally:
        with _PDFIUM:
            document.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    with _PDFIUM:
        try:
            return pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise (encrypted() if "password" in str(error).lower() else broken()) from error


def _pages(document: pypdfium2.PdfDocument, pages: int) -> Iterator[Piece]:
    images = []
    for number in range(1, pages + 1):
        text = _page_text(document, number - 1)
        if text.strip():
            yield Part(f"第 {number} 页", text)
        else:
            images.append(number)
    if images:
        yield Notice(_image_notice(images, pages))


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str:
    with _PDFIUM:
        try:
            page = document[index]
        except pypdfium2.PdfiumError as error:
            raise broken() from error
        textpage = page.get_textpage()
        text = str(textpage.get_text_range())
        textpage.close()
        page.close()
    # pdfium marks a hyphenated line end with U+FFFE.
    return text.replace("\r\n", "\n").replace("\ufffe", "")


def _image_notice(images: list[int], pages: int) -> str:
    if len(images) == pages:
        return "各页都没有文字，是图像页，内容无法检查，须逐页人工核对"
    named = "、".join(map(str, images[:_NAMED_PAGES])) + ("等" if len(images) > _NAMED_PAGES else "")
    return f"第 {named} 页没有文字，是图像页，内容无法检查，须人工核对"
