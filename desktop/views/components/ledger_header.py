"""The head of a ledger: sorts, selects everything, and chooses the columns."""

from __future__ import annotations

import json

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from desktop.views.components.checks import paint_check
from desktop.views.components.ledger_delegate import PAD
from desktop.views.components.memory import memory
from desktop.views.look import icons, paint, tokens
from desktop.views.look.theme import theme
from desktop.views.table_models import PagedTableModel

TITLE_ROOM = 160
"""So wide the title stays before a spare column stands aside for it."""


class LedgerHeader(QHeaderView):
    """`sort_requested(sort key, descending)`, `all_toggled()`; the layout is remembered under `name`."""

    sort_requested = Signal(str, bool)
    all_toggled = Signal()

    def __init__(self, view: QTableView, model: PagedTableModel, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._columns = model.columns
        self._name = name
        self._sorted: tuple[str, bool] = ("", False)
        self._aside: dict[int, int] = {}
        self.check_state = Qt.CheckState.Unchecked
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu_at)
        self.sectionClicked.connect(self._clicked)

    def restyle(self) -> None:
        """Take sizes from the theme and lay the columns out."""
        self.setMinimumSectionSize(theme().px(32))
        self.setFixedHeight(theme().px(tokens.HEAD_HEIGHT))
        self.lay_out()

    def lay_out(self) -> None:
        """Widths and visibility as declared, then as remembered."""
        kept = self._recall()
        self._aside = {}
        stretching = self._stretching()
        hidden = kept.get("hidden")
        widths = kept.get("widths", {})
        for index, column in enumerate(self._columns):
            hide = column.key in hidden if isinstance(hidden, list) else column.hidden
            self.setSectionHidden(index, hide and not column.fixed)
            wide = widths.get(column.key, column.width) if isinstance(widths, dict) else column.width
            self.resizeSection(index, theme().px(int(wide)))
            mode = QHeaderView.ResizeMode.Stretch if index == stretching else QHeaderView.ResizeMode.Interactive
            if column.kind == "check":
                mode = QHeaderView.ResizeMode.Fixed
            self.setSectionResizeMode(index, mode)
        self.setStretchLastSection(stretching < 0)
        order = kept.get("order")
        keys = [column.key for column in self._columns]
        if isinstance(order, list) and sorted(order) == sorted(keys):
            for place, key in enumerate(order):
                self.moveSection(self.visualIndex(keys.index(key)), place)
        self._make_room()

    def _stretching(self) -> int:
        return next((i for i, column in enumerate(self._columns) if column.kind == "title"), -1)

    def _make_room(self) -> None:
        """Let spare columns stand aside, the last ones first, while the title has no room; they come back with it."""
        title = self._stretching()
        spare = [i for i, one in enumerate(self._columns) if one.spare and not self._is_chosen_away(i)]
        if title < 0 or not spare:
            return
        widths = [self._aside.get(index) or self.sectionSize(index) for index in range(self.count())]
        over = sum(widths) - widths[title] + theme().px(TITLE_ROOM) - self.width()
        for index in reversed(spare):
            aside = over > 0
            over -= widths[index] if aside else 0
            if aside == (index in self._aside):
                continue
            if aside:
                self._aside[index] = widths[index]
            self.setSectionHidden(index, aside)
            if not aside:
                self.resizeSection(index, self._aside.pop(index))

    def _is_chosen_away(self, index: int) -> bool:
        return self.isSectionHidden(index) and index not in self._aside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window was made wider or narrower."""
        super().resizeEvent(event)
        self._make_room()

    def remember(self) -> None:
        """Keep order, widths and hidden columns."""
        if not self._name:
            return
        keys = [column.key for column in self._columns]
        layout = {
            "order": [keys[self.logicalIndex(place)] for place in range(self.count())],
            "widths": {
                key: round((self._aside.get(index) or self.sectionSize(index)) / theme().scale)
                for index, key in enumerate(keys)
                if not self._is_chosen_away(index)
            },
            "hidden": [key for index, key in enumerate(keys) if self._is_chosen_away(index)],
        }
        memory().keep(f"columns/{self._name}", json.dumps(layout))

    def _recall(self) -> dict[str, object]:
        words = memory().recall(f"columns/{self._name}") if self._name else ""
        return dict(json.loads(words)) if words else {}

    def set_sorted(self, key: str, descending: bool) -> None:
        """Show by which column the records are sorted."""
        self._sorted = (key, descending)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Height of a head."""
        return QSize(super().sizeHint().width(), theme().px(tokens.HEAD_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        """Title, sort arrow, check box."""
        px, color = theme().px, theme().color
        column = self._columns[index]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, color("sunken"))
        paint.hline(painter, rect.left(), rect.bottom(), rect.width(), color("line"))
        room = QRectF(rect).adjusted(px(PAD), 0, -px(6), 0)
        if column.kind == "check":
            paint_check(painter, room.left(), room.center().y(), self.check_state)
        else:
            self._paint_title(painter, room, column.title, column.sort, right=column.kind == "count")
        painter.restore()

    def _paint_title(self, painter: QPainter, room: QRectF, title: str, sort: str, *, right: bool) -> None:
        px, color = theme().px, theme().color
        key, descending = self._sorted
        on = bool(sort) and sort == key
        token = "text" if on else "text2"
        align = paint.RIGHT if right else paint.LEFT
        area = room.adjusted(0, 0, -px(6), 0) if right else room
        taken = paint.text(painter, area, title, "chip" if on else "caption", color(token), align)
        if on:
            glyph = "arrow-down" if descending else "arrow-up"
            x = area.right() - taken - px(18) if right else room.left() + taken + px(5)
            icons.draw(painter, glyph, x, room.center().y() - px(6), px(12), color("accent"))

    def _clicked(self, index: int) -> None:
        column = self._columns[index]
        if column.kind == "check":
            self.all_toggled.emit()
        elif column.sort:
            descending = self._sorted == (column.sort, False)
            self.set_sorted(column.sort, descending)
            self.sort_requested.emit(column.sort, descending)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember widths and order after a drag."""
        super().mouseReleaseEvent(event)
        self.remember()

    def columns_menu(self) -> QMenu:
        """The column chooser."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for index, column in enumerate(self._columns):
            if column.kind == "check":
                continue
            action = QAction(column.title, menu)
            action.setCheckable(True)
            action.setChecked(not self._is_chosen_away(index))
            action.setEnabled(not column.fixed)
            action.setData(index)
            menu.addAction(action)
        menu.addSeparator()
        reset = QAction("恢复原来的列", menu)
        reset.setData(-1)
        menu.addAction(reset)
        menu.triggered.connect(self._column_chosen)
        return menu

    def _column_chosen(self, action: QAction) -> None:
        index = int(action.data())
        if index < 0:
            if self._name:
                memory().keep(f"columns/{self._name}", "")
            for place in range(self.count()):
                self.moveSection(self.visualIndex(place), place)
            self.lay_out()
            return
        self._aside.pop(index, None)
        self.setSectionHidden(index, not action.isChecked())
        self.remember()
        self._make_room()

    def _open_menu_at(self, at: QPoint) -> None:
        self.columns_menu().popup(self.mapToGlobal(at))
