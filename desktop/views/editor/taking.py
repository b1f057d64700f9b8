"""Takes several files in, one after the other: the main document first, then what is attached to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.services import intake
from desktop.services.desk import CancelCheck, Desk, Progress
from desktop.services.intake import Intake


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of dropped files: the draft, the refused ones with the reason, and the stop, if there was one.

    `uuid` is empty when the very first file was stopped; `position` counts the stopped file from 1.
    """

    uuid: str
    refused: tuple[tuple[str, UserError], ...] = ()
    stop: Intake | None = None
    position: int = 0


def main_first(paths: Sequence[Path]) -> list[Path]:
    """The files in the order of their intake: what calls itself an attachment comes last."""
    return sorted(paths, key=lambda path: path.name.startswith("附件"))


def register_files(desk: Desk, paths: Sequence[Path], progress: Progress, cancelled: CancelCheck) -> Taken:
    """Make a draft of the first file and attach the others; raises UserError when the first cannot be read."""
    ordered = main_first(paths)
    progress(0, len(ordered))
    first = intake.register_document(desk, ordered[0])
    if first.stopped:
        return Taken("", stop=first, position=1)

    def attach(path: Path) -> Intake:
        return intake.attach_document(desk, first.uuid, path)

    return attach_files(first.uuid, ordered[1:], attach, progress, cancelled, done=1)


def attach_files(
    uuid: str,
    paths: Sequence[Path],
    attach: Callable[[Path], Intake],
    progress: Progress,
    cancelled: CancelCheck,
    done: int = 0,
) -> Taken:
    """Attach files to a draft until one is stopped; one that cannot be read does not keep the others out."""
    refused: list[tuple[str, UserError]] = []
    for number, path in enumerate(paths, done + 1):
        progress(number - 1, done + len(paths))
        if cancelled():
            break
        try:
            taken = attach(path)
        except UserError as problem:
            refused.append((path.name, problem))
            continue
        if taken.stopped:
            return Taken(uuid, tuple(refused), taken, number)
    return Taken(uuid, tuple(refused))
