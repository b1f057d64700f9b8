"""What a clerk does to an item before and outside its review: draft, save, discard, revise, withdraw."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.names import safe_name
from desktop.formats.package_records import REASON_LIMIT
from desktop.formats.placing import place_file
from desktop.models import BatchItem, DeliveryItem, Draft, Item, Publication, SignOff, Withdrawal
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.requirements import to_answer_anew
from desktop.rules.roles import End, Permission
from desktop.rules.states import ItemState, Move
from desktop.rules.validation import Problem, Stage, problems
from desktop.services import draft_rows, item_rows, listing, referrals
from desktop.services.desk import Desk
from desktop.services.office_receipts import told_by_receipts
from desktop.services.proposed import settled
from desktop.services.secrecy import require_unmarked, require_unmarked_reason
from desktop.store import search
from desktop.trust.digests import sm3

_LONGEST_NAME = 80
"""Characters of a file name that is offered for saving: 255 bytes are the most that common systems store."""


def create_draft(desk: Desk, content: ItemContent | None = None, proposals: dict[str, Any] | None = None) -> str:
    """Register an item as a draft and draw its form number; returns its uuid."""
    desk.require(Permission.REGISTER)
    content = content or ItemContent()
    content = replace(
        content,
        filled_on=content.filled_on or desk.today(),
        drafter=content.drafter or desk.person.name,
        responsible_office=content.responsible_office or desk.agency.office_name,
    )
    uuid = str(uuids.uuid4())
    with desk.verb("create", uuid) as session:
        item = item_rows.new_item(desk, session, uuid, ItemState.DRAFT, content)
        draft_rows.new_draft(desk, session, item, content, proposals or {})
        listing.reindex(session, item, content)
    return uuid


def save_draft(desk: Desk, uuid: str, content: ItemContent, version: int, editing_session: str) -> int:
    """Save an edited draft; returns its new version.

    `version` is the one that was loaded: another editor's save in between raises UserError (E-STALE), and nothing is
    overwritten. A classification mark in a field raises UserError (E-SECRET). An autosave is audited once per editing session.
    """
    desk.require(Permission.REGISTER)
    require_unmarked(content)
    with desk.store.transaction() as session:
        item, draft = draft_rows.with_draft(session, uuid)
        if draft.version != version:
            raise UserError("这份草稿已在别处改过", "重新打开这份草稿，再录入一次", "E-STALE")
        fresh, draft.session = draft.session != editing_session, editing_session
        draft_rows.write_draft(desk, session, item, draft, content)
        if fresh:
            desk.record(session, "edit", uuid)
        return draft.version


def settle_proposals(desk: Desk, uuid: str, names: Collection[str]) -> None:
    """Note that the user confirmed or replaced what the program proposed for these fields."""
    desk.require(Permission.REGISTER)
    with desk.store.transaction() as session:
        draft = draft_rows.draft_of(session, item_rows.item_by_uuid(session, uuid))
        draft.proposals = settled(draft.proposals, frozenset(names))


def problems_of(desk: Desk, content: ItemContent, stage: Stage) -> tuple[Problem, ...]:
    """What is still wrong with a content at a stage, today."""
    return problems(content, stage, desk.today())


def discard_draft(desk: Desk, uuid: str, reason: str) -> None:
    """Discard a draft that never left this end; its form number is shown as void and not used again.

    Versions that were signed before stay, with their voided sign-offs, as the record. Raises UserError for what was sent
    or published: that is withdrawn.
    """
    desk.require(Permission.REGISTER)
    _require_reason(reason)
    with desk.verb("discard", uuid, {"reason": reason}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        if _went_out(session, item):
            raise UserError("已经报送或者公开过的信息不能作废", "在信息登记里按“撤回”办理", "E-STATE")
        item_rows.move(desk, item, Move.DISCARD)
        orphans = _drop_draft(desk, session, item)
    for digest in orphans:
        desk.store.objects.remove(digest)


REOPENED = "内容重新修改"
"""Why signatures were voided when nobody gave another reason."""

TURNED_PROACTIVE = "公开属性改为主动公开"


def revise(desk: Desk, uuid: str, because: str = REOPENED) -> None:
    """Open an item for correction: a draft from its head revision, whose signatures are voided and stay visible.

    The sixteen answers are open in it: they were given for the content as it was, and each is confirmed anew.
    """
    desk.require(Permission.REGISTER)
    with desk.verb("revise", uuid) as session:
        item = item_rows.item_by_uuid(session, uuid)
        item_rows.require_own(desk, item)
        item_rows.require_unbatched(session, item)
        item_rows.move(desk, item, Move.REVISE)
        open_draft(desk, session, item)
        item_rows.void_sign_offs(desk, session, item, because)


def open_draft(desk: Desk, session: Session, item: Item) -> None:
    """A draft of the head revision, in a running transaction; the state is the caller's to lead to 草稿."""
    head = item_rows.head_revision(session, item)
    content = referrals.with_registered(session, item, from_plain(ItemContent, head.content))
    plain = to_plain(to_answer_anew(content))
    session.add(Draft(item_id=item.id, content=plain, base_rev=head.rev, updated_at=desk.now()))


def tell_attribute(session: Session, item: Item, content: ItemContent) -> None:
    """What was kept from publication and is now to be disclosed says so beside the signatures that were given before."""
    if not item.head_rev or content.attribute is not Attribute.PROACTIVE:
        return
    if Attribute(item_rows.head_revision(session, item).content["attribute"]) is Attribute.PROACTIVE:
        return
    rows = session.scalars(
        select(SignOff).where(SignOff.item_id == item.id, SignOff.rev == item.head_rev).order_by(SignOff.id)
    ).all()
    because = rows[-1].voided_because if rows else ""
    told = TURNED_PROACTIVE if because == REOPENED else f"{because}，{TURNED_PROACTIVE}"
    for row in rows:
        if row.voided_because == because:
            row.voided_because = told


def withdraw(desk: Desk, uuid: str, reason: str) -> None:
    """Withdraw an item for good, with a reason.

    What an office has sent is told to the centre in the next batch; it stays withdrawn whatever arrives later. Of what
    was opened for correction the draft is dropped.
    """
    desk.require(Permission.REGISTER, Permission.RETURN)
    _require_reason(reason)
    if len(reason.strip()) > REASON_LIMIT:  # the notice could not be written, nor anything that travels with it
        raise UserError(f"理由有 {len(reason.strip()):,} 字，不能超过 {REASON_LIMIT:,} 字", "写得简短些", "E-REASON")
    orphans: tuple[str, ...] = ()
    with desk.verb("withdraw", uuid, {"reason": reason}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        item_rows.require_unbatched(session, item)
        drafted = ItemState(item.state) is ItemState.DRAFT
        if drafted:
            _require_to_withdraw(session, item)
        item_rows.move(desk, item, Move.WITHDRAW)
        if drafted:
            orphans = _drop_draft(desk, session, item)
        item.returned_reason = reason
        sent = session.scalar(select(func.max(BatchItem.rev)).where(BatchItem.item_id == item.id))
        told = session.get(Withdrawal, item.uuid) is not None  # when it was withheld after it was sent
        if desk.agency.end is End.OFFICE and sent and not told:
            session.add(
                Withdrawal(
                    item_uuid=item.uuid,
                    rev=sent,
                    form_number=item.form_number,
                    reason=reason.strip(),
                    withdrawn_on=desk.today(),
                )
            )
    for digest in orphans:
        desk.store.objects.remove(digest)


def _went_out(session: Session, item: Item) -> bool:
    """Whether a version of an item was put into a batch or published."""
    batched = session.scalar(select(BatchItem.rev).where(BatchItem.item_id == item.id).limit(1))
    published = session.scalar(select(Publication.id).where(Publication.item_id == item.id))
    return batched is not None or published is not None


def _require_to_withdraw(session: Session, item: Item) -> None:
    """Raise UserError unless what was opened for correction may still be withdrawn: until it was delivered."""
    if not _went_out(session, item):
        raise UserError("这条信息没有报送过，不用撤回", "不再办理的，在草稿上按“作废”", "E-STATE")
    delivered = session.scalar(select(DeliveryItem.item_id).where(DeliveryItem.item_id == item.id).limit(1))
    told = told_by_receipts(session, item).state
    if delivered is not None or told in (ItemState.DELIVERED, ItemState.CLOSED):
        raise UserError("这条信息已经送交，不能撤回", "改好后重新审查，送交的一份按撤换办理", "E-STATE")


def _drop_draft(desk: Desk, session: Session, item: Item) -> tuple[str, ...]:
    """Drop an item's draft, so that its last signed version shows again; returns the objects to remove."""
    orphans = draft_rows.drop_draft(session, item)
    if item.head_rev:
        head = from_plain(ItemContent, item_rows.head_revision(session, item).content)
        listing.show(desk.calendar, session, item, head)
        listing.reindex(session, item, head)
    else:
        search.remove(session, item.key)
    return orphans


def read_document(desk: Desk, digest: str) -> bytes:
    """The bytes of a stored document."""
    desk.require(Permission.READ)
    return desk.store.objects.read(digest)


def save_document_as(desk: Desk, digest: str, target: Path) -> None:
    """Write a stored document to a path that the user chose."""
    data = read_document(desk, digest)

    def write(file: BinaryIO) -> None:
        file.write(data)

    place_file(target, write, lambda part: None)


def name_to_save(name: str) -> str:
    """A file name as it may be offered for saving, whatever its sender called it: one name that every system can store."""
    return safe_name(name, limit=_LONGEST_NAME)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError("没有写明理由", "写明理由后再办理", "E-REASON")
    require_unmarked_reason(reason)


def digest_of_file(path: Path) -> str:
    """The SM3 of a file, to see whether it is registered already; UserError when it cannot be read."""
    try:
        return sm3(path.read_bytes())
    except OSError as error:
        raise UserError(f"读不到“{path.name}”", "核对路径，确认文件还在原处", "E-READ") from error
