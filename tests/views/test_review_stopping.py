"""国家秘密 = 是 on the review desk: whoever finds it stops the item, or is told what to do about what has left."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.rules.review import STATE_SECRET
from desktop.rules.states import ItemState
from desktop.services import items, reviews
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.review.modes import Mode
from desktop.views.review.stop_dialog import StopDialog
from tests.views.desk_user import answering, press
from tests.views.exchange import bench_of, click, sent, taken_in, world
from tests.views.test_review import answer_all, open_desk


def spoken(widget: QWidget) -> str:
    """The words of everything that is seen inside a widget."""
    children: list[QWidget] = list(widget.findChildren(QWidget))
    shown = [child for child in children if not child.isHidden()]
    return "\n".join(one.text() if isinstance(one, QLabel) else one.accessibleName() for one in shown)


def test_a_reviewer_who_answers_yes_stops_the_item(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict())
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        answer_all(screen)
        first = screen.desk.questions.rows[STATE_SECRET]
        words: list[str] = []

        def back_out(dialog: StopDialog) -> None:
            words.append(spoken(dialog))
            words.append(screen.desk.foot.commit_button.reason)
            click(dialog.cancel)

        answering(qtbot, StopDialog, back_out)
        press(first.choice, Qt.Key.Key_2)
        assert first.answer() is None
        assert "从本机删除" in words[0]
        assert "保密工作机构" in words[0]
        assert "停止登记" in words[1]
        assert detail(bench.desk, uuids[2]).state is ItemState.IN_REVIEW
        answering(qtbot, StopDialog, lambda dialog: click(dialog.commit))
        press(first.choice, Qt.Key.Key_2)
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.queue_page)
        stub = detail(bench.desk, uuids[2])
        assert (stub.state, stub.content.title, stub.documents) == (ItemState.STOPPED, "", ())
        assert bench.told[-1] == "已停止登记"


def test_the_foot_never_says_that_a_state_secret_goes_back_to_the_handler(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict())
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        answer_all(screen)
        foot = screen.desk.foot

        def look(dialog: StopDialog) -> None:
            assert "退回承办人" not in spoken(foot)
            assert "停止登记" in spoken(foot)
            assert not foot.commit_button.isEnabled()
            click(dialog.cancel)

        seen = answering(qtbot, StopDialog, look)
        press(screen.desk.questions.rows[STATE_SECRET].choice, Qt.Key.Key_2)
        assert seen()


@pytest.mark.parametrize("opened_again", [False, True])
def test_the_handler_stops_what_was_submitted_before(qtbot: QtBot, tmp_path: Path, opened_again: bool) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        if opened_again:
            items.revise(desk, uuids[2])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        assert screen.desk.mode is (Mode.HANDLER if opened_again else Mode.WATCHER)
        answering(qtbot, StopDialog, lambda dialog: click(dialog.commit))
        if opened_again:
            press(screen.desk.questions.rows[STATE_SECRET].choice, Qt.Key.Key_2)
        else:
            click(screen.stop_button)
        qtbot.waitUntil(lambda: ("editor", uuids[2]) in bench.opened)
        stub = detail(bench.desk, uuids[2])
        assert (stub.state, stub.content.title, stub.revisions) == (ItemState.STOPPED, "", ())


def test_nothing_is_promised_of_what_has_left(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    sent(ends, uuids[0])
    with ends.at("lin") as desk:
        items.revise(desk, uuids[0])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[0])
        words: list[str] = []

        def read(dialog: ConfirmDialog) -> None:
            assert not isinstance(dialog, StopDialog)
            words.append(spoken(dialog))
            click(dialog.commit)

        first = screen.desk.questions.rows[STATE_SECRET]
        seen = answering(qtbot, ConfirmDialog, read)
        press(first.choice, Qt.Key.Key_2)
        assert seen()
        assert "报送，只删除本机的不算处置" in words[0]
        assert "泄密事件处置" in words[0]
        assert "从本机删除" not in words[0]
        assert first.answer() is None
        assert detail(bench.desk, uuids[0]).state is ItemState.DRAFT
        screen.desk.autosave.rest()


def test_a_signer_at_the_centre_is_told_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    taken_in(ends, sent(ends, uuids[0]))
    with bench_of(ends, "li", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[0])
        words: list[str] = []

        def read(dialog: ConfirmDialog) -> None:
            words.append(spoken(dialog))
            click(dialog.commit)

        seen = answering(qtbot, ConfirmDialog, read)
        click(screen.stop_button)
        assert seen()
        assert "通知报送的处室" in words[0]
        assert detail(bench.desk, uuids[0]).state is ItemState.PENDING
