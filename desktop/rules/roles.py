"""Roles, what each may do, and which may not meet in one person (decisions: Roles; exchange: 三员)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class End(StrEnum):
    """Which end of the exchange a data folder serves."""

    OFFICE = "office"
    CENTRE = "centre"


class Role(StrEnum):
    """A person's function."""

    INFORMATION_ADMINISTRATOR = "information_administrator"
    OFFICE_HEAD = "office_head"
    CONFIDENTIALITY_REVIEWER = "confidentiality_reviewer"
    CENTRAL_HEAD = "central_head"
    LEADER = "leader"
    LEGAL_REVIEWER = "legal_reviewer"
    PRINCIPAL = "principal"
    PUBLISHER = "publisher"
    READER = "reader"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What a verb asks for."""

    READ = "read"
    REGISTER = "register"
    SIGN = "sign"
    RECORD_INK = "record_ink"
    RELEASE_HIT = "release_hit"
    EXPORT = "export"
    IMPORT = "import"
    RETURN = "return"
    PUBLISH = "publish"
    DELIVER = "deliver"
    ACCOUNTS = "accounts"
    BACKUP = "backup"
    SECURITY = "security"
    ENROL = "enrol"
    AUDIT = "audit"


_P = Permission

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.INFORMATION_ADMINISTRATOR: frozenset(
        {_P.READ, _P.REGISTER, _P.SIGN, _P.RECORD_INK, _P.EXPORT, _P.IMPORT, _P.RETURN, _P.DELIVER, _P.ENROL}
    ),
    Role.OFFICE_HEAD: frozenset({_P.READ, _P.SIGN}),
    Role.CONFIDENTIALITY_REVIEWER: frozenset({_P.READ, _P.SIGN, _P.RELEASE_HIT}),
    Role.CENTRAL_HEAD: frozenset({_P.READ, _P.SIGN, _P.RETURN}),
    Role.LEADER: frozenset({_P.READ, _P.SIGN}),
    Role.LEGAL_REVIEWER: frozenset({_P.READ, _P.SIGN}),
    Role.PRINCIPAL: frozenset({_P.READ, _P.SIGN}),
    Role.PUBLISHER: frozenset({_P.READ, _P.PUBLISH}),
    Role.READER: frozenset({_P.READ}),
    Role.SYSTEM_ADMINISTRATOR: frozenset({_P.ACCOUNTS, _P.BACKUP}),
    Role.SECURITY_ADMINISTRATOR: frozenset({_P.SECURITY, _P.ENROL}),
    Role.AUDITOR: frozenset({_P.AUDIT}),
}

LOOKING = frozenset({_P.READ, _P.AUDIT})
"""What may still be done when nothing can be written."""

STORE_KEEPERS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})


def permissions(roles: Iterable[Role]) -> frozenset[Permission]:
    """All that a person with these roles may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def role_conflict(roles: Iterable[Role], end: End) -> tuple[Role, Role] | None:
    """Two of these roles that one person may not hold, or None.

    At the centre the three keepers of the store are apart from each other and from everybody else (保密管理: 三员分设).
    At an office end the information administrator may keep the store as well; the handler and the confidentiality
    reviewer are apart everywhere.
    """
    held = sorted(set(roles))
    for first in held:
        for second in held:
            if first < second and _apart(first, second, end):
                return first, second
    return None


def _apart(first: Role, second: Role, end: End) -> bool:
    pair = {first, second}
    if pair == {Role.INFORMATION_ADMINISTRATOR, Role.CONFIDENTIALITY_REVIEWER}:
        return True
    keepers = pair & STORE_KEEPERS
    if not keepers:
        return False
    return end is End.CENTRE or not (pair - STORE_KEEPERS) <= {Role.INFORMATION_ADMINISTRATOR}
