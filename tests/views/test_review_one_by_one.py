"""Each answer and each signature is an act of its own: a held key answers once, a double click signs once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.rules.requirements import TRADE_SECRET
from desktop.rules.states import ItemState
from desktop.services import items, reviews, sessions
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from desktop.trust.kdf import CHEAP_KDF
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.documents.autosave import Autosave
from desktop.views.documents.open_draft import OpenDraft
from desktop.views.review.ink import InkDialog
from desktop.views.review.screen import ReviewScreen
from tests.services.ends import DOCUMENT, PASSWORD, change, register, yes
from tests.views.desk_user import answering, press, write
from tests.views.exchange import bench_of, click, world
from tests.views.test_review import open_desk, unanswered

NOTHING = Qt.KeyboardModifier.NoModifier


def test_a_key_that_is_held_down_answers_one_question(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    unanswered(ends, uuids[3])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        rows = screen.desk.questions.rows
        for key in (Qt.Key.Key_1, Qt.Key.Key_Right):
            begun = sum(row.answer() is not None for row in rows)
            for repeated in (False, True, True, True):
                focused = screen.focusWidget()
                assert focused is not None
                QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, key, NOTHING, "", repeated))
            assert sum(row.answer() is not None for row in rows) == begun + 1
        assert screen.may_leave()


def test_a_double_click_does_not_sign_the_next_item_unread(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        reviews.submit(desk, uuids[3])
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        qtbot.waitUntil(lambda: screen._at() >= 0)
        double_click = QApplication.doubleClickInterval()
        QApplication.setDoubleClickInterval(60_000)  # however slow the machine is, both clicks belong together
        try:
            click(screen.desk.foot.commit_button)
            qtbot.waitUntil(lambda: screen.desk.detail is not None and screen.desk.detail.uuid == uuids[3])
            click(screen.desk.foot.commit_button)
        finally:
            QApplication.setDoubleClickInterval(double_click)
        assert screen.desk.foot.commit_button.reason == ""
        assert [len(detail(bench.desk, one).statements) for one in (uuids[2], uuids[3])] == [2, 1]
        shortcuts: list[QShortcut] = list(screen.desk.findChildren(QShortcut))
        keys = {one.key().toString(): one for one in shortcuts}
        assert not keys["Ctrl+Return"].autoRepeat()


def test_who_goes_on_while_a_signature_is_made_stays_where_he_went(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        reviews.submit(desk, uuids[3])
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        write(screen.desk.foot.opinion.control, "写到一半")
        screen._go_to(uuids[2])
        qtbot.waitUntil(lambda: screen.desk.detail is not None and screen.desk.detail.uuid == uuids[2])
        click(screen.desk.foot.commit_button)
        screen._go_to(uuids[3])
        qtbot.waitUntil(lambda: bench.told == ["已签字"])
        qtbot.waitUntil(lambda: screen.desk.detail is not None and screen.desk.detail.uuid == uuids[3])
        assert [one.uuid for one in screen._queue] == [uuids[3]]
        assert (screen._key, screen.place.text()) == (uuids[3], "第 1 件，共 1 件")
        screen._go_to(uuids[3])
        assert screen.desk.foot.opinion.value() == "写到一半"
        assert [len(detail(bench.desk, one).statements) for one in (uuids[2], uuids[3])] == [2, 1]


def test_tab_goes_over_the_desk_as_it_is_read(qtbot: QtBot, tmp_path: Path) -> None:
    """Tab, Space and Enter are enough: after the last question comes the opinion, a verb comes after its question."""
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        change(desk, uuids[3], answers=yes(TRADE_SECRET))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        rows, foot = screen.desk.questions.rows, screen.desk.foot
        qtbot.waitUntil(foot._phrase_buttons[0].isVisible)
        rows[TRADE_SECRET].choice.setFocus()
        (add_basis,) = rows[TRADE_SECRET].behind.verbs
        assert stops(screen, 2) == [rows[TRADE_SECRET].note.control, add_basis]
        assert stops(screen, 7) == [row.choice for row in rows[TRADE_SECRET + 1 :]]
        assert stops(screen, 2) == [foot.opinion.control, foot._phrase_buttons[0]]
        assert screen.may_leave()


def test_who_comes_to_the_queue_opens_the_first_review_with_enter(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        screen.header.back.emit()
        qtbot.waitUntil(lambda: screen.queue_page.table.view.hasFocus())
        press(screen.queue_page.table.view, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is not screen.queue_page)


def test_ink_is_recorded_by_keys_alone(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(text="同意"))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])

        def record(dialog: InkDialog) -> None:
            assert dialog.focusWidget() is dialog.signer.control
            write(dialog.signer.control, "周敏")
            dialog.questions.rows[0].choice.setFocus()
            for _question in range(16):
                press(dialog.focusWidget() or dialog, Qt.Key.Key_1)
            assert dialog.focusWidget() is dialog.conclusion
            press(dialog.conclusion, Qt.Key.Key_1)
            dialog.attest.setFocus()
            press(dialog.attest, Qt.Key.Key_Space)
            press(dialog.commit, Qt.Key.Key_Space)

        answering(qtbot, InkDialog, record)
        click(screen.ink_button)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[2]).state is ItemState.TO_SUBMIT)


def test_a_version_that_came_meanwhile_is_not_signed_unread(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        other = sessions.sign_in(
            bench.desk.folder, "lin", PASSWORD, clock=ends.clock, kdf=CHEAP_KDF, lock=bench.desk.lock
        )
        items.revise(other, uuids[2])
        change(other, uuids[2], summary="改过的概述", answers=yes())
        reviews.submit(other, uuids[2])
        other.close()
        told = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(lambda: screen.desk.detail is not None and screen.desk.detail.head_rev == 2)
        assert told()
        assert len(detail(bench.desk, uuids[2]).statements) == 1


def stops(screen: ReviewScreen, presses: int) -> list[QWidget | None]:
    """Where the focus is after each press of Tab."""
    found: list[QWidget | None] = []
    for _press in range(presses):
        press(screen.focusWidget() or screen, Qt.Key.Key_Tab)
        found.append(screen.focusWidget())
    return found


def test_the_document_and_the_form_are_read_on_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _uuids = world(tmp_path)
    path = tmp_path / "办法.txt"
    path.write_text(DOCUMENT + "\n".join(f"第{n}条　本办法的内容。" for n in range(1, 90)), "utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, path)
        reviews.submit(desk, uuid)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuid)
        screen.resize(1100, 560)
        viewer, form = screen.desk.viewer, screen.desk._paper.verticalScrollBar()
        qtbot.waitUntil(lambda: viewer.pages() > 1 and form.maximum() > 0)
        qtbot.waitUntil(lambda: viewer.paper.verticalScrollBar().maximum() > 0)
        opinion = screen.desk.foot.opinion.control
        press(opinion, Qt.Key.Key_PageDown)
        assert (viewer._at, viewer.paper.verticalScrollBar().value() > 0) == (0, True)
        for key, page in ((Qt.Key.Key_PageDown, viewer.pages() - 1), (Qt.Key.Key_PageUp, 0)):
            for _press in range(9 * viewer.pages()):
                press(opinion, key)
            assert viewer._at == page
        press(opinion, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert form.value() > 0


def test_a_save_that_ends_late_is_not_told_of_the_draft_opened_since(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        opened = detail(bench.desk, uuids[3])
        owner = QWidget()
        qtbot.addWidget(owner)
        autosave = Autosave(owner, bench)
        told: list[str] = []
        autosave.saved.connect(told.append)
        autosave.follow(OpenDraft(bench.desk, opened), lambda: replace(opened.content, summary="另写的概述"))
        autosave.save()
        autosave.follow(OpenDraft(bench.desk, opened), lambda: opened.content)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).content.summary == "另写的概述")
        QThreadPool.globalInstance().waitForDone()
        QApplication.processEvents()
        assert told == []
