"""Own forms carried to the other end in the window, and an item whose form this end does not have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services import forms, inspection, item_detail, items
from desktop.views.administration.forms_pane import FormsPane
from desktop.views.components.text import Note
from desktop.views.receive.decisions import Decisions
from desktop.views.receive.item_pane import ItemPane
from desktop.views.registers.import_dialog import ImportDialog
from tests.services.ends import review_at_office, send
from tests.views.desk_user import answering
from tests.views.exchange import TestBench, bench_of, click, taken_in, world
from tests.views.test_review import open_desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def pane_of(qtbot: QtBot, bench: TestBench, code: str) -> FormsPane:
    pane = FormsPane(bench)
    qtbot.addWidget(pane)
    pane.resize(1232, 800)
    pane.show()
    qtbot.waitUntil(lambda: pane.table.model.rowCount() > 0)
    pane.table.select([code])
    return pane


def test_an_own_form_goes_over_and_the_item_is_known(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        shipped = next(one.form for one in forms.forms(bench.desk) if one.form.code == "standard")
        own = forms.save_new_form(bench.desk, replace(shipped, name="律师处审查表"))
        now = item_detail.detail(bench.desk, uuids[3])
        items.save_draft(bench.desk, uuids[3], replace(now.content, form=own), now.draft_version or 0, "test")
        pane = pane_of(qtbot, bench, "standard")
        assert pane.write_out.reason == "随程序提供的各端都有，不用导出"
        pane.table.select([own.code])
        bench.answer = tmp_path
        click(pane.write_out)
        qtbot.waitUntil(lambda: bench.told == ["已导出 1 个版本"])
    written = tmp_path / "审查表 律师处审查表.json"
    review_at_office(ends, uuids[3])
    package = send(ends, uuids[3])
    with bench_of(ends, "wang", qtbot) as bench:
        found = inspection.inspect(bench.desk, package)
        shown = ItemPane()
        qtbot.addWidget(shown)
        shown.show_item(found.items[0], Decisions(found.items))
        notes = [str(note.accessibleName()) for note in list[Note](shown.findChildren(Note))]
        assert any("本端没有审查表“律师处审查表”第 1 版" in words and "承办人 → " in words for words in notes), notes
    taken_in(ends, package)
    with bench_of(ends, "wang", qtbot) as bench:
        screen = open_desk(qtbot, bench, uuids[3])
        assert screen.desk.unknown_form.isVisible()
        bench.answer = tmp_path / "none.json"
        pane = pane_of(qtbot, bench, "standard")
        click(pane.take_in)
        qtbot.waitUntil(pane.error.isVisible)
        bench.answer = written
        asked = answering(qtbot, ImportDialog, lambda dialog: click(dialog.commit))
        click(pane.take_in)
        qtbot.waitUntil(lambda: "已导入：律师处审查表" in bench.told)
        assert asked()
        screen.show_record(uuids[3])
        qtbot.waitUntil(lambda: not screen.desk.unknown_form.isVisible())
