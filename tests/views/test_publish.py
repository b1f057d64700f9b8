"""发布: words are copied, a publication is recorded, bad input is told, an item is returned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.errors import UserError
from desktop.rules.items import Channel
from desktop.rules.states import ItemState
from desktop.services import item_detail, items, publication
from desktop.services.desk import Desk
from desktop.services.publication import Published
from desktop.views.publish import PublishScreen
from desktop.views.publish.return_dialog import ReturnDialog
from desktop.views.publish.take_down import TakenDownDialog
from tests.services.ends import Ends
from tests.services.tampering import retitle, rewrite_sign_off
from tests.views.exchange import TestBench, approved, bench_of, click, sent, taken_in, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def _queue(tmp_path: Path) -> tuple[Ends, tuple[str, ...]]:
    ends, uuids = world(tmp_path)
    taken_in(ends, sent(ends, *uuids[:2]))
    approved(ends, *uuids[:2])
    return ends, uuids


def _opened(bench: TestBench, uuid: str, qtbot: QtBot) -> PublishScreen:
    screen = PublishScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    screen.show_record(uuid)
    qtbot.waitUntil(lambda: screen.pane.item is not None and screen.pane.item.uuid == uuid)
    return screen


def test_a_publication_is_recorded_and_its_number_shown(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = _queue(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, uuids[1], qtbot)
        click(screen.pane.copies.buttons["正文"])
        words = QGuiApplication.clipboard().text()
        assert "现就有关事项通知如下" in words
        assert ".txt" not in words
        assert screen.commit.reason == "填写网址或载体"
        QTest.keyClicks(screen.pane.form.address.edit, "http:")
        click(screen.commit)
        assert screen.pane.form.address.has_error()
        assert item_detail.detail(bench.desk, uuids[1]).state is ItemState.TO_PUBLISH
        screen.pane.form.address.edit.clear()
        QTest.keyClicks(screen.pane.form.address.edit, "https://sft.example.gov.cn/art/7.html")
        click(screen.commit)
        qtbot.waitUntil(lambda: screen.recorded.isVisible())
        shown = item_detail.detail(bench.desk, uuids[1])
        assert shown.state is ItemState.PUBLISHED
        assert shown.publication is not None
        assert shown.publication.published_on == date(2026, 11, 20)
        assert screen.recorded.number.text() == shown.index_number
        click(screen.recorded.copy)
        assert QGuiApplication.clipboard().text() == shown.index_number
        qtbot.waitUntil(lambda: screen.pane.item.uuid == uuids[0])  # type: ignore[union-attr]
        assert screen.pane.form.address.value() == ""


def test_what_was_begun_stays_while_another_item_is_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = _queue(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, uuids[0], qtbot)
        QTest.keyClicks(screen.pane.form.address.edit, "https://sft.example.gov.cn/art/6.html")
        for uuid, address in ((uuids[1], ""), (uuids[0], "https://sft.example.gov.cn/art/6.html")):
            screen.show_record(uuid)
            qtbot.waitUntil(lambda uuid=uuid: screen.pane.item.uuid == uuid)  # type: ignore[misc, union-attr]
            assert screen.pane.form.address.value() == address
        screen.show_record(uuids[1])
        qtbot.waitUntil(lambda: screen.pane.item.uuid == uuids[1])  # type: ignore[union-attr]
        QTest.keyClicks(screen.pane.form.address.edit, "https://sft.example.gov.cn/art/7.html")
        screen.pane.form.done(uuids[0])
        assert screen.pane.form.address.value().endswith("7.html"), "the one recorded is not the one that is shown"


def test_a_day_in_the_future_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = _queue(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, uuids[0], qtbot)
        screen.pane.form.address.set_value("省政府公报第 22 期")
        screen.pane.form.day.set_value(date(2026, 11, 21))
        assert screen.pane.form.published() is None
        assert screen.pane.form.day.has_error()


def test_an_item_goes_back_with_its_reason(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = _queue(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, uuids[0], qtbot)

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ReturnDialog)
            assert not dialog.commit.isEnabled()
            dialog.field.edit.setPlainText("附件缺第 2 页")
            dialog.fields.set_value(("attachments",))
            dialog.commit.click()

        QTimer.singleShot(0, answer)
        click(screen.back)
        qtbot.waitUntil(lambda: bool(bench.told))
        shown = item_detail.detail(bench.desk, uuids[0])
        assert (shown.state, shown.returned_fields) == (ItemState.RETURNED, ("attachments",))


def test_a_document_is_saved_as_it_was_reviewed(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = _queue(tmp_path)
    target = tmp_path / "网站"
    target.mkdir()
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, uuids[0], qtbot)
        bench.answer = target
        click(screen.pane.files._rows[0])
        qtbot.waitUntil(lambda: bool(bench.told))
        (saved,) = target.iterdir()
        assert "律师事务所" in saved.read_text("utf-8")


def test_a_withdrawn_publication_is_recorded_as_taken_down(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = _queue(tmp_path)
    with ends.at("wang") as desk:
        address = "https://sft.example.gov.cn/art/7.html"
        publication.record_publication(desk, uuids[0], Published(desk.today(), Channel.WEBSITE, address))
        items.withdraw(desk, uuids[0], "电话有误")
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, uuids[1], qtbot)
        qtbot.waitUntil(lambda: len(screen.down.rows) == 1)
        screen.tabs.set_current("down")
        screen.tabs.changed.emit("down")

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, TakenDownDialog)
            dialog.day.set_value(date(2026, 11, 21))
            click(dialog.commit)
            qtbot.waitUntil(lambda: dialog.error.isVisible())
            dialog.day.set_value(date(2026, 11, 20))
            dialog.judge()
            click(dialog.commit)

        QTimer.singleShot(0, answer)
        click(screen.down.commit)
        qtbot.waitUntil(lambda: screen.down.rows == ())
        assert publication.to_take_down(bench.desk) == ()


@pytest.mark.parametrize(("forge", "told"), [(rewrite_sign_off, "1 个签字验证不通过"), (retitle, "5 个签字验证不通过")])
def test_what_does_not_verify_is_told_in_red_and_nothing_of_it_is_offered(
    qtbot: QtBot, tmp_path: Path, forge: Callable[[Desk, str], None], told: str
) -> None:
    ends, uuids = _queue(tmp_path)
    with ends.at("wang") as desk:
        forge(desk, uuids[1])
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, uuids[1], qtbot)
        pane = screen.pane
        assert pane.forged.isVisible()
        assert told in pane.forged.accessibleName()
        assert "退回补正重新送审" in pane.forged.accessibleName()
        assert pane.copies.buttons == {}
        assert not any(part.isVisible() for part in (pane.copies, pane.files, pane.form))
        assert "验证不通过" in screen.commit.reason
        assert screen.back.isVisible()
        screen.show_record(uuids[0])  # a sound one is offered as before
        qtbot.waitUntil(lambda: pane.item is not None and pane.item.uuid == uuids[0])
        assert pane.forged.isHidden()
        assert {"标题", "正文"} <= set(pane.copies.buttons)
        assert pane.form.isVisible()
        published = Published(bench.desk.today(), Channel.WEBSITE, "https://sft.example.gov.cn/art/7.html")
        with pytest.raises(UserError, match="验证不通过"):
            publication.record_publication(bench.desk, uuids[1], published)
