"""The empty page of a registration: drop the files, choose them, or type."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.progress import ProgressLine
from desktop.views.editor.drop import ACCEPTED, DropArea, dropped_files
from desktop.views.look import tokens
from desktop.views.workbench import Workbench


class StartPage(QWidget):
    """`chosen(list[Path])` follows files dropped, pasted or chosen; `without()` goes on without any."""

    chosen = Signal(list)
    without = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.error = ErrorPanel()
        self.line = ProgressLine("正在检查内容", leaves="已检查过的文件保留")
        self.area = DropArea()
        self.area.dropped.connect(self.chosen)
        self.area.choose.clicked.connect(self._choose)
        self.area.empty.way_out.connect(self.without)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        column = QVBoxLayout(self)
        margin = tokens.PAGE_MARGIN
        column.setContentsMargins(margin, 4, margin, margin)
        column.setSpacing(tokens.CARD_GAP)
        column.addWidget(self.error)
        column.addWidget(self.line)
        column.addWidget(self.area, 1)

    def clear(self) -> None:
        """As if nobody had been here."""
        self.error.clear()
        self.busy(False)
        self.area.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def busy(self, at_work: bool) -> None:
        """Files are being looked into: no others are taken meanwhile."""
        self.area.setEnabled(not at_work)
        if at_work:
            self.error.clear()

    def refuse(self, problem: UserError) -> None:
        """Say why the files were not taken in."""
        self.busy(False)
        self.error.show_error(problem)

    def _paste(self) -> None:
        files = dropped_files(QGuiApplication.clipboard().mimeData())
        if files and self.area.isEnabled():
            self.chosen.emit(files)

    def _choose(self) -> None:
        files = self._bench.ask_files(self, "选择要公开的文件", ACCEPTED)
        if files:
            self.chosen.emit(files)
