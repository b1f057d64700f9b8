"""A scan of a signature in ink before one's eyes; a copy can be saved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.screening.pages import PageImage
from desktop.services import ink_scans, items
from desktop.services.ink_scans import Scan, ScanView
from desktop.services.scan_files import page_of, pages_of
from desktop.views.components.buttons import IconButton
from desktop.views.components.card import Ground
from desktop.views.components.dialogs import Dialog
from desktop.views.components.document_page import DocumentPage
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Text
from desktop.views.look.theme import theme
from desktop.views.workbench import Workbench

WIDTH, HEIGHT, PIXELS = 820, 560, 1240


class ScanDialog(Dialog):
    """Shows the pages of a scan; 另存为 writes a copy where the user wants it."""

    def __init__(self, parent: QWidget, bench: Workbench, view: ScanView) -> None:
        super().__init__(parent, "签字扫描件", view.name, commit="另存为", cancel="关闭", icon="stamp", width=WIDTH)
        self._bench, self._view = bench, view
        self._scan: Scan | None = None
        self._pages, self._at = 0, 1
        self._back = IconButton("chevron-left", "上一页", small=True)
        self._next = IconButton("chevron-right", "下一页", small=True)
        self.place = Text("正在打开", "small", "text2")
        self.page = DocumentPage(max_width=WIDTH - 100)
        self._lay_out_pages()
        self._back.clicked.connect(self._page_back)
        self._next.clicked.connect(self._page_on)
        self.commit.block("正在打开")
        bench.run(self, lambda _progress, _cancelled: self._opened(), self._show, on_error=self.error.show_error)

    def _lay_out_pages(self) -> None:
        head = QHBoxLayout()
        for widget in (self._back, self.place, self._next):
            head.addWidget(widget)
            if isinstance(widget, IconButton):
                widget.setEnabled(False)
        head.addStretch(1)
        self.body.addLayout(head)
        self._column = ScrollColumn(margin=4, spacing=8)
        self._column.add(self.page)
        ground = Ground("desk")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.addWidget(self._column)
        parent = self.parentWidget()
        assert parent is not None
        room = parent.window().height() - theme().px(290)
        ground.setMinimumHeight(max(theme().px(240), min(theme().px(HEIGHT), room)))
        self.add(ground)

    def _opened(self) -> tuple[Scan, int, PageImage]:
        scan = ink_scans.read(self._bench.desk, self._view)
        return scan, pages_of(scan), page_of(scan, 1, PIXELS)

    def _show(self, opened: tuple[Scan, int, PageImage]) -> None:
        self._scan, self._pages, first = opened
        self.commit.unblock()
        self._show_page(first)

    def _page_back(self) -> None:
        self._go(self._at - 1)

    def _page_on(self) -> None:
        self._go(self._at + 1)

    def _go(self, number: int) -> None:
        scan = self._scan
        if scan is None or not 1 <= number <= self._pages:
            return
        self._at = number
        self._bench.run(
            self,
            lambda _progress, _cancelled: page_of(scan, number, PIXELS),
            lambda image: self._show_page(image) if number == self._at else None,
            on_error=self.error.show_error,
        )

    def _show_page(self, image: PageImage) -> None:
        shown = QImage(image.rgb, image.width, image.height, image.stride, QImage.Format.Format_RGB888)
        self.page.show_image(shown.copy())  # the copy owns its pixels
        self._column.verticalScrollBar().setValue(0)
        self.place.set_words(f"{self._at} / {self._pages} 页")
        self._back.setEnabled(self._at > 1)
        self._next.setEnabled(self._at < self._pages)
        self._next.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def check(self) -> bool:
        """Save a copy; the dialog stays open."""
        target = self._bench.ask_target(self, "另存扫描件", self._view.name)
        if target is not None:
            desk, digest = self._bench.desk, self._view.sm3
            self._bench.run(
                self,
                lambda _progress, _cancelled: items.save_document_as(desk, digest, target),
                lambda _nothing: self._bench.tell("扫描件已另存", target.name),
                on_error=self.error.show_error,
            )
        return False
