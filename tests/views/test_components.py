"""The components: names for screen readers, no clipped words at any size, keyboard, input method, and their signals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.errors import UserError
from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.checks import OptionRow
from desktop.views.components.choice_fields import ChoiceField, MultiChoice
from desktop.views.components.date_field import FORMAT_HINT, DateField, parse_date
from desktop.views.components.dialogs import ConfirmDialog, Dialog, ReasonDialog
from desktop.views.components.difference import Difference, FieldChange, marked
from desktop.views.components.empty import DETAIL_WIDTH, EmptyState
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.fields import AreaField, PasswordField, TextField
from desktop.views.components.floating import BulkBar, Floating, Toast
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.memory import memory
from desktop.views.components.navigation import Navigation, NavPage
from desktop.views.components.search_field import SearchField
from desktop.views.components.segmented import SegmentedChoice
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Text
from desktop.views.gallery import PAGES, GalleryWindow
from desktop.views.gallery.ledger import LEDGER_COLUMNS as COLUMNS
from desktop.views.gallery.ledger import ledger_rows
from desktop.views.look import paint
from desktop.views.look.theme import apply, theme
from desktop.views.table_models import Column, Row

# The offscreen platform says so of every window with a minimum size; real platforms do not.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def commit(widget: QWidget, words: str) -> None:
    """Type as an input method does: a preedit, then the committed words."""
    target = widget.focusProxy() or widget
    QApplication.sendEvent(target, QInputMethodEvent("wen", []))
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(target, event)


@pytest.fixture(scope="module")
def gallery(qapp: QApplication) -> Iterator[GalleryWindow]:
    """One gallery for the whole module: switching its style takes half a second."""
    apply(qapp)
    window = GalleryWindow()
    window.show()
    yield window
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    apply(qapp)


def test_every_control_of_the_gallery_has_a_name(gallery: GalleryWindow) -> None:
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    everything: Iterable[QWidget] = gallery.findChildren(QWidget)
    controls = [each for each in everything if isinstance(each, kinds)]
    nameless = [
        f"{type(control).__name__} in {type(control.parentWidget()).__name__}"
        for control in controls
        if not control.accessibleName() and not control.objectName().startswith("qt_") and not _inside_combo(control)
    ]
    assert nameless == []


def _inside_combo(control: QWidget) -> bool:
    parent = control.parentWidget()
    return isinstance(parent, QComboBox) and bool(parent.accessibleName())


@pytest.mark.parametrize("size", ["小", "中", "特大"])
def test_no_words_are_cut(gallery: GalleryWindow, qapp: QApplication, size: str) -> None:
    apply(qapp, "light", size)
    gallery.resize(1680, 1000)
    cut: list[str] = []
    for page, _words, _icon in PAGES:
        gallery.show_page(page)
        QApplication.processEvents()
        cut += [f"{page}: {words}" for words in cut_words(gallery.stack.currentWidget())]
    assert cut == []


def cut_words(page: QWidget) -> list[str]:
    """Labels and buttons that have less room than their words need."""
    every_label: Iterable[QLabel] = page.findChildren(QLabel)
    every_button: Iterable[Button] = page.findChildren(Button)
    labels = [
        label.text()
        for label in every_label
        if label.isVisible()
        and not (isinstance(label, Text) and label._elide)
        and not label.wordWrap()
        and (label.width() < label.sizeHint().width() - 1 or label.height() < label.fontMetrics().height() - 1)
    ]
    buttons = [
        button.text()
        for button in every_button
        if button.isVisible() and button.width() < button.sizeHint().width() - 1
    ]
    return labels + buttons


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_paints_in_both_schemes(gallery: GalleryWindow, qapp: QApplication, scheme: str) -> None:
    apply(qapp, scheme)
    for page, _words, _icon in PAGES:
        gallery.show_page(page)
        QApplication.processEvents()
        image = gallery.grab().toImage()
        inks = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(inks) > 12, page


def test_chinese_is_typed_through_the_input_method(qtbot: QtBot) -> None:
    field = TextField("标题", required=True)
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitSignal(field.changed):
        commit(field, "关于公布名单的公告")
    assert field.value() == "关于公布名单的公告"
    area = AreaField("内容概述", limit=4)
    qtbot.addWidget(area)
    commit(area, "四个汉字多")
    assert area.value() == "四个汉字多"
    assert area.over_limit()
    assert area.message.words() == "不超过 4 字，现 5 字，多 1 字"
    assert area.has_error()


def test_a_proposal_is_confirmed_by_enter_and_dropped_by_editing(qtbot: QtBot) -> None:
    field = TextField("文号")
    qtbot.addWidget(field)
    field.propose("省司公告〔2026〕19号", "取自第 1 页第 2 行", "高")
    assert field.proposed()
    assert "把握高" in field.message.accessibleName()
    with qtbot.waitSignal(field.confirmed):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert not field.proposed()
    field.propose("旧", "取自标题", "中")
    with qtbot.waitSignal(field.confirmed):
        commit(field, "新")
    assert not field.proposed()


def test_setting_a_value_emits_nothing(qtbot: QtBot) -> None:
    fields = (TextField("标题"), AreaField("概述"), DateField("日期"))
    for field in fields:
        qtbot.addWidget(field)
    with qtbot.assertNotEmitted(fields[0].changed), qtbot.assertNotEmitted(fields[1].changed):
        fields[0].set_value("甲")
        fields[1].set_value("乙")
    with qtbot.assertNotEmitted(fields[2].changed):
        fields[2].set_value(date(2026, 11, 18))
    assert fields[2].value() == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-11-18", date(2026, 11, 18)),
        ("20261118", date(2026, 11, 18)),
        ("2026.11.8", date(2026, 11, 8)),
        ("2026年11月18日", date(2026, 11, 18)),
        ("11-18", date(2025, 11, 18)),
        ("2026-02-30", None),
        ("明天", None),
        ("", None),
    ],
)
def test_dates_are_read_in_every_usual_form(words: str, expected: date | None) -> None:
    assert parse_date(words, 2025) == expected


def test_an_unreadable_date_stays_and_is_told(qtbot: QtBot) -> None:
    field = DateField("成文日期")
    qtbot.addWidget(field)
    QTest.keyClicks(field.edit, "2026-13-1")
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.unreadable()
    assert field.message.words() == FORMAT_HINT
    field.edit.clear()
    QTest.keyClicks(field.edit, "20261118")
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.edit.text() == "2026-11-18"
    assert not field.has_error()


def test_choices(qtbot: QtBot) -> None:
    field = ChoiceField("体裁", [(1, "公告"), (2, "通知")])
    many = MultiChoice("公开方式", [("web", "政府网站"), ("board", "公开栏")], ["board"])
    for each in (field, many):
        qtbot.addWidget(each)
    assert field.value() is None
    with qtbot.waitSignal(field.changed):
        field.combo.activated.emit(0)
    field.set_value(2)
    assert field.value() == 2
    field.set_value(9)
    assert field.value() is None
    many.set_value(("board", "web"))
    assert many.value() == ("web", "board")
    assert many.control.accessibleDescription() == "政府网站、公开栏"


def test_capital_lock_is_told(qtbot: QtBot) -> None:
    field = PasswordField()
    qtbot.addWidget(field)
    QTest.keyClicks(field.edit, "A")
    assert field.message.words() == "大写锁定已打开"
    QTest.keyClicks(field.edit, "a")
    assert field.message.words() == ""


def test_digits_answer_a_question(qtbot: QtBot) -> None:
    choice = SegmentedChoice(name="国家秘密")
    qtbot.addWidget(choice)
    assert choice.value() == ""
    with qtbot.waitSignal(choice.chosen) as told:
        QTest.keyClick(choice, Qt.Key.Key_2)
    assert told.args == ["yes"]
    choice.block("no", "第 10 项选了是")
    QTest.keyClick(choice, Qt.Key.Key_1)
    assert choice.value() == "yes"
    assert choice.accessibleName() == "国家秘密：是"


def test_tabs_move_by_keys(qtbot: QtBot) -> None:
    tabs = Tabs([("all", "全部", 12), ("back", "退回", 3)])
    qtbot.addWidget(tabs)
    with qtbot.waitSignal(tabs.changed) as told:
        QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert told.args == ["back"]
    assert tabs.current() == "back"


def test_a_button_keeps_its_key_with_other_words(qtbot: QtBot) -> None:
    button = Button("接收", "primary", key="Ctrl+Return")
    qtbot.addWidget(button)
    button.set_words("接收 3 批")
    assert (button.text(), button.shortcut()) == ("接收 3 批", QKeySequence("Ctrl+Return"))


def test_a_blocked_button_says_why(qtbot: QtBot) -> None:
    button = Button("提交审查", "primary")
    qtbot.addWidget(button)
    button.block("还有 2 项必须处理")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "还有 2 项必须处理"
    button.unblock()
    assert button.isEnabled()


def table(qtbot: QtBot, remember_as: str = "") -> LedgerTable:
    """A ledger of 33 invented records."""
    made = LedgerTable(COLUMNS, name="信息台账", remember_as=remember_as, empty=Text("没有"))
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_rows(ledger_rows())
    made.show()
    return made


def test_the_ledger_opens_previews_and_copies(qtbot: QtBot) -> None:
    ledger = table(qtbot)
    ledger.select([1, 2])
    with qtbot.waitSignal(ledger.opened) as opened:
        QTest.keyClick(ledger.view, Qt.Key.Key_Return)
    assert opened.args == [1]
    with qtbot.waitSignal(ledger.previewed):
        QTest.keyClick(ledger.view, Qt.Key.Key_Space)
    QTest.keyClick(ledger.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 3
    assert lines[1].split("\t")[0] == "FG-0168"
    assert "律师执业" in lines[1]


def test_a_click_on_the_check_box_adds_to_the_selection(qtbot: QtBot) -> None:
    ledger = table(qtbot)
    for row in (0, 2):
        at = ledger.view.visualRect(ledger.model.index(row, 0)).center()
        QTest.mouseClick(ledger.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert ledger.selected_keys() == [0, 2]
    ledger.view.head.all_toggled.emit()
    assert len(ledger.selected_keys()) == 33
    ledger.view.head.all_toggled.emit()
    assert ledger.selected_keys() == []


def test_after_a_verb_the_next_row_is_current(qtbot: QtBot) -> None:
    ledger = table(qtbot)
    ledger.select([4])
    ledger.set_rows([row for row in ledger_rows() if row.key != 4])
    assert ledger.current_key() == 5
    ledger.set_rows([row for row in ledger_rows() if row.key in (5, 9)])
    assert ledger.current_key() == 5
    ledger.set_rows([])
    assert ledger.current_key() is None


def test_sorting_and_columns_are_remembered(qtbot: QtBot) -> None:
    ledger = table(qtbot, "test")
    head = ledger.view.head
    with qtbot.waitSignal(ledger.sort_requested) as told:
        head.sectionClicked.emit(1)
    assert told.args == ["number", False]
    with qtbot.waitSignal(ledger.sort_requested) as told:
        head.sectionClicked.emit(1)
    assert told.args == ["number", True]
    menu = head.columns_menu()
    office = next(action for action in menu.actions() if action.text() == "处室")
    office.trigger()
    assert head.isSectionHidden(3)
    again = table(qtbot, "test")
    assert again.view.head.isSectionHidden(3)
    memory().keep("columns/test", "")


def test_the_empty_state_stands_inside(qtbot: QtBot) -> None:
    ledger = table(qtbot)
    ledger.set_rows([])
    assert not ledger.view.isVisible()
    ledger.set_rows(ledger_rows())
    assert ledger.view.isVisible()


def test_search_waits_for_a_pause_and_escape_clears(qtbot: QtBot) -> None:
    search = SearchField("查找")
    qtbot.addWidget(search)
    with qtbot.waitSignal(search.searched) as told:
        commit(search.edit, "律师")
        commit(search.edit, "执业")
    assert told.args == ["律师执业"]
    with qtbot.waitSignal(search.searched) as told:
        QTest.keyClick(search.edit, Qt.Key.Key_Escape)
    assert told.args == [""]


def test_navigation_opens_pages_and_counts(qtbot: QtBot) -> None:
    navigation = Navigation()
    qtbot.addWidget(navigation)
    navigation.set_pages([[NavPage("todo", "待办", "inbox")], [NavPage("admin", "系统管理", "settings")]])
    navigation.set_count("todo", 14, late=1)
    buttons: Iterable[QAbstractButton] = navigation.findChildren(QAbstractButton)
    button = next(each for each in buttons if each.text() == "待办")
    assert button.accessibleName() == "待办，1 件超期"
    with qtbot.waitSignal(navigation.opened) as told:
        button.click()
    assert told.args == ["todo", ""]


def test_a_reason_must_be_written(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp)
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    host.show()
    dialog = ReasonDialog(host, "退回补正", "关于公布名单的公告", "退回补正", danger=True)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    assert not dialog.commit.isEnabled()
    commit(dialog.field, "缺附件 2")
    assert dialog.commit.isEnabled()
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.reason_words() == "缺附件 2"


def test_a_reason_is_counted_near_its_limit_and_stopped_beyond(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp)
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    dialog = ReasonDialog(host, "退回", "关于公布名单的公告", "退回", label="理由", info="写入历史", limit=20)
    dialog.show()
    for count, told, blocked in (
        (17, "写入历史", ""),
        (18, "不超过 20 字，现 18 字", ""),
        (20, "不超过 20 字，现 20 字", ""),
        (21, "不超过 20 字，现 21 字，多 1 字", "理由超过 20 字"),
        (3, "写入历史", ""),
    ):
        dialog.field.edit.clear()
        commit(dialog.field, "理" * count)
        assert dialog.field.message.words() == told
        assert dialog.commit.reason == blocked
        assert len(dialog.reason_words()) == count


def test_danger_starts_on_cancel(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    dialog = ConfirmDialog(
        host, "删除草稿", "关于公布名单的公告", "删除草稿", danger=True, consequence="草稿不能恢复。"
    )
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.focusWidget() is dialog.cancel
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() == layout.totalHeightForWidth(dialog.width()), "no air where there is little to say"
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_dialog_grows_with_the_error_told_in_it_and_stays_in_the_window(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 640)
    host.show()
    dialog = ReasonDialog(host, "撤回这条信息", "关于公布名单的公告", "撤回信息", consequence="撤回后不再审查。" * 8)
    dialog.show()
    assert host.geometry().contains(dialog.geometry().topLeft())
    before = dialog.height()
    dialog.error.tell("U 盘空间不够，还差 212 MB", "已写的部分已清除，U 盘上没有半成品。")
    layout = dialog.layout()
    assert layout is not None
    qtbot.waitUntil(lambda: dialog.height() >= layout.totalHeightForWidth(dialog.width()) > before)
    dialog.reject()


def test_spare_columns_stand_aside_for_the_title_and_are_not_forgotten(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp)
    columns = (Column("title", "标题", 300, "title"), *(Column(key, key, 100, spare=True) for key in ("a", "b")))
    table = LedgerTable(columns, name="名单", checks=False, footer=False, remember_as="spare")
    qtbot.addWidget(table)
    table.set_rows([Row("1", ("关于公布名单的公告", "甲", "乙"))])
    table.show()
    head = table.view.head
    for width, shown in ((500, [True, True]), (320, [True, False]), (220, [False, False]), (500, [True, True])):
        table.resize(width, 300)
        qtbot.waitUntil(lambda wanted=shown: [not head.isSectionHidden(n) for n in (1, 2)] == wanted)  # type: ignore[misc]
        head.remember()
        assert json.loads(memory().recall("columns/spare"))["hidden"] == []
        assert [action.isChecked() for action in head.columns_menu().actions()[:3]] == [True] * 3
    assert head.sectionSize(1) == theme().px(100)


def test_a_dialog_that_is_too_high_scrolls_and_keeps_its_verbs(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 420)
    host.show()
    dialog = Dialog(host, "记录签字", "关于公布名单的公告", commit="记录签字")
    fields = [TextField(f"第 {number} 栏") for number in range(9)]
    for field in fields:
        dialog.add(field)
    dialog.show()
    assert dialog.focusWidget() is fields[0].edit
    assert host.geometry().contains(dialog.geometry())
    for _ in fields:
        assert dialog.commit.visibleRegion().boundingRect() == dialog.commit.rect()
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.cancel
    fields[-1].edit.setFocus(Qt.FocusReason.TabFocusReason)
    dialog.show_part(fields[-1])
    assert fields[-1].edit.visibleRegion().boundingRect() == fields[-1].edit.rect()
    for field in fields[1:]:
        field.hide()
    dialog.fit()
    assert dialog.height() < 300
    dialog.reject()


def test_a_toast_can_be_undone(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    host.show()
    toast = Toast(host)
    undone: list[bool] = []
    toast.tell("已为 3 件指定发布人", undo=lambda: undone.append(True))
    assert toast.isVisible()
    assert host.rect().contains(toast.geometry().center())
    buttons: Iterable[QAbstractButton] = toast.findChildren(QAbstractButton)
    next(each for each in buttons if each.text() == "撤销").click()
    assert undone == [True]
    assert not toast.isVisible()


def test_a_toast_stands_above_the_foot_of_the_page_and_a_bulk_bar(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    bar = BottomBar()
    column.addWidget(bar)
    bulk = BulkBar(host)
    bulk.lift = bar.height() + 10
    host.show()
    toast = Toast(host)
    toast.tell("已撤回")

    def box(of: Floating) -> QRectF:
        return of.box().translated(of.pos())

    above_the_bar = box(toast).bottom()
    assert above_the_bar < bar.y()
    bulk.set_count(3)
    toast._tick()
    assert box(toast).bottom() < box(bulk).top()
    bar.hide()
    bulk.set_count(0)
    toast._tick()
    assert box(toast).bottom() > above_the_bar


def test_the_bulk_bar_shows_for_several(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    host.show()
    bar = BulkBar(host)
    bar.set_count(1)
    assert not bar.isVisible()
    bar.set_count(3, "共 11 页")
    assert bar.isVisible()


def test_an_error_is_told_in_place(qtbot: QtBot) -> None:
    host = QWidget()
    panel = ErrorPanel(parent=host)
    qtbot.addWidget(host)
    host.show()
    assert not panel.isVisible()
    panel.show_error(UserError("U 盘空间不够，还差 212 MB", "已写的部分已清除"))
    assert panel.isVisible()
    assert panel.accessibleName() == "U 盘空间不够，还差 212 MB。已写的部分已清除"
    panel.clear()
    assert not panel.isVisible()


def test_differences_keep_numbers_and_dates_whole() -> None:
    left, right = marked("准予执业的141名律师，2026-10-26", "准予执业的143名律师，2026-10-27")
    assert [words for words, changed in left if changed] == ["141", "2026-10-26"]
    assert [words for words, changed in right if changed] == ["143", "2026-10-27"]


def test_parts_made_without_a_parent_open_no_window(qtbot: QtBot) -> None:
    before = {id(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    window = GalleryWindow()
    qtbot.addWidget(window)
    visible = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert [type(each).__name__ for each in visible if id(each) not in before] == []


def test_a_character_that_the_screen_cannot_show_is_told_where_it_is_typed(qtbot: QtBot) -> None:
    private = "\U0010fffd"  # no font has the last private character
    title, opinion, password = TextField("标题", info="照原件"), AreaField("意见", limit=200), PasswordField()
    for field in (title, opinion, password):
        qtbot.addWidget(field)
    title.set_value("㐀龘先生")
    assert title.message.words() == "照原件"
    title.edit.setText("")
    typed = QInputMethodEvent()
    typed.setCommitString(f"关于{private}的通知")
    QApplication.sendEvent(title.edit, typed)
    assert title.message.words() == "本机字体没有 U+10FFFD，显示为方框，所存的字不变"
    assert title.value() == f"关于{private}的通知"
    title.set_message("标题已有", "error")
    assert title.message.words() == "标题已有"
    title.set_message("")
    assert "U+10FFFD" in title.message.words()
    title.set_value("关于通知")
    assert title.message.words() == "照原件"
    opinion.set_value(f"同意{private}")
    assert "U+10FFFD" in opinion.message.words()
    password.set_value(private)
    assert "U+10FFFD" not in password.message.words()


def test_what_cannot_be_seen_in_words_stands_there_as_its_code(qtbot: QtBot) -> None:
    stored = "关于\u202e检\U0010fffd查\u200b的\u3000通知\n第二行"
    legible = "关于<U+202E>检<U+10FFFD>查<U+200B>的\u3000通知\n第二行"
    title = Text(stored)
    pair = Difference(("本机", ""), ("来件", ""), [FieldChange("标题", "关于检查的通知", stored)])
    for widget in (title, pair):
        qtbot.addWidget(widget)
    assert title.text() == legible
    title.set_words(stored * 2)
    assert title.text() == legible * 2
    sides: Iterable[QLabel] = pair.findChildren(QLabel)
    assert any("&lt;U+202E&gt;" in one.text() for one in sides)
    assert paint.width_of(stored, "body") == paint.width_of(legible, "body")


def test_a_field_without_a_line_for_messages_still_says_what_the_screen_cannot_show(qtbot: QtBot) -> None:
    field = TextField("", message=False)
    qtbot.addWidget(field)
    field.show()
    assert not field.message.isVisible()
    commit(field, "\U0010fffd")
    assert field.message.isVisible()
    assert "显示为方框" in field.message.words()
    field.edit.clear()
    commit(field, "面")
    assert not field.message.isVisible()


def test_the_fact_of_an_option_stays_when_its_words_are_long(qtbot: QtBot) -> None:
    rows = [OptionRow("stick", "优盘" * 60, fact) for fact in ("", "只读，写不进去")]
    pictures = []
    for row in rows:
        qtbot.addWidget(row)
        row.resize(400, 52)
        pictures.append(row.grab().toImage().copy(300, 0, 100, 52))
    assert pictures[0] != pictures[1]
    assert rows[1].accessibleDescription() == "只读，写不进去"


def test_a_long_detail_breaks_before_the_lines_are_too_long_to_read(qtbot: QtBot) -> None:
    state = EmptyState("这条信息已退回补正", "附件表格缺少第 3 页，" * 30)
    qtbot.addWidget(state)
    state.resize(1400, 700)
    state.show()
    labels: list[QLabel] = state.findChildren(QLabel)  # type: ignore[assignment]
    (detail,) = [one for one in labels if one.wordWrap()]
    widest = theme().px(DETAIL_WIDTH)
    assert detail.width() == widest
    assert detail.height() >= detail.heightForWidth(widest)
