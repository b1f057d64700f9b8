"""The program does not open on a machine that computes wrongly: the standard vectors are tried before any key is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.cli import USER_ERROR, main
from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.rules.roles import End
from desktop.services import sessions, upkeep
from desktop.services.door import claim
from desktop.services.first_run import FirstRun
from desktop.store.database import Store
from desktop.trust import selftest, signing
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.components.memory import Memory
from desktop.views.sign_in import SignInView
from desktop.views.window import MainWindow
from tests.services.ends import AGENCY, CENTRE_PEOPLE, CODE, PASSWORD, Ends, found_ends

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

WRONG: dict[str, tuple[str, object]] = {
    "SM3": ("_SM3_ANSWERS", ((b"abc", "0" * 64),)),
    "SM4": ("_SM4_CIPHER", bytes(16)),
    "SM4-GCM": ("_GCM_TAG", bytes(16)),
    "SM2": ("_SM2_SIGNATURE", b"0" * 70),
}
"""By algorithm, the answer of the standard that is falsified, so that what this machine computes differs from it."""


@pytest.fixture(autouse=True)
def own_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Memory()
    for place in ("desktop.views.people", "desktop.views.sign_in", "desktop.views.placement"):
        monkeypatch.setattr(f"{place}.memory", lambda: fresh)


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


@pytest.fixture
def opened_stores(monkeypatch: pytest.MonkeyPatch) -> list[DataFolder]:
    """The data folders whose store was opened; they are opened all the same."""
    opened: list[DataFolder] = []
    really = Store.open

    def counted(folder: DataFolder, database_key: bytes, object_key: bytes) -> Store:
        opened.append(folder)
        return really(folder, database_key, object_key)

    monkeypatch.setattr(Store, "open", counted)
    return opened


@pytest.fixture
def program(ends: Ends, qtbot: QtBot) -> Iterator[Program]:
    folder = ends.folder(End.OFFICE)
    program = Program(folder, claim(folder, "测试"))
    program.start()
    yield program
    QThreadPool.globalInstance().waitForDone(10_000)
    qtbot.wait(1)
    program.stop()
    if program.window is not None:
        program.window.hide()
        qtbot.addWidget(program.window)


def falsify(monkeypatch: pytest.MonkeyPatch, algorithm: str) -> None:
    monkeypatch.setattr(selftest, *WRONG[algorithm])
    signing._backend.cache_clear()  # as in a program that has just been started


def page_of(window: QMainWindow | None) -> SignInView:
    assert window is not None
    page = window.centralWidget()
    assert isinstance(page, SignInView)
    return page


def enter(page: SignInView) -> None:
    page.password.edit.clear()
    QTest.keyClicks(page.password.edit, PASSWORD)
    QTest.keyClick(page.password.edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("algorithm", WRONG)
def test_the_window_says_so_and_opens_nothing(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    program: Program,
    opened_stores: list[DataFolder],
    algorithm: str,
) -> None:
    database = program.folder.database.read_bytes()
    falsify(monkeypatch, algorithm)
    page = page_of(program.window)
    enter(page)
    qtbot.waitUntil(lambda: page.error.isVisible())
    assert page_of(program.window) is page
    told = page.error.accessibleName()
    assert f"密码算法自检未通过（{algorithm}），签名和验签已停用，没有打开数据" in told
    assert "重新安装本程序；仍不通过的，换一台计算机，并告知系统管理员" in told
    assert not page.restore.isVisible()  # the store is whole; a backup would not help
    assert opened_stores == []
    assert program.folder.database.read_bytes() == database
    assert page.enter.isEnabled()


def test_the_same_window_opens_where_the_answers_are_right(
    qtbot: QtBot, program: Program, opened_stores: list[DataFolder]
) -> None:
    enter(page_of(program.window))
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert opened_stores == [program.folder]
    assert upkeep.check_signing() in ("libcrypto", "gmalg")


def test_the_command_line_refuses_too(
    monkeypatch: pytest.MonkeyPatch, ends: Ends, opened_stores: list[DataFolder], capsys: pytest.CaptureFixture[str]
) -> None:
    falsify(monkeypatch, "SM3")
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    assert main(["--data", str(ends.folder(End.OFFICE).root), "--login", "lin", "batches"]) == USER_ERROR
    assert "没有打开数据（E-SELFTEST）" in capsys.readouterr().err
    assert opened_stores == []


def test_nothing_is_founded_or_recovered_either(
    monkeypatch: pytest.MonkeyPatch, ends: Ends, opened_stores: list[DataFolder], tmp_path: Path
) -> None:
    falsify(monkeypatch, "SM2")
    fresh = DataFolder(tmp_path / "new")
    with pytest.raises(UserError, match="密码算法自检未通过（SM2）"):
        sessions.found(fresh, FirstRun(End.CENTRE, AGENCY, CODE, "BGS", "办公室", CENTRE_PEOPLE), kdf=CHEAP_KDF)
    assert not fresh.root.exists()
    with pytest.raises(UserError, match="没有打开数据"):
        sessions.recover(ends.folder(End.OFFICE), ends.recovery["office"], "lin", "brand new horse", kdf=CHEAP_KDF)
    assert opened_stores == []
