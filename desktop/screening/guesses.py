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
    """A value found in part `part` of the document, `offset` characters in."""

    value: Value
    part: int
    offset: int
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Proposed(Generic[Value]):
    """A value for the form: where it was found (words, part, offset in characters), how sure it is."""

    value: Value
    place: str
    confidence: Confidence
    part: int
    offset: int
