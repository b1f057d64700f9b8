"""The preview of a catalogue that was read: what is new, changed and gone, what is wrong, before it is taken in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.errors import UserError
from desktop.services import catalogue_import
from desktop.services.catalogue import CatalogueVersion
from desktop.services.catalogue_import import CataloguePreview, Changes
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import Dialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.fields import TextField
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.progress import ProgressLine
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Note, Text, show_if
from desktop.views.components.tiles import Totals
from desktop.views.look.theme import theme
from desktop.views.table_models import ChipCell, Column, NoteCell, Row
from desktop.views.workbench import Workbench

SHOWN = 200
_ROWS = (
    Column("code", "编号", 84, "number"),
    Column("what", "", 76),
    Column("title", "事项", kind="title"),
    Column("content", "公开内容", 230),
    Column("limit", "公开时限", 160),
)
_PROBLEMS = (
    Column("row", "行", 56, "number"),
    Column("column", "栏", 150),
    Column("words", "问题", kind="title"),
    Column("result", "处理", 110),
)


class ImportDialog(Dialog):
    """Year, counts, the rows and their problems; `taken` is the new version once it was taken in."""

    def __init__(self, parent: QWidget, bench: Workbench, seen: CataloguePreview) -> None:
        super().__init__(parent.window(), "导入公开目录", seen.source, commit="导入", icon="upload", width=860)
        self.bench, self.seen = bench, seen
        self.taken: CatalogueVersion | None = None
        self._changes: Changes | None = None
        self.year = TextField("目录年度", str(seen.year), required=True, latin=True, limit=4, info="各年度分开保存")
        self.year.setFixedWidth(theme().px(150))
        self.totals = Totals()
        self.against = Text("", "small", "text2")
        self.columns = Note("", "info", wrap=True)
        self.tabs = Tabs([("rows", "将导入", 0), ("problems", "问题", 0)], name="预览")
        self.problems_file = Button("导出错误表", icon="file-spreadsheet", small=True)
        self.rows = LedgerTable(_ROWS, name="将导入的事项", checks=False, footer=False)
        self.problems = LedgerTable(
            _PROBLEMS, name="问题", checks=False, footer=False, empty=EmptyState("没有发现问题", "", icon="check")
        )
        self.line = ProgressLine("正在导入", leaves="取消后不留半成品")
        self._fill_body()
        self._show_fixed()
        self.year.changed.connect(self._compare)
        self.tabs.changed.connect(self._show_tab)
        self.problems_file.clicked.connect(self._save_problems)
        self._compare()

    def _fill_body(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(24)
        top.addWidget(self.year)
        top.addWidget(self.totals)
        top.addStretch(1)
        top.addWidget(self.against)
        self.body.addLayout(top)
        self.add(self.columns)
        line = QHBoxLayout()
        line.addWidget(self.tabs)
        line.addStretch(1)
        line.addWidget(self.problems_file)
        self.body.addLayout(line)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self.problems)
        self._stack.setFixedHeight(theme().px(260))
        self.add(self._stack)
        self.add(self.line)

    def _show_fixed(self) -> None:
        sheet = self.seen.sheet
        told = [
            f"表里没有“{'、'.join(sheet.absent)}”" if sheet.absent else "",
            f"没有用到“{'、'.join(sheet.ignored)}”" if sheet.ignored else "",
        ]
        self.columns.set_note("；".join(one for one in told if one) + "。", "info", "text2")
        show_if(self.columns, any(told))
        left_out = sheet.left_out
        self.problems.set_rows(
            [
                Row(
                    number,
                    (
                        str(one.row),
                        one.column,
                        one.words,
                        ChipCell("不导入", "bad", "circle-x") if one.left_out else NoteCell("照此导入"),
                    ),
                )
                for number, one in enumerate(sheet.problems)
            ]
        )
        self.tabs.set_count("rows", len(sheet.entries))
        self.tabs.set_count("problems", len(sheet.problems))
        show_if(self.problems_file, bool(sheet.problems))
        if left_out:
            self.tabs.set_current("problems")
            self._stack.setCurrentWidget(self.problems)

    def _show_tab(self, key: str) -> None:
        self._stack.setCurrentWidget(self.rows if key == "rows" else self.problems)

    def _compare(self) -> None:
        self._changes = None
        self._judge()
        year, desk = self._year(), self.bench.desk
        if year is None:
            return

        def show(found: Changes) -> None:
            if year == self._year():
                self._show_changes(found)

        self.bench.read(self, lambda: catalogue_import.compare(desk, self.seen, year), show)

    def _show_changes(self, found: Changes) -> None:
        self._changes = found
        left_out = len(self.seen.sheet.left_out)
        counts = [("新增", len(found.new), "ok")]
        if found.base is not None:
            counts += [
                ("修改", len(found.changed), "accent"),
                ("取消", len(found.removed), "warn" if found.removed else ""),
                ("不变", found.same, ""),
            ]
        self.totals.set_totals([*counts, *([("有错不导入", left_out, "bad")] if left_out else [])])
        self.against.set_words(f"与 {found.base.name}相比" if found.base else f"{self._year()} 年还没有目录")
        how = {one.code: "新增" for one in found.new} | {one.code: "修改" for one in found.changed}
        order = sorted(self.seen.entries, key=lambda one: one.code not in how)
        self.rows.set_rows(
            [
                Row(
                    one.code,
                    (
                        one.code,
                        NoteCell(how.get(one.code, "不变"), "" if one.code not in how else "accent"),
                        one.title,
                        " ".join(one.content.split()),
                        one.limit_text,
                    ),
                )
                for one in order[:SHOWN]
            ]
        )
        self._judge()

    def _year(self) -> int | None:
        typed = self.year.value()
        number = int(typed) if typed.isascii() and typed.isdigit() else 0
        return number if catalogue_import.FIRST_YEAR <= number <= catalogue_import.LAST_YEAR else None

    def _judge(self) -> None:
        found, year = self._changes, self._year()
        if not self.seen.entries:
            self.commit.block("没有可以导入的行，按错误表改好后再导入")
        elif year is None:
            self.commit.block("填写 4 位的年度")
        elif found is None:
            self.commit.block("正在比较")
        elif found.base is not None and not found.any:
            self.commit.block(f"和 {found.base.name}完全相同")
        else:
            self.commit.unblock()
            self.commit.set_words(f"导入为 {year} 年第 {found.base.version + 1 if found.base else 1} 版")

    def _save_problems(self) -> None:
        name = f"{Path(self.seen.source).stem} 错误表.xlsx"
        target, desk = self.bench.ask_target(self, "导出错误表", name, "Excel 工作簿 (*.xlsx)"), self.bench.desk
        if target is None:
            return
        self.error.clear()
        self.bench.run(
            self,
            lambda _progress, _cancelled: catalogue_import.save_problems(desk, self.seen, target),
            lambda _count: self.columns.set_note(
                f"错误表已写出：{target}。改好后可以直接导入。", "circle-check", "oktext"
            ),
            on_error=self.error.show_error,
        )
        show_if(self.columns, True)

    def check(self) -> bool:
        """Take it in off the GUI thread; the dialog closes when that is done."""
        year, desk = self._year(), self.bench.desk
        assert year is not None
        self.error.clear()
        self.commit.block("正在导入")
        self.bench.run(
            self,
            lambda progress, cancelled: catalogue_import.take_in(desk, self.seen, year, progress, cancelled),
            self._taken_in,
            on_error=self._refused,
            on_cancel=self._judge,
            line=self.line,
        )
        return False

    def _taken_in(self, version: CatalogueVersion) -> None:
        self.taken = version
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)
        self._judge()
