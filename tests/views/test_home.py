"""The home page: every count, day and row leads to the page where the work is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.rules.bases import Outcome
from desktop.rules.items import Answer, ItemContent
from desktop.services import items, referrals, reviews
from desktop.views.components.buttons import Button, PaintedButton
from desktop.views.components.rows import ToDoRow
from desktop.views.components.tiles import StatTile
from desktop.views.home import HomeScreen
from desktop.views.workbench import Workbench
from tests.services.ends import DOCUMENT, Ends, found_ends, register

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


@pytest.fixture
def bench(ends: Ends) -> Iterator[Workbench]:
    with ends.at("lin") as desk:
        yield Workbench(desk)


def shown(qtbot: QtBot, bench: Workbench) -> HomeScreen:
    screen = HomeScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1200, 860)
    screen.show()
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is not screen.pages.widget(0))
    return screen


Part = TypeVar("Part", bound=QWidget)


def parts(widget: QWidget, kind: type[Part]) -> list[Part]:
    """The visible parts of a kind."""
    every: list[QWidget] = widget.findChildren(QWidget)  # type: ignore[assignment]
    return [one for one in every if isinstance(one, kind) and one.isVisibleTo(widget)]


def opened(spy: QSignalSpy) -> list[str]:
    return list(spy.at(spy.count() - 1))


def test_an_empty_store_begins_with_the_first_item(qtbot: QtBot, bench: Workbench) -> None:
    screen = shown(qtbot, bench)
    assert screen.pages.currentWidget() is screen.first_step
    spy = QSignalSpy(bench.opening)
    button = next(one for one in parts(screen.first_step, Button) if "第一条" in one.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened(spy) == ["editor", "new"]


def test_a_reader_is_told_who_begins(qtbot: QtBot, ends: Ends) -> None:
    with ends.at("zhou") as desk:
        screen = shown(qtbot, Workbench(desk))
        assert not parts(screen.first_step, Button)
        assert not screen.new_button.isVisible()


def test_tiles_days_months_and_rows_lead_on(qtbot: QtBot, bench: Workbench, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    uuid = register(bench.desk, document)
    reviews.submit(bench.desk, uuid, "已逐项核对。")
    late = items.create_draft(bench.desk, ItemContent(title="早该公开的目录", signed_on=date(2026, 9, 1)))
    items.create_draft(bench.desk, ItemContent(title="还没有日期的草稿"))
    screen = shown(qtbot, bench)
    spy = QSignalSpy(bench.opening)

    tiles = {one.text(): one for one in parts(screen, StatTile)}
    assert "草稿 2 件，1 件已超期" in tiles["草稿"].accessibleName()
    assert "待审查 1 件" in tiles["待审查"].accessibleName()
    QTest.mouseClick(tiles["草稿"], Qt.MouseButton.LeftButton)
    assert opened(spy) == ["ledger", "state:draft"]
    QTest.mouseClick(tiles["待审查"], Qt.MouseButton.LeftButton)
    assert opened(spy) == ["review", ""]
    QTest.mouseClick(tiles["待回执"], Qt.MouseButton.LeftButton)
    assert opened(spy) == ["send", ""]

    rows = parts(screen, ToDoRow)
    assert rows[0].text() == "早该公开的目录"
    assert "没有公开期限" in rows[-1].accessibleName()
    QTest.mouseClick(rows[0].verb, Qt.MouseButton.LeftButton)
    assert opened(spy) == ["editor", late]
    QTest.mouseClick(rows[1].verb, Qt.MouseButton.LeftButton)
    assert opened(spy) == ["review", uuid]

    days = parts(screen.strip, PaintedButton)
    qtbot.waitUntil(lambda: days[0].height() > 0)  # what was filled in just now is laid out in the next round
    assert "已超期 1 件" in days[0].accessibleName()
    assert len(days) == 15
    QTest.mouseClick(days[0], Qt.MouseButton.LeftButton)
    assert opened(spy) == ["ledger", "late:"]
    due = next(one for one in days if "法定期限" in one.accessibleName() and one is not days[0])
    QTest.mouseClick(due, Qt.MouseButton.LeftButton)
    assert opened(spy) == ["ledger", "due:2026-12-08"]
    screen.chart.pressed.emit(5)
    assert opened(spy) == ["ledger", "published:2026-11"]
    screen.state_bars.pressed.emit(0)
    assert opened(spy) == ["ledger", "state:draft"]


def test_a_change_elsewhere_is_shown(qtbot: QtBot, bench: Workbench) -> None:
    uuid = items.create_draft(bench.desk, ItemContent(title="要作废的草稿"))
    screen = shown(qtbot, bench)
    items.discard_draft(bench.desk, uuid, "登记错了")
    bench.announce("item", uuid)
    tile = next(one for one in parts(screen, StatTile) if one.text() == "草稿")
    qtbot.waitUntil(lambda: "草稿 0 件" in tile.accessibleName())


def test_an_answer_that_is_overdue_leads_to_the_register(qtbot: QtBot, bench: Workbench, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    uuid = register(bench.desk, document, answers=tuple(Answer.UNSURE if n == 4 else Answer.NO for n in range(16)))
    referrals.refer(bench.desk, uuid, 4, "省保密局", date(2026, 11, 2))
    screen = shown(qtbot, bench)
    spy = QSignalSpy(bench.opening)
    first = parts(screen, ToDoRow)[0]
    assert first.text() == "报请确定 1 项还没有答复"
    QTest.mouseClick(first.verb, Qt.MouseButton.LeftButton)
    assert opened(spy) == ["review", "referred"]
    referrals.record_answer(bench.desk, uuid, 4, date(2026, 11, 19), Outcome.MAY_DISCLOSE, "可以公开")
    bench.announce("item", uuid)
    qtbot.waitUntil(lambda: [one.text()[:2] for one in parts(screen, ToDoRow)] == ["临江"])
