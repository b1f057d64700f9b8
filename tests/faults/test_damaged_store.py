"""A store that is damaged or cannot be written, as the person at the window meets it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt, QThreadPool, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.cli import DONE, USER_ERROR, main
from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.rules.roles import End, Permission
from desktop.services import items, ledger, sessions, upkeep
from desktop.services.desk import Desk
from desktop.services.door import claim
from desktop.services.first_run import FirstRun
from desktop.services.ledger import LedgerFilter
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.banners import DAMAGED, READ_ONLY, Banner
from desktop.views.components.memory import Memory
from desktop.views.restore import RestoreDialog
from desktop.views.sign_in import SignInView
from desktop.views.window import MainWindow
from desktop.views.workbench import Workbench
from tests.faults.rights import as_nobody, posix_only
from tests.services.ends import AGENCY, CODE, DOCUMENT, OFFICE_PEOPLE, PASSWORD, Ends, register
from tests.views.exchange import click

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(autouse=True)
def own_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Memory()
    monkeypatch.setattr("desktop.views.people.memory", lambda: fresh)
    monkeypatch.setattr("desktop.views.sign_in.memory", lambda: fresh)


@pytest.fixture
def office(ends: Ends, tmp_path: Path) -> Ends:
    """An office with one draft, backed up."""
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        register(desk, path)
        upkeep.back_up(desk)
    return ends


def _damaged(ends: Ends) -> bytes:
    """Flip a bit of a table that only writing needs, as if the power had failed meanwhile; the file as it is then."""
    folder = ends.folder(End.OFFICE)
    with ends.at("lin") as desk, desk.store.reading() as session:
        root = session.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'counter'")) or 0
        pages = session.scalar(text("PRAGMA page_count")) or 1
    content = bytearray(folder.database.read_bytes())
    content[int(len(content) * (root - 0.5) / pages)] ^= 1
    folder.database.write_bytes(content)
    folder.running.write_bytes(b"")
    return bytes(content)


def _titles(desk: Desk) -> list[str]:
    return [row.title for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter()))]


def test_fault_34_a_damaged_store_is_refused_then_read_without_a_change(office: Ends) -> None:
    damaged = _damaged(office)
    folder = office.folder(End.OFFICE)
    with pytest.raises(UserError) as caught:
        sessions.sign_in(folder, "lin", PASSWORD)
    assert caught.value.code == "E-DAMAGED"
    desk = sessions.sign_in(folder, "lin", PASSWORD, although_damaged=True)
    assert (desk.store.damaged, desk.permissions) == (True, frozenset({Permission.READ}))
    assert len(_titles(desk)) == 1
    with pytest.raises(UserError) as caught:
        items.create_draft(desk)
    assert caught.value.code == "E-PERMISSION"
    with pytest.raises(UserError) as caught, desk.verb("edit", "x"):
        pass
    assert caught.value.code == "E-READONLY"
    with pytest.raises(UserError) as caught, desk.store.reading() as session:
        session.execute(text("SELECT sum(last) FROM counter")).all()
    assert caught.value.code == "E-DAMAGED"
    desk.close()
    assert folder.database.read_bytes() == damaged
    assert folder.running.exists()


def test_fault_34_what_is_in_the_log_is_read_too(office: Ends, tmp_path: Path) -> None:
    """The last data before the power failed lie in the log beside the database."""
    folder, copy = office.folder(End.OFFICE), tmp_path / "copy"
    with office.at("lin") as desk:
        uuid = items.create_draft(desk)
        shutil.copytree(folder.root, copy)
    shutil.rmtree(folder.root)
    copy.rename(folder.root)
    assert folder.database.with_name("desk.db-wal").stat().st_size > 0
    before = folder.database.read_bytes()
    desk = sessions.sign_in(folder, "lin", PASSWORD, although_damaged=True)
    assert uuid in {row.uuid for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter()))}
    desk.close()
    assert folder.database.read_bytes() == before


def test_fault_34_so_does_the_command_line(
    office: Ends, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = _damaged(office)
    folder = office.folder(End.OFFICE)
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    given = ("--data", str(folder.root), "--login", "lin", "--json")
    assert main([*given, "ledger"]) == USER_ERROR
    assert "E-DAMAGED" in capsys.readouterr().out
    assert main([*given, "--although-damaged", "ledger"]) == DONE
    assert "LSGZ-0001" in capsys.readouterr().out
    assert folder.database.read_bytes() == damaged


@pytest.fixture
def view(qtbot: QtBot, office: Ends) -> Iterator[SignInView]:
    lock = claim(office.folder(End.OFFICE), "测试")
    shown = SignInView(office.folder(End.OFFICE), lock, kdf=CHEAP_KDF)
    qtbot.addWidget(shown)
    shown.picker.pick("lin")
    shown.show()
    yield shown
    lock.release()


def _sign_in(qtbot: QtBot, view: SignInView) -> None:
    QTest.keyClicks(view.password.edit, PASSWORD)
    QTest.keyClick(view.password.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(view.error.isVisible)


def test_fault_34_the_window_offers_to_read_what_can_be_read(qtbot: QtBot, office: Ends, view: SignInView) -> None:
    damaged = _damaged_below(office, view)
    _sign_in(qtbot, view)
    assert "没有改动" in view.error.accessibleName()
    assert view.restore.isVisible()
    with qtbot.waitSignal(view.signed_in, timeout=10_000) as signed:
        click(view.only_read)
    assert signed.args is not None
    (desk,) = signed.args
    assert _banners(qtbot, desk) == [DAMAGED]
    desk.close()
    assert office.folder(End.OFFICE).database.read_bytes() == damaged


def test_fault_34_the_window_leads_through_the_restoring_and_keeps_the_original(
    qtbot: QtBot, office: Ends, view: SignInView
) -> None:
    damaged = _damaged_below(office, view)
    folder = office.folder(End.OFFICE)
    _sign_in(qtbot, view)
    QTimer.singleShot(0, lambda: _fill(office.recovery["office"]))
    with qtbot.waitSignal(view.restored, timeout=10_000) as told:
        click(view.restore)
    assert told.args is not None
    (words,) = told.args
    (aside,) = folder.backup.glob("*.aside")
    assert aside.name in words
    assert (aside / "desk.db").read_bytes() == damaged
    again = SignInView(folder, view._lock, kdf=CHEAP_KDF, told=words)
    qtbot.addWidget(again)
    assert again.told.words.text() == words
    desk = sessions.sign_in(folder, "lin", PASSWORD, lock=view._lock)
    assert len(_titles(desk)) == 1
    assert upkeep.verify_audit(desk).ok
    desk.close()


def _damaged_below(ends: Ends, view: SignInView) -> bytes:
    """Damage the store under an open sign-in page, which holds the lock."""
    assert view._lock is not None
    view._lock.release()
    damaged = _damaged(ends)
    view._lock.acquire("测试")
    return damaged


def _fill(key: str) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RestoreDialog)
    assert dialog.commit.reason == "先输入应急密钥"
    QTest.keyClicks(dialog.key.edit, key)
    click(dialog.commit)


def test_fault_34_without_a_backup_the_dialog_says_where_one_may_be(qtbot: QtBot, ends: Ends) -> None:
    dialog = RestoreDialog(None, ends.folder(End.OFFICE))
    qtbot.addWidget(dialog)
    assert "移动硬盘" in dialog.error.accessibleName()
    assert dialog.commit.reason == "没有可以恢复的备份"


@pytest.mark.parametrize("content", [None, b"{"])
def test_fault_34_lost_keys_come_back_with_the_backup(office: Ends, content: bytes | None) -> None:
    folder = office.folder(End.OFFICE)
    folder.slots.unlink() if content is None else folder.slots.write_bytes(content)
    office.put_back(End.OFFICE)
    with office.at("lin") as desk:
        assert len(_titles(desk)) == 1


def test_nothing_is_set_up_over_a_store_that_lost_its_keys(office: Ends) -> None:
    folder = office.folder(End.OFFICE)
    folder.slots.unlink()
    before = folder.database.read_bytes()
    with pytest.raises(UserError) as caught:
        sessions.found(folder, FirstRun(End.OFFICE, AGENCY, CODE, "LSGZ", "律师工作处", OFFICE_PEOPLE))
    assert (caught.value.code, "slots.json" in caught.value.message) == ("E-FOUNDED", True)
    assert folder.database.read_bytes() == before


@pytest.fixture
def unwritable(office: Ends) -> Iterator[Ends]:
    """The same office where everyone may read and nobody may write."""
    home = Path(tempfile.mkdtemp(prefix="desk-readonly-"))
    shutil.copytree(office.folder(End.OFFICE).root, home / "office")
    home.chmod(0o755)
    for path in (home / "office").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (home / "office").chmod(0o555)
    yield Ends(home, office.clock, office.recovery)
    for path in (home / "office", *(one for one in (home / "office").rglob("*") if one.is_dir())):
        path.chmod(0o755)
    shutil.rmtree(home)


@posix_only
def test_fault_32_a_read_only_folder_opens_to_be_read_with_a_banner_and_no_data_entry(
    qtbot: QtBot, unwritable: Ends
) -> None:
    folder = unwritable.folder(End.OFFICE)
    with as_nobody():
        lock = claim(folder, "测试")
        with pytest.raises(UserError) as caught:
            sessions.sign_in(folder, "lin", "wrong", lock=lock)
        assert caught.value.code == "E-PASSWORD"
        desk = sessions.sign_in(folder, "lin", PASSWORD, lock=lock)
    assert (desk.store.read_only, desk.store.damaged, desk.permissions) == (True, False, frozenset({Permission.READ}))
    assert len(_titles(desk)) == 1
    assert _banners(qtbot, desk) == [READ_ONLY]
    with pytest.raises(UserError) as caught, desk.verb("edit", "x"):
        pass
    assert caught.value.code == "E-READONLY"
    desk.close()
    lock.release()


@posix_only
def test_fault_32_who_has_nothing_to_look_at_is_told_so(office: Ends) -> None:
    """An account of the centre that keeps the store sees no business data, and here could only change things."""
    home = Path(tempfile.mkdtemp(prefix="desk-readonly-"))
    shutil.copytree(office.folder(End.CENTRE).root, home / "centre")
    home.chmod(0o755)
    for path in (home / "centre", *(home / "centre").rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with as_nobody(), pytest.raises(UserError) as caught:
        sessions.sign_in(DataFolder(home / "centre"), "he", PASSWORD)
    assert (caught.value.code, "查阅权限" in caught.value.hint) == ("E-READONLY", True)
    shutil.rmtree(home)


def _banners(qtbot: QtBot, desk: Desk) -> list[str]:
    """What stands above the pages of somebody's window, whose pages are then only those to look at."""
    window = MainWindow(Workbench(desk))
    qtbot.addWidget(window)
    window.bench.setParent(window)
    window.show()
    words = [one.accessibleName() for one in cast(list[Banner], window.findChildren(Banner)) if one.isVisible()]
    assert not {"send", "receive", "editor"} & {page.key for page in window.pages}
    QThreadPool.globalInstance().waitForDone(10_000)
    for _ in range(5):
        QApplication.processEvents()
    return words
