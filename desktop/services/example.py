"""The example office (示例数据): an invented unit with items in every state, made by the real verbs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop.paths import DataFolder
from desktop.rules.calendar import CIVIL_TIME
from desktop.rules.findings import Settled
from desktop.rules.items import QUESTION_COUNT, Answer, Attribute, Channel, Genre, Ground, ItemContent
from desktop.rules.numbers import check_digit
from desktop.rules.review import Conclusion, Opinion
from desktop.rules.roles import End, Role
from desktop.services import (
    batches,
    catalogue,
    enrolment,
    imports,
    inspection,
    intake,
    item_detail,
    items,
    office_receipts,
    publication,
    receipts,
    resolving,
    reviews,
    sessions,
)
from desktop.services.desk import Desk, Progress, no_progress
from desktop.services.example_catalogue import ROW_OF, take_in_catalogue
from desktop.services.example_documents import DOCUMENTS, Fate, Invented, file_name, words_of
from desktop.services.first_run import EXAMPLE_PASSWORD, FirstRun, NewAccount
from desktop.services.imports import Decision
from desktop.services.publication import Published
from desktop.services.reporting import present_period
from desktop.services.reviews import Verdict
from desktop.store.lock import FolderLock
from desktop.trust.kdf import CHEAP_KDF, DEFAULT_KDF, KdfParameters

AGENCY = "临江省司法厅（示例）"
_CODE = "0000DEMO"
_YES = Verdict(text="内容属实，同意公开。")
_REVIEWED = Verdict(text="不涉密，同意。", answers=(Answer.NO,) * 16, conclusion=Conclusion.DISCLOSE)
_INTERNAL = tuple(Answer.YES if question == 13 else Answer.NO for question in range(QUESTION_COUNT))
_WITHHELD = Verdict(text="属内部事务信息。", answers=_INTERNAL, conclusion=Conclusion.WITHHOLD)

CLERK, HEAD, REVIEWER = "linqian", "chenzhiyuan", "zhoumin"


def _person(login: str, name: str, *roles: Role) -> NewAccount:
    return NewAccount(login, name, roles, EXAMPLE_PASSWORD)


EXAMPLE_OFFICE = FirstRun(
    End.OFFICE,
    AGENCY,
    _CODE + check_digit(_CODE),
    "LSGZ",
    "律师工作处",
    (
        _person(CLERK, "林倩", Role.INFORMATION_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR),
        _person(HEAD, "陈志远", Role.OFFICE_HEAD),
        _person(REVIEWER, "周敏", Role.CONFIDENTIALITY_REVIEWER),
    ),
    example=True,
)
_CENTRE = replace(
    EXAMPLE_OFFICE,
    end=End.CENTRE,
    office_code="BGS",
    office_name="办公室",
    people=(
        _person("wang", "王晓彤", Role.INFORMATION_ADMINISTRATOR, Role.PUBLISHER),
        _person("li", "李建国", Role.CENTRAL_HEAD),
        _person("sun", "孙永平", Role.LEADER),
        _person("he", "何明川", Role.SYSTEM_ADMINISTRATOR),
        _person("wei", "魏知微", Role.SECURITY_ADMINISTRATOR),
    ),
)


def found_example(
    folder: DataFolder,
    kdf: KdfParameters = DEFAULT_KDF,
    *,
    lock: FolderLock | None = None,
    progress: Progress = no_progress,
) -> tuple[str, str]:
    """Set the folder up as an office end with invented items in many states; returns login and password.

    A central end is founded beside it in a temporary folder, so that batches come back with real receipts; it is
    removed again, and with it the documents that were registered. With `lock` the caller holds the folder. Raises
    UserError when the folder is already set up.
    """
    with tempfile.TemporaryDirectory(prefix="example-") as name, _locked(folder, lock) as held:
        return _Making(folder, Path(name), kdf, held, progress).make()


@contextmanager
def _locked(folder: DataFolder, lock: FolderLock | None) -> Iterator[FolderLock]:
    if lock is not None:
        yield lock
        return
    folder.create()
    own = FolderLock(folder)
    with own.held("示例数据"):
        yield own


@dataclass(slots=True)
class _Clock:
    """A clock that is set to days gone by, and goes on by a minute each time it is asked."""

    now: datetime
    moment: datetime

    def __call__(self) -> datetime:
        self.moment = min(self.moment + timedelta(minutes=1), self.now)
        return self.moment

    def set_back(self, days: int) -> None:
        """Go to nine o'clock in the morning so many days ago, never back behind what was already told."""
        day = (self.now - timedelta(days=days)).astimezone(CIVIL_TIME).replace(hour=9, minute=0, second=0)
        self.moment = min(max(self.moment, day.astimezone(UTC)), self.now)

    def day_before(self, days: int) -> date:
        """The civil date so many days ago."""
        return (self.now - timedelta(days=days)).astimezone(CIVIL_TIME).date()


class _Making:
    """One making of the example: both ends, the stick and the clock between them."""

    def __init__(
        self, folder: DataFolder, aside: Path, kdf: KdfParameters, lock: FolderLock, progress: Progress
    ) -> None:
        self._folder, self._aside, self._kdf, self._lock = folder, aside, kdf, lock
        now = datetime.now(UTC)
        self._clock = _Clock(now, now - timedelta(days=60))
        self._progress = progress
        self._done = 0
        self._uuids: dict[str, str] = {}
        self._office: dict[str, Desk] = {}
        self._stick = aside / "stick"
        self._stick.mkdir()

    def make(self) -> tuple[str, str]:
        """Do everything in the order in which it would have happened."""
        centre = DataFolder(self._aside / "centre")
        self._clock.set_back(50)
        theirs = sessions.found(centre, _CENTRE, kdf=CHEAP_KDF, clock=self._clock)
        first = replace(EXAMPLE_OFFICE, centre_fingerprint=theirs.fingerprint)
        ours = sessions.found(self._folder, first, kdf=self._kdf, clock=self._clock, lock=self._lock)
        with self._desks(self._folder, (CLERK, HEAD, REVIEWER), self._kdf, self._lock) as self._office:
            take_in_catalogue(self._office[CLERK], self._aside)
            self._first_batch(centre, ours.fingerprint)
            self._second_batch()
            self._present_work()
        return CLERK, EXAMPLE_PASSWORD

    @contextmanager
    def _desks(
        self, folder: DataFolder, logins: Sequence[str], kdf: KdfParameters, lock: FolderLock
    ) -> Iterator[dict[str, Desk]]:
        """Several people at one open store: each has signed in, one after the other."""
        desks: dict[str, Desk] = {}
        for login in logins:
            for desk in desks.values():
                desk.close()
            desks[login] = sessions.sign_in(folder, login, EXAMPLE_PASSWORD, clock=self._clock, kdf=kdf, lock=lock)
        store = desks[logins[-1]].store
        try:
            yield {login: replace(desk, store=store) for login, desk in desks.items()}
        finally:
            store.close()

    def _first_batch(self, centre: DataFolder, fingerprint: str) -> None:
        """Sent a month ago, and answered: published, to be published, returned."""
        sent = [self._reviewed(one) for one in _of(Fate.PUBLISHED, Fate.TO_PUBLISH, Fate.RETURNED_BY_CENTRE)]
        package = self._send(sent, 26)
        # Nobody else knows the temporary folder, so its lock need not be taken.
        with self._desks(centre, ("li", "sun", "wang"), CHEAP_KDF, FolderLock(centre)) as people:
            wang, li, sun = people["wang"], people["li"], people["sun"]
            office = enrolment.add_office(wang, EXAMPLE_OFFICE.office_code, EXAMPLE_OFFICE.office_name)
            enrolment.propose_key(wang, office, fingerprint)
            enrolment.confirm_key(wang, office, fingerprint, "wei", EXAMPLE_PASSWORD)
            self._clock.set_back(25)
            returned = {
                self._uuids[one.title]: Decision(
                    False, "附件表格缺少第 3 页，补齐后重新报送。", ("attachments", "pages")
                )
                for one in _of(Fate.RETURNED_BY_CENTRE)
            }
            taken = imports.import_batch(wang, inspection.inspect(wang, package), returned)
            for one in _of(Fate.PUBLISHED, Fate.TO_PUBLISH):
                reviews.sign(li, self._uuids[one.title], Verdict(text="拟同意公开。"))
                reviews.sign(sun, self._uuids[one.title], Verdict(text="同意。"))
            self._clock.set_back(23)
            for number, one in enumerate(_of(Fate.PUBLISHED), 1):
                address = f"https://sft.example.gov.cn/zwgk/art_{number}.html"
                published = Published(wang.today(), Channel.WEBSITE, address)
                publication.record_publication(wang, self._uuids[one.title], published)
            receipt = receipts.issue_receipt(wang, taken.id, self._stick)
        self._clock.set_back(22)
        office_receipts.read_receipt(self._office[CLERK], receipt.path)

    def _second_batch(self) -> None:
        """Sent ten days ago, no receipt yet."""
        self._send([self._reviewed(one) for one in _of(Fate.AWAITING_RECEIPT)], 10)

    def _present_work(self) -> None:
        """What lies on the desk this week."""
        for one in _of(Fate.TO_SUBMIT, Fate.WITHHELD):
            self._reviewed(one)
        for one in _of(Fate.IN_REVIEW, Fate.AT_REVIEWER, Fate.RETURNED_BY_REVIEWER):
            uuid = self._submitted(one)
            if one.fate is not Fate.IN_REVIEW:
                reviews.sign(self._office[HEAD], uuid, _YES)
            if one.fate is Fate.RETURNED_BY_REVIEWER:
                reason = "正文第三条列有投诉人姓名，隐去后重新提交。"
                reviews.sign(self._office[REVIEWER], uuid, Verdict(Opinion.RETURN, reason))
        for one in _of(Fate.DRAFT):
            self._completed(one)
        for one in _of(Fate.NEW, Fate.STOPPED):
            self._registered(one)

    def _registered(self, one: Invented) -> str:
        self._clock.set_back(one.registered)
        path = self._aside / file_name(one)
        path.write_text(words_of(one, self._clock.day_before(one.signed)), encoding="utf-8")
        uuid = intake.register_document(self._office[CLERK], path).uuid
        self._uuids[one.title] = uuid
        self._done += 1
        self._progress(self._done, len(DOCUMENTS))
        return uuid

    def _completed(self, one: Invented) -> str:
        uuid = self._registered(one)
        desk = self._office[CLERK]
        detail = item_detail.detail(desk, uuid)
        assert detail.draft_version is not None
        content = _filled_in(one, detail.content, self._clock.day_before(one.signed), self._clock.day_before(-180))
        if one.title in ROW_OF:
            chosen = catalogue.find_rows(desk, ROW_OF[one.title])[0]
            taken = catalogue.take_over(desk, content, chosen).values
            content = replace(content, catalogue_row=chosen.ref, **taken)
        items.save_draft(desk, uuid, content, detail.draft_version, "example")
        for finding in resolving.open_findings(detail.documents, content):
            resolving.resolve(desk, uuid, finding, Settled.FALSE_ALARM, "对外公布的工作电话，可以公开")
        return uuid

    def _submitted(self, one: Invented) -> str:
        uuid = self._completed(one)
        reviews.submit(self._office[CLERK], uuid, "已逐项核对。")
        return uuid

    def _reviewed(self, one: Invented) -> str:
        uuid = self._submitted(one)
        reviews.sign(self._office[HEAD], uuid, _YES)
        reviews.sign(self._office[REVIEWER], uuid, _WITHHELD if one.fate is Fate.WITHHELD else _REVIEWED)
        return uuid

    def _send(self, uuids: Sequence[str], days_ago: int) -> Path:
        self._clock.set_back(days_ago)
        desk = self._office[CLERK]
        period = present_period(desk).label
        return batches.write(desk, batches.assemble(desk, uuids, period), self._stick).path


def _of(*fates: Fate) -> list[Invented]:
    return [one for one in DOCUMENTS if one.fate in fates]


def _filled_in(one: Invented, content: ItemContent, signed_on: date, next_review: date) -> ItemContent:
    """What a clerk adds to what the program proposed."""
    content = replace(
        content,
        title=content.title or one.title,
        signed_on=content.signed_on or signed_on,
        genre=content.genre or Genre.NOTICE,
        issuing_body=content.issuing_body or "临江省司法厅",
        phone="0591-5550 1204",
        column="政务公开",
        channels=(Channel.WEBSITE,),
        answers=(Answer.NO,) * 16,
    )
    if one.fate is not Fate.WITHHELD:
        return content
    return replace(
        content,
        answers=_INTERNAL,
        attribute=Attribute.WITHHELD,
        ground=Ground.INTERNAL_AFFAIRS,
        reason="属于内部人事安排，对公民、法人权利义务不产生影响。",
        next_review_on=next_review,
    )
