"""Which public keys this store believes, and to whom they belong."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused
from desktop.models import SigningKey
from desktop.rules.review import SignOffStatement
from desktop.services.sign_offs import KeyCheck
from desktop.trust.signing import PublicKey


class KeyKind(StrEnum):
    """Whose key it is."""

    PERSON = "person"
    END = "end"
    OFFICE_PERSON = "office_person"


def own_people(session: Session) -> KeyCheck:
    """Believes the keys that this store has registered for the person a statement names."""

    def belongs(statement: SignOffStatement, public: PublicKey) -> bool:
        row = session.get(SigningKey, public.fingerprint)
        return row is not None and row.holder == statement.signer and row.public == public.as_json()

    return belongs


def listed_people(people: dict[str, tuple[str, PublicKey]]) -> KeyCheck:
    """Believes the keys of a list that an office key has signed: fingerprint -> (account id, key)."""

    def belongs(statement: SignOffStatement, public: PublicKey) -> bool:
        return people.get(public.fingerprint) == (statement.signer, public)

    return belongs


def remember_office_people(session: Session, people: Iterable[tuple[str, str, PublicKey]], moment: str) -> None:
    """Keep the keys of an enrolled office's people: (account id, name, key).

    Raises PackageRefused (E-KEY) when a key is already registered for somebody else.
    """
    for holder, name, public in people:
        row = session.get(SigningKey, public.fingerprint)
        if row is None:
            session.add(
                SigningKey(
                    fingerprint=public.fingerprint,
                    kind=KeyKind.OFFICE_PERSON.value,
                    holder=holder,
                    holder_name=name,
                    public=public.as_json(),
                    private=None,
                    created_at=moment,
                )
            )
        elif row.holder != holder:
            raise PackageRefused("用户名单中有一把密钥已登记在别人名下", "与处室核对用户名单", "E-KEY")


def holders(session: Session) -> dict[str, str]:
    """Names by account id, for everybody whose key is known."""
    return dict(session.execute(select(SigningKey.holder, SigningKey.holder_name)).all())
