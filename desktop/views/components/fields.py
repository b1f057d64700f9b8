"""Fields for what is typed: a line, a password, several lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.views.components.buttons import IconButton
from desktop.views.components.field_base import Field
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme


class TextField(Field[str]):
    """One line of text. `placeholder` is an example, never the label; `latin` asks the input method for letters."""

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        required: bool = False,
        info: str = "",
        placeholder: str = "",
        limit: int = 0,
        latin: bool = False,
        message: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self.edit = bare_line_edit()
        super().__init__(label, self.edit, required=required, info=info, message=message, parent=parent)
        self.edit.setPlaceholderText(placeholder)
        if limit:
            self.edit.setMaxLength(limit)
        if latin:
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.set_value(value)
        self.edit.textEdited.connect(self._see)
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self._enter)

    def value(self) -> str:
        """The text without blanks at its ends."""
        return self.edit.text().strip()

    def set_value(self, value: str) -> None:
        """Show a text from its beginning."""
        self.edit.setText(value)
        self.edit.setCursorPosition(0)
        self._see(value)

    def _see(self, words: str) -> None:
        self._look_over(words)

    def _set_control_read_only(self, read_only: bool) -> None:
        self.edit.setReadOnly(read_only)


class PasswordField(TextField):
    """A password line with a button to look at it; warns when capital lock seems on."""

    def __init__(
        self, label: str = "口令", *, required: bool = False, info: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(label, required=required, info=info, latin=True, parent=parent)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._look = IconButton("eye", "显示口令", small=True)
        self._look.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._look.setCheckable(True)
        self._look.toggled.connect(self._show_words)
        self.frame.add_trailing(self._look)

    def value(self) -> str:
        """The password exactly as typed."""
        return self.edit.text()

    def _see(self, words: str) -> None:
        """What is typed here is not looked at."""

    def _show_words(self, on: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A capital typed without Shift means that capital lock is on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.text().isupper() != shift:
                self.set_message("大写锁定已打开", "warn")
            elif self.message.words() == "大写锁定已打开":
                self.set_message("")
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        self._commit()


class _Area(QPlainTextEdit):
    """A bare text area in which Tab leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bare", True)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)


class AreaField(Field[str]):
    """Several lines of text with a counter: `limit` characters are allowed, more are told, not cut.

    With `counted_from` the standing info stays until that many are written.
    """

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        required: bool = False,
        info: str = "",
        placeholder: str = "",
        limit: int = 0,
        counted_from: int = 0,
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        self.edit = _Area()
        self._limit = limit
        self._counted_from, self._standing = counted_from, info
        self._lines = lines
        super().__init__(label, self.edit, required=required, info=info, tall=True, parent=parent)
        self.edit.setPlaceholderText(placeholder)
        self.set_value(value)
        self.edit.textChanged.connect(self._typed)
        follow_theme(self)

    def value(self) -> str:
        """The text without blanks at its ends."""
        return self.edit.toPlainText().strip()

    def set_value(self, value: str) -> None:
        """Show a text."""
        self.edit.blockSignals(True)
        self.edit.setPlainText(value)
        self.edit.blockSignals(False)
        self._look_over(value)
        self._count()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.frame.setFixedHeight(self._lines * theme().line("body") + theme().px(12))

    def over_limit(self) -> bool:
        """Whether more than `limit` characters were written."""
        return bool(self._limit) and len(self.value()) > self._limit

    def _typed(self) -> None:
        self._look_over(self.edit.toPlainText())
        self._edited()
        self._count()

    def _count(self) -> None:
        if not self._limit:
            return
        count = len(self.value())
        if self.over_limit():
            self.set_message(f"不超过 {self._limit} 字，现 {count} 字，多 {count - self._limit} 字", "error")
        else:
            told = count >= self._counted_from
            self._info = f"不超过 {self._limit} 字，现 {count} 字" if told else self._standing
            self._kind = ""
            self._tell()

    def _set_control_read_only(self, read_only: bool) -> None:
        self.edit.setReadOnly(read_only)


def bare_line_edit() -> QLineEdit:
    """A line edit without frame or ground, for an InputFrame."""
    edit = QLineEdit()
    edit.setProperty("bare", True)
    edit.setFrame(False)
    edit.setMinimumWidth(tokens.S32)
    edit.setTextMargins(-2, 0, 0, 0)
    return edit
