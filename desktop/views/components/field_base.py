"""What all fields share: label above, input, one message line reserved below so that a form never jumps."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.field_parts import InputFrame, MessageLine, Proposal
from desktop.views.components.text import Text, show_if
from desktop.views.look.glyphs import unseen_words

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
