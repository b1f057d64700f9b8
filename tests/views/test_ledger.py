"""The ledger's page as a clerk uses it: search, filters, tabs, pane, verbs, export, print, dropped files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from desktop.rules.items import Attribute, ItemContent
from desktop.rules.review import Opinion
from desktop.rules.states import ItemState
from desktop.services import items, reviews
from desktop.services.item_detail import detail
from desktop.services.ledger import LedgerFilter, ledger_keys, ledger_rows
from desktop.services.reviews import Verdict
from desktop.views.components.chips import FilterChip
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.ledger.dialogs import StopDialog
from desktop.views.ledger.filters import FilterDialog
from desktop.views.ledger.marks import places
from desktop.views.ledger.offers import Verb
from desktop.views.ledger.screen import LedgerScreen
from desktop.views.printing.preview import PrintPreview
from desktop.views.table_models import ChipCell, DateCell, TitleCell
from desktop.views.workbench import Workbench
from tests.services.ends import DOCUMENT, Ends, found_ends, register, review_at_office
from tests.views.desk_user import answering

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROWS = (
    ("关于公布律师执业人员名单的公告", date(2026, 10, 26), Attribute.PROACTIVE),
    ("关于开展公证质量检查的通知", date(2026, 11, 10), Attribute.PROACTIVE),
    ("律师事务所年度检查考核结果", date(2026, 11, 18), Attribute.ON_REQUEST),
)


class Hands(Workbench):
    """The workbench of a test: it answers for the file dialogs and remembers what was opened."""

    target: Path | None = None

    def ask_target(self, owner: Any, title: str, name: str, pattern: str = "") -> Path | None:
        self.proposed = name
        return self.target

    def show_file(self, path: Path) -> None:
        self.shown = path


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


@pytest.fixture
def bench(ends: Ends) -> Iterator[Hands]:
    with ends.at("lin") as desk:
        for title, day, attribute in ROWS:
            items.create_draft(desk, ItemContent(title=title, signed_on=day, attribute=attribute))
        yield Hands(desk)


@pytest.fixture
def screen(qtbot: QtBot, bench: Hands) -> LedgerScreen:
    return shown(qtbot, bench, len(ROWS))


def shown(qtbot: QtBot, bench: Workbench, count: int) -> LedgerScreen:
    screen = LedgerScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1230, 860)
    screen.show()
    screen.activateWindow()
    listed(qtbot, screen, count)
    return screen


def listed(qtbot: QtBot, screen: LedgerScreen, count: int) -> None:
    qtbot.waitUntil(lambda: len(screen.listing.shown_keys()) == count)


def titles(screen: LedgerScreen) -> list[str]:
    rows = [screen.table.model.row(number) for number in range(screen.table.model.rowCount())]
    return [row.cells[1].words for row in rows if row is not None and isinstance(row.cells[1], TitleCell)]


def choose(qtbot: QtBot, screen: LedgerScreen, uuid: str) -> None:
    screen.show_record(uuid)
    qtbot.waitUntil(lambda: screen.pane.item is not None and screen.pane.item.uuid == uuid and screen.pane.isVisible())


def perform(screen: LedgerScreen, words: str) -> None:
    """Press the pane's verb, or choose it from its menu."""
    if screen.pane.verb.text() == words:
        QTest.mouseClick(screen.pane.verb, Qt.MouseButton.LeftButton)
        return
    menu = QMenu()
    screen.pane.fill_menu(menu)
    next(one for one in menu.actions() if one.text() == words).trigger()


def answer(act: Callable[[Any], None]) -> list[QDialog]:
    """Answer the next dialog as soon as it is there."""
    seen: list[QDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            seen.append(dialog)
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)
    return seen


def uuid_of(bench: Workbench, title: str) -> str:
    rows = ledger_rows(bench.desk, ledger_keys(bench.desk, LedgerFilter()))
    return next(row.uuid for row in rows if row.title == title)


def drop(screen: LedgerScreen, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(300, 300), copy, mime, left, none)
    QApplication.sendEvent(screen, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(screen, QDropEvent(QPointF(300, 300), copy, mime, left, none))


def test_one_character_from_an_input_method_finds_and_is_marked(qtbot: QtBot, screen: LedgerScreen) -> None:
    search = screen.listing.filters.search.edit
    search.setFocus()
    event = QInputMethodEvent()
    event.setCommitString("律")
    QApplication.sendEvent(search, event)
    listed(qtbot, screen, 2)
    assert titles(screen) == [ROWS[2][0], ROWS[0][0]]
    cell = screen.table.model.cell(1, 2)
    assert isinstance(cell, TitleCell)
    assert cell.marks == ((4, 1),)
    QTest.keyClick(search, Qt.Key.Key_Escape)
    listed(qtbot, screen, 3)


def test_words_without_a_hit_say_so_and_can_be_cleared(qtbot: QtBot, screen: LedgerScreen) -> None:
    screen.show_record("find:没有这样的字")
    listed(qtbot, screen, 0)
    assert screen.export_button.reason == "没有可导出的信息"
    empty = screen.listing.table._empty
    assert empty is not None
    assert empty.accessibleName() == "没有符合条件的信息"
    screen.listing.filters.clear()
    listed(qtbot, screen, 3)


def test_tabs_filters_and_sorting(qtbot: QtBot, screen: LedgerScreen) -> None:
    screen.show_record("state:in_review")
    listed(qtbot, screen, 0)
    assert screen.listing.tabs.current() == "review"
    screen.show_record("state:draft")
    listed(qtbot, screen, 3)
    screen.listing.table.sort_requested.emit("due", False)
    qtbot.waitUntil(lambda: titles(screen)[0] == ROWS[0][0])

    def fill(dialog: FilterDialog) -> None:
        dialog.first.edit.setText("2026-12-01")
        dialog.last.edit.setText("2026-11-01")
        dialog.commit.click()
        assert dialog.isVisible()
        assert dialog.error.isVisible()
        dialog.first.edit.setText("20261101")
        dialog.last.edit.setText("2026.11.12")
        dialog.commit.click()

    answer(fill)
    QTest.mouseClick(screen.listing.filters.more, Qt.MouseButton.LeftButton)
    listed(qtbot, screen, 1)
    assert titles(screen) == [ROWS[1][0]]
    chip = screen.listing.filters.findChild(FilterChip)
    assert isinstance(chip, FilterChip)
    assert "11-01 至 11-12" in chip.text()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    listed(qtbot, screen, 3)
    screen.show_record("due:2026-11-24")
    listed(qtbot, screen, 1)
    screen.show_record("late:")
    listed(qtbot, screen, 0)


def test_rows_say_when_what_is_due(screen: LedgerScreen) -> None:
    model = screen.table.model
    cells = [model.cell(number, 6) for number in range(3)]
    assert cells[0] == DateCell("")
    assert cells[1] == DateCell("12-08", "剩余 12 个工作日", "")
    assert cells[2] == DateCell("11-23", "剩余 1 个工作日", "warn")
    assert model.cell(0, 5) == ChipCell("草稿")


def test_discarding_needs_a_reason_and_leaves_the_number(qtbot: QtBot, screen: LedgerScreen, bench: Hands) -> None:
    uuid = uuid_of(bench, ROWS[0][0])
    choose(qtbot, screen, uuid)

    def refuse_then_write(dialog: ReasonDialog) -> None:
        assert dialog.commit.reason
        dialog.field.set_value("重复登记")
        dialog._judge()
        dialog.commit.click()

    answer(refuse_then_write)
    perform(screen, "作废")
    qtbot.waitUntil(lambda: detail(bench.desk, uuid).state is ItemState.DISCARDED)
    assert detail(bench.desk, uuid).history[0].detail == {"reason": "重复登记"}


def test_a_returned_item_is_opened_for_correction(qtbot: QtBot, ends: Ends, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        reviews.submit(desk, uuid, "已逐项核对。")
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "附件缺少目录。"))
    with ends.at("lin") as desk:
        bench = Hands(desk)
        screen = shown(qtbot, bench, 1)
        choose(qtbot, screen, uuid)
        for key in ("files", "review", "history", "versions"):
            screen.pane._go(key)
        assert [one.verb for one in screen.pane._offers] == [Verb.REVISE, Verb.PRINT, Verb.SLIP, Verb.WITHDRAW]
        opening = QSignalSpy(bench.opening)
        seen = answer(lambda dialog: dialog.commit.click())
        perform(screen, "修改")
        qtbot.waitUntil(lambda: opening.count() == 1)
        assert "个签字将作废" in seen[0].windowTitle()
        assert list(opening.at(0)) == ["editor", uuid]
        after = detail(desk, uuid)
        assert after.state is ItemState.DRAFT
        assert not any(one.standing for one in after.sign_offs)


def test_withdrawing_is_offered_while_the_office_still_has_it(qtbot: QtBot, ends: Ends, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    with ends.at("zhou") as desk:
        screen = shown(qtbot, Hands(desk), 1)
        choose(qtbot, screen, uuid)
        assert [one.verb for one in screen.pane._offers] == [Verb.PRINT]
    with ends.at("lin") as desk:
        bench = Hands(desk)
        screen = shown(qtbot, bench, 1)
        choose(qtbot, screen, uuid)

        def write(dialog: ReasonDialog) -> None:
            dialog.field.set_value("内容有变")
            dialog._judge()
            dialog.commit.click()

        answer(write)
        perform(screen, "撤回")
        qtbot.waitUntil(lambda: detail(desk, uuid).state is ItemState.WITHDRAWN)
        assert detail(desk, uuid).returned_reason == "内容有变"


def test_what_is_shown_goes_into_the_spreadsheet(
    qtbot: QtBot, screen: LedgerScreen, bench: Hands, tmp_path: Path
) -> None:
    bench.target = tmp_path / "台账"
    screen.show_record("find:律师")
    listed(qtbot, screen, 2)
    telling = QSignalSpy(bench.telling)
    QTest.mouseClick(screen.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: telling.count() == 1)
    sheet = load_workbook(tmp_path / "台账.xlsx").active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(values_only=True)] == ["信息标题", ROWS[2][0], ROWS[0][0]]


def test_chosen_items_are_printed_together(qtbot: QtBot, screen: LedgerScreen, bench: Hands, tmp_path: Path) -> None:
    assert screen.print_button.reason == "先选中要打印的信息"
    bench.target = tmp_path / "审查表.pdf"
    screen.table.select(screen.listing.shown_keys()[:2])
    assert screen.bulk.isVisible()

    def save(dialog: PrintPreview) -> None:
        qtbot.waitUntil(dialog.save.isEnabled)
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)

    answering(qtbot, PrintPreview, save)
    QTest.mouseClick(screen.bulk_print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: getattr(bench, "shown", None) == bench.target)
    assert bench.proposed == "审查表（2 件）.pdf"
    assert bench.target.read_bytes().startswith(b"%PDF")


def test_one_dropped_file_is_registered_and_opened(
    qtbot: QtBot, screen: LedgerScreen, bench: Hands, tmp_path: Path
) -> None:
    path = tmp_path / "通知甲.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    opening = QSignalSpy(bench.opening)
    drop(screen, path)
    qtbot.waitUntil(lambda: opening.count() == 1)
    page, uuid = opening.at(0)
    assert page == "editor"
    assert detail(bench.desk, uuid).documents[0].name == "通知甲.txt"
    listed(qtbot, screen, 4)


def test_one_file_that_cannot_be_read_is_told(qtbot: QtBot, screen: LedgerScreen, bench: Hands, tmp_path: Path) -> None:
    path = tmp_path / "旧文件.doc"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2048))
    seen = answer(lambda dialog: dialog.commit.click())
    drop(screen, path)
    qtbot.waitUntil(lambda: len(seen) == 1 and QApplication.activeModalWidget() is None)
    assert seen[0].windowTitle() == "“旧文件.doc”没有登记"
    listed(qtbot, screen, 3)


def test_a_marked_file_is_stopped_and_nothing_of_it_is_kept(
    qtbot: QtBot, screen: LedgerScreen, bench: Hands, tmp_path: Path
) -> None:
    path = tmp_path / "某事项.txt"
    path.write_text("机密★10年\n\n关于青石镇某事项的通知\n", encoding="utf-8")
    opening = QSignalSpy(bench.opening)
    seen = answer(lambda dialog: dialog.commit.click())
    drop(screen, path)
    listed(qtbot, screen, 4)
    qtbot.waitUntil(lambda: len(seen) == 1 and QApplication.activeModalWidget() is None)
    assert isinstance(seen[0], StopDialog)
    assert opening.count() == 0
    assert "停止登记，内容没有保存" in titles(screen)
    screen.show_record("find:青石镇")
    listed(qtbot, screen, 0)
    assert not any(bench.desk.folder.objects.rglob("*.part"))


def test_double_click_opens_where_the_item_is_worked_on(qtbot: QtBot, screen: LedgerScreen, bench: Hands) -> None:
    opening = QSignalSpy(bench.opening)
    key = screen.listing.shown_keys()[0]
    screen.table.opened.emit(key)
    record = screen.listing.record(key)
    assert record is not None
    assert list(opening.at(0)) == ["editor", record.uuid]


def test_an_unknown_record_is_told(qtbot: QtBot, screen: LedgerScreen) -> None:
    seen = answer(lambda dialog: dialog.commit.click())
    screen.show_record("00000000-0000-4000-8000-000000000000")
    qtbot.waitUntil(lambda: len(seen) == 1 and QApplication.activeModalWidget() is None)
    assert seen[0].windowTitle() == "没有找到这条信息"


def test_a_reader_can_neither_register_nor_drop(qtbot: QtBot, ends: Ends, bench: Hands) -> None:
    bench.desk.close()
    with ends.at("zhou") as desk:
        screen = shown(qtbot, Hands(desk), 3)
        assert not screen.new_button.isVisible()
        assert not screen.acceptDrops()


@pytest.mark.parametrize(
    ("title", "query", "found"),
    [
        ("关于律师执业的公告", "律师", ((2, 2),)),
        ("ＡＢＣ公司公告", "abc", ((0, 3),)),
        ("律师、律师", "律师", ((0, 2), (3, 2))),
        ("公证 检查", "公证检查", ((0, 5),)),
        ("公证检查", "证检 检查", ((1, 3),)),
        ("第31期", "，", ()),
        ("", "律", ()),
    ],
)
def test_marks_fold_as_the_search_does(title: str, query: str, found: tuple[tuple[int, int], ...]) -> None:
    assert places(title, query) == found
