"""The papers of an item under review: its form as it stands now, blank forms for ink, the return slip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop.services import papers
from desktop.services.forms import FormView, forms
from desktop.services.item_detail import ItemDetail
from desktop.views.components.buttons import Button
from desktop.views.printing.preview import Paper, PrintPreview, print_forms, print_slip
from desktop.views.workbench import Workbench


class PrintButton(Button):
    """A verb with a menu; each entry opens the preview of a paper."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("打印审查表", icon="printer", parent=parent)
        self._bench = bench
        self._item: ItemDetail | None = None
        self.clicked.connect(self._read_forms)

    def set_item(self, item: ItemDetail) -> None:
        """Take the item whose form is printed."""
        self._item = item

    def print_filled(self) -> None:
        """Preview the form as it stands."""
        item = self._item
        assert item is not None
        print_forms(self, self._bench, (item.uuid,), f"保密审查表 {item.form_number}", item.content.title)

    def print_blank(self, code: str = "", name: str = "保密审查表") -> None:
        """Preview a blank form: the one of this code, else the default one."""
        desk = self._bench.desk
        paper = Paper("打印空白审查表", f"{name}（空白）.pdf", lambda _p, _c: papers.blank_form_pdf(desk, code))
        dialog = PrintPreview(self.window(), self._bench, paper, name if code else "")
        dialog.exec()

    def print_slip(self) -> None:
        """Preview the return slip."""
        assert self._item is not None
        print_slip(self, self._bench, self._item)

    def _read_forms(self) -> None:
        desk = self._bench.desk
        self._bench.read(self, lambda: forms(desk), self._open_menu)

    def _open_menu(self, known: tuple[FormView, ...]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("按现在的内容").triggered.connect(self.print_filled)
        if self._item is not None and papers.has_return_slip(self._item):
            menu.addAction("退回补正单").triggered.connect(self.print_slip)
        blank = menu.addMenu("空白表")
        for one in known:
            blank.addAction(one.form.name).triggered.connect(_Blank(self, one.form.code, one.form.name))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class _Blank:
    """An entry of the menu: which blank form it prints."""

    def __init__(self, button: PrintButton, code: str, name: str) -> None:
        self._button, self._code, self._name = button, code, name

    def __call__(self, _checked: bool = False) -> None:
        self._button.print_blank(self._code, self._name)
