"""What the first-run guide asks and whether it will do; knows no store, so that the guide opens at once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.numbers import key_fingerprint, organization_code
from desktop.rules.roles import End, Role, role_conflict

PASSWORD_LENGTH = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
EXAMPLE_PASSWORD = "shili-2026"
"""The password of everybody in the example office; the sign-in page tells it."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person to be given an account; `must_change_password` when somebody else has chosen the first password."""

    login: str
    name: str
    roles: tuple[Role, ...]
    password: str
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first-run guide asks."""

    end: End
    agency_name: str
    agency_code: str
    office_code: str
    office_name: str
    people: tuple[NewAccount, ...]
    centre_fingerprint: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True)
class Founded:
    """What the first run prints for the safe: the recovery key, and the fingerprint of this end's public key."""

    recovery_key: str
    fingerprint: str


def one_time_password() -> str:
    """A password to be told to somebody, who changes it."""
    return "".join(secrets.choice(_LETTERS) for _ in range(PASSWORD_LENGTH + 2))


def check_password(password: str) -> None:
    """Raise UserError when a new password is too short."""
    if len(password) < PASSWORD_LENGTH:
        raise UserError(f"口令至少 {PASSWORD_LENGTH} 位", "换一个更长的口令", "E-PASSWORD")


def check_account(one: NewAccount, end: End) -> None:
    """Raise UserError when login, name, password or roles of a new account will not do."""
    if not one.login.strip() or not one.name.strip():
        raise UserError("账号和姓名不能空着", "填写账号和姓名", "E-ACCOUNT")
    if not one.roles:
        raise UserError(f"没有给{one.name}指定角色", "至少选择一个角色", "E-ROLES")
    check_roles(one.roles, end)
    check_password(one.password)


def check_roles(roles: Sequence[Role], end: End) -> None:
    """Raise UserError when two of the roles may not meet in one person."""
    conflict = role_conflict(roles, end)
    if conflict is not None:
        raise UserError(f"“{word(conflict[0])}”和“{word(conflict[1])}”不能由同一人担任", "分别设两个账号", "E-ROLES")


def checked(first: FirstRun) -> FirstRun:
    """The answers with their spaces trimmed; UserError names the first one that will not do."""
    code = organization_code(first.agency_code)
    fingerprint = first.centre_fingerprint.strip()
    people = tuple(replace(one, login=one.login.strip(), name=one.name.strip()) for one in first.people)
    if not first.agency_name.strip() or not first.office_name.strip():
        raise UserError("单位名称和处室名称不能空着", "填写单位名称和处室名称", "E-NAME")
    office_code = first.office_code.strip().upper()
    if not office_code.isascii() or not office_code.isalnum() or len(office_code) > 12:
        raise UserError("处室代号应为 12 位以内的字母或数字", "例如办公室填 BGS", "E-CODE")
    for one in people:
        check_account(one, first.end)
    if len({one.login for one in people}) < len(people):
        raise UserError("有两个人用了同一个账号", "每人一个账号", "E-ACCOUNT")
    if not any(Role.INFORMATION_ADMINISTRATOR in one.roles for one in people):
        raise UserError("没有信息公开管理员", "至少设一名信息公开管理员", "E-ROLES")
    if not any(Role.SYSTEM_ADMINISTRATOR in one.roles for one in people):
        raise UserError("没有系统管理员", "处室端可由信息公开管理员兼任，办公室端另设一人", "E-ROLES")
    return FirstRun(
        first.end,
        first.agency_name.strip(),
        code,
        office_code,
        first.office_name.strip(),
        people,
        key_fingerprint(fingerprint) if fingerprint else "",
        first.example,
    )
