"""The review desk as its people use it: answer, submit, sign, return, record ink, stop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.rules.items import Answer, Attribute, ItemContent
from desktop.rules.review import Conclusion, Opinion
from desktop.rules.states import ItemState
from desktop.services import items, reviews
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from desktop.views.components.dialogs import ConfirmDialog, ReasonDialog
from desktop.views.components.segmented import SegmentedChoice
from desktop.views.components.text import Icon
from desktop.views.printing.preview import PrintPreview
from desktop.views.review.conclusions import conclusion_choice, limit_choice, why_limited
from desktop.views.review.ink import InkDialog
from desktop.views.review.modes import Mode, chain_steps
from desktop.views.review.screen import ReviewScreen
from tests.services.ends import Ends, answer_again, complete
from tests.services.tampering import rewrite_sign_off
from tests.views.desk_user import answering, press, write
from tests.views.exchange import TestBench, bench_of, click, world

NO = (Answer.NO,) * 16


def open_desk(qtbot: QtBot, bench: TestBench, uuid: str) -> ReviewScreen:
    screen = ReviewScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1200, 860)
    screen.show()
    screen.show_record(uuid)
    qtbot.waitUntil(lambda: screen.desk.detail is not None)
    return screen


def answer_all(screen: ReviewScreen, key: Qt.Key = Qt.Key.Key_1) -> None:
    """Press a digit on every row; the focus walks by itself."""
    for row in screen.desk.questions.rows:
        press(row.choice, key)


def unanswered(ends: Ends, uuid: str) -> None:
    """Take the answers of a draft back."""
    with ends.at("lin") as desk:
        now = detail(desk, uuid)
        assert now.draft_version is not None
        items.save_draft(desk, uuid, replace(now.content, answers=(None,) * 16), now.draft_version, "test")


def choose(choice: SegmentedChoice, value: str) -> None:
    """Click an answer."""
    click(next(one for one in choice._buttons if one.segment.value == value))


def test_the_handler_answers_by_keys_and_submits(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    unanswered(ends, uuids[3])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        rows = screen.desk.questions.rows
        assert screen.desk.mode is Mode.HANDLER
        assert "还有 16 项未填" in screen.desk.foot.commit_button.reason
        assert rows[0].choice.hasFocus()
        press(rows[0].choice, Qt.Key.Key_1)
        assert rows[1].choice.hasFocus()
        press(rows[1].choice, Qt.Key.Key_Space)
        assert rows[1].answer() is Answer.NO
        assert rows[1].choice.hasFocus()
        press(rows[1].choice, Qt.Key.Key_Down)
        press(rows[2].choice, Qt.Key.Key_2)
        assert rows[2].note.control.hasFocus()
        write(rows[2].note.control, "已删去内部电话")
        press(rows[2].note.control, Qt.Key.Key_Return)
        assert rows[3].choice.hasFocus()
        press(rows[3].choice, Qt.Key.Key_Up)
        assert rows[2].choice.hasFocus()
        for row in rows[3:]:
            press(row.choice, Qt.Key.Key_1)
        assert screen.desk.foot.commit_button.reason == ""
        click(screen.desk.foot._phrase_buttons[0])
        press(screen.desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).state is ItemState.IN_REVIEW)
        stored = detail(bench.desk, uuids[3])
        assert stored.content.answers == (Answer.NO, Answer.NO, Answer.YES, *NO[3:])
        assert stored.content.notes[2] == "已删去内部电话"
        assert stored.statements[0].text == "已逐项核对，同意送审。"
        qtbot.waitUntil(lambda: screen.desk.mode is Mode.WATCHER)
        assert screen.may_leave()


def test_answers_of_a_draft_are_saved_without_a_verb(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    unanswered(ends, uuids[3])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        press(screen.desk.questions.rows[4].choice, Qt.Key.Key_3)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).content.answers[4] is Answer.UNSURE)
        assert screen.may_leave()


def test_a_state_secret_stops_the_registration_or_the_answer_is_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    unanswered(ends, uuids[3])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        first = screen.desk.questions.rows[0]
        answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.cancel))
        press(first.choice, Qt.Key.Key_2)
        assert first.answer() is None
        assert detail(bench.desk, uuids[3]).state is ItemState.DRAFT
        answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        press(first.choice, Qt.Key.Key_2)
        qtbot.waitUntil(lambda: ("editor", uuids[3]) in bench.opened)
        stopped = detail(bench.desk, uuids[3])
        assert (stopped.state, stopped.content.title, stopped.documents) == (ItemState.STOPPED, "", ())


def test_a_draft_with_open_fields_cannot_be_submitted(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        complete(desk, uuids[3], attribute=Attribute.ON_REQUEST)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        assert "登记页还有" in screen.desk.foot.commit_button.reason
        press(screen.desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        click(screen.desk.foot.back_button)
        assert bench.opened == [("editor", uuids[3])]
        assert detail(bench.desk, uuids[3]).state is ItemState.DRAFT
        assert screen.may_leave()


def test_the_reviewer_answers_every_row_himself(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(text="内容属实。"))
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        desk_page, foot = screen.desk, screen.desk.foot
        assert desk_page.mode is Mode.REVIEWER
        assert all(row.answer() is None for row in desk_page.questions.rows)
        assert desk_page.questions.rows[0]._aside.text() == "承办人：否"
        answer_all(screen)
        assert foot.commit_button.reason == "选择审查结论后可签字"
        press(desk_page.questions.rows[9].choice, Qt.Key.Key_2)
        assert "第 10 项选了是" in foot.conclusion_head.fact.text()
        choose(foot.conclusion, Conclusion.DISCLOSE.value)
        assert foot.concluded() is None
        choose(foot.conclusion, Conclusion.DISCLOSE_IN_PART.value)
        assert "第 10 项缺少依据" in foot.commit_button.reason
        assert "退回承办人补办依据" in foot.commit_button.reason
        assert foot.jump.text() == "去第 10 项"
        assert screen.may_leave()
        screen.show_record("")
        screen.show_record(uuids[2])
        qtbot.waitUntil(lambda: screen.pages.currentIndex() == 1)
        assert foot.concluded() is Conclusion.DISCLOSE_IN_PART
        click(foot.commit_button)
        assert detail(bench.desk, uuids[2]).state is ItemState.IN_REVIEW
        choose(foot.conclusion, Conclusion.REFER.value)
        assert foot.commit_button.reason == ""
        click(foot.commit_button)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[2]).state is ItemState.RETURNED)
        signed = detail(bench.desk, uuids[2]).statements[-1]
        assert signed.answers[9] is Answer.YES
        assert signed.conclusion is Conclusion.REFER
        step = chain_steps(detail(bench.desk, uuids[2]))[2]
        assert (step.state, step.lines) == ("failed", ("周敏 11-20 报有关部门确定",))


def test_returning_asks_for_the_reason(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])

        def give_reason(dialog: ReasonDialog) -> None:
            assert dialog.commit.reason
            write(dialog.field.control, "附件缺少盖章页")
            click(dialog.commit)

        answering(qtbot, ReasonDialog, give_reason)
        click(screen.desk.foot.return_button)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[2]).state is ItemState.RETURNED)
        assert "附件缺少盖章页" in detail(bench.desk, uuids[2]).returned_reason
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.queue_page)
        looking = open_desk(qtbot, bench, uuids[2])
        assert not looking.desk.foot.back_button.isVisible()
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        returned: list[Icon] = list(screen.desk.signatures.lines[-1].findChildren(Icon))
        assert returned[0].shown == ("corner-up-left", "badtext")
        click(screen.desk.foot.back_button)
        assert bench.opened == [("editor", uuids[2])]


def test_signatures_on_paper_are_recorded_with_an_attestation(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        assert screen.desk.mode is Mode.WATCHER
        assert "轮到处室负责人" in screen.desk.foot.state.accessibleName()

        def head(dialog: InkDialog) -> None:
            write(dialog.signer.control, "陈志远" * 30)
            assert len(dialog.signer.value()) == 40
            write(dialog.signer.control, "陈志远")
            assert dialog.commit.reason == "勾选证明"
            click(dialog.attest)
            click(dialog.commit)

        answering(qtbot, InkDialog, head)
        click(screen.ink_button)
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[2]).statements) == 2)
        refused: list[str] = []

        def reviewer(dialog: InkDialog) -> None:
            write(dialog.signer.control, "林倩")
            for row in dialog.questions.rows:
                press(row.choice, Qt.Key.Key_1)
            choose(dialog.conclusion, Conclusion.DISCLOSE.value)
            click(dialog.attest)
            click(dialog.commit)
            qtbot.waitUntil(lambda: not dialog.error.isHidden())
            refused.append(dialog.error.accessibleName())
            write(dialog.signer.control, "周敏")
            click(dialog.commit)

        qtbot.waitUntil(lambda: screen.desk.detail is not None and len(screen.desk.detail.statements) == 2)
        answering(qtbot, InkDialog, reviewer)
        click(screen.ink_button)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[2]).state is ItemState.TO_SUBMIT)
        assert "同一人" in refused[0]
        signed = detail(bench.desk, uuids[2]).statements[-1]
        assert signed.ink is not None
        assert (signed.ink.name, signed.ink.attested_by, signed.answers) == ("周敏", "林倩", NO)


def test_voided_and_forged_signatures_are_shown(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(Opinion.RETURN, "附件缺少盖章页"))
    with ends.at("lin") as desk:
        items.revise(desk, uuids[2])
        answer_again(desk, uuids[2])
        reviews.submit(desk, uuids[2], "已补齐。")
        rewrite_sign_off(desk, uuids[2])
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        qtbot.waitUntil(lambda: not screen.desk.error.isHidden())
        assert "林倩" in screen.desk.error.accessibleName()
        assert screen.desk.foot.commit_button.reason.startswith("有签字无效")
        lines = [
            child.accessibleName() for child in screen.desk.signatures.children() if hasattr(child, "accessibleName")
        ]
        assert any("作废：内容重新修改" in words for words in lines)


def test_the_queue_lists_what_waits_and_opens_it(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = ReviewScreen(bench)
        qtbot.addWidget(screen)
        screen.show()
        screen.show_record("")
        table = screen.queue_page.table
        qtbot.waitUntil(lambda: table.view.model().rowCount() == 1)
        assert "1 件由本人签字" in screen.queue_page.header._fact.text()
        table.opened.emit(uuids[2])
        qtbot.waitUntil(lambda: screen.pages.currentIndex() == 1)
        assert screen.place.text() == "第 1 件，共 1 件"
        assert not screen.following.isEnabled()
        press(screen, Qt.Key.Key_Escape)
        assert screen.pages.currentWidget() is screen.queue_page


def test_the_form_is_previewed_and_saved_as_pdf(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)

    def save(dialog: PrintPreview) -> None:
        qtbot.waitUntil(dialog.save.isEnabled)
        click(dialog.save)

    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        bench.answer = tmp_path
        answering(qtbot, PrintPreview, save)
        screen.print_button.print_filled()
        answering(qtbot, PrintPreview, save)
        screen.print_button.print_blank("notice", "审查单")
        assert [path.name[-8:] for path in bench.shown] == ["0003.pdf", "（空白）.pdf"]
        assert all(path.read_bytes().startswith(b"%PDF") for path in bench.shown)


def test_a_missing_item_leads_back_to_the_queue(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = ReviewScreen(bench)
        qtbot.addWidget(screen)
        screen.show()
        seen = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        screen.show_record("no such item")
        qtbot.waitUntil(seen)
        assert screen.pages.currentWidget() is screen.queue_page


def test_conclusions_follow_the_answers(qtbot: QtBot) -> None:
    choice = conclusion_choice()
    qtbot.addWidget(choice)
    choice.set_value(Conclusion.DISCLOSE.value)
    unsure = (*NO[:10], Answer.UNSURE, *NO[11:])
    assert limit_choice(choice, unsure, ItemContent()).startswith("第 11 项不确定")
    assert choice.value() == ""
    for attribute in Attribute:
        for answers in (NO, unsure, (Answer.YES, *NO[1:]), (None,) * 16):
            assert why_limited(answers, ItemContent(attribute=attribute))
