"""A scan is attached to a signature in ink, looked at beside it, and saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.rules.chains import Step
from desktop.rules.review import Opinion
from desktop.services import item_detail, reviews, turns
from desktop.services.ink_scans import ScanView
from desktop.views.components.files import FileList
from desktop.views.ledger.pane import ItemPane
from desktop.views.review.ink import NO_SCAN, READING, InkDialog
from desktop.views.review.scan import ScanDialog
from desktop.views.review.signatures import SignatureList
from tests.services.scans import photograph, sheet
from tests.views.desk_user import answering, press, write
from tests.views.exchange import bench_of, click, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_scan_is_attached_shown_and_saved(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    (tmp_path / "坏.jpg").write_bytes(b"\xff\xd8\xff")
    with bench_of(ends, "lin", qtbot) as bench:
        desk, window = bench.desk, QWidget()
        qtbot.addWidget(window)
        window.resize(1200, 860)
        window.show()
        before = item_detail.detail(desk, uuids[2])
        step = turns.step_due(before)
        assert step is not None
        assert step.step is Step.OFFICE_HEAD
        dialog = InkDialog(
            window, bench, step, before.content,
            lambda verdict, ink: reviews.record_ink(desk, uuids[2], verdict, ink),
        )  # fmt: skip
        dialog.show()
        write(dialog.signer.control, "郑和平")
        bench.answer = tmp_path / "坏.jpg"
        click(dialog.attach)
        qtbot.waitUntil(dialog.error.isVisible)
        bench.answer = photograph(tmp_path / "签字.jpg")
        click(dialog.attach)
        qtbot.waitUntil(lambda: dialog.scan is not None)
        assert dialog.scan_name.text().startswith("签字.jpg")
        click(dialog.detach)
        assert (dialog.scan, dialog.scan_name.text()) == (None, NO_SCAN)
        bench.answer = sheet(tmp_path / "签字页.pdf")
        dialog.attest.setChecked(True)
        click(dialog.attach)
        assert dialog.commit.reason == READING, "recorded now, it would go without the scan"
        qtbot.waitUntil(lambda: dialog.scan is not None)
        click(dialog.commit)
        qtbot.waitUntil(lambda: not dialog.isVisible())
        shown = item_detail.detail(desk, uuids[2])
        signatures = SignatureList()
        qtbot.addWidget(signatures)
        signatures.show_item(shown)
        signatures.show()
        asked: list[str] = []
        signatures.viewing.connect(asked.append)
        line = next(one for one in signatures.lines if one.links)
        click(line.links["扫描件"])
        assert asked == [shown.scans[0].sm3]
        pane = ItemPane(bench)
        qtbot.addWidget(pane)
        pane.resize(420, 900)
        pane.show()
        pane.show_item(shown)
        pane._go("review")
        lists: list[FileList] = list(pane.findChildren(FileList))
        (row,) = next(one for one in lists if one.accessibleName() == "签字扫描件")._rows
        opened = answering(qtbot, ScanDialog, lambda dialog: dialog.reject())
        row.click()
        qtbot.waitUntil(opened)
        view = ScanDialog(window, bench, shown.scans[0])
        view.show()
        qtbot.waitUntil(lambda: view.place.text() == "1 / 2 页")
        click(view._next)
        qtbot.waitUntil(lambda: view.place.text() == "2 / 2 页")
        bench.answer = tmp_path / "另存"
        bench.answer.mkdir()
        click(view.commit)
        qtbot.waitUntil(lambda: (tmp_path / "另存" / "签字页.pdf").exists())
        qtbot.waitUntil(lambda: "扫描件已另存" in bench.told)
        view.reject()


def test_a_scan_that_is_damaged_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        view = ScanDialog(window, bench, ScanView("0" * 64, "签字.jpg", "jpg", 10))
        view.show()
        qtbot.waitUntil(view.error.isVisible)
        assert view.commit.reason
        view.reject()


def test_the_form_of_the_reviewer_fits_a_small_window(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], reviews.Verdict(text="内容属实。"))
    with bench_of(ends, "lin", qtbot) as bench:
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(1280, 560)
        window.show()
        item = item_detail.detail(bench.desk, uuids[2])
        step = turns.step_due(item)
        assert step is not None
        assert step.step is Step.CONFIDENTIALITY_REVIEWER
        dialog = InkDialog(window, bench, step, item.content, lambda _verdict, _ink: None)
        dialog.show()
        assert dialog.focusWidget() is dialog.signer.edit
        dialog.stood_in.setChecked(True)
        qtbot.waitUntil(dialog.principal.isVisible)
        assert window.geometry().contains(dialog.geometry())
        assert _seen(dialog.commit)
        assert not _seen(dialog.conclusion)
        dialog.questions.go_to_first_open()
        for row in dialog.questions.rows:
            press(row.choice, Qt.Key.Key_1)
        assert dialog.focusWidget() is dialog.conclusion
        qtbot.waitUntil(lambda: _seen(dialog.conclusion))
        opinions: list[QAbstractButton] = list(dialog.opinion.findChildren(QAbstractButton))
        click(opinions[1])  # 不同意: nothing of it is recorded
        assert dialog.opinion.value() == Opinion.DISAGREE.value
        assert not dialog.questions.isVisible()
        qtbot.waitUntil(lambda: _seen(dialog.attest))
        assert window.geometry().contains(dialog.geometry())
        dialog.reject()


def _seen(part: QWidget) -> bool:
    """Whether a part stands whole on the screen."""
    return part.visibleRegion().boundingRect() == part.rect()
