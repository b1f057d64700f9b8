"""What a judgement gathers: problems that make a bag invalid, warnings that do not, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.formats.limits import Limits
from desktop.formats.problems import Problem

BAG_LIMITS = Limits(
    total_bytes=4 * 1024**4, member_bytes=1024**4, members=1_000_000, ratio=1000, text_bytes=64 * 1024 * 1024
)
"""Bags of others may be large; they are only read in passing, never unpacked. `text_bytes` bounds all tag files together."""


MOST_TOLD = 10_000
"""Of problems, and of warnings: a manifest of a small zip can name a million files that are not there."""


@dataclass(slots=True)
class Findings:
    """Problems and warnings in the order in which they were found, each told once, and no more than anybody reads."""

    problems: dict[Problem, None] = field(default_factory=dict)
    warnings: dict[Problem, None] = field(default_factory=dict)

    def problem(self, code: str, file: str, words: str) -> None:
        """Note what makes the bag invalid."""
        self.take([Problem(code, file, words)])

    def warn(self, code: str, file: str, words: str) -> None:
        """Note what is lawful but may go wrong elsewhere; its code begins with W-."""
        _note(self.warnings, Problem(code, file, words), "W-LIMIT")

    def take(self, problems: Iterable[Problem]) -> None:
        """Note problems that a reader raised."""
        for one in problems:
            _note(self.problems, one, "E-LIMIT")


def _note(told: dict[Problem, None], one: Problem, beyond: str) -> None:
    if len(told) < MOST_TOLD:
        told[one] = None
    else:
        told[Problem(beyond, "", f"超过 {MOST_TOLD:,} 处，其余没有列出")] = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one bag: its declared version and encoding, algorithms, payload files and their bytes.

    `identity` is the SM3 of `tagmanifest-sm3.txt`, "" when there is none; `tags` are the files beside the payload.
    """

    version: str
    encoding: str
    algorithms: tuple[str, ...]
    files: int
    octets: int
    identity: str
    tags: frozenset[str]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    @property
    def valid(self) -> bool:
        """Complete, and every checksum verified."""
        return not self.problems
