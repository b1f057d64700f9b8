"""Enrolling an office at the centre: by the fingerprint on its stamped sheet, typed by two officers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.package_records import BatchHeader
from desktop.formats.problems import visible
from desktop.formats.rotation import Rotation, decode_rotation
from desktop.models import Account, Office, OfficeKey, ReceivedBatch
from desktop.rules.numbers import key_fingerprint
from desktop.rules.roles import Permission, Role, permissions
from desktop.services.accounts import confirm_password
from desktop.services.desk import Desk, refuse_permission
from desktop.services.gaps import proved
from desktop.services.sessions import account_by_login
from desktop.trust.digests import canonical
from desktop.trust.signing import PublicKey

MOST_REASON = 100
MOST_UNDER_WAY = 20
"""Batches of one office that may be under way at most: a last good batch further ahead is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class WaitingKey:
    """A key that one officer has entered: typed from the sheet, or read from a statement of rotation."""

    fingerprint: str
    proposed_by: str
    rotated: bool


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office as the centre lists it: its key in force, else the newest one, with the officers of that key."""

    id: str
    code: str
    name: str
    active: bool
    fingerprint: str = ""
    enrolled: bool = False
    proposed_by: str = ""
    confirmed_by: str = ""
    rotated: bool = False
    """Whether that key came with a statement that the one before it has signed."""
    waiting: WaitingKey | None = None
    """A key that its second officer has not confirmed; the one in force goes on until then."""
    officers: tuple[str, ...] = ()
    """The names of who has entered the waiting key, else of the two who enrolled the key shown."""
    last_received: int = 0
    """The highest batch number that came from it, in its newest epoch; 0 for none."""


def offices(desk: Desk) -> tuple[OfficeView, ...]:
    """All offices with their keys, by code."""
    desk.require(Permission.READ, Permission.ENROL, Permission.ACCOUNTS)
    with desk.store.reading() as session:
        keys: dict[str, list[OfficeKey]] = defaultdict(list)
        for one in session.scalars(select(OfficeKey).order_by(OfficeKey.proposed_at)):
            keys[one.office_id].append(one)
        names = dict(session.execute(select(Account.login, Account.name)).all())
        return tuple(
            replace(_view(one, keys[one.id], names), last_received=_last_received(session, one.id)[1])
            for one in session.scalars(select(Office).order_by(Office.code))
        )


def add_office(desk: Desk, code: str, name: str) -> str:
    """Enter an office; returns its id. Raises UserError for a code that is taken or malformed, for a name that is in use."""
    desk.require(Permission.ENROL, Permission.ACCOUNTS)
    code = code.strip().upper()
    if not code.isascii() or not code.isalnum() or len(code) > 12 or not name.strip():
        raise UserError("处室代号应为 12 位以内的字母或数字，名称不能空着", "例如律师工作处填 LSGZ", "E-CODE")
    office_id = str(uuid.uuid4())
    with desk.verb("add_office", office_id) as session:
        if session.scalar(select(Office.id).where(Office.code == code)):
            raise UserError(f"代号“{code}”已有处室使用", "换一个代号", "E-CODE")
        if session.scalar(select(Office.id).where(Office.name == name.strip(), Office.active)):
            raise UserError(f"已有在用的处室叫“{name.strip()}”", "核对是不是同一个处室；撤并的先停用", "E-CODE")
        session.add(Office(id=office_id, code=code, name=name.strip()))
    return office_id


def set_office_active(desk: Desk, office_id: str, active: bool, reason: str) -> None:
    """Close an office that was dissolved or merged (处室撤并), or open it again; the reason goes into the audit trail.

    A closed office owes no more reports and is reminded of nothing. Its batches and its key stay: what it sent before can
    still be received, until the key is revoked. Raises UserError: E-REASON, E-OFFICE for the own office, E-STATE when it
    stands so already.
    """
    desk.require(Permission.ENROL, Permission.ACCOUNTS)
    words = " ".join(reason.split())
    if not words or len(words) > MOST_REASON:
        raise UserError(f"原因应为 1 到 {MOST_REASON} 个字", "例如“机构改革撤并”", "E-REASON")
    if office_id == desk.agency.office_id:
        raise UserError("不能停用本处室", "选另一个处室", "E-OFFICE")
    with desk.verb("set_office_active", office_id, {"active": active, "reason": words}) as session:
        office = session.get_one(Office, office_id)
        if office.active is active:
            raise UserError(f"{office.name}已经是{'在用' if active else '停用'}的", "刷新后核对", "E-STATE")
        office.active = active


def propose_key(desk: Desk, office_id: str, fingerprint: str) -> None:
    """First officer: type the fingerprint from the office's stamped sheet."""
    desk.require(Permission.ENROL)
    grouped = key_fingerprint(fingerprint)
    with desk.verb("propose_key", office_id, {"fingerprint": grouped}) as session:
        session.get_one(Office, office_id)
        make_way(session, grouped)
        session.add(
            OfficeKey(fingerprint=grouped, office_id=office_id, proposed_by=desk.person.login, proposed_at=desk.now())
        )


def make_way(session: Session, fingerprint: str) -> None:
    """Drop what one officer has entered of a key, it may have been under another office by mistake.

    Raises UserError (E-FINGERPRINT), naming the office, for a key that two have confirmed: it is never enrolled again.
    """
    row = session.get(OfficeKey, fingerprint)
    if row is None:
        return
    if row.confirmed_by:
        name = session.get_one(Office, row.office_id).name
        raise UserError(
            f"这把公钥已由两人登记给{name}{'，后来停用' if row.revoked_at else ''}",
            "核对指纹单是哪个处室的；登记错了处室的、误停用的，请处室换用新公钥，凭新的指纹单登记",
            "E-FINGERPRINT",
        )
    session.delete(row)
    session.flush()


def confirm_key(
    desk: Desk,
    office_id: str,
    fingerprint: str,
    login: str = "",
    password: str = "",
    *,
    last_good_seq: int | None = None,
) -> None:
    """Second officer: type the fingerprint again from the sheet; it must be another person, and the two must agree.

    The second officer either is signed in, or gives login and password at the first one's desk. One of the two is the
    security administrator (安全保密管理员). `last_good_seq` is the last batch for which a key that is replaced still
    counts, so that what is under way is not lost; None stands for the last one that was received.
    Raises UserError: E-FINGERPRINT, E-TWO-OFFICERS, E-SEQ.
    """
    second, roles = _second(desk, login, password)
    grouped = key_fingerprint(fingerprint)
    facts: dict[str, object] = {"fingerprint": grouped, "second": second}
    with desk.verb("confirm_key", office_id, facts) as session:
        last_good = _last_good(session, office_id, last_good_seq)
        row = session.get(OfficeKey, grouped)
        if row is None or row.office_id != office_id:
            raise UserError("两次录入的指纹不一致", "两人各自对照盖章的指纹单重新录入", "E-FINGERPRINT")
        if _confirm(desk, session, row, second, roles, last_good):
            facts["last_good_seq"] = last_good


def confirm_rotation(desk: Desk, office_id: str, login: str = "", password: str = "") -> None:
    """Second officer: confirm the new key of an office by its statement, which the key enrolled so far has signed.

    Nothing is typed from paper; both signatures are checked once more. Who may confirm, see `confirm_key`.
    """
    second, roles = _second(desk, login, password)
    with desk.verb("confirm_rotation", office_id, {"second": second}) as session:
        row = session.scalar(
            select(OfficeKey)
            .where(OfficeKey.office_id == office_id, OfficeKey.confirmed_at.is_(None), OfficeKey.rotation.is_not(None))
            .order_by(OfficeKey.proposed_at.desc())
            .limit(1)
        )
        if row is None:
            raise UserError("没有等待确认的换钥声明", "先读入处室写出的换钥声明", "E-KEY")
        _confirm(desk, session, row, second, roles, 0)


def _second(desk: Desk, login: str, password: str) -> tuple[str, tuple[Role, ...]]:
    """The second officer, signed in or at the first one's desk."""
    if not login:
        desk.require(Permission.ENROL)
        return desk.person.login, desk.person.roles
    officer = confirm_password(desk, login, password)
    if Permission.ENROL not in permissions(officer.roles):
        refuse_permission()
    return login, officer.roles


def _confirm(
    desk: Desk, session: Session, row: OfficeKey, second: str, roles: tuple[Role, ...], last_good: int
) -> bool:
    """Let a proposed key take effect; returns whether another one made way for it.

    That one is good up to the batch before the rotation, without a statement up to `last_good`.
    """
    if row.confirmed_by is not None:
        raise UserError("这把公钥已经登记过", "处室换了公钥的，按新的指纹单录入", "E-FINGERPRINT")
    if row.proposed_by == second:
        raise UserError("登记公钥须由两人办理", "由另一名经办人确认", "E-TWO-OFFICERS")
    first = account_by_login(session, row.proposed_by)
    if Role.SECURITY_ADMINISTRATOR not in (*roles, *(Role(one) for one in first.roles)):
        raise UserError("两人中须有一名安全保密管理员", "由安全保密管理员确认", "E-TWO-OFFICERS")
    told = decode_rotation(canonical(row.rotation)).rotation if row.rotation else None
    in_force = [
        one
        for one in session.scalars(select(OfficeKey).where(OfficeKey.office_id == row.office_id))
        if one.fingerprint != row.fingerprint and one.confirmed_by and not one.revoked_at
    ]
    if told is not None and told.old_fingerprint not in [one.fingerprint for one in in_force]:
        raise UserError("换钥声明里的旧公钥已经停用", "打印指纹单重新登记", "E-KEY")
    for old in in_force:
        old.revoked_at = desk.now()
        old.last_good_seq = last_good if told is None else told.from_seq - 1
    row.confirmed_by, row.confirmed_at = second, desk.now()
    return bool(in_force)


def revoke_key(desk: Desk, office_id: str, last_good_seq: int) -> None:
    """Revoke an office's key after its last good batch; later batches signed with it are refused.

    One person suffices: whoever hears of a stolen key stops it. Raises UserError: E-KEY, E-SEQ for a number that no batch
    of the office can have yet.
    """
    desk.require(Permission.SECURITY)
    with desk.verb("revoke_key", office_id, {"last_good_seq": last_good_seq}) as session:
        row = session.scalar(
            select(OfficeKey).where(
                OfficeKey.office_id == office_id, OfficeKey.confirmed_at.is_not(None), OfficeKey.revoked_at.is_(None)
            )
        )
        if row is None:
            raise UserError("这个处室没有在用的公钥", "刷新后核对", "E-KEY")
        row.revoked_at, row.last_good_seq = desk.now(), _last_good(session, office_id, last_good_seq)


def _last_good(session: Session, office_id: str, told: int | None) -> int:
    """The last good batch as it was told, or the last that came; UserError (E-SEQ) when it cannot be one."""
    last = _last_received(session, office_id)[1]
    if told is None:
        return last
    if not 0 <= told <= last + MOST_UNDER_WAY:
        came = f"已收到的最后一批是第 {last} 批" if last else "这个处室还没有收到过批次"
        raise UserError(
            f"最后一个可信的批次不会是第 {told} 批：{came}",
            f"填 0 到 {last + MOST_UNDER_WAY}，一批都不可信的填 0",
            "E-SEQ",
        )
    return told


def _last_received(session: Session, office_id: str) -> tuple[int, int]:
    """The newest epoch and the highest batch number in it that an office proved; (1, 0) when nothing came."""
    row = session.execute(
        select(ReceivedBatch.epoch, ReceivedBatch.seq)
        .where(ReceivedBatch.office_id == office_id, proved())
        .order_by(ReceivedBatch.epoch.desc(), ReceivedBatch.seq.desc())
        .limit(1)
    ).first()
    return (row.epoch, row.seq) if row is not None else (1, 0)


def require_trusted(session: Session, agency_code: str, header: BatchHeader, public: PublicKey) -> Office:
    """The office a package comes from; PackageRefused unless its key is the enrolled one (faults 19, 20)."""
    office = session.scalar(select(Office).where(Office.code == header.office_code))
    if header.agency_code != agency_code:
        raise PackageRefused("这份报送包是别的单位的", "核对 U 盘里的文件是不是本单位处室写出的", "E-OWNER")
    if office is None:
        raise PackageRefused(
            f"这份报送包来自没有登记的处室，包里写的代号是{visible(header.office_code)}",
            "先在系统管理中按这个代号登记处室和公钥指纹，由两人办理，再接收",
            "E-KEY",
        )
    row = session.get(OfficeKey, public.fingerprint)
    if row is None or row.office_id != office.id or row.confirmed_by is None:
        raise PackageRefused(
            f"签名的公钥不是{office.name}登记的公钥", "请处室重新打印盖章的指纹单，由两人核对登记后再接收", "E-KEY"
        )
    if row.revoked_at is not None and not _good_before(session, office, row, header):
        raise PackageRefused(
            f"{office.name}的这把公钥已停用，第 {header.seq} 批在最后一个可信的批次之后",
            "向处室核对是不是他们写出的。是的，请处室登记新公钥，在“报送”里打开这一批按“收回这一批”，另组一批报送，"
            "空出的批次号在“待两人决定”里豁免；不是的，按密钥泄露处理",
            "E-REVOKED",
        )
    return office


def _good_before(session: Session, office: Office, key: OfficeKey, header: BatchHeader) -> bool:
    """Whether a batch of a revoked key is one of its last good ones.

    A key that named its successor is good for all that was numbered before it. Otherwise the last good number was told
    for what had come, and an epoch never seen is the thief's.
    """
    told = _successor(session, office, key)
    if told is not None:
        return (header.epoch, header.seq) < (told.from_epoch, told.from_seq)
    epoch = _last_received(session, office.id)[0]
    return key.last_good_seq is not None and header.seq <= key.last_good_seq and header.epoch <= epoch


def _successor(session: Session, office: Office, key: OfficeKey) -> Rotation | None:
    """The statement, confirmed by two, by which a key named the one that took its place."""
    rows = session.scalars(
        select(OfficeKey.rotation).where(
            OfficeKey.office_id == office.id, OfficeKey.confirmed_at.is_not(None), OfficeKey.rotation.is_not(None)
        )
    )
    told = (decode_rotation(canonical(one)).rotation for one in rows)
    return next((one for one in told if one.old_fingerprint == key.fingerprint), None)


def _view(office: Office, keys: Sequence[OfficeKey], names: Mapping[str, str]) -> OfficeView:
    """`keys` are the office's, the newest last; of those that wait only the newest can still be confirmed in the window."""
    view = OfficeView(office.id, office.code, office.name, office.active)
    confirmed = [one for one in keys if one.confirmed_by is not None]
    if confirmed:
        key = next((one for one in reversed(confirmed) if one.revoked_at is None), confirmed[-1])
        view = replace(
            view,
            fingerprint=key.fingerprint,
            enrolled=key.revoked_at is None,
            proposed_by=key.proposed_by,
            confirmed_by=key.confirmed_by or "",
            rotated=key.rotation is not None,
        )
    if keys and keys[-1].confirmed_by is None:
        newest = keys[-1]
        waiting = WaitingKey(newest.fingerprint, newest.proposed_by, newest.rotation is not None)
        view = replace(view, waiting=waiting)
    logins = (view.waiting.proposed_by,) if view.waiting is not None else (view.proposed_by, view.confirmed_by)
    return replace(view, officers=tuple(names.get(one, one) for one in logins if one))
