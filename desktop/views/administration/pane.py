"""The frame of a pane: a fact and verbs above, a list below, an error where the work is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.text import Text
from desktop.views.look import tokens
from desktop.views.workbench import Workbench


class Pane(QWidget):
    """Subclasses add their verbs (primary last) and their list."""

    def __init__(self, bench: Workbench, fact: str, verbs: Sequence[Button] = ()) -> None:
        super().__init__()
        self.bench = bench
        self._fact_words = fact
        self.error = ErrorPanel()
        self.fact = Text(fact, "small", "text2", elide=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(tokens.PAGE_MARGIN, 14, tokens.PAGE_MARGIN, tokens.PAGE_MARGIN)
        self.column.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.fact, 1)
        for verb in verbs:
            top.addWidget(verb)
        self.column.addLayout(top)
        self.column.addWidget(self.error)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Append a part."""
        self.column.addWidget(widget, stretch)

    def tell_reasons(self, *verbs: Button) -> None:
        """Say beside the verbs why some are blocked; the standing fact comes back when none is."""
        reasons = "；".join(f"{verb.text().rstrip('…')}：{verb.reason}" for verb in verbs if verb.reason)
        self.fact.set_words(reasons or self._fact_words)
