"""The release of a false classification hit: by the reviewer at this desk, or as recorded from paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.services.intake import Intake, Release
from desktop.views.components.buttons import Button
from desktop.views.components.checks import OptionGroup, OptionRow
from desktop.views.components.date_field import DateField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import AreaField, PasswordField, TextField
from desktop.views.components.text import Text, show_if
from desktop.views.editor.drop import ACCEPTED
from desktop.views.workbench import Workbench

HERE, PAPER = "here", "paper"


class ReleaseDialog(Dialog):
    """Asks who releases, why, and for the file again, for nothing of it was kept.

    `work(path, release)` does it, off the GUI thread; the dialog stays open with the reason when it is refused.
    After `exec()` came back true `taken` is what became of the document.
    """

    def __init__(self, parent: QWidget, bench: Workbench, number: str, work: Callable[[Path, Release], Intake]) -> None:
        super().__init__(
            parent,
            "解除误报，继续登记",
            f"{number}，由保密审查员对照纸质原件确认不是密级标志",
            commit="解除并登记",
            icon="shield-check",
            tone="warn",
        )
        self._bench = bench
        self._work = work
        self.taken: Intake | None = None
        self.path: Path | None = None
        self.way = OptionGroup(
            [
                OptionRow(HERE, "保密审查员在本机确认", "输入本人账号和口令"),
                OptionRow(PAPER, "已在纸面上确认", "登记确认人和日期"),
            ],
            HERE,
            name="解除方式",
        )
        self.way.chosen.connect(self._judge)
        self.login = TextField("保密审查员账号", required=True, latin=True)
        self.password = PasswordField("口令", required=True)
        self.signer = TextField("确认人", required=True)
        self.day = DateField("确认日期", bench.desk.today(), required=True)
        self.why = AreaField("理由", required=True, info="写明为什么不是密级标志", lines=2)
        self.choose = Button("重新选择文件", icon="folder-open", small=True)
        self.choose.clicked.connect(self._choose)
        self._file = Text("文件没有留存，重新选择一次", "small", "text2", elide=True)
        self._lay_out_form()
        for field in (self.login, self.password, self.signer, self.day, self.why):
            field.changed.connect(self._judge)
        self._judge()

    def _lay_out_form(self) -> None:
        self.add(self.way)
        fields = QWidget()
        row = QHBoxLayout(fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for field in (self.login, self.password, self.signer, self.day):
            row.addWidget(field, 1)
        self.add(fields)
        self.add(self.why)
        file_row = QWidget()
        line = QHBoxLayout(file_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.choose)
        line.addWidget(self._file, 1)
        self.add(file_row)

    def release(self) -> Release:
        """What was written."""
        day = self.day.value() or self._bench.desk.today()
        if self.way.value() == HERE:
            today = self._bench.desk.today()
            return Release("", today, self.why.value(), self.login.value(), self.password.value())
        return Release(self.signer.value(), day, self.why.value())

    def check(self) -> bool:
        """Release; the dialog closes when it is done."""
        path, release = self.path, self.release()
        assert path is not None
        self.error.clear()
        self.commit.block("正在核对")
        self._bench.run(
            self, lambda _progress, _cancelled: self._work(path, release), self._released, on_error=self._refused
        )
        return False

    def _released(self, taken: Intake) -> None:
        self.taken = taken
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self._judge()
        self.error.show_error(problem)

    def take_file(self, path: Path) -> None:
        """The file was chosen again."""
        self.path = path
        self._file.set_words(path.name, "text")
        self._judge()

    def _choose(self) -> None:
        path = self._bench.ask_file(self, "重新选择文件", ACCEPTED)
        if path is not None:
            self.take_file(path)

    def _judge(self) -> None:
        here = self.way.value() == HERE
        for field in (self.login, self.password, self.signer, self.day):
            show_if(field, here is (field in (self.login, self.password)))
        who = (self.login.value() and self.password.value()) if here else (self.signer.value() and self.day.value())
        if not who:
            self.commit.block("填写账号和口令" if here else "填写确认人和日期")
        elif not self.why.value():
            self.commit.block("写明理由")
        elif self.path is None:
            self.commit.block("重新选择文件")
        else:
            self.commit.unblock()
