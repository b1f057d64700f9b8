"""换用新公钥: this end makes a new key and states so under both; the other end checks it, two persons confirm."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.names import safe_name
from desktop.formats.rotation import Rotation, SignedRotation, encode_rotation, read_rotation, write_rotation
from desktop.models import Agency, AuditEntry, Batch, Office, OfficeKey, SigningKey
from desktop.rules.roles import End, Permission
from desktop.services.accounts import confirm_password, end_key
from desktop.services.desk import Desk
from desktop.services.enrolment import make_way
from desktop.services.trusted_keys import end_key_row
from desktop.trust.signing import PrivateKey, generate_key

_ROTATED = "rotate_key"


@dataclass(frozen=True, slots=True)
class RotationView:
    """A statement whose signatures hold and whose old key is the one believed here."""

    office_id: str
    who: str
    old_fingerprint: str
    new_fingerprint: str
    from_epoch: int
    from_seq: int
    made_at: str
    signed: SignedRotation


def rotate(desk: Desk) -> str:
    """Make a new key for this end; returns its fingerprint.

    The old private half is kept, to write again the batches that it signed and to sign the statement; nothing new is
    signed with it. The other end believes the new key once it has confirmed the statement.
    """
    desk.require(Permission.SECURITY, Permission.ACCOUNTS)
    new = generate_key()
    facts: dict[str, object] = {}
    with desk.verb(_ROTATED, new.public.fingerprint, facts) as session:
        old = session.get_one(SigningKey, end_key(session).public.fingerprint)
        agency = session.execute(select(Agency)).scalar_one()
        facts |= {"old": old.fingerprint, "epoch": agency.epoch, "seq": agency.next_seq, "at": desk.now()}
        old.retired_at = desk.now()
        session.add(end_key_row(new, old.holder, old.holder_name, desk.now()))
    return new.public.fingerprint


def rotated(desk: Desk) -> int:
    """How often this end has changed its key."""
    desk.require(Permission.SECURITY, Permission.ACCOUNTS, Permission.ENROL)
    with desk.store.reading() as session:
        return len(_rotations(session))


def write_statements(desk: Desk, folder: Path) -> tuple[Path, ...]:
    """Write the statements of all rotations of this end into a folder (the stick), the oldest first.

    Who has confirmed an earlier one passes over it. Raises UserError (E-KEY) when the key was never changed.
    """
    desk.require(Permission.SECURITY, Permission.ACCOUNTS, Permission.ENROL)
    with desk.store.reading() as session:
        made = [_statement(desk, session, one) for one in _rotations(session)]
    if not made:
        raise UserError("本端没有换过公钥", "先换用新公钥，再写出换钥声明", "E-KEY")
    paths = []
    for number, data in enumerate(made, 1):
        path = folder / safe_name(f"换钥声明_{desk.agency.office_name}_{number:02d}.json")
        write_rotation(path, data)
        paths.append(path)
    return tuple(paths)


def batch_key(session: Session, people: dict[str, object]) -> PrivateKey:
    """The key of this end that signed the people's list of a batch: the batch is written again under no other."""
    row = session.get(SigningKey, _signer(people))
    return end_key(session) if row is None or row.private is None else PrivateKey.from_json(row.private)


def signer(batch: Batch) -> str:
    """The fingerprint of the key that a batch is signed with."""
    return _signer(batch.people)


def _signer(people: Mapping[str, object]) -> str:
    signature = people["signature"]
    assert isinstance(signature, dict)  # as sign_user_keys made it
    return str(signature["fingerprint"])


def read_statement(desk: Desk, path: Path) -> RotationView:
    """Check a statement from the other end; nothing is changed.

    Raises PackageRefused: as the format, E-OWNER for another agency's or end's, E-KEY unless the old key is the one
    believed here.
    """
    desk.require(Permission.ENROL, Permission.ACCOUNTS)
    signed = read_rotation(path)
    with desk.store.reading() as session:
        return _checked(desk, session, signed)


def propose_rotation(desk: Desk, found: RotationView) -> None:
    """First officer of the centre: enter the new key of an office by its statement."""
    desk.require(Permission.ENROL)
    _require_end(desk, End.CENTRE)
    facts = {"office": found.office_id, "old": found.old_fingerprint, "from_seq": found.from_seq}
    with desk.verb("propose_rotation", found.new_fingerprint, facts) as session:
        _checked(desk, session, found.signed)
        make_way(session, found.new_fingerprint)
        session.add(
            OfficeKey(
                fingerprint=found.new_fingerprint,
                office_id=found.office_id,
                proposed_by=desk.person.login,
                proposed_at=desk.now(),
                rotation=json.loads(found.signed.data),
            )
        )


def accept_centre_key(desk: Desk, found: RotationView, login: str, password: str) -> None:
    """At an office: believe the centre's new key by its statement; a second person confirms with a password."""
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    _require_end(desk, End.OFFICE)
    second = confirm_password(desk, login, password)
    if second.id == desk.person.id:
        raise UserError("换用办公室的新公钥须由两人办理", "由另一人输入账号和口令", "E-TWO-OFFICERS")
    facts = {"fingerprint": found.new_fingerprint, "old": found.old_fingerprint, "second": second.id}
    with desk.verb("accept_centre_key", "centre", facts) as session:
        _checked(desk, session, found.signed)
        session.execute(select(Agency)).scalar_one().centre_fingerprint = found.new_fingerprint
    desk.agency = replace(desk.agency, centre_fingerprint=found.new_fingerprint)


def _checked(desk: Desk, session: Session, signed: SignedRotation) -> RotationView:
    """The statement, when it is one of the other end and replaces the key believed so far."""
    told = signed.rotation
    centre = desk.agency.end is End.CENTRE
    if told.agency_code != desk.agency.code or bool(told.office_code) is not centre:
        raise PackageRefused("这份换钥声明不是给本端的", "核对 U 盘里的文件是哪个单位、哪一端写出的", "E-OWNER")
    if centre:
        office_id, believed = _enrolled(session, told)
    else:
        office_id, believed = "", desk.agency.centre_fingerprint
    if told.old_fingerprint != believed:
        raise PackageRefused(
            "换钥声明里的旧公钥不是现在登记的公钥",
            "换过几次的，按编号从小到大逐份读入；否则打印指纹单重新登记",
            "E-KEY",
        )
    return RotationView(
        office_id=office_id,
        who=told.office_name,
        old_fingerprint=told.old_fingerprint,
        new_fingerprint=signed.new_key.fingerprint,
        from_epoch=told.from_epoch,
        from_seq=told.from_seq,
        made_at=told.created_at,
        signed=signed,
    )


def _enrolled(session: Session, told: Rotation) -> tuple[str, str]:
    """The office and the fingerprint of its key in force, which alone may name a successor."""
    office = session.scalar(select(Office).where(Office.code == told.office_code))
    if office is None:
        raise PackageRefused("这份换钥声明来自没有登记的处室", "先在系统管理中登记处室和公钥指纹", "E-KEY")
    key = session.scalar(
        select(OfficeKey.fingerprint).where(
            OfficeKey.office_id == office.id, OfficeKey.confirmed_at.is_not(None), OfficeKey.revoked_at.is_(None)
        )
    )
    return office.id, key or ""


def _require_end(desk: Desk, end: End) -> None:
    if desk.agency.end is not end:
        raise UserError("这件事不在本端办理", "处室的新公钥在办公室端登记，办公室的新公钥在处室端登记", "E-END")


def _rotations(session: Session) -> list[AuditEntry]:
    """The rotations of this end as the audit trail tells them, the oldest first."""
    return list(session.scalars(select(AuditEntry).where(AuditEntry.action == _ROTATED).order_by(AuditEntry.seq)))


def _statement(desk: Desk, session: Session, entry: AuditEntry) -> bytes:
    facts = entry.detail
    old, new = (session.get_one(SigningKey, one) for one in (facts["old"], entry.object))
    return encode_rotation(
        Rotation(
            agency_code=desk.agency.code,
            office_code=desk.agency.office_code if desk.agency.end is End.OFFICE else "",
            office_name=desk.agency.office_name,
            old_fingerprint=old.fingerprint,
            from_epoch=facts["epoch"],
            from_seq=facts["seq"],
            created_at=facts["at"],
        ),
        PrivateKey.from_json(old.private),
        PrivateKey.from_json(new.private),
    )
