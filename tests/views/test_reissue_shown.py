"""A new one-time password and key by the security administrator, in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.rules.roles import End
from desktop.services import sessions
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.administration.accounts_pane import AccountsPane
from desktop.views.administration.reissue_dialog import OneTimePasswordDialog
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.own_password import PasswordDialog
from tests.services.ends import PASSWORD, Ends, found_ends
from tests.views.desk_user import answering
from tests.views.exchange import TestBench, bench_of, click

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


def pane_of(qtbot: QtBot, bench: TestBench, login: str) -> AccountsPane:
    pane = AccountsPane(bench)
    qtbot.addWidget(pane)
    pane.resize(1100, 700)
    pane.show()
    qtbot.waitUntil(lambda: pane.table.model.rowCount() == 6)
    pane.table.select([login])
    return pane


def test_the_password_is_shown_once_and_its_owner_makes_a_new_key(qtbot: QtBot, ends: Ends) -> None:
    told: list[str] = []

    def read(dialog: OneTimePasswordDialog) -> None:
        told.append(dialog.password.text())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible(), "the only showing of the password is gone"
        click(dialog.commit)

    with bench_of(ends, "wei", qtbot) as bench:
        pane = pane_of(qtbot, bench, "li")
        answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        shown = answering(qtbot, OneTimePasswordDialog, read)
        click(pane.reissue)
        qtbot.waitUntil(lambda: shown() and bench.told != [])
        assert bench.told == ["已换发口令和签名密钥：李建国"]
    desk = sessions.sign_in(ends.folder(End.CENTRE), "li", told[0], clock=ends.clock, kdf=CHEAP_KDF)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PasswordDialog(parent, TestBench(desk))
    dialog.open()
    for field, words in ((dialog.old, told[0]), (dialog.new, "own words 77"), (dialog.again, "own words 77")):
        field.edit.setText(words)
        field.edit.textEdited.emit(words)
    with qtbot.waitSignal(dialog.accepted):
        click(dialog.commit)
    assert desk.signing_key.public.fingerprint
    desk.close()


def test_backing_out_changes_nothing(qtbot: QtBot, ends: Ends) -> None:
    with bench_of(ends, "wei", qtbot) as bench:
        pane = pane_of(qtbot, bench, "li")
        seen = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.cancel))
        click(pane.reissue)
        assert seen()
    with ends.at("li") as desk:
        assert not desk.person.must_change_password


@pytest.mark.parametrize(
    ("login", "whom", "why"),
    [("he", "li", "由安全保密管理员办理"), ("wei", "wei", "本人的由另一名安全保密管理员办理")],
)
def test_nobody_else_and_not_for_oneself(qtbot: QtBot, ends: Ends, login: str, whom: str, why: str) -> None:
    with bench_of(ends, login, qtbot) as bench:
        pane = pane_of(qtbot, bench, whom)
        qtbot.waitUntil(lambda: pane.reissue.reason == why)
        assert not pane.reissue.isEnabled()
    sessions.sign_in(ends.folder(End.CENTRE), whom, PASSWORD, clock=ends.clock, kdf=CHEAP_KDF).close()
