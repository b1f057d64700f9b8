"""Changing chosen fields of many drafts from the ledger, with real clicks on real stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.rules.items import Attribute, ItemContent
from desktop.services import items
from desktop.services.item_detail import detail
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.ledger.bulk_dialogs import BulkDialog, BulkPlanDialog, LeftOutDialog
from desktop.views.ledger.screen import LedgerScreen
from desktop.views.window import MainWindow
from desktop.views.workbench import Workbench
from tests.services.ends import found_ends
from tests.views.desk_user import answering, press

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with found_ends(tmp_path).at("lin") as desk:
        yield Workbench(desk)


@pytest.fixture
def window(qtbot: QtBot, bench: Workbench) -> MainWindow:
    window = MainWindow(bench)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    return window


def drafts(bench: Workbench, count: int = 3) -> list[str]:
    return [items.create_draft(bench.desk, ItemContent(title=f"第 {n} 件")) for n in range(count)]


def fill(values: dict[str, Any]) -> Callable[[BulkDialog], None]:
    def act(dialog: BulkDialog) -> None:
        assert dialog.commit.reason
        dialog.which.set_value(tuple(values))
        for name, value in values.items():
            dialog.fields[name].set_value(value)
        dialog.which.changed.emit()
        QTest.mouseClick(dialog.commit, LEFT)

    return act


def bulk_edit(qtbot: QtBot, window: MainWindow, count: int) -> LedgerScreen:
    window.open("ledger")
    screen = window.current
    assert isinstance(screen, LedgerScreen)
    qtbot.waitUntil(lambda: len(screen.listing.shown_keys()) == count)
    screen.table.view.selectAll()
    QTest.mouseClick(screen.many.edit_button, LEFT)
    return screen


def test_many_drafts_are_changed_and_changed_back(qtbot: QtBot, bench: Workbench, window: MainWindow) -> None:
    uuids = drafts(bench)
    asked = answering(qtbot, BulkDialog, fill({"column": "通知公告", "drafter": "周敏"}))
    seen: list[int] = []

    def confirm(dialog: BulkPlanDialog) -> None:
        seen.append(dialog.table.model.rowCount())
        QTest.mouseClick(dialog.commit, LEFT)

    planned = answering(qtbot, BulkPlanDialog, confirm)
    bulk_edit(qtbot, window, 3)
    qtbot.waitUntil(planned)
    assert asked()
    qtbot.waitUntil(lambda: all(detail(bench.desk, one).content.drafter == "周敏" for one in uuids))
    assert seen == [6]
    qtbot.waitUntil(window.toast.isVisible)
    QTest.mouseClick(window.toast._undo_button, LEFT)
    qtbot.waitUntil(lambda: all(detail(bench.desk, one).content.drafter == "林倩" for one in uuids))


def test_what_changed_while_the_plan_was_looked_at_is_not_overwritten(
    qtbot: QtBot, bench: Workbench, window: MainWindow
) -> None:
    uuids = drafts(bench, 2)
    answering(qtbot, BulkDialog, fill({"column": "通知公告"}))

    def meanwhile(dialog: BulkPlanDialog) -> None:
        opened = detail(bench.desk, uuids[0])
        items.save_draft(bench.desk, uuids[0], replace(opened.content, column="政策文件"), 0, "editor")
        QTest.mouseClick(dialog.commit, LEFT)

    answering(qtbot, BulkPlanDialog, meanwhile)
    told = answering(qtbot, LeftOutDialog, lambda dialog: dialog.accept())
    bulk_edit(qtbot, window, 2)
    qtbot.waitUntil(told)
    assert detail(bench.desk, uuids[0]).content.column == "政策文件"
    assert detail(bench.desk, uuids[1]).content.column == "通知公告"


def test_an_attribute_asks_for_its_ground_and_going_back_keeps_the_values(
    qtbot: QtBot, bench: Workbench, window: MainWindow
) -> None:
    (uuid,) = drafts(bench, 1)
    shown: list[bool] = []

    def withhold(dialog: BulkDialog) -> None:
        dialog.which.set_value(("attribute",))
        dialog.which.changed.emit()
        assert dialog.commit.reason == "选择公开属性"
        dialog.fields["attribute"].set_value(Attribute.PROACTIVE)
        dialog.fields["attribute"].changed.emit()
        shown.append(dialog.fields["ground"].isVisible())
        dialog.fields["attribute"].set_value(Attribute.WITHHELD)
        dialog.fields["attribute"].changed.emit()
        shown.append(dialog.fields["ground"].isVisible())
        answering(qtbot, ConfirmDialog, refused)
        QTest.mouseClick(dialog.commit, LEFT)

    def refused(dialog: ConfirmDialog) -> None:
        shown.append("依据条款" in dialog.accessibleName())
        again.append(answering(qtbot, BulkDialog, look_again))
        dialog.accept()

    def look_again(dialog: BulkDialog) -> None:
        shown.append(dialog.fields["attribute"].value() is Attribute.WITHHELD)
        press(dialog, Qt.Key.Key_Escape)

    again: list[Callable[[], bool]] = []
    answering(qtbot, BulkDialog, withhold)
    bulk_edit(qtbot, window, 1)
    qtbot.waitUntil(lambda: bool(again) and again[0]())
    assert shown == [False, True, True, True]
    assert detail(bench.desk, uuid).content.attribute is Attribute.PROACTIVE
