"""Tabs in a strip that never widens the window: what does not fit is reached by the wheel or by moving along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy

from desktop.views.components.tabs import Tabs
from desktop.views.look.theme import follow_theme


class TabStrip(QScrollArea):
    """`changed(key)`; `set_tabs`, `set_current` and `current` are those of Tabs."""

    changed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.tabs = Tabs([], name=name)
        self.tabs.changed.connect(self._changed)
        self.setWidget(self.tabs)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.tabs.setAutoFillBackground(False)
        follow_theme(self)

    def restyle(self) -> None:
        """As high as the tabs."""
        self.tabs.restyle()
        self.setFixedHeight(self.tabs.height())

    def set_tabs(self, tabs: Sequence[tuple[str, str, int | None]]) -> None:
        """Replace the tabs; the current one stays current if it is still there."""
        self.tabs.set_tabs(tabs)
        self.restyle()

    def current(self) -> str:
        """The key of the current tab."""
        return self.tabs.current()

    def set_current(self, key: str) -> None:
        """Make a tab current without emitting."""
        self.tabs.set_current(key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the strip sideways."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - event.angleDelta().y() // 2)

    def _changed(self, key: str) -> None:
        focused = self.tabs.focusWidget()
        if focused is not None:
            self.ensureWidgetVisible(focused, 24, 0)
        self.changed.emit(key)
