"""Precedents on the screen: in the editor's content check and at the review desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.item_detail import detail
from desktop.services.precedent_words import NONE
from desktop.services.precedents import Precedents, precedents
from desktop.views.documents.precedents_dialog import PrecedentsDialog
from desktop.views.editor.screen import EditorScreen
from tests.views.desk_user import answering
from tests.views.exchange import bench_of, click, world
from tests.views.test_review import open_desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_the_editor_tells_in_a_line_how_it_was_done_before(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = EditorScreen(bench)
        qtbot.addWidget(screen)
        screen.resize(1200, 860)
        screen.show()
        screen.show_record(uuids[3])
        before = screen.draft_page.check.before
        qtbot.waitUntil(lambda: before.isVisible())
        assert before.head.link.text() == "查看 2 件"
        assert "同意公开" in before.line.text()


def test_the_desk_shows_them_opens_one_and_leaves_the_answers_alone(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        held = detail(bench.desk, uuids[3]).content
        screen = open_desk(qtbot, bench, uuids[3])
        qtbot.waitUntil(lambda: screen.desk.head.link.isVisible())
        assert screen.desk.head.link.text() == "类似事项怎样判断"

        def open_first(dialog: PrecedentsDialog) -> None:
            assert len(dialog.cards) == 2
            click(dialog.cards[0].head.link)

        seen = answering(qtbot, PrecedentsDialog, open_first)
        click(screen.desk.head.link)
        assert seen()
        assert bench.opened[-1][0] == "ledger"
        assert bench.opened[-1][1] in uuids[:2]
        assert detail(bench.desk, uuids[3]).content == held


def test_closing_opens_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        qtbot.waitUntil(lambda: screen.desk.head.link.isVisible())
        seen = answering(qtbot, PrecedentsDialog, lambda dialog: click(dialog.commit))
        click(screen.desk.head.link)
        assert seen()
        assert bench.opened == []


def test_the_list_is_as_high_as_what_it_tells_and_no_higher_than_the_window_allows(
    qtbot: QtBot, tmp_path: Path
) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        two = precedents(bench.desk, uuids[3])
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    heights = []
    for found in (Precedents(), two, replace(two, items=two.items * 6)):
        dialog = PrecedentsDialog(window, "律师执业考核", found)
        dialog.show()
        heights.append(dialog.height())
        assert window.geometry().contains(dialog.geometry())
        labels: Iterable[QLabel] = dialog.findChildren(QLabel)
        assert (f"{NONE}。" in [one.text() for one in labels]) == (not found)
        dialog.reject()
    assert heights == sorted(set(heights))
