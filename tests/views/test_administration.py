"""System administration: tabs by role, accounts, keys by two officers, backups, audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import UserError
from desktop.rules.roles import Role
from desktop.services import accounts, enrolment, inspection, sessions, upkeep
from desktop.services.action_words import ACTIONS
from desktop.services.desk import Desk
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.administration.account_dialog import AccountDialog
from desktop.views.administration.accounts_pane import AccountsPane
from desktop.views.administration.audit_pane import AuditPane
from desktop.views.administration.backup_pane import BackupPane
from desktop.views.administration.fingerprint_field import FingerprintField
from desktop.views.administration.office_dialogs import ConfirmKeyDialog, OfficeDialog, ProposeKeyDialog
from desktop.views.administration.offices_pane import OfficesPane
from desktop.views.administration.own_key_pane import OwnKeyPane
from desktop.views.administration.screen import AdministrationScreen
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import TextField
from desktop.views.look import tokens
from desktop.views.placement import LEAST
from desktop.views.workbench import Workbench
from tests.services.ends import PASSWORD, Ends, found_ends
from tests.views.exchange import bench_of, sent, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

PRINT = "88A1 E7C0 B88C 4A44 BD3F 004A D686 440C"


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


@contextmanager
def screen_of(qtbot: QtBot, ends: Ends, login: str) -> Iterator[tuple[AdministrationScreen, Desk]]:
    with ends.at(login) as desk:
        bench = Workbench(desk)
        screen = AdministrationScreen(bench)
        qtbot.addWidget(screen)
        screen.show()
        yield screen, desk
        assert QThreadPool.globalInstance().waitForDone(10_000)
        QApplication.processEvents()


def accounts_pane(screen: AdministrationScreen) -> AccountsPane:
    pane = screen.pane
    assert isinstance(pane, AccountsPane)
    return pane


def write(field: TextField, words: str) -> None:
    field.edit.setText(words)
    field.edit.textEdited.emit(words)


def paste(field: FingerprintField, words: str) -> None:
    QApplication.clipboard().setText(words)
    field.boxes[0].setFocus()
    QTest.keyClick(field.boxes[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def answer(kind: type[Dialog], fill: Callable[[Dialog], None]) -> None:
    """Answer the dialog that the next step opens."""

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        fill(dialog)

    QTimer.singleShot(0, now)


@pytest.mark.parametrize(
    ("login", "tabs"),
    [
        ("he", ["accounts", "stand-ins", "offices", "index", "reporting", "forms", "key", "backup", "audit", "about"]),
        ("wei", ["accounts", "stand-ins", "offices", "index", "reporting", "forms", "key", "about"]),
        ("su", ["accounts", "stand-ins", "audit", "about"]),
        ("wang", ["offices", "index", "reporting", "forms", "key", "corrections", "about"]),
        (
            "lin",
            [
                "accounts",
                "stand-ins",
                "reporting",
                "forms",
                "key",
                "corrections",
                "backup",
                "audit",
                "about",
            ],
        ),
    ],
)
def test_everybody_sees_the_tabs_of_the_role(qtbot: QtBot, ends: Ends, login: str, tabs: list[str]) -> None:
    with screen_of(qtbot, ends, login) as (screen, _desk):
        assert [one.key for one in screen._tabs] == tabs
        for key in tabs:
            screen.show_record(key)
            assert screen.tabs.current() == key
        assert screen.may_leave()


def test_an_account_is_added_and_closed(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "he") as (screen, desk):
        pane = screen.pane
        assert isinstance(pane, AccountsPane)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 6)
        dialog = AccountDialog(pane, screen.bench)
        dialog.open()
        write(dialog.name, "郑一")
        assert dialog.login.value() == "郑一"
        dialog.roles.set_value((Role.READER, Role.AUDITOR))
        dialog.roles.changed.emit()
        assert dialog.roles.has_error()
        assert not dialog.commit.isEnabled()
        dialog.roles.set_value((Role.READER,))
        dialog.roles.changed.emit()
        first = dialog.password.value()
        with qtbot.waitSignal(dialog.accepted):
            dialog.commit.click()
        screen.bench.announce("account")
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 7)
        pane.table.select(["郑一"])
        answer(Dialog, lambda asked: asked.commit.click())
        QTest.mouseClick(pane.toggle, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: pane.toggle.text() == "启用")
        closed = next(one for one in accounts.accounts(desk) if one.login == "郑一")
        assert not closed.active
    with pytest.raises(UserError) as refused:
        sessions.sign_in(desk.folder, "郑一", first, kdf=CHEAP_KDF)
    assert "停用" in refused.value.message


def test_a_taken_account_is_refused_in_the_dialog(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "he") as (screen, _desk):
        dialog = AccountDialog(screen, screen.bench)
        dialog.open()
        write(dialog.name, "郑一")
        write(dialog.login, "li")
        dialog.roles.set_value((Role.READER,))
        dialog.roles.changed.emit()
        dialog.commit.click()
        qtbot.waitUntil(lambda: "已有人使用" in dialog.error.accessibleName())
        assert dialog.isVisible()


def test_the_own_account_cannot_be_closed_and_a_locked_one_is_unlocked(qtbot: QtBot, ends: Ends) -> None:
    with ends.at("wei") as desk:
        folder = desk.folder
        for _ in range(5):
            with pytest.raises(UserError):
                accounts.confirm_password(desk, "li", "wrong")
    with screen_of(qtbot, ends, "he") as (screen, _desk):
        pane = accounts_pane(screen)
        qtbot.waitUntil(lambda: pane.table.current_key() == "he")
        assert pane.toggle.reason == "不能停用正在使用的账号"
    with screen_of(qtbot, ends, "wei") as (screen, _desk):
        listed = accounts_pane(screen)
        qtbot.waitUntil(lambda: listed.table.model.rowCount() == 6)
        listed.table.select(["li"])
        QTest.mouseClick(listed.unlock, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: listed.unlock.reason == "没有锁定")
    sessions.sign_in(folder, "li", PASSWORD, kdf=CHEAP_KDF).close()


def test_an_office_key_is_enrolled_by_two_officers_and_revoked(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "wang") as (screen, desk):
        pane = screen.pane
        assert isinstance(pane, OfficesPane)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        new = OfficeDialog(pane, screen.bench)
        new.open()
        write(new.name, "公证管理处")
        write(new.code, "gzgl")
        with qtbot.waitSignal(new.accepted):
            new.commit.click()
        office = next(one for one in enrolment.offices(desk) if one.code == "GZGL")
        first = ProposeKeyDialog(pane, screen.bench, office)
        first.open()
        paste(first.fingerprint, PRINT[:-1])
        assert first.commit.reason == "录全 8 组后可以继续"
        paste(first.fingerprint, f"  {PRINT.lower()} ")
        assert first.fingerprint.value() == PRINT
        with qtbot.waitSignal(first.accepted):
            first.commit.click()
        office = next(one for one in enrolment.offices(desk) if one.code == "GZGL")
        second = ConfirmKeyDialog(pane, screen.bench, office)
        second.open()
        paste(second.fingerprint, PRINT.replace("E7C0", "E7C1"))
        write(second.login, "wei")
        write(second.password, PASSWORD)
        second.commit.click()
        qtbot.waitUntil(lambda: "不一致" in second.error.accessibleName())
        paste(second.fingerprint, PRINT)
        with qtbot.waitSignal(second.accepted):
            second.commit.click()
        office = next(one for one in enrolment.offices(desk) if one.code == "GZGL")
        assert (office.enrolled, office.fingerprint) == (True, PRINT)
        screen.bench.announce("office")
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 2)
        pane.table.select([office.id])
        assert pane.revoke.reason == "由安全保密管理员办理"


def test_groups_are_typed_one_after_the_other(qtbot: QtBot) -> None:
    field = FingerprintField("公钥指纹")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.boxes[0].setFocus()
    qtbot.waitUntil(field.boxes[0].hasFocus)
    for letter in "88a1e7c0":
        focused = next(box for box in field.boxes if box.hasFocus())
        QTest.keyClicks(focused, letter)
    assert field.value() == "88A1 E7C0"
    QTest.keyClick(field.boxes[2], Qt.Key.Key_Backspace)
    assert field.boxes[1].hasFocus()
    QTest.keyClicks(field.boxes[2], "x")
    assert field.boxes[2].text() == ""
    assert "没有“X”" in field._message.words()


def test_the_office_enters_the_fingerprint_of_the_centre(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "lin") as (screen, desk):
        screen.show_record("key")
        pane = screen.pane
        assert isinstance(pane, OwnKeyPane)
        assert pane.centre is not None
        qtbot.waitUntil(lambda: pane.sheet.key.text() == accounts.own_fingerprint(desk))
        paste(pane.centre.field, PRINT)
        with qtbot.waitSignal(screen.bench.telling):
            QTest.mouseClick(pane.centre.save, Qt.MouseButton.LeftButton)
        assert desk.agency.centre_fingerprint == PRINT
        assert PRINT in pane.centre.now.words.text()


def test_a_backup_is_made_and_listed(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "he") as (screen, desk):
        screen.show_record("backup")
        pane = screen.pane
        assert isinstance(pane, BackupPane)
        QTest.mouseClick(pane.make, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        assert len(upkeep.backups(desk)) == 1
        assert pane.make.isEnabled()


def test_the_audit_trail_is_listed_and_verified(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "su") as (screen, desk):
        screen.show_record("audit")
        pane = screen.pane
        assert isinstance(pane, AuditPane)
        lines = upkeep.audit_lines(desk)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == len(lines))
        assert {one.action for one in lines} <= set(ACTIONS)
        assert pane.older.reason == "已经全部列出"
        QTest.mouseClick(pane.verify, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "逐条核对无误" in pane.result.words.text())


def test_the_audit_trail_is_held_against_files_from_outside(
    qtbot: QtBot, ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    with screen_of(qtbot, ends, "he") as (screen, desk):
        backup = upkeep.back_up(desk)
        monkeypatch.setattr(Workbench, "ask_files", lambda *_: [backup / "anchor.json"])
        screen.show_record("audit")
        pane = screen.pane
        assert isinstance(pane, AuditPane)
        QTest.mouseClick(pane.against, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "与 1 个外部锚点一致" in pane.result.words.text())
        (backup / "anchor.json").write_bytes(b"{}")
        QTest.mouseClick(pane.against, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: pane.error.isVisibleTo(pane))


def test_names_and_roles_stay_readable_in_the_smallest_window(qtbot: QtBot, ends: Ends) -> None:
    for login, key, column in (("he", "accounts", "角色"), ("wang", "offices", "处室")):
        with screen_of(qtbot, ends, login) as (screen, _desk):
            screen.resize(LEAST[0] - tokens.NAV_WIDTH, LEAST[1])
            screen.show_record(key)
            pane = screen.pane
            assert isinstance(pane, AccountsPane | OfficesPane)
            table = pane.table
            QThreadPool.globalInstance().waitForDone(10_000)
            QApplication.processEvents()
            assert table.model.rowCount() > 0
            place = [one.title for one in table.model.columns].index(column)
            six_characters = 6 * tokens.TYPE["body"].size
            assert table.view.head.sectionSize(place) >= six_characters


def test_a_key_that_makes_way_is_asked_for_its_last_good_batch(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    with bench_of(ends, "wang", qtbot) as bench:
        office = next(one for one in enrolment.offices(bench.desk) if one.code == "LSGZ")
        enrolment.propose_key(bench.desk, office.id, PRINT)
        office = next(one for one in enrolment.offices(bench.desk) if one.code == "LSGZ")
        parent = QWidget()
        qtbot.addWidget(parent)
        dialog = ConfirmKeyDialog(parent, bench, office)
        dialog.open()
        paste(dialog.fingerprint, PRINT)
        write(dialog.login, "wei")
        write(dialog.password, PASSWORD)
        assert dialog.last.value() == "0"
        write(dialog.last, "")
        assert dialog.commit.reason == "填写批次序号，只用数字"
        write(dialog.last, "99")
        dialog.commit.click()
        qtbot.waitUntil(lambda: "还没有收到过批次" in dialog.error.accessibleName())
        write(dialog.last, "1")
        with qtbot.waitSignal(dialog.accepted):
            dialog.commit.click()
        assert inspection.inspect(bench.desk, package).expected_seq == 1, "what was under way is not lost"
