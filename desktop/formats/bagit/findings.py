"""What a judgement gathers: problems that make a bag invalid, warnings that do not, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.formats.limits import Limits
from desktop.formats.problems import Problem

BAG_LIMITS = Limits(
    total_bytes=4 * 1024**4, member_bytes=1024**4, members=1_000_000, ratio=1000, text_bytes=256 * 1024 * 1024
)
"""Bags of others may be large; they are only read in passing, never unpacked."""


@dataclass(slots=True)
class Findings:
    """Problems and warnings in the order in which they were found, each told once."""

    problems: dict[Problem, None] = field(default_factory=dict)
    warnings: dict[Problem, None] = field(default_factory=dict)

    def problem(self, code: str, file: str, words: str) -> None:
        """Note what makes the bag invalid."""
        self.problems[Problem(code, file, words)] = None

    def warn(self, code: str, file: str, words: str) -> None:
        """Note what is lawful but may go wrong elsewhere; its code begins with W-."""
        self.warnings[Problem(code, file, words)] = None

    def take(self, problems: Iterable[Problem]) -> None:
        """Note problems that a reader raised."""
        self.problems.update(dict.fromkeys(problems))


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
