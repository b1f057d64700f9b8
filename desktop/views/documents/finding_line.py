"""A finding: what and how serious; where, a masked excerpt and the way there; what to do, or what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.rules.findings import Settled
from desktop.services.differences import settled_words
from desktop.views.components.buttons import Button, Link
from desktop.views.components.finding_card import Excerpt
from desktop.views.components.text import Icon, Rule, Text
from desktop.views.documents.findings import SETTLED, Finding
from desktop.views.look import tokens

Verbs = Sequence[tuple[str, str]]
"""Key and words of each thing one may do about a finding, the safe one first."""


class FindingLine(QWidget):
    """`located(number)` follows 定位; with `verbs`, `chosen(number, key)` a verb or its digit, `reopened(number)` 撤销.

    `blocked` says by key why a verb cannot be chosen. A line that is settled stays quiet: what it was, what was decided and why.
    """

    located = Signal(int)
    chosen = Signal(int, str)
    reopened = Signal(int)

    def __init__(
        self,
        finding: Finding,
        verbs: Verbs = (),
        *,
        lead: bool = False,
        blocked: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._blocked = blocked or {}
        self.finding = finding
        self.buttons: list[Button] = []
        self._verbs = tuple(verbs)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 4, 0)
        self._column.setSpacing(4)
        self._add_head()
        self._add_note()
        self._add_place()
        if finding.resolution is not None:
            self._add_decision()
        elif finding.resolvable and self._verbs:
            self._add_verbs(lead)
        self._column.addSpacing(4)
        self._column.addWidget(Rule())
        decided = f"，{settled_words(finding.resolution)}" if finding.resolution else ""
        self.setAccessibleName(f"{finding.severity}：{finding.what}，{finding.place}{decided}")

    def take_focus(self) -> None:
        """Give the first verb the focus."""
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose a verb while one of the buttons has the focus."""
        digit = event.text()
        if digit.isascii() and digit.isdigit() and 1 <= int(digit) <= len(self.buttons):
            self.buttons[int(digit) - 1].click()
            return
        super().keyPressEvent(event)

    def _add_head(self) -> None:
        finding = self.finding
        tone, icon = tokens.state_look(finding.severity)
        ink = tokens.TONES[tone].text
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon(icon, 16, ink), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Text(f"{finding.number}. {finding.what}", "medium", wrap=True), 1)
        head.addWidget(Text(finding.severity, "chip", ink), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)

    def _add_note(self) -> None:
        if self.finding.note:
            self._row().addWidget(Text(self.finding.note, "caption", "text2", wrap=True), 1)

    def _add_place(self) -> None:
        finding = self.finding
        row = self._row()
        row.addWidget(Text(finding.place, "caption", "text2"))
        if finding.excerpt:
            row.addWidget(Excerpt(finding.excerpt))
        row.addStretch(1)
        if not finding.recorded and (finding.severity != SETTLED or finding.resolution is not None):
            self.locate = Link("定位", icon="scan-search", name=f"定位发现 {finding.number}")
            self.locate.clicked.connect(self._locate)
            row.addWidget(self.locate)

    def _add_decision(self) -> None:
        assert self.finding.resolution is not None
        row = self._row()
        words = Text(settled_words(self.finding.resolution), "caption", "text", wrap=True, selectable=True)
        row.addWidget(words, 1)
        if self._verbs and not self.finding.recorded:
            self.undo = Link("撤销", icon="undo-2", name=f"撤销对发现 {self.finding.number} 的处理")
            self.undo.clicked.connect(self._reopen)
            row.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignTop)

    def _add_verbs(self, lead: bool) -> None:
        row = self._row()
        row.setSpacing(6)
        for number, (key, words) in enumerate(self._verbs):
            quiet = key == Settled.OTHER and number > 0
            kind = "soft" if lead and number == 0 else ("ghost" if quiet else "secondary")
            button = Button(words, kind, small=True, name=f"发现 {self.finding.number}：{words}")
            button.setProperty("verb", key)
            button.setToolTip(f"按 {number + 1}")
            button.clicked.connect(self._pressed)
            if key in self._blocked:
                button.block(self._blocked[key])
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(26, 0, 0, 0)
        row.setSpacing(10)
        self._column.addLayout(row)
        return row

    def _pressed(self) -> None:
        self.chosen.emit(self.finding.number, str(self.sender().property("verb")))

    def _reopen(self) -> None:
        self.reopened.emit(self.finding.number)

    def _locate(self) -> None:
        self.located.emit(self.finding.number)
