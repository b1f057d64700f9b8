"""A clerk masks where the findings are shown, reads the result, looks at the original, and goes back to it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.rules.findings import Settled
from desktop.services.item_detail import detail
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.documents.finding_line import FindingLine
from desktop.views.editor.files_card import BACK_TO_ORIGINAL, SHOW_ORIGINAL, CopyLine
from desktop.views.editor.mask_dialog import MaskDialog
from desktop.views.editor.original import OriginalDialog
from desktop.views.editor.screen import EditorScreen
from tests.screening.files import docx, pdf
from tests.services.ends import DOCUMENT
from tests.views.desk_user import answering, press, write
from tests.views.exchange import TestBench, bench_of, click, world
from tests.views.test_editor import document, open_editor, registered

IDENTITY, MOBILE = "11010519491231002X", "13812345521"
LINES = (
    *DOCUMENT.replace("47号", "78号").split("\n")[:6],
    f"身份证号 {IDENTITY}，手机 {MOBILE}。",
    "本件由送审稿改成。",
)


def word_document(tmp_path: Path) -> Path:
    path = tmp_path / "决定书.docx"
    path.write_bytes(docx(*LINES, header="经办电话 13900001111"))
    return path


def opened(qtbot: QtBot, bench: TestBench, path: Path) -> tuple[EditorScreen, str]:
    screen = open_editor(qtbot, bench, "new")
    return screen, registered(qtbot, screen, path)


def lines(screen: EditorScreen) -> list[FindingLine]:
    return [card for card in screen.draft_page.check._cards if isinstance(card, FindingLine)]


def line_of(screen: EditorScreen, rule: str) -> FindingLine:
    return next(line for line in lines(screen) if line.finding.key.rule == rule)


def copy_lines(screen: EditorScreen) -> list[CopyLine]:
    return list(screen.draft_page.files.findChildren(CopyLine))


def mask(qtbot: QtBot, screen: EditorScreen, act: object, ticked: set[str]) -> None:
    """Open the dialog, look at what is ticked, commit, read the result, close."""

    def answer(dialog: MaskDialog) -> None:
        qtbot.waitUntil(lambda: dialog.commit.isEnabled())
        assert set(dialog.presets()) == ticked
        click(dialog.commit)
        qtbot.waitUntil(lambda: dialog.done_copy is not None)
        assert dialog.done_copy is not None
        assert "已重新打开核对，没有遗留" in dialog.done_copy.words
        press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    asked = answering(qtbot, MaskDialog, answer)
    assert callable(act)
    act()
    assert asked()
    qtbot.waitUntil(lambda: bool(copy_lines(screen)))


def test_everything_is_masked_from_the_head_of_the_check(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen, uuid = opened(qtbot, bench, word_document(tmp_path))
        check = screen.draft_page.check
        write(screen.draft_page.form.fields["keywords"].control, "律师 检查")
        blocked = line_of(screen, "word.送审稿").buttons[-1]
        assert (blocked.isEnabled(), bool(blocked.reason)) == (False, True)
        mask(qtbot, screen, lambda: click(check.mask_button), {"personal.mobile", "personal.identity-card"})
        now = detail(bench.desk, uuid)
        assert now.documents[0].name == "决定书（去标识化）.docx"
        assert now.content.keywords == "律师 检查"
        assert {one.verdict for one in now.content.resolutions} == {Settled.MASKED}
        qtbot.waitUntil(lambda: [line.finding.recorded for line in lines(screen)].count(True) == 3)
        assert screen.draft_page.bar._reason.text() == "还有 1 项请核对"
        assert check.mask_button.reason == "没有要遮盖或清除的内容"
        assert screen.may_leave()


def test_one_kind_is_masked_from_its_finding_and_a_preset_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen, uuid = opened(qtbot, bench, word_document(tmp_path))

        def act(dialog: MaskDialog) -> None:
            qtbot.waitUntil(lambda: dialog.commit.isEnabled())
            assert set(dialog.presets()) == {"personal.identity-card"}
            row = next(row for row in dialog.rows if row.offer.rule == "personal.identity-card")
            assert row.preset is not None
            row.preset.combo.setCurrentIndex(1)
            row.preset.combo.activated.emit(1)
            assert row._after.accessibleName() == "110105********002X"
            click(row.tick)
            assert dialog.commit.reason == "选择要遮盖的种类"
            click(row.tick)
            click(dialog.commit)
            qtbot.waitUntil(lambda: dialog.done_copy is not None)
            click(dialog.commit)

        asked = answering(qtbot, MaskDialog, act)
        click(line_of(screen, "personal.identity-card").buttons[-1])
        assert asked()
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuid).clean_copies) == 1)
        (made,) = detail(bench.desk, uuid).content.resolutions
        assert (made.rule, made.reason) == ("personal.identity-card", "保留前 6 位、后 4 位")
        qtbot.waitUntil(lambda: len([line for line in lines(screen) if not line.finding.recorded]) == 3)
        assert screen.may_leave()


def test_the_original_is_looked_at_and_put_back(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    with bench_of(ends, "lin", qtbot) as bench:
        screen, uuid = opened(qtbot, bench, word_document(tmp_path))
        before = detail(bench.desk, uuid)
        button = screen.draft_page.check.mask_button
        mask(qtbot, screen, lambda: click(button), {"personal.mobile", "personal.identity-card"})
        line = copy_lines(screen)[0]
        shown: list[int] = []

        def look(dialog: OriginalDialog) -> None:
            qtbot.waitUntil(lambda: dialog.viewer.pages() > 0)
            shown.append(dialog.viewer.pages())
            click(dialog.commit)

        answering(qtbot, OriginalDialog, look)
        line.line.pressed.emit(SHOW_ORIGINAL)
        qtbot.waitUntil(lambda: bool(shown))
        asked = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        line.line.pressed.emit(BACK_TO_ORIGINAL)
        assert asked()
        qtbot.waitUntil(lambda: detail(bench.desk, uuid).content == before.content)
        qtbot.waitUntil(lambda: not copy_lines(screen))
        assert screen.may_leave()


def test_a_refusal_is_told_in_the_dialog_and_nothing_changes(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    page = document(tmp_path, "网页.html", f"<html><body><p>{DOCUMENT}</p><p>手机 {MOBILE}</p></body></html>")
    with bench_of(ends, "lin", qtbot) as bench:
        screen, uuid = opened(qtbot, bench, page)
        before = detail(bench.desk, uuid).content

        def act(dialog: MaskDialog) -> None:
            qtbot.waitUntil(lambda: dialog.commit.reason == "这种文件不能生成净化副本" and dialog.isActiveWindow())
            press(dialog, Qt.Key.Key_Escape)

        asked = answering(qtbot, MaskDialog, act)
        click(screen.draft_page.check.mask_button)
        assert asked()
        assert detail(bench.desk, uuid).content == before
        assert screen.may_leave()


def test_a_running_mask_is_cancelled_by_escape(qtbot: QtBot, tmp_path: Path) -> None:
    ends, _ = world(tmp_path)
    path = tmp_path / "公示.pdf"
    path.write_bytes(pdf(*[(f"联系手机 {MOBILE}", f"第 {number} 页") for number in range(30)]))
    with bench_of(ends, "lin", qtbot) as bench:
        screen, uuid = opened(qtbot, bench, path)
        before = detail(bench.desk, uuid)

        def act(dialog: MaskDialog) -> None:
            qtbot.waitUntil(lambda: dialog.commit.isEnabled() and dialog.isActiveWindow())
            click(dialog.commit)
            press(dialog, Qt.Key.Key_Escape)
            assert dialog.isVisible()
            qtbot.waitUntil(lambda: dialog.commit.isEnabled())
            press(dialog, Qt.Key.Key_Escape)

        asked = answering(qtbot, MaskDialog, act)
        click(screen.draft_page.check.mask_button)
        assert asked()
        assert QApplication.activeModalWidget() is None
        assert detail(bench.desk, uuid) == before
        assert screen.may_leave()
