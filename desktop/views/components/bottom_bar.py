"""The bar at the bottom of a form: what was saved at the left, why not and the verbs at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.components.buttons import Button
from desktop.views.components.card import Foot
from desktop.views.components.text import Note, Text, show_if
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme


class BottomBar(Foot):
    """`set_status("草稿已自动保存 09:42")`, `add_verb(button)`; the reason of the last blocked verb shows before them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._status = Note("", "circle-check", "text2")
        self._status.hide()
        self._reason = Text("", "label", "warntext", elide=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        self._row.setSpacing(8)
        self._left = QHBoxLayout()
        self._left.setSpacing(18)
        self._left.addWidget(self._status)
        self._row.addLayout(self._left)
        self._row.addStretch(1)
        self._row.addWidget(self._reason)
        self._row.addSpacing(6)
        follow_theme(self)

    def set_status(self, words: str, icon: str = "circle-check", color: str = "oktext") -> None:
        """What the program did or what holds now; the words stay grey, the icon takes the colour."""
        self._status.set_note(words, icon, color)
        self._status.words.set_words(words, "text2")
        show_if(self._status, bool(words))

    def set_reason(self, words: str) -> None:
        """Why the main verb is blocked; empty hides it."""
        self._reason.set_words(words)

    def add_left(self, widget: QWidget) -> None:
        """Put counts or other facts at the left."""
        self._left.addWidget(widget)

    def add_verb(self, button: Button) -> Button:
        """Add a verb at the right, the primary one last; its reason, when blocked, is told before the verbs."""
        self._row.addWidget(button)
        button.blocked.connect(self.set_reason)
        if button.reason:
            self.set_reason(button.reason)
        return button

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(tokens.BOTTOM_BAR_HEIGHT))
