"""Accounts: who may sign in, in which roles; add, close, reopen, unlock, give a new password and key."""

from __future__ import annotations

from desktop.labels import word
from desktop.rules.roles import Permission
from desktop.services import accounts, key_reissue
from desktop.services.accounts import AccountRow
from desktop.views.administration.account_dialog import AccountDialog
from desktop.views.administration.pane import Pane
from desktop.views.administration.reissue_dialog import OneTimePasswordDialog
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.table_models import ChipCell, Column, Row
from desktop.views.workbench import Workbench

_COLUMNS = (
    Column("name", "姓名", 100),
    Column("login", "账号", 120),
    Column("roles", "角色", kind="title"),
    Column("state", "状态", 100),
    Column("key", "签名公钥指纹", 312, "number"),
)


class AccountsPane(Pane):
    """The list of accounts with its verbs for the current row."""

    def __init__(self, bench: Workbench) -> None:
        self.reissue = Button("换发密钥…", icon="key-round")
        self.unlock = Button("解锁", icon="lock")
        self.toggle = Button("停用")
        self.new = Button("新增账号", "primary", icon="plus")
        verbs = (self.reissue, self.unlock, self.toggle, self.new)
        super().__init__(bench, "停用的账号不能登录，以前的签字仍可核验", verbs)
        self._rows: dict[str, AccountRow] = {}
        self.table = LedgerTable(_COLUMNS, name="账号", checks=False)
        self.add(self.table, 1)
        self.table.current_changed.connect(self._judge)
        self.new.clicked.connect(self._add)
        self.toggle.clicked.connect(self._toggle)
        self.unlock.clicked.connect(self._unlock)
        self.reissue.clicked.connect(self._reissue)
        bench.follow(self, "account", self.reload)
        self._judge(None)
        self.reload()

    def reload(self) -> None:
        """Read the accounts again."""
        self.bench.read(self, lambda: accounts.accounts(self.bench.desk), self._show)

    def _show(self, rows: tuple[AccountRow, ...]) -> None:
        self._rows = {one.login: one for one in rows}
        self.table.set_rows([_row(one) for one in rows])
        active = sum(one.active for one in rows)
        self.table.footer.set_totals([("账号", str(len(rows))), ("在用", str(active))], "")
        if self.table.current_key() is None and rows:
            self.table.select([rows[0].login])
        self._judge(self.table.current_key())

    def _judge(self, key: object) -> None:
        desk = self.bench.desk
        one = self._rows.get(str(key or ""))
        keeps, guards = desk.may(Permission.ACCOUNTS), desk.may(Permission.SECURITY)
        _block(self.new, "" if keeps else "由系统管理员办理")
        self.toggle.set_words("启用" if one is not None and not one.active else "停用")
        if one is None:
            why_toggle = why_unlock = why_reissue = "先选中一个账号"
        else:
            own = one.login == desk.person.login
            why_toggle = "" if keeps and not own else "不能停用正在使用的账号" if own else "由系统管理员办理"
            why_unlock = "" if guards and one.locked else "没有锁定" if not one.locked else "由安全保密管理员办理"
            why_reissue = _why_not_reissued(one, guards, own)
        _block(self.toggle, why_toggle)
        _block(self.unlock, why_unlock)
        _block(self.reissue, why_reissue)
        self.tell_reasons(*((self.reissue, self.unlock, self.toggle, self.new) if one is not None else ()))

    def _current(self) -> AccountRow | None:
        return self._rows.get(str(self.table.current_key() or ""))

    def _add(self) -> None:
        dialog = AccountDialog(self, self.bench)
        if dialog.exec():
            self.bench.tell(f"已新增账号：{dialog.name.value()}", "初始口令告诉本人，登录后自己修改")
            self.bench.announce("account", dialog.login.value())
        dialog.deleteLater()

    def _toggle(self) -> None:
        one = self._current()
        if one is None:
            return
        verb = "停用" if one.active else "启用"
        follows = "停用后不能登录；以前的签字仍可核验，可以重新启用。" if one.active else "启用后可以用原来的口令登录。"
        confirmed = ConfirmDialog(
            self.window(), f"{verb}账号", f"{one.name}（{one.login}）", f"{verb}账号", consequence=follows
        ).exec()
        if confirmed:
            self.bench.run(
                self,
                lambda _progress, _cancelled: accounts.set_active(self.bench.desk, one.login, not one.active),
                lambda _nothing: self._done(f"已{verb}账号：{one.name}", one.login),
                on_error=self.error.show_error,
            )

    def _unlock(self) -> None:
        one = self._current()
        if one is not None:
            self.bench.run(
                self,
                lambda _progress, _cancelled: accounts.unlock(self.bench.desk, one.login),
                lambda _nothing: self._done(f"已解锁：{one.name}", one.login),
                on_error=self.error.show_error,
            )

    def _reissue(self) -> None:
        one, desk = self._current(), self.bench.desk
        if one is None:
            return
        confirmed = ConfirmDialog(
            self.window(),
            "换发口令和签名密钥",
            f"{one.name}（{one.login}）",
            "换发",
            consequence="原来的口令和签名密钥停用，以前的签字仍可核验。本人用一次性口令登录，改口令后生成新的签名密钥。",
            icon="key-round",
        ).exec()
        if confirmed:
            self.bench.run(
                self,
                lambda _progress, _cancelled: key_reissue.reissue(desk, one.login),
                lambda password: self._reissued(one, password),
                on_error=self.error.show_error,
            )

    def _reissued(self, one: AccountRow, password: str) -> None:
        OneTimePasswordDialog(self.window(), f"{one.name}（{one.login}）", password).exec()
        self._done(f"已换发口令和签名密钥：{one.name}", one.login)

    def _done(self, words: str, login: str) -> None:
        self.error.clear()
        self.bench.tell(words)
        self.bench.announce("account", login)


def _row(one: AccountRow) -> Row:
    if not one.active:
        state = ChipCell("已停用", "mute", "ban")
    elif one.locked:
        state = ChipCell("已锁定", "bad", "lock")
    else:
        state = ChipCell("在用", "ok", "circle-check")
    roles = "、".join(word(role) for role in one.roles)
    key = one.key or "本人登录后生成"
    return Row(one.login, (one.name, one.login, roles, state, key), dimmed=not one.active)


def _why_not_reissued(one: AccountRow, guards: bool, own: bool) -> str:
    if not guards:
        return "由安全保密管理员办理"
    if own:
        return "本人的由另一名安全保密管理员办理"
    return "" if one.active else "账号已停用，先启用"


def _block(button: Button, why: str) -> None:
    if why:
        button.block(why)
    else:
        button.unblock()
