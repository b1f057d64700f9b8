"""The small panel under a question: what stands behind its answer, what is missing, and the verbs that bring it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button, Link
from desktop.views.components.text import Note, Text, show_if
from desktop.views.look import tokens
from desktop.views.look.theme import theme
from desktop.views.review.behind import Behind, Line
from desktop.views.review.tab_order import go_by_tab


class BehindPanel(QWidget):
    """`show_behind(behind)`; `asked(verb)` follows a verb, `removed(place)` 移除 of a basis. Hidden while empty.

    Tab comes to what is pressed here from the widget `after`, which is above it.
    """

    asked = Signal(str)
    removed = Signal(int)

    def __init__(self, number: int, parent: QWidget | None = None, *, after: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._after = after
        self._shown = Behind()
        self.verbs: list[Button] = []
        self.removals: list[Link] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme().px(32), 2, 4, 6)
        self._column.setSpacing(4)
        self.hide()

    def behind(self) -> Behind:
        """What is shown."""
        return self._shown

    def show_behind(self, behind: Behind) -> None:
        """Show what stands behind the answer; what is shown already stays as it is."""
        if behind == self._shown:
            return
        self._shown = behind
        self._empty()
        for line in behind.lines:
            self._column.addWidget(self._line(line))
        if behind.missing or behind.verbs:
            self._column.addWidget(self._foot(behind))
        go_by_tab(self._after, *self.removals, *self.verbs)
        show_if(self, not behind.is_empty)

    def focus(self) -> bool:
        """Give the first verb the focus while something is missing; says whether there was one."""
        if not (self._shown.missing and self.verbs):
            return False
        self.verbs[0].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _empty(self) -> None:
        self.verbs, self.removals = [], []
        while self._column.count():
            old = self._column.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def _line(self, line: Line) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Note(line.words, line.icon, "text", role="small", wrap=True), 1)
        top = Qt.AlignmentFlag.AlignTop
        if line.fact:
            row.addWidget(Text(line.fact, "caption", tokens.TONES[line.tone].text if line.tone else "text2"), 0, top)
        if line.basis >= 0 and self._shown.verbs:
            link = Link("移除", name=f"移除第 {self._number} 项的依据：{line.words}")
            link.setProperty("basis", line.basis)
            link.clicked.connect(self._remove)
            self.removals.append(link)
            row.addWidget(link, 0, top)
        return holder

    def _foot(self, behind: Behind) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        note = Note(behind.missing, "circle-alert", "warntext", role="caption", wrap=True)
        show_if(note, bool(behind.missing))
        row.addWidget(note, 1, Qt.AlignmentFlag.AlignVCenter)
        if not behind.missing:
            row.addStretch(1)
        for verb, words in behind.verbs:
            button = Button(
                words, "soft" if behind.missing else "secondary", small=True, name=f"第 {self._number} 项：{words}"
            )
            button.setProperty("verb", verb)
            button.setAutoDefault(True)  # Enter presses it, as in the rows around it
            button.clicked.connect(self._ask)
            self.verbs.append(button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _ask(self) -> None:
        self.asked.emit(str(self.sender().property("verb")))

    def _remove(self) -> None:
        self.removed.emit(int(self.sender().property("basis")))
