"""The centre takes in a batch: verified and screened where it lies, previewed, applied in one transaction, receipted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.faultpoints import reached
from desktop.formats.package import Package, read_package
from desktop.formats.package_records import NIL, BatchHeader, PackagedItem
from desktop.formats.placing import reading_errors
from desktop.models import Document, Item, Office, ReceivedBatch, ReceivedItem, Revision, WithheldEntry
from desktop.rules.items import AttachedDocument, Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.review import Place, Step, conclusion_passes, place_complete
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemOutcome, ItemState, Move, ReceivedOutcome, allows
from desktop.screening.intake import Examined, examine
from desktop.services import items
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.differences import FieldChange, differences
from desktop.services.enrolment import require_trusted
from desktop.services.intake import write_document
from desktop.services.sign_offs import CheckedSignOff, all_hold, check_chain, unpacked
from desktop.services.trusted_keys import listed_people, remember_office_people
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


@dataclass(frozen=True, slots=True)
class Decision:
    """What the central office decides about one item: accept, or return with a reason and the fields to mend."""

    accept: bool = True
    reason: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """A batch that was taken in."""

    id: int
    office_name: str
    paper_number: str
    period: str
    kind: str
    outcome: ReceivedOutcome
    item_count: int
    accepted: int
    returned: int
    received_at: str
    duplicate: bool = False


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
        with _open(desk, path, progress, cancelled) as package:
            return _inspected(desk, path, package, cancelled)
    except PackageRefused as refusal:
        with desk.verb("refuse_batch", "package", {"code": refusal.code}):
            pass
        raise


def import_batch(
    desk: Desk,
    inspection: Inspection,
    decisions: Mapping[str, Decision],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> ReceivedView:
    """Take a batch in as decided: verified once more, documents stored first, then everything in one transaction.

    The same batch again changes nothing. Raises UserError when a conflicting item has no decision to return it.
    """
    desk.require(Permission.IMPORT)
    if inspection.duplicate:
        with desk.store.reading() as session:
            return _received_view(session, _received(session, inspection.manifest_hash), duplicate=True)
    for one in inspection.items:
        _require_decidable(one, decisions.get(one.uuid, Decision()))
    with _open(desk, inspection.path, progress, cancelled) as package:
        if package.manifest_hash != inspection.manifest_hash:
            raise PackageRefused("文件在核对后变了", "重新核对这份报送包", "E-HASH")
        examined = _store_documents(desk, package, cancelled)
        reached("import.documents-stored")
        stop_if(cancelled)
        with desk.verb("import_batch", package.header.batch_id, {"items": len(package.items)}) as session:
            received = _apply(desk, session, inspection, package, decisions, examined)
            reached("import.before-commit")
        reached("import.committed")
    with desk.store.reading() as session:
        return _received_view(session, session.get_one(ReceivedBatch, received), duplicate=False)


def received(desk: Desk) -> tuple[ReceivedView, ...]:
    """All batches that were taken in, the newest first."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        rows = session.scalars(select(ReceivedBatch).order_by(ReceivedBatch.id.desc()).limit(500))
        return tuple(_received_view(session, row, duplicate=False) for row in rows)


def return_item(desk: Desk, uuid: str, reason: str, fields: Sequence[str]) -> None:
    """Return a received item for correction (退回补正): the reason and the marked fields travel in the next receipt."""
    desk.require(Permission.RETURN)
    if not reason.strip():
        raise UserError("没有写明退回理由", "写明哪里需要补正", "E-REASON")
    with desk.verb("return", uuid, {"fields": list(fields)}) as session:
        item = items.item_by_uuid(session, uuid)
        items.move(desk, item, Move.RETURN)
        item.returned_reason, item.returned_fields = reason.strip(), list(fields)
        line = session.scalar(
            select(ReceivedItem).where(ReceivedItem.item_id == item.id, ReceivedItem.rev == item.head_rev)
        )
        if line is not None:
            line.outcome, line.reason, line.fields = ItemOutcome.RETURNED.value, reason.strip(), list(fields)


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


def _open(desk: Desk, path: Path, progress: Progress, cancelled: CancelCheck) -> Package:
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
            duplicate=_find_received(session, package.manifest_hash) is not None,
            expected_seq=expected,
            items=previews,
            withheld=len(package.stubs),
            files=len(package.attachments),
            people=people,
        )


def _screen(package: Package, cancelled: CancelCheck) -> None:
    """Nothing classified enters: every document is looked into on the stick, in memory."""
    names = _names(package)
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


def _names(package: Package) -> dict[str, str]:
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


def _require_decidable(one: ItemPreview, decision: Decision) -> None:
    if not decision.accept and not decision.reason.strip():
        raise UserError(f"{one.form_number}没有写明退回理由", "写明哪里需要补正", "E-REASON")
    if decision.accept and one.incomplete:
        raise UserError(f"{one.form_number}{one.incomplete}，不能接收", "这一件选择退回补正", "E-UNREVIEWED")
    if decision.accept and one.novelty is Novelty.CONFLICT:
        raise UserError(f"{one.form_number}与已收内容冲突，不能直接接收", "这一件选择退回补正", "E-CONFLICT")


def _store_documents(desk: Desk, package: Package, cancelled: CancelCheck) -> dict[str, Examined]:
    """Documents are written before the rows that name them; a document that is already there is read again."""
    names = _names(package)
    examined: dict[str, Examined] = {}
    for sm3, size in package.attachments.items():
        stop_if(cancelled)
        data = b"".join(package.attachment(sm3))
        examined[sm3] = examine(names[sm3], data, released=True)
        desk.store.objects.put([data], size)
    return examined


def _apply(
    desk: Desk,
    session: Session,
    inspection: Inspection,
    package: Package,
    decisions: Mapping[str, Decision],
    examined: dict[str, Examined],
) -> int:
    header = package.header
    if _find_received(session, package.manifest_hash) is not None:
        raise UserError("这一批刚刚已经接收", "刷新列表查看", "E-DUPLICATE")
    remember_office_people(session, inspection.people, desk.now())
    row = ReceivedBatch(
        batch_id=header.batch_id,
        office_id=inspection.office_id,
        epoch=header.epoch,
        seq=header.seq,
        paper_number=header.paper_number,
        kind=header.kind,
        period=header.period,
        manifest_hash=package.manifest_hash,
        outcome=ReceivedOutcome.ACCEPTED.value,
        item_count=len(package.items),
        anchor={"epoch": header.anchor.epoch, "seq": header.anchor.seq, "head": header.anchor.head},
        received_at=desk.now(),
        received_by=desk.person.name,
    )
    session.add(row)
    session.flush()
    novelties = {one.uuid: one for one in inspection.items}
    for packaged in package.items:
        content = from_plain(ItemContent, packaged.content)
        _write_documents(session, content.attachments, examined)
        preview = novelties[packaged.uuid]
        decision = decisions.get(packaged.uuid, Decision())
        item = _take_item(desk, session, inspection.office_id, packaged, content, preview.novelty)
        outcome = _decide(desk, item, content, preview, decision)
        session.add(
            ReceivedItem(
                received_batch_id=row.id,
                item_id=item.id,
                rev=packaged.rev,
                outcome=outcome.value,
                reason=decision.reason,
                fields=list(decision.fields),
            )
        )
    for stub in package.stubs:
        if session.get(WithheldEntry, stub.form_number) is None:
            session.add(
                WithheldEntry(
                    form_number=stub.form_number,
                    office_id=inspection.office_id,
                    decided_on=date.fromisoformat(stub.date),
                    ground=stub.article,
                    received_batch_id=row.id,
                )
            )
    return row.id


def _write_documents(session: Session, attachments: Sequence[AttachedDocument], examined: dict[str, Examined]) -> None:
    for one in attachments:
        if session.get(Document, one.sm3) is None:
            write_document(session, one, examined[one.sm3])


def _take_item(
    desk: Desk, session: Session, office_id: str, packaged: PackagedItem, content: ItemContent, novelty: Novelty
) -> Item:
    item = session.scalar(select(Item).where(Item.uuid == packaged.uuid))
    if item is None:
        item = items.place_item(
            desk, session, packaged.uuid, office_id, packaged.form_number, ItemState.PENDING, content
        )
    if novelty is Novelty.DUPLICATE:
        return item
    session.add(
        Revision(
            item_id=item.id,
            rev=packaged.rev,
            digest=packaged.digest,
            parents=list(packaged.parents),
            content=packaged.content,
            author=desk.agency.office_name,
            created_at=desk.now(),
        )
    )
    for one in packaged.signoffs:
        session.add(unpacked(item.id, one))
    item.conflict = item.conflict or novelty is Novelty.CONFLICT
    if packaged.rev > item.head_rev:
        items.void_sign_offs(desk, session, item, "收到新版本", before=packaged.rev)
        item.head_rev = packaged.rev
        items.show(desk.calendar, session, item, content)
        items.reindex(session, item, content)
    return item


def _decide(desk: Desk, item: Item, content: ItemContent, preview: ItemPreview, decision: Decision) -> ItemOutcome:
    if preview.novelty is Novelty.CONFLICT:
        return ItemOutcome.CONFLICT
    if preview.novelty in (Novelty.DUPLICATE, Novelty.OLDER):
        return ItemOutcome.RECEIVED
    if preview.novelty is Novelty.CHANGED and allows(ItemState(item.state), Move.RECEIVE):
        items.move(desk, item, Move.RECEIVE)
    if not decision.accept:
        items.move(desk, item, Move.RETURN)
        item.returned_reason, item.returned_fields = decision.reason.strip(), list(decision.fields)
        return ItemOutcome.RETURNED
    item.returned_reason, item.returned_fields = "", []
    if content.attribute is Attribute.ON_REQUEST:
        items.move(desk, item, Move.REGISTER)
        return ItemOutcome.REGISTERED
    return ItemOutcome.RECEIVED


def _find_received(session: Session, manifest_hash: str) -> ReceivedBatch | None:
    return session.scalar(select(ReceivedBatch).where(ReceivedBatch.manifest_hash == manifest_hash))


def _received(session: Session, manifest_hash: str) -> ReceivedBatch:
    row = _find_received(session, manifest_hash)
    assert row is not None
    return row


def _received_view(session: Session, row: ReceivedBatch, duplicate: bool) -> ReceivedView:
    outcomes = list(session.scalars(select(ReceivedItem.outcome).where(ReceivedItem.received_batch_id == row.id)))
    returned = outcomes.count(ItemOutcome.RETURNED.value)
    return ReceivedView(
        row.id,
        session.get_one(Office, row.office_id).name,
        row.paper_number,
        row.period,
        row.kind,
        ReceivedOutcome(row.outcome),
        row.item_count,
        len(outcomes) - returned,
        returned,
        row.received_at,
        duplicate,
    )
