"""Parts of a dialog or a pane that are shown whole where there is room, and scroll where the window is too low."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

RING = 4
"""Room around the parts for the ring of what has the focus, which the edge of a scroll area would cut."""


class Parts(QScrollArea):
    """Asks for the height of everything in `column`, and scrolls when it is given less."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(RING, RING, RING, RING)
        self.column.setSpacing(14)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        # Both are switched on by Qt and would hide the ground behind the parts.
        inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def hasHeightForWidth(self) -> bool:
        """Words that wrap ask for more height where there is less width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as everything in the column."""
        column = self.column
        return column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.totalSizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """A line or two that scroll; never more than there is."""
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), self.column.totalMinimumSize().height()))

    def event(self, event: QEvent) -> bool:
        """Pass on that the parts want another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
