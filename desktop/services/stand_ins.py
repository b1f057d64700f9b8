"""Standing in for a signer (代签): who may sign which role in whose place, by what authority, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import word
from desktop.models import Account, StandIn
from desktop.rules.review import Delegation, StandInState
from desktop.rules.roles import Permission, Role, permissions
from desktop.services.desk import Desk
from desktop.services.secrecy import require_unmarked_words

STANDABLE = (
    Role.OFFICE_HEAD,
    Role.CONFIDENTIALITY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.CENTRAL_HEAD,
    Role.LEADER,
    Role.PRINCIPAL,
    Role.PUBLISHER,
)
"""The roles that may be stood in for; the handler answers for what he provides himself (谁提供谁审查)."""


@dataclass(frozen=True, slots=True)
class StandInView:
    """One authority to sign in another's place."""

    id: int
    role: Role
    principal: str
    name: str
    authority: str
    first_day: date
    last_day: date
    revoked: bool

    def state(self, day: date) -> StandInState:
        """What it is worth on a day."""
        if self.revoked:
            return StandInState.REVOKED
        if day < self.first_day:
            return StandInState.NOT_YET
        return StandInState.OVER if day > self.last_day else StandInState.IN_FORCE


def stand_ins(desk: Desk) -> tuple[StandInView, ...]:
    """All authorities ever recorded, the newest first."""
    desk.require(Permission.READ, Permission.ACCOUNTS, Permission.SECURITY, Permission.AUDIT)
    with desk.store.reading() as session:
        rows = session.execute(
            select(StandIn, Account.name).join(Account, Account.id == StandIn.account_id).order_by(StandIn.id.desc())
        )
        return tuple(
            StandInView(
                row.id,
                Role(row.role),
                row.principal,
                name,
                row.authority,
                row.first_day,
                row.last_day,
                row.revoked_at is not None,
            )
            for row, name in rows
        )


def record_stand_in(
    desk: Desk, role: Role, principal: str, login: str, authority: str, first_day: date, last_day: date
) -> None:
    """Record that `login` may sign `role` in place of `principal`.

    Kept by whoever keeps the roles. `principal` is the name of a person with an account here who holds the role. Raises
    UserError for anybody else, for an account that is closed or may not sign, for dates the wrong way round or more than
    a year apart, and when nothing says who allowed it.
    """
    desk.require(Permission.SECURITY, Permission.ACCOUNTS)
    if role not in STANDABLE:
        raise UserError(f"“{word(role)}”不能由别人代签", "由本人办理", "E-DELEGATE")
    if not principal.strip() or not authority.strip():
        raise UserError(
            "没有写明代谁签、凭什么代签", "填写被代签人和授权依据，例如会议纪要或书面委托的日期", "E-DELEGATE"
        )
    require_unmarked_words(authority, "授权依据", "没有登记")
    if last_day < first_day or last_day < desk.today():
        raise UserError("授权的截止日期早于起始日期或今天", "核对授权的起止日期", "E-DATE")
    longest = last_possible_day(first_day)
    if last_day > longest:
        raise UserError("授权的期限超过一年", f"截止日期改为 {longest} 或以前；到期后还要代签的，重新登记", "E-DATE")
    with desk.verb("record_stand_in", login, {"role": role.value}) as session:
        account = session.scalar(select(Account).where(Account.login == login, Account.active.is_(True)))
        if account is None:
            raise UserError("没有这个账号，或者账号已停用", "选择在用的账号", "E-ACCOUNT")
        roles = [Role(one) for one in account.roles]
        if Permission.SIGN not in permissions(roles):
            raise UserError(f"{account.name}没有签字的角色，不能代签", "选择有签字角色的人", "E-ROLES")
        if role in roles:
            raise UserError(f"{account.name}本来就是{word(role)}，不用授权", "选择另一个人", "E-ROLES")
        _require_holder(session, role, principal.strip())
        session.add(
            StandIn(
                role=role.value,
                principal=principal.strip(),
                account_id=account.id,
                authority=authority.strip(),
                first_day=first_day,
                last_day=last_day,
                recorded_at=desk.now(),
                recorded_by=desk.person.name,
            )
        )


def last_possible_day(first_day: date) -> date:
    """The last day of the longest authority that begins on `first_day`: the same day of the next year."""
    try:
        return first_day.replace(year=first_day.year + 1)
    except ValueError:  # 29 February
        return first_day.replace(year=first_day.year + 1, day=28)


def _require_holder(session: Session, role: Role, name: str) -> None:
    people = session.scalars(select(Account).where(Account.active.is_(True)).order_by(Account.login))
    holders = [one.name for one in people if role.value in one.roles]
    if name in holders:
        return
    words = word(role)
    hint = f"从{words}里选：{'、'.join(holders)}" if holders else f"先给{words}新增账号"
    raise UserError(f"“{name}”不是在用账号里的{words}", hint, "E-DELEGATE")


def revoke_stand_in(desk: Desk, stand_in: int) -> None:
    """End an authority now; what was signed under it stays."""
    desk.require(Permission.SECURITY, Permission.ACCOUNTS)
    with desk.verb("revoke_stand_in", str(stand_in)) as session:
        row = session.get(StandIn, stand_in)
        if row is None or row.revoked_at is not None:
            raise UserError("这项授权已经收回", "刷新列表", "E-STATE")
        row.revoked_at = desk.now()


def delegation_for(session: Session, desk: Desk, role: Role) -> Delegation | None:
    """The authority by which the person signed in may sign a role today, None when there is none."""
    row = session.scalars(_in_force(desk).where(StandIn.role == role.value).order_by(StandIn.id.desc())).first()
    return Delegation(row.principal, row.authority, row.first_day, row.last_day) if row else None


def roles_stood_in(session: Session, desk: Desk) -> frozenset[Role]:
    """The roles for which the person signed in may sign today without holding them."""
    return frozenset(Role(row.role) for row in session.scalars(_in_force(desk)))


def _in_force(desk: Desk) -> Select[StandIn]:
    today = desk.today()
    return select(StandIn).where(
        StandIn.account_id == desk.person.id,
        StandIn.revoked_at.is_(None),
        StandIn.first_day <= today,
        StandIn.last_day >= today,
    )
