"""A finding in two lines: what and how serious; where, a masked excerpt, and the way there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.buttons import Link
from desktop.views.components.finding_card import Excerpt
from desktop.views.components.text import Icon, Rule, Text
from desktop.views.documents.findings import SETTLED, Finding
from desktop.views.look import tokens


class FindingLine(QWidget):
    """`located(number)` follows 定位."""

    located = Signal(int)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        tone, icon = tokens.state_look(finding.severity)
        ink = tokens.TONES[tone].text
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon(icon, 16, ink), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Text(f"{finding.number}. {finding.what}", "medium", wrap=True), 1)
        head.addWidget(Text(finding.severity, "chip", ink), 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setContentsMargins(26, 0, 0, 0)
        below.setSpacing(10)
        below.addWidget(Text(finding.place, "caption", "text2"))
        if finding.excerpt:
            below.addWidget(Excerpt(finding.excerpt))
        below.addStretch(1)
        if finding.severity != SETTLED:
            self.locate = Link("定位", icon="scan-search", name=f"定位发现 {finding.number}")
            self.locate.clicked.connect(self._locate)
            below.addWidget(self.locate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 4, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(below)
        column.addSpacing(4)
        column.addWidget(Rule())
        self.setAccessibleName(f"{finding.severity}：{finding.what}，{finding.place}")

    def _locate(self) -> None:
        self.located.emit(self.finding.number)
