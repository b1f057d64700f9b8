"""The first page of the guide: choose or drop a workbook, paste rows, or undo one of the last imports."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.clock import civil_time
from desktop.services.ledger_import import ImportView
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.rows import FactLine
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import show_if
from desktop.views.editor.drop import DropArea

SHOWN = 20


class FrontPage(QWidget):
    """`dropped(list[Path])`, `choosing()`, `pasting()`, and `undoing(ImportView)` for one of the last imports."""

    dropped = Signal(list)
    choosing = Signal()
    pasting = Signal()
    undoing = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = DropArea(
            "把现有的 Excel 台账放到这里",
            "支持 xlsx、xls。先看每一列对应什么、每一行读成什么，确认以后才导入；导入的都是草稿，可以整次撤销。",
            "选择 Excel 文件",
            ("已经在 Excel 里复制了要登记的行？", "粘贴"),
        )
        self.area.setMinimumHeight(360)
        self.area.dropped.connect(self.dropped)
        self.area.choose.clicked.connect(self.choosing)
        self.area.empty.way_out.connect(self.pasting)
        self.recent = Card("最近的导入", "撤销时，改过的和送审的保留")
        self.undo_buttons: dict[str, Button] = {}
        column = ScrollColumn()
        column.add_fill(self.area)
        column.add(self.recent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)
        self.recent.hide()

    def show_imports(self, imports: Sequence[ImportView]) -> None:
        """List the last imports, the newest first."""
        while self.recent.body.count():
            item = self.recent.body.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.undo_buttons = {}
        for one in imports[:SHOWN]:
            self.recent.add(self._line(one))
        show_if(self.recent, bool(imports))

    def busy(self, at_work: bool) -> None:
        """Nothing else is taken while a ledger is being read."""
        self.area.setEnabled(not at_work)
        self.recent.setEnabled(not at_work)

    def take_focus(self) -> None:
        """Begin at the verb."""
        self.area.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, one: ImportView) -> FactLine:
        button = None
        if one.undone_at:
            fact = f"{one.items:,} 件，已撤销"
        elif one.drafts:
            fact = f"{one.items:,} 件，其中草稿 {one.drafts:,} 件"
            button = Button("撤销这次导入", "ghost", icon="undo-2", small=True, name=f"撤销 {one.source} 的导入")
            button.clicked.connect(partial(self.undoing.emit, one))
            self.undo_buttons[one.id] = button
        else:
            fact = f"{one.items:,} 件，都已办理"
        words = f"{one.source}，{one.imported_by}"
        return FactLine(civil_time(one.imported_at), words, fact, icon="file-spreadsheet", button=button)
