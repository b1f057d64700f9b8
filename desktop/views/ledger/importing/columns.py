"""Which column of the sheet becomes which field: guessed, shown with the first values, changed by the user."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.labels import FIELDS
from desktop.rules.ledger_columns import LEFT_OUT, Confidence, twice_mapped
from desktop.services.ledger_preview import FIELDS_TAKEN, ColumnView
from desktop.services.ledger_tables import OpenedLedger, SheetTable
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.text import Text
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.table_models import Cell, Column, Key, MenuCell, NoteCell, Row

_COLUMNS = (
    Column("letters", "列", 56, "number", fixed=True),
    Column("heading", "表头", 180, fixed=True),
    Column("examples", "前几行的内容", 320, "title", fixed=True),
    Column("field", "导入为", 190, fixed=True),
    Column("why", "说明", 420),
)
_LEFT_OUT_WORDS = "不导入"
_FREQUENT = 12
"""Fields offered at once; the others stand in a menu below."""


class ColumnsPage(QWidget):
    """`sheet_chosen(name)`; `changed()` after a column was given another field."""

    sheet_chosen = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[ColumnView, ...] = ()
        self._mapping: dict[int, str] = {}
        self._by_hand: set[int] = set()
        self.sheet: ChoiceField[str] = ChoiceField("工作表", message=False)
        self.facts = Text("", "small", "text2", wrap=True)
        self.table = LedgerTable(_COLUMNS, name="表格的列", checks=False, footer=False)
        head = QHBoxLayout()
        head.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, tokens.S12)
        head.setSpacing(24)
        head.addWidget(self.sheet)
        head.addWidget(self.facts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.sheet.committed.connect(self._sheet_chosen)
        self.table.cell_clicked.connect(self._clicked)
        self.table.opened.connect(self._opened)
        follow_theme(self)

    def restyle(self) -> None:
        """Take the width of the choice from the theme."""
        self.sheet.setFixedWidth(theme().px(300))

    def show_ledger(self, opened: OpenedLedger, sheet: str) -> None:
        """Offer the sheets of a ledger."""
        options = [
            (one.name, f"{one.name}（{one.rows:,} 行{'，隐藏' if one.hidden else ''}）") for one in opened.sheets
        ]
        self.sheet.set_options(options, sheet)

    def show_columns(self, table: SheetTable, views: Sequence[ColumnView]) -> None:
        """Show the columns of a sheet as they were guessed."""
        self._views = tuple(views)
        self._mapping = {one.place: one.guess.field for one in views}
        self._by_hand = set()
        self.facts.set_words(_facts(table))
        self._fill()

    def mapping(self) -> dict[int, str]:
        """The field of each column that is imported."""
        return {place: field for place, field in self._mapping.items() if field != LEFT_OUT}

    def why_not(self) -> str:
        """Why the rows cannot be read yet; empty when they can."""
        twice = twice_mapped(self._mapping)
        if twice:
            return f"有两列都导入为“{FIELDS[twice[0]]}”，留下一列"
        if "title" not in self._mapping.values():
            return "指明哪一列是“信息标题”"
        return ""

    def choose(self, place: int, field: str) -> None:
        """Give a column another field, or none."""
        self._mapping[place] = field
        self._by_hand.add(place)
        self._fill()
        self.changed.emit()

    def menu(self, place: int) -> QMenu:
        """The fields that a column can be imported as."""
        menu = QMenu(self)
        menu.addAction(_LEFT_OUT_WORDS).triggered.connect(partial(self.choose, place, LEFT_OUT))
        menu.addSeparator()
        more = QMenu("其他栏目", menu)
        for number, field in enumerate(FIELDS_TAKEN):
            into = menu if number < _FREQUENT else more
            into.addAction(FIELDS[field]).triggered.connect(partial(self.choose, place, field))
        menu.addMenu(more)
        return menu

    def _fill(self) -> None:
        twice = twice_mapped(self._mapping)
        self.table.set_rows([self._row(one, twice) for one in self._views])

    def _row(self, one: ColumnView, twice: Sequence[str]) -> Row:
        field = self._mapping[one.place]
        examples = "　".join(one.examples) or "（空）"
        cells: tuple[Cell, ...] = (one.letters, one.heading or "（没有表头）", examples)
        return Row(one.place, (*cells, self._field_cell(one, field, twice), self._why_cell(one, field, twice)))

    def _field_cell(self, one: ColumnView, field: str, twice: Sequence[str]) -> Cell:
        if field == LEFT_OUT:
            return MenuCell(_LEFT_OUT_WORDS, icon="minus")
        unsure = one.place not in self._by_hand and one.guess.confidence is Confidence.LOW
        return MenuCell(FIELDS[field], icon="check", needed=unsure or field in twice)

    def _why_cell(self, one: ColumnView, field: str, twice: Sequence[str]) -> Cell:
        if field in twice:
            return NoteCell("另一列也导入为这一栏，留下一列", "bad", "circle-alert")
        if one.place in self._by_hand:
            return NoteCell("已改" if field else "")
        if one.guess.confidence is Confidence.LOW:
            return NoteCell(one.guess.why, "warn", "triangle-alert")
        return NoteCell(one.guess.why)

    def _sheet_chosen(self) -> None:
        name = self.sheet.value()
        if name is not None:
            self.sheet_chosen.emit(name)

    def _clicked(self, key: Key, _column: str, at: QPoint) -> None:
        self.menu(int(key)).popup(at)

    def _opened(self, key: Key) -> None:
        place = self.table.model.place(key)
        view = self.table.view
        below = view.visualRect(self.table.model.index(place, 3)).bottomLeft()
        self.menu(int(key)).popup(view.viewport().mapToGlobal(below))


def _facts(table: SheetTable) -> str:
    head = f"表头在第 {table.heading_row} 行" if table.heading_row else "没有找到表头，按内容推测，逐列核对"
    year = f"没有写年份的日期按 {table.year} 年补（见{table.year_from}）" if table.year else "日期须写明年份"
    return "；".join((f"{head}，下面有 {len(table.rows):,} 行", year, *table.told))
