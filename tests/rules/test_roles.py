"""Who may do what, and which roles may not meet in one person."""

from __future__ import annotations

from itertools import combinations

import pytest

from desktop.rules.roles import PERMISSIONS, STORE_KEEPERS, End, Permission, Role, permissions, role_conflict

BUSINESS = frozenset(Permission) - {
    Permission.ACCOUNTS, Permission.BACKUP, Permission.SECURITY, Permission.ENROL, Permission.AUDIT
}  # fmt: skip


@pytest.mark.parametrize("end", End)
def test_handler_and_confidentiality_reviewer_are_apart_everywhere(end: End) -> None:
    assert role_conflict([Role.INFORMATION_ADMINISTRATOR, Role.CONFIDENTIALITY_REVIEWER], end)


@pytest.mark.parametrize("keeper", sorted(STORE_KEEPERS))
@pytest.mark.parametrize("other", sorted(Role))
def test_the_keepers_are_apart_from_everybody_at_the_centre(keeper: Role, other: Role) -> None:
    assert bool(role_conflict([keeper, other], End.CENTRE)) is (keeper is not other)


@pytest.mark.parametrize("keeper", sorted(STORE_KEEPERS))
@pytest.mark.parametrize("other", sorted(frozenset(Role) - STORE_KEEPERS))
def test_at_an_office_only_the_information_administrator_keeps_the_store(keeper: Role, other: Role) -> None:
    assert bool(role_conflict([keeper, other], End.OFFICE)) is (other is not Role.INFORMATION_ADMINISTRATOR)


def test_the_order_of_roles_does_not_matter() -> None:
    for one, other in combinations(Role, 2):
        for end in End:
            assert role_conflict([one, other], end) == role_conflict([other, one], end)


@pytest.mark.parametrize("keeper", sorted(STORE_KEEPERS))
def test_a_keeper_of_the_store_touches_no_item(keeper: Role) -> None:
    assert not PERMISSIONS[keeper] & BUSINESS


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert permissions(Role) == frozenset(Permission)
    assert permissions([]) == frozenset()
