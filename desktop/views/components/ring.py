"""The keyboard focus ring: one overlay that follows the focused control, one pixel away from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.views.look import paint
from desktop.views.look.theme import theme

GAP = 3
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def by_keyboard(event: QFocusEvent) -> bool:
    """Whether the focus arrived by a key, so that it should be seen."""
    return event.reason() in _KEYBOARD


class FocusRing(QWidget):
    """A 2 px accent ring around `target`, a sibling above it; deletes itself with the focus."""

    def __init__(self, target: QWidget, radius: float) -> None:
        super().__init__(target.parentWidget())
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self._follow()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the target, vanish with its focus."""
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.ParentChange):
            self.hide()
            self.deleteLater()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """Stand around the target; closer to it where the parent has no room, so that no side is cut off."""
        around = self._target.geometry().adjusted(-GAP, -GAP, GAP, GAP)
        parent = self._target.parentWidget()
        self.setGeometry(around.intersected(parent.rect()) if parent is not None else around)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring only; the target shows through."""
        painter = paint.begin(self)
        paint.ring(painter, self.rect(), theme().px(self._radius) + GAP)
