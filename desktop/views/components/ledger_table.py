"""The ledger table: a million rows, one delegate, multi-select, keyboard, columns to choose, totals, empty state."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.views.components.card import Foot
from desktop.views.components.ledger_delegate import LedgerDelegate
from desktop.views.components.ledger_header import LedgerHeader
from desktop.views.components.ring import by_keyboard
from desktop.views.components.text import Text, show_if
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.table_models import (
    Column,
    Fetch,
    Key,
    ListTableModel,
    MenuCell,
    PagedTableModel,
    Row,
    cell_words,
)

COPY_LIMIT = 20_000
_ROWS = QItemSelectionModel.SelectionFlag.Rows


class _View(QTableView):
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
        chooser.select(index, QItemSelectionModel.SelectionFlag.Toggle | _ROWS)

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
        self.view = _View(self.model, remember_as)
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
                self.view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select | _ROWS)
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


class LedgerFooter(Foot):
    """Totals at the left, a grey fact at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(6)
        self._totals: list[QWidget] = []
        self._row.addStretch(1)
        self._fact = Text("", "caption", "text3")
        self._row.addWidget(self._fact)
        follow_theme(self)

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(tokens.FOOTER_HEIGHT))

    def set_totals(self, totals: Sequence[tuple[str, str]], fact: str = "") -> None:
        """`[("符合条件", "38 件"), ("主动公开", "31")]` and a fact such as how long the search took."""
        for widget in self._totals:
            self._row.removeWidget(widget)
            widget.deleteLater()
        self._totals = []
        place = 0
        for words, value in totals:
            for label in (Text(words, "caption", "text2"), Text(value, "chip", "text")):
                self._row.insertWidget(place, label)
                self._totals.append(label)
                place += 1
            gap = QWidget()
            gap.setFixedWidth(theme().px(8))
            self._row.insertWidget(place, gap)
            self._totals.append(gap)
            place += 1
        self._fact.set_words(fact)
