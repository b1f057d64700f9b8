"""The page 公开目录 and the pane of index numbers: preview, import, search, gaps, export, a changed pattern."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.rules.numbers import NATIONAL_PATTERN
from desktop.screening.tables import read_tables
from desktop.services import catalogue, catalogue_import, index_numbers, items
from desktop.services.item_detail import detail
from desktop.views.administration.index_pane import IndexPane
from desktop.views.administration.screen import AdministrationScreen
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.registers.catalogue_dialog import ImportDialog
from desktop.views.registers.catalogue_pane import TEMPLATE_NAME, CataloguePane
from desktop.views.registers.screen import RegistersScreen
from tests.services.catalogues import HEAD, ROWS, catalogue_file, workbook
from tests.views.desk_user import answering, press, write
from tests.views.exchange import TestBench, bench_of, click, world


def opened(qtbot: QtBot, bench: TestBench) -> RegistersScreen:
    screen = RegistersScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    return screen


def pane_of(screen: RegistersScreen) -> CataloguePane:
    assert isinstance(screen.pane, CataloguePane)
    return screen.pane


def taken(bench: TestBench, path: Path) -> None:
    catalogue_import.take_in(bench.desk, catalogue_import.preview(bench.desk, path), 2026)


def test_a_catalogue_with_errors_is_previewed_and_its_good_rows_taken_in(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        pane = pane_of(screen)
        qtbot.waitUntil(lambda: pane.table._empty is not None)
        assert pane.version.isHidden()
        assert pane.take.isHidden()  # the empty state has the verb
        catalogue_file(
            tmp_path, *ROWS, (4, *ROWS[0][1:]), (6, "许可", "甲", "内容", "", "择机", "", "网站", "全社会", "主动")
        )

        def look(dialog: ImportDialog) -> None:
            qtbot.waitUntil(lambda: dialog.commit.isEnabled())
            assert dialog.tabs.current() == "problems"
            assert dialog.problems.model.rowCount() == 2
            assert dialog.rows.model.rowCount() == 5
            assert "公开层级" in dialog.columns.words.text()
            click(dialog.problems_file)
            qtbot.waitUntil(lambda: (tmp_path / "基本目录2026年 错误表.xlsx").exists())
            write(dialog.year.edit, "26")
            assert "4 位" in dialog.commit.reason
            write(dialog.year.edit, "2025")
            qtbot.waitUntil(lambda: dialog.commit.text() == "导入为 2025 年第 1 版")
            press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

        seen = answering(qtbot, ImportDialog, look)
        bench.answer = tmp_path
        pane.read_file(tmp_path / "基本目录2026年.xlsx")
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 5)
        assert seen()
        assert bench.told == ["已导入 2025 年第 1 版"]
        assert pane.version.value() == catalogue.versions(bench.desk)[0].id
        problems = read_tables((tmp_path / "基本目录2026年 错误表.xlsx").read_bytes())[0]
        assert [row[0] != "" for row in problems.rows] == [True, False, False, False, False, True, True]


def test_a_file_that_is_no_catalogue_is_told_in_the_pane(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    wrong = tmp_path / "台账.xlsx"
    wrong.write_bytes(workbook(("文号", "标题"), ("某司〔2026〕1号", "通知")))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = opened(qtbot, bench)
        pane = pane_of(screen)
        bench.answer = wrong
        pane._ask_for_file()
        qtbot.waitUntil(lambda: pane.error.isVisible())
        assert not catalogue.versions(bench.desk)


def test_the_same_catalogue_again_and_one_without_rows_cannot_be_taken_in(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        path = catalogue_file(tmp_path)
        taken(bench, path)
        screen = opened(qtbot, bench)
        dialog = ImportDialog(screen, bench, catalogue_import.preview(bench.desk, path))
        qtbot.waitUntil(lambda: "完全相同" in dialog.commit.reason)
        dialog.reject()
        path.write_bytes(workbook(HEAD))
        dialog = ImportDialog(screen, bench, catalogue_import.preview(bench.desk, path))
        assert "没有可以导入的行" in dialog.commit.reason
        dialog.reject()


def test_rows_are_searched_filtered_shown_and_written_out(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        taken(bench, catalogue_file(tmp_path))
        found = catalogue.find_rows(bench.desk, "001")[0]
        one = detail(bench.desk, uuids[3])
        assert one.draft_version is not None
        items.save_draft(bench.desk, uuids[3], replace(one.content, catalogue_row=found.ref), one.draft_version, "test")
        screen = opened(qtbot, bench)
        pane = pane_of(screen)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 4)
        row = pane.table.model.row(0)
        assert row is not None
        assert row.cells[5] == "1"  # one item under way
        write(pane.search.edit, "xzxk")
        press(pane.search.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 2)
        pane.search.clear()
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 4)
        click(pane.gaps)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)  # what others disclose is not judged here
        pane.table.view.setCurrentIndex(pane.table.model.index(0, 0))
        assert pane.pane.isVisible()
        assert pane.pane.accessibleName() == "详情：行政许可 / 律师执业许可"
        click(pane.gaps)
        click(pane.ours)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 2)
        bench.answer = tmp_path
        click(pane.template)
        click(pane.export)
        exported = tmp_path / "主动公开基本目录 2026 年第 1 版.xlsx"
        qtbot.waitUntil(lambda: (tmp_path / TEMPLATE_NAME).exists() and exported.exists())
        assert len(catalogue_import.preview(bench.desk, exported).entries) == 4


def test_an_earlier_version_can_be_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        taken(bench, catalogue_file(tmp_path))
        taken(bench, catalogue_file(tmp_path, ROWS[0]))
        screen = opened(qtbot, bench)
        pane = pane_of(screen)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        pane.version.combo.setCurrentIndex(1)
        pane.version.combo.activated.emit(1)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 4)


def test_whoever_only_reads_looks_and_does_not_import(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        screen = opened(qtbot, bench)
        pane = pane_of(screen)
        qtbot.waitUntil(lambda: pane.table._empty is not None)
        assert pane.take.isHidden()
        assert "信息公开管理员" not in pane.fact.text()


@pytest.mark.parametrize("login", ["he", "wang"])
def test_the_pattern_of_index_numbers_is_changed_with_a_warning(qtbot: QtBot, tmp_path: Path, login: str) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, login, qtbot) as bench:
        screen = AdministrationScreen(bench)
        qtbot.addWidget(screen)
        screen.resize(1200, 800)
        screen.show()
        screen.show_record("index")
        pane = screen.pane
        assert isinstance(pane, IndexPane)
        qtbot.waitUntil(lambda: pane.pattern.value() == NATIONAL_PATTERN)
        assert pane.save.reason == "与现用样式相同"
        write(pane.pattern.edit, "{org9}/{yyyy}")
        assert pane.pattern.has_error()
        assert "流水号" in pane.save.reason
        assert pane.preset.value() == ""
        pane.preset.combo.setCurrentIndex(1)
        pane.preset.combo.activated.emit(1)
        assert pane.pattern.message.words() == "索引号如 014236727-2026-1"
        backed_out = answering(qtbot, ConfirmDialog, lambda dialog: dialog.reject())
        click(pane.save)
        assert backed_out()
        assert index_numbers.index_pattern(bench.desk) == NATIONAL_PATTERN
        agreed = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(pane.save)
        assert agreed()
        qtbot.waitUntil(lambda: bench.told == ["索引号样式已换用"])
        assert index_numbers.index_pattern(bench.desk) == "{org9}-{yyyy}-{seq}"
        qtbot.waitUntil(lambda: pane.save.reason == "与现用样式相同")
