"""How items like this one were decided: read, opened in the ledger, never written over what somebody answers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.services.precedent_words import NONE, facts_of, negative_words, why_words
from desktop.services.precedents import Precedent, Precedents
from desktop.views.components.card import Card
from desktop.views.components.dialogs import Dialog
from desktop.views.components.facts import Facts
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, Text
from desktop.views.look.theme import theme

_WIDTH, _HEIGHT = 720, 460
_AROUND, _MARGIN = 240, 24
"""What of the window head and foot of the dialog take, with air around it; the dialog's side margin."""


class PrecedentsDialog(Dialog):
    """Lists precedents and rows of the negative list; `chosen` names the item to open after `exec()`, if any."""

    def __init__(self, parent: QWidget, title: str, found: Precedents) -> None:
        super().__init__(parent, "类似事项怎样判断", title, commit="关闭", icon="history", width=_WIDTH)
        self.chosen = ""
        self.cards: list[Card] = []
        self.cancel.hide()
        column = ScrollColumn(margin=2, spacing=10)
        if found.negative:
            column.add(Note("触及负面清单", "triangle-alert", "warntext"))
        for row in found.negative:
            column.add(Text(negative_words(row), "body", wrap=True, selectable=True))
        for one in found.items:
            column.add(self._card(one))
        if not found:
            column.add(Text(f"{NONE}。", "body", "text2"))
        room = min(theme().px(_HEIGHT), parent.window().height() - theme().px(_AROUND))
        column.setFixedHeight(min(room, column.contents_height(theme().px(_WIDTH - 2 * _MARGIN))))
        self.add(column)
        self.add(Note("供参考，不改动审查表。按这一件的内容逐项判断。", "info", "text2", role="caption"))

    def _card(self, one: Precedent) -> Card:
        card = Card(one.title, link="打开", padding=14, spacing=6)
        card.head.link.setAccessibleName(f"打开 {one.number}")
        number = f"{one.number}　{one.document_number}" if one.document_number else one.number
        card.add(Text(f"{number}　{why_words(one)}", "caption", "text2", wrap=True))
        card.add(Facts(facts_of(one)))
        card.setProperty("uuid", one.uuid)
        card.link_clicked.connect(self._open)
        self.cards.append(card)
        return card

    def _open(self) -> None:
        self.chosen = str(self.sender().property("uuid"))
        self.accept()
