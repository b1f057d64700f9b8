"""What became of many files that were dropped at once: a list to work through, nothing that has to be answered first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.rules.numbers import short_number
from desktop.services.taking_in import HEADERS, Outcome, TakenFile, report_rows, save_report
from desktop.views.components.buttons import Button
from desktop.views.components.card import Foot, Ground
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Note, show_if
from desktop.views.ledger.dialogs import StopDialog
from desktop.views.ledger.verbs import XLSX
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.table_models import ChipCell, Column, Key, Row
from desktop.views.workbench import Workbench

ALL = "all"
_COLUMNS = (
    Column("outcome", "结果", 116, fixed=True),
    Column("file", "文件", 230),
    Column("number", "编号", 120, "number"),
    Column("title", "标题或者原因", kind="title", fixed=True),
    Column("findings", "内容检查", 200),
)
_LOOKS = {
    Outcome.DRAFT: ("mute", "pencil-line"),
    Outcome.STOPPED: ("bad", "octagon-x"),
    Outcome.TWIN: ("warn", "copy"),
    Outcome.REFUSED: ("warn", "circle-alert"),
    Outcome.LEFT: ("mute", "hourglass"),
}
_ICONS = {Outcome.DRAFT: ("file-text", "text2"), Outcome.STOPPED: ("octagon-x", "badtext")}
_OPEN_WORDS = {Outcome.DRAFT: "打开草稿", Outcome.TWIN: "打开已登记的", Outcome.STOPPED: "怎样处理"}


class TakenPage(Ground):
    """`show_told(told)`; `closed()` goes back to the ledger, `again(list[Path])` registers passed over twins after all."""

    closed = Signal()
    again = Signal(list)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent=parent)
        self._bench = bench
        self.told: tuple[TakenFile, ...] = ()
        self.header = PageHeader("登记结果", path="信息登记")
        self.copy = Button("复制全部", icon="copy")
        self.export = Button("导出", icon="download")
        self.error = ErrorPanel()
        self.tabs = Tabs([], name="结果")
        self.table = LedgerTable(_COLUMNS, name="登记结果", checks=False, remember_as="taken")
        self.note = Note("", "file-text", "text2", wrap=True)
        self.even = Button("仍然登记")
        self.open = Button("打开草稿", "primary", hint="Enter")
        self._foot = Foot()
        self._lay_out()
        self._connect()
        follow_theme(self)

    def _lay_out(self) -> None:
        for button in (self.copy, self.export):
            self.header.add_verb(button)
        line = QHBoxLayout()
        line.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, 0)
        line.addWidget(self.tabs)
        notes = QVBoxLayout()
        notes.setContentsMargins(tokens.PAGE_MARGIN, 0, tokens.PAGE_MARGIN, tokens.S8)
        notes.addWidget(self.error)
        rows = QVBoxLayout()
        rows.setContentsMargins(tokens.PAGE_MARGIN, tokens.S12, tokens.PAGE_MARGIN, tokens.S16)
        rows.addWidget(self.table)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(tokens.PAGE_MARGIN, tokens.S8, tokens.PAGE_MARGIN, tokens.S8)
        foot.setSpacing(tokens.S8)
        foot.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.even)
        foot.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(notes)
        column.addLayout(line)
        column.addLayout(rows, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.header.back.connect(self.closed)
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(self._export)
        self.tabs.changed.connect(self._fill)
        self.table.current_changed.connect(self._judge)
        self.table.opened.connect(self._open)
        self.table.menu_requested.connect(self._fill_menu)
        self.open.clicked.connect(self._open_current)
        self.even.clicked.connect(self._even)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)

    def restyle(self) -> None:
        """Take the height of the foot from the theme."""
        self._foot.setMinimumHeight(theme().px(tokens.BOTTOM_BAR_HEIGHT))

    def show_told(self, told: Sequence[TakenFile]) -> None:
        """Show what became of the files; what must be looked at first comes first."""
        self.told = tuple(told)
        counts = {one: sum(each.outcome is one for each in told) for one in Outcome}
        self.header.set_title("登记结果", f"{len(told):,} 个文件，{counts[Outcome.DRAFT]:,} 件已登记为草稿")
        self.tabs.set_tabs(
            [(ALL, "全部", len(told)), *((one.name, one.value, count) for one, count in counts.items() if count)]
        )
        self.tabs.set_current(ALL)
        stopped = counts[Outcome.STOPPED]
        self.error.tell(
            f"{stopped} 个文件带密级标志，已停止登记，没有存入本机" if stopped else "",
            "停止在这台电脑上处理这些文件，当面交给保密审查员；不要复制、转发、打印，也不要自行删除。",
        )
        self._fill(ALL)

    def holds(self, uuid: str) -> bool:
        """Whether an item is among the new drafts, and go to it if so."""
        for number, one in enumerate(self.told):
            if one.uuid == uuid and one.outcome is Outcome.DRAFT:
                self.tabs.set_current(ALL)
                self._fill(ALL)
                self.table.select([number])
                return True
        return False

    def _fill(self, tab: str) -> None:
        order = {one: place for place, one in enumerate((Outcome.STOPPED, Outcome.REFUSED, Outcome.TWIN))}
        shown = [(n, one) for n, one in enumerate(self.told) if tab in (ALL, one.outcome.name)]
        shown.sort(key=lambda pair: order.get(pair[1].outcome, len(order)))
        self.table.set_rows([_row(number, one) for number, one in shown])
        counts = [(one.value, sum(each.outcome is one for each in self.told)) for one in Outcome]
        self.table.footer.set_totals([(words, str(count)) for words, count in counts if count], "")
        if shown and self.table.current_key() is None:
            self.table.select([shown[0][0]])
        self._judge(self.table.current_key())

    def _current(self) -> TakenFile | None:
        key = self.table.current_key()
        return None if key is None else self.told[int(key)]

    def _judge(self, _key: object) -> None:
        one = self._current()
        show_if(self.open, one is not None and one.outcome in _OPEN_WORDS)
        show_if(self.even, one is not None and one.outcome is Outcome.TWIN)
        if one is None:
            self.note.set_note("", "file-text", "text2")
            return
        icon, ink = _ICONS.get(one.outcome, ("circle-alert", "warntext"))
        self.note.set_note(f"{one.name}：{one.note}", icon, ink)
        self.open.set_words(_OPEN_WORDS.get(one.outcome, ""))

    def _open_current(self) -> None:
        key = self.table.current_key()
        if key is not None:
            self._open(key)

    def _open(self, key: Key) -> None:
        one = self.told[int(key)]
        if one.outcome is Outcome.DRAFT:
            self._bench.open("editor", one.uuid)
        elif one.outcome is Outcome.TWIN:
            self.closed.emit()
            self._bench.open("ledger", one.uuid)
        elif one.taken is not None and one.outcome is Outcome.STOPPED:
            dialog = StopDialog(self.window(), self._bench, one.path, one.taken)
            dialog.exec()
            if dialog.releasing:
                self._bench.open("editor", one.uuid)

    def _even(self) -> None:
        one = self._current()
        if one is not None:
            self.again.emit([one.path])

    def _fill_menu(self, key: Key, menu: QMenu) -> None:
        one = self.told[int(key)]
        if one.outcome in _OPEN_WORDS:
            menu.addAction(_OPEN_WORDS[one.outcome]).triggered.connect(lambda: self._open(key))
        if one.outcome is Outcome.TWIN:
            menu.addAction("仍然登记").triggered.connect(lambda: self.again.emit([one.path]))

    def _copy(self) -> None:
        lines = [HEADERS, *report_rows(self.told)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        self._bench.tell(f"已复制 {len(self.told):,} 行", "可以粘贴到电子表格")

    def _export(self) -> None:
        name = f"登记结果 {self._bench.desk.today().isoformat()}.xlsx"
        target = self._bench.ask_target(self, "导出登记结果", name, XLSX)
        if target is None:
            return
        path = target if target.suffix.lower() == ".xlsx" else target.with_name(f"{target.name}.xlsx")
        told = self.told
        self._bench.read(self, lambda: save_report(path, told), lambda count: self._exported(count, path))

    def _exported(self, count: int, path: Path) -> None:
        self._bench.tell(f"已导出 {count:,} 行", path.name)


def _row(number: int, one: TakenFile) -> Row:
    tone, icon = _LOOKS[one.outcome]
    drafted = one.outcome is Outcome.DRAFT
    cells = (
        ChipCell(one.outcome.value, tone, icon),
        one.name,
        short_number(one.number),
        one.title if drafted else one.note,
        one.note if drafted else "",
    )
    return Row(number, cells, dimmed=one.outcome is Outcome.LEFT)
