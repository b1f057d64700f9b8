"""The guide: a ledger is chosen, its columns are confirmed, its rows looked at, and then imported as drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.services import ledger_import
from desktop.services.ledger_import import Imported
from desktop.services.ledger_preview import ColumnView, Preview, RowState, columns, preview, write_problems
from desktop.services.ledger_tables import OpenedLedger, open_ledger, open_pasted
from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.page_header import PageHeader
from desktop.views.components.progress import ProgressLine
from desktop.views.components.stepper import Step, Stepper
from desktop.views.components.text import show_if
from desktop.views.ledger.importing import PASTE
from desktop.views.ledger.importing.columns import ColumnsPage
from desktop.views.ledger.importing.done import DonePage
from desktop.views.ledger.importing.front import FrontPage
from desktop.views.ledger.importing.rows import RowsPage
from desktop.views.ledger.importing.undoing import UndoImport
from desktop.views.look import tokens
from desktop.views.look.theme import follow_theme, theme
from desktop.views.workbench import Workbench

XLSX = "Excel 工作簿 (*.xlsx)"
ACCEPTED = "Excel 工作簿 (*.xlsx *.xls *.et);;所有文件 (*)"
_STEPS_WIDTH = 760
STEPS = ("选择表格与列", "预览", "完成")


class ImportScreen(QWidget):
    """`show_record("")` begins with a file, `show_record("paste")` with what was copied in Excel."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._opened: OpenedLedger | None = None
        self._sheet = ""
        self._found: Preview | None = None
        self._busy = False
        self.header = PageHeader("导入台账", path="信息登记")
        self.steps = Stepper((), "rail", name="导入台账")
        self.error = ErrorPanel()
        self.reading = ProgressLine("正在读取", unit="行", leaves="取消后什么也没有导入")
        self.importing = ProgressLine("正在导入", leaves="取消后一件也不留")
        self.front, self.columns, self.rows, self.done = FrontPage(), ColumnsPage(), RowsPage(), DonePage()
        self.undoing = UndoImport(self, bench)
        self.pages = QStackedWidget()
        for page in (self.front, self.columns, self.rows, self.done):
            self.pages.addWidget(page)
        self.bar = BottomBar()
        self.problems = Button("导出有错的行", "ghost", icon="download")
        self.bar.add_left(self.problems)
        self.back = self.bar.add_verb(Button("上一步"))
        self.next = self.bar.add_verb(Button("下一步", "primary", key="Ctrl+Return"))
        self._lay_out()
        self._connect()
        follow_theme(self)
        self._show(self.front)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        head = QVBoxLayout()
        head.setContentsMargins(tokens.PAGE_MARGIN, 4, tokens.PAGE_MARGIN, 16)
        head.setSpacing(tokens.S12)
        for widget in (self.steps, self.error, self.reading, self.importing, self.undoing.line):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.header.back.connect(self._leave)
        self.front.dropped.connect(self._dropped)
        self.front.choosing.connect(self._choose_file)
        self.front.pasting.connect(self.paste)
        self.front.undoing.connect(self.undoing.start)
        self.columns.sheet_chosen.connect(self._show_sheet)
        self.columns.changed.connect(self._judge)
        self.rows.changed.connect(self._judge)
        self.problems.clicked.connect(self._write_problems)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.done.showing.connect(self._leave)
        self.done.again.connect(self._begin)
        self.done.undoing.connect(self.undoing.start)
        self.undoing.undone.connect(self._begin)
        for key, act in ((QKeySequence.StandardKey.Paste, self._paste_on_front), (Qt.Key.Key_Escape, self.go_back)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def restyle(self) -> None:
        """Three steps need no wide page."""
        self.steps.setMaximumWidth(theme().px(_STEPS_WIDTH))

    def show_record(self, key: str) -> None:
        """Begin; `paste` takes what was copied in Excel."""
        if self._busy:
            return
        self._begin()
        if key == PASTE:
            self.paste()

    def may_leave(self) -> bool:
        """Nothing is stored before it is confirmed, and an import under way goes on to its end."""
        return True

    # -- choosing ------------------------------------------------------------------------------
    def paste(self) -> None:
        """Take the rows that were copied in Excel."""
        desk, text = self.bench.desk, QGuiApplication.clipboard().text()
        self._open(lambda: open_pasted(desk, text))

    def take_file(self, path: Path) -> None:
        """Take a workbook."""
        desk = self.bench.desk
        self._open(lambda: open_ledger(desk, path))

    def _begin(self) -> None:
        self._opened = self._found = None
        self.error.clear()
        self._show(self.front)
        desk = self.bench.desk
        self.bench.read(self, lambda: ledger_import.imports(desk), self.front.show_imports)
        self.front.take_focus()

    def _choose_file(self) -> None:
        path = self.bench.ask_file(self, "选择 Excel 台账", ACCEPTED)
        if path is not None:
            self.take_file(path)

    def _dropped(self, paths: Sequence[Path]) -> None:
        if len(paths) > 1:
            self._refused(UserError("一次导入一份台账", "把各份台账分次放入"))
        else:
            self.take_file(paths[0])

    def _paste_on_front(self) -> None:
        if self.pages.currentWidget() is self.front and not self._busy:
            self.paste()

    def _open(self, work: Callable[[], OpenedLedger]) -> None:
        self._begin_work()
        self.front.busy(True)
        desk = self.bench.desk

        def read() -> tuple[OpenedLedger, str, tuple[ColumnView, ...]]:
            opened = work()
            sheet = opened.first_choice
            return opened, sheet, columns(desk, opened.table(sheet))

        self.bench.run(
            self, lambda _progress, _cancelled: read(), self._was_opened, on_error=self._refused, line=self.reading
        )

    def _was_opened(self, read: tuple[OpenedLedger, str, tuple[ColumnView, ...]]) -> None:
        opened, sheet, views = read
        self._end_work()
        self._opened, self._sheet = opened, sheet
        self.columns.show_ledger(opened, sheet)
        self.columns.show_columns(opened.table(sheet), views)
        self._show(self.columns)

    def _show_sheet(self, name: str) -> None:
        opened, desk = self._opened, self.bench.desk
        if opened is None:
            return
        self._sheet = name
        table = opened.table(name)
        self.bench.read(self, lambda: columns(desk, table), lambda views: self._sheet_read(name, views))

    def _sheet_read(self, name: str, views: tuple[ColumnView, ...]) -> None:
        if self._opened is not None and name == self._sheet:
            self.columns.show_columns(self._opened.table(name), views)
            self._judge()

    # -- previewing and importing --------------------------------------------------------------
    def go_on(self) -> None:
        """To the preview, then import."""
        if not self.next.isEnabled() or self._busy:
            return
        if self.pages.currentWidget() is self.columns:
            self._preview()
        elif self.pages.currentWidget() is self.rows:
            self._import()

    def go_back(self) -> None:
        """A step back; from the first one to the ledger."""
        if self._busy:
            return
        page = self.pages.currentWidget()
        self.error.clear()
        if page is self.rows:
            self._show(self.columns)
        elif page is self.columns:
            self._begin()
        else:
            self._leave()

    def _preview(self) -> None:
        opened, sheet, mapping, desk = self._opened, self._sheet, self.columns.mapping(), self.bench.desk
        if opened is None:
            return
        self._begin_work()
        self.bench.run(
            self,
            lambda progress, cancelled: preview(desk, opened, sheet, mapping, progress, cancelled),
            self._previewed,
            on_error=self._refused,
            on_cancel=self._end_work,
            line=self.reading,
        )

    def _previewed(self, found: Preview) -> None:
        self._end_work()
        self._found = found
        self.rows.show_preview(found)
        self._show(self.rows)
        self.rows.table.setFocus()

    def _import(self) -> None:
        found, desk, numbers = self._found, self.bench.desk, self.rows.chosen()
        if found is None:
            return
        self._begin_work()
        self.bench.run(
            self,
            lambda progress, cancelled: ledger_import.take_in(desk, found, numbers, progress, cancelled),
            self._imported,
            on_error=self._refused,
            on_cancel=self._import_cancelled,
            line=self.importing,
        )

    def _imported(self, made: Imported) -> None:
        self._end_work()
        assert self._found is not None
        left = len(self._found.rows) - made.count
        self.done.show_import(made, self._found.source, left)
        self._show(self.done)
        self.bench.announce("item")

    def _import_cancelled(self) -> None:
        self._end_work()
        self.bench.tell("已取消导入", "一件也没有导入")

    def _write_problems(self) -> None:
        found, desk = self._found, self.bench.desk
        if found is None:
            return
        name = f"待改的行 {desk.today().isoformat()}.xlsx"
        target = self.bench.ask_target(self, "导出有错的行", name, XLSX)
        if target is not None:
            self.bench.read(
                self,
                lambda: write_problems(desk, found, target),
                lambda count: self.bench.tell(f"已导出 {count:,} 行", "在最后一列看问题，改好后再导入这份表"),
            )

    # -- the frame -----------------------------------------------------------------------------
    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        at = {self.front: 0, self.columns: 0, self.rows: 1, self.done: 2}[page]
        finished = page is self.done
        self.steps.set_steps(
            [
                Step(title, (), "done" if n < at or finished else "current" if n == at else "next")
                for n, title in enumerate(STEPS)
            ]
        )
        source = self._opened.source if self._opened is not None else ""
        self.header.set_fact(source)
        show_if(self.bar, page in (self.columns, self.rows))
        self._judge()

    def _judge(self) -> None:
        page = self.pages.currentWidget()
        why = "正在办理" if self._busy else ""
        if page is self.columns:
            self.next.set_words("下一步，预览")
            why = why or self.columns.why_not()
            self.bar.set_status("")
        elif page is self.rows and self._found is not None:
            count = len(self.rows.chosen())
            self.next.set_words(f"导入 {count:,} 件为草稿" if count else "导入")
            why = why or ("" if count else "没有选择要导入的行")
        wrong = self._found.count(RowState.PROBLEM, RowState.SECRET) if self._found is not None else 0
        show_if(self.problems, page is self.rows and wrong > 0)
        if why:
            self.next.block(why)
        else:
            self.next.unblock()
        self.bar.set_reason(why)

    def _begin_work(self) -> None:
        self._busy = True
        self.error.clear()
        self.pages.setEnabled(False)
        self._judge()

    def _end_work(self) -> None:
        self._busy = False
        self.front.busy(False)
        self.pages.setEnabled(True)
        self._judge()

    def _refused(self, problem: UserError) -> None:
        self._end_work()
        self.error.show_error(problem)

    def _leave(self) -> None:
        self.bench.open("ledger", "state:draft" if self.pages.currentWidget() is self.done else "")
