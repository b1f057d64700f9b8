"""The check of a package where it lies: verified, screened and compared with the store, before anything is copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.package import Package, read_package
from desktop.formats.package_records import NIL, BatchHeader, PackagedItem
from desktop.formats.placing import reading_errors
from desktop.models import Item, Office, ReceivedBatch, Revision
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.review import Place, Step, conclusion_passes, place_complete
from desktop.rules.roles import End, Permission
from desktop.rules.states import ReceivedOutcome
from desktop.screening.intake import examine
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.differences import FieldChange, differences
from desktop.services.enrolment import require_trusted
from desktop.services.sign_offs import CheckedSignOff, all_hold, check_chain
from desktop.services.trusted_keys import listed_people
from desktop.trust.signing import PublicKey


class Novelty(StrEnum):
    """How an item of a batch stands to what the centre has."""

    NEW = "new"
    CHANGED = "changed"
    DUPLICATE = "duplicate"
    OLDER = "older"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class ItemPreview:
    """One item of a batch before it is taken in. `complete` is empty when nothing is missing."""

    uuid: str
    rev: int
    form_number: str
    novelty: Novelty
    content: ItemContent
    sign_offs: tuple[CheckedSignOff, ...]
    changes: tuple[FieldChange, ...]
    our_rev: int
    incomplete: str


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
    people: tuple[tuple[str, str, PublicKey], ...]

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
    Raises PackageRefused with its code; the refusal is audited.
    """
    desk.require(Permission.IMPORT)
    if desk.agency.end is not End.CENTRE:
        raise UserError("接收报送批次在办公室端办理", "处室端读取办公室的回执", "E-END")
    try:
        with open_package(desk, path, progress, cancelled) as package:
            return _inspected(desk, path, package, cancelled)
    except PackageRefused as refusal:
        with desk.verb("refuse_batch", "package", {"code": refusal.code}):
            pass
        raise


def open_package(desk: Desk, path: Path, progress: Progress, cancelled: CancelCheck) -> Package:
    """Open and verify a package of an enrolled office."""

    def trusted(header: BatchHeader, public: PublicKey) -> None:
        with desk.store.reading() as session:
            require_trusted(session, desk.agency.code, header, public)

    return read_package(path, trusted, progress=progress, cancelled=cancelled)


def _inspected(desk: Desk, path: Path, package: Package, cancelled: CancelCheck) -> Inspection:
    header = package.header
    people = tuple((one.account, one.name, PublicKey.from_json(one.public)) for one in package.user_keys)
    _screen(package, cancelled)
    with desk.store.reading() as session:
        office = session.scalars(select(Office).where(Office.code == header.office_code)).one()
        fork = session.scalar(
            select(ReceivedBatch).where(
                ReceivedBatch.office_id == office.id,
                ReceivedBatch.epoch == header.epoch,
                ReceivedBatch.seq == header.seq,
                ReceivedBatch.manifest_hash != package.manifest_hash,
            )
        )
        if fork is not None:
            raise PackageRefused(
                f"{office.name}已有另一份序号为 {header.seq} 的批次，内容不同",
                "两份都保留，与处室核对哪一份有效，由两人决定",
                "E-FORK",
            )
        keys = {public.fingerprint: (account, public) for account, _name, public in people}
        previews = tuple(_preview(session, office, one, keys) for one in package.items)
        expected = contiguous_seq(session, office.id, header.epoch)[0] + 1
        return Inspection(
            path=path,
            header=header,
            office_id=office.id,
            office_name=office.name,
            manifest_hash=package.manifest_hash,
            duplicate=find_received(session, package.manifest_hash) is not None,
            expected_seq=expected,
            items=previews,
            withheld=len(package.stubs),
            files=len(package.attachments),
            people=people,
        )


def _screen(package: Package, cancelled: CancelCheck) -> None:
    """Nothing classified enters: every document is looked into on the stick, in memory."""
    names = names_of(package)
    for sm3 in package.attachments:
        stop_if(cancelled)
        if examine(names[sm3], b"".join(package.attachment(sm3))).blocked and not _released(package, sm3):
            raise PackageRefused(
                "批次里有一份文件带密级标志", "不要打开这份文件，按保密规定处置 U 盘，并通知处室", "E-SECRET"
            )


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


def _preview(
    session: Session, office: Office, item: PackagedItem, keys: dict[str, tuple[str, PublicKey]]
) -> ItemPreview:
    content = from_plain(ItemContent, item.content)
    checked = check_chain(item.uuid, item.rev, item.digest, content, item.signoffs, listed_people(keys))
    forged = next((one for one in checked if not one.valid), None)
    if forged is not None:
        raise PackageRefused(
            f"{item.form_number}的审查签字验证不通过：{forged.fault}", "整批退回处室，重新签字后再报送", "E-SIGNOFF"
        )
    ours = session.scalar(select(Item).where(Item.uuid == item.uuid))
    if ours is not None and ours.office_id != office.id:
        raise PackageRefused(f"{item.form_number}是别的处室的信息", "请处室核对后重新组包", "E-OWNER")
    if content.attribute is Attribute.WITHHELD:
        raise PackageRefused(f"{item.form_number}是不予公开的信息，不应带内容报送", "请处室重新组包", "E-WITHHELD")
    novelty, changes = _novelty(session, ours, item, content)
    return ItemPreview(
        item.uuid,
        item.rev,
        item.form_number,
        novelty,
        content,
        checked,
        changes,
        ours.head_rev if ours else 0,
        _incomplete(content, checked),
    )


def _incomplete(content: ItemContent, checked: Sequence[CheckedSignOff]) -> str:
    """Why an honest item still cannot be taken: a merely incomplete item returns alone."""
    statements = [one.statement for one in checked]
    if not all_hold(checked) or not place_complete(statements, Place.OFFICE):
        return "处室的审查签字不齐全"
    reviewer = next(one for one in statements if one.step is Step.CONFIDENTIALITY_REVIEWER)
    return "" if conclusion_passes(content.attribute, reviewer.conclusion) else "审查结论不是同意公开"


def _novelty(
    session: Session, ours: Item | None, item: PackagedItem, content: ItemContent
) -> tuple[Novelty, tuple[FieldChange, ...]]:
    if ours is None:
        return Novelty.NEW, ()
    same_rev = session.scalars(select(Revision).where(Revision.item_id == ours.id, Revision.rev == item.rev)).all()
    if any(one.digest == item.digest for one in same_rev):
        return Novelty.DUPLICATE, ()
    if same_rev:
        return Novelty.CONFLICT, differences(from_plain(ItemContent, same_rev[0].content), content)
    if item.rev < ours.head_rev:
        return Novelty.OLDER, ()
    head = session.scalars(select(Revision).where(Revision.item_id == ours.id, Revision.rev == ours.head_rev)).first()
    return Novelty.CHANGED, differences(from_plain(ItemContent, head.content), content) if head else ()


def find_received(session: Session, manifest_hash: str) -> ReceivedBatch | None:
    """The received batch with this manifest hash, None when it never arrived."""
    return session.scalar(select(ReceivedBatch).where(ReceivedBatch.manifest_hash == manifest_hash))


def contiguous_seq(session: Session, office_id: str, epoch: int) -> tuple[int, tuple[int, ...]]:
    """The highest batch number up to which none is missing, and the gaps after it."""
    seqs = set(
        session.scalars(
            select(ReceivedBatch.seq).where(
                ReceivedBatch.office_id == office_id,
                ReceivedBatch.epoch == epoch,
                ReceivedBatch.outcome == ReceivedOutcome.ACCEPTED.value,
            )
        )
    )
    highest = max(seqs, default=0)
    gaps = tuple(n for n in range(1, highest) if n not in seqs)
    return (gaps[0] - 1 if gaps else highest), gaps
