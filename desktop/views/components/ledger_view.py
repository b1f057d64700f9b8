"""The rows of a ledger table: what the pointer and the keys do on them, and which are chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QTableView

from desktop.views.components.ledger_delegate import LedgerDelegate
from desktop.views.components.ledger_header import LedgerHeader
from desktop.views.components.ring import by_keyboard
from desktop.views.table_models import MenuCell, PagedTableModel, cell_words

COPY_LIMIT = 20_000
ROWS = QItemSelectionModel.SelectionFlag.Rows


class LedgerView(QTableView):
    """The table view proper: hover, check clicks, keys."""

    opened = Signal(object)
    previewed = Signal(object)
    menu_wanted = Signal(object, QPoint)
    cell_wanted = Signal(object, str, QPoint)

    def __init__(self, model: PagedTableModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self._rows = model
        self.delegate = LedgerDelegate(self, model)
        self.setItemDelegate(self.delegate)
        self.head = LedgerHeader(self, model, name)
        self.setHorizontalHeader(self.head)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            corner.setAccessibleName("全选")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._double_clicked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a check box toggles its row only; a click on a menu cell opens its menu."""
        self.delegate.show_current = False
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if index.isValid() and left and self._rows.columns[index.column()].kind == "check":
            self._toggle(index)
            return
        super().mousePressEvent(event)
        if index.isValid() and left and isinstance(self._rows.cell(index.row(), index.column()), MenuCell):
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.cell_wanted.emit(self._rows.key(index.row()), self._rows.columns[index.column()].key, below)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Track the hovered row."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space previews, Ctrl Space toggles, Ctrl C copies, Ctrl A takes all."""
        self.delegate.show_current = True
        index = self.currentIndex()
        key, ctrl = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(self._rows.key(index.row()))
        elif key == Qt.Key.Key_Space and index.isValid():
            if ctrl:
                self._toggle(index)
            else:
                self.previewed.emit(self._rows.key(index.row()))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Typing letters must not jump through a million rows."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current row when the focus came by a key."""
        super().focusInEvent(event)
        self.delegate.show_current = by_keyboard(event)
        if by_keyboard(event) and not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the keyboard frame."""
        super().focusOutEvent(event)
        self.delegate.show_current = False
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer or the current row."""
        index = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else self.currentIndex()
        if index.isValid():
            self.menu_wanted.emit(self._rows.key(index.row()), event.globalPos())

    def copy(self) -> None:
        """Copy the chosen rows as tab-separated text with a head, for a spreadsheet."""
        columns = [
            i for i, column in enumerate(self._rows.columns) if column.kind != "check" and not self.isColumnHidden(i)
        ]
        lines = ["\t".join(self._rows.columns[i].title for i in columns)]
        for number in selected_rows(self)[:COPY_LIMIT]:
            cells = (self._rows.cell(number, i) for i in columns)
            lines.append("\t".join("" if cell is None else cell_words(cell).replace("\t", " ") for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _double_clicked(self, index: QModelIndex) -> None:
        if self._rows.columns[index.column()].kind != "check":
            self.opened.emit(self._rows.key(index.row()))

    def _toggle(self, index: QModelIndex) -> None:
        chooser = self.selectionModel()
        chooser.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        chooser.select(index, QItemSelectionModel.SelectionFlag.Toggle | ROWS)

    def _hover(self, row: int) -> None:
        if row != self.delegate.hovered:
            self.delegate.hovered = row
            self.viewport().update()


def selected_rows(view: QTableView) -> list[int]:
    """Numbers of the chosen rows, in order; cheap for a whole million."""
    chosen = view.selectionModel().selection()
    rows: set[int] = set()
    for number in range(chosen.count()):
        part = chosen.at(number)
        rows.update(range(part.top(), part.bottom() + 1))
    return sorted(rows)
