"""The password of the person signed in: the present one once, the new one twice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.services import accounts
from desktop.services.first_run import PASSWORD_LENGTH
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import PasswordField
from desktop.views.workbench import Workbench


def change_password(window: QWidget, bench: Workbench) -> bool:
    """Ask for the present and the new password of the person signed in; whether it was changed."""
    changed = bool(PasswordDialog(window, bench).exec())
    if changed:
        bench.tell("口令已修改", "下次登录用新口令")
    return changed


class PasswordDialog(Dialog):
    """The present password once, the new one twice."""

    def __init__(self, parent: QWidget | None, bench: Workbench) -> None:
        super().__init__(
            parent,
            "修改口令",
            bench.desk.person.name,
            commit="修改口令",
            icon="key-round",
            width=480,
            fact="首次登录，先换成只有本人知道的口令"
            if bench.desk.person.must_change_password
            else "口令同时打开数据和签名密钥",
        )
        self._bench = bench
        self.old = PasswordField("现在的口令", required=True)
        self.new = PasswordField("新口令", required=True, info=f"至少 {PASSWORD_LENGTH} 位")
        self.again = PasswordField("再输一次新口令", required=True)
        for field in (self.old, self.new, self.again):
            field.changed.connect(self._judge)
            self.add(field)
        self._judge()
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        """Change it off the GUI thread; the dialog closes when that is done."""
        old, new, desk = self.old.value(), self.new.value(), self._bench.desk
        self.commit.block("正在修改口令")
        self._bench.run(
            self,
            lambda _progress, _cancelled: accounts.change_password(desk, old, new),
            lambda _nothing: self.accept(),
            on_error=self._refused,
        )
        return False

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)
        self.old.set_message(problem.message, "error")
        self._judge()
        self.old.setFocus()
        self.old.edit.selectAll()

    def _judge(self) -> None:
        self.again.set_message("")
        if not self.old.value():
            self.commit.block("先输入现在的口令")
        elif len(self.new.value()) < PASSWORD_LENGTH:
            self.commit.block(f"新口令至少 {PASSWORD_LENGTH} 位")
        elif self.new.value() == self.old.value():
            self.commit.block("新口令与现在的口令相同")
        elif self.new.value() != self.again.value():
            self.commit.block("两次输入的新口令不一致")
            if self.again.value():
                self.again.set_message("与上面的新口令不一致", "warn")
        else:
            self.commit.unblock()
