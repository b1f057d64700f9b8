"""Words that are ready to be pasted into the website's own form, each with 复制."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.components.buttons import Button
from desktop.views.components.rows import FactLine


class CopyLines(QWidget):
    """Lines of (name, what is shown, what is copied); `copied(name)` after a press."""

    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[QWidget] = []
        self.buttons: dict[str, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName("发布用文字")

    def set_lines(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show other words; a line without words is left out."""
        for widget in self._lines:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._lines, self.buttons = [], {}
        for name, shown, whole in lines:
            if not whole:
                continue
            button = Button("复制", icon="copy", small=True, name=f"复制{name}")
            button.clicked.connect(partial(self._copy, name, whole))
            line = FactLine(name, shown, name_width=64, button=button)
            self.buttons[name] = button
            self._lines.append(line)
            self._column.addWidget(line)

    def _copy(self, name: str, whole: str) -> None:
        QGuiApplication.clipboard().setText(whole)
        self.copied.emit(name)
