"""A proposed value with the place it was found at and how sure the program is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Confidence(StrEnum):
    """How sure a proposal is."""

    HIGH = "高"
    MEDIUM = "中"
    LOW = "低"


@dataclass(frozen=True, slots=True)
class Guess(Generic[Value]):
    """A value found in part `part` of the document, `offset` characters in.

    `length` counts the characters that it was taken from, where that is not simply as far as the value reaches.
    """

    value: Value
    part: int
    offset: int
    confidence: Confidence
    length: int = 0


@dataclass(frozen=True, slots=True)
class Proposed(Generic[Value]):
    """A value for the form: where it was found (words, part, offset and length in characters), how sure it is.

    `length` is 0 where no stretch of the text says it, as with the number of pages.
    """

    value: Value
    place: str
    confidence: Confidence
    part: int
    offset: int
    length: int = 0
