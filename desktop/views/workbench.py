"""What every screen is given: the desk, how to run a verb, how to open another page, how to tell the user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import UserError
from desktop.services import items
from desktop.services.desk import Desk
from desktop.views.changes import Change, Changes
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.progress import ProgressLine
from desktop.views.jobs import Job, Work, run_job
from desktop.views.sticks import StickDialog, plugged_in

Result = TypeVar("Result")


class _Follower(QObject):
    """Listens for one screen and dies with it, which ends the connection."""

    def __init__(self, owner: QWidget, kind: str, reload: Callable[[], None]) -> None:
        super().__init__(owner)
        self._kind, self._reload = kind, reload

    def changed(self, change: Change) -> None:
        """Reload when records of the kind changed."""
        if change.touches(self._kind):
            self._reload()


class Workbench(QObject):
    """One for the main window; screens hold it as `self.bench` and know of no other screen.

    `opening(page, key)` asks the window for another page, `key` naming a record on it; `telling(fact, detail)` for a
    toast, `undoable(fact, detail, undo)` for one with 撤销; `signing_out()` ends the session.
    """

    opening = Signal(str, str)
    telling = Signal(str, str)
    undoable = Signal(str, str, object)
    signing_out = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.changes = Changes(self)
        self._last_folder = ""

    def run(
        self,
        owner: QWidget,
        work: Work[Result],
        on_success: Callable[[Result], None],
        *,
        on_error: Callable[[UserError], None] | None = None,
        line: ProgressLine | None = None,
        on_cancel: Callable[[], None] | None = None,
    ) -> Job:
        """Run a service off the GUI thread: `work(progress, cancelled)`.

        A UserError goes to `on_error`, else to a dialog over `owner`; `line` shows progress after 300 ms.
        """

        def tell(problem: UserError) -> None:
            self.show_error(owner, problem)

        return run_job(owner, work, on_success, on_error or tell, on_cancel=on_cancel, line=line)

    def read(self, owner: QWidget, work: Callable[[], Result], on_success: Callable[[Result], None]) -> Job:
        """Read something off the GUI thread and show it."""
        return self.run(owner, lambda _progress, _cancelled: work(), on_success)

    def open(self, page: str, key: str = "") -> None:
        """Go to another page, to a record on it when `key` names one."""
        self.opening.emit(page, key)

    def tell(self, fact: str, detail: str = "", undo: Callable[[], None] | None = None) -> None:
        """Tell one fact that just became true (a toast), with 撤销 when it can be undone; errors are never toasts."""
        if undo is None:
            self.telling.emit(fact, detail)
        else:
            self.undoable.emit(fact, detail, undo)

    def announce(self, kind: str, *ids: object) -> None:
        """Announce what a verb changed, so that open screens reload."""
        self.changes.announce(kind, ids)

    def follow(self, owner: QWidget, kind: str, reload: Callable[[], None]) -> None:
        """Call `reload` whenever records of `kind` changed and `owner` is still there."""
        self.changes.changed.connect(_Follower(owner, kind, reload).changed)

    def show_error(self, owner: QWidget, problem: UserError) -> None:
        """The one place where a UserError becomes a dialog: what happened, what to do next."""
        dialog = ConfirmDialog(
            owner.window(), problem.message, problem.hint, commit="知道了", icon="triangle-alert", tone="warn"
        )
        dialog.cancel.hide()
        dialog.exec()

    # Files. One place, so that a test can answer for the user.

    def ask_files(self, owner: QWidget, title: str, pattern: str = "") -> list[Path]:
        """Files that the user chooses; empty when she backs out."""
        names, _ = QFileDialog.getOpenFileNames(owner, title, self._folder(), pattern)
        return self._remembered([Path(name) for name in names])

    def ask_file(self, owner: QWidget, title: str, pattern: str = "") -> Path | None:
        """One file that the user chooses, None when she backs out."""
        name, _ = QFileDialog.getOpenFileName(owner, title, self._folder(), pattern)
        return self._remembered([Path(name)])[0] if name else None

    def ask_folder(self, owner: QWidget, title: str) -> Path | None:
        """A folder (the stick) that the user chooses, None when she backs out."""
        name = QFileDialog.getExistingDirectory(owner, title, self._folder())
        return Path(name) if name else None

    def ask_stick(self, owner: QWidget, title: str) -> Path | None:
        """Where to write for the centre: one of the sticks that are plugged in, or another folder; None to back out."""
        sticks = plugged_in()
        if not sticks:
            return self.ask_folder(owner, title)
        dialog = StickDialog(owner.window(), title, sticks)
        if not dialog.exec():
            return None
        return dialog.path() or self.ask_folder(owner, title)

    def ask_target(self, owner: QWidget, title: str, name: str, pattern: str = "") -> Path | None:
        """Where to save a file, None when the user backs out; the name may have come in a package of somebody else."""
        offered = Path(self._folder()) / items.name_to_save(name)
        chosen, _ = QFileDialog.getSaveFileName(owner, title, str(offered), pattern)
        return self._remembered([Path(chosen)])[0] if chosen else None

    def show_file(self, path: Path) -> None:
        """Open a file or folder with the PC's own program for it."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _folder(self) -> str:
        """Where the last file was, else the person's documents, else her home: a new PC may have no such folder yet."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._last_folder or (documents if Path(documents).is_dir() else str(Path.home()))

    def _remembered(self, chosen: list[Path]) -> list[Path]:
        if chosen:
            self._last_folder = str(chosen[0].parent)
        return chosen
