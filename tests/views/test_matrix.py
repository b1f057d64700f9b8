"""报送情况 in 接收, and the rhythm in 系统管理."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.rules.periods import Rhythm
from desktop.rules.roles import End
from desktop.services import reporting
from desktop.views.administration.reporting_pane import ReportingPane
from desktop.views.components.matrix import _Cell
from desktop.views.receive.front import MATRIX
from desktop.views.receive.screen import ReceiveScreen
from tests.views.exchange import TestBench, bench_of, click, sent, taken_in, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def _opened(bench: TestBench, qtbot: QtBot) -> ReceiveScreen:
    screen = ReceiveScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    (tab,) = [one for one in screen.front.tabs._tabs if one.key == MATRIX]
    click(tab)
    qtbot.waitUntil(lambda: screen.front.matrix.found is not None)
    return screen


def _cells(screen: ReceiveScreen) -> list[_Cell]:
    return [cell for _place, cell in sorted(screen.front.matrix.table._cells.items())]


def test_a_cell_opens_its_batches_and_the_papers_are_written(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    batch = taken_in(ends, sent(ends, uuids[0]))
    taken_in(ends, sent(ends, uuids[1]))
    ends.clock.moment = datetime(2026, 12, 30, 1, 0, tzinfo=UTC)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        pane, front = screen.front.matrix, screen.front
        qtbot.waitUntil(lambda: len(_cells(screen)) == 6)
        words = [one.text() for one in _cells(screen)]
        assert words[3] == "2 件 · 待回执"
        assert words[4].startswith("逾期")
        assert words[5] == "未到期"
        bench.answer = tmp_path
        for button in (pane.paper, pane.remind):
            click(button)
            qtbot.waitUntil(lambda: bool(bench.shown))
            assert bench.shown.pop().read_bytes().startswith(b"%PDF")
        click(pane.export)
        qtbot.waitUntil(lambda: "报送情况已导出" in bench.told)
        assert (tmp_path / "报送情况_2026年12月下.xlsx").read_bytes().startswith(b"PK")
        click(_cells(screen)[4])
        assert "没有收到" in pane.told.words.text()
        click(_cells(screen)[3])
        assert front.tabs.current() == "all"
        assert front.only.isVisible()
        assert {one.id for one in front._arrived.batches if front._listed("all", one)} == {batch, batch + 1}
        QTest.keyClick(front.only, Qt.Key.Key_Delete)
        assert not front.only.isVisible()


def test_earlier_and_later_periods(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        pane = screen.front.matrix
        assert "本期" in pane.later.reason
        click(pane.earlier)
        qtbot.waitUntil(lambda: pane.found is not None and pane.found.columns[-1].period.label == "2026年9月上")
        assert pane.later.isEnabled()
        click(pane.later)
        qtbot.waitUntil(lambda: pane.found is not None and pane.found.columns[-1].period.label == "2026年11月下")
        assert not pane.later.isEnabled()


def test_nobody_is_asked_for_a_place_when_nothing_is_owed(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        pane = screen.front.matrix
        click(pane.remind)
        qtbot.waitUntil(lambda: pane.error.isVisible())
        assert bench.shown == []


@pytest.mark.parametrize(("login", "end"), [("wang", End.CENTRE), ("lin", End.OFFICE)])
def test_the_rhythm_is_changed(qtbot: QtBot, tmp_path: Path, login: str, end: End) -> None:
    ends, _uuids = world(tmp_path)
    with bench_of(ends, login, qtbot) as bench:
        assert bench.desk.agency.end is end
        pane = ReportingPane(bench)
        qtbot.addWidget(pane)
        pane.resize(1000, 700)
        pane.show()
        qtbot.waitUntil(lambda: pane.grace.value() == "5")
        assert pane.save.reason == "与现在的设置相同"
        _type(pane, "99")
        assert "0 到 60" in pane.save.reason
        _type(pane, "8")
        for _step in range(2):
            QTest.keyClick(pane.rhythm, Qt.Key.Key_Down)
        click(pane.save)
        qtbot.waitUntil(lambda: bool(bench.told))
        assert reporting.reporting(bench.desk) == reporting.Reporting(Rhythm.QUARTER, 8)


def _type(pane: ReportingPane, digits: str) -> None:
    QTest.keySequence(pane.grace.control, QKeySequence.StandardKey.SelectAll)
    QTest.keyClicks(pane.grace.control, digits)
