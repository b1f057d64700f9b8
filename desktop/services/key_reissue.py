"""A new one-time password by the security administrator, and the new signing key that the person makes with it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import SigningKey
from desktop.rules.roles import Permission
from desktop.services import first_run, sessions
from desktop.services.desk import Desk
from desktop.store.slots import Slots


def reissue(desk: Desk, login: str) -> str:
    """Retire somebody's signing key and give a one-time password, which is returned and kept nowhere.

    The slot is sealed without a signing key: the person's own first change of the password makes the new one, so that
    the administrator never holds it. What was signed before stays verifiable; nothing more is signed with the old key.
    Raises UserError for one's own account, a closed one, or without the role.
    """
    desk.require(Permission.SECURITY)
    if login == desk.person.login:
        raise UserError("不能给自己换发口令和密钥", "由另一名安全保密管理员办理，或者用应急密钥重设", "E-ACCOUNT")
    detail: dict[str, object] = {}
    password = first_run.one_time_password()
    with desk.verb("reissue_key", login, detail) as session:
        account = sessions.active_account(session, login)
        account.must_change_password = True
        in_force = select(SigningKey).where(SigningKey.holder == account.id, SigningKey.retired_at.is_(None))
        retired = session.scalars(in_force).all()
        for key in retired:
            key.retired_at = desk.now()
        detail["retired"] = [key.fingerprint for key in retired]
        Slots(desk.folder).replace_slot(login, password, replace(desk.secrets, signing_key=None), desk.kdf)
    return password
