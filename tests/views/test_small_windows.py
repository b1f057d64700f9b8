"""Pages in the windows of small screens: 1280 px wide at 150 %, and the least that a window may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QMainWindow
from pytestqt.qtbot import QtBot

from desktop.views.ledger.screen import LedgerScreen
from desktop.views.look import tokens
from desktop.views.placement import LEAST
from desktop.views.receive.screen import ReceiveScreen
from tests.views.exchange import bench_of, click, sent, world
from tests.views.test_review import open_desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NARROWEST, SMALL = LEAST[0] - tokens.NAV_WIDTH, 1280 - tokens.NAV_WIDTH
"""What the navigation leaves of such windows."""


def test_the_pane_fits_beside_the_list_and_asks_for_no_wider_window(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen, window = LedgerScreen(bench), QMainWindow()
        qtbot.addWidget(window)
        window.setCentralWidget(screen)
        window.resize(SMALL, 720)
        window.show()
        assert screen.print_button.isVisible()
        screen.show_record(uuids[3])
        qtbot.waitUntil(screen.pane.isVisible)
        assert not screen.print_button.isVisible()
        qtbot.waitUntil(lambda: screen.pages.width() == SMALL - screen.pane.width())
        assert window.width() == SMALL
        title = screen.header._title
        assert title.width() >= title.fontMetrics().horizontalAdvance(title.text())
        assert window.minimumSizeHint().width() <= NARROWEST
        window.resize(NARROWEST, 640)
        qtbot.waitUntil(lambda: screen.pages.width() == window.width() == NARROWEST)
        screen.pane.closed.emit()
        assert screen.print_button.isVisible()


def test_the_review_asks_for_no_wider_window_and_its_verbs_give_up_their_words(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:  # who handled the item and may recall has the most verbs
        screen = open_desk(qtbot, bench, uuids[2])
        qtbot.waitUntil(screen.place.isVisible)
        assert screen.ink_button.isVisible()
        assert screen.recall_button.isVisible()
        assert screen.minimumSizeHint().width() <= NARROWEST
        screen.resize(NARROWEST, 640)
        qtbot.waitUntil(lambda: screen.print_button.bare)
        assert screen.width() == NARROWEST
        form = screen.width() - screen.desk.viewer.width()
        assert form < tokens.REVIEW_WIDTH * 0.9, "the form has not yielded to the document"
        assert screen.print_button.toolTip() == screen.print_button.accessibleName() == "打印审查表"
        screen.resize(1700, 900)
        qtbot.waitUntil(lambda: not screen.print_button.bare)
        assert screen.width() - screen.desk.viewer.width() == tokens.REVIEW_WIDTH
        assert screen.print_button.toolTip() == ""


def test_a_batch_is_checked_and_returned_in_the_least_window(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    with bench_of(ends, "wang", qtbot) as bench:
        screen = ReceiveScreen(bench)
        qtbot.addWidget(screen)
        screen.resize(NARROWEST, LEAST[1])
        screen.show()
        screen.inspect(package)
        qtbot.waitUntil(screen.check.isVisible)
        choices: list[QAbstractButton] = list(screen.check.pane.choice.findChildren(QAbstractButton))
        click(choices[1])
        assert screen.check.pane.fields.isVisible()
        assert screen.size() == QSize(NARROWEST, LEAST[1])
        assert screen.check.commit.visibleRegion().boundingRect() == screen.check.commit.rect()
