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
        top: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._margin, self._top = margin, top
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QWidget()
        self._holder = QHBoxLayout(outer)
        inner = QWidget()
        if width:
            inner.setMaximumWidth(width)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.column.addStretch(1)
        self._holder.addWidget(inner)
        self.setWidget(outer)
        # Both are switched on by Qt and would hide the ground behind the column.
        outer.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        if not width:  # a centred column lines up with nothing at its right
            self.verticalScrollBar().rangeChanged.connect(self._balance)
        self._balance()

    def _balance(self) -> None:
        """The scroll bar takes its width from the right margin, so that the column stays in line with the header."""
        bar = self.verticalScrollBar()
        # The column keeps its width either way, so its height cannot make the bar appear and vanish without end.
        right = max(0, self._margin - (bar.sizeHint().width() if bar.maximum() > 0 else 0))
        self._holder.setContentsMargins(self._margin, self._top, right, self._margin)

    def contents_height(self, width: int) -> int:
        """How high the column must be, at this width, to show everything without scrolling."""
        column = self.column
        wraps = column.hasHeightForWidth()
        height = column.totalHeightForWidth(width - 2 * self._margin) if wraps else column.totalSizeHint().height()
        return self._top + height + self._margin

    def scroll_on(self, step: int) -> bool:
        """Scroll on by nearly what fits, or back by -1; false at the end."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + step * bar.pageStep() * 9 // 10)
        return bar.value() != before

    def add(self, widget: QWidget) -> None:
        """Append a widget above the stretch at the end."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def add_fill(self, widget: QWidget) -> None:
        """Append a widget that takes the remaining height."""
        self.column.insertWidget(self.column.count() - 1, widget, 1)
