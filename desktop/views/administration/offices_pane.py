"""The offices at the centre: entered, closed and opened again; two officers enrol a public key, one revokes it."""

from __future__ import annotations

from desktop.rules.roles import Permission
from desktop.services import enrolment, rotation
from desktop.services.enrolment import OfficeView
from desktop.services.rotation import RotationView
from desktop.views.administration.office_dialogs import (
    ConfirmKeyDialog,
    OfficeActiveDialog,
    OfficeDialog,
    ProposeKeyDialog,
    RevokeKeyDialog,
)
from desktop.views.administration.pane import Pane
from desktop.views.administration.rotation_dialogs import STATEMENT_PATTERN, ConfirmRotationDialog, StatementDialog
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import Dialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.table_models import ChipCell, Column, Row, TitleCell
from desktop.views.workbench import Workbench

_COLUMNS = (
    Column("code", "代号", 76),
    Column("name", "处室", kind="title"),
    Column("state", "公钥", 166),
    Column("fingerprint", "公钥指纹", 312, "number"),
    Column("officers", "经办人", 124, spare=True),
)


class OfficesPane(Pane):
    """The list of offices with its verbs for the current row."""

    def __init__(self, bench: Workbench) -> None:
        self.toggle = Button("停用处室")
        self.revoke = Button("停用公钥", "warning")
        self.confirm = Button("第二人确认")
        self.propose = Button("录入指纹")
        self.statement = Button("读入换钥声明")
        self.new = Button("登记处室", "primary", icon="plus")
        verbs = (self.toggle, self.revoke, self.statement, self.confirm, self.propose, self.new)
        super().__init__(bench, "公钥由两人办理，其中一名是安全保密管理员", verbs)
        self._rows: dict[str, OfficeView] = {}
        self.table = LedgerTable(
            _COLUMNS,
            name="处室",
            checks=False,
            empty=EmptyState("还没有登记处室", "登记处室和公钥指纹后，才能接收报送包。", icon="users", tone="accent"),
        )
        self.add(self.table, 1)
        self.table.current_changed.connect(self._judge)
        for button, work in (
            (self.new, self._add),
            (self.propose, self._propose),
            (self.confirm, self._confirm),
            (self.revoke, self._revoke),
            (self.statement, self._choose_statement),
            (self.toggle, self._toggle),
        ):
            button.clicked.connect(work)
        bench.follow(self, "office", self.reload)
        self._judge(None)
        self.reload()

    def reload(self) -> None:
        """Read the offices again."""
        self.bench.read(self, lambda: enrolment.offices(self.bench.desk), self._show)

    def _show(self, rows: tuple[OfficeView, ...]) -> None:
        own = self.bench.desk.agency.office_id
        self._rows = {one.id: one for one in rows if one.id != own}
        self.table.set_rows([_row(one) for one in self._rows.values()])
        enrolled = sum(one.enrolled for one in self._rows.values())
        self.table.footer.set_totals([("处室", str(len(self._rows))), ("公钥已登记", str(enrolled))], "")
        if self.table.current_key() is None and self._rows:
            self.table.select([next(iter(self._rows))])
        self._judge(self.table.current_key())

    def _judge(self, key: object) -> None:
        desk, one = self.bench.desk, self._rows.get(str(key or ""))
        enrols = "" if desk.may(Permission.ENROL) else "由信息公开管理员或者安全保密管理员办理"
        guards = "" if desk.may(Permission.SECURITY) else "由安全保密管理员办理"
        chosen = "" if one is not None else "先选中一个处室"
        waits = one is not None and one.waiting is not None
        keeps = enrols if not desk.may(Permission.ACCOUNTS) else ""
        self.toggle.set_words("启用处室" if one is not None and not one.active else "停用处室")
        for button, why in (
            (self.toggle, chosen or keeps),
            (self.statement, enrols),
            (self.propose, chosen or enrols),
            (self.confirm, chosen or ("" if waits else "没有等待确认的指纹") or enrols),
            (self.revoke, chosen or ("" if one is not None and one.enrolled else "没有在用的公钥") or guards),
        ):
            if why:
                button.block(why)
            else:
                button.unblock()
        self.tell_reasons(*((self.propose, self.confirm, self.revoke) if one is not None else ()))

    def _add(self) -> None:
        self._ask(OfficeDialog(self, self.bench), "处室已登记", "接着录入公钥指纹")

    def _propose(self) -> None:
        one = self._current()
        if one is not None:
            self._ask(ProposeKeyDialog(self, self.bench, one), "指纹已录入", "由第二名经办人确认后生效")

    def _confirm(self) -> None:
        one = self._current()
        if one is not None:
            kind = ConfirmRotationDialog if one.waiting is not None and one.waiting.rotated else ConfirmKeyDialog
            self._ask(kind(self, self.bench, one), f"{one.name}的公钥已登记", "可以接收这个处室的报送包")

    def _choose_statement(self) -> None:
        """A statement tells its office by itself."""
        path = self.bench.ask_file(self, "选择处室的换钥声明", STATEMENT_PATTERN)
        if path is not None:
            self.error.clear()
            self.bench.run(
                self,
                lambda _progress, _cancelled: rotation.read_statement(self.bench.desk, path),
                self._ask_rotation,
                on_error=self.error.show_error,
            )

    def _ask_rotation(self, found: RotationView) -> None:
        dialog = StatementDialog(self, self.bench, found)
        self._ask(dialog, f"{found.who}的新公钥已登记", f"第 {found.from_seq} 批起用新公钥")

    def _revoke(self) -> None:
        one = self._current()
        if one is not None:
            self._ask(RevokeKeyDialog(self, self.bench, one), f"{one.name}的公钥已停用", "")

    def _toggle(self) -> None:
        one = self._current()
        if one is not None:
            told = ("已停用", "不再要求报送") if one.active else ("已启用", "照常统计报送情况")
            self._ask(OfficeActiveDialog(self, self.bench, one), f"{one.name}{told[0]}", told[1])

    def _current(self) -> OfficeView | None:
        return self._rows.get(str(self.table.current_key() or ""))

    def _ask(self, dialog: Dialog, fact: str, detail: str) -> None:
        if dialog.exec():
            self.bench.tell(fact, detail)
            self.bench.announce("office")
        dialog.deleteLater()


def _row(one: OfficeView) -> Row:
    name = one.name if one.active else TitleCell(one.name, aside="处室已停用")
    key = one.waiting.fingerprint if one.waiting is not None and not one.fingerprint else one.fingerprint
    return Row(one.id, (one.code, name, _state(one), key, "、".join(one.officers)), dimmed=not one.active)


def _state(one: OfficeView) -> ChipCell:
    if one.waiting is not None:
        words = "在用，新公钥待确认" if one.enrolled else "待第二人确认"
        return ChipCell(words, "warn", "hourglass")
    if one.enrolled:
        return ChipCell("已登记", "ok", "circle-check")
    if one.confirmed_by:
        return ChipCell("已停用", "bad", "ban")
    return ChipCell("没有公钥", "mute", "circle")
