"""The content check at the right of the form: what was found, how serious, where, and the document itself."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.item_detail import DocumentView, ItemDetail
from desktop.views.components.buttons import Button
from desktop.views.components.card import Ground, SectionHead
from desktop.views.components.empty import EmptyState
from desktop.views.components.finding_card import CountTile
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, show_if
from desktop.views.documents.finding_line import FindingLine
from desktop.views.documents.findings import MUST, SEVERITIES, Finding, count_of, findings_of, open_words
from desktop.views.documents.viewer import DocumentViewer
from desktop.views.editor.before import BeforeStrip
from desktop.views.editor.deciding import MASK, blocked_verbs, verbs_for
from desktop.views.look.theme import follow_theme, theme
from desktop.views.workbench import Workbench

WIDTH = 470
SHOWN = 60
"""Findings listed at once; a table of thousands of telephone numbers is told by number."""


class CheckPane(Ground):
    """`show_item(detail)`; 定位 shows the place in the document below, a number there shows its finding.

    `masking(Finding | None)` asks for a clean copy, of one kind or of all. `deciding(Finding, verdict)` follows a verb of
    a finding, `reopening(Finding)` 撤销 on what was decided.
    """

    deciding = Signal(object, str)
    reopening = Signal(object)
    masking = Signal(object)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("surface", lines="lt", parent=parent)
        self._found: tuple[Finding, ...] = ()
        self._only = ""
        self._uuid = ""
        self._documents: tuple[DocumentView, ...] = ()
        self._moving_on = False
        self.head = SectionHead("内容检查")
        self.mask_button = Button("生成净化副本…", icon="eraser", small=True)
        self.mask_button.clicked.connect(self._mask_all)
        self.head.add_right(self.mask_button)
        self._tiles = {words: CountTile(words, 0) for words in SEVERITIES}
        self._cards: list[QWidget] = []
        self._list = ScrollColumn(margin=0, spacing=6)
        self.viewer = DocumentViewer(bench, margin=18)
        self.viewer.mark_pressed.connect(self._show_finding)
        self.before = BeforeStrip(bench)
        self._empty = EmptyState(
            "还没有文件", "放入文件后，这里列出检查结果和原文。", icon="scan-search", tone="accent"
        )
        self._empty.hide()  # with the lists above it would ask for a higher window
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
        whole.addWidget(self._checks, 6)
        whole.addWidget(self.viewer, 5)
        whole.addWidget(self._empty)
        whole.addWidget(self.before)

    def restyle(self) -> None:
        """Take the width from the theme; large letters must leave room for the form."""
        self.setFixedWidth(
            theme().px(WIDTH) if theme().scale <= 1.0 else round(WIDTH * (1 + (theme().scale - 1) * 0.75))
        )

    def show_item(self, detail: ItemDetail) -> None:
        """Show what was found in the documents of an item."""
        documents = self._documents = detail.documents
        self._found = findings_of(documents, detail.content.attachments, detail.content.resolutions)
        if detail.uuid != self._uuid:
            self._uuid, self._only, self._moving_on = detail.uuid, "", False
        self.head.set_fact(f"{len(documents)} 个文件，{len(self._found)} 处发现" if documents else "")
        for words, tile in self._tiles.items():
            tile.set_count(count_of(self._found, words))
        show_if(self._checks, bool(documents))
        if any(one.resolvable and not blocked_verbs(one) for one in self._found):
            self.mask_button.unblock()
        else:
            self.mask_button.block("没有要遮盖或清除的内容")
        show_if(self._empty, not documents)
        self.viewer.show_item(detail)
        self._fill()
        if self._moving_on:
            self._moving_on = False
            QTimer.singleShot(
                0, self.go_to_first_open
            )  # the new lines are shown first; only then can one take the focus

    def open_words(self) -> str:
        """Why the item cannot go to review yet; empty when every finding is resolved."""
        return open_words(self._found)

    def documents(self) -> tuple[DocumentView, ...]:
        """The documents that are shown."""
        return self._documents

    def document_to_mask(self) -> str:
        """The document that the header verb is about: the one looked at when it has something open, else the first."""
        waiting = [one.sm3 for one in self._found if one.resolvable and not blocked_verbs(one)]
        return self.viewer.current() if self.viewer.current() in waiting else waiting[0]

    def go_to_first_open(self) -> None:
        """Show the first finding that waits for a person and give its first verb the focus."""
        if self._only and not count_of(self._found, self._only):
            self._only = ""
            self._fill()
        line = next((card for card in self._cards if isinstance(card, FindingLine) and card.buttons), None)
        if line is not None:
            self._list.ensureWidgetVisible(line)
            line.take_focus()

    def _fill(self) -> None:
        for card in self._cards:
            self._list.column.removeWidget(card)
            card.deleteLater()
        self._cards = []
        shown = [one for one in self._found if self._only in ("", one.severity)]
        shown.sort(key=lambda one: SEVERITIES.index(one.severity))
        for finding in shown[:SHOWN]:
            line = FindingLine(
                finding, verbs_for(finding), lead=finding.severity == MUST, blocked=blocked_verbs(finding)
            )
            line.located.connect(self.viewer.go_to)
            line.chosen.connect(self._decide)
            line.reopened.connect(self._reopen)
            self._add(line)
        if len(shown) > SHOWN:
            self._add(Note(f"另有 {len(shown) - SHOWN} 处，处理完前面的，接着列出", "info", "text2"))
        if not shown:
            words = f"没有“{self._only}”的内容" if self._only else "没有发现密级标志、个人信息和内部字样"
            self._add(Note(words, "circle-check", "oktext"))
        elif any(one.severity == MUST for one in shown):
            words = "不能保留的，遮盖后公开净化副本；不能遮盖的，改好原文件后重新放入，会重新检查"
            self._add(Note(words, "info", "text2", role="caption", wrap=True))

    def _add(self, widget: QWidget) -> None:
        self._list.add(widget)
        self._cards.append(widget)

    def _mask_all(self) -> None:
        self.masking.emit(None)

    def _filter(self) -> None:
        tile = self.sender()
        if isinstance(tile, CountTile):
            self._only = "" if self._only == tile.text() else tile.text()
            self._fill()

    def _decide(self, number: int, verdict: str) -> None:
        if verdict == MASK:
            self.masking.emit(self._found[number - 1])
            return
        self._moving_on = True
        self.deciding.emit(self._found[number - 1], verdict)

    def stay(self) -> None:
        """Nothing was decided after all: the focus stays where it is."""
        self._moving_on = False

    def _reopen(self, number: int) -> None:
        self.reopening.emit(self._found[number - 1])

    def _show_finding(self, number: int) -> None:
        self._only = ""
        self._fill()
        for card in self._cards:
            if isinstance(card, FindingLine) and card.finding.number == number:
                self._list.ensureWidgetVisible(card)
