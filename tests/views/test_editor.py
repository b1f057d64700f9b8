"""Registering an item as a clerk does: drop, correct, confirm, be stopped, go on to the review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.rules.items import Attribute, DocumentRole, Genre, ItemContent, Source
from desktop.rules.review import Opinion
from desktop.rules.states import ItemState
from desktop.services import items, ledger, reviews
from desktop.services.desk import Desk
from desktop.services.item_detail import detail
from desktop.services.ledger import state_counts
from desktop.services.reviews import Verdict
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.editor.form import RETURNED
from desktop.views.editor.release import PAPER, ReleaseDialog
from desktop.views.editor.screen import EditorScreen
from tests.screening.files import docx, pdf, xlsx
from tests.services.ends import DOCUMENT, PASSWORD
from tests.views.desk_user import answering, drop, press, write
from tests.views.exchange import TestBench, bench_of, click, world

CTRL = Qt.KeyboardModifier.ControlModifier


def open_editor(qtbot: QtBot, bench: TestBench, key: str) -> EditorScreen:
    screen = EditorScreen(bench)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    screen.show_record(key)
    page = screen.start if key == "new" else screen.draft_page
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is page)
    return screen


def registered(qtbot: QtBot, screen: EditorScreen, *paths: Path) -> str:
    """Drop files on the empty page and wait for the draft; returns its uuid."""
    drop(screen.start.area, paths)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.draft_page)
    assert screen.draft_page.draft is not None
    return screen.draft_page.draft.uuid


def document(tmp_path: Path, name: str = "通知.txt", text: str = DOCUMENT) -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def drafts(desk: Desk) -> int:
    return state_counts(desk).get(ItemState.DRAFT, 0)


def test_a_dropped_document_becomes_a_draft_with_proposals(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        uuid = registered(qtbot, screen, document(tmp_path))
        form = screen.draft_page.form
        assert form.fields["document_number"].value() == "临司〔2026〕47号"
        assert form.fields["title"].proposed()
        press(form.fields["title"].control, Qt.Key.Key_Return)
        assert not form.fields["title"].proposed()
        assert form.fields["document_number"].proposed()
        qtbot.waitUntil(lambda: "title" not in detail(bench.desk, uuid).proposals)
        assert "document_number" in detail(bench.desk, uuid).proposals
        write(form.fields["keywords"].control, "律师 检查")
        assert screen.may_leave()
        assert detail(bench.desk, uuid).content.keywords == "律师 检查"


def test_main_document_comes_first_and_the_others_are_attached(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    extra = tmp_path / "附件1 名单.xlsx"
    extra.write_bytes(xlsx({"名单": [["姓名", "证号"], ["王某", "11010519491231002X"]]}))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        uuid = registered(qtbot, screen, extra, document(tmp_path))
        found = detail(bench.desk, uuid).documents
        assert [(one.name, one.role) for one in found] == [
            ("通知.txt", DocumentRole.BODY),
            ("附件1 名单.xlsx", DocumentRole.ATTACHMENT),
        ]
        viewer = screen.draft_page.check.viewer
        qtbot.waitUntil(lambda: viewer.pages() > 0)
        viewer.go_to(1)
        qtbot.waitUntil(lambda: viewer.tabs.current() == found[1].sm3 and viewer.pages() > 0)
        assert [mark.number for mark in viewer.page._marks] == [1]
        assert screen.may_leave()


def test_a_problem_is_told_after_the_field_was_left_and_blocks_the_way_on(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        page, phone = screen.draft_page, screen.draft_page.form.fields["phone"]
        write(phone.control, "0591-12")
        assert not phone.has_error()
        press(phone.control, Qt.Key.Key_Return)
        assert phone.has_error()
        write(page.form.fields["issuing_body"].control, "")
        page.form.fields["issuing_body"].edit.clear()  # type: ignore[attr-defined]
        press(page, Qt.Key.Key_Return, CTRL)
        assert bench.opened == []
        assert page.form.fields["issuing_body"].has_error()
        assert "还有 2 处要改" in page.bar._reason.text()
        assert page.form.fields["issuing_body"].control.hasFocus()
        write(page.form.fields["issuing_body"].control, "临江省司法厅")
        write(phone.control, "0591-55501204")
        assert not phone.has_error()
        press(page, Qt.Key.Key_Return, CTRL)
        assert bench.opened == [("review", uuids[3])]
        assert screen.may_leave()
        assert detail(bench.desk, uuids[3]).content.phone == "0591-55501204"


def test_enter_mends_the_brackets_of_a_document_number(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        field = screen.draft_page.form.fields["document_number"]
        write(field.control, "临司[2026]9号")
        field.control.clearFocus()
        assert "按 Enter 改为“临司〔2026〕9号”" in field.message.words()
        press(field.control, Qt.Key.Key_Return)
        assert field.value() == "临司〔2026〕9号"
        assert not field.has_error()
        assert screen.may_leave()
        assert detail(bench.desk, uuids[3]).content.document_number == "临司〔2026〕9号"


def test_fields_appear_when_they_have_a_meaning(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        fields = screen.draft_page.form.fields
        assert fields["reprint_url"].isHidden()
        assert fields["ground"].isHidden()
        for name, steps in (("source", 2), ("attribute", 1)):
            for _ in range(steps):
                press(fields[name].control, Qt.Key.Key_Down)
        assert fields["source"].value() is Source.REPRINT
        assert fields["attribute"].value() is Attribute.ON_REQUEST
        assert not fields["reprint_url"].isHidden()
        assert not fields["ground"].isHidden()
        write(fields["signed_on"].control, "去年")
        fields["signed_on"].control.clearFocus()
        assert fields["signed_on"].has_error()
        assert screen.may_leave()
        stored = detail(bench.desk, uuids[3]).content
        assert (stored.source, stored.attribute, stored.signed_on) == (Source.REPRINT, Attribute.ON_REQUEST, None)


def test_what_is_typed_is_saved_when_the_field_is_left(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        write(screen.draft_page.form.fields["column"].control, "通知公告")
        press(screen.draft_page.form.fields["column"].control, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).content.column == "通知公告")
        qtbot.waitUntil(lambda: "草稿已自动保存" in screen.draft_page.bar._status.accessibleName())
        assert screen.may_leave()


def test_a_draft_changed_elsewhere_is_told_and_not_overwritten(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        now = detail(bench.desk, uuids[3])
        assert now.draft_version is not None
        items.save_draft(bench.desk, uuids[3], replace(now.content, column="别处"), now.draft_version, "other")
        write(screen.draft_page.form.fields["column"].control, "这里")
        press(screen.draft_page.form.fields["column"].control, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not screen.draft_page.stale.isHidden())
        asked = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.cancel))
        assert not screen.may_leave()
        assert asked()
        assert detail(bench.desk, uuids[3]).content.column == "别处"
        click(screen.draft_page._reopen)
        qtbot.waitUntil(lambda: screen.draft_page.form.fields["column"].value() == "别处")
        assert screen.may_leave()


def test_a_marked_document_leaves_only_the_stub(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    marked = tmp_path / "材料.docx"
    marked.write_bytes(docx("机密★10年", "关于某事的通知"))
    with bench_of(ends, "lin", qtbot) as bench:
        objects = sorted(bench.desk.folder.root.rglob("*"))
        screen = open_editor(qtbot, bench, "new")
        before = drafts(bench.desk)
        drop(screen.start.area, [marked])
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.stopped_page)
        assert drafts(bench.desk) == before
        assert state_counts(bench.desk)[ItemState.STOPPED] == 1
        stored = {path for path in bench.desk.folder.root.rglob("*") if "objects" in path.parts}
        assert stored == {path for path in objects if "objects" in path.parts}
        click(screen.stopped_page.close_button)
        assert bench.opened[-1][0] == "ledger"


def test_a_false_hit_is_released_by_the_reviewer_or_on_paper(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    marked = tmp_path / "解读.docx"
    marked.write_bytes(docx("关于标志的解读", "密级标志写作机密★10年。"))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        drop(screen.start.area, [marked])
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.stopped_page)
        refused: list[str] = []

        def by_password(dialog: ReleaseDialog) -> None:
            assert dialog.commit.reason
            write(dialog.login.control, "zhou")
            write(dialog.password.control, "wrong password")
            write(dialog.why.control, "引用格式说明")
            dialog.take_file(marked)
            click(dialog.commit)
            qtbot.waitUntil(lambda: not dialog.error.isHidden())
            refused.append(dialog.error.accessibleName())
            write(dialog.password.control, PASSWORD)
            click(dialog.commit)

        asked = answering(qtbot, ReleaseDialog, by_password)
        screen.stopped_page.releasing.emit()
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.draft_page)
        assert asked()
        assert refused
        assert screen.draft_page.draft is not None
        stored = detail(bench.desk, screen.draft_page.draft.uuid)
        assert stored.content.body is not None
        assert stored.content.body.released
        tiles = screen.draft_page.check._tiles
        assert (tiles["停止登记"]._count, tiles["已处理"]._count) == (0, 1)
        assert screen.may_leave()


def test_a_marked_attachment_keeps_the_draft_and_can_be_released_on_paper(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    marked = tmp_path / "附件.docx"
    marked.write_bytes(docx("格式说明", "密级标志写作秘密★5年。"))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        write(screen.draft_page.form.fields["column"].control, "通知公告")
        drop(screen.draft_page.files, [marked])
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.stopped_page)
        assert detail(bench.desk, uuids[3]).content.column == "通知公告"
        assert len(detail(bench.desk, uuids[3]).documents) == 1

        def on_paper(dialog: ReleaseDialog) -> None:
            click(dialog.way._options[1])
            assert dialog.way.value() == PAPER
            write(dialog.signer.control, "周敏")
            write(dialog.why.control, "引用格式说明")
            dialog.take_file(marked)
            click(dialog.commit)

        answering(qtbot, ReleaseDialog, on_paper)
        screen.stopped_page.releasing.emit()
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.draft_page)
        assert [one.name for one in detail(bench.desk, uuids[3]).documents][1:] == ["附件.docx"]
        assert screen.may_leave()


def test_a_file_that_cannot_be_read_is_refused_in_place(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    old = tmp_path / "旧文件.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        before = drafts(bench.desk)
        drop(screen.start.area, [old])
        qtbot.waitUntil(lambda: not screen.start.error.isHidden())
        assert "旧格式" in screen.start.error.accessibleName()
        assert drafts(bench.desk) == before
        screen.show_record(uuids[3])
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.draft_page)
        drop(screen.draft_page.files, [old, document(tmp_path, "另一份.txt", "说明文字")])
        qtbot.waitUntil(lambda: not screen.draft_page.files.error.isHidden())
        assert "旧文件.doc" in screen.draft_page.files.error.accessibleName()
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[3]).documents) == 2)
        assert screen.may_leave()


def test_removing_a_file_can_be_undone_and_roles_change(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    more = tmp_path / "附件 汇总.pdf"
    more.write_bytes(pdf(("汇总表",)))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        files = screen.draft_page.files
        drop(files, [more])
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[3]).documents) == 2)
        attached = detail(bench.desk, uuids[3]).documents[1].sm3
        files.asked.emit("remove", attached)
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[3]).documents) == 1)
        qtbot.waitUntil(lambda: files._removed is not None)
        assert files._removed is not None
        files._removed.pressed.emit("撤销")
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[3]).documents) == 2)
        files.asked.emit("body", attached)
        qtbot.waitUntil(lambda: detail(bench.desk, uuids[3]).documents[0].sm3 == attached)
        assert detail(bench.desk, uuids[3]).documents[0].role is DocumentRole.BODY
        assert screen.may_leave()


def test_an_item_without_a_document_asks_for_one_before_the_review(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        screen.start.area.empty.way_out.emit()
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.draft_page)
        page = screen.draft_page
        write(page.form.fields["title"].control, "办公电话变更公告")
        write(page.form.fields["signed_on"].control, "2026-11-10")
        write(page.form.fields["issuing_body"].control, "临江省司法厅")
        page.form.fields["genre"].set_value(Genre.ANNOUNCEMENT)
        page.go_on()
        assert bench.opened == []
        assert "附件" in page.bar._reason.text()
        assert page.files.add_button.hasFocus()
        assert screen.may_leave()
        assert page.draft is not None
        stored = detail(bench.desk, page.draft.uuid).content
        assert (stored.title, stored.signed_on) == ("办公电话变更公告", date(2026, 11, 10))


def test_a_returned_item_tells_why_and_is_opened_for_correction(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuids[2], Verdict(Opinion.RETURN, "附件缺少盖章页"))
    with bench_of(ends, "lin", qtbot) as bench:
        screen = EditorScreen(bench)
        qtbot.addWidget(screen)
        screen.show()
        screen.show_record(uuids[2])
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.closed_page)
        answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(screen.closed_page.revise_button)
        qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.draft_page)
        assert "附件缺少盖章页" in screen.draft_page.returned.accessibleName()
        assert screen.may_leave()


def test_fields_named_in_a_return_are_marked_until_they_are_edited(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = EditorScreen(bench)
        qtbot.addWidget(screen)
        form = screen.draft_page.form
        form.show_content(ItemContent(title="公告"), {}, ("summary", "planned_on"))
        assert form.fields["summary"].message.words() == RETURNED
        assert not form._more.isHidden()
        write(form.fields["summary"].control, "改过的概述")
        form.show_problems(())
        assert form.fields["summary"].message.words() != RETURNED
        assert form.fields["planned_on"].message.words() == RETURNED


def test_a_reader_cannot_register(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "zhou", qtbot) as bench:
        screen = EditorScreen(bench)
        qtbot.addWidget(screen)
        screen.show()
        screen.show_record("new")
        assert screen.pages.currentWidget() is screen.closed_page
        screen.show_record(uuids[3])
        qtbot.waitUntil(lambda: screen.closed_page._item is not None)
        assert screen.pages.currentWidget() is screen.closed_page
        assert ledger.state_counts(bench.desk)[ItemState.DRAFT] == 1


def test_many_documents_are_picked_from_a_list_and_marks_are_numbered_anew(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    more = [document(tmp_path, f"附件{n}.txt", f"第{n}份\n电话 1380013800{n}") for n in range(1, 5)]
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        viewer = screen.draft_page.check.viewer
        drop(screen.draft_page.files, more)
        qtbot.waitUntil(lambda: not viewer.picker.isHidden())
        documents = detail(bench.desk, uuids[3]).documents
        viewer.go_to(4)
        qtbot.waitUntil(lambda: [one.number for one in viewer.page._marks] == [4])
        assert viewer.picker.value() == documents[4].sm3
        screen.draft_page.files.asked.emit("remove", documents[1].sm3)
        qtbot.waitUntil(lambda: [one.number for one in viewer.page._marks] == [3])
        assert screen.may_leave()
