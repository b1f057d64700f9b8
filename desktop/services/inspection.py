"""The check of a package where it lies: verified, screened and compared with the store, before anything is copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.package import Known, Package, Signed, Trusted, read_package, reopen_package
from desktop.formats.package_records import BatchHeader, PackagedItem, WithdrawalNotice
from desktop.labels import FIELDS
from desktop.models import Item, Office, Publication, ReceivedBatch
from desktop.rules.chains import Place
from desktop.rules.findings import open_words
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState, ReceivedOutcome
from desktop.rules.validation import unseen_fields
from desktop.screening.records import Finding
from desktop.services import conflicts, continuity, item_rows, received_before
from desktop.services.against_lists import explained_words, screened_from_outside
from desktop.services.claims import claimed_wrongly
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress
from desktop.services.differences import FieldChange, differences
from desktop.services.enrolment import require_trusted
from desktop.services.entries import REFUSED
from desktop.services.forks import FORK, facts_of, require_no_fork
from desktop.services.forms import is_known
from desktop.services.gaps import contiguous_seq
from desktop.services.inspected import (
    NUMBER_TAKEN,
    Inspection,
    ItemPreview,
    Novelty,
    PublishedEarlier,
    WithdrawalPreview,
)
from desktop.services.looking import DOCUMENT, SIGN_OFF, Look
from desktop.services.received_before import find_received, new_received
from desktop.services.screened import screened
from desktop.services.secrecy import declared_secret, marked_field
from desktop.services.sign_offs import CheckedSignOff, KeyCheck, check_chain, gate_open
from desktop.services.trusted_keys import listed_people
from desktop.trust.signing import PublicKey

_MADE_SO = frozenset({"E-REVOKED", "E-FIELD", "E-SET", "E-VERSION"})
"""Why a package of an enrolled office is refused before it is read to its end, for what the office itself must mend."""


def inspect(desk: Desk, path: Path, progress: Progress = no_progress, cancelled: CancelCheck = never) -> Inspection:
    """Verify a package where it lies and compare it with the store; nothing is copied.

    Structure, digests, office key, sign-offs and classification marks are all checked before anything else is believed.
    Raises PackageRefused with its code; the refusal is audited. A batch that an enrolled office did sign is noted as
    refused, so that its receipt can send the items back; of its content nothing is kept. The progress goes on through
    all of it and may be cancelled anywhere but within the reading of one document.
    """
    desk.require(Permission.IMPORT)
    if desk.agency.end is not End.CENTRE:
        raise UserError("接收报送批次在办公室端办理", "处室端读取办公室的回执", "E-END")
    look = Look(progress, cancelled)
    try:
        opened = read_package(path, _trusted(desk), progress=look.reading, cancelled=cancelled, known=_known(desk))
    except PackageRefused as refusal:
        signed = refusal.signed
        if isinstance(signed, Signed) and refusal.code in _MADE_SO:  # by then the key was found to be the office's
            refusal.noted = _note_refused(desk, signed.header, signed.manifest_hash, refusal.code)
        else:
            with desk.verb(REFUSED, "package", {"code": refusal.code}):
                pass
        raise
    with opened as package:
        look.begin(package)
        try:
            found = _inspected(desk, path, package, look)
        except PackageRefused as refusal:
            refusal.noted = _note_refused(desk, package.header, package.manifest_hash, refusal.code, package)
            raise
        look.end()
        return found


def _note_refused(
    desk: Desk, header: BatchHeader, manifest_hash: str, code: str, package: Package | None = None
) -> bool:
    """Note a batch of an enrolled office as refused; returns whether it stands so, and was not taken in before."""
    facts: dict[str, Any] = {"code": code, "manifest": manifest_hash}
    with desk.verb(REFUSED, header.batch_id, facts) as session:
        known = find_received(session, manifest_hash)
        office = session.scalars(select(Office).where(Office.code == header.office_code)).one()
        if code == FORK and package is not None:
            facts |= facts_of(session, office.id, package)
        if known is not None and known.undone_at is None:
            return known.outcome != ReceivedOutcome.ACCEPTED.value
        outcome = ReceivedOutcome.HELD if code == FORK else ReceivedOutcome.REJECTED
        if known is not None:
            received_before.forget(session, known)
            session.delete(known)
            session.flush()
        items = len(package.items) if package is not None else 0
        session.add(new_received(desk, header, manifest_hash, items, office.id, outcome, code))
    return True


def require_still_alone(desk: Desk, found: Inspection) -> None:
    """Raise PackageRefused (E-FORK), noted like any, when another batch has taken the place of this one since its check."""
    try:
        with desk.store.reading() as session:
            if not _is_taken_in(find_received(session, found.manifest_hash)):
                require_no_fork(session, found)
    except PackageRefused as refusal:
        refusal.noted = _note_refused(desk, found.header, found.manifest_hash, refusal.code, found.package)
        raise


def open_again(desk: Desk, found: Inspection, progress: Progress, cancelled: CancelCheck) -> Package:
    """Open the package of an inspection again, where it lies now; PackageRefused when it is another one."""

    def trusted(header: BatchHeader, public: PublicKey) -> None:
        if not _known(desk)(found.manifest_hash):
            _trusted(desk)(header, public)

    return reopen_package(found.package, found.path, trusted, progress=progress, cancelled=cancelled)


def _trusted(desk: Desk) -> Trusted:
    """Believes the packages of enrolled offices."""

    def trusted(header: BatchHeader, public: PublicKey) -> None:
        with desk.store.reading() as session:
            office = require_trusted(session, desk.agency.code, header, public)
            continuity.require_near(session, office, header)

    return trusted


def _known(desk: Desk) -> Known:
    """Knows the packages that were taken in: the same once more is told as such, though its key was revoked since."""

    def known(manifest_hash: str) -> bool:
        with desk.store.reading() as session:
            return _is_taken_in(find_received(session, manifest_hash))

    return known


def _is_taken_in(row: ReceivedBatch | None) -> bool:
    return row is not None and row.outcome == ReceivedOutcome.ACCEPTED.value and row.undone_at is None


def _inspected(desk: Desk, path: Path, package: Package, look: Look) -> Inspection:
    header = package.header
    for foreign in claimed_wrongly(package):
        raise foreign
    key_belongs = listed_people(package.user_keys)
    verified = tuple(_verified(one, key_belongs, look) for one in package.items)
    found = _screen(desk, package, verified, look)
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
                items=tuple(sorted(verified, key=lambda one: one.form_number)),
                withheld=len(package.stubs),
                files=len(package.attachments),
                people=package.user_keys,
                withdrawals=tuple(WithdrawalPreview(one, None, None) for one in package.withdrawals),
                clock_ahead=datetime.fromisoformat(header.created_at) - desk.clock(),
                package=package,
            ),
        )


def compared(session: Session, found: Inspection) -> Inspection:
    """What was verified, set beside the store as it is now: another batch may have come in since it was first compared.

    Raises PackageRefused for another batch under the same number, and for items of another office.
    """
    duplicate = _is_taken_in(find_received(session, found.manifest_hash))
    if not duplicate:
        require_no_fork(session, found)
    known = {form: is_known(session, form) for form in {one.content.form for one in found.items}}
    return replace(
        found,
        duplicate=duplicate,
        expected_seq=contiguous_seq(session, found.office_id, found.header.epoch)[0] + 1,
        series=continuity.series_of(session, found.office_id, found.header),
        items=tuple(
            one if one.form_known == known[one.content.form] else replace(one, form_known=not one.form_known)
            for one in _placed(session, found.office_id, found.items)
        ),
        withdrawals=tuple(_found_withdrawn(session, found, one.notice) for one in found.withdrawals),
    )


def _screen(desk: Desk, package: Package, items: Sequence[ItemPreview], look: Look) -> dict[str, tuple[Finding, ...]]:
    """Nothing classified enters: every document is looked into on the stick, in memory; returns what was found."""
    names = names_of(items)
    # A false hit that the office's reviewer released travels as such with its item's content.
    released = {one.sm3 for item in items for one in item.content.attachments if one.released}
    found: dict[str, tuple[Finding, ...]] = {}
    for sm3, size in package.attachments.items():
        data = b"".join(look.through(package.attachment(sm3)))
        try:
            examined = screened_from_outside(desk, names[sm3], data, released=sm3 in released)
        except UserError as problem:
            raise PackageRefused(f"批次里有一份文件读不出：{problem.message}", problem.hint, problem.code) from problem
        if examined.blocked and sm3 not in released:
            raise _secret("批次里有一份文件带密级标志")
        found[sm3] = examined.findings
        look.advance(size + DOCUMENT)
    return found


def _secret(what: str) -> PackageRefused:
    return PackageRefused(what, "不要打开这份文件，按保密规定处置 U 盘，并通知处室", "E-SECRET")


def names_of(items: Iterable[ItemPreview]) -> dict[str, str]:
    """The original name of each document of a package, by digest."""
    return {one.sm3: one.name for item in items for one in item.content.attachments}


def _verified(item: PackagedItem, key_belongs: KeyCheck, look: Look) -> ItemPreview:
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
    look.advance(SIGN_OFF * len(checked))
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


def _placed(session: Session, office_id: str, items: Sequence[ItemPreview]) -> tuple[ItemPreview, ...]:
    """How verified items stand to what the centre has; PackageRefused when one is another office's."""
    ours = item_rows.items_by_uuid(session, [one.uuid for one in items])
    numbers = item_rows.uuids_by_number(session, [one.form_number for one in items])
    placed = []
    for item in items:
        mine = ours.get(item.uuid)
        if mine is not None and mine.office_id != office_id:
            raise PackageRefused(f"{item.form_number}是别的处室的信息", "请处室核对后重新组包", "E-OWNER")
        taken = numbers.setdefault(item.form_number, item.uuid) != item.uuid
        if mine is None and item.novelty is Novelty.NEW:  # as it was when it was verified
            placed.append(_numbered(item, taken))
            continue
        novelty, changes = _novelty(session, mine, item)
        one = replace(
            item,
            novelty=novelty,
            changes=changes,
            our_rev=mine.head_rev if mine else 0,
            published=_published(session, mine) if mine and novelty is Novelty.CHANGED else None,
        )
        placed.append(_numbered(one, taken and novelty in (Novelty.NEW, Novelty.CHANGED)))
    return tuple(placed)


def _numbered(item: ItemPreview, taken: bool) -> ItemPreview:
    """The item, which returns alone for a new number when another one has its number."""
    if taken == item.number_taken:
        return item
    other = item.incomplete if item.incomplete != NUMBER_TAKEN else ""
    return replace(item, number_taken=taken, incomplete=other or (NUMBER_TAKEN if taken else ""))


def _published(session: Session, item: Item) -> PublishedEarlier | None:
    row = session.scalar(select(Publication).where(Publication.item_id == item.id))
    return PublishedEarlier(row.rev, row.address, row.published_on) if row else None


def _found_withdrawn(session: Session, found: Inspection, notice: WithdrawalNotice) -> WithdrawalPreview:
    """A withdrawal beside what the centre has; PackageRefused when the item is another office's."""
    ours = session.scalar(select(Item).where(Item.uuid == notice.uuid))
    if ours is not None and ours.office_id != found.office_id:
        raise PackageRefused(f"{notice.form_number}是别的处室的信息", "请处室核对后重新组包", "E-OWNER")
    if ours is None or ours.state == ItemState.DISCARDED.value:  # what was undone is not here
        return WithdrawalPreview(notice, None, None)
    return WithdrawalPreview(notice, ours.title, ItemState(ours.state))


def _incomplete(content: ItemContent, checked: Sequence[CheckedSignOff]) -> str:
    """Why an honest item still cannot be taken: a merely incomplete item returns alone."""
    if not gate_open(checked, Place.OFFICE, content):
        return "处室的审查没有走完，结论不是同意，或者答“是”的事项没有依据"
    unseen = "、".join(FIELDS[name] for name in unseen_fields(content))
    return f"内容检查发现{unseen}含有看不见的控制字符" if unseen else ""


def _novelty(session: Session, ours: Item | None, item: ItemPreview) -> tuple[Novelty, tuple[FieldChange, ...]]:
    if ours is None or ours.state == ItemState.DISCARDED.value:
        return Novelty.NEW, ()
    if conflicts.lost(session, ours.id, item.digest):
        return Novelty.DECIDED, ()
    same_rev = item_rows.revisions_at(session, ours.id, item.rev)
    if any(one.digest == item.digest for one in same_rev):
        return Novelty.DUPLICATE, ()
    if item.rev < ours.head_rev:
        return (Novelty.DIVERGED if conflicts.diverges(session, ours.id, item) else Novelty.OLDER), ()
    if same_rev:
        return Novelty.CONFLICT, differences(from_plain(ItemContent, same_rev[0].content), item.content)
    heads = item_rows.revisions_at(session, ours.id, ours.head_rev)
    return Novelty.CHANGED, differences(from_plain(ItemContent, heads[0].content), item.content) if heads else ()
