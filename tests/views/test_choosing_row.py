"""Choosing the row of the catalogue in the editor: found by initials, taken over, hers kept; and the grounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.rules.grounds import HINTS, standard_reason
from desktop.rules.items import Attribute, Audience, Channel, Ground, TimeLimit
from desktop.services import catalogue_import
from desktop.services.item_detail import detail
from desktop.views.editor.catalogue_field import HOW_TO_CHOOSE, HOW_TO_GET, NOT_CHOSEN, CatalogueField
from desktop.views.editor.choosing_row import KEPT
from desktop.views.editor.screen import EditorScreen
from tests.services.catalogues import catalogue_file
from tests.views.desk_user import press, write
from tests.views.exchange import TestBench, bench_of, click, world
from tests.views.test_editor import open_editor

# The offscreen platform says so of every list that opens below a field.
pytestmark = pytest.mark.qt_log_ignore(r"does not support raise\(\)", "does not support grabbing the keyboard")

REF = "2026-001 行政许可 / 律师执业许可"


def with_catalogue(bench: TestBench, folder: Path) -> None:
    catalogue_import.take_in(bench.desk, catalogue_import.preview(bench.desk, catalogue_file(folder)), 2026)


def row_field(screen: EditorScreen) -> CatalogueField:
    field = screen.draft_page.form.fields["catalogue_row"]
    assert isinstance(field, CatalogueField)
    return field


def choose(qtbot: QtBot, screen: EditorScreen, words: str, down: int = 0) -> CatalogueField:
    """Type words into the field and take a row of the list with the keyboard."""
    field = row_field(screen)
    qtbot.waitUntil(lambda: field._has_catalogue)
    write(field.edit, words)
    qtbot.waitUntil(lambda: field.popup.isVisible())
    for _ in range(down):
        press(field.popup, Qt.Key.Key_Down)
    press(field.popup, Qt.Key.Key_Return)
    assert not field.popup.isVisible()
    return field


def test_a_row_is_found_by_initials_and_brings_what_it_rules(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        with_catalogue(bench, tmp_path)
        screen = open_editor(qtbot, bench, uuids[3])
        fields = screen.draft_page.form.fields
        field = choose(qtbot, screen, "lszyxk")
        assert field.value() == REF
        qtbot.waitUntil(lambda: fields["time_limit"].proposed())
        assert fields["time_limit"].value() is TimeLimit.LIMITED
        assert fields["channels"].value() == (Channel.WEBSITE, Channel.NOTICE_BOARD)
        assert field.message.words() == "已带出公开时限、公开方式"
        assert screen.may_leave()
        content = detail(bench.desk, uuids[3]).content
        assert (content.catalogue_row, content.time_limit) == (REF, TimeLimit.LIMITED)
        # What she writes herself stays when another row is chosen.
        fields["audience"].set_value(Audience.SPECIFIC)
        choose(qtbot, screen, "xzxk", down=1)
        qtbot.waitUntil(lambda: fields["responsible_office"].value() == "公证工作处")
        assert fields["audience"].value() is Audience.SPECIFIC
        assert field.message.words() == "已带出公开时限、公开方式、责任单位；公开对象保留原填"
        assert screen.may_leave()


def test_words_that_are_no_row_are_put_back_and_an_emptied_field_stays_empty(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        with_catalogue(bench, tmp_path)
        screen = open_editor(qtbot, bench, uuids[3])
        field = choose(qtbot, screen, "预算")
        assert field.value() == "2026-003 财政信息 / 部门预算"
        write(field.edit, "没有这一项")
        assert screen.draft_page.form.content().catalogue_row == "2026-003 财政信息 / 部门预算"
        qtbot.waitUntil(lambda: "没有“没有这一项”" in field.message.words())
        press(field.edit, Qt.Key.Key_Return)
        assert field.value() == "2026-003 财政信息 / 部门预算"
        assert field.message.words() == NOT_CHOSEN
        field.edit.setFocus()
        field.edit.selectAll()
        press(field.edit, Qt.Key.Key_Backspace)
        press(field.popup if field.popup.isVisible() else field.edit, Qt.Key.Key_Escape)
        screen.draft_page.form.fields["title"].control.setFocus()
        assert field.value() == ""
        assert screen.may_leave()
        assert detail(bench.desk, uuids[3]).content.catalogue_row == ""


def test_the_button_lists_the_whole_catalogue_and_a_click_chooses(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        with_catalogue(bench, tmp_path)
        screen = open_editor(qtbot, bench, uuids[3])
        field = row_field(screen)
        qtbot.waitUntil(lambda: field._open.isVisible())
        assert field.message.words() == HOW_TO_CHOOSE
        click(field._open)
        qtbot.waitUntil(lambda: field.popup.isVisible())
        assert len(field.rows()) == 4
        view = field.popup
        at = view.visualRect(view.model().index(3, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.waitUntil(lambda: field.value() == "2026-004 律师管理 / 年度考核")
        qtbot.waitUntil(lambda: "依申请" in field.message.words())
        assert screen.draft_page.form.content().attribute is Attribute.PROACTIVE
        assert screen.may_leave()


def test_without_a_catalogue_the_field_says_how_to_get_one_and_keeps_words(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        field = row_field(screen)
        assert field.message.words() == HOW_TO_GET
        write(field.edit, "人事信息")
        press(field.edit, Qt.Key.Key_Return)
        assert not field.popup.isVisible()
        assert screen.may_leave()
        assert detail(bench.desk, uuids[3]).content.catalogue_row == "人事信息"
        with_catalogue(bench, tmp_path)
        bench.announce("catalogue", 1)
        qtbot.waitUntil(lambda: field._open.isVisible())
        assert field.value() == "人事信息"


def test_a_ground_tells_what_to_mind_and_offers_a_reason(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        form = screen.draft_page.form
        answer(form.fields["attribute"], 2)
        assert not form.fields["ground"].isHidden()
        answer(form.fields["ground"], list(Ground).index(Ground.THIRD_PARTY))
        assert form.fields["ground"].message.words() == HINTS[Ground.THIRD_PARTY]
        assert form.fields["reason"].value() == standard_reason(Ground.THIRD_PARTY, Attribute.WITHHELD)
        assert form.fields["reason"].proposed()
        answer(form.fields["ground"], list(Ground).index(Ground.PROCESS))
        assert form.fields["reason"].value() == standard_reason(Ground.PROCESS, Attribute.WITHHELD)
        form.fields["reason"].set_value("本件是讨论稿。")
        answer(form.fields["ground"], list(Ground).index(Ground.INTERNAL_AFFAIRS))
        assert form.fields["reason"].value() == "本件是讨论稿。"
        answer(form.fields["attribute"], 0)
        assert form.fields["attribute"].message.words() == KEPT
        assert form.fields["reason"].isHidden()
        assert screen.may_leave()
        content = detail(bench.desk, uuids[3]).content
        assert (content.attribute, content.ground, content.reason) == (
            Attribute.PROACTIVE,
            Ground.INTERNAL_AFFAIRS,
            "本件是讨论稿。",
        )
        answer(form.fields["attribute"], 1)
        assert form.fields["reason"].value() == "本件是讨论稿。"
        assert screen.may_leave()


def answer(field: object, index: int) -> None:
    """Choose from a list as the mouse does."""
    from desktop.views.components.choice_fields import ChoiceField

    assert isinstance(field, ChoiceField)
    field.combo.setCurrentIndex(index)
    field.combo.activated.emit(index)
    QApplication.processEvents()
