"""Founding a data folder, signing in, and getting back in with the recovery key."""

from __future__ import annotations

import shutil
import uuid
from contextlib import nullcontext
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Account, Agency, Office, SigningKey
from desktop.paths import DataFolder
from desktop.rules.roles import End, Role
from desktop.services.calendars import load_calendar
from desktop.services.clock import Clock, utc_now
from desktop.services.desk import AgencyFacts, Desk, Person
from desktop.services.door import claim, is_founded
from desktop.services.first_run import FirstRun, Founded, NewAccount, check_password, checked
from desktop.services.trusted_keys import KeyKind, end_key_row
from desktop.store import audit, backup
from desktop.store.database import Store
from desktop.store.lock import FolderLock
from desktop.store.slots import Slots, SlotSecrets
from desktop.trust.kdf import DEFAULT_KDF, KdfParameters
from desktop.trust.signing import PrivateKey, generate_key, self_test


def found(
    folder: DataFolder,
    first: FirstRun,
    *,
    kdf: KdfParameters = DEFAULT_KDF,
    clock: Clock = utc_now,
    lock: FolderLock | None = None,
) -> Founded:
    """Set up an office end or a central end in `folder`.

    A person whose first password somebody else chose makes his signing key at his first sign-in, as `accounts` has it.
    Raises UserError when the folder is already set up, a code or role is wrong, nobody may register, or the algorithms do
    not give the answers of the standards (E-SELFTEST).
    """
    self_test()
    first = checked(first)
    folder.create()
    with FolderLock(folder).held("初次设置") if lock is None else nullcontext():
        if is_founded(folder):
            raise UserError("这个数据文件夹已经设置过", "直接登录，或者另选一个文件夹", "E-FOUNDED")
        _require_nothing_lost(folder)
        _remove_unfinished(folder)
        held = SlotSecrets.new()
        store = Store.create(folder, held.database_key, held.object_key)
        try:
            end_key = generate_key()
            keys = {one.login: generate_key() for one in first.people if not one.must_change_password}
            moment = clock().strftime("%Y-%m-%dT%H:%M:%SZ")
            with store.transaction() as session:
                _write_agency(session, first, end_key, keys, moment)
                audit.record(session, "set-up", "found", first.office_code, {"end": first.end.value}, at=clock())
        finally:
            store.close()
        recovery_key = _seal_slots(folder, first, held, keys, kdf)
    return Founded(recovery_key, end_key.public.fingerprint)


def sign_in(
    folder: DataFolder,
    login: str,
    password: str,
    *,
    holder: str = "政务公开工作台",
    lock: FolderLock | None = None,
    clock: Clock = utc_now,
    kdf: KdfParameters = DEFAULT_KDF,
    although_damaged: bool = False,
) -> Desk:
    """Open the store with a person's password.

    With `lock` the caller keeps the folder's lock; without it the desk takes it and gives it back on closing. A folder
    that cannot be written is opened to be read. `although_damaged` opens a damaged database the same way: what can be read
    of it is shown, nothing is changed (fault 34). Raises UserError when the folder is in use or not set up, the password
    is wrong, the person has nothing to look at in a store that is only read, or the algorithms do not give the answers of
    the standards (E-SELFTEST): no key is opened then, and no store.
    """
    _require_sound_algorithms()
    if not is_founded(folder):
        raise UserError("这个数据文件夹还没有设置", "先完成初次设置", "E-NOT-FOUNDED")
    own = claim(folder, holder) if lock is None else None
    try:
        held = Slots(folder).open_slot(login, password, clock())
        open_store = Store.open_damaged if although_damaged else Store.open
        desk = _open_desk(open_store(folder, held.database_key, held.object_key), folder, login, held, clock, kdf)
    except BaseException:
        if own is not None:
            own.release()
        raise
    desk.lock = own
    return desk


def recover(
    folder: DataFolder,
    recovery_key: str,
    login: str,
    new_password: str,
    *,
    clock: Clock = utc_now,
    kdf: KdfParameters = DEFAULT_KDF,
    lock: FolderLock | None = None,
) -> None:
    """Give an account a new password by the recovery key (应急密钥).

    The forgotten password also sealed the signing key, so a new one is issued; the old public key stays for
    verification. Raises UserError for a wrong recovery key, an unknown account, or as `sign_in` (E-SELFTEST).
    """
    check_password(new_password)
    _require_sound_algorithms()
    own = FolderLock(folder) if lock is None else None
    if own is not None:
        own.acquire("应急密钥")
    try:
        slots = Slots(folder)
        held = slots.open_recovery(recovery_key)
        store = Store.open(folder, held.database_key, held.object_key)
        try:
            moment = clock().strftime("%Y-%m-%dT%H:%M:%SZ")
            with store.transaction() as session:
                key = issue_key(session, account_by_login(session, login), moment)
                audit.record(session, login, "recover", login, {"key": key.public.fingerprint}, at=clock())
        finally:
            store.close()
        slots.replace_slot(login, new_password, replace(held, signing_key=key.as_json()), kdf)
    finally:
        if own is not None:
            own.release()


def account_by_login(session: Session, login: str) -> Account:
    """The account with this login; UserError when there is none."""
    account = session.scalar(select(Account).where(Account.login == login))
    if account is None:
        raise UserError("没有这个账号", "核对账号的写法", "E-ACCOUNT")
    return account


def active_account(session: Session, login: str) -> Account:
    """The account with this login; UserError when there is none or it was closed."""
    account = account_by_login(session, login)
    if not account.active:
        raise UserError("这个账号已停用", "请系统管理员启用", "E-ACCOUNT")
    return account


def issue_key(session: Session, account: Account, moment: str) -> PrivateKey:
    """A new signing key for an account; earlier ones are retired and kept for verification."""
    for old in session.scalars(select(SigningKey).where(SigningKey.holder == account.id)):
        old.retired_at = old.retired_at or moment
    key = generate_key()
    session.add(_public_row(key, account, moment))
    return key


def read_agency(session: Session) -> AgencyFacts:
    """The agency of this store."""
    agency = session.execute(select(Agency)).scalar_one()
    office = session.get_one(Office, agency.office_id)
    return AgencyFacts(
        agency.name,
        agency.code,
        End(agency.end),
        office.id,
        office.code,
        office.name,
        agency.centre_fingerprint,
        agency.example,
    )


def _require_sound_algorithms() -> None:
    """What was sealed, and the trail of changes, would come to harm by a digest or cipher that computes wrongly."""
    try:
        self_test()
    except UserError as problem:
        raise UserError(f"{problem.message}，没有打开数据", problem.hint, problem.code) from problem


def _open_desk(
    store: Store, folder: DataFolder, login: str, held: SlotSecrets, clock: Clock, kdf: KdfParameters
) -> Desk:
    try:
        with store.reading() as session:
            account = active_account(session, login)
            office = session.get_one(Office, account.office_id)
            roles = tuple(Role(role) for role in account.roles)
            person = Person(
                account.id, account.login, account.name, office.id, office.name, roles, account.must_change_password
            )
            agency = read_agency(session)
        desk = Desk(folder, store, person, agency, load_calendar(folder.root / "calendars"), held, clock, kdf)
        if not store.read_only:
            with desk.verb("sign_in", login):
                pass
        _require_something_to_see(desk)
    except BaseException:
        store.close()
        raise
    return desk


def _require_something_to_see(desk: Desk) -> None:
    if not desk.permissions:
        raise UserError(
            "这个数据文件夹现在只能查阅，当前账号没有可以查阅的内容", "换有查阅权限的账号登录", "E-READONLY"
        )


def _seal_slots(
    folder: DataFolder, first: FirstRun, held: SlotSecrets, keys: dict[str, PrivateKey], kdf: KdfParameters
) -> str:
    """Seal every person's slot aside and put the file in place as the last act of the set-up."""
    aside = DataFolder(folder.root / "setup.part")
    aside.create()
    try:
        slots = Slots.create(aside)
        for one in first.people:
            key = keys.get(one.login)
            slots.add_slot(one.login, one.password, replace(held, signing_key=key.as_json() if key else None), kdf)
        recovery_key = slots.add_recovery(held, kdf)
        aside.slots.replace(folder.slots)
    finally:
        shutil.rmtree(aside.root)
    return recovery_key


def _require_nothing_lost(folder: DataFolder) -> None:
    """A backup is only ever made of a finished store: then slots.json was lost, and nothing may be set up over the data."""
    if backup.backups(folder):
        raise UserError(
            "这个文件夹里有数据和备份，但密钥文件 slots.json 不见了",
            "不要重新设置。把 backup 里最近一份备份中的 slots.json 复制到数据文件夹，再打开本程序",
            "E-FOUNDED",
        )


def _remove_unfinished(folder: DataFolder) -> None:
    """Remove what an interrupted set-up left; without slots.json nobody can ever have opened it."""
    database = folder.database.name
    for name in (database, f"{database}-wal", f"{database}-shm", folder.running.name):
        (folder.root / name).unlink(missing_ok=True)
    shutil.rmtree(folder.root / "setup.part", ignore_errors=True)


def _write_agency(
    session: Session, first: FirstRun, end_key: PrivateKey, keys: dict[str, PrivateKey], moment: str
) -> None:
    office = Office(id=str(uuid.uuid4()), code=first.office_code, name=first.office_name)
    session.add(office)
    session.flush()
    session.add(
        Agency(
            id=1,
            name=first.agency_name,
            code=first.agency_code,
            end=first.end.value,
            office_id=office.id,
            centre_fingerprint=first.centre_fingerprint,
            example=first.example,
            created_at=moment,
        )
    )
    session.add(end_key_row(end_key, office.id, first.office_name, moment))
    for one in first.people:
        account = new_account_row(one, office.id, moment)
        session.add(account)
        session.flush()
        if one.login in keys:
            session.add(_public_row(keys[one.login], account, moment))


def new_account_row(one: NewAccount, office_id: str, moment: str) -> Account:
    """The row of a new account."""
    return Account(
        id=str(uuid.uuid4()),
        login=one.login.strip(),
        name=one.name.strip(),
        office_id=office_id,
        roles=[role.value for role in one.roles],
        must_change_password=one.must_change_password,
        created_at=moment,
    )


def _public_row(key: PrivateKey, account: Account, moment: str) -> SigningKey:
    return SigningKey(
        fingerprint=key.public.fingerprint,
        kind=KeyKind.PERSON.value,
        holder=account.id,
        holder_name=account.name,
        public=key.public.as_json(),
        private=None,
        created_at=moment,
    )
