"""Display settings are shown at once, remembered, and taken back; the password is changed in its dialog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.services import sessions
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.components.memory import Memory
from desktop.views.look.theme import apply, theme
from desktop.views.own_password import PasswordDialog
from desktop.views.preferences import Preferences, PreferencesDialog, apply_remembered, remembered
from desktop.views.workbench import Workbench
from tests.services.ends import PASSWORD, found_ends

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(autouse=True)
def own_memory(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    fresh = Memory()
    monkeypatch.setattr("desktop.views.preferences.memory", lambda: fresh)
    yield fresh
    apply(qapp)


def test_choices_show_at_once_and_are_remembered(qtbot: QtBot, qapp: QApplication) -> None:
    dialog = PreferencesDialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.scheme.setFocus()
    QTest.keyClick(dialog.scheme, Qt.Key.Key_2)
    QTest.keyClick(dialog.font_scale, Qt.Key.Key_4)
    dialog.contrast.click()
    assert theme().dark
    assert theme().scale == 1.3
    assert theme().high_contrast
    dialog.commit.click()
    apply(qapp)
    apply_remembered(qapp)
    assert theme().dark
    assert remembered() == Preferences("dark", "特大", True, False)


def test_esc_takes_the_choices_back(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClick(dialog.scheme, Qt.Key.Key_2)
    assert theme().dark
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not theme().dark
    assert remembered() == Preferences()


def test_an_edited_settings_file_does_no_harm(own_memory: Memory, qapp: QApplication) -> None:
    own_memory.keep("look.size", "巨大")
    own_memory.keep("look.scheme", "pink")
    apply_remembered(qapp)
    assert remembered() == Preferences()


def test_the_password_is_changed(qtbot: QtBot, tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    window = QWidget()
    qtbot.addWidget(window)
    with ends.at("zhou") as desk:
        dialog = PasswordDialog(window, Workbench(desk))
        dialog.open()
        for field, words in ((dialog.old, "not this one"), (dialog.new, "another horse"), (dialog.again, "another")):
            QTest.keyClicks(field.edit, words)
        assert dialog.commit.reason == "两次输入的新口令不一致"
        QTest.keyClicks(dialog.again.edit, " horse")
        dialog.commit.click()
        qtbot.waitUntil(dialog.old.has_error)
        assert dialog.isVisible()
        dialog.old.edit.clear()
        QTest.keyClicks(dialog.old.edit, PASSWORD)
        with qtbot.waitSignal(dialog.accepted):
            QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sessions.sign_in(desk.folder, "zhou", "another horse", kdf=CHEAP_KDF).close()
