"""What the ledger lists: tabs by state, search and filters, and the table with its totals."""

from __future__ import annotations

import time
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import choices
from desktop.rules.items import Attribute
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import ledger
from desktop.services.enrolment import OfficeView, offices
from desktop.services.ledger import LedgerFilter, LedgerRow, Order
from desktop.views.components.buttons import Button
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.forged import Forged
from desktop.views.ledger.cells import columns, row_of
from desktop.views.ledger.filters import FilterBar
from desktop.views.ledger.groups import ALL, groups
from desktop.views.ledger.tab_strip import TabStrip
from desktop.views.look import tokens
from desktop.views.table_models import Key, Row
from desktop.views.workbench import Workbench

RECORDS_KEPT = 4096
SPARED = ("office", "signed_on")
"""Columns that give way while the list is narrow."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look into the store brought."""

    keys: array[int]
    counts: dict[ItemState, int]
    offices: tuple[OfficeView, ...]
    seconds: float


class Listing(QWidget):
    """`loaded(count)` after every look into the store; the table's signals are its own."""

    loaded = Signal(int)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._desk = bench, bench.desk
        end = bench.desk.agency.end
        self._groups = groups(end)
        self._tab = ALL
        self._order, self._descending = Order.DATE, True
        self._turn = 0
        self._set_aside: tuple[int, ...] = ()
        self._looked_for: int | None = None
        self._records: dict[int, LedgerRow] = {}
        self._shown: array[int] = array("q")
        self._counts: dict[ItemState, int] = {}
        self.tabs = TabStrip("按状态")
        self.filters = FilterBar(bench.desk.today())
        self.table = LedgerTable(
            columns(end), self._rows, name="信息台账", remember_as=f"ledger-{end.value}", empty=QWidget()
        )
        self._lay_out()
        self.tabs.changed.connect(self._tab_chosen)
        self.filters.changed.connect(self.reload)
        self.filters.went_down.connect(self._go_down)
        self.filters.chooser.clicked.connect(self.table.open_column_chooser_below)
        self.table.sort_requested.connect(self._sort)
        self.forged = Forged(bench, self)
        self.forged.found.connect(self._show_forged)
        self._show_tabs()

    def _lay_out(self) -> None:
        strip = QHBoxLayout()
        strip.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        strip.addWidget(self.tabs)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(strip)
        self.column.addWidget(self.filters)
        self.column.addWidget(self.table, 1)

    def show_only(self, group: str, wanted: LedgerFilter) -> None:
        """Show a tab with a filter."""
        self._tab = group
        self._show_tabs()
        self.filters.show_filter(wanted)
        self.reload()

    def go_to(self, key: int) -> None:
        """Choose an item; tab and filters give way when they hide it."""
        if self.table.model.place(key) >= 0:
            self.table.select([key])
            return
        self._looked_for = key
        self.show_only(ALL, LedgerFilter())

    def set_narrow(self, narrow: bool) -> None:
        """Give the room of office and document date to the title while the list is narrow."""
        if narrow == bool(self._set_aside):
            return
        header = self.table.view.head
        if narrow:
            places = [n for n, one in enumerate(self.table.model.columns) if one.key in SPARED]
            self._set_aside = tuple(n for n in places if not header.isSectionHidden(n))
        for number in self._set_aside:
            header.setSectionHidden(number, narrow)
        if not narrow:
            self._set_aside = ()

    def shown_keys(self) -> Sequence[int]:
        """The keys of all items that match, in order."""
        return self._shown

    def chosen_keys(self) -> list[int]:
        """The keys of the chosen items, in order."""
        return [int(key) for key in self.table.selected_keys()]

    def record(self, key: Key) -> LedgerRow | None:
        """The item of a key as the table shows it, None when it has gone."""
        known = self._records.get(int(key))
        return known or next(iter(ledger.ledger_rows(self._desk, [int(key)])), None)

    def reload(self) -> None:
        """Look into the store again; an answer that another question overtook is dropped."""
        self._turn += 1
        turn, desk = self._turn, self._desk
        states = next(one.states for one in self._groups if one.key == self._tab)
        wanted = replace(self.filters.wanted, states=states)
        order, descending = self._order, self._descending

        def look() -> _Found:
            started = time.monotonic()
            keys = ledger.ledger_keys(desk, wanted, order, descending)
            return _Found(keys, ledger.state_counts(desk), offices(desk), time.monotonic() - started)

        self._bench.read(self, look, lambda found: self._came(found, turn))

    def _came(self, found: _Found, turn: int) -> None:
        if turn != self._turn:
            return
        self._records.clear()
        self.forged.begin()
        self._counts = found.counts
        self.filters.offices = found.offices
        self._show_tabs()
        if not found.keys:
            self.table.set_empty(self._empty())
        self._shown = found.keys
        self.table.set_keys(found.keys)
        self._show_totals(found, {})
        if self._looked_for is not None:
            self.table.select([self._looked_for])
            self._looked_for = None
        self.loaded.emit(len(found.keys))
        keys, desk = found.keys, self._desk
        self._bench.read(
            self, lambda: ledger.attribute_counts(desk, keys), lambda counts: self._counted(found, counts, turn)
        )

    def _counted(self, found: _Found, counts: Mapping[Attribute, int], turn: int) -> None:
        if turn == self._turn:
            self._show_totals(found, counts)

    def _rows(self, keys: Sequence[Key]) -> Sequence[Row]:
        found = ledger.ledger_rows(self._desk, [int(key) for key in keys])
        if len(self._records) > RECORDS_KEPT:
            self._records.clear()
        self._records.update({one.key: one for one in found})
        self.forged.look_at(one.uuid for one in found)
        return [row_of(self._desk, one, self.filters.wanted.text, one.uuid in self.forged) for one in found]

    def _show_forged(self, uuids: Sequence[str]) -> None:
        """Draw the rows again whose verdict has come."""
        wanted = set(uuids)
        self.table.refresh([key for key, one in self._records.items() if one.uuid in wanted])

    def _show_tabs(self) -> None:
        """The tabs that hold something; 全部, 草稿 and the one that is open stay even when they are empty."""
        shown = []
        for one in self._groups:
            count = sum(self._counts.get(state, 0) for state in one.states or tuple(ItemState))
            if count or one.key in (ALL, "draft", self._tab):
                shown.append((one.key, one.words, count))
        self.tabs.set_tabs(shown)
        self.tabs.set_current(self._tab)

    def _show_totals(self, found: _Found, counts: Mapping[Attribute, int]) -> None:
        totals = [("符合条件", f"{len(found.keys):,} 件")]
        totals += [(words, f"{counts[one]:,}") for one, words in choices(Attribute) if one in counts]  # type: ignore[index]
        total = sum(found.counts.values())
        self.table.footer.set_totals(totals, f"全部 {total:,} 件中查找，用时 {found.seconds:.2f} 秒")

    def _empty(self) -> EmptyState:
        if self.filters.wanted != LedgerFilter():
            clear = Button("清除条件", icon="eraser")
            clear.clicked.connect(self.filters.clear)
            detail = "换几个字，或者去掉一个筛选。"
            return EmptyState("没有符合条件的信息", detail, [clear], icon="search", tone="accent")
        if self._counts:
            return EmptyState("这一类没有信息", "在上面换一个分类查看。", icon="inbox", tone="accent")
        if not self._desk.may(Permission.REGISTER):
            return EmptyState("还没有登记信息", "信息公开管理员登记后在这里看到。", icon="notebook-pen", tone="accent")
        first = Button("登记第一条信息", icon="plus")
        first.clicked.connect(self._register)
        detail = "把文件拖到这里也可以：先检查内容，标题、文号等自动填写。"
        return EmptyState("还没有登记信息", detail, [first], icon="notebook-pen", tone="accent")

    def _register(self) -> None:
        self._bench.open("editor", "new")

    def _tab_chosen(self, key: str) -> None:
        self._tab = key
        self.reload()

    def _sort(self, key: str, descending: bool) -> None:
        self._order, self._descending = Order(key), descending
        self.reload()

    def _go_down(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
