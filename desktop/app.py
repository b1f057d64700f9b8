"""The only wiring of the window: data folder, lock, first run or sign-in, main window, and back."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desktop.errors import UserError
from desktop.labels import PRODUCT
from desktop.paths import DataFolder
from desktop.services.door import FolderLock, claim, is_founded
from desktop.views.components.memory import memory
from desktop.views.first_run import FirstRunView
from desktop.views.input_method import prefer_working_input_method
from desktop.views.loading import load_ahead
from desktop.views.placement import place, remember
from desktop.views.preferences import apply_remembered
from desktop.views.problem import install_excepthook
from desktop.views.sign_in import SignInView

if TYPE_CHECKING:
    from desktop.services.desk import Desk

SMOKE = "DESK_SMOKE"
"""Names a picture file: the program opens, paints itself into it, says so and quits; one check for every package."""


class Program:
    """Holds the lock on one data folder and shows the view that its state asks for."""

    def __init__(self, folder: DataFolder, lock: FolderLock) -> None:
        self.folder = folder
        self._lock = lock
        self._window: QMainWindow | None = None
        self._desk: Desk | None = None

    def start(self) -> None:
        """Show sign-in, or the first-run guide when the folder is not set up."""
        if is_founded(self.folder):
            self._show_sign_in()
        else:
            self._show_first_run()
        load_ahead()

    def stop(self) -> None:
        """Close the store and give back the folder."""
        if self._window is not None:
            remember(self._window)
        self._leave_desk()
        self._lock.release()

    @property
    def window(self) -> QMainWindow | None:
        """The window shown now."""
        return self._window

    def _show_first_run(self) -> None:
        view = FirstRunView(self.folder, self._lock)
        view.founded.connect(lambda _founded: self._show_sign_in())
        self._replace(self._frame(view))

    def _show_sign_in(self, told: str = "") -> None:
        view = SignInView(self.folder, self._lock, told=told)
        view.signed_in.connect(self._show_desk)
        view.restored.connect(self._show_sign_in)
        self._replace(self._frame(view))

    def _show_desk(self, desk: Desk) -> None:
        # Only now: a page that asks for a password needs neither store nor screens.
        from desktop.services.upkeep import back_up_if_due
        from desktop.views.own_password import change_password
        from desktop.views.window import MainWindow
        from desktop.views.workbench import Workbench

        self._desk = desk
        bench = Workbench(desk)
        window = MainWindow(bench)
        bench.setParent(window)
        window.signed_out.connect(self._sign_out)
        bench.signing_out.connect(self._sign_out)
        self._replace(window)
        may_write = not desk.store.read_only
        if may_write and desk.person.must_change_password and not change_password(window, bench):
            self._sign_out()
            return
        if may_write:
            bench.run(window, lambda _progress, _cancelled: back_up_if_due(desk), lambda _path: None)

    def _sign_out(self) -> None:
        self._show_sign_in()
        self._leave_desk()

    def _leave_desk(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _frame(self, view: QWidget) -> QMainWindow:
        window = QMainWindow()
        window.setWindowTitle(PRODUCT)
        window.setCentralWidget(view)
        return window

    def _replace(self, window: QMainWindow) -> None:
        before, self._window = self._window, window
        if before is not None:
            remember(before)
        place(window)
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()


def run(folder: DataFolder) -> int:
    """Open the window on a data folder; returns the exit code of the program."""
    prefer_working_input_method()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    with suppress(OSError):  # a folder that is only read is complete; where there is none, the claim below says so
        folder.create()
    memory().use_file(folder.root / "view.ini")
    apply_remembered(app)
    install_excepthook(app)
    try:
        lock = claim(folder, PRODUCT)
    except UserError as problem:
        return _refuse(problem)
    program = Program(folder, lock)
    program.start()
    picture = os.environ.get(SMOKE)
    if picture:
        QTimer.singleShot(300, lambda: _smoke(app, program, Path(picture)))
    try:
        return app.exec()
    finally:
        program.stop()


def run_gallery() -> int:
    """Open the window that shows every component in every state."""
    from desktop.views.gallery import GalleryWindow

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    apply_remembered(app)
    window = GalleryWindow()
    window.show()
    return app.exec()


def _refuse(problem: UserError) -> int:
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Warning, PRODUCT, problem.message)
    box.setInformativeText(problem.hint)
    box.exec()
    return 1


def _smoke(app: QApplication, program: Program, picture: Path) -> None:
    assert program.window is not None
    program.window.grab().save(str(picture))
    sys.stdout.write(f"SMOKE-OK {picture}\n")
    app.quit()
