"""The paged table model: fetches what is looked at, forgets what is old, and survives rows that are gone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.views.table_models import (
    PAGE,
    PAGES_KEPT,
    Column,
    DateCell,
    Key,
    ListTableModel,
    PagedTableModel,
    Row,
    TitleCell,
    cell_words,
)

COLUMNS = (Column("number", "编号"), Column("title", "标题", kind="title"))


class Shelf:
    """Records in memory that note what was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.gone: set[Key] = set()

    def fetch(self, keys: Sequence[Key]) -> Sequence[Row]:
        self.asked.append(len(keys))
        return [Row(key, (f"号{key}", TitleCell(f"标题{key}"))) for key in reversed(keys) if key not in self.gone]


def test_only_pages_that_are_looked_at_are_fetched(qapp: QApplication) -> None:
    shelf = Shelf()
    model = PagedTableModel(COLUMNS, shelf.fetch)
    model.set_keys(range(1_000_000))
    assert model.rowCount() == 1_000_000
    assert shelf.asked == []
    assert model.data(model.index(500_000, 0)) == "号500000"
    assert model.data(model.index(500_001, 1)) == "标题500001"
    assert shelf.asked == [PAGE]


def test_old_pages_are_forgotten(qapp: QApplication) -> None:
    shelf = Shelf()
    model = PagedTableModel(COLUMNS, shelf.fetch)
    model.set_keys(range(PAGE * (PAGES_KEPT + 2)))
    for page in range(PAGES_KEPT + 2):
        model.row(page * PAGE)
    before = len(shelf.asked)
    model.row(PAGE * (PAGES_KEPT + 1))
    assert len(shelf.asked) == before
    model.row(0)
    assert len(shelf.asked) == before + 1


def test_a_record_that_is_gone_stays_blank(qapp: QApplication) -> None:
    shelf = Shelf()
    shelf.gone.add(1)
    model = PagedTableModel(COLUMNS, shelf.fetch)
    model.set_keys([0, 1, 2])
    assert model.data(model.index(1, 0)) == ""
    assert model.data(model.index(2, 0)) == "号2"


def test_refresh_fetches_a_record_again(qapp: QApplication) -> None:
    shelf = Shelf()
    model = PagedTableModel(COLUMNS, shelf.fetch)
    model.set_keys([7, 8])
    model.row(0)
    changed: list[int] = []
    model.dataChanged.connect(lambda top, _bottom: changed.append(top.row()))
    model.refresh([8, 99])
    assert changed == [1]
    model.row(1)
    assert shelf.asked == [2, 2]


def test_only_display_is_answered_and_the_check_column_shifts_nothing(qapp: QApplication) -> None:
    model = ListTableModel(COLUMNS, [Row("a", ("号", TitleCell("标题", aside="附件 2 处")))], checks=True)
    assert [column.key for column in model.columns] == ["check", "number", "title"]
    assert model.data(model.index(0, 0)) == ""
    assert model.data(model.index(0, 1)) == "号"
    assert model.data(model.index(0, 2)) == "标题（附件 2 处）"
    assert model.data(model.index(0, 1), Qt.ItemDataRole.DecorationRole) is None
    assert model.headerData(2, Qt.Orientation.Horizontal) == "标题"


def test_place_and_words() -> None:
    model = ListTableModel(COLUMNS, [Row("a", ("1", "甲")), Row("b", ("2", "乙"))])
    assert (model.place("b"), model.place("z")) == (1, -1)
    assert cell_words(DateCell("11-24", "剩余 2 个工作日", "warn")) == "11-24 剩余 2 个工作日"
