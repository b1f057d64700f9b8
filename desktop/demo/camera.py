"""Pictures of the screens, taken from the demo's stores through the real windows."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

from desktop.paths import DataFolder
from desktop.services.desk import Desk
from desktop.services.door import claim
from desktop.views.first_run import FirstRunView
from desktop.views.look.theme import apply
from desktop.views.sign_in import SignInView
from desktop.views.window import MainWindow
from desktop.views.workbench import Workbench

SIZE = (1440, 900)


class Camera:
    """Opens the real windows on the demo's stores and writes what they show as PNG files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken = 0
        if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        apply(app)

    def page(self, desk: Desk, name: str, page: str, record: str = "") -> None:
        """One page of a signed-in desk, showing a record when one is named."""
        with self._window(desk) as window:
            self._grab(window, name, lambda: window.open(page, record))

    def pages(self, desk: Desk, name: str) -> None:
        """Every page that the person signed in sees."""
        with self._window(desk) as window:
            for page in window.pages:
                self._grab(window, f"{name}-{page.key}", partial(window.open, page.key))

    def door(self, folder: DataFolder) -> None:
        """Sign-in to a data folder."""
        lock = claim(folder, "演示")
        try:
            self._show(SignInView(folder, lock), "sign-in")
        finally:
            lock.release()

    def first_run(self) -> None:
        """The guide of an empty data folder."""
        place = Path(tempfile.mkdtemp(prefix="desk-first-run-"))
        folder = DataFolder(place)
        folder.create()
        lock = claim(folder, "演示")
        try:
            self._show(FirstRunView(folder, lock), "first-run")
        finally:
            lock.release()
            shutil.rmtree(place)

    @contextmanager
    def _window(self, desk: Desk) -> Iterator[MainWindow]:
        bench = Workbench(desk)
        window = MainWindow(bench)
        try:
            yield window
        finally:
            settle()
            window.close()
            _discard(window)
            _discard(bench)

    def _show(self, view: QWidget, name: str) -> None:
        self._grab(view, name, lambda: None)
        view.hide()
        _discard(view)

    def _grab(self, widget: QWidget, name: str, show: Callable[[], None]) -> None:
        widget.resize(*SIZE)
        widget.show()
        show()
        settle()
        self.taken += 1
        widget.grab().save(str(self.folder / f"{self.taken:02d}-{name}.png"))


def settle() -> None:
    """Let running jobs end and their results be shown."""
    for _ in range(3):
        QThreadPool.globalInstance().waitForDone()
        for _ in range(20):
            QApplication.processEvents()


def _discard(thing: QObject) -> None:
    thing.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
