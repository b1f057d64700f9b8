"""The entry of the negative list that is chosen: all of it, and what may be done to it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.checklists import ENTRY_FIELDS, Standing
from desktop.services.negative_list import EntryView
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.chips import Chip
from desktop.views.components.facts import Facts
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Text, show_if
from desktop.views.look.theme import follow_theme, theme

WIDTH = 360
CHIPS = {
    Standing.FUTURE: ("mute", "clock"),
    Standing.IN_FORCE: ("ok", "circle-check"),
    Standing.DUE: ("warn", "hourglass"),
    Standing.REMOVED: ("mute", "ban"),
}
"""Tone and icon of where an entry stands."""


class EntryPane(QWidget):
    """`show_entry(entry or None)`, hidden without one; the verbs are `edit`, `review` and `remove`."""

    def __init__(self, may_keep: bool) -> None:
        super().__init__()
        self._may_keep = may_keep
        self._chip = Chip("")
        self._number = Text("", "small", "text2")
        self._matter = Text("", "section", wrap=True, selectable=True)
        self._facts = Facts()
        self.edit = Button("修改", small=True, icon="pencil-line")
        self.review = Button("复核", small=True, icon="calendar")
        self.remove = Button("移出", "warning", small=True)
        self._verbs = QWidget()
        self.card = Card(padding=18, spacing=12)
        self._lay_out()
        follow_theme(self)

    def _lay_out(self) -> None:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._chip)
        line.addWidget(self._number, 1)
        verbs = QHBoxLayout(self._verbs)
        verbs.setContentsMargins(0, 0, 0, 0)
        verbs.setSpacing(8)
        for button in (self.edit, self.review, self.remove):
            verbs.addWidget(button)
        verbs.addStretch(1)
        page = ScrollColumn(margin=0, spacing=12)
        for widget in (head, self._matter, self._verbs, self._facts):
            page.add(widget)
        self.card.body.addWidget(page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def restyle(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(theme().px(WIDTH))

    def show_entry(self, one: EntryView | None) -> None:
        """Show an entry; without one the list has the room."""
        show_if(self, one is not None)
        show_if(self._verbs, one is not None and self._may_keep and one.standing is not Standing.REMOVED)
        if one is None:
            return
        fields = one.fields
        self._chip.set_word(word(one.standing), *CHIPS[one.standing])
        self._number.set_words(f"第 {fields.number} 项")
        self._matter.set_words(fields.matter)
        facts = [
            (ENTRY_FIELDS["category"], fields.category),
            (ENTRY_FIELDS["words"], "、".join(fields.words)),
            (ENTRY_FIELDS["reason"], fields.reason),
            (ENTRY_FIELDS["basis"], fields.basis),
            (ENTRY_FIELDS["office"], fields.office),
            (ENTRY_FIELDS["effective_on"], fields.effective_on.isoformat() if fields.effective_on else ""),
            (ENTRY_FIELDS["review_on"], fields.review_on.isoformat() if fields.review_on else ""),
            ("移出日期", one.removed_on.isoformat() if one.removed_on else ""),
            ("移出理由", one.removed_because),
            ("最近改动", f"{one.updated_by}，{one.updated_on.isoformat()}"),
        ]
        self._facts.set_facts([(name, value) for name, value in facts if value])
