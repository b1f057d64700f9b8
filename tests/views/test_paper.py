"""Paper: what a printer is given is the whole page, not an empty one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop.screening.pages import render_page
from desktop.services.papers import recovery_pdf
from desktop.views.paper import a4_printer, paint_pages


def test_a_sheet_reaches_the_printer(qapp: QApplication, tmp_path: Path) -> None:
    pdf = recovery_pdf("临江省司法厅", "律师工作处", "AB12-CD34-EF56-GH78-JK90-MN12-PQ34-RS56-TV78", date(2026, 11, 20))
    target = tmp_path / "printed.pdf"
    printer = a4_printer("应急密钥单")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    paint_pages(printer, pdf)
    before, after = render_page(pdf, 1, 1600), render_page(target.read_bytes(), 1, 1600)
    assert abs(before.height - after.height) <= 4
    dark = [sum(255 - value for value in page.rgb) / len(page.rgb) for page in (before, after)]
    assert dark[0] > 3
    assert abs(dark[0] - dark[1]) < dark[0] * 0.2
