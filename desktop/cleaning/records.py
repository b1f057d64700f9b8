"""The records of this room: what is to be masked, and what a clean copy is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.errors import UserError
from desktop.screening.records import DocumentText, Role

SEEN = (Role.BODY, Role.MARGIN, Role.NOTE, Role.TEXT_BOX)
"""The parts of a document that a clean copy keeps; all others are left out of it."""


Touches = Callable[[str], bool]
"""Tells whether words would be found by one of the rules that are masked."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What to mask and how: preset by rule; the findings in `kept` (rule, place) stay as they are.

    `office_phones` as for `screening.findings.scan`.
    """

    presets: Mapping[str, str]
    kept: frozenset[tuple[str, str]] = frozenset()
    office_phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Masked:
    """One finding that was masked: by which rule, where, how often, by which preset; never what stood there."""

    rule: str
    place: str
    count: int
    preset: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Characters `start` to `end` of a part that a reader of the page does not see, and that are therefore left out."""

    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer of one kind of file made: the file, what it left out of parts that stay, and facts to be told."""

    data: bytes
    gone: tuple[Gone, ...] = ()
    facts: tuple[str, ...] = ()
    dropped: frozenset[int] = field(default_factory=frozenset)
    """Parts of the original that the copy leaves out although their kind is seen, e.g. a page header without use."""
    merged: int = 0
    """Paragraphs that run on into the next once the changes are accepted."""


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """A clean copy that was opened again and compared: nothing masked is left in it, nothing unseen, the rest is equal.

    `cleared` counts what the original carried unseen; `facts` are sentences that its reader must know.
    """

    name: str
    data: bytes
    document: DocumentText
    masks: tuple[Masked, ...]
    cleared: int
    facts: tuple[str, ...]


def refused(why: str, remedy: str) -> UserError:
    """Make the error for a file of which no clean copy can be made."""
    return UserError(f"没有生成净化副本：{why}", remedy, "E-CLEAN")


def left_over(place: str, what: str) -> UserError:
    """Make the error for a copy that did not stand the check; there is no such copy then."""
    return UserError(
        f"没有生成净化副本：{place}{what}", "在原程序中改好原文件，移除旧文件后放入新文件，再生成一次", "E-CLEAN"
    )
