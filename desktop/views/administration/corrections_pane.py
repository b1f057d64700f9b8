"""Remembered corrections: what is proposed for which kind of document because somebody corrected it before."""

from __future__ import annotations

from desktop.labels import FIELDS
from desktop.services import corrections
from desktop.services.corrections import Remembered
from desktop.views.administration.pane import Pane
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.table_models import Column, Row
from desktop.views.workbench import Workbench

_COLUMNS = (
    Column("kind", "文件种类", 170),
    Column("field", "栏目", 110),
    Column("proposed", "原来提出", 240),
    Column("value", "更正为", kind="title"),
    Column("times", "用于", 80),
    Column("by", "更正人", 100),
    Column("at", "最近一次", 120, "number"),
)


class CorrectionsPane(Pane):
    """The list of corrections; the chosen ones can be forgotten."""

    def __init__(self, bench: Workbench) -> None:
        self.forget = Button("删除选中", icon="trash-2")
        super().__init__(bench, "同一种文件再登记时，按更正后的内容提出；不记标题、文号、日期和概述", (self.forget,))
        self.table = LedgerTable(
            _COLUMNS,
            name="记住的更正",
            remember_as="corrections",
            empty=EmptyState(
                "还没有记住的更正",
                "登记时改了程序提出的发布机构、体裁、主题分类、公开方式等，提交审查后记在这里，下次同类文件照此提出。",
                icon="history",
                tone="accent",
            ),
        )
        self.add(self.table, 1)
        self.forget.clicked.connect(self._forget)
        self.table.selection_changed.connect(self._judge)
        bench.follow(self, "item", self.reload)
        bench.follow(self, "correction", self.reload)
        self._judge(0)
        self.reload()

    def reload(self) -> None:
        """Read the corrections again."""
        self.bench.read(self, lambda: corrections.remembered(self.bench.desk), self._show)

    def _show(self, found: tuple[Remembered, ...]) -> None:
        self.table.set_rows([_row(one) for one in found])
        kinds = len({one.kind for one in found})
        self.table.footer.set_totals([("更正", str(len(found))), ("文件种类", str(kinds))], "")
        self._judge(len(self.table.selected_keys()))

    def _judge(self, count: int) -> None:
        if count:
            self.forget.unblock()
        else:
            self.forget.block("先选中要删除的更正")

    def _forget(self) -> None:
        chosen = [int(key) for key in self.table.selected_keys()]
        dialog = ConfirmDialog(
            self.window(),
            "删除记住的更正",
            f"选中 {len(chosen)} 条",
            "删除",
            consequence="以后的文件仍按正文提出。已经登记的信息不受影响。",
        )
        if chosen and dialog.exec():
            self.bench.run(
                self,
                lambda _progress, _cancelled: corrections.forget(self.bench.desk, chosen),
                self._forgotten,
                on_error=self.error.show_error,
            )

    def _forgotten(self, count: int) -> None:
        self.error.clear()
        self.bench.tell(f"已删除 {count} 条更正")
        self.bench.announce("correction")


def _row(one: Remembered) -> Row:
    cells = (
        one.kind,
        FIELDS[one.field],
        one.proposed_words or "空白",
        one.value_words or "空白",
        f"{one.times} 件",
        one.by,
        one.at,
    )
    return Row(one.id, cells)
