"""Which characters the screen of this PC does not show: no font has them, they are blank, or they turn the order of others."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category

from PySide6.QtGui import QTextLayout

from desktop.views.look.theme import theme

_NAMED = 3
_NO_SHAPE = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
"""Controls and blanks. Characters that an agency made for itself (Co) do have one, on the PC that has their font."""


def seen(words: str) -> str:
    """`words` with every character that shows nothing, or turns the order of the letters, as its code: <U+202E>."""
    if words.isprintable():
        return words
    return "".join(f"<U+{ord(one):04X}>" if _hidden(one) else one for one in words)


def _hidden(character: str) -> bool:
    if character in "\n\t" or character.isprintable():
        return False
    kind = category(character)
    return kind != "Zs" and (kind in _NO_SHAPE or not _shown(character))


def unseen(words: str) -> tuple[str, ...]:
    """The characters of `words` that are shown as a box, each once."""
    return tuple(one for one in dict.fromkeys(words) if category(one) not in _NO_SHAPE and not _shown(one))


def unseen_words(words: str) -> str:
    """What the user is told of them, by code; empty when every character can be seen."""
    boxes = unseen(words)
    if not boxes:
        return ""
    codes = "、".join(f"U+{ord(one):04X}" for one in boxes[:_NAMED]) + ("等" if len(boxes) > _NAMED else "")
    return f"本机字体没有 {codes}，显示为方框，所存的字不变"


@lru_cache(maxsize=8192)
def _shown(character: str) -> bool:
    """Whether the font of fields, or one that the system puts in its place, has the character."""
    layout = QTextLayout(character, theme().font("body"))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return all(index for run in layout.glyphRuns() for index in run.glyphIndexes())
