"""The review desk: to whom ink is returned, reasons that are too long, what is due next, how a signature is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.rules.chains import DEFAULT_FORM, Step
from desktop.rules.items import Answer
from desktop.rules.review import Opinion
from desktop.rules.signing import OPINION_LIMIT
from desktop.rules.states import ItemState
from desktop.services import batches, forms, items, reviews, turns
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from desktop.views.components.checks import OptionRow
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.review.ink import InkDialog
from desktop.views.review.modes import Mode
from desktop.views.review.returning import ReturnDialog
from tests.views.desk_user import answering, press, write
from tests.views.exchange import bench_of, click, world
from tests.views.test_review import choose, open_desk


def test_ink_is_returned_to_the_step_that_the_paper_names(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(text="同意"))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])

        def record(dialog: InkDialog) -> None:
            write(dialog.signer.control, "周敏")
            assert dialog.questions.isVisible()
            assert not dialog.target.isVisible()
            choose(dialog.opinion, Opinion.RETURN.value)
            assert not dialog.questions.isVisible()
            rows: list[OptionRow] = list(dialog.target.findChildren(OptionRow))
            assert [row.text() for row in rows if row.isVisible()] == ["退回承办人补正", "退回处室负责人"]
            click(rows[1])
            write(dialog.text.control, "理" * (OPINION_LIMIT + 1))
            assert dialog.commit.reason == "理由超过 5000 字"
            write(dialog.text.control, "请写明意见")
            click(dialog.attest)
            click(dialog.commit)

        answering(qtbot, InkDialog, record)
        click(screen.ink_button)
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[2]).statements) == 1)
        shown = detail(bench.desk, uuids[2])
        assert shown.state is ItemState.IN_REVIEW
        step = turns.step_due(shown)
        assert step is not None
        assert step.step is Step.OFFICE_HEAD


def test_a_reason_that_is_too_long_stays_in_the_dialog(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        told: list[str] = []
        refused: list[str] = []
        monkeypatch.setattr(bench, "show_error", lambda _owner, problem: refused.append(problem.code))

        def explain(dialog: ReasonDialog) -> None:
            write(dialog.field.control, "理" * (OPINION_LIMIT + 1))
            told.append(dialog.commit.reason)
            told.append(dialog.field.message.words())
            press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            assert dialog.isVisible()
            assert len(dialog.reason_words()) == OPINION_LIMIT + 1
            dialog.field.set_value("")
            write(dialog.field.control, "附件没有附全")
            click(dialog.commit)

        for button, kind in (
            (screen.desk.foot.refuse_button, ReasonDialog),
            (screen.desk.foot.return_button, ReturnDialog),
        ):
            ends.clock.moment -= timedelta(days=2)  # signing is refused, and the reason is not lost
            refused.clear()
            seen = answering(qtbot, kind, explain)
            click(button)
            qtbot.waitUntil(seen)
            qtbot.waitUntil(lambda: bool(refused))
            assert refused == ["E-CLOCK"]
            assert told[-2:] == ["理由超过 5000 字", "不超过 5000 字，现 5001 字，多 1 字"]
            assert screen.desk.foot.opinion.value() == "附件没有附全"
            screen.desk.foot.opinion.set_value("")
            ends.clock.moment += timedelta(days=2)


def test_after_a_submission_the_step_that_is_due_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        steps = tuple(one for one in DEFAULT_FORM.steps if one.step is not Step.OFFICE_HEAD)
        own = forms.save_new_form(desk, replace(DEFAULT_FORM, code="own-0001", name="无处室审核", steps=steps))
        now = detail(desk, uuids[3])
        items.save_draft(desk, uuids[3], replace(now.content, form=own), now.draft_version or 0, "test")
    with bench_of(ends, "lin", qtbot) as bench:
        details: list[str] = []
        bench.telling.connect(lambda _fact, more: details.append(more))
        screen = open_desk(qtbot, bench, uuids[3])
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(lambda: bool(details))
        assert details == ["现在是“审查中”，等保密审查员签字"]
        qtbot.waitUntil(lambda: screen.desk.mode is Mode.WATCHER)


def test_a_draft_changed_elsewhere_is_opened_again_at_the_desk(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        now = detail(bench.desk, uuids[3])
        notes = tuple("别处写的" if n == 2 else "" for n in range(16))
        answers = tuple(Answer.YES if n == 2 else Answer.NO for n in range(16))
        elsewhere = replace(now.content, answers=answers, notes=notes)
        items.save_draft(bench.desk, uuids[3], elsewhere, now.draft_version or 0, "other")
        press(screen.desk.questions.rows[4].choice, Qt.Key.Key_2)
        qtbot.waitUntil(screen.desk.error.isVisible)
        assert "重新打开这份草稿" in screen.desk.error.accessibleName()
        assert screen.desk.reopen_button.text() == "重新打开草稿"
        click(screen.desk.reopen_button)
        qtbot.waitUntil(lambda: screen.desk.questions.notes()[2] == "别处写的")
        assert screen.desk.error.isHidden()
        assert screen.desk.questions.answers() == answers
        press(screen.desk.questions.rows[4].choice, Qt.Key.Key_2)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).content.answers[4] is Answer.YES)
        assert screen.may_leave()


def test_who_signed_last_is_told_how_to_take_it_back(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(text="同意"))
    with bench_of(ends, "chen", qtbot) as bench:
        undo = open_desk(qtbot, bench, uuids[2]).desk.foot.undo
        assert undo.isVisible()
        assert "撤回签字…" in undo.accessibleName()
    with bench_of(ends, "zhou", qtbot) as bench:
        assert not open_desk(qtbot, bench, uuids[2]).desk.foot.undo.isVisible()  # it is his turn
        undo = open_desk(qtbot, bench, uuids[0]).desk.foot.undo
        assert undo.isVisible()
        assert "撤回签字…" in undo.accessibleName()
    with ends.at("lin") as desk:
        batches.assemble(desk, (uuids[0],), "2026年12月上")
    with bench_of(ends, "zhou", qtbot) as bench:
        undo = open_desk(qtbot, bench, uuids[0]).desk.foot.undo
        assert "已组入一批，签字不能撤回" in undo.accessibleName()
    with bench_of(ends, "chen", qtbot) as bench:
        assert not open_desk(qtbot, bench, uuids[0]).desk.foot.undo.isVisible()
