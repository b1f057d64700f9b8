"""An office's own Excel ledger becomes drafts: previewed, confirmed, all or nothing, and undone as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from desktop.errors import Cancelled, UserError
from desktop.models import Draft, Item, LedgerImport
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.states import ItemState
from desktop.services import item_detail, items, ledger, ledger_import, upkeep
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerFilter
from desktop.services.ledger_preview import LAST_TIME, Preview, RowState, chosen_by_default, preview, write_problems
from desktop.services.ledger_tables import open_ledger, open_pasted
from tests.services.ends import Ends
from tests.services.sheets import HEADINGS, ROWS, saved, workbook


def listed(desk: Desk, words: str = "") -> list[str]:
    return [row.title for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter(text=words)))]


def state_of(found: Preview) -> list[RowState]:
    return [row.state for row in found.rows]


def words(found: Preview, place: int) -> str:
    return "；".join(found.words(found.rows[place]))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return saved(workbook(), tmp_path / "台账.xlsx")


def test_a_preview_tells_columns_rows_errors_and_stores_nothing(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        opened = open_ledger(desk, sheet)
        assert [(one.name, one.rows, one.hidden) for one in opened.sheets] == [
            ("填写说明", 1, False),
            ("台账", 5, False),
        ]
        found = preview(desk, opened)
        assert found.table.heading_row == 2
        assert (found.table.year, found.table.year_from) == (2026, "表头上方的标题")
        assert [found.mapping.get(n, "") for n in range(len(HEADINGS))] == [
            *("", "signed_on", "title", "document_number", "attribute", "reason", "", "", "drafter"),
            "responsible_office",
        ]
        assert state_of(found) == [*(RowState.READY,) * 3, *(RowState.PROBLEM,) * 2]
        assert [row.number for row in found.rows] == [3, 4, 5, 6, 7]
        assert "没有 2026年4月31日 这一天" in words(found, 3)
        assert words(found, 4) == "没有标题"
        assert "年份按 2026 年补" in words(found, 1)
        assert "读作不予公开" in words(found, 2)
        contents = [row.read.content for row in found.rows]
        assert [one.signed_on for one in contents[:3]] == [date(2026, 3, 5), date(2026, 3, 12), date(2026, 4, 1)]
        assert contents[2].attribute is Attribute.WITHHELD
        assert contents[0].filled_on == desk.today()
        assert listed(desk) == []
        assert ledger_import.imports(desk) == ()


def test_chosen_rows_become_drafts_with_gapless_numbers_and_are_found(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        items.create_draft(desk, ItemContent(title="早先登记的一件"))
        found = preview(desk, open_ledger(desk, sheet))
        seen: list[tuple[int, int]] = []
        made = ledger_import.take_in(
            desk, found, chosen_by_default(found), lambda done, total: seen.append((done, total))
        )
        assert (made.count, made.first, made.last) == (3, "LSGZ-0002", "LSGZ-0004")
        assert seen[-1] == (3, 3)
        assert items.create_draft(desk, ItemContent(title="后来登记的一件"))
        numbers = [row.number for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter()))]
        assert sorted(numbers) == [f"LSGZ-000{n}" for n in range(1, 6)]
        assert listed(desk, "公证机构名单") == ["关于公布公证机构名单的公告"]
        assert listed(desk, "临司〔2026〕12号") == ["关于公布公证机构名单的公告"]
        one = item_detail.detail(desk, ledger.find_uuid(desk, "LSGZ-0003"))
        assert (one.state, one.draft_version, one.content.drafter) == (ItemState.DRAFT, 0, "林倩")
        assert one.content.responsible_office == "公证处"
        assert one.statutory_due is not None
        assert one.proposals["signed_on"]["confidence"] == "中"
        assert [line.action for line in one.history] == ["import_ledger"]
        (listing,) = ledger_import.imports(desk)
        assert (listing.source, listing.items, listing.drafts, listing.undone_at) == ("台账.xlsx", 3, 3, None)
        assert upkeep.verify_audit(desk).ok


def test_a_draft_of_an_import_can_be_edited_like_any_other(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, sheet))
        made = ledger_import.take_in(desk, found, chosen_by_default(found))
        one = item_detail.detail(desk, ledger.find_uuid(desk, made.first))
        assert items.save_draft(desk, one.uuid, replace(one.content, summary="检查安排"), 0, "test") == 1
        assert listed(desk, "检查安排") == [one.content.title]


def test_cancelling_leaves_nothing_at_all(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, sheet))
        with pytest.raises(Cancelled):
            ledger_import.take_in(desk, found, chosen_by_default(found), cancelled=lambda: True)
        with pytest.raises(Cancelled):
            preview(desk, open_ledger(desk, sheet), cancelled=lambda: True)
        assert ledger_import.imports(desk) == ()
        items.create_draft(desk, ItemContent(title="下一件"))
        assert ledger.find_uuid(desk, "LSGZ-0001")


def test_rows_with_errors_and_no_rows_at_all_are_refused(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, sheet))
        with pytest.raises(UserError, match="第 6 行有错"):
            ledger_import.take_in(desk, found, [3, 6])
        with pytest.raises(UserError, match="没有选择"):
            ledger_import.take_in(desk, found, [99])
        assert listed(desk) == []
    with ends.at("chen") as desk, pytest.raises(UserError, match="角色"):
        ledger_import.take_in(desk, found, [3])


def test_undo_discards_what_nobody_touched_and_tells_what_stays(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, sheet))
        made = ledger_import.take_in(desk, found, chosen_by_default(found))
        edited, gone, left = (ledger.find_uuid(desk, f"LSGZ-000{n}") for n in (1, 2, 3))
        one = item_detail.detail(desk, edited)
        items.save_draft(desk, edited, replace(one.content, summary="改过"), 0, "test")
        items.discard_draft(desk, gone, "重复")
        done = ledger_import.undo(desk, made.id)
        assert done.discarded == 1
        assert [(one.number, one.why) for one in done.kept] == [("LSGZ-0001", "导入后改过"), ("LSGZ-0002", "已经作废")]
        assert item_detail.detail(desk, left).state is ItemState.DISCARDED
        assert item_detail.detail(desk, left).history[0].action == "discard"
        assert item_detail.detail(desk, edited).state is ItemState.DRAFT
        assert listed(desk, "内部请示") == []
        (listing,) = ledger_import.imports(desk)
        assert listing.undone_at
        with pytest.raises(UserError, match="已经撤销"):
            ledger_import.undo(desk, made.id)
        with pytest.raises(UserError, match="没有找到"):
            ledger_import.undo(desk, "nothing")
        assert items.create_draft(desk, ItemContent(title="下一件"))
        assert ledger.find_uuid(desk, "LSGZ-0004")
        assert upkeep.verify_audit(desk).ok


def test_a_cancelled_undo_leaves_every_draft(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, sheet))
        made = ledger_import.take_in(desk, found, chosen_by_default(found))
        with pytest.raises(Cancelled):
            ledger_import.undo(desk, made.id, cancelled=lambda: True)
        (listing,) = ledger_import.imports(desk)
        assert (listing.drafts, listing.undone_at) == (3, None)
        with desk.store.reading() as session:
            assert len(session.scalars(select(Draft.item_id)).all()) == 3


def test_the_mapping_of_the_last_import_with_these_headings_wins(ends: Ends, sheet: Path, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        opened = open_ledger(desk, sheet)
        chosen = {2: "title", 3: "document_number", 9: "keywords"}
        ledger_import.take_in(desk, preview(desk, opened, mapping=chosen), [3])
        again = preview(desk, open_ledger(desk, sheet))
        assert again.mapping == chosen
        assert {one.guess.why for one in again.columns if one.guess.field} == {LAST_TIME}
        other = saved(workbook(headings=("编号", *HEADINGS[1:])), tmp_path / "另一份.xlsx")
        assert preview(desk, open_ledger(desk, other)).mapping[9] == "responsible_office"


def test_what_is_registered_already_and_what_stands_twice_is_told(ends: Ends, tmp_path: Path) -> None:
    again = (9, "2026-5-7", "关于开展律师事务所检查的通告", "临司〔2026〕99号", "主动公开")
    same_number = (10, "2026-5-8", "别的事情", "临司 [2026] 12 号", "主动公开")
    path = saved(workbook((*ROWS[:3], again, same_number)), tmp_path / "台账.xlsx")
    with ends.at("lin") as desk:
        items.create_draft(desk, ItemContent(title="关于公布公证机构名单的公告", document_number="临司〔2026〕12号"))
        items.create_draft(desk, ItemContent(title="关于某项工作的内部请示。"))
        found = preview(desk, open_ledger(desk, path))
        assert state_of(found) == [RowState.READY, *(RowState.TWIN,) * 4]
        assert words(found, 1).startswith("文号与 LSGZ-0001（草稿）相同")
        assert "标题与 LSGZ-0002（草稿）相同或相近" in words(found, 2)
        assert "与本表第 3 行" in words(found, 3)
        assert "文号与本表第 4 行相同" in words(found, 4)
        assert list(chosen_by_default(found)) == [3]
        ledger_import.take_in(desk, found, [3, 4])


def test_a_classification_mark_stops_its_row_and_is_written_nowhere(ends: Ends, tmp_path: Path) -> None:
    secret = (3, "2026-4-1", "内部资料", "临司〔2026〕13号", "主动公开", "", "", "", "林倩", "机密★1年")
    declared = (4, "2026-4-2", "又一件", "临司〔2026〕14号", "不予公开", "国家秘密")
    headings = (*HEADINGS[:5], "依据条款", *HEADINGS[6:])
    path = saved(workbook((ROWS[0], secret, declared), headings), tmp_path / "台账.xlsx")
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, path))
        assert state_of(found) == [RowState.READY, RowState.SECRET, RowState.SECRET]
        assert all(row.read.content == ItemContent() for row in found.rows[1:])
        assert "机密" not in repr(found.columns)
        with pytest.raises(UserError, match="第 4 行有错"):
            ledger_import.take_in(desk, found, [3, 4])
        assert write_problems(desk, found, tmp_path / "待改.xlsx") == 2
        book = load_workbook(tmp_path / "待改.xlsx")
        text = repr([[cell.value for cell in row] for row in book.active.rows])  # type: ignore[union-attr]
        assert "内部资料" not in text
        assert "第 4 行" in text


@pytest.mark.parametrize(
    ("title", "sheet", "name"),
    [("机密★1年 台账", "台账", "台账"), ("台账", "绝密★", "台账"), ("台账", "台账", "秘密★台账")],
)
def test_a_mark_in_title_sheet_or_file_name_stops_the_whole(
    ends: Ends, tmp_path: Path, title: str, sheet: str, name: str
) -> None:
    path = saved(workbook(title=title, sheet=sheet), tmp_path / f"{name}.xlsx")
    with ends.at("lin") as desk:
        with pytest.raises(UserError, match="密级标志") as raised:
            open_ledger(desk, path)
        assert raised.value.code == "E-SECRET"


def test_the_rows_to_mend_are_written_with_their_errors_and_come_back(ends: Ends, sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "待改.xlsx"
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, sheet))
        assert write_problems(desk, found, target) == 2
        book = load_workbook(target)
        table = book.active
        assert table is not None
        rows = [[cell.value for cell in row] for row in table.rows]
        assert rows[0] == [*HEADINGS, "问题"]
        assert rows[1][2] == "关于年度考核结果的通报"
        assert "第 6 行" in str(rows[1][-1])
        table["B2"] = date(2026, 4, 30)
        table["C3"] = "补上的标题"
        book.save(target)
        mended = preview(desk, open_ledger(desk, target))
        assert state_of(mended) == [RowState.READY] * 2
        assert mended.rows[1].read.content.signed_on == date(2026, 5, 6)


def test_pasted_rows_go_the_same_way(ends: Ends) -> None:
    text = (
        '文件名称\t文号\t日期\r\n"关于开展检查\n工作的通知"\t临司〔2026〕1号\t2026/3/5\r\n关于考核的通报\t\t3月6日\r\n'
    )
    with ends.at("lin") as desk:
        found = preview(desk, open_pasted(desk, text))
        assert state_of(found) == [RowState.READY, RowState.PROBLEM]
        assert found.rows[0].read.content.title == "关于开展检查工作的通知"
        assert "没有写年份" in words(found, 1)
        made = ledger_import.take_in(desk, found, [2])
        assert made.count == 1
        bare = preview(desk, open_pasted(desk, "关于另一次检查的通知\t临司〔2026〕2号\t2026/3/7"))
        assert bare.table.heading_row is None
        assert bare.mapping == {0: "title", 1: "document_number", 2: "signed_on"}
        for nothing in ("", "\t\t\r\n"):
            with pytest.raises(UserError, match="剪贴板里没有"):
                open_pasted(desk, nothing)


def test_a_mapping_must_be_sound(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        opened = open_ledger(desk, sheet)
        for mapping, said in (
            ({1: "signed_on"}, "没有一列对应"),
            ({2: "title", 3: "title"}, "有两列都对应“信息标题”"),
            ({2: "title", 3: "attachments"}, "没有“attachments”"),
        ):
            with pytest.raises(UserError, match=said):
                preview(desk, opened, mapping=mapping)
        with pytest.raises(UserError, match="没有名为"):
            preview(desk, opened, "没有这张")


def test_merged_cells_totals_repeated_headings_and_hidden_rows(ends: Ends, tmp_path: Path) -> None:
    book = workbook((*ROWS[:2], HEADINGS, ROWS[2], ("合计", 3)))
    table = book["台账"]
    table.merge_cells("J3:J4")
    table.row_dimensions[4].hidden = True
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, saved(book, tmp_path / "台账.xlsx")))
        assert len(found.rows) == 3
        assert [row.read.content.responsible_office for row in found.rows[:2]] == ["律师处", "律师处"]
        told = "；".join(found.table.told)
        assert "1 行合计" in told
        assert "1 行重复的表头" in told
        assert "1 行在表里是隐藏的" in told


def test_headings_in_two_rows(ends: Ends, tmp_path: Path) -> None:
    book = workbook((("关于检查的通知", "临司〔2026〕1号", "是", "过程"),), ("文件", "文件", "公开情况", "公开情况"))
    table = book["台账"]
    table.insert_rows(3)
    for column, heading in enumerate(("文件名称", "文号", "是否公开", "不公开理由"), 1):
        table.cell(3, column, heading)
    table.merge_cells("A2:B2")
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, saved(book, tmp_path / "台账.xlsx")))
        assert found.table.heading_row == 3
        assert list(found.mapping.values()) == ["title", "document_number", "attribute", "reason"]
        assert found.rows[0].read.content.attribute is Attribute.PROACTIVE


def test_nothing_of_a_refused_import_is_in_the_store(ends: Ends, sheet: Path) -> None:
    with ends.at("lin") as desk:
        found = preview(desk, open_ledger(desk, sheet))
        with pytest.raises(UserError):
            ledger_import.take_in(desk, found, [3, 4, 6])
        with desk.store.reading() as session:
            assert session.scalars(select(LedgerImport.id)).all() == []
            assert session.scalars(select(Item.id)).all() == []
