"""The ground of what stands at the right of a list: as wide as drawn where there is room, narrower in a small window."""

from __future__ import annotations

from PySide6.QtCore import QSize

from desktop.views.components.card import Ground
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme

_WIDE, _LEAST = tokens.PANE_WIDTH + 100, tokens.PANE_WIDTH + 30


class SidePane(Ground):
    """Gives way to the list beside it, down to what its own parts need."""

    def __init__(self) -> None:
        super().__init__("surface", lines="l")
        follow_theme(self)

    def sizeHint(self) -> QSize:
        """The drawn width."""
        return QSize(_width(_WIDE), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The least width at which the verbs and fields stand whole."""
        return QSize(_width(_LEAST), super().minimumSizeHint().height())

    def restyle(self) -> None:
        """Take the width from the theme."""
        self.updateGeometry()


def _width(drawn: int) -> int:
    """In pixels at the chosen size; large letters must leave room for the list."""
    return theme().px(drawn * (1 if theme().scale <= 1.15 else 0.75))
