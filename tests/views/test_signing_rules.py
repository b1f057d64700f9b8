"""系统管理: review forms are edited, copied, chosen and put back; authorities to stand in are recorded and revoked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.rules.chains import Condition, Place, ReviewForm, Step, fault_of_form
from desktop.rules.review import StandInState
from desktop.rules.roles import Role
from desktop.services import forms, item_detail, reviews, stand_ins
from desktop.services.desk import Desk
from desktop.services.forms import FormView
from desktop.views.administration.form_dialog import FormDialog
from desktop.views.administration.forms_pane import FormsPane
from desktop.views.administration.screen import AdministrationScreen
from desktop.views.administration.stand_in_dialog import StandInDialog
from desktop.views.administration.stand_ins_pane import StandInsPane
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.date_field import DateField
from desktop.views.components.dialogs import ConfirmDialog, Dialog
from desktop.views.table_models import cell_words
from tests.services.ends import Ends, register
from tests.views.test_administration import answer, ends, screen_of, write

__all__ = ["ends"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Answer = TypeVar("Answer")
STEPS = (Step.HANDLER, Step.OFFICE_HEAD, Step.CONFIDENTIALITY_REVIEWER, Step.CENTRAL_HEAD, Step.LEADER)


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def pick(field: ChoiceField[Answer], value: Answer) -> None:
    """Choose as a user does: by arrow keys in the closed list."""
    field.combo.setFocus()
    wanted = field._answers.index(value)
    while field.combo.currentIndex() != wanted:
        down = field.combo.currentIndex() < wanted
        QTest.keyClick(field.combo, Qt.Key.Key_Down if down else Qt.Key.Key_Up)


def forms_pane(qtbot: QtBot, screen: AdministrationScreen) -> FormsPane:
    screen.show_record("forms")
    pane = screen.pane
    assert isinstance(pane, FormsPane)
    qtbot.waitUntil(lambda: pane.table.model.rowCount() > 0)
    return pane


def stand_ins_pane(qtbot: QtBot, screen: AdministrationScreen) -> StandInsPane:
    screen.show_record("stand-ins")
    pane = screen.pane
    assert isinstance(pane, StandInsPane)
    qtbot.waitUntil(lambda: len(pane._people) > 0)
    return pane


def kept(desk: Desk, code: str) -> FormView:
    return next(one for one in forms.forms(desk) if one.form.code == code)


def edit(qtbot: QtBot, pane: FormsPane, as_new: bool = False) -> FormDialog:
    one = pane._rows[str(pane.table.current_key())]
    others = [other.form.name for other in pane._rows.values() if as_new or other is not one]
    dialog = FormDialog(pane, pane.bench, one.form, others, as_new=as_new)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def shown(pane: FormsPane | StandInsPane, row: int, column: int) -> str:
    cell = pane.table.model.cell(row, column)
    assert cell is not None
    return cell_words(cell)


def type_date(field: DateField, words: str) -> None:
    field.edit.setText(words)
    field.edit.textEdited.emit(words)


def test_the_steps_of_a_form_are_changed_and_put_back(qtbot: QtBot, ends: Ends, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text("关于开展年度检查的通知", encoding="utf-8")
    with screen_of(qtbot, ends, "lin") as (screen, desk):
        begun = register(desk, document)
        reviews.submit(desk, begun)
        pane = forms_pane(qtbot, screen)
        assert pane.table.current_key() == "standard"
        assert (pane.retire.reason, pane.default.reason) == ("随程序提供的不能停用", "已经是默认")
        dialog = edit(qtbot, pane)
        assert dialog.commit.reason == "没有改动"
        click(dialog.steps.add)
        assert [one.step for one in dialog.steps.steps()] == [*STEPS, Step.LEGAL_REVIEWER]
        added = dialog.steps.lines[5]
        pick(added.condition, Condition.LEGAL)
        write(added.title, "法制审核")
        click(added.up)
        click(dialog.steps.lines[4].up)
        assert dialog.steps.steps()[3].title == "法制审核"
        with qtbot.waitSignal(dialog.accepted):
            click(dialog.commit)
        changed = kept(desk, "standard")
        assert (changed.form.version, changed.shipped) == (2, False)
        assert (changed.form.steps[3].step, changed.form.steps[3].condition) == (Step.LEGAL_REVIEWER, Condition.LEGAL)
        assert item_detail.detail(desk, begun).content.form.version == 1  # what is under way stays as it was
        screen.bench.announce("form")
        qtbot.waitUntil(lambda: pane.retire.text() == "恢复随程序提供的")
        assert "〔法制审核〕" in shown(pane, 0, 2)
        assert "法制审核（规范性文件、政策解读、告知书才签）" in pane.chain.text()
        answer(ConfirmDialog, lambda asked: click(asked.commit))
        click(pane.retire)
        qtbot.waitUntil(lambda: pane.retire.text() == "停用")
        assert (kept(desk, "standard").form.version, kept(desk, "standard").shipped) == (1, True)


def test_a_chain_that_will_not_do_is_told_while_it_is_made(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "he") as (screen, desk):
        pane = forms_pane(qtbot, screen)
        dialog = edit(qtbot, pane)
        lines = dialog.steps.lines
        click(lines[2].remove)
        assert dialog.commit.reason == "缺少保密审查员这一步，或者给它设了条件"
        assert dialog.reason.isVisible()
        click(dialog.steps.add)
        assert [one.step for one in dialog.steps.steps()][2] is Step.CONFIDENTIALITY_REVIEWER  # back in its place
        assert dialog.commit.reason == "没有改动"
        click(lines[0].down)
        assert dialog.commit.reason == "第一步应为承办人，在处室签字"
        click(lines[1].up)
        pick(lines[1].station, Step.LEADER)
        assert dialog.commit.reason == "同一个签字步骤出现了两次"
        pick(lines[1].station, Step.OFFICE_HEAD)
        pick(lines[1].place, Place.CENTRE)
        assert dialog.commit.reason == "处室的步骤应排在办公室的步骤前面"
        pick(lines[1].place, Place.OFFICE)
        write(lines[1].title, "处室主要负责人签字栏")
        assert dialog.commit.reason == "步骤的名称超过 8 字"
        write(lines[1].title, "𠮷科长")
        assert dialog.commit.isEnabled()
        write(dialog.name, "  ")
        assert dialog.commit.reason == "没有名称"
        write(dialog.name, kept(desk, "notice").form.name)
        assert dialog.commit.reason == "已有同名的审查表，换一个名称"
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert dialog.isVisible()
        dialog.reject()
        assert kept(desk, "standard").shipped


def test_changing_who_signs_forgets_the_title_of_the_other(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "he") as (screen, desk):
        pane = forms_pane(qtbot, screen)
        pane.table.select(["approval"])
        dialog = edit(qtbot, pane)
        line = dialog.steps.lines[3]
        assert line.title.value() == "主管领导"
        pick(line.station, Step.CENTRAL_HEAD)
        assert line.title.value() == ""
        assert line.title.edit.placeholderText() == "办公室负责人"
        for _ in range(3):
            click(dialog.steps.add)
        assert dialog.steps.add.reason == "每个签字人都已列入"
        for number in range(7, 0, -1):
            click(dialog.steps.lines[number].remove)
        assert not dialog.steps.lines[0].remove.isEnabled()
        assert fault_of_form(dialog.form()) == dialog.commit.reason != ""
        dialog.reject()
        assert kept(desk, "approval").shipped


def test_a_form_is_kept_as_a_new_one_made_default_and_retired(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "wei") as (screen, desk):
        pane = forms_pane(qtbot, screen)
        pane.table.select(["notice"])
        dialog = edit(qtbot, pane, as_new=True)
        assert dialog.commit.reason == "已有同名的审查表，换一个名称"
        write(dialog.name, "本厅审查单")
        with qtbot.waitSignal(dialog.accepted):
            click(dialog.commit)
        code = forms.own_code("本厅审查单")
        assert kept(desk, code).form.steps == kept(desk, "notice").form.steps
        screen.bench.announce("form")
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 7)
        pane.table.select([code])
        assert shown(pane, pane.table.model.place(code), 4) == "本单位自定"
        click(pane.default)
        qtbot.waitUntil(lambda: pane.retire.reason == "默认的不能停用，先把另一种设为默认")
        assert forms.default_form(desk).code == code
        pane.table.select(["standard"])
        click(pane.default)
        qtbot.waitUntil(lambda: pane.default.reason == "已经是默认")
        pane.table.select([code])
        answer(ConfirmDialog, lambda asked: click(asked.cancel))
        click(pane.retire)
        assert code in {one.form.code for one in forms.forms(desk)}
        answer(ConfirmDialog, lambda asked: click(asked.commit))
        click(pane.retire)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 6)
        again: ReviewForm = forms.save_new_form(desk, dialog.form())
        assert again.code not in {code, "notice"}  # what was reviewed under the retired one keeps its code


def test_the_buttons_open_the_dialogs(qtbot: QtBot, ends: Ends) -> None:
    titles: list[str] = []

    def leave(dialog: Dialog) -> None:
        titles.append(dialog.windowTitle())
        click(dialog.cancel)

    with screen_of(qtbot, ends, "he") as (screen, _desk):
        pane = forms_pane(qtbot, screen)
        for button in (pane.edit, pane.copy):
            answer(FormDialog, leave)
            click(button)
        other = stand_ins_pane(qtbot, screen)
        answer(StandInDialog, leave)
        click(other.new)
    assert titles == ["修改步骤", "另存为新的审查表", "登记代签授权"]


def test_an_authority_is_recorded_and_revoked(qtbot: QtBot, ends: Ends) -> None:
    with screen_of(qtbot, ends, "wei") as (screen, desk):
        pane = stand_ins_pane(qtbot, screen)
        assert pane.revoke.reason == "先选中一项授权"
        dialog = StandInDialog(pane, screen.bench, pane._people)
        qtbot.addWidget(dialog)
        dialog.open()
        assert dialog.commit.reason == "选择代签哪个角色"
        pick(dialog.role, Role.LEADER)
        assert dialog.principal.value() == "孙永平"  # the only leader here
        assert dialog.principal._answers == ["孙永平"]
        assert dialog.person._answers == ["li", "wang"]  # who signs, without the one who holds the role
        pick(dialog.role, Role.CENTRAL_HEAD)
        assert dialog.principal.value() == "李建国"
        pick(dialog.role, Role.LEGAL_REVIEWER)
        assert dialog.principal.value() is None
        assert dialog.commit.reason == "选择代谁签"
        pick(dialog.role, Role.LEADER)
        assert dialog.commit.reason == "选择谁签"
        pick(dialog.person, "li")
        assert dialog.commit.reason == "填写授权依据，例如会议纪要或书面委托的日期"
        write(dialog.authority, "厅务会 2026-11-19 纪要")
        for words, reason in (
            ("二〇二六年", "填写起止日期"),
            ("2026-11-01", "截止日期早于起始日期或今天"),
            ("2036-11-20", "授权的期限超过一年，截止日期改为 2027-11-20 或以前"),
        ):
            type_date(dialog.last, words)
            assert dialog.commit.reason == reason
        type_date(dialog.last, "2026-11-30")
        with qtbot.waitSignal(dialog.accepted):
            click(dialog.commit)
        (made,) = stand_ins.stand_ins(desk)
        assert (made.role, made.principal, made.name) == (Role.LEADER, "孙永平", "李建国")
        assert made.state(desk.today()) is StandInState.IN_FORCE
        screen.bench.announce("stand-in")
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        assert shown(pane, 0, 5) == "有效"
        answer(ConfirmDialog, lambda asked: click(asked.commit))
        click(pane.revoke)
        qtbot.waitUntil(lambda: pane.revoke.reason == "已收回")
        assert stand_ins.stand_ins(desk)[0].revoked


def test_each_authority_says_what_it_is_worth_and_the_auditor_only_reads(qtbot: QtBot, ends: Ends) -> None:
    day = timedelta(days=1)
    with ends.at("he") as desk:
        today = desk.today()
        stand_ins.record_stand_in(desk, Role.LEADER, "孙永平", "li", "书面委托", today, today + day)
        stand_ins.record_stand_in(desk, Role.LEADER, "孙永平", "li", "书面委托", today + 9 * day, today + 9 * day)
    ends.clock.moment += 5 * day
    with screen_of(qtbot, ends, "su") as (screen, _desk):
        pane = stand_ins_pane(qtbot, screen)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 2)
        assert [shown(pane, row, 5) for row in range(2)] == ["未到", "已过期"]
        assert pane.new.reason == pane.revoke.reason == "由系统管理员或者安全保密管理员办理"
        assert "由系统管理员或者安全保密管理员办理" in pane.fact.text()
