"""An error told where the work is: what happened, what is safe, and two ways on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.views.components.buttons import Button
from desktop.views.components.text import Icon, Text, show_if
from desktop.views.look import paint, tokens
from desktop.views.look.theme import theme


class ErrorPanel(QWidget):
    """`ErrorPanel("U 盘空间不够，还差 212 MB", "已写的部分已清除，U 盘上没有半成品。", [Button("换 U 盘再写", "primary")])`.

    Make one hidden (`ErrorPanel()`) and `tell` it later; `show_error(UserError)` puts message and hint. `tone` warn
    serves for what needs care but did not fail.
    """

    def __init__(
        self,
        happened: str = "",
        safe: str = "",
        verbs: Sequence[Button] = (),
        *,
        tone: str = "bad",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        ink = tokens.TONES[tone].text
        self._happened = Text(happened, "strong", ink, wrap=True, selectable=True)
        self._safe = Text(safe, "small", ink, wrap=True, selectable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 14, 12)
        row.setSpacing(8)
        row.addWidget(
            Icon("circle-alert" if tone == "bad" else "triangle-alert", 18, ink), 0, Qt.AlignmentFlag.AlignTop
        )
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._happened)
        column.addWidget(self._safe)
        self._verbs = QHBoxLayout()
        self._verbs.setSpacing(8)
        self._verbs.addStretch(1)
        column.addLayout(self._verbs)
        row.addLayout(column, 1)
        for verb in verbs:
            self.add_verb(verb)
        self.tell(happened, safe)

    def add_verb(self, button: Button) -> Button:
        """Add a way on."""
        self._verbs.setContentsMargins(0, 4, 0, 0)  # apart from the words above
        self._verbs.insertWidget(self._verbs.count() - 1, button)
        return button

    def tell(self, happened: str, safe: str = "") -> None:
        """Say what happened and what is safe; nothing happened hides the panel."""
        self._happened.set_words(happened)
        self._safe.set_words(safe)
        show_if(self._safe, bool(safe))
        self.setAccessibleName(f"{happened}。{safe}" if safe else happened)
        show_if(self, bool(happened))

    def show_error(self, problem: UserError) -> None:
        """Tell a UserError."""
        self.tell(problem.message, problem.hint)

    def clear(self) -> None:
        """Hide the panel."""
        self.tell("")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Pale ground of the tone."""
        painter = paint.begin(self)
        paint.box(painter, self.rect(), theme().px(tokens.RADIUS_CONTROL), theme().tone(self._tone)[0])
