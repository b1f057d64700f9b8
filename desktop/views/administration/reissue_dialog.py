"""The one-time password of somebody whose key was re-issued: shown once, to be told to that person alone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.components.card import Card
from desktop.views.components.dialogs import Dialog
from desktop.views.components.text import Note, Text


class OneTimePasswordDialog(Dialog):
    """`password` holds what is shown; only its button closes it, since Esc would lose what nobody can show again."""

    def __init__(self, parent: QWidget, name: str, password: str) -> None:
        super().__init__(parent, "一次性口令", name, commit="已告知本人", icon="key-round", width=460)
        self.cancel.hide()
        self.password = Text(password, "item", selectable=True)
        card = Card(padding=18)
        card.set_ground("sunken")
        card.add(self.password)
        self.add(card)
        self.add(
            Note("只显示这一次，当面告知本人。登录后换成自己的口令，同时生成新的签名密钥。", "info", "text2", wrap=True)
        )

    def reject(self) -> None:
        """Stay."""
