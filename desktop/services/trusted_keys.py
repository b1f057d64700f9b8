"""Which public keys this store believes, and to whom they belong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from desktop.errors import PackageRefused
from desktop.formats.package_records import UserKey
from desktop.models import Account, SigningKey
from desktop.rules.chains import Place
from desktop.rules.review import SignOffStatement, may_have_signed
from desktop.rules.roles import Role
from desktop.services.sign_offs import KeyCheck
from desktop.trust.signing import PrivateKey, PublicKey


class KeyKind(StrEnum):
    """Whose key it is."""

    PERSON = "person"
    END = "end"
    OFFICE_PERSON = "office_person"


def end_key_row(key: PrivateKey, office_id: str, office_name: str, moment: str) -> SigningKey:
    """The row of a key of this end, whose private half stays in the store."""
    return SigningKey(
        fingerprint=key.public.fingerprint,
        kind=KeyKind.END.value,
        holder=office_id,
        holder_name=office_name,
        public=key.public.as_json(),
        private=key.as_json(),
        created_at=moment,
    )


def own_people(session: Session) -> KeyCheck:
    """Believes the keys that this store has registered for the person a statement names.

    A person of this store must hold the role of the step; a person of an enrolled office counts for the office steps
    alone, and his role was checked against his office's signed list when the batch came in. A key that was retired
    counts for what was signed until then.
    """

    held: dict[str, object] = {}  # a session forgets what nobody holds, and thousands of forms share a handful of keys

    def belongs(statement: SignOffStatement, public: PublicKey) -> bool:
        row = session.get(SigningKey, public.fingerprint)
        held[public.fingerprint] = row
        if row is None or row.holder != statement.signer or row.public != public.as_json():
            return False
        if row.retired_at is not None and _moment(statement.signed_at) > _moment(row.retired_at):
            return False
        if row.kind == KeyKind.OFFICE_PERSON:
            return statement.place is Place.OFFICE
        account = session.get(Account, row.holder) if row.kind == KeyKind.PERSON else None
        held[row.holder] = account
        return account is not None and may_have_signed(statement, [Role(one) for one in account.roles])

    return belongs


def in_force(session: Session, account_id: str, fingerprint: str) -> bool:
    """Whether a key is the one that a person of this store signs with now."""
    row = session.get(SigningKey, fingerprint)
    return row is not None and row.holder == account_id and row.retired_at is None


def listed_people(listed: Iterable[UserKey]) -> KeyCheck:
    """Believes the keys of a list that an office key has signed, each for the office steps that its holder's roles allow."""
    people = {one.fingerprint: (one, frozenset(role for role in Role if role.value in one.roles)) for one in listed}

    def belongs(statement: SignOffStatement, public: PublicKey) -> bool:
        one, roles = people.get(public.fingerprint, (None, frozenset[Role]()))
        return (
            one is not None
            and one.account == statement.signer
            and one.public == public.as_json()
            and statement.place is Place.OFFICE
            and may_have_signed(statement, roles)
        )

    return belongs


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def remember_office_people(session: Session, people: Iterable[UserKey], moment: str) -> None:
    """Keep the keys of an enrolled office's people.

    Raises PackageRefused (E-KEY) when a key is already registered for somebody else.
    """
    for one in people:
        row = session.get(SigningKey, one.fingerprint)
        if row is None:
            session.add(
                SigningKey(
                    fingerprint=one.fingerprint,
                    kind=KeyKind.OFFICE_PERSON.value,
                    holder=one.account,
                    holder_name=one.name,
                    public=one.public,
                    private=None,
                    created_at=moment,
                )
            )
        elif (row.holder, row.kind) != (one.account, KeyKind.OFFICE_PERSON):
            raise PackageRefused("用户名单中有一把密钥已登记在别人名下", "与处室核对用户名单", "E-KEY")
