"""Shows file names so that nothing in them can mislead the reader."""

from __future__ import annotations


def shown_name(name: str) -> str:
    """Give the last part of a file's name with invisible and direction characters made visible."""
    last = name.replace("\\", "/").rpartition("/")[2] or name
    return "".join(letter if letter.isprintable() else f"[U+{ord(letter):04X}]" for letter in last)
