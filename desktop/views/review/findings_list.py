"""The findings of an item on the review desk, each with what the handler decided about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.components.card import SectionHead
from desktop.views.components.text import Note, show_if
from desktop.views.documents.finding_line import FindingLine
from desktop.views.documents.findings import SETTLED, Finding, count_of

SHOWN = 40
"""Findings listed at once; the others are marked in the documents."""


class FindingsList(QWidget):
    """`show_findings(found)`; hidden when nothing was found. `located(number)` follows 定位."""

    located = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SectionHead("内容检查")
        self.lines: list[FindingLine] = []
        self._more = Note("", "info", "text2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 10)
        self._column.setSpacing(2)
        self._column.addWidget(self.head)
        self._column.addWidget(self._more)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Show the findings of an item in their order."""
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        for finding in found[:SHOWN]:
            line = FindingLine(finding)
            line.located.connect(self.located)
            self._column.insertWidget(self._column.count() - 1, line)
            self.lines.append(line)
        settled = count_of(found, SETTLED)
        self.head.set_fact(f"{len(found)} 项发现，{'都已处理' if settled == len(found) else f'{settled} 项已处理'}")
        self._more.set_note(f"另有 {len(found) - SHOWN} 项，在左面的原文里逐页查看", "info", "text2")
        show_if(self._more, len(found) > SHOWN)
        show_if(self, bool(found))
