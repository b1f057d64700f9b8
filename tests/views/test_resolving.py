"""Findings are resolved where they are shown: by mouse and by key, with a reason, and taken back again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.rules.findings import Settled
from desktop.services import inspection, intake, resolving, reviews
from desktop.services.item_detail import detail
from desktop.views.components.text import Note
from desktop.views.documents.finding_line import FindingLine
from desktop.views.documents.twins_note import TwinsNote
from desktop.views.editor.check_pane import CheckPane
from desktop.views.editor.deciding import DecisionDialog
from desktop.views.editor.screen import EditorScreen
from desktop.views.ledger.pane import ItemPane as LedgerPane
from desktop.views.receive.decisions import Decisions
from desktop.views.receive.item_pane import ItemPane
from desktop.views.review.desk import ReviewDesk
from tests.services.ends import DOCUMENT, Ends, complete, review_at_office
from tests.views.desk_user import answering, drop, press, write
from tests.views.exchange import TestBench, bench_of, click, sent, world
from tests.views.test_editor import document, open_editor, registered

CTRL = Qt.KeyboardModifier.ControlModifier
TOUCHY = DOCUMENT.replace("一、检查范围", "联系人手机 13812345521，本件由送审稿改成。\n一、检查范围").replace(
    "47号", "77号"
)


def lines(pane: CheckPane) -> list[FindingLine]:
    return [card for card in pane._cards if isinstance(card, FindingLine)]


def counts(pane: CheckPane) -> list[str]:
    return [tile.accessibleName() for tile in pane._tiles.values()]


def opened_with_findings(qtbot: QtBot, bench: TestBench, tmp_path: Path) -> tuple[EditorScreen, str]:
    screen = open_editor(qtbot, bench, "new")
    uuid = registered(qtbot, screen, document(tmp_path, "有发现.txt", TOUCHY))
    return screen, uuid


def decide(qtbot: QtBot, screen: EditorScreen, uuid: str, act: object, reason: str) -> None:
    """Act on a finding, write the reason, commit, and wait until the store holds one more decision."""
    before = len(detail(screen.bench.desk, uuid).content.resolutions)

    def answer(dialog: DecisionDialog) -> None:
        assert dialog.commit.reason == "写明理由后可以继续"
        write(dialog.field.control, reason)
        click(dialog.commit)

    asked = answering(qtbot, DecisionDialog, answer)
    assert callable(act)
    act()
    assert asked()
    qtbot.waitUntil(lambda: len(detail(screen.bench.desk, uuid).content.resolutions) == before + 1)
    settled = f"已处理 {before + 1}"
    qtbot.waitUntil(lambda: settled in counts(screen.draft_page.check))


def test_findings_are_resolved_by_mouse_and_by_key_and_the_way_is_free(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen, uuid = opened_with_findings(qtbot, bench, tmp_path)
        page = screen.draft_page
        complete_in_form(screen)
        assert counts(page.check) == ["停止登记 0", "必须处理 1", "请核对 1", "已处理 0"]
        assert page.bar._reason.text() == "还有 1 项必须处理、1 项请核对"
        press(page, Qt.Key.Key_Return, CTRL)
        assert bench.opened == []
        focus = QApplication.focusWidget()
        assert focus is lines(page.check)[0].buttons[0]
        decide(qtbot, screen, uuid, lambda: press(focus, Qt.Key.Key_2), "本人书面同意，存处室")
        first = detail(bench.desk, uuid).content.resolutions[0]
        assert (first.verdict, first.rule, first.by) == (Settled.CONSENT, "personal.mobile", "林倩")
        assert page.bar._reason.text() == "还有 1 项请核对"
        qtbot.waitUntil(lambda: screen.focusWidget() is lines(page.check)[0].buttons[0])
        decide(qtbot, screen, uuid, lambda: click(lines(page.check)[0].buttons[0]), "叙述经过，不是标识")
        assert page.bar._reason.text() == ""
        click(page.next_button)
        assert bench.opened == [("review", uuid)]
        assert screen.may_leave()


def complete_in_form(screen: EditorScreen) -> None:
    fields = screen.draft_page.form.fields
    write(fields["phone"].control, "0591-55501204")
    assert fields["genre"].value() is not None


def test_a_decision_is_taken_back_or_given_up(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen, uuid = opened_with_findings(qtbot, bench, tmp_path)
        pane = screen.draft_page.check
        asked = answering(qtbot, DecisionDialog, lambda dialog: click(dialog.cancel))
        click(lines(pane)[0].buttons[0])
        assert asked()
        assert detail(bench.desk, uuid).content.resolutions == ()
        write(screen.draft_page.form.fields["keywords"].control, "律师 检查")
        decide(qtbot, screen, uuid, lambda: click(lines(pane)[0].buttons[0]), "对外公布的办公电话")
        settled = lines(pane)[-1]
        assert "对外公布的办公电话" in settled.accessibleName()
        click(settled.undo)
        qtbot.waitUntil(lambda: detail(bench.desk, uuid).content.resolutions == ())
        qtbot.waitUntil(lambda: "已处理 0" in counts(pane))
        assert screen.may_leave()
        assert detail(bench.desk, uuid).content.keywords == "律师 检查"


def test_a_removed_document_takes_its_decisions_along_and_undo_brings_both_back(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, uuids[3])
        page = screen.draft_page
        drop(page.files, [document(tmp_path, "附件1.txt", "电话 13800138000")])
        qtbot.waitUntil(lambda: len(lines(page.check)) == 1)
        decide(qtbot, screen, uuids[3], lambda: click(lines(page.check)[0].buttons[0]), "办公电话")
        sm3 = detail(bench.desk, uuids[3]).documents[1].sm3
        page.files.asked.emit("remove", sm3)
        qtbot.waitUntil(lambda: lines(page.check) == [])
        assert detail(bench.desk, uuids[3]).content.resolutions == ()
        page.files.undone.emit()
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuids[3]).content.resolutions) == 1)
        qtbot.waitUntil(lambda: "已处理 1" in counts(page.check))
        assert screen.may_leave()


def test_a_draft_changed_elsewhere_refuses_the_decision(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen, uuid = opened_with_findings(qtbot, bench, tmp_path)
        now = detail(bench.desk, uuid)
        key = resolving.open_findings(now.documents, now.content)[0]
        resolving.resolve(bench.desk, uuid, key, Settled.OTHER, "在别处处理")

        def answer(dialog: DecisionDialog) -> None:
            write(dialog.field.control, "在这里处理")
            click(dialog.commit)

        answering(qtbot, DecisionDialog, answer)
        click(lines(screen.draft_page.check)[0].buttons[0])
        qtbot.waitUntil(lambda: not screen.draft_page.stale.isHidden())
        assert not screen.draft_page._reopen.isHidden()
        screen.draft_page.autosave.rest()


def test_a_twin_is_told_with_the_way_to_it(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen = open_editor(qtbot, bench, "new")
        again = document(tmp_path, "又一份.txt", DOCUMENT.replace("47号", "41号"))
        registered(qtbot, screen, again)
        note = screen.draft_page.twins
        qtbot.waitUntil(lambda: not note.isHidden())
        assert [(one.uuid, one.why) for one in note.found][:1] == [(uuids[1], "文号相同")]
        click(note.links[0])
        assert bench.opened == [("ledger", uuids[1])]
        write(screen.draft_page.form.fields["document_number"].control, "临司〔2026〕99号")
        press(screen.draft_page.form.fields["document_number"].control, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: all(one.why != "文号相同" for one in note.found))
        assert screen.may_leave()


def test_the_ledger_tells_the_twin_of_a_draft(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with ends.at("lin") as desk:
        again = document(tmp_path, "又一份.txt", DOCUMENT.replace("47号", "41号"))
        uuid = intake.register_document(desk, again).uuid
    with bench_of(ends, "lin", qtbot) as bench:
        pane = LedgerPane(bench)
        qtbot.addWidget(pane)
        pane.show()
        pane.show_item(detail(bench.desk, uuid))
        note = pane.findChild(TwinsNote)
        assert isinstance(note, TwinsNote)
        qtbot.waitUntil(lambda: bool(note.links))
        click(note.links[0])
        assert bench.opened == [("ledger", uuids[1])]


def reviewable(ends: Ends, tmp_path: Path) -> str:
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, document(tmp_path, "有发现.txt", TOUCHY)).uuid
        complete(desk, uuid)
    return uuid


def resolve_all(ends: Ends, uuid: str) -> None:
    with ends.at("lin") as desk:
        now = detail(desk, uuid)
        for key in resolving.open_findings(now.documents, now.content):
            resolving.resolve(desk, uuid, key, Settled.FALSE_ALARM, "对外公布的办公电话")


def test_the_review_desk_blocks_open_findings_and_shows_what_was_decided(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    uuid = reviewable(ends, tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        desk = ReviewDesk(bench)
        qtbot.addWidget(desk)
        desk.show_item(detail(bench.desk, uuid))
        assert "还有 1 项必须处理、1 项请核对" in desk.foot.commit_button.reason
        assert len(desk.findings.lines) == 2
        desk.autosave.rest()
    resolve_all(ends, uuid)
    with ends.at("lin") as submitting:
        reviews.submit(submitting, uuid, "已核对。")
    with ends.at("chen") as signing:
        reviews.sign(signing, uuid, reviews.Verdict(text="属实。"))
    with bench_of(ends, "zhou", qtbot) as bench:
        desk = ReviewDesk(bench)
        qtbot.addWidget(desk)
        desk.show_item(detail(bench.desk, uuid))
        told = [line.accessibleName() for line in desk.findings.lines]
        assert len(told) == 2
        assert all("对外公布的办公电话（林倩" in words for words in told)
        assert all(not line.buttons for line in desk.findings.lines)
        desk.autosave.rest()


def test_an_item_without_findings_shows_no_list_on_the_review_desk(qtbot: QtBot, tmp_path: Path) -> None:
    ends, uuids = world(tmp_path)
    with bench_of(ends, "chen", qtbot) as bench:
        desk = ReviewDesk(bench)
        qtbot.addWidget(desk)
        desk.show_item(detail(bench.desk, uuids[2]))
        assert desk.findings.isHidden()


def test_the_centre_sees_what_the_office_decided(qtbot: QtBot, tmp_path: Path) -> None:

    ends, _ = world(tmp_path)
    uuid = reviewable(ends, tmp_path)
    resolve_all(ends, uuid)
    review_at_office(ends, uuid)
    package = sent(ends, uuid)
    with bench_of(ends, "wang", qtbot) as bench:
        found = inspection.inspect(bench.desk, package)
        pane = ItemPane()
        qtbot.addWidget(pane)
        pane.show_item(found.items[0], Decisions(found.items))
        told = [part.words.text() for part in pane._body if isinstance(part, Note)]
        assert sum("对外公布的办公电话" in words for words in told) == 2
