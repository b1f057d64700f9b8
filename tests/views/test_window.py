"""The main window: each person's pages, going between them, signing out; and the program that opens it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.demo import PASSWORD as DEMO_PASSWORD
from desktop.demo import PEOPLE, Walk, run_demo
from desktop.rules.roles import End
from desktop.services import items, sessions
from desktop.services.door import claim
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.window import MainWindow
from desktop.views.workbench import Workbench

# What each person of the demo sees, in order (decisions: Roles; product: only the role's pages).
PAGES = {
    "lin": ["home", "ledger", "review", "send", "registers", "administration"],
    "zhou": ["home", "ledger", "review", "registers"],
    "wang": ["home", "ledger", "review", "receive", "publish", "deliver", "registers", "administration"],
    "li": ["home", "ledger", "review", "registers"],
    "he": ["administration"],
    "wei": ["administration"],
    "su": ["administration"],
}


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    return Walk(run_demo(tmp_path_factory.mktemp("walk") / "out", [], screens=False))


def _settle() -> None:
    QThreadPool.globalInstance().waitForDone()
    for _ in range(10):
        QApplication.processEvents()


@pytest.fixture
def window(walk: Walk, request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[MainWindow]:
    with walk.at(request.param) as desk:
        window = MainWindow(Workbench(desk))
        qtbot.addWidget(window)
        window.bench.setParent(window)
        window.show()
        yield window
        _settle()


@pytest.mark.parametrize(("window", "login"), [(one, one) for one in PAGES], indirect=["window"])
def test_each_person_sees_the_role_s_pages_and_all_of_them_open(window: MainWindow, login: str) -> None:
    assert [page.key for page in window.pages] == PAGES[login]
    for page in window.pages:
        window.open(page.key)
        _settle()
        assert window.current.isVisible()


@pytest.mark.parametrize("window", ["lin"], indirect=True)
def test_a_search_in_the_navigation_opens_the_ledger_on_it(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.searched.emit("法律援助")
    _settle()
    table = window.current.table  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: table.model.rowCount() == 1)


@pytest.mark.parametrize("window", ["lin"], indirect=True)
def test_an_edited_draft_is_saved_when_the_page_is_left(window: MainWindow, qtbot: QtBot) -> None:
    uuid = items.create_draft(window.bench.desk)
    window.open("editor", uuid)
    _settle()
    assert window.current is not None
    window.open("home")
    _settle()
    with qtbot.waitSignal(window.signed_out):
        window.sign_out()
    items.discard_draft(window.bench.desk, uuid, "测试")


def test_the_program_opens_paints_itself_and_quits(tmp_path: Path) -> None:
    """The one check that source, package and installer share."""
    picture = tmp_path / "smoke.png"
    environment = {**os.environ, "DESK_SMOKE": str(picture), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "--data", str(tmp_path / "data")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"SMOKE-OK {picture}" in done.stdout
    assert picture.stat().st_size > 10_000


def test_a_second_program_on_the_folder_is_told_who_holds_it(walk: Walk) -> None:
    folder = walk.folder(End.OFFICE)
    lock = claim(folder, "政务公开工作台")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "desktop", "--data", str(folder.root), "--login", "lin", "ledger"],
            env={**os.environ, "DESK_PASSWORD": DEMO_PASSWORD},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        lock.release()
    assert done.returncode == 1
    assert "政务公开工作台" in done.stderr
    desk = sessions.sign_in(folder, PEOPLE[End.OFFICE][0].login, DEMO_PASSWORD, kdf=CHEAP_KDF)
    desk.close()
