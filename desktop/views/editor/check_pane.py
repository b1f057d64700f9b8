"""The content check at the right of the form: what was found, how serious, where, and the document itself."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.item_detail import ItemDetail
from desktop.views.components.card import Ground, SectionHead
from desktop.views.components.empty import EmptyState
from desktop.views.components.finding_card import CountTile
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, show_if
from desktop.views.documents.finding_line import FindingLine
from desktop.views.documents.findings import MUST, SEVERITIES, Finding, count_of, findings_of
from desktop.views.documents.viewer import DocumentViewer
from desktop.views.look.theme import follow_theme, theme
from desktop.views.workbench import Workbench

WIDTH = 470
SHOWN = 60
"""Findings listed at once; a table of thousands of telephone numbers is told by number."""


class CheckPane(Ground):
    """`show_item(detail)`; 定位 shows the place in the document below, a number there shows its finding."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("surface", lines="lt", parent=parent)
        self._found: tuple[Finding, ...] = ()
        self._only = ""
        self.head = SectionHead("内容检查")
        self._tiles = {words: CountTile(words, 0) for words in SEVERITIES}
        self._cards: list[QWidget] = []
        self._list = ScrollColumn(margin=0, spacing=6)
        self.viewer = DocumentViewer(bench, margin=18)
        self.viewer.mark_pressed.connect(self._show_finding)
        self._empty = EmptyState(
            "还没有文件", "放入文件后，这里列出检查结果和原文。", icon="scan-search", tone="accent"
        )
        self._lay_out()
        follow_theme(self)

    def _lay_out(self) -> None:
        self._checks = QWidget()
        column = QVBoxLayout(self._checks)
        column.setContentsMargins(19, 12, 18, 0)
        column.setSpacing(10)
        column.addWidget(self.head)
        tiles = QHBoxLayout()
        tiles.setSpacing(8)
        for tile in self._tiles.values():
            tile.clicked.connect(self._filter)
            tiles.addWidget(tile)
        column.addLayout(tiles)
        column.addWidget(self._list, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._checks, 5)
        whole.addWidget(self.viewer, 6)
        whole.addWidget(self._empty)

    def restyle(self) -> None:
        """Take the width from the theme; large letters must leave room for the form."""
        self.setFixedWidth(
            theme().px(WIDTH) if theme().scale <= 1.0 else round(WIDTH * (1 + (theme().scale - 1) * 0.75))
        )

    def show_item(self, detail: ItemDetail) -> None:
        """Show what was found in the documents of an item."""
        documents = detail.documents
        self._found = findings_of(documents, detail.content.attachments)
        self._only = ""
        self.head.set_fact(f"{len(documents)} 个文件，{len(self._found)} 处发现" if documents else "")
        for words, tile in self._tiles.items():
            tile.set_count(count_of(self._found, words))
        show_if(self._checks, bool(documents))
        show_if(self._empty, not documents)
        self.viewer.show_item(detail)
        self._fill()

    def _fill(self) -> None:
        for card in self._cards:
            self._list.column.removeWidget(card)
            card.deleteLater()
        self._cards = []
        shown = [one for one in self._found if self._only in ("", one.severity)]
        for finding in shown[:SHOWN]:
            line = FindingLine(finding)
            line.located.connect(self.viewer.go_to)
            self._add(line)
        if len(shown) > SHOWN:
            self._add(Note(f"另有 {len(shown) - SHOWN} 处，在下面的原文里逐页查看", "info", "text2"))
        if not shown:
            words = f"没有“{self._only}”的内容" if self._only else "没有发现密级标志、个人信息和内部字样"
            self._add(Note(words, "circle-check", "oktext"))
        elif any(one.severity == MUST for one in shown):
            self._add(Note("改好原文件后，移除旧文件、放入新文件，会重新检查", "info", "text2", role="caption"))

    def _add(self, widget: QWidget) -> None:
        self._list.add(widget)
        self._cards.append(widget)

    def _filter(self) -> None:
        tile = self.sender()
        if isinstance(tile, CountTile):
            self._only = "" if self._only == tile.text() else tile.text()
            self._fill()

    def _show_finding(self, number: int) -> None:
        self._only = ""
        self._fill()
        for card in self._cards:
            if isinstance(card, FindingLine) and card.finding.number == number:
                self._list.ensureWidgetVisible(card)
