"""What a job brings late belongs to what it was begun for: another batch, stick or page may be shown by then."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services import batch_views, items
from desktop.services.item_detail import detail
from desktop.views.editor.draft_page import DraftPage
from desktop.views.editor.screen import EditorScreen
from desktop.views.receive.screen import ReceiveScreen
from desktop.views.send import SendScreen
from desktop.views.send.batch_page import read_batch
from tests.services.ends import DOCUMENT
from tests.views.exchange import TestBench, bench_of, click, sent, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def shown(screen: ReceiveScreen | SendScreen, qtbot: QtBot) -> None:
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()


def receiving(bench: TestBench, qtbot: QtBot) -> ReceiveScreen:
    screen = ReceiveScreen(bench)
    shown(screen, qtbot)
    return screen


def sending(bench: TestBench, qtbot: QtBot) -> SendScreen:
    screen = SendScreen(bench)
    shown(screen, qtbot)
    qtbot.waitUntil(lambda: screen._page is not None)
    return screen


def test_what_ends_late_goes_by_the_stick_it_was_begun_for(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    first, second = (sent(ends, one) for one in uuids[:2])
    other = tmp_path / "另一个 U 盘"
    other.mkdir()
    second = second.rename(other / second.name)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = receiving(bench, qtbot)
        screen.inspect(second)
        screen.inspect(first)
        qtbot.waitUntil(lambda: screen.check.isVisible())
        QThreadPool.globalInstance().waitForDone()
        QApplication.processEvents()
        assert screen.check.inspection is not None
        assert screen.check.inspection.path == first
        click(screen.check.commit)
        screen.inspect(second)
        qtbot.waitUntil(lambda: screen.taken.isVisible())
        qtbot.waitUntil(lambda: screen.check.inspection is not None and screen.check.inspection.path == second)
        screen.stack.setCurrentWidget(screen.taken)
        click(screen.taken.write)
        qtbot.waitUntil(lambda: screen.taken.paper.isVisible())
        assert [len(list(one.glob("回执_*.json"))) for one in (ends.stick, other)] == [1, 0]


def test_what_was_found_on_a_stick_is_not_listed_under_the_next_one(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    with bench_of(ends, "wang", qtbot) as bench:
        screen = receiving(bench, qtbot)
        screen.stack.setCurrentWidget(screen.scan)
        screen.scan.scan(ends.stick, (package,))
        screen.scan.scan(tmp_path, ())
        QThreadPool.globalInstance().waitForDone()
        QApplication.processEvents()
        assert screen.scan.found == ()


def test_a_batch_is_shown_as_long_as_it_is_wanted(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    for one in uuids[:2]:
        sent(ends, one)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = sending(bench, qtbot)
        later, first = (one.id for one in batch_views.batches(bench.desk))
        screen.show_record(first)
        screen.show_record(later)
        screen._show_batch(first, read_batch(bench.desk, first, screen._page))  # read slowly, it comes last
        qtbot.waitUntil(lambda: screen._inside.batch is not None)
        assert screen._inside.batch is not None
        assert screen._inside.batch.id == later
        screen.show_record(first)
        screen._inside.left.emit()
        QThreadPool.globalInstance().waitForDone()
        QApplication.processEvents()
        assert screen._front.isVisible()
        page = SendScreen(bench)
        qtbot.addWidget(page)
        page.show_record(later)  # before the page itself was read
        qtbot.waitUntil(lambda: page._inside.batch is not None)


def test_what_came_of_one_draft_does_not_enter_the_one_opened_since(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        page = DraftPage(bench)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        other = items.create_draft(bench.desk)
        answered = detail(bench.desk, uuids[3])
        assert all(answered.content.answers)
        page.show_draft(answered)
        page._read_again()
        page.files.asked.emit("remove", answered.documents[0].sm3)
        page.show_draft(detail(bench.desk, other))
        qtbot.waitUntil(lambda: not detail(bench.desk, uuids[3]).documents)
        QThreadPool.globalInstance().waitForDone()
        QApplication.processEvents()
        assert not any(page.form.content().answers)
        page.files.undone.emit()
        QThreadPool.globalInstance().waitForDone()
        assert detail(bench.desk, other).documents == ()
        page.leave()


def test_a_registration_that_ends_late_leaves_the_draft_that_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT, "utf-8")
    with bench_of(ends, "lin", qtbot) as bench:
        screen = EditorScreen(bench)
        qtbot.addWidget(screen)
        screen.resize(1200, 800)
        screen.show()
        screen.show_record("new")
        screen.start.chosen.emit([path])
        screen.show_record(uuids[3])
        qtbot.waitUntil(lambda: bench.told == ["文件已登记为草稿"])
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.draft_page)
        assert screen.draft_page.draft is not None
        assert screen.draft_page.draft.uuid == uuids[3]
        assert screen.may_leave()
