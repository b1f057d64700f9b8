"""The tab 负面清单: matters that are not disclosed, with their reasons and their yearly review."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout

from desktop.labels import word
from desktop.rules.checklists import EFFECTIVE, Standing
from desktop.services import negative_import, negative_list
from desktop.services.negative_import import EntryImport
from desktop.services.negative_list import EntryView
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.registers.entry_pane import CHIPS, EntryPane
from desktop.views.registers.import_dialog import ImportDialog
from desktop.views.registers.list_pane import TABLES, ListPane
from desktop.views.registers.negative_dialogs import EntryDialog, ReviewDialog
from desktop.views.table_models import ChipCell, Column, DateCell, Row
from desktop.views.workbench import Workbench

_COLUMNS = (
    Column("number", "序号", 64, "number"),
    Column("matter", "事项", kind="title"),
    Column("category", "类别", 120),
    Column("review", "复核日期", 110),
    Column("standing", "状态", 110),
)
_FILTERS: dict[str, frozenset[Standing]] = {
    "all": frozenset(Standing),
    "effective": EFFECTIVE,
    "due": frozenset({Standing.DUE}),
    "removed": frozenset({Standing.REMOVED}),
}
_REMARK = "没有写日期的，今天生效，一年后复核。已移出的行不导入。"


class NegativePane(ListPane):
    """The list with a filter, and beside it the current entry with its verbs."""

    def __init__(self, bench: Workbench) -> None:
        self.new = Button("加入事项", "primary", icon="plus")
        super().__init__(bench, "登记时遇到清单事项的，列出理由和依据，处理完才能提交审查", "查找事项", (), self.new)
        self._entries: dict[int, EntryView] = {}
        self.filter = SegmentedChoice(
            [
                Segment("all", "全部"),
                Segment("effective", "生效"),
                Segment("due", "待复核"),
                Segment("removed", "已移出"),
            ],
            name="状态",
            value="all",
        )
        self.filter.chosen.connect(self._fill)
        self.add_tool(self.filter)
        self.table = LedgerTable(_COLUMNS, name="负面清单", checks=False, remember_as="negative", empty=_empty(False))
        self.pane = EntryPane(self.may_keep)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.table, 1)
        row.addWidget(self.pane)
        self.column.addLayout(row, 1)
        self.table.current_changed.connect(self._show_current)
        self.table.opened.connect(self._edit)
        for button, work in (
            (self.new, self._add),
            (self.bring_in, self._choose_file),
            (self.take_out, self._export),
            (self.pane.edit, self._edit),
            (self.pane.review, self._review),
            (self.pane.remove, self._remove),
        ):
            button.clicked.connect(work)
        self._show_current(None)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        self.bench.read(self, lambda: negative_list.entries(self.bench.desk), self._show)

    def _show(self, entries: Sequence[EntryView]) -> None:
        self._entries = {one.id: one for one in entries}
        self._fill()

    def _fill(self) -> None:
        wanted, text = _FILTERS[self.filter.value()], self.search.words()
        shown = [one for one in self._entries.values() if one.standing in wanted and _holds(one, text)]
        self.table.set_empty(_empty(bool(self._entries)))
        self.table.set_rows([_row(one) for one in shown])
        counts = [sum(one.standing in some for one in self._entries.values()) for some in (EFFECTIVE, _FILTERS["due"])]
        self.table.footer.set_totals(
            [("事项", f"{len(shown)} 项"), ("生效", f"{counts[0]}"), ("待复核", f"{counts[1]}")], "至少一年复核一次"
        )
        if self.table.current_key() is None and shown:
            self.table.select([shown[0].id])
        self._show_current(self.table.current_key())

    def _show_current(self, key: object) -> None:
        self.pane.show_entry(self._entries.get(int(str(key))) if key is not None else None)

    def _current(self) -> EntryView | None:
        key = self.table.current_key()
        return self._entries.get(int(key)) if key is not None else None

    def _add(self) -> None:
        self._do(EntryDialog(self, self.bench), "已加入负面清单")

    def _edit(self, _key: object = None) -> None:
        one = self._current()
        if one is not None and self.may_keep and one.standing is not Standing.REMOVED:
            self._do(EntryDialog(self, self.bench, one), f"第 {one.fields.number} 项已修改")

    def _review(self) -> None:
        one = self._current()
        if one is not None:
            self._do(ReviewDialog(self, self.bench, one), f"第 {one.fields.number} 项已复核", "到期前在待办里提醒")

    def _do(self, dialog: EntryDialog | ReviewDialog, fact: str, detail: str = "") -> None:
        if self.ask(dialog):
            self.changed(fact, detail) if detail else self.changed(fact)

    def _remove(self) -> None:
        one = self._current()
        if one is None:
            return
        dialog = ReasonDialog(
            self.window(),
            "移出负面清单",
            f"第 {one.fields.number} 项　{one.fields.matter}",
            "移出",
            label="移出理由",
            consequence="移出后登记时不再检查这一项；这一项和理由保留在清单里。",
            icon="ban",
        )
        if self.ask(dialog):
            reason, key = dialog.reason_words(), one.id
            self.work(
                lambda: negative_list.remove_entry(self.bench.desk, key, reason),
                lambda _nothing: self.changed(f"第 {one.fields.number} 项已移出"),
            )

    def _choose_file(self) -> None:
        path = self.bench.ask_file(self, "导入负面清单", TABLES)
        if path is not None:
            self.work(lambda: negative_import.preview_entries(self.bench.desk, path), self._previewed)

    def _previewed(self, found: EntryImport) -> None:
        dialog = ImportDialog(
            self,
            "导入负面清单",
            found.name,
            f"导入 {len(found.new)} 项",
            facts=[
                ("新事项", f"{len(found.new)} 项"),
                ("序号已有", f"{len(found.present)} 项，不改动"),
                ("出错", f"{len(found.faults)} 行"),
            ],
            faults=[f"第 {one.row} 行　{one.words}" for one in found.faults],
            nothing="" if found.new else "没有可以导入的行",
            remark=_REMARK,
        )
        if found.faults:
            dialog.offer_faults(self._fault_saver(found))
        if self.ask(dialog):
            self.work(
                lambda: negative_list.add_entries(self.bench.desk, found.new),
                lambda count: self.changed(f"已导入 {count} 项"),
            )

    def _fault_saver(self, found: EntryImport) -> Callable[[], None]:
        def save() -> None:
            self.export("出错的行", lambda target: negative_import.export_faults(found, target), "行")

        return save

    def _export(self) -> None:
        self.export("负面清单", lambda target: negative_list.export_entries(self.bench.desk, target), "项")


def _holds(one: EntryView, text: str) -> bool:
    fields = one.fields
    return not text or any(
        text in each for each in (fields.number, fields.matter, fields.category, fields.office, *fields.words)
    )


def _row(one: EntryView) -> Row:
    tone, icon = CHIPS[one.standing]
    removed = one.standing is Standing.REMOVED
    day = one.removed_on if removed else one.fields.review_on
    review = DateCell(day.isoformat() if day else "", "", "warn" if one.standing is Standing.DUE else "")
    return Row(
        one.id,
        (
            one.fields.number,
            one.fields.matter,
            one.fields.category,
            "" if removed else review,
            ChipCell(word(one.standing), tone, icon),
        ),
        dimmed=removed,
    )


def _empty(filtered: bool) -> EmptyState:
    if filtered:
        return EmptyState("没有符合条件的事项", "换一个状态，或者换几个字查找。", icon="search", tone="accent")
    return EmptyState(
        "负面清单还没有事项", "导入 xlsx，或者逐项加入。登记文件时按清单检查。", icon="ban", tone="accent"
    )
