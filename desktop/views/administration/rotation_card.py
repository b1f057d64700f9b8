"""The change of this end's key, and at an office of the centre's, in the tab 本端公钥."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.rules.roles import End, Permission
from desktop.services import rotation
from desktop.services.rotation import RotationView
from desktop.views.administration.rotation_dialogs import STATEMENT_PATTERN, RotateDialog, StatementDialog
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.text import Note
from desktop.views.workbench import Workbench

_WHY = {
    End.OFFICE: "换人保管、定期更换时用。旧公钥给新公钥作保，办公室确认换钥声明即可，不用重新录入指纹单。",
    End.CENTRE: "换人保管、定期更换时用。旧公钥给新公钥作保，各处室确认换钥声明即可，不用重新录入指纹单。",
}

WHO = "由系统管理员或者安全保密管理员办理"


class RotationCard(Card):
    """`rotated()` follows a new key of this end, `centre_changed()` a new one of the centre's that was confirmed here."""

    rotated = Signal()
    centre_changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__("换用新公钥", padding=20, spacing=12)
        self.bench = bench
        self.error = ErrorPanel()
        self.now = Note("", "info", wrap=True)
        self.rotate = Button("换用新公钥", "warning", icon="key-round")
        self.write = Button("写出换钥声明", icon="usb")
        self.read = Button("读入办公室的换钥声明", icon="file-text")
        self.add(Note(_WHY[bench.desk.agency.end], "info", "text2", role="body", wrap=True))
        for part in (self.now, self.error):
            self.add(part)
        self._may = any(bench.desk.may(one) for one in (Permission.SECURITY, Permission.ACCOUNTS))
        if not self._may:
            self.rotate.block(WHO)
        self.add(self._verbs())
        self.rotate.clicked.connect(self._rotate)
        self.write.clicked.connect(self._write)
        self.read.clicked.connect(self._read)
        self.reload()

    def _verbs(self) -> QWidget:
        buttons = [self.rotate, self.write]
        if self.bench.desk.agency.end is End.OFFICE:
            buttons.append(self.read)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return holder

    def reload(self) -> None:
        """Read how often the key was changed."""
        self.bench.read(self, lambda: rotation.rotated(self.bench.desk), self._show)

    def _show(self, count: int) -> None:
        told = f"换过 {count} 次" if count else "没有换过"
        self.now.set_note(told if self._may else f"{told}；换用新公钥{WHO}", "info")
        if count:
            self.write.unblock()
        else:
            self.write.block("没有换过公钥")

    def _rotate(self) -> None:
        dialog = RotateDialog(self, self.bench)
        if dialog.exec():
            self.bench.tell("已换用新公钥", "把换钥声明写到 U 盘，交对方确认")
            self.rotated.emit()
            self.reload()
        dialog.deleteLater()

    def _write(self) -> None:
        folder = self.bench.ask_folder(self, "选择 U 盘")
        if folder is not None:
            self.error.clear()
            self.bench.run(
                self,
                lambda _progress, _cancelled: rotation.write_statements(self.bench.desk, folder),
                self._written,
                on_error=self.error.show_error,
            )

    def _written(self, paths: tuple[Path, ...]) -> None:
        self.bench.tell("换钥声明已写出", f"{len(paths)} 份，{paths[0].parent}")

    def _read(self) -> None:
        path = self.bench.ask_file(self, "选择办公室的换钥声明", STATEMENT_PATTERN)
        if path is not None:
            self.error.clear()
            self.bench.run(
                self,
                lambda _progress, _cancelled: rotation.read_statement(self.bench.desk, path),
                self._ask,
                on_error=self.error.show_error,
            )

    def _ask(self, found: RotationView) -> None:
        dialog = StatementDialog(self, self.bench, found)
        if dialog.exec():
            self.bench.tell("办公室的新公钥已登记", "以后只认新公钥签名的回执")
            self.centre_changed.emit()
        dialog.deleteLater()
