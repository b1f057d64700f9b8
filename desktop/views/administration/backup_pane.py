"""The backups that are kept, and one more now."""

from __future__ import annotations

from pathlib import Path

from desktop.errors import UserError
from desktop.services import upkeep
from desktop.views.administration.pane import Pane
from desktop.views.components.buttons import Button
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.progress import ProgressLine
from desktop.views.components.text import Note
from desktop.views.table_models import Column, Row
from desktop.views.workbench import Workbench

_COLUMNS = (Column("at", "时间", 180), Column("place", "位置", kind="title"))
_ADVICE = "备份和数据在同一块硬盘上。每周把整个备份文件夹复制到单位保管的移动硬盘，不要和应急密钥单放在一处。"


class BackupPane(Pane):
    """The list of backups, 现在备份, 打开文件夹."""

    def __init__(self, bench: Workbench) -> None:
        self.show_folder = Button("打开备份文件夹", icon="folder-open")
        self.make = Button("现在备份", "primary", icon="database")
        super().__init__(
            bench, "每天第一次登录时自动备份，保留 14 份，写出后重新打开核对", (self.show_folder, self.make)
        )
        self.line = ProgressLine("正在备份并核对", cancellable=False)
        self.table = LedgerTable(
            _COLUMNS,
            name="备份",
            checks=False,
            empty=EmptyState("还没有备份", "按“现在备份”做第一份。", icon="database", tone="accent"),
        )
        self.add(self.line)
        self.add(self.table, 1)
        self.add(Note(_ADVICE, "info", wrap=True))
        self.make.clicked.connect(self._make)
        self.show_folder.clicked.connect(lambda: bench.show_file(bench.desk.folder.backup))
        self.reload()

    def reload(self) -> None:
        """List the backups again."""
        self.bench.read(self, lambda: upkeep.backups(self.bench.desk), self._show)

    def _show(self, found: tuple[tuple[str, Path], ...]) -> None:
        self.table.set_rows([Row(str(path), (at, str(path))) for at, path in found])
        self.table.footer.set_totals([("备份", str(len(found)))], "")

    def _make(self) -> None:
        self.error.clear()
        self.make.block("正在备份")
        desk = self.bench.desk
        self.bench.run(
            self,
            lambda _progress, _cancelled: upkeep.back_up(desk),
            self._made,
            on_error=self._refused,
            line=self.line,
        )

    def _made(self, _path: Path) -> None:
        self.make.unblock()
        self.bench.tell("备份已写出并核对")
        self.reload()

    def _refused(self, problem: UserError) -> None:
        self.make.unblock()
        self.error.show_error(problem)
