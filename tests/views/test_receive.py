"""接收: a package is checked, decided item by item, taken in and receipted; a bad one changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.rules.states import ItemState
from desktop.services import enrolment, imports, item_detail, receipts
from desktop.services.inspected import Novelty
from desktop.views.receive.decisions import Answer
from desktop.views.receive.screen import ReceiveScreen
from tests.views.exchange import bench_of, click, sent, taken_in, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def _opened(bench: object, qtbot: QtBot) -> ReceiveScreen:
    screen = ReceiveScreen(bench)  # type: ignore[arg-type]
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    return screen


def test_a_stick_is_checked_decided_and_receipted(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, *uuids[:2])
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = ends.stick
        click(screen.front.stick)
        qtbot.waitUntil(lambda: screen.check.isVisible(), timeout=10_000)
        check = screen.check
        assert check.decisions.counts() == {Answer.ACCEPT: 2}
        check.table.select([uuids[0]])
        QTest.keyClick(check.table.view, Qt.Key.Key_2)
        assert "没有写明退回理由" in check.commit.reason
        check.pane.reason.edit.setPlainText("概述与正文不符")
        check.pane.fields.set_value(("summary",))
        check.pane.fields.changed.emit()
        assert check.commit.isEnabled()
        click(check.commit)
        qtbot.waitUntil(lambda: screen.taken.isVisible(), timeout=10_000)
        returned = item_detail.detail(bench.desk, uuids[0])
        assert (returned.state, returned.returned_reason) == (ItemState.RETURNED, "概述与正文不符")
        assert returned.returned_fields == ("summary",)
        assert item_detail.detail(bench.desk, uuids[1]).state is ItemState.PENDING
        assert len(list(ends.stick.glob("回执_*.json"))) == 1
        click(screen.taken.paper)
        qtbot.waitUntil(lambda: bool(bench.shown), timeout=10_000)
        assert bench.shown[0].read_bytes().startswith(b"%PDF")
        assert receipts.receipts_due(bench.desk) == ()


def test_a_damaged_package_is_refused_in_place_and_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    package.write_bytes(package.read_bytes()[:-300])
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.show_record(str(package))
        qtbot.waitUntil(lambda: screen.refusal.isVisible(), timeout=10_000)
        assert screen.refusal.code.word() == "E-ZIP"
        assert "没有登记任何内容" in screen.refusal.panel.accessibleName()
        assert not screen.refusal.keys.isVisible()
        assert imports.received(bench.desk) == ()


def test_an_unknown_office_leads_to_enrolment(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    other, _ = world(tmp_path / "other")
    with other.at("wei") as desk:
        office = next(one for one in enrolment.offices(desk) if one.code == "LSGZ")
        enrolment.revoke_key(desk, office.id, 0)
    with bench_of(other, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.inspect(package)
        qtbot.waitUntil(lambda: screen.refusal.isVisible(), timeout=10_000)
        click(screen.refusal.keys)
        assert bench.opened == [("administration", "")]


def test_the_same_batch_again_is_skipped_and_receipted(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    first = taken_in(ends, package)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.inspect(package)
        qtbot.waitUntil(lambda: screen.check.isVisible(), timeout=10_000)
        assert screen.check.decisions.counts() == {Answer.SKIP: 1}
        assert [one.novelty for one in screen.check.inspection.items] == [Novelty.DUPLICATE]  # type: ignore[union-attr]
        click(screen.check.commit)
        qtbot.waitUntil(lambda: screen.taken.isVisible(), timeout=10_000)
        assert [one.id for one in imports.received(bench.desk)] == [first]
        assert receipts.last_receipt(bench.desk, first) is not None


def test_several_packages_are_offered_and_an_empty_stick_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, uuids[0])
    sent(ends, uuids[1])
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = ends.stick
        click(screen.front.stick)
        qtbot.waitUntil(lambda: screen.front.found.isVisible())
        assert len(screen.front._files._rows) == 2
        bench.answer = tmp_path
        click(screen.front.stick)
        qtbot.waitUntil(lambda: screen.error.isVisible())
        assert not screen.front.found.isVisible()


def test_a_receipt_that_is_due_is_written_from_the_list(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    taken_in(ends, sent(ends, uuids[0]))
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        qtbot.waitUntil(lambda: len(screen.front.pane.list._rows) == 1, timeout=10_000)
        bench.answer = tmp_path / "missing"
        click(screen.front.pane.write)
        qtbot.waitUntil(lambda: screen.error.isVisible())
        bench.answer = ends.stick
        click(screen.front.pane.write)
        qtbot.waitUntil(lambda: bool(bench.told), timeout=10_000)
        assert receipts.receipts_due(bench.desk) == ()
        assert len(list(ends.stick.glob("回执_*.json"))) == 1
