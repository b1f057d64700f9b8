"""What every page of the first-run guide is: a title, one fact, its fields, and what still keeps it from going on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Text

COLUMN_WIDTH = 800


class GuidePage(QWidget):
    """`changed()` follows every answer; `missing()` says why the guide cannot go on, or is empty."""

    changed = Signal()

    def __init__(self, title: str, fact: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self._scroll = ScrollColumn(width=COLUMN_WIDTH, spacing=14, margin=40)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.add(Text(title, "guide", wrap=True))
        self._fact = Text(fact, "body", "text2", wrap=True)
        self.add(self._fact)

    def add(self, widget: QWidget) -> None:
        """Append a part."""
        self._scroll.add(widget)

    def set_fact(self, fact: str) -> None:
        """Change the line below the title."""
        self._fact.set_words(fact)

    def missing(self) -> str:
        """Why the guide cannot go on from here; empty when it can."""
        raise NotImplementedError

    def line(self) -> str:
        """What the rail says below this step once it is done."""
        return ""

    def begin(self) -> None:
        """Called when the page is shown: put the focus where the work starts."""


def side_by_side(*parts: tuple[QWidget, int], spacing: int = 14) -> QWidget:
    """Widgets in one line with their shares of the width."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget, share in parts:
        row.addWidget(widget, share)
    return holder
