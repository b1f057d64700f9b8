"""待撤下: what was withdrawn or kept back after it was published, until somebody records that it was taken down."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.roles import Permission
from desktop.services import publication
from desktop.services.publication import ToTakeDown
from desktop.views.administration.office_dialogs import VerbDialog
from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.date_field import DateField
from desktop.views.components.empty import EmptyState
from desktop.views.components.facts import Facts
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.text import Note, show_if
from desktop.views.table_models import ChipCell, Column, NoteCell, Row
from desktop.views.transfers import short_day
from desktop.views.workbench import Workbench

EXCHANGE = "已送交，须办理撤换"

_COLUMNS = (
    Column("title", "标题", 240, "title"),
    Column("office", "处室", 104),
    Column("day", "公开日期", 88),
    Column("address", "网址或载体", 230),
    Column("reason", "撤回理由", 150),
    Column("state", "状态", 92),
    Column("besides", "另须办理", 150),
)


class TakenDownDialog(VerbDialog):
    """The day on which a withdrawn item was taken down."""

    def __init__(self, parent: QWidget, bench: Workbench, one: ToTakeDown) -> None:
        super().__init__(parent, bench, "登记已撤下", one.title, "登记已撤下", "ban")
        self._one = one
        self.add(Facts([("公开在", one.address), ("公开日期", one.published_on.isoformat()), ("撤回理由", one.reason)]))
        if one.delivered:
            self.add(Note(f"{EXCHANGE}：通知档案馆、图书馆撤出原件。", "triangle-alert", "warntext", wrap=True))
        self.day = DateField("撤下日期", bench.desk.today())
        self.day.changed.connect(self.judge)
        self.add(self.day)
        self.judge()

    def missing(self) -> str:
        """The day."""
        return "" if self.day.value() is not None else "填写撤下日期"

    def verb(self) -> Callable[[], object]:
        """Record it."""
        day = self.day.value()
        assert day is not None
        return lambda: publication.record_taken_down(self.bench.desk, self._one.uuid, day)


class TakeDownPage(QWidget):
    """`reload()` reads the list; `counted(n)` follows with its length."""

    counted = Signal(int)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.rows: tuple[ToTakeDown, ...] = ()
        self.table = LedgerTable(_COLUMNS, name="待撤下", checks=False, footer=False, remember_as="take-down")
        self.table.set_empty(
            EmptyState("没有待撤下的信息", "公开后又撤回，或者改为不再公开的信息会列在这里。", icon="ban")
        )
        self.commit = Button("登记已撤下", "primary", icon="ban", key="Ctrl+D")
        self._bar = BottomBar()
        self._bar.add_verb(self.commit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self._bar)
        self.commit.clicked.connect(self._record)

    def reload(self) -> None:
        """Read the list anew."""
        self.bench.read(self, partial(publication.to_take_down, self.bench.desk), self._show)

    def _show(self, rows: tuple[ToTakeDown, ...]) -> None:
        self.rows = rows
        self.table.set_rows([self._row(one) for one in rows])
        show_if(self._bar, bool(rows))
        if rows and self.table.current_key() is None:
            self.table.select([rows[0].uuid])
        if self.bench.desk.may(Permission.PUBLISH):
            self.commit.unblock()
        else:
            self.commit.block("登记撤下由发布人办理")
        self.counted.emit(len(rows))

    def _row(self, one: ToTakeDown) -> Row:
        besides = NoteCell("须办理撤换", "warn", "triangle-alert") if one.delivered else ""
        day = short_day(one.published_on, self.bench.desk.today())
        state = ChipCell(word(one.state))
        return Row(one.uuid, (one.title, one.office_name, day, one.address, one.reason, state, besides))

    def _record(self) -> None:
        key = self.table.current_key()
        one = next((each for each in self.rows if each.uuid == key), None)
        if one is not None and TakenDownDialog(self, self.bench, one).exec():
            self.bench.tell(f"已登记撤下：{one.title}")
            self.bench.announce("item", one.uuid)
            self.reload()
