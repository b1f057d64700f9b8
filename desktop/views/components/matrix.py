"""Offices by periods: who has sent, who owes, who filed nil. Every cell is a control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.views.components.buttons import PaintedButton
from desktop.views.components.text import Text
from desktop.views.look import paint
from desktop.views.look.theme import follow_theme, theme


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """`6 件` ok, `零报告` mute, `待接收` accent, `未报送` bad, `未到期` with no tone."""

    words: str
    tone: str = ""


class _Cell(PaintedButton):
    """One office in one period."""

    radius = 4

    def __init__(self, cell: MatrixCell, office: str, period: str, row: int, column: int) -> None:
        super().__init__(cell.words)
        self.cell, self.row, self.column = cell, row, column
        self.setAccessibleName(f"{office} {period}：{cell.words}")
        self.setToolTip(f"{office} {period}：{cell.words}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self)

    def sizeHint(self) -> QSize:
        """One cell."""
        return QSize(paint.width_of(self.text(), "chip") + theme().px(16), theme().px(23))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return QSize(paint.width_of(self.text(), "chip") + theme().px(6), theme().px(23))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Toned ground; what is owed has a border as well."""
        painter = paint.begin(self)
        px, color = theme().px, theme().color
        ink = color("text2")
        if self.cell.tone:
            ground, ink, bar = theme().tone(self.cell.tone)
            paint.box(painter, self.rect(), px(4), ground, bar if self.cell.tone == "bad" else None)
        elif self.underMouse():
            paint.box(painter, self.rect(), px(4), color("hover"))
        role = "caption" if self.cell.tone in ("", "mute") else "chip"
        paint.text(painter, self.rect(), self.text(), role, ink, paint.CENTER)


class Matrix(QWidget):
    """`set_table(periods, [(office, [MatrixCell, ...]), ...])`; `pressed(row, column)`; arrows move the focus."""

    pressed = Signal(int, int)

    def __init__(self, name: str = "报送情况", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._cells: dict[tuple[int, int], _Cell] = {}

    def set_table(self, periods: Sequence[str], offices: Sequence[tuple[str, Sequence[MatrixCell]]]) -> None:
        """Show another table; the last period is the current one."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self._cells = {}
        for column, period in enumerate(periods):
            current = column == len(periods) - 1
            head = Text(period, "chip" if current else "caption", "text" if current else "text2")
            self._grid.addWidget(head, 0, column + 1, Qt.AlignmentFlag.AlignHCenter)
            self._grid.setColumnStretch(column + 1, 1)
        self._grid.setColumnStretch(0, 2)
        for row, (office, cells) in enumerate(offices):
            self._grid.addWidget(Text(office, "small", elide=True), row + 1, 0)
            for column, cell in enumerate(cells):
                button = _Cell(cell, office, periods[column], row, column)
                button.setFocusPolicy(
                    Qt.FocusPolicy.StrongFocus if (row, column) == (0, 0) else Qt.FocusPolicy.ClickFocus
                )
                button.clicked.connect(self._pressed)
                self._cells[row, column] = button
                self._grid.addWidget(button, row + 1, column + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between cells."""
        focused = next((place for place, cell in self._cells.items() if cell.hasFocus()), None)
        step = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }.get(Qt.Key(event.key()))
        if focused is None or step is None:
            super().keyPressEvent(event)
            return
        target = self._cells.get((focused[0] + step[0], focused[1] + step[1]))
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _pressed(self) -> None:
        cell = self.sender()
        if isinstance(cell, _Cell):
            self.pressed.emit(cell.row, cell.column)
