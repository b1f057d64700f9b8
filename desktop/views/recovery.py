"""A forgotten password: the recovery key from the safe gives an account a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.services import sessions
from desktop.services.door import FolderLock
from desktop.services.first_run import PASSWORD_LENGTH
from desktop.trust.kdf import DEFAULT_KDF, KdfParameters
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import PasswordField
from desktop.views.jobs import run_job
from desktop.views.people import KnownPerson
from desktop.views.recovery_key import RecoveryKeyField


class RecoveryDialog(Dialog):
    """Account, recovery key, new password twice; accepted once the account has its new password."""

    def __init__(
        self,
        parent: QWidget | None,
        folder: DataFolder,
        people: Sequence[KnownPerson],
        login: str,
        lock: FolderLock | None = None,
        kdf: KdfParameters = DEFAULT_KDF,
    ) -> None:
        super().__init__(
            parent,
            "用应急密钥重设口令",
            "原签名密钥停用，另发新密钥；以前的签字仍可核验",
            commit="重设口令",
            icon="key-round",
            tone="warn",
        )
        self._folder, self._lock, self._kdf = folder, lock, kdf
        self.person: ChoiceField[str] = ChoiceField(
            "账号", [(one.login, one.shown_name) for one in people], login, required=True
        )
        self.key = RecoveryKeyField()
        self.new = PasswordField("新口令", required=True, info=f"至少 {PASSWORD_LENGTH} 位")
        self.again = PasswordField("再输一次新口令", required=True)
        for field in (self.person, self.key, self.new, self.again):
            self.add(field)
            field.changed.connect(self._judge)
        self._judge()
        self.key.setFocus()

    def login(self) -> str:
        """The account chosen."""
        return self.person.value() or ""

    def check(self) -> bool:
        """Reset off the GUI thread; the dialog closes when that is done."""
        if not self.key.check():
            return False
        key, login, new = self.key.value(), self.login(), self.new.value()
        folder, lock, kdf = self._folder, self._lock, self._kdf
        self.commit.block("正在重设口令")
        run_job(
            self,
            lambda _progress, _cancelled: sessions.recover(folder, key, login, new, lock=lock, kdf=kdf),
            lambda _nothing: self.accept(),
            self._refused,
        )
        return False

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)
        self._judge()
        self.key.setFocus()

    def _judge(self) -> None:
        self.again.set_message("")
        if not self.key.value():
            self.commit.block("先输入应急密钥")
        elif len(self.new.value()) < PASSWORD_LENGTH:
            self.commit.block(f"新口令至少 {PASSWORD_LENGTH} 位")
        elif self.new.value() != self.again.value():
            self.commit.block("两次输入的新口令不一致")
            if self.again.value():
                self.again.set_message("与上面的新口令不一致", "warn")
        else:
            self.commit.unblock()
