"""The ledger table: a million rows to choose from, their head and foot, and what is shown while there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop.views.components.ledger_footer import LedgerFooter
from desktop.views.components.ledger_view import ROWS, LedgerView, selected_rows
from desktop.views.components.text import show_if
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.table_models import Column, Fetch, Key, ListTableModel, PagedTableModel, Row


class LedgerTable(QWidget):
    """A ledger of records.

    `columns` as in table_models; `fetch(keys)` returns rows for keys (leave it out for a table fed by `set_rows`).
    `remember_as` names the remembered column layout. `empty` is shown instead of the rows while there are none.

    Signals: `opened(key)` double click or Enter; `previewed(key)` Space; `current_changed(key or None)`;
    `selection_changed(count)`; `sort_requested(sort key, descending)`; `menu_requested(key, QMenu)` - add your
    verbs to the menu; `cell_clicked(key, column key, QPoint)` for MenuCells.
    """

    opened = Signal(object)
    previewed = Signal(object)
    current_changed = Signal(object)
    selection_changed = Signal(int)
    sort_requested = Signal(str, bool)
    menu_requested = Signal(object, QMenu)
    cell_clicked = Signal(object, str, QPoint)

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Fetch | None = None,
        *,
        name: str,
        checks: bool = True,
        remember_as: str = "",
        footer: bool = True,
        empty: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model: PagedTableModel = (
            ListTableModel(columns, checks=checks, parent=self)
            if fetch is None
            else PagedTableModel(columns, fetch, checks=checks, parent=self)
        )
        self.view = LedgerView(self.model, remember_as)
        self.view.setAccessibleName(name)
        self.footer = LedgerFooter()
        show_if(self.footer, footer)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._empty = empty
        if empty is not None:
            self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._stack, 1)
        column.addWidget(self.footer)
        self.setFocusProxy(self.view)
        self._connect()
        follow_theme(self)

    def _connect(self) -> None:
        self.view.opened.connect(self.opened)
        self.view.previewed.connect(self.previewed)
        self.view.cell_wanted.connect(self.cell_clicked)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.head.sort_requested.connect(self.sort_requested)
        self.view.head.all_toggled.connect(self._toggle_all)
        self.view.selectionModel().selectionChanged.connect(self._selection_changed)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self.model.about_to_change.connect(self.view.scrollToTop)

    def restyle(self) -> None:
        """Take row and head heights from the theme."""
        self.view.verticalHeader().setMinimumSectionSize(theme().px(24))
        self.view.verticalHeader().setDefaultSectionSize(theme().px(tokens.ROW_HEIGHT))
        self.view.head.restyle()
        self.view.viewport().update()

    def set_keys(self, keys: Sequence[Key]) -> None:
        """Show other records; the current one stays current, or its place is taken by the next."""
        current, place = self.current_key(), self.view.currentIndex().row()
        self.model.set_keys(keys)
        self._settle(current, place)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows (tables made without `fetch`)."""
        current, place = self.current_key(), self.view.currentIndex().row()
        if not isinstance(self.model, ListTableModel):
            raise TypeError("this table fetches its rows")
        self.model.set_rows(rows)
        self._settle(current, place)

    def refresh(self, keys: Sequence[Key] | None = None) -> None:
        """Fetch these records (or all) again."""
        self.model.refresh(keys)

    def current_key(self) -> Key | None:
        """The key of the current row."""
        index = self.view.currentIndex()
        return self.model.key(index.row()) if index.isValid() else None

    def selected_keys(self) -> list[Key]:
        """Keys of the chosen rows, in order."""
        return [self.model.key(number) for number in selected_rows(self.view)]

    def select(self, keys: Sequence[Key]) -> None:
        """Choose exactly these records and go to the first."""
        self.view.clearSelection()
        for key in keys:
            number = self.model.place(key)
            if number >= 0:
                index = self.model.index(number, 0)
                self.view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select | ROWS)
                if key == keys[0]:
                    self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
                    self.view.scrollTo(index)

    def set_sorted(self, key: str, descending: bool = False) -> None:
        """Show by which column the records are sorted."""
        self.view.head.set_sorted(key, descending)

    def open_column_chooser(self, at: QPoint | None = None) -> None:
        """Open the column chooser below the head or at a global point."""
        head = self.view.head
        head.columns_menu().popup(at or head.mapToGlobal(head.rect().bottomRight()))

    def open_column_chooser_below(self) -> None:
        """Slot for a 选择列 button."""
        self.open_column_chooser()

    def set_empty(self, widget: QWidget) -> None:
        """What to show while there are no records (e.g. another sentence for no search result)."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = widget
        self._stack.addWidget(widget)
        self._show_rows_or_empty()

    def _settle(self, current: Key | None, place: int) -> None:
        self._show_rows_or_empty()
        rows = self.model.rowCount()
        if current is None or not rows:
            self.selection_changed.emit(0)
            self.current_changed.emit(None)
            return
        number = self.model.place(current)
        number = number if number >= 0 else max(0, min(place, rows - 1))
        self.view.setCurrentIndex(self.model.index(number, 0))

    def _show_rows_or_empty(self) -> None:
        bare = self._empty is not None and not self.model.rowCount()
        self._stack.setCurrentWidget(self._empty if bare and self._empty is not None else self.view)

    def _selection_changed(self) -> None:
        chosen = self.view.selectionModel().selection()
        count = sum(chosen.at(number).height() for number in range(chosen.count()))
        states = Qt.CheckState
        total = self.model.rowCount()
        self.view.head.check_state = (
            states.Unchecked if not count else states.Checked if count == total else states.PartiallyChecked
        )
        self.view.head.viewport().update()
        self.view.viewport().update()
        self.selection_changed.emit(count)

    def _current_changed(self, index: QModelIndex) -> None:
        self.current_changed.emit(self.model.key(index.row()) if index.isValid() else None)

    def _toggle_all(self) -> None:
        if self.view.head.check_state == Qt.CheckState.Checked:
            self.view.clearSelection()
        else:
            self.view.selectAll()

    def _open_menu(self, key: Key, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_requested.emit(key, menu)
        if not menu.isEmpty():
            menu.addSeparator()
        copy = QAction("复制选中的行", menu)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.triggered.connect(self.view.copy)
        menu.addAction(copy)
        menu.popup(at)
