"""What the answers require, on the desk: bases, referrals, forms, and who sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.rules.bases import Basis, BasisKind, Outcome, Referral
from desktop.rules.chains import Nature, Step
from desktop.rules.items import Answer
from desktop.rules.states import ItemState
from desktop.services import forms, items, referrals, reviews
from desktop.services.desk import Desk
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from desktop.views.review.basis_dialogs import AnswerDialog, BasisDialog, ReferDialog
from desktop.views.review.form_choice import RETIRED
from desktop.views.review.screen import ReviewScreen
from tests.services.ends import Ends
from tests.views.desk_user import answering, press, write
from tests.views.exchange import bench_of, click, world
from tests.views.test_review import choose, open_desk

DAY = date(2026, 11, 20)
TRADE, PRIVACY, BODIES = 8, 9, 11


def answered(*yes: int, unsure: tuple[int, ...] = ()) -> tuple[Answer, ...]:
    """All 否 but these."""
    return tuple(Answer.YES if n in yes else Answer.UNSURE if n in unsure else Answer.NO for n in range(16))


def change(desk: Desk, uuid: str, **fields: object) -> None:
    """Save a draft with some fields changed."""
    now = detail(desk, uuid)
    items.save_draft(desk, uuid, replace(now.content, **fields), now.draft_version or 0, "test")  # type: ignore[arg-type]


def draft_of(ends: Ends, uuid: str, **fields: object) -> str:
    """The draft of the world, changed."""
    with ends.at("lin") as desk:
        change(desk, uuid, **fields)
    return uuid


def settled(qtbot: QtBot, screen: ReviewScreen) -> None:
    """Wait until the store holds what stands on the desk, without the five seconds to the next beat."""
    screen.desk.autosave.save()
    qtbot.waitUntil(lambda: not screen.desk.autosave.unsaved())


def test_a_trade_secret_wants_a_basis_before_it_is_submitted(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        row = screen.desk.questions.rows[TRADE]
        row.choice.setFocus()
        press(row.choice, Qt.Key.Key_2)
        assert "第 9 项：写明权利人同意" in screen.desk.foot.commit_button.reason
        assert screen.desk.foot.jump.text() == "去第 9 项"
        assert "写明权利人同意" in row.behind.behind().missing

        def agree(dialog: BasisDialog) -> None:
            assert dialog.commit.reason == "写明是谁同意"
            write(dialog.party.control, "临江律师协会")
            write(dialog.day.control, "2026-11-21")
            assert dialog.commit.reason == "日期晚于今天"
            write(dialog.day.control, "20261118")
            click(dialog.commit)

        seen = answering(qtbot, BasisDialog, agree)
        press(row.note.control, Qt.Key.Key_Return)  # the note leads on to what is missing
        assert row.behind.verbs[0].hasFocus()
        press(row.behind.verbs[0], Qt.Key.Key_Return)
        qtbot.waitUntil(seen)
        assert screen.focusWidget() is screen.desk.questions.rows[TRADE + 1].choice
        assert screen.desk.foot.commit_button.reason == ""
        assert not screen.desk.foot.jump.isVisible()
        settled(qtbot, screen)
        kept = detail(bench.desk, uuids[3]).content.bases
        assert kept == (Basis(TRADE, BasisKind.CONSENT, "临江律师协会", date(2026, 11, 18), ""),)
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).state is ItemState.IN_REVIEW)
        assert detail(bench.desk, uuids[3]).content.bases == kept


def test_bases_are_removed_and_a_changed_answer_drops_them(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    bases = (
        Basis(TRADE, BasisKind.CONSENT, "甲所", DAY, ""),
        Basis(TRADE, BasisKind.PUBLIC_INTEREST, "", None, "当事人须知情"),
    )
    uuid = draft_of(ends, uuids[3], answers=answered(TRADE), bases=bases)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuid)
        row = screen.desk.questions.rows[TRADE]
        assert [line.words for line in row.behind.behind().lines] == [
            "已取得同意：甲所，2026-11-20",
            "公共利益：当事人须知情",
        ]
        click(row.behind.removals[0])
        settled(qtbot, screen)
        assert detail(bench.desk, uuid).content.bases == bases[1:]
        press(row.choice, Qt.Key.Key_1)
        settled(qtbot, screen)
        assert detail(bench.desk, uuid).content.bases == ()
        assert row.behind.isHidden()
        press(row.choice, Qt.Key.Key_2)  # a slip of the finger loses nothing
        settled(qtbot, screen)
        assert detail(bench.desk, uuid).content.bases == bases[1:]


def test_the_kinds_of_basis_ask_for_what_the_rules_ask(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        dialog = BasisDialog(screen, PRIVACY, DAY)
        qtbot.addWidget(dialog)
        choose(dialog.kind, BasisKind.PUBLIC_INTEREST.value)
        assert dialog.commit.reason == "写明公共利益的理由"
        dialog.words.set_value("甲" * 501)
        dialog._judge()
        assert "超过 500 字" in dialog.commit.reason
        choose(dialog.kind, BasisKind.MASKED.value)
        dialog.words.set_value("只留姓氏")
        dialog._judge()
        assert dialog.commit.reason == "写明来件由谁隐去"
        dialog.party.set_value("临江律师协会")
        dialog._judge()
        assert dialog.commit.reason == "写明日期"
        dialog.day.set_value(DAY)
        dialog._judge()
        assert dialog.commit.reason == ""
        assert dialog.basis() == Basis(PRIVACY, BasisKind.MASKED, "临江律师协会", DAY, "只留姓氏")
        other = BasisDialog(screen, BODIES, DAY)
        qtbot.addWidget(other)
        assert other.commit.reason == "写明与哪个机关协商"


def test_an_unsure_answer_is_referred_and_answered(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        row = screen.desk.questions.rows[4]
        press(row.choice, Qt.Key.Key_3)
        write(row.note.control, "涉及边境事项")

        def refer(dialog: ReferDialog) -> None:
            assert dialog.commit.reason == "填写报送部门"
            write(dialog.body_field.control, "省国家保密局")
            write(dialog.day.control, "2026-11-30")
            click(dialog.commit)
            qtbot.waitUntil(lambda: not dialog.error.isHidden())
            assert "日期晚于今天" in dialog.error.accessibleName()
            write(dialog.day.control, "2026-11-20")
            write(dialog.number.control, "临司函〔2026〕9号")
            click(dialog.commit)

        seen = answering(qtbot, ReferDialog, refer)
        click(row.behind.verbs[0])
        qtbot.waitUntil(seen)
        stored = detail(bench.desk, uuids[3]).content
        assert stored.referrals == (Referral(4, "省国家保密局", DAY, "临司函〔2026〕9号"),)
        assert stored.notes[4] == "涉及边境事项"
        (line,) = row.behind.behind().lines
        assert line.words == "11-20 报省国家保密局（临司函〔2026〕9号），等答复"
        assert line.fact == "剩余 10 个工作日"
        assert "收到答复后登记" in row.behind.behind().missing
        press(screen.desk.questions.rows[6].choice, Qt.Key.Key_2)  # an autosave after it keeps the referral
        settled(qtbot, screen)
        assert detail(bench.desk, uuids[3]).content.referrals == stored.referrals

        def record(dialog: AnswerDialog) -> None:
            choose(dialog.outcome, Outcome.MAY_DISCLOSE.value)
            write(dialog.words.control, "经研究，可以公开")
            click(dialog.commit)

        seen = answering(qtbot, AnswerDialog, record)
        click(row.behind.verbs[0])
        qtbot.waitUntil(seen)
        assert "按答复改答" in row.behind.behind().missing
        press(row.choice, Qt.Key.Key_1)
        press(screen.desk.questions.rows[6].choice, Qt.Key.Key_1)
        assert screen.desk.foot.commit_button.reason == ""
        assert row.behind.behind().lines[0].words.endswith("答复可以公开：经研究，可以公开")
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).state is ItemState.IN_REVIEW)


def test_another_hand_on_the_draft_is_told_and_nothing_is_overwritten(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    uuid = draft_of(ends, uuids[3], answers=answered(unsure=(4,)))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuid)
        change(bench.desk, uuid, answers=answered(unsure=(4, 5)))
        referrals.refer(bench.desk, uuid, 5, "省国家保密局", DAY)
        press(screen.desk.questions.rows[0].choice, Qt.Key.Key_1)
        press(screen.desk.questions.rows[2].choice, Qt.Key.Key_2)
        qtbot.waitUntil(lambda: not screen.desk.error.isHidden())
        assert "已在别处改过" in screen.desk.error.accessibleName()
        stored = detail(bench.desk, uuid).content
        assert stored.answers == answered(unsure=(4, 5))
        assert len(stored.referrals) == 1


def test_the_reviewer_sees_what_stands_behind_and_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    basis = Basis(TRADE, BasisKind.CONSENT, "临江律师协会", DAY, "来函同意")
    uuid = draft_of(ends, uuids[3], answers=answered(TRADE), bases=(basis,))
    with ends.at("lin") as desk:
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuid)
        row = screen.desk.questions.rows[TRADE]
        assert row.answer() is None  # nothing is preset
        assert row.behind.behind().lines[0].words == "已取得同意：临江律师协会，2026-11-20，来函同意"
        assert row.behind.verbs == []
        assert row.behind.removals == []
        other = open_desk(qtbot, bench, uuids[0])  # a later item is asked with clean rows
        screen.show_record(uuids[0])
        assert other.desk.questions.rows == []


def test_the_chain_follows_the_form_and_the_natures_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        choice = screen.desk.form_choice

        def titles() -> list[str]:
            return [one.step.title for one in screen.desk.stepper._buttons]

        choice.form_field.combo.setCurrentIndex(choice.form_field._answers.index("extended"))
        choice.form_field.combo.activated.emit(choice.form_field.combo.currentIndex())
        assert len(titles()) == 5
        choice.nature_field.set_value((Nature.NORMATIVE, Nature.SENSITIVE))
        choice.nature_field._edited()
        assert len(titles()) == 7
        settled(qtbot, screen)
        stored = detail(bench.desk, uuids[3]).content
        assert (stored.form.code, stored.natures) == ("extended", (Nature.NORMATIVE, Nature.SENSITIVE))
        choice.form_field.set_value("standard")
        choice.form_field._edited()
        assert "法制审核员、主要领导" in choice._note.accessibleName()
        assert "改用“" in screen.desk.foot.commit_button.reason
        assert choice.instead.isVisible()
        click(choice.instead)
        assert choice.form_field.value() == "extended"
        assert not choice.instead.isVisible()
        settled(qtbot, screen)
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).state is ItemState.IN_REVIEW)
        assert Step.LEGAL_REVIEWER in [one.step for one in detail(bench.desk, uuids[3]).content.form.steps]


def test_a_retired_form_is_told_and_another_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        own = forms.save_form(desk, replace(forms.default_form(desk), code="own", name="本厅审查表"))
        change(desk, uuids[3], form=own)
        forms.retire_form(desk, "own")
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        assert screen.desk.foot.commit_button.reason == RETIRED
        screen.desk.form_choice.form_field.set_value("standard")
        screen.desk.form_choice.form_field._edited()
        assert screen.desk.foot.commit_button.reason == ""


def test_the_whole_desk_goes_without_a_mouse(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    uuid = draft_of(ends, uuids[3], answers=(None,) * 16)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuid)

        def here(key: Qt.Key) -> None:
            focused = screen.focusWidget()
            assert focused is not None
            press(focused, key)

        def masked(dialog: BasisDialog) -> None:
            press(dialog.kind, Qt.Key.Key_2)
            assert dialog.basis().kind is BasisKind.CONSENT
            press(dialog.kind, Qt.Key.Key_1)
            assert dialog.basis().kind is BasisKind.MASKED
            write(dialog.party.control, "临江律师协会")
            write(dialog.day.control, "2026-11-20")
            write(dialog.words.control, "姓名只留姓氏")
            press(dialog.commit, Qt.Key.Key_Space)

        for number in range(16):
            if number != PRIVACY:
                here(Qt.Key.Key_1)
                continue
            here(Qt.Key.Key_2)
            focused = screen.focusWidget()
            assert focused is screen.desk.questions.rows[PRIVACY].note.control
            write(focused, "名单里有电话")
            here(Qt.Key.Key_Return)
            seen = answering(qtbot, BasisDialog, masked)
            here(Qt.Key.Key_Return)
            qtbot.waitUntil(seen)
            assert screen.focusWidget() is screen.desk.questions.rows[PRIVACY + 1].choice
        assert screen.focusWidget() is screen.desk.foot.opinion.control
        write(screen.desk.foot.opinion.control, "已核对。")
        screen.desk.foot.commit_button.setFocus()  # a window that comes back after a dialog has no shortcuts offscreen
        press(screen.desk.foot.commit_button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: detail(bench.desk, uuid).state is ItemState.IN_REVIEW)
        stored = detail(bench.desk, uuid)
        assert stored.content.answers == answered(PRIVACY)
        assert stored.content.bases == (Basis(PRIVACY, BasisKind.MASKED, "临江律师协会", DAY, "姓名只留姓氏"),)
        assert stored.statements[0].text == "已核对。"


def test_a_reopened_item_is_answered_anew_with_one_key_a_question(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    basis = Basis(TRADE, BasisKind.CONSENT, "临江律师协会", DAY, "来函同意")
    notes = tuple("含报价" if n == TRADE else "" for n in range(16))
    uuid = draft_of(ends, uuids[3], answers=answered(TRADE), bases=(basis,), notes=notes)
    with ends.at("lin") as desk:
        reviews.submit(desk, uuid)
        items.revise(desk, uuid)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuid)
        rows = screen.desk.questions.rows
        assert [row.answer() for row in rows] == [None] * 16
        assert [row._aside.text() for row in rows] == [f"上次：{'是' if n == TRADE else '否'}" for n in range(16)]
        assert "还有 16 项未填" in screen.desk.foot.commit_button.reason
        for number in range(TRADE):
            press(screen.focusWidget() or screen, Qt.Key.Key_1)
            assert rows[number].answer() is Answer.NO
        settled(qtbot, screen)  # what the open questions said before is not lost on the way
        stored = detail(bench.desk, uuid).content
        assert (stored.bases, stored.notes[TRADE]) == ((basis,), "含报价")
        press(screen.focusWidget() or screen, Qt.Key.Key_2)
        press(rows[TRADE].note.control, Qt.Key.Key_Return)
        for row in rows[TRADE + 1 :]:
            press(row.choice, Qt.Key.Key_1)
        assert screen.desk.foot.commit_button.reason == ""
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(lambda: detail(bench.desk, uuid).state is ItemState.IN_REVIEW)
        assert detail(bench.desk, uuid).content.bases == (basis,)


def test_a_late_answer_is_red(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        change(desk, uuids[3], answers=answered(unsure=(4,)))
        referrals.refer(desk, uuids[3], 4, "省国家保密局", DAY - timedelta(days=30))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        (line,) = screen.desk.questions.rows[4].behind.behind().lines
        assert line.tone == "bad"
        assert "已超期" in line.fact
