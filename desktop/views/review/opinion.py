"""The opinion: one line that grows with what is written, and counts only what is getting long."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.rules.signing import OPINION_LIMIT
from desktop.views.components.fields import AreaField
from desktop.views.components.text import show_if

COUNTED_FROM = 500
MOST_LINES = 4


class OpinionField(AreaField):
    """`over_limit()` says that it is too long to be signed."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__("", placeholder=placeholder, limit=OPINION_LIMIT, lines=1, parent=parent)
        self.control.setAccessibleName("意见")
        self.edit.document().documentLayout().documentSizeChanged.connect(self._grow)

    def set_value(self, value: str) -> None:
        """Show a text from its beginning."""
        super().set_value(value)
        self._grow()

    def _count(self) -> None:
        super()._count()
        show_if(self.message, len(self.value()) >= COUNTED_FROM)

    def _grow(self) -> None:
        lines = min(MOST_LINES, max(1, round(self.edit.document().size().height())))
        if lines != self._lines:
            self._lines = lines
            self.restyle()
