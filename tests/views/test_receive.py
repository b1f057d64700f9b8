"""接收: a package is checked, decided item by item, taken in and receipted; a bad one changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.errors import PackageRefused
from desktop.formats.package_records import BatchHeader
from desktop.rules.states import ItemOutcome, ItemState, ReceivedOutcome
from desktop.services import batches, enrolment, imports, inspection, item_detail, items, receipts, reviews
from desktop.services.inspected import Novelty
from desktop.services.receipts import ReceivedLine
from desktop.services.received_views import ReceivedView
from desktop.services.reviews import Verdict
from desktop.services.scanning import Standing
from desktop.views.components.dialogs import Dialog, ReasonDialog
from desktop.views.components.files import MOST_LINES
from desktop.views.components.tiles import CheckedFact
from desktop.views.receive.batch_pane import BatchDetail, BatchPane
from desktop.views.receive.check import CheckPage
from desktop.views.receive.decisions import Answer
from desktop.views.receive.matter_dialogs import ConfirmMatterDialog, ProposeDialog
from desktop.views.receive.screen import PACKAGE_PATTERN, ReceiveScreen
from desktop.views.table_models import NoteCell
from tests.services.ends import PASSWORD
from tests.services.forging import office_key, repacked
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
        qtbot.waitUntil(lambda: screen.check.isVisible())
        check = screen.check
        assert check.decisions.counts() == {Answer.ACCEPT: 2}
        check.table.select([uuids[0]])
        QTest.keyClick(check.table.view, Qt.Key.Key_2)
        assert check.commit.reason.startswith("没有写明退回理由：")
        check.pane.reason.edit.setPlainText("概述与正文不符")
        check.pane.fields.set_value(("summary",))
        check.pane.fields.changed.emit()
        assert check.commit.isEnabled()
        click(check.commit)
        qtbot.waitUntil(lambda: screen.taken.isVisible())
        returned = item_detail.detail(bench.desk, uuids[0])
        assert (returned.state, returned.returned_reason) == (ItemState.RETURNED, "概述与正文不符")
        assert returned.returned_fields == ("summary",)
        assert item_detail.detail(bench.desk, uuids[1]).state is ItemState.PENDING
        assert not list(ends.stick.glob("回执_*.json"))
        click(screen.taken.write)
        qtbot.waitUntil(lambda: screen.taken.paper.isVisible())
        assert not screen.taken.undo.isVisible()
        assert len(list(ends.stick.glob("回执_*.json"))) == 1
        click(screen.taken.paper)
        qtbot.waitUntil(lambda: bool(bench.shown))
        assert bench.shown[0].read_bytes().startswith(b"%PDF")
        assert receipts.receipts_due(bench.desk) == ()


def test_a_package_that_lost_its_ending_is_chosen_or_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    bare = package.rename(package.with_name("律师工作处报送"))
    assert "*" in [one.strip("()") for one in PACKAGE_PATTERN.split()]
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = bare
        screen.front.file_wanted.emit()
        qtbot.waitUntil(lambda: screen.check.isVisible())
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(bare))])
        none = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        dragged = QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, data, *none)
        dragged.ignore()
        screen.dragEnterEvent(dragged)
        assert dragged.isAccepted()


def test_a_damaged_package_is_refused_in_place_and_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    package.write_bytes(package.read_bytes()[:-300])
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.show_record(str(package))
        qtbot.waitUntil(lambda: screen.refusal.isVisible())
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
        qtbot.waitUntil(lambda: screen.refusal.isVisible())
        click(screen.refusal.keys)
        assert bench.opened == [("administration", "")]


def test_the_same_batch_again_is_skipped_and_receipted(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    first = taken_in(ends, package)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.inspect(package)
        qtbot.waitUntil(lambda: screen.check.isVisible())
        assert screen.check.decisions.counts() == {Answer.SKIP: 1}
        assert [one.novelty for one in screen.check.inspection.items] == [Novelty.DUPLICATE]  # type: ignore[union-attr]
        click(screen.check.commit)
        qtbot.waitUntil(lambda: screen.taken.isVisible())
        assert [one.id for one in imports.received(bench.desk)] == [first]
        assert receipts.last_receipt(bench.desk, first) is not None


def test_several_packages_are_taken_in_together_and_receipted(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, uuids[0])
    sent(ends, uuids[1])
    (ends.stick / "坏的.zip").write_bytes(b"PK")
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = ends.stick
        click(screen.front.stick)
        qtbot.waitUntil(lambda: len(screen.scan.found) == 3)
        assert [one.standing for one in screen.scan.found] == [Standing.CLEAN, Standing.CLEAN, Standing.REFUSED]
        assert not screen.scan.receipts.isVisible()
        QTimer.singleShot(0, _commit)
        click(screen.scan.commit)
        qtbot.waitUntil(lambda: screen.scan.found[0].standing is Standing.TAKEN)
        assert len(imports.received(bench.desk)) == 2
        assert not screen.scan.commit.isVisible()
        with bench.desk.store.transaction():  # for which the first receipt has to wait
            click(screen.scan.receipts)
            screen.scan.writing.cancel_pressed.emit()
        qtbot.waitUntil(lambda: "份回执" in bench.told[-1])
        written = len(list(ends.stick.glob("回执_*.json")))
        assert (written < 2, bench.told[-1]) == (True, f"已写 {written} 份回执")
        click(screen.scan.receipts)
        qtbot.waitUntil(lambda: bench.told[-1] == "已写 2 份回执")
        assert len(list(ends.stick.glob("回执_*.json"))) == written + 2
        screen.scan.opened.emit(screen.scan.found[2].path)
        qtbot.waitUntil(lambda: screen.refusal.isVisible())
        assert screen.refusal.code.word() == "E-ZIP"


def test_an_empty_stick_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        bench.answer = ends.stick
        click(screen.front.stick)
        qtbot.waitUntil(lambda: screen.error.isVisible())
        assert screen.front.isVisible()


def _commit() -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    click(dialog.commit)


def test_an_import_is_undone_at_once_and_from_the_list(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        for _again in range(2):
            screen.inspect(package)
            qtbot.waitUntil(lambda: screen.check.isVisible())
            click(screen.check.commit)
            qtbot.waitUntil(lambda: screen.taken.isVisible())
            with bench.desk.store.transaction():  # for which the undo has to wait
                click(screen.taken.undo)
                assert screen.front.isVisible()
                screen.undo.line.cancel_pressed.emit()
            qtbot.waitUntil(lambda: bench.told[-1:] == ["已取消撤销"])
            assert [one.undone for one in imports.received(bench.desk)] == [False]
            screen.undo.at_once(*imports.received(bench.desk))
            qtbot.waitUntil(lambda: bench.told[-1].startswith("已撤销接收"))
            assert [one.undone for one in imports.received(bench.desk)] == [True]
            assert item_detail.detail(bench.desk, uuids[0]).state is ItemState.DISCARDED
    taken_in(ends, package)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        qtbot.waitUntil(lambda: screen.front.pane.undo.isVisible())

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ReasonDialog)
            assert not dialog.commit.isEnabled()
            dialog.field.edit.setPlainText("插错了 U 盘")
            click(dialog.commit)

        QTimer.singleShot(0, answer)
        click(screen.front.pane.undo)
        qtbot.waitUntil(lambda: [one.undone for one in imports.received(bench.desk)] == [True])
        qtbot.waitUntil(lambda: not screen.front.pane.undo.isVisible())


def test_of_a_large_batch_what_came_back_is_listed_first_and_the_rest_is_counted(qtbot: QtBot) -> None:
    pane = BatchPane()
    qtbot.addWidget(pane)
    batch = ReceivedView(
        1, "律师工作处", "2026年第001批", "本期", "regular", ReceivedOutcome.ACCEPTED, 300, 299, 1, "2026-11-20"
    )
    lines = [ReceivedLine(str(n), f"LSGZ-{n:04d}", "标题", ItemOutcome.RECEIVED, "") for n in range(299)]
    back = ReceivedLine("299", "LSGZ-0299", "退回的一件", ItemOutcome.RETURNED, "概述太短")
    pane.show_detail(BatchDetail(batch, (*lines, back), False, ""), None)
    assert [one.line.key for one in pane.list._rows[:2]] == ["299", "0"]
    assert len(pane.list._rows) == MOST_LINES
    labels: list[QLabel] = pane.findChildren(QLabel)  # type: ignore[assignment]
    assert any(one.text().startswith("300 件，列出 100 件") for one in labels)


def test_a_refused_batch_is_listed_as_refused_and_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    package = sent(ends, uuids[0])
    with ends.at("wei") as desk:
        office = next(one for one in enrolment.offices(desk) if one.enrolled)
        enrolment.revoke_key(desk, office.id, 0)
    with bench_of(ends, "wang", qtbot) as bench:
        with pytest.raises(PackageRefused):
            inspection.inspect(bench.desk, package)
        screen = _opened(bench, qtbot)
        qtbot.waitUntil(lambda: screen.front.table.model.rowCount() == 1)
        (batch,) = screen.front._arrived.batches
        cell = screen.front._row(batch).cells[-1]
        assert isinstance(cell, NoteCell)
        assert "已拒收" in cell.words

        def told() -> list[str]:
            labels: list[QLabel] = screen.front.pane.findChildren(QLabel)  # type: ignore[assignment]
            return [one.accessibleName() for one in labels]

        qtbot.waitUntil(lambda: "拒收原因：写这一批用的公钥已经停用（E-REVOKED）" in told())


def test_an_import_that_cannot_be_undone_says_what_depends_on_it(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    signed, free = (taken_in(ends, sent(ends, one)) for one in uuids[:2])
    with ends.at("li") as desk:
        reviews.sign(desk, uuids[0], Verdict())
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        pane, asked = screen.front.pane, []
        pane.undoing.connect(lambda: asked.append(True))
        qtbot.waitUntil(lambda: screen.front.table.model.rowCount() == 2 and pane.undo.isVisible())
        screen.front.table.select([signed])
        qtbot.waitUntil(lambda: not pane.undo.isEnabled())
        assert pane.undo.isVisible()
        assert pane.undo.reason == "不能撤销接收：LSGZ-0001已由办公室签字"
        assert pane.undo.toolTip() == pane.undo.accessibleDescription() == pane.undo.reason
        assert pane.stays.isVisible()
        assert pane.stays.accessibleName().startswith(pane.undo.reason)
        click(pane.undo)
        assert asked == []
        screen.front.table.select([free])
        qtbot.waitUntil(pane.undo.isEnabled)
        assert (pane.undo.reason, pane.stays.isVisible()) == ("", False)
        receipts.issue_receipt(bench.desk, free, ends.stick)
        bench.announce("batch")
        qtbot.waitUntil(lambda: pane.undo.reason == "不能撤销接收：已写出第 0001 号回执")


def test_what_an_office_takes_back_is_shown_before_it_is_taken_in(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    taken_in(ends, sent(ends, uuids[0]))
    with ends.at("lin") as desk:
        items.withdraw(desk, uuids[0], "内容有误")
        package = batches.write(desk, batches.assemble(desk, [], "2026年10月下"), ends.stick).path
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        screen.inspect(package)
        qtbot.waitUntil(lambda: screen.check.withdrawn_pane.isVisible())
        assert not screen.check.pane.isVisible()
        assert "登记为已撤回" in screen.check.withdrawn_pane.note.accessibleName()
        QTest.keyClick(screen.check.table.view, Qt.Key.Key_2)
        click(screen.check.commit)
        qtbot.waitUntil(lambda: screen.taken.isVisible())
        assert item_detail.detail(bench.desk, uuids[0]).state is ItemState.WITHDRAWN


def test_a_gap_is_waived_by_two_people(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    first = sent(ends, uuids[0])
    taken_in(ends, sent(ends, uuids[1]))
    first.unlink()
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        qtbot.waitUntil(lambda: screen.front.matters.text() == "待两人决定 1")
        click(screen.front.matters)
        page = screen.matters
        qtbot.waitUntil(lambda: page.pane.propose.isVisible())

        def propose() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ProposeDialog)
            assert dialog.commit.reason == "写明理由"
            dialog.words.edit.setPlainText("处室来函说明这一批作废")
            click(dialog.commit)

        def confirm() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ConfirmMatterDialog)
            QTest.keyClicks(dialog.login.edit, "li")
            QTest.keyClicks(dialog.password.edit, PASSWORD)
            click(dialog.commit)

        QTimer.singleShot(0, propose)
        click(page.pane.propose)
        qtbot.waitUntil(lambda: page.pane.confirm.isVisible())
        QTimer.singleShot(0, confirm)
        click(page.pane.confirm)
        qtbot.waitUntil(lambda: bool(page.matters and page.matters[0].settled))
        assert not page.pane.confirm.isVisible()
        assert page.matters[0].settled == "已豁免：处室来函说明这一批作废"


def test_a_receipt_that_is_due_is_written_from_the_list(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    taken_in(ends, sent(ends, uuids[0]))
    with bench_of(ends, "wang", qtbot) as bench:
        screen = _opened(bench, qtbot)
        qtbot.waitUntil(lambda: len(screen.front.pane.list._rows) == 1)
        bench.answer = tmp_path / "missing"
        click(screen.front.pane.write)
        qtbot.waitUntil(lambda: screen.error.isVisible())
        bench.answer = ends.stick
        click(screen.front.pane.write)
        qtbot.waitUntil(lambda: bool(bench.told))
        assert receipts.receipts_due(bench.desk) == ()
        assert len(list(ends.stick.glob("回执_*.json"))) == 1


def test_a_new_epoch_and_what_never_came_are_told_with_the_report(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, uuids[0])
    taken_in(ends, sent(ends, uuids[1]))
    with ends.at("lin") as desk:
        package = batches.write(desk, batches.assemble(desk, (), "2026年10月下"), ends.stick).path

    def header(one: BatchHeader) -> BatchHeader:
        return replace(one, epoch=2, seq=1, previous="", batch_id=str(uuid4()))

    restored = repacked(package, tmp_path / "恢复后.zip", office_key(ends), header=header)
    page = CheckPage(())
    qtbot.addWidget(page)
    with ends.at("wang") as desk:
        page.show_inspection(inspection.inspect(desk, restored))
        assert page.series.accessibleName() == (
            "第 2 纪元：处室恢复过备份，备份之后的内容可能丢失，向处室问清。\n第 1 纪元缺第 1 批。"
        )
        facts: Iterable[CheckedFact] = page.findChildren(CheckedFact)
        assert "纪元：第 2 纪元" in [fact.accessibleName() for fact in facts]
        page.show_inspection(inspection.inspect(desk, package))
        assert page.series.accessibleName() == "缺第 1 批。"
