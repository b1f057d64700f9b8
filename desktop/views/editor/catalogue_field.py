"""The field in which an item chooses its row of the catalogue: typed words, codes or pinyin initials open a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.services.catalogue import FoundRow
from desktop.views.components.buttons import IconButton
from desktop.views.components.fields import TextField
from desktop.views.components.text import show_if
from desktop.views.look import paint, tokens
from desktop.views.look.theme import theme

SHOWN = 50
HOW_TO_CHOOSE = "输入几个字、编号或拼音首字母，从列表中选定"
HOW_TO_GET = "还没有公开目录，先在“公开目录”里导入；也可以写几个字"
NOT_CHOSEN = "没有从列表中选定，恢复原来的内容"


class CatalogueField(TextField):
    """`searched(words)` asks for rows, which `offer(words, rows)` shows; `chosen(FoundRow)` when one was picked.

    `value` is the text that the item keeps of its row. Words that are no row are put back once there is a catalogue to
    choose from (`set_catalogue`); before, they are kept as they were typed.
    """

    searched = Signal(str)
    chosen = Signal(object)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, info=HOW_TO_GET, placeholder="例如 xzxk、行政许可", parent=parent)
        self._rows: tuple[FoundRow, ...] = ()
        self._has_catalogue = False
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setWidget(self.edit)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(7)
        view = QListView()
        view.setProperty("popup", True)
        view.setUniformItemSizes(True)
        view.setAccessibleName("目录事项")
        self._completer.setPopup(view)
        view.setItemDelegate(_RowDelegate(self, view))  # setPopup puts its own in place
        self._open = IconButton("chevron-down", "列出目录事项", small=True)
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frame.add_trailing(self._open)
        show_if(self._open, False)
        self._kept = ""
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._settle)
        self._open.clicked.connect(self._list_all)
        self._completer.activated.connect(self._activated)

    @property
    def popup(self) -> QListView:
        """The list of rows that was opened."""
        view = self._completer.popup()
        assert isinstance(view, QListView)
        return view

    def rows(self) -> tuple[FoundRow, ...]:
        """The rows that are offered now."""
        return self._rows

    def set_catalogue(self, known: bool) -> None:
        """Whether there is a catalogue to choose from."""
        if known and not self._has_catalogue:
            self._kept = super().value()
        self._has_catalogue = known
        show_if(self._open, known)
        self.set_info(HOW_TO_CHOOSE if known else HOW_TO_GET)

    def value(self) -> str:
        """What the item keeps of its row; words on their way to a choice are not part of it."""
        typed = super().value()
        return self._kept if self._has_catalogue and typed else typed

    def set_value(self, value: str) -> None:
        """Show what the item keeps of its row."""
        super().set_value(value)
        self._kept = value

    def offer(self, words: str, rows: Sequence[FoundRow]) -> None:
        """Show the rows found for some words, unless others were typed meanwhile."""
        if words != self._asked() or not self.edit.hasFocus():
            return
        self._rows = tuple(rows)
        self._words.setStringList([one.ref for one in self._rows])
        if not self._rows:
            self.popup.hide()
            self.set_message(f"目录里没有“{words}”", "warn")
            return
        self.set_message("")
        shown = min(len(self._rows), self._completer.maxVisibleItems())
        self.popup.setFixedHeight(shown * self.popup.sizeHintForRow(0) + theme().px(12))
        self._completer.complete()
        self.popup.setCurrentIndex(self._words.index(0, 0))

    def _asked(self) -> str:
        """What is looked for: nothing while the field shows the row it has."""
        typed = super().value()
        return "" if typed == self._kept else typed

    def _typed(self) -> None:
        if self._has_catalogue:
            self.searched.emit(self._asked())

    def _list_all(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        self.searched.emit(self._asked())

    def _activated(self, ref: str) -> None:
        row = next(one for one in self._rows if one.ref == ref)
        self.set_value(row.ref)
        self.chosen.emit(row)
        self._edited()
        self._commit()

    def _settle(self) -> None:
        """Put back what was there when the words typed are no row; an emptied field stays empty."""
        typed = super().value()
        if not self._has_catalogue or self.popup.isVisible() or typed == self._kept:
            return
        if not typed:
            self._kept = ""
            return
        self.set_value(self._kept)
        self._edited()
        self.set_message(NOT_CHOSEN, "warn")

    def _enter(self) -> None:
        if not self.popup.isVisible():
            super()._enter()


class _RowDelegate(QStyledItemDelegate):
    """Two lines: code and levels, below them what is disclosed and when."""

    def __init__(self, field: CatalogueField, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines and air."""
        return QSize(theme().px(200), theme().line("body") + theme().line("caption") + theme().px(14))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The row as it is read in the catalogue."""
        rows = self._field.rows()
        if index.row() >= len(rows):
            return
        row, px, color = rows[index.row()], theme().px, theme().color
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        if chosen or over:
            paint.box(painter, area, px(tokens.RADIUS_CONTROL), color("soft" if chosen else "hover"))
        room = area.adjusted(px(10), px(6), -px(10), -px(6))
        upper = QRectF(room.left(), room.top(), room.width(), theme().line("body"))
        lower = QRectF(room.left(), upper.bottom() + px(1), room.width(), theme().line("caption"))
        indent = paint.width_of("2026-0000", "small") + px(12)
        paint.text(
            painter,
            QRectF(upper.left(), upper.top(), indent - px(6), upper.height()),
            row.number,
            "small",
            color("text2"),
        )
        paint.text(
            painter, upper.adjusted(indent, 0, 0, 0), row.entry.title, "body", color("softtext" if chosen else "text")
        )
        below = "，".join(" ".join(one.split()) for one in (row.entry.limit_text, row.entry.content) if one)
        paint.text(painter, lower.adjusted(indent, 0, 0, 0), below, "caption", color("text2"))
        painter.restore()
