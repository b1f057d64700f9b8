"""Fields with given answers: one of a list, one searched for, or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QCompleter, QListView, QMenu, QWidget

from desktop.views.components.field_base import Field
from desktop.views.components.fields import bare_line_edit
from desktop.views.look import icons, paint
from desktop.views.look.theme import theme

Answer = TypeVar("Answer")
Options = Sequence[tuple[Answer, str]]


class Combo(QComboBox):
    """A combo box that paints only its words and a chevron; the frame is the field's."""

    def __init__(self, placeholder: str = "", *, searchable: bool = False) -> None:
        super().__init__()
        self._glyph = "search" if searchable else "chevron-down"
        view = QListView()
        view.setProperty("popup", True)
        self.setView(view)
        self.setPlaceholderText(placeholder)
        self.setMaxVisibleItems(12)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if searchable:
            self._make_searchable(placeholder)

    def _make_searchable(self, placeholder: str) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        edit = bare_line_edit()
        edit.setPlaceholderText(placeholder)
        self.setLineEdit(edit)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.popup().setProperty("popup", True)
        self.setCompleter(completer)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a form never changes an answer."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the glyph."""
        super().resizeEvent(event)
        edit = self.lineEdit()
        if edit is not None:
            edit.setGeometry(0, 0, self.width() - theme().px(22), self.height())

    def sizeHint(self) -> QSize:
        """As high as a line."""
        return QSize(super().sizeHint().width(), theme().line("body"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words and glyph."""
        painter = paint.begin(self)
        px = theme().px
        side = px(16)
        color = theme().color("text2" if self.isEnabled() else "text3")
        icons.draw(painter, self._glyph, self.width() - side, (self.height() - side) / 2, side, color)
        if self.isEditable():
            return
        words, token = self.currentText(), "text"
        if self.currentIndex() < 0:
            words, token = self.placeholderText(), "text3"
        room = QRectF(0, 0, self.width() - side - px(6), self.height())
        paint.text(painter, room, words, "body", theme().color(token))


class ChoiceField(Field[Answer | None], Generic[Answer]):
    """One answer of `options` (value, words). `searchable` finds by any part of the words.

    `value` is None until something is chosen.
    """

    def __init__(
        self,
        label: str,
        options: Options[Answer] = (),
        value: Answer | None = None,
        *,
        required: bool = False,
        info: str = "",
        placeholder: str = "请选择",
        searchable: bool = False,
        message: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self.combo = Combo(placeholder, searchable=searchable)
        self._answers: list[Answer] = []
        super().__init__(label, self.combo, required=required, info=info, message=message, parent=parent)
        self.set_options(options, value)
        self.combo.activated.connect(self._edited)
        self.combo.activated.connect(self._commit)
        edit = self.combo.lineEdit()
        if edit is not None:
            edit.setAccessibleName(label)
            edit.returnPressed.connect(self._enter)
            edit.editingFinished.connect(self._settle)

    def set_options(self, options: Options[Answer], value: Answer | None = None) -> None:
        """Replace the answers."""
        self.combo.blockSignals(True)
        self.combo.clear()
        self._answers = [answer for answer, _words in options]
        self.combo.addItems([words for _answer, words in options])
        self.combo.blockSignals(False)
        self.set_value(value)

    def value(self) -> Answer | None:
        """The chosen answer, or None."""
        index = self.combo.currentIndex()
        return self._answers[index] if 0 <= index < len(self._answers) else None

    def set_value(self, value: Answer | None) -> None:
        """Choose an answer; one that is not offered clears the field."""
        index = self._answers.index(value) if value is not None and value in self._answers else -1
        self.combo.setCurrentIndex(index)
        edit = self.combo.lineEdit()
        if edit is not None:
            edit.setText(self.combo.itemText(index) if index >= 0 else "")
            edit.setCursorPosition(0)

    def _settle(self) -> None:
        edit = self.combo.lineEdit()
        typed = edit.text() if edit is not None else ""
        index = self.combo.findText(typed)
        if index >= 0 and index != self.combo.currentIndex():
            self.combo.setCurrentIndex(index)
            self._edited()
        elif index < 0:
            self.set_value(self.value() if typed else None)


class _KeepOpenMenu(QMenu):
    """A menu that stays open while answers are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle without closing."""
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)


class _MultiButton(QAbstractButton):
    """The chosen answers in words and a chevron."""

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self._placeholder = placeholder
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """As high as a line."""
        return QSize(theme().px(160), theme().line("body"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words and chevron."""
        painter = paint.begin(self)
        px = theme().px
        side = px(16)
        icons.draw(
            painter, "chevron-down", self.width() - side, (self.height() - side) / 2, side, theme().color("text2")
        )
        words = self.text() or self._placeholder
        token = "text" if self.text() else "text3"
        paint.text(
            painter, QRectF(0, 0, self.width() - side - px(6), self.height()), words, "body", theme().color(token)
        )


class MultiChoice(Field[tuple[Answer, ...]], Generic[Answer]):
    """Several answers of `options`; shown joined by 、."""

    def __init__(
        self,
        label: str,
        options: Options[Answer],
        value: Sequence[Answer] = (),
        *,
        required: bool = False,
        info: str = "",
        placeholder: str = "请选择",
        message: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._button = _MultiButton(placeholder)
        self._options = list(options)
        self._chosen: list[Answer] = []
        super().__init__(label, self._button, required=required, info=info, message=message, parent=parent)
        self._button.clicked.connect(self.open_menu)
        self.set_value(tuple(value))

    def value(self) -> tuple[Answer, ...]:
        """The chosen answers in the order of the options."""
        return tuple(answer for answer, _words in self._options if answer in self._chosen)

    def set_value(self, value: tuple[Answer, ...]) -> None:
        """Choose answers."""
        self._chosen = list(value)
        self._button.setText("、".join(words for answer, words in self._options if answer in self._chosen))
        self._button.setAccessibleDescription(self._button.text())

    def open_menu(self) -> None:
        """Open the list of answers."""
        menu = _KeepOpenMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setMinimumWidth(self.frame.width())
        for index, (answer, words) in enumerate(self._options):
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setChecked(answer in self._chosen)
            action.setData(index)
            menu.addAction(action)
        menu.triggered.connect(self._toggled)
        menu.popup(self.frame.mapToGlobal(QPoint(0, self.frame.height() + 4)))

    def _toggled(self, action: QAction) -> None:
        answer = self._options[action.data()][0]
        chosen = [other for other in self._chosen if other != answer]
        if action.isChecked():
            chosen.append(answer)
        self.set_value(tuple(chosen))
        self._edited()
        self._commit()
