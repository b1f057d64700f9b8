"""The guide that takes a ledger in, with real clicks on real stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.rules.states import ItemState
from desktop.services import items, ledger, ledger_import
from desktop.services.item_detail import detail
from desktop.services.ledger import LedgerFilter
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.ledger.importing.screen import ImportScreen
from desktop.views.ledger.importing.undoing import KeptDialog
from desktop.views.ledger.screen import LedgerScreen
from desktop.views.table_models import MenuCell, NoteCell
from desktop.views.window import MainWindow
from desktop.views.workbench import Workbench
from tests.services.ends import Ends, found_ends
from tests.services.sheets import HEADINGS, ROWS, saved, workbook
from tests.views.desk_user import answering, drop, press

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton


class Hands(Workbench):
    """The workbench of a test: it answers for the file dialogs."""

    file: Path | None = None
    target: Path | None = None

    def ask_file(self, owner: Any, title: str, pattern: str = "") -> Path | None:
        return self.file

    def ask_target(self, owner: Any, title: str, name: str, pattern: str = "") -> Path | None:
        return self.target


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


@pytest.fixture
def bench(ends: Ends) -> Iterator[Hands]:
    with ends.at("lin") as desk:
        yield Hands(desk)


@pytest.fixture
def window(qtbot: QtBot, bench: Hands) -> MainWindow:
    window = MainWindow(bench)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    return window


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return saved(workbook(), tmp_path / "台账.xlsx")


def guide(qtbot: QtBot, window: MainWindow) -> ImportScreen:
    """The guide, opened from the ledger by its button."""
    window.open("ledger")
    screen = window.current
    assert isinstance(screen, LedgerScreen)
    QTest.mouseClick(screen.many.import_button, LEFT)
    assert isinstance(window.current, ImportScreen)
    return window.current


def columns_shown(qtbot: QtBot, screen: ImportScreen) -> None:
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.columns and screen.columns.isEnabled())


def rows_shown(qtbot: QtBot, screen: ImportScreen) -> None:
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.rows)


def to_rows(qtbot: QtBot, bench: Hands, screen: ImportScreen, sheet: Path) -> None:
    bench.file = sheet
    QTest.mouseClick(screen.front.area.choose, LEFT)
    columns_shown(qtbot, screen)
    QTest.mouseClick(screen.next, LEFT)
    rows_shown(qtbot, screen)


def titles(bench: Hands) -> list[str]:
    return [row.title for row in ledger.ledger_rows(bench.desk, ledger.ledger_keys(bench.desk, LedgerFilter()))]


def choice(screen: ImportScreen, number: int) -> str:
    cell = screen.rows.table.model.cell(screen.rows.table.model.place(number), 1)
    assert isinstance(cell, (MenuCell, NoteCell))
    return cell.words


def why_not(screen: ImportScreen) -> str:
    return screen.next.reason


def choose(menu: QMenu, words: str) -> None:
    for action in menu.actions():
        within = action.menu()
        if isinstance(within, QMenu):
            choose(within, words)
        elif action.text() == words:
            action.trigger()


def test_from_the_file_to_drafts_and_back(qtbot: QtBot, bench: Hands, window: MainWindow, sheet: Path) -> None:
    screen = guide(qtbot, window)
    to_rows(qtbot, bench, screen, sheet)
    assert [choice(screen, n) for n in (3, 4, 5, 6, 7)] == ["导入", "导入", "导入", "不能导入", "不能导入"]
    assert titles(bench) == []
    assert screen.next.text() == "导入 3 件为草稿"
    screen.rows.table.select([4])
    assert "年份按 2026 年补" in screen.rows.told.text()
    press(screen.rows.table.view, Qt.Key.Key_Space)
    assert choice(screen, 4) == "不导入"
    assert screen.next.text() == "导入 2 件为草稿"
    QTest.mouseClick(screen.next, LEFT)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.done)
    assert set(titles(bench)) == {ROWS[0][2], ROWS[2][2]}
    QTest.mouseClick(screen.done.again_button, LEFT)
    qtbot.waitUntil(lambda: len(screen.front.undo_buttons) == 1)
    done = answering(qtbot, ConfirmDialog, lambda dialog: QTest.mouseClick(dialog.commit, LEFT))
    QTest.mouseClick(next(iter(screen.front.undo_buttons.values())), LEFT)
    assert done()
    qtbot.waitUntil(lambda: ledger.state_counts(bench.desk) == {ItemState.DISCARDED: 2})
    qtbot.waitUntil(lambda: not screen.front.undo_buttons)
    qtbot.waitUntil(window.toast.isVisible)


def test_an_undo_tells_what_it_kept(qtbot: QtBot, bench: Hands, window: MainWindow, sheet: Path) -> None:
    screen = guide(qtbot, window)
    to_rows(qtbot, bench, screen, sheet)
    QTest.mouseClick(screen.next, LEFT)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.done)
    one = detail(bench.desk, ledger.find_uuid(bench.desk, "LSGZ-0001"))
    items.save_draft(bench.desk, one.uuid, replace(one.content, summary="改过"), 0, "test")
    told: list[str] = []

    def look(dialog: KeptDialog) -> None:
        row = dialog.table.model.row(0)
        assert row is not None
        told.extend(str(cell) for cell in row.cells)
        dialog.accept()

    kept = answering(qtbot, KeptDialog, look)
    answering(qtbot, ConfirmDialog, lambda dialog: QTest.mouseClick(dialog.commit, LEFT))
    QTest.mouseClick(screen.done.undo_button, LEFT)
    qtbot.waitUntil(kept)
    assert told == ["LSGZ-0001", one.content.title, "导入后改过"]


def test_a_backed_out_undo_changes_nothing(qtbot: QtBot, bench: Hands, window: MainWindow, sheet: Path) -> None:
    screen = guide(qtbot, window)
    to_rows(qtbot, bench, screen, sheet)
    QTest.mouseClick(screen.next, LEFT)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.done)
    asked = answering(qtbot, ConfirmDialog, lambda dialog: press(dialog, Qt.Key.Key_Escape))
    QTest.mouseClick(screen.done.undo_button, LEFT)
    assert asked()
    assert ledger_import.imports(bench.desk)[0].undone_at is None


def test_columns_are_changed_and_must_be_sound(qtbot: QtBot, bench: Hands, window: MainWindow, sheet: Path) -> None:
    screen = guide(qtbot, window)
    drop(screen.front.area, [sheet])
    columns_shown(qtbot, screen)
    assert screen.columns.mapping()[2] == "title"
    choose(screen.columns.menu(8), "信息标题")
    assert why_not(screen) == "有两列都导入为“信息标题”，留下一列"
    choose(screen.columns.menu(2), "不导入")
    assert why_not(screen) == ""
    choose(screen.columns.menu(8), "关键词")
    assert why_not(screen) == "指明哪一列是“信息标题”"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.pages.currentWidget() is screen.columns
    choose(screen.columns.menu(2), "信息标题")
    QTest.mouseClick(screen.next, LEFT)
    rows_shown(qtbot, screen)
    assert screen.rows._rows[3].read.content.keywords == "林倩"
    QTest.mouseClick(screen.back, LEFT)
    assert screen.columns.mapping()[8] == "keywords"


def test_another_sheet_is_chosen(qtbot: QtBot, bench: Hands, window: MainWindow, tmp_path: Path) -> None:
    book = workbook()
    other = book.create_sheet("2025年")
    other.append(["标题", "日期"])
    other.append(["关于去年一次检查的通知", "3月5日"])
    screen = guide(qtbot, window)
    screen.take_file(saved(book, tmp_path / "台账.xlsx"))
    columns_shown(qtbot, screen)
    screen.columns.sheet.set_value("2025年")
    screen.columns.sheet.committed.emit()
    qtbot.waitUntil(lambda: screen.columns.mapping() == {0: "title", 1: "signed_on"})
    assert "2025 年补" in screen.columns.facts.text()
    QTest.mouseClick(screen.next, LEFT)
    rows_shown(qtbot, screen)
    signed = screen.rows._rows[2].read.content.signed_on
    assert signed is not None
    assert signed.year == 2025


def test_ctrl_v_in_the_ledger_brings_rows_from_excel(qtbot: QtBot, bench: Hands, window: MainWindow) -> None:
    window.open("ledger")
    screen = window.current
    assert isinstance(screen, LedgerScreen)
    QGuiApplication.clipboard().setText("文件名称\t日期\r\n关于开展检查的通知\t2026/3/5\r\n")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    screen.table.setFocus()
    press(screen, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    pasted = window.current
    assert isinstance(pasted, ImportScreen)
    columns_shown(qtbot, pasted)
    assert pasted.columns.mapping() == {0: "title", 1: "signed_on"}
    QTest.mouseClick(pasted.next, LEFT)
    rows_shown(qtbot, pasted)
    QTest.mouseClick(pasted.next, LEFT)
    qtbot.waitUntil(lambda: titles(bench) == ["关于开展检查的通知"])
    QGuiApplication.clipboard().setText("")
    QTest.mouseClick(pasted.done.again_button, LEFT)
    pasted.paste()
    qtbot.waitUntil(pasted.error.isVisible)
    assert "剪贴板里没有" in pasted.error.accessibleName()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("台账.xlsx", b"a,b\r\n1,2\r\n", "不是 Excel"),
        ("台账.xlsx", b"", "空文件"),
        ("附\u202e件.xlsx", b"MZ\x90", "不是 Excel"),
        (
            "台账.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
            "密码",
        ),
    ],
)
def test_bad_files_are_told_on_the_page(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    screen = guide(qtbot, window)
    drop(screen.front.area, [path])
    qtbot.waitUntil(screen.error.isVisible)
    assert said in screen.error.accessibleName()
    assert screen.pages.currentWidget() is screen.front
    assert screen.front.area.isEnabled()


def test_two_files_at_once_are_refused(qtbot: QtBot, window: MainWindow, sheet: Path, tmp_path: Path) -> None:
    screen = guide(qtbot, window)
    drop(screen.front.area, [sheet, saved(workbook(), tmp_path / "另一份.xlsx")])
    assert "一次导入一份" in screen.error.accessibleName()


def test_rows_are_chosen_together_and_errors_written_out(
    qtbot: QtBot, bench: Hands, window: MainWindow, sheet: Path, tmp_path: Path
) -> None:
    screen = guide(qtbot, window)
    to_rows(qtbot, bench, screen, sheet)
    assert screen.rows.leave.reason
    screen.rows.table.view.selectAll()
    QTest.mouseClick(screen.rows.leave, LEFT)
    assert screen.next.reason == "没有选择要导入的行"
    QTest.mouseClick(screen.rows.take, LEFT)
    assert screen.rows.chosen() == [3, 4, 5]
    screen.rows.tabs.changed.emit("problem")
    assert screen.rows.table.model.rowCount() == 2
    press(screen.rows.table.view, Qt.Key.Key_Space)
    assert screen.rows.chosen() == [3, 4, 5]
    bench.target = tmp_path / "待改.xlsx"
    QTest.mouseClick(screen.problems, LEFT)
    qtbot.waitUntil(bench.target.exists)
    table = load_workbook(bench.target).active
    assert table is not None
    assert [cell.value for cell in table[1]] == [*HEADINGS, "问题"]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    screen.next.setFocus()
    press(screen.next, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.columns


def test_who_may_not_register_sees_neither_verb(qtbot: QtBot, ends: Ends) -> None:
    with ends.at("chen") as desk:
        screen = LedgerScreen(Workbench(desk))
        qtbot.addWidget(screen)
        menu = QMenu()
        screen.many.fill_menu(menu)
        assert menu.isEmpty()
        assert screen.many.import_button.parent() is None


def test_pasting_into_the_search_field_stays_there(qtbot: QtBot, window: MainWindow) -> None:
    window.open("ledger")
    screen = window.current
    assert isinstance(screen, LedgerScreen)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QGuiApplication.clipboard().setText("律师")
    edit = screen.listing.filters.search.edit
    edit.setFocus()
    press(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == "律师"
    assert window.current is screen
