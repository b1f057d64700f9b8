"""待两人决定 at one desk: a fork and a conflict are proposed by one person and confirmed by another; 撤销 of the toast."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.rules.states import DecisionKind, ItemState, ReceivedOutcome
from desktop.services import imports, item_detail, joint_decisions
from desktop.services.imports import Decision
from desktop.views.components.text import Text
from desktop.views.receive.matter_dialogs import ConfirmMatterDialog, ProposeDialog
from desktop.views.receive.screen import ReceiveScreen
from desktop.views.window import MainWindow
from tests.services.conftest import sent, sent_once  # noqa: F401 - fixtures
from tests.services.ends import PASSWORD
from tests.services.sent import Sent, take, twin_of
from tests.views.exchange import TestBench, bench_of, click

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def opened(bench: TestBench, qtbot: QtBot) -> ReceiveScreen:
    screen = ReceiveScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1240, 800)
    screen.show()
    click(screen.front.matters)
    qtbot.waitUntil(lambda: bool(screen.matters.matters) and screen.matters.pane.isVisible())
    return screen


def in_dialog(qtbot: QtBot, opens: Callable[[], object], answer: Callable[[], None]) -> None:
    """Answer the modal dialog that `opens` shows; a failure in there fails the test after the dialog is closed."""
    failed: list[Exception] = []

    def guarded() -> None:
        try:
            answer()
        except Exception as error:
            failed.append(error)
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                dialog.close()

    QTimer.singleShot(0, guarded)
    opens()
    if failed:
        raise failed[0]


def button(within: QWidget, words: str) -> QAbstractButton:
    """The button whose name begins with these words."""
    found = cast("list[QAbstractButton]", within.findChildren(QAbstractButton))
    return next(one for one in found if one.accessibleName().startswith(words))


def propose(qtbot: QtBot, screen: ReceiveScreen, choice: str, reason: str) -> None:
    """Choose by a click on the row of that name, and sign."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ProposeDialog)
        assert dialog.commit.reason == "选择怎样决定"
        row = button(dialog.options, choice)
        click(row)
        assert dialog.commit.reason == "写明理由"
        dialog.words.edit.setPlainText(reason)
        click(dialog.commit)

    in_dialog(qtbot, lambda: click(screen.matters.pane.propose), answer)
    qtbot.waitUntil(lambda: screen.matters.pane.confirm.isVisible())
    assert not screen.matters.pane.propose.isVisible()


def confirm(qtbot: QtBot, screen: ReceiveScreen, login: str) -> None:
    """The second person types login and password; the proposer himself and a wrong password are turned away first."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ConfirmMatterDialog)
        assert not dialog.commit.isEnabled()
        attempts = (("wang", PASSWORD, "两人决定"), (login, "wrong horse 12", "口令不对"), (login, PASSWORD, ""))
        for who, password, refusal in attempts:
            dialog.login.set_value("")
            dialog.password.set_value("")
            QTest.keyClicks(dialog.login.edit, who)
            QTest.keyClicks(dialog.password.edit, password)
            click(dialog.commit)
            if refusal:
                qtbot.waitUntil(lambda words=refusal: words in dialog.error.accessibleName())  # type: ignore[misc]

    in_dialog(qtbot, lambda: click(screen.matters.pane.confirm), answer)


def words_in(screen: ReceiveScreen) -> str:
    return "\n".join(
        one.text() for one in cast("list[Text]", screen.matters.pane.findChildren(Text)) if one.isVisible()
    )


def test_a_fork_is_decided_by_two_people_at_one_desk(qtbot: QtBot, sent: Sent) -> None:  # noqa: F811
    take(sent.ends, sent.package)
    other = twin_of(sent, seq=1)
    with bench_of(sent.ends, "wang", qtbot) as bench:
        screen = ReceiveScreen(bench)
        qtbot.addWidget(screen)
        screen.resize(1240, 800)
        screen.show()
        screen.inspect(other)
        qtbot.waitUntil(lambda: screen.front.matters.text() == "待两人决定 1")
        assert screen.refusal.isVisible()
        click(screen.front.matters)
        qtbot.waitUntil(lambda: bool(screen.matters.matters) and screen.matters.pane.isVisible())
        assert screen.matters.matters[0].fact.splitlines()[0].startswith("先收的：2026年第001批")
        assert {"先收的", "后到的", "1 件内容不同"} <= set(words_in(screen).splitlines())
        propose(qtbot, screen, "两份都收", "先都收下")
        confirm(qtbot, screen, "li")
        qtbot.waitUntil(lambda: screen.matters.pane.propose.text() == "改变决定")
        propose(qtbot, screen, "只认先收的一份", "处室恢复备份后误报")
        assert imports.received(bench.desk)[0].outcome is ReceivedOutcome.HELD
        confirm(qtbot, screen, "li")
        qtbot.waitUntil(lambda: screen.matters.matters == ())
        assert imports.received(bench.desk)[0].outcome is ReceivedOutcome.REJECTED
        made, changed = joint_decisions.decisions(bench.desk)
        assert (made.dropped, changed.dropped) == (False, True)
        assert (made.proposed_by, made.confirmed_by) == ("王晓彤", "李建国")


def test_a_conflict_is_proposed_dropped_and_decided(qtbot: QtBot, sent: Sent) -> None:  # noqa: F811
    take(sent.ends, sent.package)
    take(sent.ends, twin_of(sent, seq=2), {sent.uuid: Decision(False, "两份内容不同")})
    with bench_of(sent.ends, "wang", qtbot) as bench:
        screen = opened(bench, qtbot)
        assert screen.matters.matters[0].kind is DecisionKind.CONFLICT
        propose(qtbot, screen, "以甲份为准", "以先报的为准")
        click(screen.matters.pane.drop)
        qtbot.waitUntil(lambda: screen.matters.pane.propose.isVisible())
        propose(qtbot, screen, "以乙份为准", "后一份是定稿")
        assert "以乙份为准" in words_in(screen)
        assert item_detail.detail(bench.desk, sent.uuid).conflict
        confirm(qtbot, screen, "li")
        qtbot.waitUntil(lambda: screen.matters.matters == ())
        shown = item_detail.detail(bench.desk, sent.uuid)
        assert (shown.content.summary, shown.conflict) == ("另一份内容", False)
        assert not screen.matters.pane.isVisible()


def test_the_second_person_confirms_when_signed_in_himself(qtbot: QtBot, sent: Sent) -> None:  # noqa: F811
    take(sent.ends, sent.package)
    take(sent.ends, twin_of(sent, seq=2), {sent.uuid: Decision(False, "两份内容不同")})
    with bench_of(sent.ends, "wang", qtbot) as bench:
        first = opened(bench, qtbot)  # held until the end: the collector must not take it apart while it is shown
        propose(qtbot, first, "两份都退回处室", "处室要求重报")
        first.hide()
    with bench_of(sent.ends, "li", qtbot) as bench:
        screen = opened(bench, qtbot)

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, ConfirmMatterDialog)
            assert not dialog.login.isVisible()
            click(dialog.commit)

        in_dialog(qtbot, lambda: click(screen.matters.pane.confirm), answer)
        qtbot.waitUntil(lambda: screen.matters.matters == ())
        assert item_detail.detail(bench.desk, sent.uuid).state is ItemState.RETURNED


def test_the_toast_takes_an_import_back(qtbot: QtBot, sent: Sent) -> None:  # noqa: F811
    with bench_of(sent.ends, "wang", qtbot) as bench:
        window = MainWindow(bench)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        bench.open("receive", str(sent.package))
        screen = window.findChild(ReceiveScreen)
        assert screen is not None
        qtbot.waitUntil(lambda: screen.check.isVisible())
        click(screen.check.commit)
        qtbot.waitUntil(lambda: window.toast.isVisible() and screen.taken.isVisible())
        assert screen.taken.page.horizontalScrollBar().maximum() == 0
        click(button(window.toast, "撤销"))
        qtbot.waitUntil(lambda: window.toast.accessibleName().startswith("已撤销接收"))
        assert screen.front.isVisible()
        assert [one.undone for one in imports.received(bench.desk)] == [True]
        assert item_detail.detail(bench.desk, sent.uuid).state is ItemState.DISCARDED
