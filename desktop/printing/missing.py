"""Which characters of a record cannot be printed on this PC: asked before printing, told to the user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from desktop.printing.fonts import FontSet, fonts_of_this_pc


def missing_characters(record: object, fonts: FontSet | None = None) -> tuple[str, ...]:
    """The characters in any text of `record` (a paper's record) that no font holds, each once, in order."""
    return (fonts or fonts_of_this_pc()).missing(_texts(record))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))
