"""What a user of the editor and of the review desk does: types Chinese, drops files, answers dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.components.dialogs import Dialog

Asked = TypeVar("Asked", bound=Dialog)
Done = Callable[[], bool]


def write(edit: QWidget, words: str) -> None:
    """Replace what an input holds, as an input method does."""
    edit.setFocus()
    if isinstance(edit, QLineEdit):
        edit.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(edit, event)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key."""
    QTest.keyClick(widget, key, modifier)


def drop(target: QWidget, paths: Sequence[Path]) -> None:
    """Drop files on a widget."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # QApplication hands drops only to the target of a running drag, and there is none without a mouse.
    target.event(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, left, none))


def answering(qtbot: QtBot, kind: type[Asked], act: Callable[[Asked], None]) -> Done:
    """Act on the next dialog of a kind as soon as it is open; the answer tells whether it was."""
    seen: list[bool] = []
    timer = QTimer(QApplication.instance())
    timer.setInterval(5)

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, kind):
            timer.stop()
            seen.append(True)
            try:
                act(shown)
            except BaseException:
                shown.reject()  # a dialog that nobody answers would keep the test for ever
                raise

    timer.timeout.connect(look)
    timer.start()
    return lambda: bool(seen)
