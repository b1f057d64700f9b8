"""What nobody expected: logged and told without content, once."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.views.problem import ProblemReporter, install_excepthook

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SECRET = "关于某人的举报材料"


def fail(words: str) -> None:
    raise RuntimeError(words)


@pytest.fixture
def reporter(qapp: QApplication) -> Iterator[ProblemReporter]:
    before = sys.excepthook, threading.excepthook
    install_excepthook(qapp)
    yield cast(list[ProblemReporter], qapp.findChildren(ProblemReporter))[-1]
    sys.excepthook, threading.excepthook = before


def report(words: str) -> None:
    try:
        fail(words)
    except RuntimeError as problem:
        sys.excepthook(type(problem), problem, problem.__traceback__)


def test_a_bug_is_told_once_and_logged_without_content(
    qtbot: QtBot, reporter: ProblemReporter, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        report(SECRET)
        report(SECRET)
        qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = reporter.dialog
    assert dialog is not None
    assert dialog.windowTitle() == "程序遇到没有料到的问题"
    assert "RuntimeError" in caplog.text
    assert "fail" in caplog.text
    assert SECRET not in caplog.text
    dialog.commit.click()
    copied = QGuiApplication.clipboard().text()
    assert "builtins.RuntimeError" in copied
    assert SECRET not in copied
    assert dialog.isVisible()
    dialog.cancel.click()
    assert reporter.dialog is None


def test_a_bug_in_a_thread_is_told_in_the_window(qtbot: QtBot, reporter: ProblemReporter) -> None:
    thread = threading.Thread(target=fail, args=(SECRET,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    assert SECRET not in reporter.dialog.words.value()
    reporter.dialog.cancel.click()
