"""The lines above every page: an example office, whose data nobody takes for real, and a store that is only read."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.components.card import Ground
from desktop.views.components.text import Note
from desktop.views.look import tokens

EXAMPLE = "示例数据：单位、人员和信息都是虚构的。正式使用时，另选一个数据文件夹重新设置。"
READ_ONLY = "只能查阅：数据文件夹不能写入，不能登记、审查和报送。恢复写入权限，或取消磁盘的只读状态后，重新打开本程序。"
DAMAGED = "只能查阅：数据库已损坏，原文件没有改动，读不出的地方会提示。抄下需要的内容，退出登录后从备份恢复。"


class Banner(Ground):
    """`Banner(EXAMPLE)` above the pages."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(tokens.TONES["warn"].ground, lines="b", parent=parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.PAGE_MARGIN, 6, tokens.PAGE_MARGIN, 6)
        row.addWidget(Note(words, "triangle-alert", tokens.TONES["warn"].text, wrap=True), 1)
        self.setAccessibleName(words)
