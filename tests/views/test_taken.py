"""Many files dropped, pasted or cancelled: a page tells what became of each, and nothing has to be answered first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.rules.states import ItemState
from desktop.services.item_detail import detail
from desktop.services.ledger import state_counts
from desktop.services.taking_in import Outcome
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.ledger.dialogs import StopDialog
from desktop.views.ledger.screen import LedgerScreen
from desktop.views.table_models import ChipCell
from tests.screening.test_bad_input import SPARSE
from tests.services.ends import DOCUMENT
from tests.services.test_bad_files import BAD
from tests.views.desk_user import answering, drop, press
from tests.views.exchange import TestBench, bench_of, click, world
from tests.views.test_editor import open_editor

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def notice(folder: Path, number: int, first_line: str = "") -> Path:
    path = folder / f"通知{number}.txt"
    path.write_text(first_line + DOCUMENT.replace("47号", f"{number + 200}号"), "utf-8")
    return path


def opened(qtbot: QtBot, bench: TestBench) -> LedgerScreen:
    screen = LedgerScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1230, 820)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(lambda: len(screen.listing.shown_keys()) > 0)
    return screen


def shown(screen: LedgerScreen) -> list[str]:
    """The results listed, from above."""
    model = screen.taken.table.model
    cells = [model.cell(number, 0) for number in range(model.rowCount())]
    return [cell.word for cell in cells if isinstance(cell, ChipCell)]


def until_told(qtbot: QtBot, screen: LedgerScreen) -> None:
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.taken)


def dropped_mixture(qtbot: QtBot, screen: LedgerScreen, folder: Path) -> None:
    old = folder / "旧文件.doc"
    old.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2048))
    first = notice(folder, 1)
    copy = folder / "通知1 副本.txt"
    copy.write_bytes(first.read_bytes())
    drop(screen, [first, old, notice(folder, 2, "机密★5年\n"), copy, notice(folder, 3)])
    until_told(qtbot, screen)


def test_what_must_be_looked_at_comes_first_and_no_dialog_blocks(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        dropped_mixture(qtbot, screen, tmp_path)
        assert QApplication.activeModalWidget() is None
        assert shown(screen) == ["停止登记", "没有登记", "已登记过", "草稿", "草稿"]
        assert "1 个文件带密级标志" in screen.taken.error.accessibleName()
        page = screen.taken
        tabs = [(tab.key, tab.count) for tab in page.tabs._tabs]
        assert tabs == [("all", 5), ("DRAFT", 2), ("STOPPED", 1), ("TWIN", 1), ("REFUSED", 1)]
        assert page.open.text().startswith("怎样处理")
        asked = answering(qtbot, StopDialog, lambda dialog: click(dialog.commit))
        click(page.open)
        assert asked()
        press(page.table.view, Qt.Key.Key_Down)
        assert page.open.isHidden()
        assert "另存为 docx" in page.note.words.text()
        press(page.table.view, Qt.Key.Key_Down)
        assert page.open.text().startswith("打开已登记的")
        press(page.table.view, Qt.Key.Key_Down)
        press(page.table.view, Qt.Key.Key_Return)
        assert bench.opened[-1][0] == "editor"
        assert detail(bench.desk, bench.opened[-1][1]).documents[0].name == "通知1.txt"


def test_the_page_stays_while_its_drafts_are_worked_on(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        drop(screen, [notice(tmp_path, 1), notice(tmp_path, 2)])
        until_told(qtbot, screen)
        second = screen.taken.told[1].uuid
        screen.show_record(second)
        assert screen.pages.currentWidget() is screen.taken
        assert screen.taken.table.current_key() == 1
        screen.show_record(uuids[3])
        assert screen.pages.currentWidget() is not screen.taken
        assert not screen.taken.isVisible()
        drop(screen, [notice(tmp_path, 3), notice(tmp_path, 4)])
        until_told(qtbot, screen)
        press(screen.taken, Qt.Key.Key_Escape)
        assert screen.pages.currentWidget() is not screen.taken


def test_a_twin_is_registered_after_all_when_asked(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        dropped_mixture(qtbot, screen, tmp_path)
        before = state_counts(bench.desk)[ItemState.DRAFT]
        page = screen.taken
        page.table.select([3])
        assert not page.even.isHidden()
        click(page.even)
        qtbot.waitUntil(lambda: state_counts(bench.desk)[ItemState.DRAFT] == before + 1)
        qtbot.waitUntil(lambda: bench.opened[-1:] != [] and bench.opened[-1][0] == "editor")


def test_what_became_of_them_is_copied_and_exported(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        dropped_mixture(qtbot, screen, tmp_path)
        click(screen.taken.copy)
        lines = QApplication.clipboard().text().splitlines()
        assert [line.split("\t")[:2] for line in lines[:3]] == [
            ["文件", "结果"],
            ["通知1.txt", "草稿"],
            ["旧文件.doc", "没有登记"],
        ]
        assert len(lines) == 6
        bench.answer = tmp_path
        click(screen.taken.export)
        qtbot.waitUntil(lambda: "已导出 5 行" in bench.told)
        (path,) = tmp_path.glob("登记结果*.xlsx")
        assert len(list(load_workbook(path).active.iter_rows())) == 6  # type: ignore[union-attr]


def test_files_and_folders_are_pasted(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    folder = tmp_path / "一批"
    folder.mkdir()
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        notice(folder, 5), notice(folder, 6)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(folder)), QUrl("https://example.gov.cn/1.html")])
        QApplication.clipboard().setMimeData(mime)
        screen.table.view.setFocus()
        press(screen.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        until_told(qtbot, screen)
        assert shown(screen) == ["草稿", "草稿"]
        QApplication.clipboard().setText("只是文字")
        press(screen.taken.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert screen.pages.currentWidget() is screen.taken, "words are no files"


def test_cancelling_and_dropping_more_meanwhile(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        drop(screen, [notice(tmp_path, number) for number in range(3)])
        drop(screen, [notice(tmp_path, number) for number in range(10, 12)])
        assert "正在登记前面的文件" in bench.told
        until_told(qtbot, screen)
        assert [one.outcome for one in screen.taken.told] == [Outcome.DRAFT] * 5
        run: Callable[..., object] = bench.run

        def cancelled_at_once(owner: object, work: object, on_success: object, **more: object) -> object:
            job = run(owner, work, on_success, **more)
            job.cancel()  # type: ignore[attr-defined]
            return job

        monkeypatch.setattr(bench, "run", cancelled_at_once)
        screen.pages.setCurrentIndex(0)
        drop(screen, [notice(tmp_path, number) for number in range(20, 60)])
        drop(screen, [notice(tmp_path, 70)])
        until_told(qtbot, screen)
        told = [one.outcome for one in screen.taken.told]
        assert len(told) == 41, "what waited its turn is told of too"
        assert set(told) <= {Outcome.DRAFT, Outcome.LEFT}
        assert told.count(Outcome.LEFT) > 30
        monkeypatch.undo()
        assert state_counts(bench.desk)[ItemState.DRAFT] == 6 + told.count(Outcome.DRAFT)


def test_bad_files_are_told_one_by_one_and_the_window_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    paths: list[Path] = []
    for name, data, _code in BAD.values():
        folder = tmp_path / f"{len(paths)}"
        folder.mkdir()
        (folder / name).write_bytes(data)
        paths.append(folder / name)
    large = tmp_path / "大.docx"
    with large.open("wb") as stream:
        stream.truncate(SPARSE)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        drop(screen, [*paths, large, tmp_path / ("长" * 300 + ".txt"), tmp_path / "没有.txt", notice(tmp_path, 9)])
        until_told(qtbot, screen)
        told = screen.taken.told
        codes = [one.problem.code for one in told if one.problem is not None]
        assert codes == [*(code for _name, _data, code in BAD.values()), "S-SIZE", "E-PATH", "E-READ"]
        assert told[-1].outcome is Outcome.DRAFT
        assert all(one.name.isprintable() and one.note.isprintable() for one in told)
        screen.taken.grab()


def test_one_bad_file_alone_is_a_dialog_with_its_remedy(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        words: list[str] = []

        def read(dialog: ConfirmDialog) -> None:
            words.append(dialog.windowTitle())
            click(dialog.commit)

        asked = answering(qtbot, ConfirmDialog, read)
        drop(screen, [tmp_path / ("长" * 300 + ".txt")])
        qtbot.waitUntil(asked)
        assert words[0].endswith("没有登记")


def test_files_are_pasted_on_the_empty_page_of_a_registration(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        screen.activateWindow()
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(notice(tmp_path, 8)))])
        QApplication.clipboard().setMimeData(mime)
        screen.start.area.choose.setFocus()
        qtbot.waitUntil(screen.start.area.choose.hasFocus)
        press(screen.start.area.choose, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.draft_page)
        assert screen.may_leave()
