"""The dialog that records who may sign in whose place, by what authority and on which days."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.roles import Permission, Role, permissions
from desktop.services import stand_ins
from desktop.services.accounts import AccountRow
from desktop.services.stand_ins import STANDABLE
from desktop.views.administration.office_dialogs import VerbDialog
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.date_field import DateField
from desktop.views.components.fields import TextField
from desktop.views.workbench import Workbench


class StandInDialog(VerbDialog):
    """The role first: it tells who holds it and who may be given it."""

    def __init__(self, parent: QWidget, bench: Workbench, people: Sequence[AccountRow]) -> None:
        super().__init__(parent, bench, "登记代签授权", bench.desk.agency.office_name, "登记授权", "stamp")
        self._people = [one for one in people if one.active]
        self.role: ChoiceField[Role] = ChoiceField(
            "代签哪个角色", [(one, word(one)) for one in STANDABLE], required=True
        )
        self.principal: ChoiceField[str] = ChoiceField("代谁签", required=True, info="先选角色")
        self.person: ChoiceField[str] = ChoiceField("谁签", required=True, info="先选角色")
        self.authority = TextField(
            "授权依据", required=True, limit=80, placeholder="处务会 2026-11-19 纪要", info="印在审查表的签字旁"
        )
        self.first = DateField("起始日期", bench.desk.today(), required=True)
        self.last = DateField("截止日期", required=True, info="最长一年")
        for pair in ((self.role, self.principal), (self.person,), (self.authority,), (self.first, self.last)):
            row = QHBoxLayout()
            row.setSpacing(14)
            for field in pair:
                row.addWidget(field, 1)
                field.changed.connect(self.judge)
            self.body.addLayout(row)
        self.role.changed.connect(self._follow_role)
        self.judge()
        self.role.setFocus()

    def missing(self) -> str:
        """The first thing that is wanted, in the order of the fields."""
        first, last = self.first.value(), self.last.value()
        if self.role.value() is None:
            return "选择代签哪个角色"
        if self.principal.value() is None:
            return "选择代谁签"
        if self.person.value() is None:
            return "选择谁签"
        if not self.authority.value():
            return "填写授权依据，例如会议纪要或书面委托的日期"
        if first is None or last is None:
            return "填写起止日期"
        if last < first or last < self.bench.desk.today():
            return "截止日期早于起始日期或今天"
        longest = stand_ins.last_possible_day(first)
        return f"授权的期限超过一年，截止日期改为 {longest} 或以前" if last > longest else ""

    def verb(self) -> Callable[[], object]:
        """Record the authority."""
        role, principal, login = self.role.value(), self.principal.value(), self.person.value()
        authority, first, last = self.authority.value(), self.first.value(), self.last.value()
        if role is None or principal is None or login is None or first is None or last is None:
            raise ValueError("the verb was called although something is missing")
        return lambda: stand_ins.record_stand_in(self.bench.desk, role, principal, login, authority, first, last)

    def _follow_role(self) -> None:
        role = self.role.value()
        if role is None:
            return
        holders = sorted({one.name for one in self._people if role in one.roles})
        only = holders[0] if len(holders) == 1 else self.principal.value()
        self.principal.set_options([(name, name) for name in holders], only)
        self.principal.set_info("" if holders else f"没有{word(role)}的账号，先新增账号")
        able = [one for one in self._people if role not in one.roles and Permission.SIGN in permissions(one.roles)]
        kept = self.person.value()
        self.person.set_options([(one.login, _described(one)) for one in able], kept)
        self.person.set_info("有签字角色、不担任这个角色的人" if able else "没有可以代签的人，先新增账号")
        self.judge()


def _described(one: AccountRow) -> str:
    return f"{one.name}（{'、'.join(word(role) for role in one.roles)}）"
