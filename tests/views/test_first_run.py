"""The first-run guide: both ends, the example, and every answer that will not do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.paths import DataFolder
from desktop.rules.roles import End, Role
from desktop.services import accounts, door, sessions
from desktop.services.door import claim
from desktop.services.first_run import EXAMPLE_PASSWORD
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.components.fields import TextField
from desktop.views.components.memory import Memory
from desktop.views.first_run import FirstRunView
from desktop.views.people import known_person

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PASSWORD = "correct horse 12"


@pytest.fixture(autouse=True)
def own_memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    fresh = Memory()
    monkeypatch.setattr("desktop.views.people.memory", lambda: fresh)
    return fresh


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "desk")
    made.create()
    return made


@pytest.fixture
def view(qtbot: QtBot, folder: DataFolder) -> Iterator[FirstRunView]:
    lock = claim(folder, "测试")
    shown = FirstRunView(folder, lock, kdf=CHEAP_KDF)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    lock.release()


def write(field: TextField, words: str) -> None:
    """Write into a field as an input method does: the whole text at once, then the edit is told."""
    field.edit.setText(words)
    field.edit.textEdited.emit(words)


def go_on(view: FirstRunView) -> None:
    QTest.mouseClick(view.next, Qt.MouseButton.LeftButton)


def fill_unit(view: FirstRunView) -> None:
    write(view.unit.agency, "临江省司法厅")
    write(view.unit.agency_code, "01423672-7")
    write(view.unit.office, "律师工作处")
    write(view.unit.office_code, "lsgz")


def fill_own(view: FirstRunView) -> None:
    own = view.people.own
    write(own.name, "林倩")
    write(own.password, PASSWORD)
    write(own.again, PASSWORD)


def test_an_office_is_founded_by_one_person(
    qtbot: QtBot, view: FirstRunView, folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on(view)
    fill_unit(view)
    go_on(view)
    fill_own(view)
    assert view.next.text() == "建立"
    go_on(view)
    qtbot.waitUntil(lambda: view.next.text() == "开始使用")
    assert view.next.reason == "应急密钥单锁入保险柜后勾选"
    target = tmp_path / "sheet"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(view.safe.recovery.kept):
        QTest.mouseClick(view.safe.recovery.save, Qt.MouseButton.LeftButton)
    assert target.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    view.safe.locked_away.click()
    with qtbot.waitSignal(view.founded) as founded:
        go_on(view)
    assert founded.args == ["林倩"]
    assert known_person("林倩").roles == "信息公开管理员、系统管理员"
    sessions.recover(folder, view.safe.recovery.key.text(), "林倩", "another horse", kdf=CHEAP_KDF, lock=view._lock)
    desk = sessions.sign_in(folder, "林倩", "another horse", kdf=CHEAP_KDF, lock=view._lock)
    assert (desk.agency.code, desk.agency.office_code, desk.agency.end) == ("014236727", "LSGZ", End.OFFICE)
    assert view.safe.fingerprint is not None
    assert view.safe.fingerprint.key.text() == accounts.own_fingerprint(desk)
    desk.close()


def test_a_centre_is_founded_with_its_separate_administrators(
    qtbot: QtBot, view: FirstRunView, folder: DataFolder
) -> None:
    QTest.keyClick(view.place.ends, Qt.Key.Key_Down)
    assert view.place.end() is End.CENTRE
    go_on(view)
    assert view.unit.fingerprint.isHidden()
    fill_unit(view)
    go_on(view)
    fill_own(view)
    assert view.next.reason == "填写信息公开管理员、发布人的姓名"
    for number, row in enumerate(view.people.rows):
        if row.seat.required:
            write(row.name, f"人员{number}")
    assert "口令至少" in view.next.reason
    QTest.mouseClick(view.people.others.head.link, Qt.MouseButton.LeftButton)
    assert view.next.isEnabled()
    auditor = next(row for row in view.people.rows if row.seat.roles == (Role.AUDITOR,))
    login, password = auditor.login.value(), auditor.password.value()
    go_on(view)
    qtbot.waitUntil(lambda: view.next.text() == "开始使用")
    assert len(door.logins(folder)) == 6
    desk = sessions.sign_in(folder, login, password, kdf=CHEAP_KDF, lock=view._lock)
    assert desk.person.roles == (Role.AUDITOR,)
    desk.close()


def test_a_classified_network_is_refused(view: FirstRunView) -> None:
    view.place.networks.setFocus()
    QTest.keyClick(view.place.networks, Qt.Key.Key_Down)
    assert view.next.reason == "涉密内网上不能使用本程序"


@pytest.mark.parametrize(
    ("field", "words", "reason"),
    [
        ("agency", "", "填写单位名称"),
        ("agency_code", "014236728", "组织机构代码还不对"),
        ("agency_code", "", "填写组织机构代码"),
        ("office", " ", "填写处室名称"),
        ("office_code", "律师", "填写处室代号"),
        ("fingerprint", "88A1 E7C0", "公钥指纹还不对，也可以先空着"),
    ],
)
def test_each_field_of_the_unit_is_checked(view: FirstRunView, field: str, words: str, reason: str) -> None:
    go_on(view)
    fill_unit(view)
    assert view.next.isEnabled()
    write(getattr(view.unit, field), words)
    assert view.next.reason == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda page: write(page.own.again, "something else"), "两次输入的口令不一致"),
        (lambda page: write(page.own.password, "short"), "林倩的口令至少 8 位"),
        (lambda page: write(page.own.name, ""), "填写信息公开管理员、系统管理员的姓名"),
        (lambda page: write(page.rows[0].login, "chen"), "填写处室负责人的姓名"),
    ],
)
def test_people_are_checked(view: FirstRunView, change: object, reason: str) -> None:
    go_on(view)
    fill_unit(view)
    go_on(view)
    fill_own(view)
    assert callable(change)
    change(view.people)
    assert view.next.reason == reason


def test_two_people_cannot_share_an_account(view: FirstRunView) -> None:
    go_on(view)
    fill_unit(view)
    go_on(view)
    fill_own(view)
    write(view.people.rows[0].name, "林倩")
    write(view.people.rows[0].password, PASSWORD)
    assert view.next.reason == "账号“林倩”有两个人使用"


def test_going_back_keeps_what_was_entered(view: FirstRunView) -> None:
    go_on(view)
    fill_unit(view)
    QTest.mouseClick(view.back, Qt.MouseButton.LeftButton)
    assert view.back.isHidden()
    go_on(view)
    assert view.unit.agency.value() == "临江省司法厅"


def test_a_refusal_is_told_and_nothing_is_lost(qtbot: QtBot, view: FirstRunView, folder: DataFolder) -> None:
    go_on(view)
    fill_unit(view)
    go_on(view)
    fill_own(view)
    folder.slots.write_text("{}", encoding="utf-8")
    go_on(view)
    qtbot.waitUntil(lambda: "已经设置过" in view.error.accessibleName())
    assert view.stack.isEnabled()
    assert view.people.own.name.value() == "林倩"


def test_the_example_opens_in_one_click(qtbot: QtBot, view: FirstRunView, folder: DataFolder) -> None:
    with qtbot.waitSignal(view.founded, timeout=60_000) as founded:
        QTest.mouseClick(view.place.example, Qt.MouseButton.LeftButton)
        assert not view.next.isEnabled()
    desk = sessions.sign_in(folder, founded.args[0], EXAMPLE_PASSWORD, kdf=CHEAP_KDF, lock=view._lock)
    assert desk.agency.example
    desk.close()
