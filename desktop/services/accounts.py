"""Accounts, passwords and the keys of people and of this end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Account, SigningKey
from desktop.rules.roles import Permission, Role
from desktop.services import first_run, sessions
from desktop.services.desk import Desk
from desktop.services.first_run import NewAccount
from desktop.services.trusted_keys import KeyKind, in_force
from desktop.store.slots import Slots, SlotSecrets
from desktop.trust.signing import PrivateKey


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the administration lists it."""

    login: str
    name: str
    roles: tuple[Role, ...]
    active: bool
    key: str
    locked: bool


def accounts(desk: Desk) -> tuple[AccountRow, ...]:
    """All accounts of this data folder, by login."""
    desk.require(Permission.ACCOUNTS, Permission.SECURITY, Permission.AUDIT)
    waiting = Slots(desk.folder).waiting(desk.clock())
    with desk.store.reading() as session:
        rows = session.execute(
            select(Account, SigningKey.fingerprint)
            .outerjoin(SigningKey, (SigningKey.holder == Account.id) & SigningKey.retired_at.is_(None))
            .order_by(Account.login)
        )
        return tuple(
            AccountRow(
                one.login,
                one.name,
                tuple(Role(role) for role in one.roles),
                one.active,
                key or "",
                one.login in waiting,
            )
            for one, key in rows
        )


def add_account(desk: Desk, new: NewAccount) -> None:
    """Give a person an account with an initial password, to be changed at the first sign-in, which makes the signing key.

    Raises UserError for a taken login or clashing roles.
    """
    desk.require(Permission.ACCOUNTS)
    first_run.check_account(new, desk.agency.end)
    with desk.verb("add_account", new.login, {"roles": [role.value for role in new.roles]}) as session:
        if session.scalar(select(Account.id).where(Account.login == new.login.strip())):
            raise UserError(f"账号“{new.login}”已有人使用", "换一个账号", "E-ACCOUNT")
        account = sessions.new_account_row(replace(new, must_change_password=True), desk.agency.office_id, desk.now())
        session.add(account)
        session.flush()
        slots = Slots(desk.folder)
        if new.login.strip() in slots.logins():  # left by an interrupted earlier attempt
            slots.remove_slot(new.login.strip())
        slots.add_slot(new.login.strip(), new.password, replace(desk.secrets, signing_key=None), desk.kdf)


def set_active(desk: Desk, login: str, active: bool) -> None:
    """Close or reopen an account; what it signed stays verifiable. The account signed in cannot close itself."""
    desk.require(Permission.ACCOUNTS)
    if login == desk.person.login:
        raise UserError("不能停用正在使用的账号", "换另一名系统管理员办理", "E-ACCOUNT")
    with desk.verb("set_active", login, {"active": active}) as session:
        sessions.account_by_login(session, login).active = active


def unlock(desk: Desk, login: str) -> None:
    """Lift the lockout after wrong passwords (安全保密管理员)."""
    desk.require(Permission.SECURITY)
    slots = Slots(desk.folder)
    with desk.verb("unlock", login):
        slots.unlock(login)


def change_password(desk: Desk, old: str, new: str) -> None:
    """Change one's own password; it opens the store and the signing key alike.

    Whoever comes with a one-time password has no signing key in force and gets a new one, known to nobody else.
    """
    first_run.check_password(new)
    slots = Slots(desk.folder)
    held = slots.open_slot(desk.person.login, old, desk.clock())
    with desk.verb("change_password", desk.person.login) as session:
        account = sessions.account_by_login(session, desk.person.login)
        given_by_another, account.must_change_password = account.must_change_password, False
        # Not for anybody else: an old copy of the key file must not bring its holder a key that counts.
        if given_by_another and not _holds_key_in_force(session, account.id, held):
            held = replace(held, signing_key=sessions.issue_key(session, account, desk.now()).as_json())
        slots.replace_slot(desk.person.login, new, held, desk.kdf)
    desk.secrets = held


def _holds_key_in_force(session: Session, account_id: str, held: SlotSecrets) -> bool:
    if held.signing_key is None:
        return False
    return in_force(session, account_id, PrivateKey.from_json(held.signing_key).public.fingerprint)


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Somebody else who has given a password at this desk."""

    id: str
    name: str
    roles: tuple[Role, ...]


def confirm_password(desk: Desk, login: str, password: str) -> SecondPerson:
    """The person whom `login` and `password` belong to; for a second officer at the same desk.

    Raises UserError for a wrong password, one that somebody else chose (E-KEY), or a closed account.
    """
    return second_signer(desk, login, password)[0]


def second_signer(desk: Desk, login: str, password: str) -> tuple[SecondPerson, PrivateKey]:
    """The same with the person's signing key, for a signature given at another's desk."""
    held = Slots(desk.folder).open_slot(login, password, desk.clock())
    with desk.store.reading() as session:
        account = sessions.active_account(session, login)
        if held.signing_key is None:  # a password that somebody else chose proves nobody
            raise UserError(
                f"{account.name}还没有改过初始口令，不能由这个口令确认", "请本人先登录，改好口令，再来确认", "E-KEY"
            )
        person = SecondPerson(account.id, account.name, tuple(Role(role) for role in account.roles))
    return person, PrivateKey.from_json(held.signing_key)


def end_key(session: Session) -> PrivateKey:
    """The key of this end, which signs batches or receipts."""
    row = session.scalars(
        select(SigningKey).where(SigningKey.kind == KeyKind.END.value, SigningKey.retired_at.is_(None))
    ).one()
    return PrivateKey.from_json(row.private)


def own_fingerprint(desk: Desk) -> str:
    """The fingerprint of this end's public key, for the sheet that the other end enrols from."""
    with desk.store.reading() as session:
        return end_key(session).public.fingerprint
