"""Signing in as a user does it: pick, type, be refused, wait, recover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.paths import DataFolder
from desktop.rules.roles import End
from desktop.services import sessions
from desktop.services.desk import Desk
from desktop.services.door import claim
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.components.buttons import Button
from desktop.views.components.memory import Memory
from desktop.views.recovery import RecoveryDialog
from desktop.views.sign_in import SignInView
from tests.services.ends import PASSWORD, Ends, found_ends

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(autouse=True)
def own_memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    fresh = Memory()
    monkeypatch.setattr("desktop.views.people.memory", lambda: fresh)
    monkeypatch.setattr("desktop.views.sign_in.memory", lambda: fresh)
    return fresh


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


@pytest.fixture
def view(qtbot: QtBot, ends: Ends) -> Iterator[SignInView]:
    folder = ends.folder(End.OFFICE)
    lock = claim(folder, "测试")
    shown = SignInView(folder, lock, kdf=CHEAP_KDF)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    lock.release()


def type_password(view: SignInView, words: str) -> None:
    view.password.edit.clear()
    QTest.keyClicks(view.password.edit, words)
    QTest.keyClick(view.password.edit, Qt.Key.Key_Return)


def refuse(qtbot: QtBot, view: SignInView) -> None:
    type_password(view, "wrong")
    qtbot.waitUntil(lambda: view.password.has_error() and view.enter.text() == "登录")


def test_the_right_password_opens_the_desk(qtbot: QtBot, view: SignInView, own_memory: Memory) -> None:
    view.picker.setFocus()
    while view.picker.person().login != "zhou":
        QTest.keyClick(view.picker, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.signed_in) as signed:
        type_password(view, PASSWORD)
    desk = signed.args[0]
    assert isinstance(desk, Desk)
    assert desk.person.login == "zhou"
    desk.close()
    assert view.password.value() == ""
    assert own_memory.recall("last_login") == "zhou"
    assert own_memory.recall("unit") == "临江省司法厅律师工作处·处室端"
    again = SignInView(view._folder, kdf=CHEAP_KDF)
    qtbot.addWidget(again)
    assert again.picker.person().name == "周敏"
    assert again.picker.person().line.startswith("保密审查员，上次登录")


def test_no_password_is_told_without_a_try(view: SignInView) -> None:
    QTest.mouseClick(view.enter, Qt.MouseButton.LeftButton)
    assert view.password.message.words() == "输入口令后登录"


def test_a_wrong_password_is_told_with_the_tries_left(qtbot: QtBot, view: SignInView) -> None:
    refuse(qtbot, view)
    assert view.password.message.words() == "账号或口令不对"
    assert "再输错 4 次" in view.told.words.text()
    assert view.password.edit.selectedText() != ""


def test_five_wrong_passwords_lock_this_account_only(qtbot: QtBot, view: SignInView) -> None:
    login = view.picker.person().login
    for _ in range(5):
        refuse(qtbot, view)
    assert view.enter.reason.startswith("还要等")
    assert "已锁定，还要等" in view.patience.text()
    type_password(view, PASSWORD)
    assert view.enter.text() == "登录"
    QTest.keyClick(view.picker, Qt.Key.Key_Down)
    assert view.picker.person().login != login
    assert view.enter.isEnabled()


def test_a_damaged_key_file_is_told(qtbot: QtBot, ends: Ends) -> None:
    folder = ends.folder(End.CENTRE)
    folder.slots.write_text("{", encoding="utf-8")
    view = SignInView(folder, kdf=CHEAP_KDF)
    qtbot.addWidget(view)
    view.show()
    assert "已损坏" in view.error.accessibleName()
    buttons: Iterable[Button] = view.findChildren(Button)
    assert [one for one in buttons if one.isVisible() and one._variant == "primary"] == [view.restore]


def recovery(qtbot: QtBot, view: SignInView, folder: DataFolder, key: str) -> RecoveryDialog:
    dialog = RecoveryDialog(view, folder, view._people, "lin", view._lock, CHEAP_KDF)
    dialog.open()
    QTest.keyClicks(dialog.key.edit, key)
    QTest.keyClicks(dialog.new.edit, "brand new horse")
    QTest.keyClicks(dialog.again.edit, "brand new horse")
    return dialog


def test_the_recovery_key_gives_a_new_password(qtbot: QtBot, view: SignInView, ends: Ends) -> None:
    key = ends.recovery["office"]
    dialog = recovery(qtbot, view, ends.folder(End.OFFICE), key.lower().replace("-", " "))
    with qtbot.waitSignal(dialog.accepted):
        dialog.commit.click()
    assert dialog.key.value() == key
    sessions.sign_in(ends.folder(End.OFFICE), "lin", "brand new horse", lock=view._lock, kdf=CHEAP_KDF).close()


def test_a_mistyped_recovery_key_is_told_at_once(qtbot: QtBot, view: SignInView, ends: Ends) -> None:
    key = ends.recovery["office"]
    dialog = recovery(qtbot, view, ends.folder(End.OFFICE), key[:-1] + ("0" if key[-1] != "0" else "1"))
    dialog.commit.click()
    assert dialog.key.has_error()
    assert dialog.isVisible()


def test_the_recovery_key_of_another_desk_is_refused(qtbot: QtBot, view: SignInView, ends: Ends) -> None:
    dialog = recovery(qtbot, view, ends.folder(End.OFFICE), ends.recovery["centre"])
    dialog.commit.click()
    qtbot.waitUntil(lambda: "打不开" in dialog.error.accessibleName())
    assert dialog.isVisible()
