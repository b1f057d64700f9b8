"""Returning to a step, recalling, standing in, comparing with what was signed, and signatures that do not verify."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import UserError
from desktop.rules.chains import Nature, Step
from desktop.rules.items import Answer, DocumentRole
from desktop.rules.review import Conclusion, Opinion
from desktop.rules.roles import End, Role
from desktop.rules.signing import OPINION_LIMIT
from desktop.rules.states import ItemState
from desktop.services import batches, forms, intake, items, recalling, reviews, stand_ins
from desktop.services.first_run import NewAccount
from desktop.services.item_detail import detail
from desktop.services.reviews import Verdict
from desktop.views.components.checks import OptionRow
from desktop.views.components.dialogs import ConfirmDialog, ReasonDialog
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.home import HomeScreen
from desktop.views.ledger.pane import ItemPane
from desktop.views.ledger.screen import LedgerScreen
from desktop.views.review.changes import ChangesDialog
from desktop.views.review.ink import InkDialog
from desktop.views.review.modes import Mode
from desktop.views.review.returning import ReturnDialog
from desktop.views.review.screen import ReviewScreen
from desktop.views.send.screen import SendScreen
from desktop.views.table_models import ChipCell
from tests.services.ends import DOCUMENT, PASSWORD, REVIEWED, add_person, yes
from tests.services.tampering import rewrite_sign_off
from tests.views.desk_user import answering, press, write
from tests.views.exchange import bench_of, click, world
from tests.views.test_review import answer_all, choose, open_desk


def line_words(screen: ReviewScreen) -> list[str]:
    """What is told of the signatures below the questions."""
    return [one.accessibleName() for one in screen.desk.signatures.lines]


def spoken(widget: QWidget) -> list[str]:
    """What a screen reader is told of everything inside a widget."""
    children: list[QWidget] = list(widget.findChildren(QWidget))
    return [child.accessibleName() for child in children]


def test_a_return_goes_to_the_step_that_was_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(text="同意"))
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])

        def back(dialog: ReturnDialog) -> None:
            rows: list[OptionRow] = list(dialog.target.findChildren(OptionRow))
            assert [row.text() for row in rows] == ["退回承办人补正", "退回处室负责人"]
            assert dialog.return_to() is None
            click(rows[1])
            assert dialog.return_to() is Step.OFFICE_HEAD
            write(dialog.field.control, "请写明意见")
            click(dialog.commit)

        seen = answering(qtbot, ReturnDialog, back)
        click(screen.desk.foot.return_button)
        qtbot.waitUntil(seen)
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[2]).statements) == 1)
        assert detail(bench.desk, uuids[2]).state is ItemState.IN_REVIEW
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.queue_page)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        assert screen.desk.mode is Mode.SIGNER
        assert any("已作废：周敏退回到“处室负责人”：请写明意见" in words for words in line_words(screen))
        assert not any(one.links for one in screen.desk.signatures.lines)  # the content is the same


def test_a_signature_is_recalled_with_a_reason(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(text="同意"))
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        assert screen.recall_button.isHidden()
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])

        def explain(dialog: ReasonDialog) -> None:
            assert dialog.commit.reason
            write(dialog.field.control, "附件没有看完")
            click(dialog.commit)

        answering(qtbot, ReasonDialog, explain)
        click(screen.recall_button)
        qtbot.waitUntil(lambda: screen.desk.mode is Mode.SIGNER)
        assert "已作废：陈志远撤回签字：附件没有看完" in line_words(screen)[-1]
        assert screen.recall_button.isHidden()


def test_a_recall_that_comes_too_late_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        recalling.recall(bench.desk, uuids[2], "先撤回")

        def explain(dialog: ReasonDialog) -> None:
            write(dialog.field.control, "再撤回")
            click(dialog.commit)

        answering(qtbot, ReasonDialog, explain)
        click(screen.recall_button)
        seen = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        qtbot.waitUntil(seen)
        qtbot.waitUntil(lambda: screen.desk.mode is Mode.HANDLER)


def test_a_stand_in_sees_for_whom_he_signs(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        add_person(desk, NewAccount("gao", "高原", (Role.LEADER,), PASSWORD))
        day = desk.today()
        stand_ins.record_stand_in(desk, Role.OFFICE_HEAD, "陈志远", "gao", "处务会纪要", day, day + timedelta(days=9))
    with ends.at("gao", End.OFFICE) as desk:
        from tests.views.exchange import TestBench

        bench = TestBench(desk)
        screen = open_desk(qtbot, bench, uuids[2])
        assert screen.desk.mode is Mode.SIGNER
        assert screen.desk.foot.stand_in.accessibleName() == "代陈志远签，依据：处务会纪要（11-20 至 11-29）"
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(lambda: len(detail(desk, uuids[2]).statements) == 2)
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.queue_page)
        screen.show_record(uuids[2])
        qtbot.waitUntil(lambda: screen.desk.mode is Mode.WATCHER)
        assert screen.desk.stepper._buttons[1].step.lines == ("高原 11-20 同意", "代陈志远签")
        assert any("依据：处务会纪要" in words for words in line_words(screen))
        qtbot.wait(1)


def test_ink_may_be_a_stand_ins(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])

        def record(dialog: InkDialog) -> None:
            write(dialog.signer.control, "高原")
            click(dialog.stood_in)
            assert dialog.commit.reason == "写明代谁签、凭什么代签"
            write(dialog.principal.control, "陈志远")
            write(dialog.authority.control, "书面委托")
            write(dialog.last_day.control, "2026-11-19")
            assert dialog.commit.reason == "签字日期不在授权的期限内"
            write(dialog.last_day.control, "2026-11-30")
            click(dialog.attest)
            click(dialog.commit)

        answering(qtbot, InkDialog, record)
        click(screen.ink_button)
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[2]).statements) == 2)
        made = detail(bench.desk, uuids[2]).statements[-1]
        assert made.delegation is not None
        assert (made.person, made.delegation.principal, made.delegation.authority) == ("高原", "陈志远", "书面委托")


def test_what_changed_since_the_signature_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    mended = tmp_path / "修改稿.txt"
    mended.write_text(DOCUMENT.replace("设立满一年", "设立满二年"), encoding="utf-8")
    with ends.at("lin") as desk:
        items.revise(desk, uuids[2])
        intake.attach_document(desk, uuids[2], mended)
        now = detail(desk, uuids[2])
        new = next(one for one in now.content.attachments if one.name == mended.name)
        extended = next(one.form for one in forms.forms(desk) if one.form.code == "extended")
        content = replace(
            now.content,
            form=extended,
            title="新的标题",
            natures=(Nature.NORMATIVE,),
            answers=yes(),
            attachments=(replace(new, role=DocumentRole.BODY),),
        )
        items.save_draft(desk, uuids[2], content, now.draft_version or 0, "test")
        reviews.submit(desk, uuids[2])
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        assert screen.desk.since.isVisible()
        voided = screen.desk.signatures.lines[-1]
        assert "签的是第 1 版，此后改了 4 处" in voided.accessibleName()
        seen: list[tuple[list[str], list[str]]] = []

        def look(dialog: ChangesDialog) -> None:
            qtbot.waitUntil(lambda: bool(dialog.documents))
            fields = [one.label for one in dialog.fields._changes]
            seen.append((fields, [f"{one.old}→{one.new}" for one in dialog.documents[0]._changes]))
            click(dialog.commit)

        answering(qtbot, ChangesDialog, look)
        click(voided.links["查看改动"])
        qtbot.waitUntil(lambda: bool(seen))
        fields, passages = seen[0]
        assert fields == ["信息标题", "附件", "事项性质", "审查表"]
        assert any("设立满一年" in words and "设立满二年" in words for words in passages)


def test_a_forged_signature_is_red_everywhere_and_leaves_nowhere(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        rewrite_sign_off(desk, uuids[0])
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[0])
        qtbot.waitUntil(lambda: not screen.desk.error.isHidden())
        assert "周敏" in screen.desk.error.accessibleName()
        assert screen.desk.stepper._buttons[2].step.state == "failed"
        pane = ItemPane(bench)
        qtbot.addWidget(pane)
        pane.show()
        pane.show_item(detail(bench.desk, uuids[0]))
        told = spoken(pane)
        assert any("1 个签字验证不通过，不能报送和发布" in words for words in told)
        page = SendScreen(bench)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.show_record("")
        qtbot.waitUntil(lambda: page.choosing.table.view.model().rowCount() == 1)  # the other ready item
        assert any("签字验证不通过" in words for words in spoken(page.choosing.side.list))
        with pytest.raises(UserError) as refused:
            batches.assemble(bench.desk, [uuids[0]], "本期")
        assert refused.value.code == "E-UNREVIEWED"


def test_an_opinion_is_counted_and_stopped_at_its_limit(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        opinion = screen.desk.foot.opinion
        assert not opinion.message.isVisible()
        write(opinion.control, "审" * (OPINION_LIMIT + 1))
        assert opinion.message.words() == "不超过 5000 字，现 5001 字，多 1 字"
        assert screen.desk.foot.commit_button.reason == "意见超过 5000 字"
        opinion.set_value("审" * OPINION_LIMIT)
        screen.desk.judge()
        assert screen.desk.foot.commit_button.reason == ""
        press(opinion.control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[2]).statements) == 2)
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        line = screen.desk.signatures.lines[-1]
        assert "共 5000 字" in line.opinion.text()
        click(line.links["全文"])
        assert line.opinion.text() == "审" * OPINION_LIMIT


def test_a_clock_set_back_is_told_on_the_desk(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[2])
        ends.clock.moment -= timedelta(days=2)
        told: list[str] = []

        def read(dialog: ConfirmDialog) -> None:
            told.append(dialog.windowTitle())
            click(dialog.commit)

        seen = answering(qtbot, ConfirmDialog, read)
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(seen)
        assert told[0].startswith("电脑的时间是 2026-11-18")
        assert screen.desk.foot.commit_button.reason == ""
        assert len(detail(bench.desk, uuids[2]).statements) == 1


def test_the_next_review_is_asked_with_clean_rows(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        now = detail(desk, uuids[3])
        notes = tuple("涉密审查记录" if n == 2 else "" for n in range(16))
        items.save_draft(desk, uuids[3], replace(now.content, notes=notes), now.draft_version or 0, "test")
        reviews.submit(desk, uuids[3])
    for uuid in (uuids[2], uuids[3]):
        with ends.at("chen") as desk:
            reviews.sign(desk, uuid, Verdict())
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        rows = screen.desk.questions.rows
        assert rows[2]._note.isVisible()
        answer_all(screen)
        choose(screen.desk.foot.conclusion, Conclusion.DISCLOSE.value)
        click(screen.desk.foot.commit_button)
        qtbot.waitUntil(lambda: screen.desk.detail is not None and screen.desk.detail.uuid == uuids[2])
        assert screen.desk.questions.rows == rows
        assert all(row.answer() is None for row in rows)
        assert not rows[2]._note.isVisible()
        assert REVIEWED.answers == (Answer.NO,) * 16
        assert Opinion.AGREE is detail(bench.desk, uuids[3]).statements[-1].opinion


def test_the_last_signer_of_the_office_finds_the_way_back_on_the_desk(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[0])
        assert screen.recall_button.isHidden()
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[0])
        assert screen.desk.mode is Mode.WATCHER

        def explain(dialog: ReasonDialog) -> None:
            write(dialog.field.control, "结论选错了")
            click(dialog.commit)

        answering(qtbot, ReasonDialog, explain)
        click(screen.recall_button)
        qtbot.waitUntil(lambda: screen.desk.mode is Mode.REVIEWER)
        assert detail(bench.desk, uuids[0]).state is ItemState.IN_REVIEW


def test_the_ledger_and_the_queue_show_in_red_what_does_not_verify(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        for uuid in (uuids[2], uuids[0]):
            rewrite_sign_off(desk, uuid)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = ReviewScreen(bench)
        qtbot.addWidget(screen)
        screen.show()
        screen.show_record("")
        qtbot.waitUntil(lambda: words_of(screen.queue_page.table) == ["签字无效"])
        ledger = LedgerScreen(bench)
        qtbot.addWidget(ledger)
        ledger.resize(1200, 800)
        ledger.show()
        ledger.show_record("")
        table = ledger.listing.table
        qtbot.waitUntil(lambda: sorted(words_of(table)) == ["签字无效", "签字无效"])
        assert uuids[0] in ledger.listing.forged
        assert uuids[1] not in ledger.listing.forged
        home = HomeScreen(bench)
        qtbot.addWidget(home)
        home.show()
        qtbot.waitUntil(lambda: sum("签字无效" in words for words in spoken(home.first)) == 2)
        assert sum("签字无效，看详情" in words for words in spoken(home.first)) == 2
        assert not any("签字无效" in words and "审查已通过" in words for words in spoken(home.first))


def words_of(table: LedgerTable) -> list[str]:
    """The red chips of a list."""
    rows = [table.model.row(n) for n in range(table.model.rowCount())]
    return [cell.word for row in rows if row for cell in row.cells if isinstance(cell, ChipCell) and cell.tone == "bad"]
