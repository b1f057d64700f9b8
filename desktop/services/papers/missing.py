"""What this PC cannot print as it should be, so that the user hears of it before the paper shows it."""

from __future__ import annotations

from desktop.printing.fonts import Face, fonts_of_this_pc
from desktop.printing.missing import missing_words, noting_missing

__all__ = ["font_words", "missing_words", "noting_missing"]

_OFFICIAL = (Face.TITLE, Face.BODY, Face.HAND, Face.HEAD)


def font_words() -> str:
    """Which of the official faces this PC lacks, so that the bundled ones are used; empty when it has them all."""
    lacking = [face.value for face in _OFFICIAL if not fonts_of_this_pc().has_own(face)]
    if not lacking:
        return ""
    return f"本机没有{'、'.join(lacking)}，用随程序的思源字体代替"
