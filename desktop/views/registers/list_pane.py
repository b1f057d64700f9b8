"""The frame of the panes of lists: verbs above, a search, the list; import, export and checking drafts again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.rules.roles import Permission
from desktop.services.rechecking import Rechecked, recheck_drafts
from desktop.views.administration.pane import Pane
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import Dialog
from desktop.views.components.progress import ProgressLine
from desktop.views.components.search_field import SearchField
from desktop.views.components.text import show_if
from desktop.views.workbench import Workbench

KIND = "lists"
"""What is announced when a list changed."""

TABLES = "电子表格 (*.xlsx *.xls)"
TEXTS = "词表 (*.txt *.xlsx *.xls);;所有文件 (*)"

_AGAIN = "已有的草稿按“重新检查草稿”更新"

Result = TypeVar("Result")


class ListPane(Pane):
    """Subclasses give `reload`, connect `bring_in` and `take_out`, and put their own verbs first and last."""

    def __init__(
        self, bench: Workbench, fact: str, search: str, first: Sequence[Button] = (), new: Button | None = None
    ) -> None:
        self.may_keep = bench.desk.may(Permission.REGISTER)
        self.again = Button("重新检查草稿", "ghost", icon="refresh-cw")
        self.bring_in = Button("导入", icon="upload")
        self.take_out = Button("导出", icon="download")
        keeping = [self.again, *first, self.bring_in, *([new] if new else [])]
        verbs = [self.again, *first, self.bring_in, self.take_out, *([new] if new else [])]
        super().__init__(bench, fact, verbs)
        for verb in keeping:
            show_if(verb, self.may_keep)
        self.line = ProgressLine("正在重新检查", unit="个文件", leaves="取消后草稿的检查结果和原来一样")
        self.add(self.line)
        self.search = SearchField(search, key="Ctrl+F", name=search)
        self.search.searched.connect(self.reload)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(12)
        self.tools.addWidget(self.search)
        self.tools.addStretch(1)
        self.column.addLayout(self.tools)
        self.again.clicked.connect(self._check_again)
        bench.follow(self, KIND, self.reload)

    def add_tool(self, widget: QWidget) -> None:
        """Put something left of the search."""
        self.tools.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def reload(self) -> None:
        """Read the list again."""
        raise NotImplementedError

    def work(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Do something off the GUI thread; a refusal is told above the list."""
        self.error.clear()
        self.bench.run(self, lambda _progress, _cancelled: work(), done, on_error=self.error.show_error)

    def changed(self, fact: str, detail: str = _AGAIN) -> None:
        """Tell what just became true of the list."""
        self.bench.tell(fact, detail)
        self.bench.announce(KIND)

    def ask(self, dialog: Dialog) -> bool:
        """Show a dialog; true when it was committed."""
        committed = bool(dialog.exec())
        dialog.deleteLater()
        return committed

    def export(self, name: str, write: Callable[[Path], int], unit: str) -> None:
        """Ask where to and write the list there."""
        target = self.bench.ask_target(self, f"导出{name}", f"{name}.xlsx", "电子表格 (*.xlsx)")
        if target is not None:
            self.work(lambda: write(target), lambda count: self.bench.tell(f"已导出 {count:,} {unit}", str(target)))

    def _check_again(self) -> None:
        self.error.clear()
        self.again.block("正在重新检查")
        self.bench.run(
            self,
            lambda progress, cancelled: recheck_drafts(self.bench.desk, progress, cancelled),
            self._checked,
            on_error=self._refused,
            on_cancel=self.again.unblock,
            line=self.line,
        )

    def _checked(self, done: Rechecked) -> None:
        self.again.unblock()
        if done.unread:
            more = f"等 {len(done.unread)} 个文件" if len(done.unread) > 1 else ""
            self.error.tell(f"“{done.unread[0]}”{more}没有读出", "打开这件草稿，重新放入文件")
        found = f"{done.changed} 个文件的检查结果有变化" if done.changed else "检查结果没有变化"
        self.bench.tell(f"已重新检查 {done.drafts} 件草稿的 {done.documents} 个文件", found)
        self.bench.announce("item")

    def _refused(self, problem: UserError) -> None:
        self.again.unblock()
        self.error.show_error(problem)
