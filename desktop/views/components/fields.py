"""Fields: label above, input, one message line reserved below so that a form never jumps."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.views.components.buttons import IconButton
from desktop.views.components.field_parts import InputFrame, MessageLine, Proposal
from desktop.views.components.text import Text, show_if
from desktop.views.look import tokens
from desktop.views.look.glyphs import unseen_words
from desktop.views.look.theme import follow_theme, theme

Value = TypeVar("Value")


class Field(QWidget, Generic[Value]):
    """Base of all fields.

    `changed` follows every edit by the user; `committed` comes at Enter or when the focus leaves after an edit;
    `confirmed` when a proposal was accepted (Enter, or by editing it); `located` asks for the place of a proposal.
    Subclasses give `value` and `set_value`; setting a value by program emits nothing.
    """

    changed = Signal()
    committed = Signal()
    confirmed = Signal()
    located = Signal()

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        required: bool = False,
        info: str = "",
        tall: bool = False,
        message: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label_words = label
        self._proposal: Proposal | None = None
        self._settled = False
        self._info = info
        self._unseen = ""
        self._kind = ""
        self._dirty = False
        self._read_only = False
        self._reserved = message
        self.control = control
        self.frame = InputFrame(control, tall=tall)
        self._label = Text(label, "label", "text2")
        self._required = Text("必填", "caption", "text3")
        self._label.setBuddy(control)
        self.message = MessageLine()
        self.message.located.connect(self.locate)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label)
        head.addWidget(self._required)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.frame, 1 if tall else 0)
        column.addWidget(self.message)
        if not label:
            self._label.hide()
        self.set_required(required)
        self.setFocusProxy(control)
        control.installEventFilter(self)
        self._tell()

    # -- what a screen calls -------------------------------------------------------------------
    def value(self) -> Value:
        """The present value."""
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show a value without emitting `changed`."""
        raise NotImplementedError

    def label(self) -> str:
        """The label's words."""
        return self._label_words

    def set_required(self, required: bool) -> None:
        """Show or hide 必填."""
        show_if(self._required, required)
        self.control.setAccessibleName(f"{self._label_words}，必填" if required else self._label_words)

    def set_message(self, words: str, kind: str = "info") -> None:
        """Say something under the field: kind info, warn, error or ok. Empty words bring back the standing info."""
        self._kind = kind if words else ""
        self._tell(words)

    def set_info(self, words: str) -> None:
        """Change the standing info line."""
        self._info = words
        self._kind = ""
        self._tell()

    def propose(
        self,
        value: Value,
        place: str,
        confidence: str,
        words: str = "",
        kind: str = "warn",
        *,
        why: str = "",
        shown: bool = False,
    ) -> None:
        """Show a machine's value with its place and confidence (高, 中, 低) until the user confirms it.

        `why` it is so sure stands in the tooltip; `shown` makes the place a link, see `located`.
        """
        self.set_value(value)
        self._proposal = Proposal(place, confidence, why, shown)
        self._settled = False
        self._kind = kind if words else ""
        self._tell(words)

    def forget_proposal(self) -> None:
        """Show no proposal any more, not even where the value came from."""
        self._proposal = None
        self._tell(self.message.words() if self._kind else "")

    def proposed(self) -> bool:
        """Whether the value is still a machine's."""
        return self._proposal is not None and not self._settled

    def confirm(self) -> None:
        """Accept the proposal; the place stays to be read, the pale ground goes."""
        if self.proposed():
            self._settled = True
            self.frame.set_look(self._kind, proposed=False, read_only=self._read_only)
            self.confirmed.emit()

    def locate(self) -> None:
        """Ask for the place of the proposal, where there is one that can be looked at."""
        if self._proposal is not None and self._proposal.shown:
            self.located.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Show the value only; it can still be copied."""
        self._read_only = read_only
        self._set_control_read_only(read_only)
        self.frame.set_look(self._kind, proposed=self.proposed(), read_only=read_only)

    def has_error(self) -> bool:
        """Whether the field shows an error."""
        return self._kind == "error"

    # -- machinery -----------------------------------------------------------------------------
    def _set_control_read_only(self, read_only: bool) -> None:
        self.control.setEnabled(not read_only)

    def _tell(self, words: str = "") -> None:
        kind = self._kind or ("warn" if self._unseen and not words else "info")
        self.message.show_message(words or self._unseen or self._info, kind, self._proposal)
        show_if(self.message, self._reserved or bool(self._unseen))
        self.control.setAccessibleDescription(self.message.accessibleName())
        self.frame.set_look(self._kind, proposed=self.proposed(), read_only=self._read_only)

    def _look_over(self, words: str) -> None:
        """Say which characters of a text are a box on this screen, unless there is something else to say."""
        told = unseen_words(words)
        if told != self._unseen:
            self._unseen = told
            if not self._kind:
                self._tell()

    def _edited(self) -> None:
        self._dirty = True
        if self.proposed():
            self._proposal = None
            self._kind = ""
            self._tell()
            self.confirmed.emit()
        self.changed.emit()

    def _commit(self) -> None:
        if self._dirty:
            self._dirty = False
            self.committed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit when the focus leaves; a context menu is not a leaving."""
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        ):
            self._commit()
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        self.confirm()
        self._commit()
        self.focusNextChild()


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
