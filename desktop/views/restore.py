"""A damaged store: a backup takes its place, by the recovery key from the safe; what it replaces is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.services import restoring
from desktop.services.door import FolderLock
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import TextField
from desktop.views.components.text import Text
from desktop.views.jobs import run_job
from desktop.views.recovery_key import RecoveryKeyField

if TYPE_CHECKING:
    from desktop.services.restoring import Restored

STEPS = (
    "现在的数据库原样移到 backup 文件夹；附件一件不删，缺少的从备份补回。",
    "备份之后登记、审查和报送的内容不在恢复后的库里，对照台账和纸面补登。",
    "恢复后开始新的纪元，已经写出的批次号不会重复使用；编号跳过一段接着编，纸面上用过的编号不会再用。",
)


class RestoreDialog(Dialog):
    """Backup and recovery key; accepted once the backup stands in the place of the store, `restored` tells where the rest is."""

    def __init__(self, parent: QWidget | None, folder: DataFolder, lock: FolderLock | None = None) -> None:
        super().__init__(
            parent,
            "从备份恢复",
            str(folder.root),
            commit="恢复这份备份",
            icon="history",
            tone="warn",
        )
        self._folder, self._lock = folder, lock
        self.restored: Restored | None = None
        kept = restoring.kept_backups(folder)
        self.backup: ChoiceField[Path] = ChoiceField(
            "备份",
            [(path, when) for when, path in kept],
            kept[0][1] if kept else None,
            required=True,
            info=f"共 {len(kept)} 份，最近一份在最前" if kept else "",
        )
        self.last_number = TextField(
            "本年用到的最后一个编号", "", info="照纸面填写，如 BGS-0120；不清楚的不填", limit=40, latin=True
        )
        self.key = RecoveryKeyField()
        for step in STEPS:
            self.add(Text(step, "small", "text2", wrap=True))
        for field in (self.backup, self.last_number, self.key):
            self.add(field)
            field.changed.connect(self._judge)
        if not kept:
            self.error.tell(
                "这个数据文件夹里没有备份", "把保存在移动硬盘上的 backup 文件夹复制到数据文件夹里，再打开这里。"
            )
        self._judge()
        self.key.setFocus()

    def words(self) -> str:
        """What was done, for the page below."""
        assert self.restored is not None
        done = self.restored
        kept = f"已恢复，用备份时的口令登录。原来的数据库在 backup/{done.aside.name}。"
        return f"{kept}{done.numbers_words}。{done.again_words}"

    def check(self) -> bool:
        """Restore off the GUI thread; the dialog closes when that is done."""
        chosen = self.backup.value()
        if chosen is None or not self.key.check():
            return False
        folder, key, lock, used = self._folder, self.key.value(), self._lock, self.last_number.value()
        self.commit.block("正在核对备份")
        run_job(
            self,
            lambda _progress, _cancelled: restoring.restore(folder, chosen, key, last_used=used, lock=lock),
            self._done,
            self._refused,
        )
        return False

    def _done(self, done: Restored) -> None:
        self.restored = done
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)
        self._judge()
        self.key.setFocus()

    def _judge(self) -> None:
        if self.backup.value() is None:
            self.commit.block("没有可以恢复的备份")
        elif not self.key.value():
            self.commit.block("先输入应急密钥")
        else:
            self.commit.unblock()
