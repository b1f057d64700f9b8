"""A signed-in desk: the open store, who sits at it, and what every verb needs of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any, NoReturn

from sqlalchemy.orm import Session

from desktop.errors import Cancelled, UserError
from desktop.paths import DataFolder
from desktop.rules.calendar import CIVIL_TIME, Calendar
from desktop.rules.roles import LOOKING, End, Permission, Role, permissions
from desktop.services.clock import Clock, utc_now
from desktop.services.ready_lists import Lists, ReadyLists
from desktop.store import audit
from desktop.store.database import Store
from desktop.store.lock import FolderLock
from desktop.store.slots import SlotSecrets
from desktop.trust.kdf import DEFAULT_KDF, KdfParameters
from desktop.trust.signing import PrivateKey

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]


def no_progress(done: int, total: int) -> None:
    """For callers that show no progress."""


def never() -> bool:
    """For callers that cannot cancel."""
    return False


def stop_if(cancelled: CancelCheck) -> None:
    """Raise Cancelled when the user has cancelled."""
    if cancelled():
        raise Cancelled


@dataclass(frozen=True, slots=True)
class Person:
    """The account that is signed in."""

    id: str
    login: str
    name: str
    office_id: str
    office_name: str
    roles: tuple[Role, ...]
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """The agency of this data folder and the end that it serves."""

    name: str
    code: str
    end: End
    office_id: str
    office_code: str
    office_name: str
    centre_fingerprint: str
    example: bool


@dataclass(slots=True)
class Desk:
    """Everything a verb needs. Verbs take it first; it may be used from any thread."""

    folder: DataFolder
    store: Store
    person: Person
    agency: AgencyFacts
    calendar: Calendar
    secrets: SlotSecrets
    clock: Clock = utc_now
    kdf: KdfParameters = DEFAULT_KDF
    lock: FolderLock | None = None
    _lists: ReadyLists = field(default_factory=ReadyLists, repr=False, compare=False)

    @property
    def lists(self) -> Lists:
        """The lists that documents are checked against, as they stand today."""
        return self._lists.of(self.store, self.agency.end, self.today())

    @property
    def signing_key(self) -> PrivateKey:
        """The signing key of the person signed in; UserError (E-KEY) before she has made it with her own password."""
        if self.secrets.signing_key is None:
            raise UserError("还没有签名密钥", "先修改口令，改好后生成新的签名密钥", "E-KEY")
        return PrivateKey.from_json(self.secrets.signing_key)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the person signed in may do; in a store that cannot be written that is to look (fault 32)."""
        held = permissions(self.person.roles)
        return held & LOOKING if self.store.read_only else held

    def may(self, permission: Permission) -> bool:
        """Whether the person signed in has this permission."""
        return permission in self.permissions

    def require(self, *any_of: Permission) -> None:
        """Raise UserError (E-PERMISSION) unless the person has one of these permissions."""
        if not self.permissions & set(any_of):
            refuse_permission()

    def now(self) -> str:
        """This moment, ISO 8601 in UTC, to the second."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def today(self) -> date:
        """The civil date at +08:00."""
        return self.clock().astimezone(CIVIL_TIME).date()

    @contextmanager
    def verb(self, action: str, target: str, detail: Mapping[str, Any] | None = None) -> Iterator[Session]:
        """One transaction with its audit entry; leaving with an error undoes both.

        `detail` may be filled by the verb until the transaction ends; it holds ids and counts, never content.
        """
        facts: Mapping[str, Any] = {} if detail is None else detail
        with self.store.transaction() as session:
            yield session
            self.record(session, action, target, facts)

    def record(self, session: Session, action: str, target: str, detail: Mapping[str, Any] | None = None) -> None:
        """Append an audit entry to the running transaction."""
        audit.record(session, self.person.login, action, target, detail or {}, at=self.clock())

    def record_each(self, session: Session, action: str, targets: Sequence[str], detail: Mapping[str, Any]) -> None:
        """Append an audit entry for each of many targets to the running transaction."""
        audit.record_many(session, self.person.login, action, targets, detail, at=self.clock())

    def close(self) -> None:
        """Close the store and give back the folder."""
        self.store.close()
        if self.lock is not None:
            self.lock.release()


def refuse_permission() -> NoReturn:
    """Raise the one refusal for a missing permission."""
    raise UserError("当前账号的角色不能办理这件事", "换有相应权限的账号登录后办理", "E-PERMISSION")
