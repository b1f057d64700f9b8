"""Reads PDF files page by page, with their metadata; a page without text is said to be an image."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pypdfium2

from desktop.errors import UserError
from desktop.screening.archive import broken, encrypted
from desktop.screening.pdf_traces import document_traces, is_scan, page_traces
from desktop.screening.records import Notice, NoticeKind, PageCount, Part, Piece, Role

MAX_PAGES = 5_000
_NAMED_PAGES = 20
_FEW_LETTERS = 20
PDFIUM = threading.Lock()
"""pdfium is not thread-safe; several documents may take turns, page by page."""


def read_pdf(data: bytes) -> Iterator[Piece]:
    """Yield metadata and one part a page; raises UserError for encrypted, broken or endless files."""
    document = open_pdf(data)
    try:
        with PDFIUM:
            fields = document.get_metadata_dict(skip_empty=True)
            pages = len(document)
            traces = document_traces(document)
        if pages > MAX_PAGES:
            raise UserError(f"文件共 {pages} 页，超过 {MAX_PAGES} 页的上限", "拆分成几个文件后再登记", code="S-PAGES")
        if not pages:
            raise broken()
        yield PageCount(pages)
        words = "\n".join(value for key, value in fields.items() if key in {"Title", "Subject", "Keywords"})
        if words:
            yield Part("文档属性", words, Role.PROPERTY)
        yield from traces
        yield from _pages(document, pages)
    finally:
        with PDFIUM:
            document.close()


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF in memory; raises UserError when it is encrypted or broken. Close it under the lock."""
    with PDFIUM:
        try:
            return pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise (encrypted() if "password" in str(error).lower() else broken()) from error


def _pages(document: pypdfium2.PdfDocument, pages: int) -> Iterator[Piece]:
    images = []
    for number in range(1, pages + 1):
        text, traces, scanned = _read_page(document, number - 1)
        if text.strip():
            yield Part(f"第 {number} 页", text)
        if scanned:
            images.append(number)
        yield from traces
    if images:
        yield image_notice(images, pages)


def _read_page(document: pypdfium2.PdfDocument, index: int) -> tuple[str, list[Piece], bool]:
    """Give the page's text, what it carries, and whether it is an image: a stamped page number is no text."""
    with PDFIUM:
        try:
            page = document[index]
        except pypdfium2.PdfiumError as error:
            raise broken() from error
        textpage = page.get_textpage()
        text = str(textpage.get_text_range())
        traces = page_traces(page, textpage, f"第 {index + 1} 页")
        letters = len("".join(text.split()))
        scanned = not letters or (letters < _FEW_LETTERS and is_scan(page))
        textpage.close()
        page.close()
    return "".join(letter for letter, _index in kept_letters(text)), traces, scanned


def kept_letters(raw: str) -> Iterator[tuple[str, int]]:
    """The letters of a page's text as it is screened, each with its index in what pdfium gave."""
    for index, letter in enumerate(raw):
        # pdfium ends lines with both characters and marks a hyphenated line end with U+FFFE.
        if letter != "\ufffe" and not (letter == "\r" and raw[index + 1 : index + 2] == "\n"):
            yield letter, index


def image_notice(images: list[int], pages: int) -> Notice:
    """Tell which of `pages` pages (numbered from 1) are images that nobody has checked."""
    if len(images) == pages:
        return Notice("各页都没有文字，是图像页，内容无法检查，须逐页人工核对", NoticeKind.IMAGE_PAGE, "各页")
    named = "、".join(map(str, images[:_NAMED_PAGES])) + ("等" if len(images) > _NAMED_PAGES else "")
    words = f"第 {named} 页没有文字，是图像页，内容无法检查，须人工核对"
    return Notice(words, NoticeKind.IMAGE_PAGE, f"第 {named} 页")
