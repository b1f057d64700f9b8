"""A proposal shows where it was taken from: by a click on its words and by F4, in text and on rendered pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services import corrections, items, reviews
from desktop.services.item_detail import detail
from desktop.views.administration.corrections_pane import CorrectionsPane
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.document_page import PageMark
from desktop.views.editor.screen import EditorScreen
from tests.screening.files import pdf, xlsx
from tests.services.ends import DOCUMENT, complete
from tests.views.desk_user import answering, drop, press, write
from tests.views.exchange import bench_of, click, world
from tests.views.test_editor import document, open_editor, registered


def words_marked(screen: EditorScreen) -> list[str]:
    """The words that the page shades."""
    page = screen.draft_page.check.viewer.page
    return [
        page._paragraphs[mark.paragraph].words[mark.start : mark.start + mark.length]
        for mark in page._marks
        if mark.number == 0
    ]


def shaded(screen: EditorScreen) -> list[PageMark]:
    return [mark for mark in screen.draft_page.check.viewer.page._marks if mark.number == 0]


def test_a_click_on_the_words_marks_them_in_the_document(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        registered(qtbot, screen, document(tmp_path))
        fields = screen.draft_page.form.fields
        qtbot.waitUntil(lambda: screen.draft_page.check.viewer.pages() > 0)
        line = fields["document_number"].message
        assert line.accessibleName().startswith("取自正文第 2 行，把握高")
        assert line.toolTip().startswith("把握高：文首单独成行")
        assert "F4" in line.toolTip()
        QTest.mouseMove(line, QPoint(30, 6))
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(30, 6))
        assert words_marked(screen) == ["临司〔2026〕47号"]
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() - 3, 6))
        fields["signed_on"].message.located.emit()
        assert words_marked(screen) == ["2026年11月10日"], "another place replaces the first"
        press(fields["title"].control, Qt.Key.Key_Return)
        fields["title"].control.setFocus()
        press(fields["title"].control, Qt.Key.Key_F4)
        assert words_marked(screen) == [DOCUMENT.splitlines()[0]], "a confirmed value still shows its source"
        write(fields["title"].control, "另一个标题的通知")
        press(fields["title"].control, Qt.Key.Key_F4)
        assert words_marked(screen) == [DOCUMENT.splitlines()[0]], "a written one has none; the page stays"
        press(fields["phone"].control, Qt.Key.Key_F4)
        assert screen.may_leave()


def test_on_a_rendered_page_the_words_get_a_box(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    path = tmp_path / "通知.pdf"
    path.write_bytes(pdf(("封面",), tuple(DOCUMENT.splitlines())))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        registered(qtbot, screen, path)
        viewer = screen.draft_page.check.viewer
        qtbot.waitUntil(lambda: viewer.pages() == 2)
        screen.draft_page.form.fields["document_number"].locate()
        qtbot.waitUntil(lambda: len(shaded(screen)) == 1)
        assert viewer._at == 1
        box = shaded(screen)[0].box
        assert box is not None
        assert 0 < box[1] < 0.3
        viewer.page.grab()
        assert screen.may_leave()


def test_another_document_is_opened_for_it_and_a_missing_one_is_not_offered(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    extra = tmp_path / "附件 名单.xlsx"
    extra.write_bytes(xlsx({"名单": [["姓名"], ["王某"]]}))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        uuid = registered(qtbot, screen, document(tmp_path), extra)
        viewer = screen.draft_page.check.viewer
        body, attached = (one.sm3 for one in detail(bench.desk, uuid).documents)
        viewer.show_document(attached)
        qtbot.waitUntil(lambda: attached in viewer._read)
        screen.draft_page.form.fields["document_number"].locate()
        qtbot.waitUntil(lambda: words_marked(screen) == ["临司〔2026〕47号"])
        assert viewer._current == body
        viewer.show_document(attached)
        assert shaded(screen) == []
        screen.draft_page.files.asked.emit("remove", body)
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuid).documents) == 1)
        assert screen.may_leave()
        screen.show_record(uuid)
        qtbot.waitUntil(lambda: "F4" not in screen.draft_page.form.fields["title"].message.toolTip())
        assert "把握高：" in screen.draft_page.form.fields["title"].message.toolTip()
        assert screen.may_leave()


def test_a_remembered_value_is_told_as_such_and_can_be_forgotten(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        desk = bench.desk
        screen = open_editor(qtbot, bench, "new")
        uuid = registered(qtbot, screen, document(tmp_path))
        write(screen.draft_page.form.fields["issuing_body"].control, "临江省律师协会")
        assert screen.may_leave()
        complete(desk, uuid)
        reviews.submit(desk, uuid)
        other = document(tmp_path, "又一份.txt", DOCUMENT.replace("47号", "48号"))
        screen.show_record("new")
        drop(screen.start.area, [other])
        field = screen.draft_page.form.fields["issuing_body"]
        qtbot.waitUntil(lambda: field.message.accessibleName().startswith("按上次更正，把握中"))
        assert field.value() == "临江省律师协会"
        assert "临江省司法厅" in field.message.toolTip()
        assert screen.may_leave()
        pane = CorrectionsPane(bench)
        qtbot.addWidget(pane)
        pane.show()
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        assert pane.forget.reason
        pane.table.select([corrections.remembered(desk)[0].id])
        asked = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(pane.forget)
        assert asked()
        qtbot.waitUntil(lambda: corrections.remembered(desk) == ())
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 0)


def test_a_draft_of_an_earlier_version_opens_without_links(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        content = detail(bench.desk, uuids[3]).content
        old = {"title": {"place": "正文第 1 行", "confidence": "高"}}
        uuid = items.create_draft(bench.desk, replace(content, resolutions=()), old)
        screen = open_editor(qtbot, bench, uuid)
        field = screen.draft_page.form.fields["title"]
        assert field.message.accessibleName().startswith("取自正文第 1 行，把握高")
        press(field.control, Qt.Key.Key_F4)
        assert shaded(screen) == []
        assert screen.may_leave()
