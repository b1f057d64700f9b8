"""Authorities to sign in another's place: record one, end one."""

from __future__ import annotations

from datetime import date

from desktop.labels import word
from desktop.rules.review import StandInState
from desktop.rules.roles import Permission
from desktop.services import accounts, stand_ins
from desktop.services.accounts import AccountRow
from desktop.services.stand_ins import StandInView
from desktop.views.administration.pane import Pane
from desktop.views.administration.stand_in_dialog import StandInDialog
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.table_models import ChipCell, Column, Row
from desktop.views.workbench import Workbench

_COLUMNS = (
    Column("role", "角色", 110),
    Column("principal", "代谁", 84),
    Column("name", "谁签", 84),
    Column("authority", "依据", kind="title"),
    Column("days", "起止日期", 190, "number"),
    Column("state", "状态", 92),
)
_CHIPS = {
    StandInState.IN_FORCE: ("ok", "circle-check"),
    StandInState.NOT_YET: ("accent", "clock"),
    StandInState.OVER: ("mute", "history"),
    StandInState.REVOKED: ("mute", "ban"),
}


class StandInsPane(Pane):
    """The list of authorities, the newest first, with its verbs."""

    def __init__(self, bench: Workbench) -> None:
        self.revoke = Button("收回", icon="undo-2")
        self.new = Button("登记授权", "primary", icon="plus")
        super().__init__(bench, "代签人用自己的账号签字，签字上写明代谁、凭什么", (self.revoke, self.new))
        self._rows: dict[str, StandInView] = {}
        self._people: tuple[AccountRow, ...] = ()
        keeps = bench.desk.may(Permission.SECURITY) or bench.desk.may(Permission.ACCOUNTS)
        self._refusal = "" if keeps else "由系统管理员或者安全保密管理员办理"
        remedy = "负责人外出时，登记由谁代签、依据和起止日期。" if keeps else self._refusal + "。"
        self.table = LedgerTable(
            _COLUMNS,
            name="代签授权",
            checks=False,
            empty=EmptyState("没有代签授权", remedy, icon="stamp", tone="accent"),
        )
        self.add(self.table, 1)
        self.table.current_changed.connect(self._judge)
        self.new.clicked.connect(self._add)
        self.revoke.clicked.connect(self._revoke)
        bench.follow(self, "stand-in", self.reload)
        bench.follow(self, "account", self.reload)
        self._judge(None)
        self.reload()

    def reload(self) -> None:
        """Read the authorities, and the people who may be given one, again."""
        desk = self.bench.desk
        self.bench.read(self, lambda: (stand_ins.stand_ins(desk), accounts.accounts(desk)), self._show)

    def _show(self, found: tuple[tuple[StandInView, ...], tuple[AccountRow, ...]]) -> None:
        listed, self._people = found
        today = self.bench.desk.today()
        self._rows = {str(one.id): one for one in listed}
        self.table.set_rows([_row(one, today) for one in listed])
        valid = sum(one.state(today) is StandInState.IN_FORCE for one in listed)
        self.table.footer.set_totals([("授权", str(len(listed))), ("有效", str(valid))], "")
        if self.table.current_key() is None and listed:
            self.table.select([str(listed[0].id)])
        self._judge(self.table.current_key())

    def _judge(self, key: object) -> None:
        one = self._rows.get(str(key or ""))
        _block(self.new, self._refusal)
        if self._refusal or one is None:
            _block(self.revoke, self._refusal or "先选中一项授权")
        else:
            state = one.state(self.bench.desk.today())
            ended = state in (StandInState.REVOKED, StandInState.OVER)
            _block(self.revoke, word(state) if ended else "")
        self.tell_reasons(*((self.new,) if self._refusal else ()))

    def _add(self) -> None:
        dialog = StandInDialog(self, self.bench, self._people)
        if dialog.exec():
            role = dialog.role.value()
            words = word(role) if role is not None else ""
            self._done(f"已登记代签授权：{words} {dialog.principal.value()}")
        dialog.deleteLater()

    def _revoke(self) -> None:
        one = self._rows.get(str(self.table.current_key() or ""))
        if one is None:
            return
        record = f"{one.name}代{one.principal}（{word(one.role)}）"
        follows = "收回后不能再代签；已经代签的仍然有效。"
        if ConfirmDialog(self.window(), "收回代签授权", record, "收回授权", consequence=follows).exec():
            self.bench.run(
                self,
                lambda _progress, _cancelled: stand_ins.revoke_stand_in(self.bench.desk, one.id),
                lambda _nothing: self._done(f"已收回代签授权：{record}"),
                on_error=self.error.show_error,
            )

    def _done(self, words: str) -> None:
        self.error.clear()
        self.bench.tell(words)
        self.bench.announce("stand-in")


def _row(one: StandInView, today: date) -> Row:
    state = one.state(today)
    days = f"{one.first_day} 至 {one.last_day}"
    chip = ChipCell(word(state), *_CHIPS[state])
    dimmed = state in (StandInState.REVOKED, StandInState.OVER)
    return Row(str(one.id), (word(one.role), one.principal, one.name, one.authority, days, chip), dimmed=dimmed)


def _block(button: Button, why: str) -> None:
    if why:
        button.block(why)
    else:
        button.unblock()
