"""Checking a printed review form in the window: typed, scanned, wrong, unknown; the link leads to the item."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.printing.qr import digest_payload
from desktop.services.item_detail import detail
from desktop.services.paper_check import PaperStanding
from desktop.services.papers.forms import current_form_digest
from desktop.views.review.paper_dialog import LOOKS, PaperDialog
from desktop.views.review.screen import ReviewScreen
from tests.views.desk_user import answering, press, write
from tests.views.exchange import TestBench, bench_of, click, world

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def open_queue(qtbot: QtBot, bench: TestBench) -> ReviewScreen:
    screen = ReviewScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1200, 860)
    screen.show()
    screen.show_record("")
    return screen


def scan(dialog: PaperDialog, words: str) -> None:
    QTest.keyClicks(dialog.field.control, words)
    press(dialog.field.control, Qt.Key.Key_Return)


def in_dialog(qtbot: QtBot, bench: TestBench, act: Callable[[PaperDialog], None]) -> ReviewScreen:
    screen = open_queue(qtbot, bench)

    def act_and_close(dialog: PaperDialog) -> None:
        try:
            act(dialog)
        finally:
            dialog.close()

    was_open = answering(qtbot, PaperDialog, act_and_close)
    click(screen.queue_page.check_button)
    assert was_open()
    return screen


def test_a_scanned_code_leads_to_the_item(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        digest = current_form_digest(detail(bench.desk, uuids[2]))

        def act(dialog: PaperDialog) -> None:
            assert dialog.focusWidget() is dialog.field.control
            scan(dialog, digest_payload("FORM", digest))
            qtbot.waitUntil(lambda: dialog.answer.isVisible())
            assert dialog.verdict.words.text() == "与现在的内容一致"
            assert "律师收费管理实施办法解读" in dialog.item.text()
            assert "已签到“承办人”：林倩" in dialog.words.text()
            click(dialog.link)

        screen = in_dialog(qtbot, bench, act)
        qtbot.waitUntil(lambda: screen.desk.detail is not None)
        assert screen.desk.detail is not None
        assert screen.desk.detail.uuid == uuids[2]


def test_bad_input_is_told_and_the_next_scan_replaces_it(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "zhou", qtbot) as bench:
        digest = current_form_digest(detail(bench.desk, uuids[2]))

        def act(dialog: PaperDialog) -> None:
            scan(dialog, "3F0A 91C2")
            qtbot.waitUntil(lambda: dialog.error.isVisible())
            scan(dialog, "f" * 64)
            qtbot.waitUntil(lambda: dialog.answer.isVisible())
            assert dialog.verdict.words.text() == "没有找到这张纸的内容"
            assert not dialog.link.isVisible()
            assert not dialog.error.isVisible()
            scan(dialog, " ".join(digest[at : at + 4] for at in range(0, 16, 4)))
            assert not dialog.answer.isVisible(), "what was told of the paper before"
            qtbot.waitUntil(lambda: dialog.link.isVisible())
            tall = dialog.height()
            scan(dialog, "f" * 64)
            qtbot.waitUntil(lambda: dialog.answer.isVisible())
            assert dialog.height() < tall
            scan(dialog, digest)
            write(dialog.field.control, "e" * 64)
            press(dialog.field.control, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: dialog.answer.isVisible())
            assert dialog.verdict.words.text() == "没有找到这张纸的内容"
            press(dialog, Qt.Key.Key_Escape)

        screen = in_dialog(qtbot, bench, act)
        assert screen.desk.detail is None


def test_every_answer_has_its_look_and_the_present_paper_alone_is_green() -> None:
    assert set(LOOKS) == set(PaperStanding)
    assert [one for one, (_icon, color) in LOOKS.items() if color == "oktext"] == [PaperStanding.PRESENT]
