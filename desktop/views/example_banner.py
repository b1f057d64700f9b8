"""The line above every page of an example office: nobody takes invented data for real."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.components.card import Ground
from desktop.views.components.text import Note
from desktop.views.look import tokens

WORDS = "示例数据：单位、人员和信息都是虚构的。正式使用时，另选一个数据文件夹重新设置。"


class ExampleBanner(Ground):
    """Place it above the pages when `desk.agency.example`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tokens.TONES["warn"].ground, lines="b", parent=parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.PAGE_MARGIN, 6, tokens.PAGE_MARGIN, 6)
        row.addWidget(Note(WORDS, "triangle-alert", tokens.TONES["warn"].text), 1)
        self.setAccessibleName(WORDS)
