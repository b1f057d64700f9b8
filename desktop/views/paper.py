"""Papers from the window to a printer or a file, without a plain copy on the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QStandardPaths
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

PRINT_WIDTH = 2480
"""Pixels across an A4 page at 300 dots an inch."""


def print_pdf(owner: QWidget, pdf: bytes, title: str, pages: int = 1) -> bool:
    """Ask for a printer and print; False when the user backs out. Raises UserError when the PDF is broken."""
    printer = a4_printer(title)
    dialog = QPrintDialog(printer, owner)
    dialog.setWindowTitle(f"打印{title}")
    if not dialog.exec():
        return False
    paint_pages(printer, pdf, pages)
    return True


def a4_printer(title: str) -> QPrinter:
    """A printer set to whole A4 pages: the papers bring their own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    printer.setPageLayout(layout)
    return printer


def paint_pages(printer: QPrinter, pdf: bytes, pages: int = 1) -> None:
    """Put the first `pages` pages of a PDF on paper."""
    from desktop.screening.pages import render_page  # the PDF reader, for whoever prints

    painter = QPainter(printer)
    try:
        for number in range(1, pages + 1):
            if number > 1:
                printer.newPage()
            page = render_page(pdf, number, PRINT_WIDTH)
            image = QImage(page.rgb, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
            painter.drawImage(QRectF(painter.viewport()), image)
    finally:
        painter.end()


def ask_pdf_target(owner: QWidget, title: str, name: str) -> Path | None:
    """Where to save a PDF, None when the user backs out."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(owner, title, str(Path(folder) / name), "PDF 文件 (*.pdf)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
