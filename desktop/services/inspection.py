"""The check of a package where it lies: verified, screened and compared with the store, before anything is copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.package import Package, read_package
from desktop.formats.package_records import NIL, BatchHeader, PackagedItem, UserKey, WithdrawalNotice
from desktop.formats.placing import reading_errors
from desktop.models import Item, Office, ReceivedBatch
from desktop.rules.chains import Place
from desktop.rules.findings import open_words
from desktop.rules.items import Attribute, Ground, ItemContent
from desktop.rules.numbers import short_number
from desktop.rules.plain import from_plain
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState, ReceivedOutcome
from desktop.screening.records import Finding
from desktop.services import item_rows
from desktop.services.against_lists import explained_words, screened_from_outside
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.differences import FieldChange, differences
from desktop.services.enrolment import require_trusted
from desktop.services.screened import ScreenedFinding, screened
from desktop.services.secrecy import declared_secret, marked_field
from desktop.services.sign_offs import CheckedSignOff, KeyCheck, check_chain, gate_open
from desktop.services.trusted_keys import listed_people
from desktop.trust.signing import PublicKey

FORK = "E-FORK"


class Novelty(StrEnum):
    """How an item of a batch stands to what the centre has."""

    NEW = "new"
    CHANGED = "changed"
    DUPLICATE = "duplicate"
    OLDER = "older"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class ItemPreview:
    """One item of a batch before it is taken in. `incomplete` is empty when nothing is missing."""

    uuid: str
    rev: int
    digest: str
    form_number: str
    novelty: Novelty
    content: ItemContent
    sign_offs: tuple[CheckedSignOff, ...]
    changes: tuple[FieldChange, ...]
    our_rev: int
    incomplete: str
    findings: tuple[ScreenedFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class WithdrawalPreview:
    """An item that its office takes back; title and state are None when the centre has not got it yet."""

    notice: WithdrawalNotice
    title: str | None
    state: ItemState | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the check of a package found; nothing of it is in the data folder yet."""

    path: Path
    header: BatchHeader
    office_id: str
    office_name: str
    manifest_hash: str
    duplicate: bool
    expected_seq: int
    items: tuple[ItemPreview, ...]
    withheld: int
    files: int
    people: tuple[UserKey, ...]
    withdrawals: tuple[WithdrawalPreview, ...] = ()

    @property
    def gap(self) -> bool:
        """Whether batches before this one are missing."""
        return self.header.seq > self.expected_seq

    @property
    def nil(self) -> bool:
        """Whether this is a nil return (零报告)."""
        return self.header.kind == NIL


def find_packages(folder: Path) -> tuple[Path, ...]:
    """The files of a stick or folder that may be packages, by name."""
    with reading_errors(folder):
        return tuple(sorted(one for one in folder.glob("*.zip") if one.is_file()))


def inspect(desk: Desk, path: Path, progress: Progress = no_progress, cancelled: CancelCheck = never) -> Inspection:
    """Verify a package where it lies and compare it with the store; nothing is copied.

    Structure, digests, office key, sign-offs and classification marks are all checked before anything else is believed.
    Raises PackageRefused with its code; the refusal is audited. A batch that an enrolled office did sign is noted as
    refused, so that its receipt can send the items back; of its content nothing is kept.
    """
    desk.require(Permission.IMPORT)
    if desk.agency.end is not End.CENTRE:
        raise UserError("接收报送批次在办公室端办理", "处室端读取办公室的回执", "E-END")
    try:
        opened = open_package(desk, path, progress, cancelled)
    except PackageRefused as refusal:
        with desk.verb("refuse_batch", "package", {"code": refusal.code}):
            pass
        raise
    with opened as package:
        try:
            return _inspected(desk, path, package, cancelled)
        except PackageRefused as refusal:
            _note_refused(desk, package, refusal.code)
            raise


def _note_refused(desk: Desk, package: Package, code: str) -> None:
    header = package.header
    with desk.verb("refuse_batch", header.batch_id, {"code": code, "manifest": package.manifest_hash}) as session:
        if find_received(session, package.manifest_hash) is not None:
            return
        office = session.scalars(select(Office).where(Office.code == header.office_code)).one()
        outcome = ReceivedOutcome.HELD if code == FORK else ReceivedOutcome.REJECTED
        session.add(new_received(desk, package, office.id, outcome, code))


def new_received(
    desk: Desk, package: Package, office_id: str, outcome: ReceivedOutcome, code: str = ""
) -> ReceivedBatch:
    """The row of a batch that reached the centre, with what became of it."""
    header = package.header
    return ReceivedBatch(
        batch_id=header.batch_id,
        office_id=office_id,
        epoch=header.epoch,
        seq=header.seq,
        paper_number=header.paper_number,
        kind=header.kind,
        period=header.period,
        manifest_hash=package.manifest_hash,
        outcome=outcome.value,
        code=code,
        item_count=len(package.items),
        anchor={
            "epoch": header.anchor.epoch,
            "seq": header.anchor.seq,
            "head": header.anchor.head,
            "at": header.created_at,
        },
        received_at=desk.now(),
        received_by=desk.person.name,
    )


def open_package(desk: Desk, path: Path, progress: Progress, cancelled: CancelCheck) -> Package:
    """Open and verify a package of an enrolled office."""

    def trusted(header: BatchHeader, public: PublicKey) -> None:
        with desk.store.reading() as session:
            require_trusted(session, desk.agency.code, header, public)

    return read_package(path, trusted, progress=progress, cancelled=cancelled)


def _inspected(desk: Desk, path: Path, package: Package, cancelled: CancelCheck) -> Inspection:
    header = package.header
    key_belongs = listed_people(package.user_keys)
    verified = tuple(_verified(one, key_belongs) for one in package.items)
    _check_stubs(package)
    found = _screen(desk, package, cancelled)
    with desk.store.reading() as session:
        told = explained_words(session, desk.agency.end, (one for each in found.values() for one in each))
        verified = tuple(_with_findings(one, found, told) for one in verified)
        office = session.scalars(select(Office).where(Office.code == header.office_code)).one()
        return compared(
            session,
            Inspection(
                path=path,
                header=header,
                office_id=office.id,
                office_name=office.name,
                manifest_hash=package.manifest_hash,
                duplicate=False,
                expected_seq=1,
                items=verified,
                withheld=len(package.stubs),
                files=len(package.attachments),
                people=package.user_keys,
                withdrawals=tuple(WithdrawalPreview(one, None, None) for one in package.withdrawals),
            ),
        )


def compared(session: Session, found: Inspection) -> Inspection:
    """What was verified, set beside the store as it is now: another batch may have come in since it was first compared.

    Raises PackageRefused for another batch under the same number, and for items of another office.
    """
    earlier = find_received(session, found.manifest_hash)
    duplicate = earlier is not None and earlier.outcome == ReceivedOutcome.ACCEPTED.value
    if not duplicate:
        _require_no_fork(session, found)
    return replace(
        found,
        duplicate=duplicate,
        expected_seq=contiguous_seq(session, found.office_id, found.header.epoch)[0] + 1,
        items=tuple(_placed(session, found.office_id, one) for one in found.items),
        withdrawals=tuple(_found_withdrawn(session, found, one.notice) for one in found.withdrawals),
    )


def _require_no_fork(session: Session, found: Inspection) -> None:
    other = session.scalar(
        select(ReceivedBatch.id).where(
            ReceivedBatch.office_id == found.office_id,
            ReceivedBatch.epoch == found.header.epoch,
            ReceivedBatch.seq == found.header.seq,
            ReceivedBatch.outcome == ReceivedOutcome.ACCEPTED.value,
        )
    )
    if other is not None:
        raise PackageRefused(
            f"{found.office_name}已有另一份序号为 {found.header.seq} 的批次，内容不同",
            "两份都保留，与处室核对哪一份有效，由两人决定",
            FORK,
        )


def _check_stubs(package: Package) -> None:
    """A stub says number, office, date and article of its own office, and nothing else."""
    for stub in package.stubs:
        try:
            date.fromisoformat(stub.date)
            Ground(stub.article)
        except ValueError:
            raise PackageRefused("不予公开条目的日期或条款不规范", "请处室重新组包", "E-FIELD") from None
        if stub.office != package.header.office_code or not _own_number(package, stub.form_number):
            raise PackageRefused(f"{stub.form_number}是别的处室的编号", "请处室核对后重新组包", "E-OWNER")


def _own_number(package: Package, number: str) -> bool:
    """Whether a form number is of the office that sends it: the numbers of the others are theirs."""
    return short_number(number).rpartition("-")[0] == package.header.office_code


def _screen(desk: Desk, package: Package, cancelled: CancelCheck) -> dict[str, tuple[Finding, ...]]:
    """Nothing classified enters: every document is looked into on the stick, in memory; returns what was found."""
    names = names_of(package)
    found: dict[str, tuple[Finding, ...]] = {}
    for sm3 in package.attachments:
        stop_if(cancelled)
        data = b"".join(package.attachment(sm3))
        try:
            examined = screened_from_outside(desk, names[sm3], data, released=_released(package, sm3))
        except UserError as problem:
            raise PackageRefused(f"批次里有一份文件读不出：{problem.message}", problem.hint, problem.code) from problem
        if examined.blocked and not _released(package, sm3):
            raise _secret("批次里有一份文件带密级标志")
        found[sm3] = examined.findings
    return found


def _secret(what: str) -> PackageRefused:
    return PackageRefused(what, "不要打开这份文件，按保密规定处置 U 盘，并通知处室", "E-SECRET")


def _released(package: Package, sm3: str) -> bool:
    """A false hit that the office's reviewer released travels as such with its item's content."""
    return any(
        one.sm3 == sm3 and one.released
        for item in package.items
        for one in from_plain(ItemContent, item.content).attachments
    )


def names_of(package: Package) -> dict[str, str]:
    """The original name of each document of a package, by digest."""
    return {one.sm3: one.name for item in package.items for one in from_plain(ItemContent, item.content).attachments}


def _verified(item: PackagedItem, key_belongs: KeyCheck) -> ItemPreview:
    """An item whose content and sign-offs hold by themselves, not yet compared with the store."""
    try:
        content = from_plain(ItemContent, item.content)
        checked = check_chain(item.uuid, item.rev, item.digest, content, item.signoffs, key_belongs)
    except UserError as problem:
        raise PackageRefused(f"{item.form_number}：{problem.message}", problem.hint, problem.code) from problem
    forged = next((one for one in checked if not one.valid), None)
    if forged is not None:
        raise PackageRefused(
            f"{item.form_number}的审查签字验证不通过：{forged.fault}", "整批退回处室，重新签字后再报送", "E-SIGNOFF"
        )
    if content.attribute is Attribute.WITHHELD:
        raise PackageRefused(f"{item.form_number}是不予公开的信息，不应带内容报送", "请处室重新组包", "E-WITHHELD")
    if declared_secret(content, [one.statement.answers for one in checked]) or marked_field(content):
        raise _secret(f"{item.form_number}的审查表写明涉及国家秘密")
    return ItemPreview(
        uuid=item.uuid,
        rev=item.rev,
        digest=item.digest,
        form_number=item.form_number,
        novelty=Novelty.NEW,
        content=content,
        sign_offs=checked,
        changes=(),
        our_rev=0,
        incomplete=_incomplete(content, checked),
    )


def _with_findings(item: ItemPreview, found: Mapping[str, tuple[Finding, ...]], told: Mapping[str, str]) -> ItemPreview:
    """The item with what the screening found here; what must be resolved and is not makes it incomplete."""
    checked, still_open = screened(item.content, found, told)
    if not still_open or item.incomplete:
        return replace(item, findings=checked)
    return replace(item, findings=checked, incomplete=f"内容检查还有 {open_words(still_open)}，处室没有处理完")


def _placed(session: Session, office_id: str, item: ItemPreview) -> ItemPreview:
    """How a verified item stands to what the centre has; PackageRefused when it is another office's."""
    ours = session.scalar(select(Item).where(Item.uuid == item.uuid))
    number = session.scalar(select(Item.uuid).where(Item.form_number == item.form_number))
    if (ours is not None and ours.office_id != office_id) or number not in (None, item.uuid):
        raise PackageRefused(f"{item.form_number}是别的处室或别的信息的编号", "请处室核对后重新组包", "E-OWNER")
    novelty, changes = _novelty(session, ours, item)
    return replace(item, novelty=novelty, changes=changes, our_rev=ours.head_rev if ours else 0)


def _found_withdrawn(session: Session, found: Inspection, notice: WithdrawalNotice) -> WithdrawalPreview:
    """A withdrawal beside what the centre has; PackageRefused when the item is another office's."""
    ours = session.scalar(select(Item).where(Item.uuid == notice.uuid))
    own = short_number(notice.form_number).rpartition("-")[0] == found.header.office_code
    if not own or (ours is not None and ours.office_id != found.office_id):
        raise PackageRefused(f"{notice.form_number}是别的处室的编号", "请处室核对后重新组包", "E-OWNER")
    return WithdrawalPreview(notice, ours.title if ours else None, ItemState(ours.state) if ours else None)


def _incomplete(content: ItemContent, checked: Sequence[CheckedSignOff]) -> str:
    """Why an honest item still cannot be taken: a merely incomplete item returns alone."""
    return "" if gate_open(checked, Place.OFFICE, content) else "处室的审查没有走完，或者结论不是同意"


def _novelty(session: Session, ours: Item | None, item: ItemPreview) -> tuple[Novelty, tuple[FieldChange, ...]]:
    if ours is None:
        return Novelty.NEW, ()
    same_rev = item_rows.revisions_at(session, ours.id, item.rev)
    if any(one.digest == item.digest for one in same_rev):
        return Novelty.DUPLICATE, ()
    if item.rev < ours.head_rev:
        return Novelty.OLDER, ()
    if same_rev:
        return Novelty.CONFLICT, differences(from_plain(ItemContent, same_rev[0].content), item.content)
    heads = item_rows.revisions_at(session, ours.id, ours.head_rev)
    return Novelty.CHANGED, differences(from_plain(ItemContent, heads[0].content), item.content) if heads else ()


def find_received(session: Session, manifest_hash: str) -> ReceivedBatch | None:
    """The received batch with this manifest hash, None when it never arrived."""
    return session.scalar(select(ReceivedBatch).where(ReceivedBatch.manifest_hash == manifest_hash))


def contiguous_seq(session: Session, office_id: str, epoch: int) -> tuple[int, tuple[int, ...]]:
    """The highest batch number up to which none is missing, and the gaps after it.

    A refused batch has arrived: its receipt sends the items back, and they come again under another number.
    """
    seqs = set(
        session.scalars(
            select(ReceivedBatch.seq).where(
                ReceivedBatch.office_id == office_id,
                ReceivedBatch.epoch == epoch,
                ReceivedBatch.outcome != ReceivedOutcome.HELD.value,
            )
        )
    )
    highest = max(seqs, default=0)
    gaps = tuple(n for n in range(1, highest) if n not in seqs)
    return (gaps[0] - 1 if gaps else highest), gaps
