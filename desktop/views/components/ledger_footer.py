"""The foot of a ledger table: totals, and a fact beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.components.card import Foot
from desktop.views.components.text import Text
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme


class LedgerFooter(Foot):
    """Totals at the left, a grey fact at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(6)
        self._totals: list[QWidget] = []
        self._row.addStretch(1)
        self._fact = Text("", "caption", "text3")
        self._row.addWidget(self._fact)
        follow_theme(self)

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(tokens.FOOTER_HEIGHT))

    def set_totals(self, totals: Sequence[tuple[str, str]], fact: str = "") -> None:
        """`[("符合条件", "38 件"), ("主动公开", "31")]` and a fact such as how long the search took."""
        for widget in self._totals:
            self._row.removeWidget(widget)
            widget.deleteLater()
        self._totals = []
        place = 0
        for words, value in totals:
            for label in (Text(words, "caption", "text2"), Text(value, "chip", "text")):
                self._row.insertWidget(place, label)
                self._totals.append(label)
                place += 1
            gap = QWidget()
            gap.setFixedWidth(theme().px(8))
            self._row.insertWidget(place, gap)
            self._totals.append(gap)
            place += 1
        self._fact.set_words(fact)
