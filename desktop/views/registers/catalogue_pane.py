"""The tab 基本目录: the rows of a version, how far they are covered, and taking a new one in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from desktop.errors import UserError
from desktop.rules.roles import End, Permission
from desktop.services import catalogue, catalogue_import
from desktop.services.catalogue import CatalogueVersion, FoundRow
from desktop.services.catalogue_import import CataloguePreview
from desktop.services.coverage import Coverage, Gap, coverage
from desktop.views.administration.pane import Pane
from desktop.views.components.buttons import Button
from desktop.views.components.checks import CheckBox
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.progress import ProgressLine
from desktop.views.components.search_field import SearchField
from desktop.views.components.text import show_if
from desktop.views.look.theme import theme
from desktop.views.registers.catalogue_dialog import ImportDialog
from desktop.views.registers.catalogue_words import COLUMNS, as_row
from desktop.views.registers.row_pane import RowPane
from desktop.views.workbench import Workbench

XLSX = "Excel 工作簿 (*.xlsx)"
TEMPLATE_NAME = "主动公开基本目录（空白模板）.xlsx"
_FOUND = 20_000


class CataloguePane(Pane):
    """Version, search and gaps above the table; 导入目录, 下载空白模板 and 导出 beside the fact."""

    def __init__(self, bench: Workbench) -> None:
        self.template = Button("下载空白模板", icon="file-spreadsheet")
        self.export = Button("导出", icon="download")
        self.take = Button("导入目录", "primary", icon="upload")
        super().__init__(bench, "", (self.template, self.export, self.take))
        self._versions: tuple[CatalogueVersion, ...] = ()
        self._coverage: Coverage | None = None
        self._wanted: frozenset[str] | None = None
        self.line = ProgressLine("正在读取表格", cancellable=False)
        self.version = ChoiceField[int]("", message=False)
        self.version.setFixedWidth(theme().px(200))
        self.search = SearchField("查找事项，可以输入拼音首字母", name="查找事项")
        self.gaps = CheckBox("只看没有公开、该更新的")
        self.ours = CheckBox("只看本处室的")
        self.table = LedgerTable(COLUMNS, name="基本目录", checks=False, remember_as="catalogue")
        self.pane = RowPane()
        self.pane.hide()
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self.version)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.ours)
        bar.addWidget(self.gaps)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.pane)
        self.add(self.line)
        self.column.addLayout(bar)
        self.column.addLayout(middle, 1)

    def _connect(self) -> None:
        self.take.clicked.connect(self._ask_for_file)
        self.template.clicked.connect(self._save_template)
        self.export.clicked.connect(self._export)
        self.version.committed.connect(self._read_coverage)
        self.search.searched.connect(self._search)
        for box in (self.ours, self.gaps):
            box.toggled.connect(self._show_rows)
        self.table.current_changed.connect(self._show_row)
        self.pane.closed.connect(self.pane.hide)
        self.bench.follow(self, "catalogue", self.reload)
        self.bench.follow(self, "item", self._read_coverage)

    # -- reading -------------------------------------------------------------------------------
    def reload(self) -> None:
        """List the versions again and show the current one."""
        desk = self.bench.desk
        self.bench.read(self, lambda: (catalogue.versions(desk), catalogue.current(desk)), self._show_versions)

    def _show_versions(self, found: tuple[tuple[CatalogueVersion, ...], CatalogueVersion | None]) -> None:
        self._versions, current = found
        chosen = self.version.value() if any(one.id == self.version.value() for one in self._versions) else None
        shown = chosen or (current.id if current is not None else None)
        self.version.set_options([(one.id, one.name) for one in self._versions], shown)
        known = bool(self._versions)
        show_if(self.ours, known and self.bench.desk.agency.end is End.OFFICE)
        for part in (self.version, self.search, self.gaps, self.export, self.table.footer):
            show_if(part, known)
        show_if(self.take, known and self.bench.desk.may(Permission.REGISTER))
        self._show_empty()
        self._read_coverage()

    def show_version(self, version: CatalogueVersion) -> None:
        """Show a version that was just taken in."""
        self.version.set_value(version.id)
        self.reload()

    def chosen(self) -> CatalogueVersion | None:
        """The version shown."""
        return next((one for one in self._versions if one.id == self.version.value()), None)

    def _read_coverage(self) -> None:
        version, desk = self.chosen(), self.bench.desk
        if version is None:
            self._show_coverage(None)
            return
        self.fact.set_words(f"{version.source}，{version.imported_on} 由{version.imported_by}导入")
        self.bench.read(self, lambda: coverage(desk, version), self._show_coverage)
        self._search(self.search.words())

    def _show_coverage(self, found: Coverage | None) -> None:
        self._coverage = found
        self._show_rows()

    def _search(self, words: str) -> None:
        version, desk = self.chosen(), self.bench.desk
        if version is None or not words:
            self._wanted = None
            self._show_rows()
            return

        def show(found: tuple[FoundRow, ...]) -> None:
            if words == self.search.words():
                self._wanted = frozenset(one.ref for one in found)
                self._show_rows()

        self.bench.read(self, lambda: catalogue.find_rows(desk, words, _FOUND, version), show)

    # -- showing -------------------------------------------------------------------------------
    def _show_rows(self) -> None:
        found, version = self._coverage, self.chosen()
        if found is None or version is None:
            self.table.set_rows([])
            self.table.footer.set_totals([])
            self.pane.hide()
            return
        rows = [
            one
            for one in found.rows
            if (self._wanted is None or one.ref in self._wanted)
            and (one.ours or not self.ours.isChecked())
            and (one.gap is not Gap.NONE or not self.gaps.isChecked())
        ]
        self._show_empty()
        self.table.set_rows([as_row(one) for one in rows])
        facts = [
            f"{found.outside} 件不在这一版目录的事项里" if found.outside else "",
            "" if all(one.ours for one in found.rows) else "其他单位的事项在办公室端判断",
        ]
        totals = [
            ("列出", f"{len(rows):,} 项"),
            ("没有公开或该更新", f"{found.gaps:,} 项"),
            (f"{version.year} 年已公开", f"{found.published:,} 件"),
        ]
        self.table.footer.set_totals(totals, "，".join(filter(None, facts)))

    def _show_row(self, key: object) -> None:
        version = self.chosen()
        one = next((one for one in self._coverage.rows if one.ref == key), None) if self._coverage else None
        if one is None or version is None:
            self.pane.hide()
            return
        self.pane.show_row(f"{version.year}-{one.entry.code}", one)
        self.pane.show()

    def _show_empty(self) -> None:
        if self._versions:
            self.table.set_empty(
                EmptyState("没有符合条件的事项", "换几个字，或者去掉一个勾选。", icon="search", tone="accent")
            )
            return
        if not self.bench.desk.may(Permission.REGISTER):
            words = "由信息公开管理员导入后，在这里查看。"
            self.table.set_empty(EmptyState("还没有公开目录", words, icon="list-tree", tone="accent"))
            return
        first = Button("导入目录", "primary", icon="upload")
        first.clicked.connect(self._ask_for_file)
        words = "导入单位印发的主动公开基本目录（xlsx），登记信息时就能选择事项，并带出时限、方式、对象和责任单位。"
        self.table.set_empty(EmptyState("还没有公开目录", words, [first], icon="list-tree", tone="accent"))

    # -- verbs ---------------------------------------------------------------------------------
    def _ask_for_file(self) -> None:
        path = self.bench.ask_file(self, "导入目录", XLSX)
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read a catalogue and ask whether it shall be taken in."""
        self.error.clear()
        desk = self.bench.desk
        self.bench.run(
            self,
            lambda _progress, _cancelled: catalogue_import.preview(desk, path),
            self._preview,
            on_error=self._refused,
            line=self.line,
        )

    def _preview(self, seen: CataloguePreview) -> None:
        dialog = ImportDialog(self, self.bench, seen)
        if dialog.exec() and dialog.taken is not None:
            self.bench.tell(f"已导入 {dialog.taken.name}", f"{dialog.taken.rows} 项，登记信息时可以选择")
            self.show_version(dialog.taken)
            self.bench.announce("catalogue", dialog.taken.id)
        dialog.deleteLater()

    def _save_template(self) -> None:
        target, desk = self.bench.ask_target(self, "下载空白模板", TEMPLATE_NAME, XLSX), self.bench.desk
        if target is not None:
            self._write(lambda: catalogue_import.save_template(desk, target), "空白模板已写出", target)

    def _export(self) -> None:
        version, desk = self.chosen(), self.bench.desk
        if version is None:
            return
        name = f"主动公开基本目录 {version.name}.xlsx"
        target = self.bench.ask_target(self, "导出目录", name, XLSX)
        if target is not None:
            self._write(lambda: catalogue_import.export_catalogue(desk, version, target), "目录已导出", target)

    def _write(self, work: object, fact: str, target: Path) -> None:
        assert callable(work)
        self.error.clear()
        self.bench.run(
            self,
            lambda _progress, _cancelled: work(),
            lambda _result: self.bench.tell(fact, str(target)),
            on_error=self._refused,
        )

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)
