"""Third page: who works at this desk, in which role, with which account and first password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.roles import End, Role
from desktop.services.first_run import PASSWORD_LENGTH, NewAccount, check_account, one_time_password
from desktop.views.components.card import Card
from desktop.views.components.fields import PasswordField, TextField
from desktop.views.components.text import Text
from desktop.views.first_run.page import GuidePage, side_by_side

"""Without those that are mistaken for each other when a first password is copied by hand."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A function that somebody has to fill, or may."""

    roles: tuple[Role, ...]
    why: str
    required: bool = True

    @property
    def title(self) -> str:
        """The roles in words."""
        return "、".join(word(role) for role in self.roles)


OWN: dict[End, Seat] = {
    End.OFFICE: Seat((Role.INFORMATION_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR), "登记、报送，并保管数据"),
    End.CENTRE: Seat((Role.SYSTEM_ADMINISTRATOR,), "管账号和备份，不办业务"),
}
OTHERS: dict[End, tuple[Seat, ...]] = {
    End.OFFICE: (
        Seat((Role.OFFICE_HEAD,), "不设的，在纸上签字", required=False),
        Seat((Role.CONFIDENTIALITY_REVIEWER,), "不设的，在纸上签字", required=False),
    ),
    End.CENTRE: (
        Seat((Role.INFORMATION_ADMINISTRATOR, Role.PUBLISHER), "接收、发布、送交"),
        Seat((Role.CENTRAL_HEAD,), "审签"),
        Seat((Role.LEADER,), "审签"),
        Seat((Role.CONFIDENTIALITY_REVIEWER,), "审查办公室自己的信息", required=False),
        Seat((Role.SECURITY_ADMINISTRATOR,), "解锁，登记处室公钥"),
        Seat((Role.AUDITOR,), "核对审计记录"),
    ),
}


class SeatRow:
    """The fields of one seat in the table of people."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.name = TextField("", limit=20, message=False)
        self.login = TextField("", limit=40, message=False)
        self.password = TextField("", limit=64, latin=True, message=False)
        self._suggested = ""
        self.name.changed.connect(self._suggest_login)
        for field, words in ((self.name, "姓名"), (self.login, "账号"), (self.password, "初始口令")):
            field.control.setAccessibleName(f"{seat.title}的{words}")

    def empty(self) -> bool:
        """Whether nothing was entered."""
        return not (self.name.value() or self.login.value())

    def account(self) -> NewAccount:
        """The account as entered; its password is only for the first sign-in, because somebody else chose it."""
        return NewAccount(self.login.value(), self.name.value(), self.seat.roles, self.password.value(), True)

    def _suggest_login(self) -> None:
        """The account is called like the person unless something else was typed."""
        if self.login.value() == self._suggested:
            self._suggested = self.name.value()
            self.login.set_value(self._suggested)


class OwnSeat(Card):
    """The person who sets the desk up: the password is typed twice and not shown."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(f"本人：{seat.title}", seat.why, padding=20)
        self.seat = seat
        self.name = TextField("姓名", required=True, limit=20)
        self.login = TextField("账号", required=True, limit=40, info="登录时从列表里选，可以就用姓名")
        self.password = PasswordField("口令", required=True, info=f"至少 {PASSWORD_LENGTH} 位，同时打开数据和签名密钥")
        self.again = PasswordField("再输一次口令", required=True)
        self._suggested = ""
        self.name.changed.connect(self._suggest_login)
        self.add(side_by_side((self.name, 1), (self.login, 1)))
        self.add(side_by_side((self.password, 1), (self.again, 1)))

    def account(self) -> NewAccount:
        """The account as entered."""
        return NewAccount(self.login.value(), self.name.value(), self.seat.roles, self.password.value())

    def differs(self) -> bool:
        """Whether the two passwords differ; told below the second one."""
        differs = self.password.value() != self.again.value()
        self.again.set_message("与前面的口令不一致" if differs and self.again.value() else "", "error")
        return differs

    def _suggest_login(self) -> None:
        if self.login.value() == self._suggested:
            self._suggested = self.name.value()
            self.login.set_value(self._suggested)


class PeoplePage(GuidePage):
    """The person at the keyboard, and the others of this end."""

    def __init__(self, end: End, parent: QWidget | None = None) -> None:
        super().__init__("人员和口令", _FACTS[end], parent)
        self._end = end
        self.own = OwnSeat(OWN[end])
        self.rows = tuple(SeatRow(seat) for seat in OTHERS[end])
        self.others = Card("其他人员", "初始口令告诉本人，登录后自己修改", "自动填写初始口令", padding=20)
        self.others.body.addLayout(_table(self.rows))
        self.others.link_clicked.connect(self._fill_passwords)
        self.add(self.own)
        self.add(self.others)
        for field in (self.own.name, self.own.login, self.own.password, self.own.again):
            field.changed.connect(self.changed)
        for row in self.rows:
            for field in (row.name, row.login, row.password):
                field.changed.connect(self.changed)

    @property
    def end(self) -> End:
        """The end whose people are asked for."""
        return self._end

    def people(self) -> tuple[NewAccount, ...]:
        """Everybody entered, the person at the keyboard first."""
        return (self.own.account(), *(row.account() for row in self.rows if not row.empty()))

    def missing(self) -> str:
        """The first thing that is missing or will not do."""
        differs = self.own.differs()
        for one in self.people():
            problem = _problem(one, self._end)
            if problem:
                return problem
        if differs:
            return "两次输入的口令不一致"
        for row in self.rows:
            if row.empty() and row.seat.required:
                return f"填写{row.seat.title}的姓名"
        logins = [one.login for one in self.people()]
        twice = next((login for login in logins if logins.count(login) > 1), "")
        return f"账号“{twice}”有两个人使用" if twice else ""

    def line(self) -> str:
        """How many people."""
        return f"{len(self.people())} 人"

    def begin(self) -> None:
        """Start with the person at the keyboard."""
        self.own.name.setFocus()

    def _fill_passwords(self) -> None:
        for row in self.rows:
            if not row.empty() and not row.password.value():
                row.password.set_value(one_time_password())
        self.changed.emit()


_FACTS = {
    End.OFFICE: "只有一个人也能用：其他人在纸上签字，由信息公开管理员登记。以后可以增加账号。",
    End.CENTRE: "系统管理员、安全保密管理员、安全审计员分设，不兼办业务。设置由系统管理员办理。",
}


def _problem(one: NewAccount, end: End) -> str:
    roles = "、".join(word(role) for role in one.roles)
    if not one.name:
        return f"填写{roles}的姓名"
    if not one.login:
        return f"填写{one.name}的账号"
    if len(one.password) < PASSWORD_LENGTH:
        return f"{one.name}的口令至少 {PASSWORD_LENGTH} 位"
    try:
        check_account(one, end)
    except UserError as problem:
        return problem.message
    return ""


def _table(rows: Sequence[SeatRow]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(8)
    for column, share in enumerate((5, 3, 4, 4)):
        grid.setColumnStretch(column, share)
    for column, words in enumerate(("角色", "姓名", "账号", "初始口令")):
        grid.addWidget(Text(words, "label", "text2"), 0, column)
    for number, row in enumerate(rows, 1):
        grid.addWidget(_role_words(row.seat), number, 0)
        for column, field in enumerate((row.name, row.login, row.password), 1):
            grid.addWidget(field, number, column)
    return grid


def _role_words(seat: Seat) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Text(seat.title, "medium", wrap=True))
    column.addWidget(Text(f"可以不设，{seat.why}" if not seat.required else seat.why, "caption", "text2", wrap=True))
    return holder
