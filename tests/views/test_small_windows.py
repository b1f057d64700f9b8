"""The ledger in the windows of small screens: 1280 px wide at 150 %, and the least that a window may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop.views.ledger.screen import LedgerScreen
from desktop.views.look import tokens
from desktop.views.placement import LEAST
from tests.views.exchange import bench_of, world

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
