"""Each answer and each signature is an act of its own: a held key answers once, a double click signs once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services import reviews
from desktop.services.item_detail import detail
from tests.views.exchange import bench_of, click, world
from tests.views.test_review import open_desk, unanswered

NOTHING = Qt.KeyboardModifier.NoModifier


def test_a_key_that_is_held_down_answers_one_question(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    unanswered(ends, uuids[3])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        rows = screen.desk.questions.rows
        for key in (Qt.Key.Key_1, Qt.Key.Key_Right):
            begun = sum(row.answer() is not None for row in rows)
            for repeated in (False, True, True, True):
                focused = screen.focusWidget()
                assert focused is not None
                QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, key, NOTHING, "", repeated))
            assert sum(row.answer() is not None for row in rows) == begun + 1
        assert screen.may_leave()


def test_a_double_click_does_not_sign_the_next_item_unread(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        reviews.submit(desk, uuids[3])
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        qtbot.waitUntil(lambda: screen._at() >= 0)
        double_click = QApplication.doubleClickInterval()
        QApplication.setDoubleClickInterval(60_000)  # however slow the machine is, both clicks belong together
        try:
            click(screen.desk.foot.commit_button)
            qtbot.waitUntil(lambda: screen.desk.detail is not None and screen.desk.detail.uuid == uuids[3])
            click(screen.desk.foot.commit_button)
        finally:
            QApplication.setDoubleClickInterval(double_click)
        assert screen.desk.foot.commit_button.reason == ""
        assert [len(detail(bench.desk, one).statements) for one in (uuids[2], uuids[3])] == [2, 1]
        shortcuts: list[QShortcut] = list(screen.desk.findChildren(QShortcut))
        keys = {one.key().toString(): one for one in shortcuts}
        assert not keys["Ctrl+Return"].autoRepeat()
