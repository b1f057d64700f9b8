"""The index number of the item that was just recorded, large, to be copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout

from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.text import Icon, Text
from desktop.views.look import tokens


class RecordedCard(Card):
    """Hidden until `tell(title, number)`."""

    def __init__(self) -> None:
        super().__init__(horizontal=True, spacing=14)
        ok = tokens.TONES["ok"]
        self._what = Text("", "small", "text2", elide=True)
        self.number = Text("", "number", selectable=True)
        self.copy = Button("复制索引号", icon="copy", small=True)
        self.close_ = Button("关闭", "ghost", small=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self.number)
        self.add(Icon("circle-check", 20, ok.text, ground=ok.ground, side=44))
        self.body.addLayout(words, 1)
        self.add(self.copy)
        self.add(self.close_)
        self.copy.clicked.connect(self._copy)
        self.close_.clicked.connect(self.hide)
        self.hide()

    def tell(self, title: str, number: str) -> None:
        """Show the number of an item."""
        self._what.set_words(f"已登记公开：{title}")
        self.number.set_words(number)
        self.setAccessibleName(f"{title}，索引号 {number}")
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.number.text())
