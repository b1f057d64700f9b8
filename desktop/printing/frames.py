"""Where the frame of a form stands on its page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """Edges of a frame in mm, the middle line of the title above it and of the strip between."""

    left: float
    right: float
    top: float
    bottom: float
    title: float
    strip: float

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.left + self.right) / 2


CLOSE_FRAME = Frame(25.0, 190.0, 32.5, 267.0, 19.8, 29.1)
"""The form with the checklist."""

ROOMY_FRAME = Frame(28.0, 184.0, 40.9, 264.0, 28.4, 37.3)
"""The forms in 小四."""
