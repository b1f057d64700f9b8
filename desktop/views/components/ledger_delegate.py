"""One delegate paints every cell of a ledger: check, number, title with hits, chip, date with words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.views.components.checks import paint_check
from desktop.views.components.chips import paint_chip
from desktop.views.look import icons, paint, tokens
from desktop.views.look.glyphs import seen
from desktop.views.look.theme import theme
from desktop.views.table_models import Cell, ChipCell, Column, DateCell, MenuCell, NoteCell, PagedTableModel, TitleCell

PAD = 12


def paint_marked(
    painter: QPainter, room: QRectF, words: str, marks: tuple[tuple[int, int], ...], font: QFont, color: QColor
) -> int:
    """One line of text with the searched places on a yellow ground; returns its width."""
    metrics = QFontMetrics(font)
    legible = seen(words)
    if legible != words:  # the places are those of the words as they are stored
        words, marks = legible, ()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
    cut = len(words) if shown == words else len(shown) - 1
    for start, length in marks:
        if start >= cut:
            continue
        left = metrics.horizontalAdvance(words[:start])
        width = metrics.horizontalAdvance(words[start : min(start + length, cut)])
        height = metrics.height()
        area = QRectF(room.left() + left - 1, room.center().y() - height / 2, width + 2, height)
        paint.box(painter, area, 3, theme().color("mark"))
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(room, int(paint.LEFT | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


class LedgerDelegate(QStyledItemDelegate):
    """Paints rows of a PagedTableModel whose first view column is the check box when `checks`."""

    def __init__(self, view: QTableView, model: PagedTableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self.hovered = -1
        self.show_current = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Heights are the view's business."""
        return QSize(theme().px(60), theme().px(tokens.ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, rule, selection bar, then the cell."""
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        color, px = theme().color, theme().px
        first = self._first_column() == index.column()
        ground = "row" if chosen else ("hover" if index.row() == self.hovered else "surface")
        painter.save()
        painter.fillRect(rect, color(ground))  # before smoothing, which leaves a seam between cells at 125 and 150 %
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.hline(painter, rect.left(), rect.bottom() - 1, rect.width(), color("grid"))
        if chosen and first:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), color("accent"))
        row = self._model.row(index.row())
        column = self._model.columns[index.column()]
        if column.kind == "check":
            mark = Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
            paint_check(painter, rect.left() + px(PAD), rect.center().y(), mark)
        else:
            cell = self._model.cell(index.row(), index.column())
            if cell is not None:
                room = rect.adjusted(px(PAD), 0, -px(6), 0)
                self._paint_cell(painter, room, cell, column, chosen, row is not None and row.dimmed)
        if self.show_current and self._view.currentIndex().row() == index.row():
            self._paint_current(painter, rect, first, index.column() == self._last_column())
        painter.restore()

    def _paint_current(self, painter: QPainter, rect: QRectF, first: bool, last: bool) -> None:
        """The inset keyboard frame, piece by piece across the row."""
        accent = theme().color("accent")
        paint.hline(painter, rect.left(), rect.top(), rect.width(), accent, 2)
        paint.hline(painter, rect.left(), rect.bottom() - 2, rect.width(), accent, 2)
        if first:
            paint.vline(painter, rect.left(), rect.top(), rect.height(), accent, 2)
        if last:
            paint.vline(painter, rect.right() - 2, rect.top(), rect.height(), accent, 2)

    def _paint_cell(
        self, painter: QPainter, room: QRectF, cell: Cell, column: Column, chosen: bool, dimmed: bool
    ) -> None:
        color = theme().color
        if isinstance(cell, TitleCell):
            self._paint_title(painter, room, cell, chosen, dimmed)
        elif isinstance(cell, ChipCell):
            paint_chip(painter, room.left(), room.center().y(), cell.word, cell.tone, cell.icon, outlined=chosen)
        elif isinstance(cell, DateCell):
            self._paint_date(painter, room, cell)
        elif isinstance(cell, NoteCell):
            self._paint_note(painter, room, cell)
        elif isinstance(cell, MenuCell):
            self._paint_menu(painter, room, cell, chosen)
        elif column.kind == "title":
            role = "medium" if chosen else "body"
            paint.text(painter, room, cell, role, color("text3" if dimmed else "text"))
        elif column.kind == "count":
            paint.text(painter, room.adjusted(0, 0, -theme().px(6), 0), cell, "body", color("text"), paint.RIGHT)
        else:
            paint.text(painter, room, cell, "small", color("text3" if dimmed else "text2"))

    def _paint_title(self, painter: QPainter, room: QRectF, cell: TitleCell, chosen: bool, dimmed: bool) -> None:
        px = theme().px
        aside = paint.width_of(cell.aside, "caption") + px(16) if cell.aside else 0
        font = theme().font("medium" if chosen else "body")
        words = theme().color("text3" if dimmed else "text")
        title = room.adjusted(0, 0, -aside - px(4), 0)
        if cell.words.startswith("《"):
            hang = QFontMetrics(font).height() * 0.3
            title = title.adjusted(-hang, 0, 0, 0)
        paint_marked(painter, title, cell.words, cell.marks, font, words)
        if cell.aside:
            paint.text(
                painter, room.adjusted(0, 0, -px(4), 0), cell.aside, "caption", theme().color("text3"), paint.RIGHT
            )

    def _paint_date(self, painter: QPainter, room: QRectF, cell: DateCell) -> None:
        words = theme().tone(cell.tone)[1] if cell.tone else theme().color("text2")
        role = "label" if cell.tone in ("warn", "bad") else "small"
        day = theme().color("text") if not cell.tone and cell.words.startswith("剩余") else words
        taken = paint.text(painter, room, cell.day, role, day)
        gap = max(taken, paint.width_of("11-30", role)) + theme().px(12)
        paint.text(painter, room.adjusted(gap, 0, 0, 0), cell.words, "chip" if cell.tone else "caption", words)

    def _paint_note(self, painter: QPainter, room: QRectF, cell: NoteCell) -> None:
        px = theme().px
        words = theme().tone(cell.tone)[1] if cell.tone else theme().color("text2")
        if cell.icon:
            icons.draw(painter, cell.icon, room.left(), room.center().y() - px(7), px(14), words)
            room = room.adjusted(px(20), 0, 0, 0)
        paint.text(painter, room, cell.words, "label" if cell.tone else "small", words)

    def _paint_menu(self, painter: QPainter, room: QRectF, cell: MenuCell, chosen: bool) -> None:
        px, color = theme().px, theme().color
        area = QRectF(room.left() - px(8), room.center().y() - px(14), room.width() + px(4), px(28))
        if cell.needed or chosen:
            border = color("warnbar" if cell.needed else "line2")
            paint.box(painter, area, px(tokens.RADIUS_CONTROL), color("warn" if cell.needed else "surface"), border)
        words = theme().tone(cell.tone)[1] if cell.tone else color("text")
        if cell.icon:
            icons.draw(painter, cell.icon, area.left() + px(8), area.center().y() - px(7), px(14), words)
        paint.text(painter, area.adjusted(px(28), 0, -px(24), 0), cell.words, "label", words)
        icons.draw(painter, "chevron-down", area.right() - px(20), area.center().y() - px(6), px(12), color("text3"))

    def _first_column(self) -> int:
        return self._at(range(self._model.columnCount()))

    def _last_column(self) -> int:
        return self._at(range(self._model.columnCount() - 1, -1, -1))

    def _at(self, order: range) -> int:
        header = self._view.horizontalHeader()
        for visual in order:
            logical = header.logicalIndex(visual)
            if not header.isSectionHidden(logical):
                return logical
        return 0
