"""The preview: every row as it would be imported, what is wrong with it, and whether it is imported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.services.ledger_preview import Preview, PreviewRow, RowState, chosen_by_default
from desktop.views.components.buttons import Button
from desktop.views.components.card import Foot
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Text
from desktop.views.look import tokens
from desktop.views.table_models import Cell, Column, Key, MenuCell, NoteCell, Row

_COLUMNS = (
    Column("number", "行", 60, "number", fixed=True),
    Column("choice", "处理", 116, fixed=True),
    Column("title", "信息标题", 260, "title", fixed=True),
    Column("note", "情况", 290, fixed=True),
    Column("document_number", "文号", 150),
    Column("signed_on", "成文日期", 100),
    Column("attribute", "公开属性", 100),
    Column("office", "责任单位", 130, hidden=True),
)
_TABS: tuple[tuple[str, str, tuple[RowState, ...]], ...] = (
    ("all", "全部", tuple(RowState)),
    ("ready", "可以导入", (RowState.READY,)),
    ("twin", "可能重复", (RowState.TWIN,)),
    ("problem", "有错", (RowState.PROBLEM,)),
    ("secret", "密级标志", (RowState.SECRET,)),
)


class RowsPage(QWidget):
    """`changed()` after rows were chosen or left out."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Preview | None = None
        self._rows: dict[int, PreviewRow] = {}
        self._chosen: set[int] = set()
        self.tabs = Tabs([(key, words, 0) for key, words, _states in _TABS], name="导入预览")
        self.take = Button("导入选中的行", "ghost", icon="check", small=True)
        self.leave = Button("不导入选中的行", "ghost", icon="minus", small=True)
        self.table = LedgerTable(_COLUMNS, self._fetch, name="要导入的行", checks=False, footer=False, empty=_nothing())
        self.told = Text("", "small", "text2", wrap=True, selectable=True)
        self._lay_out()
        self.tabs.changed.connect(self._show_tab)
        self.take.clicked.connect(partial(self._choose_selected, True))
        self.leave.clicked.connect(partial(self._choose_selected, False))
        self.table.selection_changed.connect(self._selection_changed)
        self.table.current_changed.connect(self._tell)
        self.table.previewed.connect(self._turn)
        self.table.opened.connect(self._turn)
        self.table.cell_clicked.connect(self._clicked)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        head.setSpacing(4)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.take, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)
        self._foot = Foot("sunken")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(tokens.PAGE_MARGIN, 10, tokens.PAGE_MARGIN, 10)
        foot.addWidget(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot)

    def show_preview(self, found: Preview) -> None:
        """Show what an import would do; what has neither errors nor twins is chosen."""
        self._found = found
        self._rows = {row.number: row for row in found.rows}
        self._chosen = set(chosen_by_default(found))
        shown = []
        for key, words, states in _TABS:
            count = found.count(*states)
            if count or key in ("all", "ready"):
                shown.append((key, words, count))
        self.tabs.set_tabs(shown)
        self.tabs.set_current("all")
        self._show_tab("all")

    def chosen(self) -> list[int]:
        """The numbers of the rows that are imported."""
        return sorted(self._chosen)

    def choose(self, numbers: Sequence[int], wanted: bool) -> None:
        """Import rows or leave them out; rows with errors cannot be chosen."""
        able = {number for number in numbers if self._rows[number].importable}
        self._chosen = self._chosen | able if wanted else self._chosen - able
        self.table.refresh(list(numbers) if len(numbers) < len(self._rows) // 2 else None)
        self.changed.emit()

    def _show_tab(self, key: str) -> None:
        if self._found is None:
            return
        states = next(states for name, _words, states in _TABS if name == key)
        self.table.set_keys([row.number for row in self._found.rows if row.state in states])
        self._selection_changed(len(self.table.selected_keys()))
        self._tell(self.table.current_key())

    def _fetch(self, keys: Sequence[Key]) -> Sequence[Row]:
        return [self._row(self._rows[int(key)]) for key in keys if int(key) in self._rows]

    def _row(self, row: PreviewRow) -> Row:
        content = row.read.content
        secret = row.state is RowState.SECRET
        title = "内容没有读入" if secret else content.title or "（没有标题）"
        cells: tuple[Cell, ...] = (
            str(row.number),
            self._choice(row),
            title,
            self._note(row),
            content.document_number,
            content.signed_on.isoformat() if content.signed_on else "",
            "" if secret else word(content.attribute),
            content.responsible_office,
        )
        return Row(row.number, cells, dimmed=row.number not in self._chosen)

    def _choice(self, row: PreviewRow) -> Cell:
        if not row.importable:
            return NoteCell("不能导入", "bad", "circle-x")
        return MenuCell("导入", icon="check") if row.number in self._chosen else MenuCell("不导入", icon="minus")

    def _note(self, row: PreviewRow) -> NoteCell:
        words = "；".join(self._found.words(row)) if self._found is not None else ""
        if not row.importable:
            return NoteCell(words, "bad", "circle-alert")
        if row.state is RowState.TWIN:
            return NoteCell(words, "warn", "copy")
        return NoteCell(words)

    def _tell(self, key: object) -> None:
        row = self._rows.get(int(key)) if isinstance(key, (int, str)) else None
        if row is None or self._found is None:
            self.told.set_words("选中一行，在这里看它的全部情况；双击或按空格，改为导入或不导入。")
            return
        words = "；".join(self._found.words(row)) or "没有问题"
        self.told.set_words(f"第 {row.number} 行：{words}。")

    def _selection_changed(self, count: int) -> None:
        for button in (self.take, self.leave):
            if count:
                button.unblock()
            else:
                button.block("先选中几行")

    def _choose_selected(self, wanted: bool, _checked: bool = False) -> None:
        self.choose([int(key) for key in self.table.selected_keys()], wanted)

    def _turn(self, key: Key) -> None:
        self.choose([int(key)], int(key) not in self._chosen)

    def _clicked(self, key: Key, _column: str, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, wanted in (("导入", True), ("不导入", False)):
            menu.addAction(words).triggered.connect(partial(self._choose_one, int(key), wanted))
        menu.popup(at)

    def _choose_one(self, number: int, wanted: bool, _checked: bool = False) -> None:
        self.choose([number], wanted)


def _nothing() -> EmptyState:
    return EmptyState("没有这一类的行", "在上面换一类查看。", icon="inbox", tone="accent")
