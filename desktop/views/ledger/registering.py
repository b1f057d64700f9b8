"""Files dropped onto the ledger: each becomes a draft, is stopped, or is refused; one bad file stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.services.desk import Desk
from desktop.services.intake import Intake, register_document
from desktop.views.components.progress import ProgressLine
from desktop.views.jobs import CancelCheck, Progress
from desktop.views.ledger.dialogs import RefusedDialog, StopDialog
from desktop.views.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of the files, in their order; `left` were not looked at because the user cancelled."""

    taken: tuple[tuple[Path, Intake], ...]
    refused: tuple[tuple[Path, UserError], ...]
    left: int


def register_files(desk: Desk, paths: Sequence[Path], progress: Progress, cancelled: CancelCheck) -> Registered:
    """Register each file as an item of its own; cancelling keeps the drafts that are there already."""
    taken: list[tuple[Path, Intake]] = []
    refused: list[tuple[Path, UserError]] = []
    for number, path in enumerate(paths):
        if cancelled():
            break
        progress(number, len(paths))
        try:
            taken.append((path, register_document(desk, path)))
        except UserError as problem:
            refused.append((path, problem))
    return Registered(tuple(taken), tuple(refused), len(paths) - len(taken) - len(refused))


class Registration:
    """Registers files for a screen and leads on: stop dialogs, what was refused, then the editor with the first draft."""

    def __init__(self, owner: QWidget, bench: Workbench, line: ProgressLine) -> None:
        self._owner, self._bench, self._line = owner, bench, line

    def start(self, paths: Sequence[Path]) -> None:
        """Register these files off the GUI thread."""
        desk = self._bench.desk
        self._bench.run(
            self._owner,
            lambda progress, cancelled: register_files(desk, paths, progress, cancelled),
            self._done,
            line=self._line,
        )

    def _done(self, result: Registered) -> None:
        self._bench.announce("item", *(taken.uuid for _path, taken in result.taken))
        released = ""
        for path, taken in result.taken:
            if taken.stopped:
                dialog = StopDialog(self._owner.window(), self._bench, path, taken)
                dialog.exec()
                released = taken.uuid if dialog.releasing else released
        if result.refused:
            RefusedDialog(self._owner.window(), result.refused).exec()
        drafts = [taken for _path, taken in result.taken if not taken.stopped]
        if result.left:
            self._bench.tell(f"已登记 {len(drafts)} 件，其余 {result.left} 个文件没有登记", "要继续时再放入一次")
        elif len(drafts) > 1:
            self._bench.tell(f"{len(drafts)} 件已登记为草稿", "先填这一件，其余在“草稿”里")
        if released or drafts:
            self._bench.open("editor", released or drafts[0].uuid)
