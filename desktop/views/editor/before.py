"""How it was done before: the nearest precedent in one line at the foot of the content check."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.precedent_words import decision_words, negative_words
from desktop.services.precedents import Precedents
from desktop.views.components.card import Ground, SectionHead
from desktop.views.components.text import Text, show_if
from desktop.views.documents.precedents_finder import PrecedentsFinder
from desktop.views.workbench import Workbench


class BeforeStrip(Ground):
    """`look_for(uuid, title)`; hidden while there is nothing to tell, the link shows all of it."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("surface", lines="t", parent=parent)
        self.finder = PrecedentsFinder(self, bench)
        self.head = SectionHead("以前怎样处理", link="查看", small=True)
        self.line = Text("", "caption", "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(19, 10, 18, 12)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.line)
        self.head.link_clicked.connect(self.finder.show_found)
        self.finder.found.connect(self._show)
        self.look_for = self.finder.look_for
        self.hide()

    def _show(self, found: Precedents) -> None:
        if found.items:
            self.head.set_link(f"查看 {len(found.items)} 件")
            nearest = found.items[0]
            self.line.set_words(f"{nearest.title}：{decision_words(nearest)}")
        elif found.negative:
            self.head.set_link("查看")
            self.line.set_words(f"负面清单{negative_words(found.negative[0])}")
        show_if(self, bool(found))
