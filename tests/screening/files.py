"""Builds small real documents in memory: Word, Excel and PDF files with what a test needs."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from docx import Document
from openpyxl.comments import Comment
from pypdfium2 import PdfDocument
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: str, header: str = "", footer: str = "", table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word document made by python-docx."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, text in enumerate(cells):
                grid.cell(row, column).text = text
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_body(xml: str, parts: dict[str, str] | None = None) -> bytes:
    """A bare Word package with the given body XML and further parts."""
    names = f'xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"'
    document = f'<?xml version="1.0"?><w:document {names}><w:body>{xml}</w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(parts or {})})


def archive(entries: dict[str, str | bytes]) -> bytes:
    """A zip with the given entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return stream.getvalue()


def repacked(data: bytes, entries: dict[str, str | bytes]) -> bytes:
    """The same package with some entries replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        old = {name: package.read(name) for name in package.namelist()}
    return archive({**old, **entries})


def xlsx(sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = (), comment: str = "") -> bytes:
    """A workbook made by openpyxl."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "veryHidden"
        if comment:
            sheet["A1"].comment = Comment(comment, "经办人")
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def pdf(*pages: tuple[str, ...], title: str = "", password: str = "") -> bytes:
    """A PDF; an empty page stands for a scanned one."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=password or None)
    canvas.setTitle(title)
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def blank_pdf() -> bytes:
    """A PDF written by another program, with one empty page."""
    stream = io.BytesIO()
    document = PdfDocument.new()
    document.new_page(595, 842)
    document.save(stream)
    document.close()
    return stream.getvalue()
