"""Papers from the window to a printer or a file, without a plain copy on the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QStandardPaths
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import Cancelled, UserError
from desktop.views.jobs import CancelCheck, Progress

NO_PRINTER = "没有可用的打印机"

PRINT_WIDTH = 2480
"""Pixels across an A4 page at 300 dots an inch."""


class Printers:
    """The printers that this PC knows."""

    def names(self) -> list[str]:
        """Their names, the default one first."""
        usual = QPrinterInfo.defaultPrinterName()
        return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name))

    def open(self, name: str, title: str, landscape: bool) -> QPrinter:
        """A printer set to whole A4 pages; UserError (E-PRINTER) when it is no longer there."""
        printer = a4_printer(title, landscape)
        printer.setPrinterName(name)
        if name not in self.names() or not printer.isValid():
            raise UserError(f"打印机“{name}”现在用不了", "接好打印机再试，或者另存为 PDF", "E-PRINTER")
        return printer


def print_pdf(owner: QWidget, pdf: bytes, title: str, pages: int = 1) -> bool:
    """Ask for a printer and print; False when the user backs out.

    Raises UserError when there is no printer or the PDF is broken.
    """
    if not Printers().names():
        raise UserError(NO_PRINTER, "装好打印机再打印，或者保存为 PDF", "E-PRINTER")
    printer = a4_printer(title)
    dialog = QPrintDialog(printer, owner)
    dialog.setWindowTitle(f"打印{title}")
    if not dialog.exec():
        return False
    paint_pages(printer, pdf, pages)
    return True


def a4_printer(title: str, landscape: bool = False) -> QPrinter:
    """A printer set to whole A4 pages: the papers bring their own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), turned, QMarginsF(0, 0, 0, 0)))
    return printer


def paint_pages(
    printer: QPrinter,
    pdf: bytes,
    pages: int = 1,
    progress: Progress = lambda _done, _total: None,
    cancelled: CancelCheck = lambda: False,
) -> None:
    """Put the first `pages` pages of a PDF on paper; may run off the GUI thread.

    Raises Cancelled when the user stops it, UserError (E-PRINTER) when the printer takes nothing.
    """
    from desktop.screening.pages import render_page  # the PDF reader, for whoever prints

    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("打印机没有接受这次打印", "接好打印机再试，或者另存为 PDF", "E-PRINTER")
    try:
        for number in range(1, pages + 1):
            if cancelled():
                printer.abort()
                raise Cancelled
            progress(number - 1, pages)
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
