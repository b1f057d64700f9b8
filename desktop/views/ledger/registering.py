"""Files dropped or pasted onto the ledger: each becomes a draft, is stopped, passed over or refused, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.services.taking_in import Outcome, TakenFile, is_folder, take_in
from desktop.views.components.progress import ProgressLine
from desktop.views.ledger.dialogs import StopDialog
from desktop.views.workbench import Workbench

Told = tuple[TakenFile, ...]


class Registration:
    """Registers files for a screen. What comes while it is at work waits its turn and is told of together.

    One single file leads on at once: its draft is opened, its stop or refusal is a dialog. Of several, `show(told)`
    shows what became of each.
    """

    def __init__(self, owner: QWidget, bench: Workbench, line: ProgressLine, show: Callable[[Told], None]) -> None:
        self._owner, self._bench, self._line, self._show = owner, bench, line, show
        self._waiting: list[tuple[list[Path], bool]] = []
        self._told: Told = ()
        self._busy = False

    def start(self, paths: Sequence[Path], *, even_twins: bool = False) -> None:
        """Register these files and those of these folders; `even_twins` also what is registered already."""
        if self._busy:
            self._waiting.append((list(paths), even_twins))
            self._bench.tell("正在登记前面的文件", f"新放入的 {len(paths)} 个排在后面")
            return
        desk, chosen = self._bench.desk, list(paths)
        self._busy = True
        alone = len(chosen) == 1 and not is_folder(chosen[0])
        self._bench.run(
            self._owner,
            lambda progress, cancelled: take_in(desk, chosen, progress, cancelled, even_twins=even_twins or alone),
            lambda told: self._done(told, alone),
            on_error=self._refused,
            line=self._line,
        )

    def _done(self, told: Told, alone: bool) -> None:
        self._busy = False
        self._bench.announce("item", *(one.uuid for one in told if one.outcome in (Outcome.DRAFT, Outcome.STOPPED)))
        before, self._told = self._told, ()
        left = any(one.outcome is Outcome.LEFT for one in told)
        if self._waiting and not left:
            self._told = (*before, *told)
            paths, even_twins = self._waiting.pop(0)
            self.start(paths, even_twins=even_twins)
            return
        never = tuple(TakenFile(path, Outcome.LEFT) for paths, _even in self._waiting for path in paths)
        self._waiting.clear()
        if alone and not before and not never and len(told) == 1:
            self._lead_on(told[0])
        else:
            self._show((*before, *told, *never))

    def _lead_on(self, one: TakenFile) -> None:
        if one.problem is not None:
            self._bench.show_error(self._owner, UserError(f"“{one.name}”没有登记", str(one.problem)))
            return
        if one.outcome is Outcome.STOPPED and one.taken is not None:
            dialog = StopDialog(self._owner.window(), self._bench, one.path, one.taken)
            dialog.exec()
            if not dialog.releasing:
                return
        if one.uuid:
            self._bench.open("editor", one.uuid)

    def _refused(self, problem: UserError) -> None:
        """Nothing was taken in at all, for instance because there were too many files."""
        self._busy = False
        self._waiting.clear()
        self._bench.show_error(self._owner, problem)
