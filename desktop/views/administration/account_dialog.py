"""A new account: person, roles that go together, a first password."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.roles import End, Role
from desktop.services import accounts
from desktop.services.first_run import PASSWORD_LENGTH, NewAccount, check_account, check_roles, one_time_password
from desktop.views.components.choice_fields import MultiChoice
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import TextField
from desktop.views.workbench import Workbench

_ONLY_AT_CENTRE = (Role.CENTRAL_HEAD, Role.LEADER, Role.PUBLISHER)


class AccountDialog(Dialog):
    """Accepted once the account exists."""

    def __init__(self, parent: QWidget, bench: Workbench) -> None:
        super().__init__(parent, "新增账号", bench.desk.agency.office_name, commit="新增账号", icon="user")
        self._bench = bench
        self._end = bench.desk.agency.end
        roles = [role for role in Role if self._end is End.CENTRE or role not in _ONLY_AT_CENTRE]
        self.name = TextField("姓名", required=True, limit=20)
        self.login = TextField("账号", required=True, limit=40, info="登录时从列表里选，可以就用姓名")
        self.roles: MultiChoice[Role] = MultiChoice("角色", [(role, word(role)) for role in roles], required=True)
        self.password = TextField(
            "初始口令",
            one_time_password(),
            required=True,
            latin=True,
            limit=64,
            info=f"至少 {PASSWORD_LENGTH} 位，告诉本人，登录后自己修改",
        )
        self._suggested = ""
        self.name.changed.connect(self._suggest_login)
        for field in (self.name, self.login, self.roles, self.password):
            self.add(field)
            field.changed.connect(self._judge)
        self._judge()
        self.name.setFocus()

    def account(self) -> NewAccount:
        """The account as entered."""
        return NewAccount(self.login.value(), self.name.value(), self.roles.value(), self.password.value())

    def check(self) -> bool:
        """Add it off the GUI thread; the dialog closes when that is done."""
        new, desk = self.account(), self._bench.desk
        self.commit.block("正在新增账号")
        self._bench.run(
            self,
            lambda _progress, _cancelled: accounts.add_account(desk, new),
            lambda _nothing: self.accept(),
            on_error=self._refused,
        )
        return False

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)
        self._judge()

    def _suggest_login(self) -> None:
        if self.login.value() == self._suggested:
            self._suggested = self.name.value()
            self.login.set_value(self._suggested)

    def _judge(self) -> None:
        self._judge_roles()
        try:
            check_account(self.account(), self._end)
        except UserError as problem:
            self.commit.block(problem.message)
        else:
            self.commit.unblock()

    def _judge_roles(self) -> None:
        try:
            check_roles(self.roles.value(), self._end)
        except UserError as problem:
            self.roles.set_message(f"{problem.message}，{problem.hint}", "error")
        else:
            self.roles.set_message("")
