"""报送: what is ticked goes onto the stick, the nil return names its period, receipts come back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.rules.states import BatchState, ItemState
from desktop.services import batch_views, batches, imports, inspection, item_detail, rotation
from desktop.services.imports import Decision
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.files import MOST_LINES, FileLine, FileList, listed_words
from desktop.views.printing.preview import PrintPreview
from desktop.views.send import SendScreen
from desktop.views.send.nil_return import NilDialog
from desktop.views.send.screen import WRITING
from tests.services.ends import DOCUMENT, KEPT, WITHHELD, found_ends, register, review_at_office
from tests.views.desk_user import answering, write
from tests.views.exchange import bench_of, click, receipt_file, sent, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def _opened(bench: object, qtbot: QtBot) -> SendScreen:
    screen = SendScreen(bench)  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    qtbot.waitUntil(lambda: screen._page is not None)
    return screen


def test_ticked_items_are_written_and_can_be_taken_away(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        assert set(screen.choosing.chosen()) == set(uuids[:2])
        assert screen.choosing.period() == "2026年11月下"
        screen.choosing.table.select([uuids[1]])
        write(screen.choosing.side.period.edit, "2026年11月上")
        bench.answer = ends.stick
        click(screen.choosing.commit)
        qtbot.waitUntil(lambda: screen.done.isVisible())
        listed = batch_views.batches(bench.desk)
        assert (listed[0].period, screen.choosing.period()) == ("2026年11月上", "2026年11月下"), "proposed for the next"
        assert [(one.state, one.item_count) for one in listed] == [(BatchState.AWAITING_RECEIPT, 1)]
        assert (ends.stick / listed[0].file_name).exists()
        assert item_detail.detail(bench.desk, uuids[1]).state is ItemState.AWAITING_RECEIPT
        assert item_detail.detail(bench.desk, uuids[0]).state is ItemState.TO_SUBMIT
        previewed: list[str] = []

        def save(dialog: PrintPreview) -> None:
            qtbot.waitUntil(dialog.save.isEnabled)
            previewed.append(dialog.windowTitle())
            bench.answer = tmp_path
            click(dialog.save)

        answering(qtbot, PrintPreview, save)
        click(screen.done.paper)
        assert previewed == ["打印报送清单"]
        qtbot.waitUntil(lambda: bool(bench.shown))
        assert bench.shown[0].read_bytes().startswith(b"%PDF")
        click(screen.done.done)
        assert screen.list.isVisible()
        assert screen.tabs.current() == "waiting"


def test_nothing_ticked_and_no_period_block_the_verb(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.choosing.table.view.clearSelection()
        assert screen.choosing.commit.reason == "勾选要报送的信息"
        screen.choosing.table.select([uuids[0]])
        assert screen.choosing.commit.isEnabled()
        edit = screen.choosing.side.period.edit
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        assert screen.choosing.commit.reason == "填写报送期间"
        assert batch_views.batches(bench.desk) == ()


def test_a_batch_that_could_not_be_written_comes_first(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.choosing.table.select([uuids[0]])
        bench.answer = tmp_path / "pulled-out"
        click(screen.choosing.commit)
        qtbot.waitUntil(lambda: screen.notices.error.isVisible() and screen.notices.unwritten.isVisible())
        assert batch_views.batches(bench.desk)[0].state is BatchState.ASSEMBLED
        assert list(screen.choosing.table.model.keys()) == [uuids[1]]
        assert screen.choosing.commit.reason.startswith("先把")
        screen.show_record(batch_views.batches(bench.desk)[0].id)
        qtbot.waitUntil(screen._inside.take_back.isVisible)
        screen._inside.left.emit()
        bench.answer = ends.stick
        click(screen.notices.first)
        qtbot.waitUntil(lambda: screen.done.isVisible())
        qtbot.waitUntil(lambda: not screen.notices.unwritten.isVisible())
        assert [one.state for one in batch_views.batches(bench.desk)] == [BatchState.AWAITING_RECEIPT]


def test_a_nil_return_names_its_period(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, *uuids[:2])
    ends.clock.moment = ends.clock.moment.replace(month=12, day=3)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        empty = screen.choosing.table._empty
        bench.answer = ends.stick
        seen: list[str] = []

        def confirm() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ConfirmDialog)
            seen.append(dialog.windowTitle())
            dialog.commit.click()

        QTimer.singleShot(0, confirm)
        click(empty.nil)  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: screen.done.isVisible())
        assert seen == ["2026年12月上零报告"]
        newest = batch_views.batches(bench.desk)[0]
        assert (newest.item_count, newest.period) == (0, "2026年12月上")


def test_what_is_read_anew_while_a_batch_is_written_offers_no_second_writing(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = ends.stick
        screen.writing._write(lambda: (batches.assemble(bench.desk, uuids[:1], "本期"),))
        assert screen._page is not None
        screen._show(screen._page)
        assert (screen.choosing.commit.reason, screen.nil.reason) == (WRITING, WRITING)
        qtbot.waitUntil(screen.done.isVisible)
        qtbot.waitUntil(lambda: screen.choosing.commit.reason != WRITING)


def test_a_receipt_shows_what_came_back(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, *uuids[:2])
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        batch = imports.import_batch(desk, found, {uuids[0]: Decision(False, "概述与正文不符", ("summary",))}).id
    receipt = receipt_file(ends, batch)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = receipt
        click(screen.read)
        qtbot.waitUntil(lambda: screen._inside.isVisible() and bool(screen._inside._list._rows))
        (row,) = screen._inside._list._rows
        assert row.line.fact == "概述与正文不符（内容概述）"
        row.click()  # by the widget itself: the page may just be laying itself out anew
        assert bench.opened == [("editor", uuids[0])]
        assert item_detail.detail(bench.desk, uuids[0]).state is ItemState.RETURNED
        assert batch_views.batches(bench.desk)[0].state is BatchState.PARTLY_RETURNED


def test_a_list_shows_its_first_lines_and_is_not_built_anew_for_the_same(qtbot: QtBot) -> None:
    files = FileList([FileLine(str(n), "标题") for n in range(MOST_LINES + 1)])
    qtbot.addWidget(files)
    rows = list(files._rows)
    assert len(rows) == MOST_LINES
    files.set_files([FileLine(str(n), "标题") for n in range(MOST_LINES + 1)])
    assert files._rows == rows
    files.set_files([FileLine("1", "标题")])
    assert [one.line.key for one in files._rows] == ["1"]
    assert listed_words(MOST_LINES + 1) == "101 件，列出 100 件"


def test_a_file_that_is_no_receipt_is_told_in_place(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    wrong = tmp_path / "回执.json"
    wrong.write_text("{}", "utf-8")
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = wrong
        click(screen.read)
        qtbot.waitUntil(lambda: screen.notices.error.isVisible())
        assert not screen.notices.again.isVisible()


def test_a_batch_signed_with_a_replaced_key_is_taken_back_and_its_items_wait_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, uuids[0])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        (batch,) = batch_views.batches(bench.desk)
        screen.show_record(batch.id)
        qtbot.waitUntil(screen._inside.isVisible)
        assert not screen._inside.take_back.isVisible()
        rotation.rotate(bench.desk)
        bench.announce("batch")
        qtbot.waitUntil(screen._inside.take_back.isVisible)
        answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(screen._inside.take_back)
        qtbot.waitUntil(lambda: item_detail.detail(bench.desk, uuids[0]).state is ItemState.TO_SUBMIT)
        qtbot.waitUntil(lambda: uuids[0] in screen.choosing.chosen())
        qtbot.waitUntil(lambda: not screen._inside.take_back.isVisible())
        assert not screen._inside.write.isVisible()


def test_a_nil_return_is_filed_for_a_period_that_has_ended_while_items_are_ready(qtbot: QtBot, tmp_path: Path) -> None:
    """An office that was reminded has items for the present period: those go out for that one."""
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        assert not _opened(bench, qtbot).nil.isVisible(), "the present period is not reported nil beside what is ready"
    ends.clock.moment = ends.clock.moment.replace(month=12, day=2)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = ends.stick
        seen: list[str] = []

        def confirm(dialog: NilDialog) -> None:
            seen.append(dialog.windowTitle())
            click(dialog.commit)

        answering(qtbot, NilDialog, confirm)
        click(screen.nil)
        qtbot.waitUntil(lambda: screen.done.isVisible())
        assert seen == ["2026年11月下零报告"]
        assert [(one.period, one.nil) for one in batch_views.batches(bench.desk)] == [("2026年11月下", True)]
        qtbot.waitUntil(lambda: not screen.nil.isVisible())
        assert set(screen.choosing.chosen()) == set(uuids[:2])


def test_of_several_owed_periods_one_is_chosen_and_the_newest_ended_one_is_proposed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        batches.write(desk, batches.assemble(desk, uuids[:2], "2026年11月上"), ends.stick)
    ends.clock.moment = ends.clock.moment.replace(month=12, day=2)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        empty = screen.choosing.table._empty
        bench.answer = ends.stick
        offered: list[str | None] = []

        def choose(dialog: NilDialog) -> None:
            offered.extend([dialog.windowTitle(), dialog.period()])
            dialog.choice.set_value("2026年12月上")
            click(dialog.commit)

        answering(qtbot, NilDialog, choose)
        click(empty.nil)  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: screen.done.isVisible())
        assert offered == ["零报告", "2026年11月下"]
        assert batch_views.batches(bench.desk)[0].period == "2026年12月上"


def test_withheld_entries_alone_are_not_called_a_nil_return(qtbot: QtBot, tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    document = tmp_path / "过程.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document, **KEPT)
    review_at_office(ends, uuid, WITHHELD)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = _opened(bench, qtbot)
        empty = screen.choosing.table._empty
        assert empty.nil.text() == "报送不予公开条目"  # type: ignore[union-attr]
        bench.answer = ends.stick
        seen: list[str] = []

        def confirm(dialog: NilDialog) -> None:
            labels: list[QLabel] = dialog.findChildren(QLabel)  # type: ignore[assignment]
            seen.extend([dialog.windowTitle(), *(one.text() for one in labels)])
            click(dialog.commit)

        answering(qtbot, NilDialog, confirm)
        click(empty.nil)  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: screen.done.isVisible())
        assert seen[0] == "2026年11月下报送不予公开条目"
        assert "本期没有公开信息，另有 1 条不予公开条目随批报送" in " ".join(seen)
        assert "零报告" not in " ".join(seen)
        assert batch_views.batches(bench.desk)[0].kind == "regular"
