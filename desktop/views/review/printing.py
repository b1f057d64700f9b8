"""The review form on paper: as it stands now, or blank for ink."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.services import papers
from desktop.services.item_detail import ItemDetail
from desktop.views.components.buttons import Button
from desktop.views.workbench import Workbench

PDF = "PDF 文件 (*.pdf)"


class PrintButton(Button):
    """A verb with a menu; writes a PDF where the user wants it and opens it."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("打印审查表", icon="printer", parent=parent)
        self._bench = bench
        self._item: ItemDetail | None = None
        self.clicked.connect(self._open_menu)

    def set_item(self, item: ItemDetail) -> None:
        """Take the item whose form is printed."""
        self._item = item

    def print_filled(self) -> None:
        """Save the form as it stands and open it."""
        item = self._item
        assert item is not None
        self._save(f"保密审查表 {item.form_number}.pdf", item.uuid)

    def print_blank(self) -> None:
        """Save a blank form and open it."""
        self._save("保密审查表（空白）.pdf", "")

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("按现在的内容").triggered.connect(self.print_filled)
        menu.addAction("空白审查表").triggered.connect(self.print_blank)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _save(self, name: str, uuid: str) -> None:
        target = self._bench.ask_target(self, "保存审查表", name, PDF)
        if target is None:
            return
        desk = self._bench.desk

        def write() -> None:
            papers.save_pdf(target, papers.review_form_pdf(desk, uuid) if uuid else papers.blank_form_pdf(desk))

        self._bench.read(self, write, lambda _nothing: self._bench.show_file(target))
