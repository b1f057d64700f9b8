"""A page column that scrolls, with the margins of a page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.views.look import tokens


class ScrollColumn(QScrollArea):
    """`column.add(widget)`; `width` limits the column and centres it (0: as wide as the page)."""

    def __init__(
        self,
        *,
        margin: int = tokens.PAGE_MARGIN,
        spacing: int = tokens.CARD_GAP,
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QWidget()
        outer.setAutoFillBackground(False)
        holder = QHBoxLayout(outer)
        holder.setContentsMargins(margin, 4, margin, margin)
        inner = QWidget()
        if width:
            inner.setMaximumWidth(width)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.column.addStretch(1)
        holder.addWidget(inner)
        self.setWidget(outer)
        self.viewport().setAutoFillBackground(False)

    def add(self, widget: QWidget) -> None:
        """Append a widget above the stretch at the end."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def add_fill(self, widget: QWidget) -> None:
        """Append a widget that takes the remaining height."""
        self.column.insertWidget(self.column.count() - 1, widget, 1)
