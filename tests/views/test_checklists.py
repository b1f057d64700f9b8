"""The lists that documents are checked against, kept by mouse and keyboard: negative list, words, telephones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.rules.checklists import NegativeFields, Standing
from desktop.rules.findings import Settled
from desktop.services import intake
from desktop.services.against_lists import OWN_NUMBERS
from desktop.services.item_detail import detail
from desktop.services.listed_words import add_words, word_keys
from desktop.services.negative_list import add_entry, entries
from desktop.services.office_phones import add_phone, phones
from desktop.views.components.checks import OptionRow
from desktop.views.components.dialogs import ConfirmDialog, ReasonDialog
from desktop.views.components.rows import ToDoRow
from desktop.views.documents.finding_line import FindingLine
from desktop.views.editor.deciding import DecisionDialog
from desktop.views.editor.screen import EditorScreen
from desktop.views.home import HomeScreen
from desktop.views.registers.import_dialog import ImportDialog
from desktop.views.registers.negative_dialogs import EntryDialog, ReviewDialog
from desktop.views.registers.negative_pane import NegativePane
from desktop.views.registers.phones_pane import PhoneDialog, PhonesPane
from desktop.views.registers.screen import RegistersScreen
from desktop.views.registers.words_pane import WordsDialog, WordsPane
from tests.screening.files import xlsx
from tests.services.ends import DOCUMENT, Ends
from tests.views.desk_user import answering, press, write
from tests.views.exchange import TestBench, bench_of, click, world

WORD = "律师事务所规范化"
ENTRY = NegativeFields(
    "3",
    "过程性信息",
    "检查方式",
    ("省级抽查",),
    "讨论中的方案",
    "条例第十六条第二款",
    "律师工作处",
    date(2026, 1, 1),
    date(2027, 1, 1),
)


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return world(tmp_path)[0]


@contextmanager
def opened(qtbot: QtBot, ends: Ends, tab: str, login: str = "lin") -> Iterator[tuple[TestBench, RegistersScreen]]:
    with bench_of(ends, login, qtbot) as bench:
        screen = RegistersScreen(bench)
        qtbot.addWidget(screen)
        screen.resize(1100, 700)
        screen.show()
        screen.show_record(tab)
        yield bench, screen


def words_pane(screen: RegistersScreen) -> WordsPane:
    assert isinstance(screen.pane, WordsPane)
    return screen.pane


def negative_pane(screen: RegistersScreen) -> NegativePane:
    assert isinstance(screen.pane, NegativePane)
    return screen.pane


def phones_pane(screen: RegistersScreen) -> PhonesPane:
    assert isinstance(screen.pane, PhonesPane)
    return screen.pane


def to_do(home: HomeScreen) -> list[ToDoRow]:
    rows: Iterable[ToDoRow] = home.first.findChildren(ToDoRow)
    return list(rows)


def test_words_are_added_found_and_removed_by_hand(qtbot: QtBot, ends: Ends) -> None:
    with opened(qtbot, ends, "words") as (bench, screen):
        pane = words_pane(screen)
        assert pane.remove.reason == "先选中要移除的词"

        def answer(dialog: WordsDialog) -> None:
            assert dialog.commit.reason == "写上要检查的词"
            write(dialog.field.control, "市")
            assert "少于 2 个字" in dialog.commit.reason
            dialog.field.edit.clear()
            write(dialog.field.control, "青石工程\n黑水专班")
            click(dialog.commit)

        asked = answering(qtbot, WordsDialog, answer)
        click(pane.new)
        assert asked()
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 2)
        assert bench.told == ["已加入 2 个词"]
        write(pane.search.edit, "青石")
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        pane.table.select(pane.table.model.keys())
        assert pane.remove.text() == "移除 1 个"
        confirmed = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(pane.remove)
        assert confirmed()
        qtbot.waitUntil(lambda: len(word_keys(bench.desk)) == 1)
        pane.search.clear()
        qtbot.waitUntil(lambda: pane.table.model.data(pane.table.model.index(0, 1)) == "黑水专班")


def test_a_file_of_words_is_looked_through_before_it_is_taken(qtbot: QtBot, ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "词表.txt"
    path.write_text("\n".join([*(f"第{n}号检查词" for n in range(10_000)), "市"]), encoding="utf-8")
    with opened(qtbot, ends, "words") as (bench, screen):
        pane = words_pane(screen)
        add_words(bench.desk, ["旧词"])
        bench.answer = path
        seen: list[str] = []

        def answer(dialog: ImportDialog) -> None:
            assert dialog.options is not None
            rows: Iterable[OptionRow] = dialog.options.findChildren(OptionRow)
            for row in rows:
                seen.append(row.text())
                click(row)
            assert dialog.choice() == "replace"
            click(dialog.commit)

        asked = answering(qtbot, ImportDialog, answer)
        click(pane.bring_in)
        qtbot.waitUntil(asked)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 10_000)
        assert seen == ["加入新词", "换成这份词表"]
        assert bench.told == ["已导入 10,000 个词"]
        path.write_text("\n".join(f"词{n}" for n in range(100_001)), encoding="utf-8")
        click(pane.bring_in)
        qtbot.waitUntil(lambda: "最多 100,000 个词" in pane.error.accessibleName())
        bench.answer = tmp_path
        click(pane.take_out)
        qtbot.waitUntil((tmp_path / "检查词表.xlsx").exists)
        qtbot.waitUntil(lambda: bench.told[-1] == "已导出 10,000 个词")


def test_an_entry_is_written_reviewed_and_removed(qtbot: QtBot, ends: Ends) -> None:
    with opened(qtbot, ends, "negative") as (bench, screen):
        pane = negative_pane(screen)

        def fill(dialog: EntryDialog) -> None:
            given = {
                "number": "3",
                "matter": "检查方式",
                "words": "省级抽查、市级检查",
                "reason": "讨论中",
                "basis": "条例",
            }
            for name, words in given.items():
                assert dialog.commit.reason
                write(dialog.fields[name].control, words)
            assert dialog.commit.reason == ""
            write(dialog.fields["review_on"].control, "2026-01-01")
            assert dialog.commit.reason == "复核日期：复核日期应晚于今天"
            write(dialog.fields["review_on"].control, "2028-01-01")
            assert "一年内至少复核一次" in dialog.commit.reason
            write(dialog.fields["review_on"].control, "明年")
            assert dialog.commit.reason.startswith("日期写成")
            write(dialog.fields["review_on"].control, "2026-12-31")
            click(dialog.commit)

        asked = answering(qtbot, EntryDialog, fill)
        click(pane.new)
        assert asked()
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        (one,) = entries(bench.desk)
        assert (one.fields.words, one.fields.review_on) == (("省级抽查", "市级检查"), date(2026, 12, 31))

        def change(dialog: EntryDialog) -> None:
            write(dialog.fields["matter"].control, "检查的方式")
            click(dialog.commit)

        asked = answering(qtbot, EntryDialog, change)
        click(pane.pane.edit)
        assert asked()
        qtbot.waitUntil(lambda: pane.pane._matter.text() == "检查的方式")

        def review(dialog: ReviewDialog) -> None:
            write(dialog.review_on.control, "2027-06-30")
            click(dialog.commit)

        asked = answering(qtbot, ReviewDialog, review)
        click(pane.pane.review)
        assert asked()
        qtbot.waitUntil(lambda: entries(bench.desk)[0].fields.review_on == date(2027, 6, 30))

        def remove(dialog: ReasonDialog) -> None:
            assert dialog.commit.reason == "写明移出理由后可以继续"
            write(dialog.field.control, "已经公布")
            click(dialog.commit)

        asked = answering(qtbot, ReasonDialog, remove)
        click(pane.pane.remove)
        assert asked()
        qtbot.waitUntil(lambda: entries(bench.desk)[0].standing is Standing.REMOVED)
        qtbot.waitUntil(pane.pane._verbs.isHidden)
        assert bench.told == ["已加入负面清单", "第 3 项已修改", "第 3 项已复核", "第 3 项已移出"]


def test_the_list_is_filtered_and_searched(qtbot: QtBot, ends: Ends) -> None:
    with ends.at("lin") as desk:
        add_entry(desk, replace(ENTRY, number="1", review_on=date(2026, 11, 25)))
        add_entry(desk, replace(ENTRY, number="2", matter="律师收费", effective_on=date(2027, 1, 1)))
    ends.clock.moment += timedelta(days=6)
    with opened(qtbot, ends, "negative") as (_bench, screen):
        pane = negative_pane(screen)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 2)
        for place, count in ((1, 1), (2, 1), (3, 0), (0, 2)):
            click(pane.filter._buttons[place])
            assert pane.table.model.rowCount() == count
        write(pane.search.edit, "收费")
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)


def test_a_sheet_with_faults_is_previewed_and_its_faults_saved(qtbot: QtBot, ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    rows: list[list[object]] = [["1", "甲事项", "甲方案", "理由", "依据"], ["2", "乙事项", "", "理由", "依据"]]
    path.write_bytes(xlsx({"清单": [["序号", "事项", "检查词", "理由", "依据条款"], *rows]}))
    with opened(qtbot, ends, "negative") as (bench, screen):
        pane = negative_pane(screen)
        bench.answer = path

        def answer(dialog: ImportDialog) -> None:
            bench.answer = tmp_path
            dialog.faults_button.click()
            click(dialog.commit)

        asked = answering(qtbot, ImportDialog, answer)
        click(pane.bring_in)
        qtbot.waitUntil(asked)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        qtbot.waitUntil((tmp_path / "出错的行.xlsx").exists)
        bench.answer = tmp_path / "没有.xlsx"
        click(pane.bring_in)
        qtbot.waitUntil(lambda: "读不到" in pane.error.accessibleName())


def test_telephones_are_kept(qtbot: QtBot, ends: Ends, tmp_path: Path) -> None:
    with opened(qtbot, ends, "phones") as (bench, screen):
        pane = phones_pane(screen)

        def answer(dialog: PhoneDialog) -> None:
            write(dialog.number.control, "没有号码")
            assert dialog.commit.reason == "这不是电话号码"
            write(dialog.number.control, "0531-82923160")
            write(dialog.holder.control, "律师工作处")
            click(dialog.commit)

        asked = answering(qtbot, PhoneDialog, answer)
        click(pane.new)
        assert asked()
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        bench.answer = tmp_path / "电话.txt"
        bench.answer.write_text("0531-82923161\t公证处\n没有号码 1\n", encoding="utf-8")
        taken = answering(qtbot, ImportDialog, lambda dialog: click(dialog.commit))
        click(pane.bring_in)
        qtbot.waitUntil(taken)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 2)
        pane.table.select(["053182923160"])
        confirmed = answering(qtbot, ConfirmDialog, lambda dialog: click(dialog.commit))
        click(pane.remove)
        assert confirmed()
        qtbot.waitUntil(lambda: [one.number for one in phones(bench.desk)] == ["053182923161"])


def test_drafts_are_checked_again_by_a_click(qtbot: QtBot, ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT + "手机13812345678\n", encoding="utf-8")
    with opened(qtbot, ends, "words") as (bench, screen):
        uuid = intake.register_document(bench.desk, path).uuid
        add_words(bench.desk, [WORD])
        add_phone(bench.desk, "13812345678", "值班室")
        click(words_pane(screen).again)
        qtbot.waitUntil(lambda: bool(bench.told))
        assert bench.told[0].startswith("已重新检查 2 件草稿")
        now = detail(bench.desk, uuid)
        assert len(now.documents[0].findings) == 2
        assert [one.reason for one in now.content.resolutions] == [OWN_NUMBERS]


def test_whoever_only_reads_sees_the_lists_and_changes_nothing(qtbot: QtBot, ends: Ends) -> None:
    with ends.at("lin") as desk:
        add_entry(desk, ENTRY)
    with opened(qtbot, ends, "negative", "chen") as (_bench, screen):
        pane = negative_pane(screen)
        qtbot.waitUntil(lambda: pane.table.model.rowCount() == 1)
        hidden = (pane.new, pane.bring_in, pane.again, pane.pane._verbs)
        assert all(one.isHidden() for one in hidden)
        assert not pane.take_out.isHidden()
        for tab in ("words", "phones"):
            screen.show_record(tab)
            assert screen.may_leave()


def test_the_draft_tells_the_word_the_entry_and_its_reason(qtbot: QtBot, ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    with bench_of(ends, "lin", qtbot) as bench:
        add_words(bench.desk, [WORD])
        add_entry(bench.desk, ENTRY)
        uuid = intake.register_document(bench.desk, path).uuid
        screen = EditorScreen(bench)
        qtbot.addWidget(screen)
        screen.resize(1280, 800)
        screen.show()
        screen.show_record(uuid)
        page = screen.draft_page
        qtbot.waitUntil(lambda: page.draft is not None)
        lines = [card for card in page.check._cards if isinstance(card, FindingLine)]
        told = [(line.finding.what, line.finding.note) for line in lines]
        assert sorted(told) == [
            (f"出现检查词表所列的“{WORD}”，确认是否适宜公开", ""),
            ("负面清单第 3 项：检查方式", "理由：讨论中的方案；依据：条例第十六条第二款"),
        ]
        title = page.form.fields["title"]
        qtbot.waitUntil(lambda: WORD in title.message.words())
        write(title.control, "关于检查的通知")
        press(title.control, Qt.Key.Key_Tab)
        page.form.left.emit()
        qtbot.waitUntil(lambda: WORD not in title.message.words())

        def answer(dialog: DecisionDialog) -> None:
            write(dialog.field.control, "对外公开的名称")
            click(dialog.commit)

        asked = answering(qtbot, DecisionDialog, answer)
        click(lines[0].buttons[0])
        assert asked()
        qtbot.waitUntil(lambda: len(detail(bench.desk, uuid).content.resolutions) == 1)
        assert detail(bench.desk, uuid).content.resolutions[0].verdict is Settled.FALSE_ALARM
        assert screen.may_leave()


def test_reviews_that_are_due_stand_first_on_the_home_page(qtbot: QtBot, ends: Ends) -> None:
    with ends.at("lin") as desk:
        add_entry(desk, replace(ENTRY, review_on=date(2026, 11, 25)))
    ends.clock.moment += timedelta(days=6)
    with bench_of(ends, "lin", qtbot) as bench:
        home = HomeScreen(bench)
        qtbot.addWidget(home)
        home.show()
        qtbot.waitUntil(lambda: bool(to_do(home)) and "待复核" in to_do(home)[0].accessibleName())
        click(to_do(home)[0].verb)
        assert bench.opened == [("registers", "negative")]
    with bench_of(ends, "chen", qtbot) as bench:
        home = HomeScreen(bench)
        qtbot.addWidget(home)
        home.show()
        qtbot.waitUntil(lambda: bool(to_do(home)))
        assert not any("待复核" in one.accessibleName() for one in to_do(home))
