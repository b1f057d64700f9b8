"""What a command answers: lines for a person, data for a machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines in Chinese and the same facts as JSON values; `exit_code` is 0 unless the answer is a no."""

    lines: tuple[str, ...]
    data: Any
    exit_code: int = 0


def say(*lines: str, **data: Any) -> Answer:
    """An answer of a few lines and named facts."""
    return Answer(lines, data)


def progress() -> Callable[[int, int], None]:
    """Progress on the terminal's error stream; nothing when it is no terminal."""
    if not sys.stderr.isatty():
        return lambda _done, _total: None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{done * 100 // max(total, 1):3d}%{end}")
        sys.stderr.flush()

    return show
