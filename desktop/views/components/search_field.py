"""The search line: searches while typing, a moment after the last key."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.views.components.buttons import IconButton, key_words, keycap_width
from desktop.views.components.field_parts import InputFrame
from desktop.views.components.fields import bare_line_edit
from desktop.views.components.text import Icon, show_if
from desktop.views.look import paint
from desktop.views.look.theme import follow_theme, theme

PAUSE_MS = 120


class Keycap(QWidget):
    """A key drawn as a cap."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        follow_theme(self)

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(keycap_width(self._key) + 4, theme().px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cap."""
        painter = paint.begin(self)
        paint.box(painter, self.rect(), theme().px(4), theme().color("mute"))
        paint.text(painter, self.rect(), key_words(self._key), "keycap", theme().color("text2"), paint.CENTER)


class SearchField(QWidget):
    """`searched(words)` comes a moment after the last key and at once on Enter; Esc clears."""

    searched = Signal(str)
    left_down = Signal()

    def __init__(
        self, placeholder: str = "查找", *, key: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.edit: QLineEdit = bare_line_edit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(name or placeholder)
        self.frame = InputFrame(self.edit)
        self.frame.add_leading(Icon("search", 16, "text2"))
        self._clear = IconButton("x", "清除查找的字", small=True)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.hide()
        self._clear.clicked.connect(self.clear)
        self.frame.add_trailing(self._clear)
        self._cap = Keycap(key) if key else None
        if self._cap is not None:
            self.frame.add_trailing(self._cap)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.focus_and_select)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.frame)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self._search)
        self.setFocusProxy(self.edit)

    def words(self) -> str:
        """What is searched for."""
        return self.edit.text().strip()

    def set_words(self, words: str) -> None:
        """Write the words; the search follows like a typed one."""
        self.edit.setText(words)

    def clear(self) -> None:
        """Empty the line and search at once."""
        self.edit.clear()
        self._search()

    def focus_and_select(self) -> None:
        """Take the focus with everything selected."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears, Down goes to the results."""
        if event.key() == Qt.Key.Key_Escape and self.edit.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def _typed(self, words: str) -> None:
        show_if(self._clear, bool(words))
        if self._cap is not None:
            show_if(self._cap, not words)
        self._timer.start()

    def _search(self) -> None:
        self._timer.stop()
        self.searched.emit(self.words())
