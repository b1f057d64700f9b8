"""报送, the rest: quick choices, splitting, late batches, withdrawals alone, corrections, sticks, the limit."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QStorageInfo, QThreadPool
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.rules.states import BatchState, ItemState
from desktop.services import amending, batch_views, batches, item_detail, items, receipt_limits
from desktop.services.sending import sending
from desktop.views import sticks
from desktop.views.administration.reporting_pane import ReportingPane
from desktop.views.components.dialogs import ConfirmDialog, ReasonDialog
from desktop.views.editor.screen import EditorScreen
from desktop.views.ledger.screen import LedgerScreen
from desktop.views.send import SendScreen
from desktop.views.sticks import Stick, StickDialog
from desktop.views.table_models import ChipCell
from desktop.views.window import MainWindow
from desktop.views.workbench import Workbench
from tests.views.desk_user import answering, write
from tests.views.exchange import TestBench, bench_of, click, receipt_file, sent, taken_in, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def opened(bench: TestBench, qtbot: QtBot) -> SendScreen:
    screen = SendScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    qtbot.waitUntil(lambda: screen._page is not None)
    return screen


def reasoned(reason: str) -> object:
    def act(dialog: ReasonDialog) -> None:
        dialog.field.set_value(reason)
        dialog._judge()
        click(dialog.commit)

    return act


def test_quick_choices_tick_what_they_say(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    ends.clock.moment += timedelta(days=14)  # reviewed in November, chosen in December
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(bench, qtbot)
        choosing = screen.choosing
        assert (choosing.quick.value(), set(choosing.chosen())) == ("all", set(uuids[:2]))
        click(choosing.quick._buttons[1])
        assert (choosing.quick.value(), choosing.chosen()) == ("period", [])
        choosing.table.select([uuids[0]])
        assert choosing.quick.value() == "hand"
        screen.reload()
        qtbot.waitUntil(lambda: choosing.chosen() == [uuids[0]])
        click(choosing.quick._buttons[0])
        assert set(choosing.chosen()) == set(uuids[:2])


def test_what_one_batch_cannot_hold_is_split(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends, _uuids = world(tmp_path)
    monkeypatch.setattr(batches, "BATCH_LIMIT_BYTES", 16_000)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(bench, qtbot)
        bench.answer = ends.stick
        asked = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(screen.choosing.commit)
        qtbot.waitUntil(lambda: screen.done.isVisible())
        assert asked()
        assert [one.item_count for one in batch_views.batches(bench.desk)] == [1, 1]
        assert len(screen._written) == 2
        assert {one.state for one in batch_views.batches(bench.desk)} == {BatchState.AWAITING_RECEIPT}


def test_a_late_batch_is_red_everywhere_and_written_again(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    first = sent(ends, uuids[0])
    content = first.read_bytes()
    ends.clock.moment += timedelta(days=20)
    with bench_of(ends, "lin", qtbot) as bench:
        manifest = batch_views.batches(bench.desk)[0].manifest_hash
        window = MainWindow(bench)
        qtbot.addWidget(window)
        late = next(one for one in window.navigation._buttons if one.page == "send")
        qtbot.waitUntil(lambda: late.late == 1)
        screen = opened(bench, qtbot)
        assert screen.notices.late.isVisible()
        click(screen.notices.look)
        qtbot.waitUntil(lambda: screen._inside.isVisible())
        screen.list.show_batches(sending(bench.desk), waiting=True)
        row = screen.list.model.row(0)
        assert row is not None
        assert row.cells[4] == ChipCell("待回执", "bad")
        first.unlink()
        bench.answer = ends.stick
        click(screen._inside.write)
        qtbot.waitUntil(lambda: screen.done.isVisible())
        assert batch_views.batches(bench.desk)[0].manifest_hash == manifest
        assert len(first.read_bytes()) == pytest.approx(len(content), abs=200)  # the signature differs each time


def test_a_batch_that_the_centre_lost_is_red_and_written_again(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    first = sent(ends, uuids[0])
    centre, aside = ends.root / "centre", ends.root / "centre.before"
    shutil.copytree(centre, aside)
    before = receipt_file(ends, taken_in(ends, first)).rename(tmp_path / "1.json")
    shutil.rmtree(centre)
    aside.rename(centre)
    second = taken_in(ends, sent(ends, uuids[1]))
    receipt_file(ends, second)
    after = receipt_file(ends, second)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(bench, qtbot)
        screen.take_receipt(before)
        qtbot.waitUntil(lambda: screen._inside.isVisible())
        assert not screen.notices.lost.isVisibleTo(screen)
        screen.take_receipt(after)
        qtbot.waitUntil(
            lambda: "办公室没有2026年第001批：以前收到过，现在没有了" in screen._inside._note.accessibleName()
        )
        qtbot.waitUntil(lambda: screen._page is not None and len(screen._page.lost) == 1)
        QThreadPool.globalInstance().waitForDone(10_000)
        qtbot.wait(50)
        assert "以前收到过" in screen._inside._note.accessibleName(), "what was read anew has put the news out of sight"
        (lost,) = screen._page.lost  # type: ignore[union-attr]
        screen.show_record(lost.id)
        qtbot.waitUntil(lambda: screen._inside.batch is not None and screen._inside.batch.id == lost.id)
        assert (screen._inside.write.text(), "以前收到过" in screen._inside._note.accessibleName()) == (
            "重新写出",
            True,
        )
        screen.show_record("waiting")
        qtbot.waitUntil(screen.notices.lost.isVisible)
        assert "办公室没有了，重新写出" in [
            screen.list.model.index(row, 5).data() for row in range(screen.list.model.rowCount())
        ]
        first.unlink()
        bench.answer = ends.stick
        click(screen.notices.rewrite)
        qtbot.waitUntil(lambda: screen.done.isVisible())
        assert first.exists()


def test_a_withdrawal_alone_is_no_nil_return(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, *uuids[:2])
    with bench_of(ends, "lin", qtbot) as bench:
        items.withdraw(bench.desk, uuids[0], "内容有误")
        screen = opened(bench, qtbot)
        empty = screen.choosing.table._empty
        assert empty.nil.text() == "报送撤回"  # type: ignore[union-attr]
        bench.answer = ends.stick
        answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(empty.nil)  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: screen.done.isVisible())
        newest = batch_views.batches(bench.desk)[0]
        assert (newest.kind, newest.item_count) == ("regular", 0)


def test_a_correction_is_begun_in_the_ledger_and_given_up_in_the_editor(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, *uuids[:2])
    with bench_of(ends, "lin", qtbot) as bench:
        ledger = LedgerScreen(bench)
        qtbot.addWidget(ledger)
        ledger.show()
        ledger.show_record(uuids[0])
        qtbot.waitUntil(lambda: ledger.pane.item is not None and ledger.pane.item.uuid == uuids[0])
        assert ledger.pane._offers[0].words == "更正"
        answering(qtbot, ReasonDialog, reasoned("联系电话有误"))  # type: ignore[arg-type]
        click(ledger.pane.verb)
        qtbot.waitUntil(lambda: bench.opened == [("editor", uuids[0])])
        editor = EditorScreen(bench)
        qtbot.addWidget(editor)
        editor.resize(1200, 800)
        editor.show()
        editor.show_record(uuids[0])
        qtbot.waitUntil(lambda: editor.draft_page.give_up_button.isVisible())
        assert "第 1 版继续有效" in editor.draft_page.correcting.accessibleName()
        asked = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(editor.draft_page.give_up_button)
        qtbot.waitUntil(lambda: item_detail.detail(bench.desk, uuids[0]).state is ItemState.AWAITING_RECEIPT)
        assert asked()
        editor.show_record(uuids[1])
        qtbot.waitUntil(lambda: editor.closed_page.isVisible() and editor.closed_page.revise_button.text() == "更正")
        answering(qtbot, ReasonDialog, reasoned("标题有误"))  # type: ignore[arg-type]
        click(editor.closed_page.revise_button)
        qtbot.waitUntil(lambda: item_detail.detail(bench.desk, uuids[1]).correcting)
        amending.give_up(bench.desk, uuids[1])


def test_a_withdrawal_by_mistake_is_taken_back_in_the_ledger(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, *uuids[:2])
    with bench_of(ends, "lin", qtbot) as bench:
        items.withdraw(bench.desk, uuids[0], "误操作")
        ledger = LedgerScreen(bench)
        qtbot.addWidget(ledger)
        ledger.show()
        ledger.show_record(uuids[0])
        qtbot.waitUntil(lambda: ledger.pane.item is not None and ledger.pane.item.uuid == uuids[0])
        assert ledger.pane._offers[0].words == "撤销撤回"
        click(ledger.pane.verb)
        qtbot.waitUntil(lambda: item_detail.detail(bench.desk, uuids[0]).state is ItemState.AWAITING_RECEIPT)
        assert [one.standing for one in item_detail.detail(bench.desk, uuids[0]).sign_offs] == [True] * 3


def test_a_stick_is_chosen_with_its_room_and_its_file_system(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends, _uuids = world(tmp_path)
    plugged = (
        Stick(tmp_path / "锁住", "锁住", 5 << 30, "ntfs", read_only=True),
        Stick(tmp_path, "报送", 7 << 30, "vfat"),
    )
    monkeypatch.setattr("desktop.views.workbench.plugged_in", lambda: plugged)
    with ends.at("lin") as desk:
        bench, window = Workbench(desk), QWidget()
        qtbot.addWidget(window)
        window.show()
        seen: list[bool] = []

        def look(dialog: StickDialog) -> None:
            seen.append(dialog.note.isVisible())
            locked, _free = dialog.options._options
            click(locked)
            assert dialog.commit.reason == "这个 U 盘是只读的"
            dialog.options.set_value(str(tmp_path))
            dialog._judge()
            click(dialog.commit)

        answering(qtbot, StickDialog, look)
        assert bench.ask_stick(window, "写到哪个 U 盘") == tmp_path
        assert seen == [True]
        monkeypatch.setattr(bench, "ask_folder", lambda _owner, _title: tmp_path / "别处")
        answering(qtbot, StickDialog, lambda dialog: click(dialog.other))
        assert bench.ask_stick(window, "写到哪个 U 盘") == tmp_path / "别处"
        answering(qtbot, StickDialog, lambda dialog: click(dialog.cancel))
        assert bench.ask_stick(window, "写到哪个 U 盘") is None


def test_the_disk_of_this_machine_is_no_stick() -> None:
    root = QStorageInfo.root()
    assert not sticks._is_removable(root)
    assert all(str(one.path) != root.rootPath() for one in sticks.plugged_in())


def test_the_limit_for_receipts_is_set_in_the_administration(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        tab = ReportingPane(bench)
        qtbot.addWidget(tab)
        tab.resize(1000, 900)
        tab.show()
        pane = tab.receipt_days
        assert pane is not None
        qtbot.waitUntil(lambda: pane.days.value() == "10")
        assert pane.save.reason == "与现用期限相同"
        for wrong in ("0", "61", "十"):
            write(pane.days.control, wrong)
            assert pane.save.reason == "填写 1 到 60"
        write(pane.days.control, "15")
        click(pane.save)
        qtbot.waitUntil(lambda: receipt_limits.receipt_days(bench.desk) == 15)
        qtbot.waitUntil(lambda: pane.save.reason == "与现用期限相同")
