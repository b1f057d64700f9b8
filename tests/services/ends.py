"""Two ends on real stores: an office with its people and a centre with its people, enrolled with each other."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.paths import DataFolder
from desktop.rules.items import Answer, Attribute, Channel, Ground, ItemContent
from desktop.rules.review import Conclusion
from desktop.rules.roles import End, Role
from desktop.services import accounts, batches, enrolment, intake, item_detail, items, restoring, reviews, sessions
from desktop.services.desk import Desk
from desktop.services.first_run import FirstRun, NewAccount
from desktop.services.reviews import Verdict
from desktop.trust.kdf import CHEAP_KDF

AGENCY, CODE = "临江省司法厅", "014236727"
PASSWORD = "correct horse 12"

OFFICE_PEOPLE = (
    NewAccount("lin", "林倩", (Role.INFORMATION_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR), PASSWORD),
    NewAccount("chen", "陈志远", (Role.OFFICE_HEAD,), PASSWORD),
    NewAccount("zhou", "周敏", (Role.CONFIDENTIALITY_REVIEWER,), PASSWORD),
)
CENTRE_PEOPLE = (
    NewAccount("wang", "王晓彤", (Role.INFORMATION_ADMINISTRATOR, Role.PUBLISHER), PASSWORD),
    NewAccount("li", "李建国", (Role.CENTRAL_HEAD,), PASSWORD),
    NewAccount("sun", "孙永平", (Role.LEADER,), PASSWORD),
    NewAccount("he", "何明川", (Role.SYSTEM_ADMINISTRATOR,), PASSWORD),
    NewAccount("wei", "魏知微", (Role.SECURITY_ADMINISTRATOR,), PASSWORD),
    NewAccount("su", "苏见", (Role.AUDITOR,), PASSWORD),
)

DOCUMENT = """临江省司法厅关于开展律师事务所规范化建设检查的通知
临司〔2026〕47号

各市司法局：
为加强律师事务所规范化建设，现就有关事项通知如下。
一、检查范围。全省依法设立满一年的律师事务所。
二、检查方式。采取自查、市级检查、省级抽查相结合的方式进行。

临江省司法厅
2026年11月10日
"""


@dataclass(slots=True)
class Time:
    """A clock that the test turns."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 20, 1, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@dataclass(slots=True)
class Ends:
    """Both data folders, the stick between them, and a clock."""

    root: Path
    clock: Time
    recovery: dict[str, str] = field(default_factory=dict)

    @property
    def stick(self) -> Path:
        folder = self.root / "stick"
        folder.mkdir(exist_ok=True)
        return folder

    def folder(self, end: End) -> DataFolder:
        return DataFolder(self.root / end.value)

    @contextmanager
    def at(self, login: str, end: End | None = None) -> Iterator[Desk]:
        """Sign in somebody of either end; name the end for a person who was added later."""
        end = end or (End.OFFICE if any(one.login == login for one in OFFICE_PEOPLE) else End.CENTRE)
        desk = sessions.sign_in(self.folder(end), login, PASSWORD, clock=self.clock, kdf=CHEAP_KDF)
        try:
            yield desk
        finally:
            desk.close()

    def put_back(self, end: End, last_used: str = "") -> restoring.Restored:
        """Put the newest backup of an end in the place of its store."""
        folder = self.folder(end)
        (_when, newest), *_older = restoring.kept_backups(folder)
        return restoring.restore(folder, newest, self.recovery[end.value], last_used=last_used, clock=self.clock)


def add_person(desk: Desk, new: NewAccount) -> None:
    """Give a person an account and have him choose his own password, PASSWORD, which makes his signing key."""
    first = "第一次登录用-2026"
    accounts.add_account(desk, replace(new, password=first))
    own = sessions.sign_in(desk.folder, new.login, first, clock=desk.clock, kdf=CHEAP_KDF, lock=desk.lock)
    try:
        accounts.change_password(own, first, PASSWORD)
    finally:
        own.close()


def found_ends(root: Path) -> Ends:
    """Both ends, founded and enrolled with each other: a copy of one pair, since founding costs a second."""
    pattern = _founded_once()
    shutil.copytree(pattern.root, root, dirs_exist_ok=True)
    return Ends(root, Time(pattern.clock.moment), dict(pattern.recovery))


@functools.cache
def _founded_once() -> Ends:
    root = Path(tempfile.mkdtemp(prefix="disclosure-desk-founded-"))
    atexit.register(shutil.rmtree, root)
    return _found(root)


def _found(root: Path) -> Ends:
    ends = Ends(root, Time())
    centre = sessions.found(
        ends.folder(End.CENTRE),
        FirstRun(End.CENTRE, AGENCY, CODE, "BGS", "办公室", CENTRE_PEOPLE),
        kdf=CHEAP_KDF,
        clock=ends.clock,
    )
    office = sessions.found(
        ends.folder(End.OFFICE),
        FirstRun(End.OFFICE, AGENCY, CODE, "LSGZ", "律师工作处", OFFICE_PEOPLE, centre.fingerprint),
        kdf=CHEAP_KDF,
        clock=ends.clock,
    )
    ends.recovery = {"office": office.recovery_key, "centre": centre.recovery_key}
    with ends.at("wang") as desk:
        office_id = enrolment.add_office(desk, "LSGZ", "律师工作处")
        enrolment.propose_key(desk, office_id, office.fingerprint)
        enrolment.confirm_key(desk, office_id, office.fingerprint, "wei", PASSWORD)
    return ends


def register(desk: Desk, path: Path, **fields: object) -> str:
    """A draft of a document with everything filled in, ready to submit."""
    taken = intake.register_document(desk, path)
    return complete(desk, taken.uuid, **fields)


INTERNAL = 13
"""The question of 内部事务、过程、执法案卷, which supports what the tests withhold."""


def yes(*questions: int) -> tuple[Answer, ...]:
    """All 否 but these, counted from 0."""
    return tuple(Answer.YES if n in questions else Answer.NO for n in range(16))


def complete(desk: Desk, uuid: str, **fields: object) -> str:
    """Fill in what a draft still lacks."""
    from dataclasses import replace

    from desktop.rules.items import Genre

    detail = item_detail.detail(desk, uuid)
    assert detail.draft_version is not None
    withheld = fields.get("attribute") is Attribute.WITHHELD
    content: ItemContent = replace(
        detail.content,
        title=detail.content.title or "关于检查的通知",
        signed_on=detail.content.signed_on or date(2026, 11, 10),
        genre=detail.content.genre or Genre.NOTICE,
        phone="0591-55501204",
        channels=(Channel.WEBSITE,),
        **{"answers": yes(INTERNAL) if withheld else yes(), **fields},  # type: ignore[arg-type]
    )
    items.save_draft(desk, uuid, content, detail.draft_version, "test")
    return uuid


REVIEWED = Verdict(text="不涉密，同意。", answers=yes(), conclusion=Conclusion.DISCLOSE)
WITHHELD = Verdict(text="属过程性信息。", answers=yes(INTERNAL), conclusion=Conclusion.WITHHOLD)


KEPT: dict[str, Any] = {
    "attribute": Attribute.WITHHELD,
    "ground": Ground.PROCESS,
    "reason": "过程性信息",
    "next_review_on": date(2027, 11, 20),
}
"""What the handler fills in to have an item withheld; the reviewer agrees with WITHHELD."""


def review_at_office(ends: Ends, uuid: str, verdict: Verdict = REVIEWED) -> None:
    """Submit and sign every office step in the program; `verdict` is the reviewer's."""
    bring_to_reviewer(ends, uuid)
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, verdict)


def bring_to_reviewer(ends: Ends, uuid: str) -> None:
    """Submit and sign the steps before the confidentiality reviewer's."""
    with ends.at("lin") as desk:
        reviews.submit(desk, uuid, "已逐项核对。")
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text="内容属实。"))


def change(desk: Desk, uuid: str, **fields: object) -> None:
    """Save a draft with some fields changed."""
    shown = item_detail.detail(desk, uuid)
    items.save_draft(desk, uuid, replace(shown.content, **fields), shown.draft_version or 0, "test")  # type: ignore[arg-type]


def answer_again(desk: Desk, uuid: str) -> None:
    """Confirm anew what was answered on the version before, as the handler does one by one in a reopened draft."""
    change(desk, uuid, answers=item_detail.detail(desk, uuid).revisions[-1].content.answers)


def send(ends: Ends, *uuids: str) -> Path:
    """Assemble and write a batch of these items onto the stick."""
    with ends.at("lin") as desk:
        return batches.write(desk, batches.assemble(desk, uuids, "2026年11月下"), ends.stick).path
