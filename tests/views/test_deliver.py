"""送交归档: a quarter is written, its papers printed, both receivers sign; an empty quarter gives the nil return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.rules.items import Channel
from desktop.rules.periods import Quarter
from desktop.rules.states import DeliveryState, ItemState
from desktop.services import deliveries, item_detail, publication
from desktop.services.gathering import DeliveryLine
from desktop.services.publication import Published
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.deliver import DeliverScreen
from desktop.views.deliver.cards import list_fact
from desktop.views.deliver.receivers import DayDialog, ReceiptDialog, ReceiverCard
from tests.services.ends import Ends
from tests.views.exchange import TestBench, approved, bench_of, click, sent, taken_in, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def _published(tmp_path: Path) -> tuple[Ends, str]:
    ends, uuids = world(tmp_path)
    taken_in(ends, sent(ends, uuids[0]))
    approved(ends, uuids[0])
    with ends.at("wang") as desk:
        publication.record_publication(
            desk, uuids[0], Published(date(2026, 11, 20), Channel.WEBSITE, "https://sft.example.gov.cn/1.html")
        )
    return ends, uuids[0]


def _opened(bench: TestBench, qtbot: QtBot) -> DeliverScreen:
    screen = DeliverScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1300, 900)
    screen.show()
    qtbot.waitUntil(lambda: screen.page is not None)
    return screen


def _verb(screen: DeliverScreen, receiver: str) -> Callable[[], None]:
    card = next(one for one in screen._cards if isinstance(one, ReceiverCard) and one.receiver == receiver)
    assert card.verb is not None
    return card.verb.click


def _answer(words: str = "", day: date | None = None) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DayDialog)
    if day is not None:
        dialog.day.set_value(day)
        dialog.commit.click()
        assert dialog.day.has_error()
        dialog.day.set_value(date(2026, 11, 20))
    if isinstance(dialog, ReceiptDialog):
        assert not dialog.commit.isEnabled()
        dialog.name.edit.setText(words)
        dialog.name.edit.textEdited.emit(words)
    dialog.commit.click()


def test_a_quarter_goes_the_whole_way(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuid = _published(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = ends.stick
        click(screen.writing.commit)
        qtbot.waitUntil(lambda: screen.page.delivery is not None)  # type: ignore[union-attr]
        assert item_detail.detail(bench.desk, uuid).state is ItemState.DELIVERED
        folder = ends.stick / "送交_2026年第4季度"
        screen._print("档案馆")
        screen._print("")
        qtbot.waitUntil(lambda: len(bench.shown) == 2)
        assert all(path.read_bytes().startswith(b"%PDF") for path in bench.shown)
        bench.answer = folder
        click(screen.verify)
        qtbot.waitUntil(lambda: screen.verdict.isVisible())
        assert "一致" in screen.verdict.words()
        for receiver in deliveries.RECEIVERS:
            QTimer.singleShot(0, lambda: _answer(day=date(2026, 11, 25)))
            _verb(screen, receiver)()
            qtbot.waitUntil(lambda r=receiver: _handed(screen, r))  # type: ignore[misc]
            QTimer.singleShot(0, lambda: _answer("吴建平"))
            _verb(screen, receiver)()
            qtbot.waitUntil(lambda r=receiver: _signed(screen, r))  # type: ignore[misc]
        assert deliveries.deliveries(bench.desk)[0].state is DeliveryState.CLOSED
        assert item_detail.detail(bench.desk, uuid).state is ItemState.CLOSED


def _handed(screen: DeliverScreen, receiver: str) -> bool:
    assert screen.page is not None
    assert screen.page.delivery is not None
    return any(one.handed_over_on for one in screen.page.delivery.receivers if one.receiver == receiver)


def _signed(screen: DeliverScreen, receiver: str) -> bool:
    assert screen.page is not None
    assert screen.page.delivery is not None
    return any(one.received_by == "吴建平" for one in screen.page.delivery.receivers if one.receiver == receiver)


def test_an_empty_quarter_gives_the_nil_return(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuid = _published(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.show_record("2026-1")
        qtbot.waitUntil(lambda: screen.page.quarter.number == 1)  # type: ignore[union-attr]
        assert screen.writing.commit.text() == "制作零报告"
        bench.answer = ends.stick
        seen: list[str] = []

        def confirm() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ConfirmDialog)
            seen.append(dialog.windowTitle())
            dialog.commit.click()

        QTimer.singleShot(0, confirm)
        click(screen.writing.commit)
        qtbot.waitUntil(lambda: screen.page.delivery is not None)  # type: ignore[union-attr]
        assert seen == ["2026年第1季度零报告"]
        assert [one.item_count for one in deliveries.deliveries(bench.desk)] == [0]


def test_a_place_that_cannot_be_written_is_told_in_place(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuid = _published(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = tmp_path / "pulled-out"
        click(screen.writing.commit)
        qtbot.waitUntil(lambda: screen.writing.error.isVisible())
        assert deliveries.deliveries(bench.desk) == ()
        assert item_detail.detail(bench.desk, uuid).state is ItemState.PUBLISHED
        bench.answer = tmp_path
        click(screen.verify)
        qtbot.waitUntil(lambda: screen.verdict.panel.isVisible())


def test_the_list_says_what_takes_the_place_of_an_earlier_copy() -> None:
    new = DeliveryLine("a", "014/2027-00001", "通知", "", date(2027, 1, 19), 1, None, None)
    assert list_fact((new,)) == "1 件"
    third, fourth = (replace(new, uuid=str(n), replaces=Quarter(2026, n)) for n in (3, 4))
    assert list_fact((new, fourth, third, fourth)) == "4 件，替换2026年第3季度、2026年第4季度送交的 3 件"
