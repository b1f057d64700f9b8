"""What may go into a batch, into how many batches it goes, and the header of the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.limits import Limits
from desktop.formats.package_records import Anchor, BatchHeader
from desktop.labels import word
from desktop.models import Agency, Batch, Item
from desktop.rules.chains import Place
from desktop.rules.findings import BEFORE_TAKING_IN, open_words
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.states import ItemState
from desktop.services import item_rows
from desktop.services.batch_contents import unsent_withheld, untold_withdrawals
from desktop.services.desk import Desk
from desktop.services.resolving import open_in
from desktop.services.sign_offs import packed, standing_rows
from desktop.services.standing import holds_at
from desktop.services.withholding import sent_and_withheld
from desktop.store import audit
from desktop.trust.digests import canonical

_LISTS = 3
"""Members of a package that are neither item nor document: the keys, what is withheld, what is withdrawn."""

_TAGS = 16
"""Members beside the payload that the package writer keeps free."""

_ENTRY_BYTES = 4096
"""The most that one withheld or withdrawn entry takes: its reason is written by hand."""


def require_exportable(session: Session, item: Item) -> None:
    """The leak gate for one item: raise UserError unless it waits to be handed in, signed and without open findings."""
    if ItemState(item.state) is not ItemState.TO_SUBMIT:
        raise UserError(
            f"{item.short_number}现在是“{word(ItemState(item.state))}”，不能报送", "取消勾选后再试", "E-STATE"
        )
    if not holds_at(session, item, Place.OFFICE):
        raise UserError(
            f"{item.short_number}的审查签字不齐全、验证不通过，或者答“是”的事项没有依据，不能报送",
            "打开这条信息查看签字和审查事项，按“修改”补齐后重新审查",
            "E-UNREVIEWED",
        )
    content = from_plain(ItemContent, item_rows.head_revision(session, item).content)
    still_open = open_in(session, content, BEFORE_TAKING_IN)
    if still_open:
        raise UserError(
            f"{item.short_number}还有 {open_words(still_open)}，没有处理完，不能报送",
            "打开这条信息按“修改”，在登记页逐项处理后重新审查",
            "E-FINDINGS",
        )


def parts_of(
    session: Session, chosen: Sequence[Item], people: Mapping[str, object], limits: Limits
) -> tuple[tuple[Item, ...], ...]:
    """The chosen items in as many batches as they need, filled one after another in their order; never none.

    Documents that several items of a batch share count once. Raises UserError (E-LIMIT) for an item that is too large
    for a batch of its own.
    """
    entries = len(unsent_withheld(session)) + len(untold_withdrawals(session)) + len(sent_and_withheld(session))
    empty = len(canonical(people)) + _ENTRY_BYTES * (1 + entries)
    parts: list[tuple[Item, ...]] = []
    batch: list[Item] = []
    held: dict[str, int] = {}
    text = empty
    for item in chosen:
        own, words = _documents(session, item), _text_bytes(session, item)
        both = held | own
        if batch and not _fits(both, text + words, len(batch) + 1, limits):
            parts.append(tuple(batch))
            batch, held, text, both = [], {}, empty, own
        if not _fits(both, text + words, len(batch) + 1, limits):
            raise UserError(
                f"{item.short_number}一件就超过一批的上限（{limits.total_bytes / (1 << 30):.1f} GB）",
                "拆分或压缩这一件的附件后再报送",
                "E-LIMIT",
            )
        batch.append(item)
        held, text = both, text + words
    return (*parts, tuple(batch)) if batch or not parts else tuple(parts)


def _fits(documents: Mapping[str, int], text: int, items: int, limits: Limits) -> bool:
    members = len(documents) + items + _LISTS
    return sum(documents.values()) + text <= limits.total_bytes and members <= limits.members - _TAGS


def _documents(session: Session, item: Item) -> dict[str, int]:
    content = from_plain(ItemContent, item_rows.head_revision(session, item).content)
    return {one.sm3: one.size for one in content.attachments}


def _text_bytes(session: Session, item: Item) -> int:
    """What the item's own file in the package takes: content, sign-offs and a few lines about them."""
    content = item_rows.head_revision(session, item).content
    signed = sum(len(canonical(packed(row))) for row in standing_rows(session, item.id, item.head_rev))
    return len(canonical(content)) + signed + 1024


def next_header(desk: Desk, session: Session, batch_id: str, kind: str, period: str) -> BatchHeader:
    """Draw the next number and sequence; the batch before it is named as far as it was written."""
    agency = session.execute(select(Agency)).scalar_one()
    previous = session.scalar(
        select(Batch.manifest_hash).where(Batch.epoch == agency.epoch).order_by(Batch.seq.desc()).limit(1)
    )
    year = desk.today().year
    number = item_rows.next_number(session, f"batch:{year}")
    anchor = audit.head(session)
    seq = agency.next_seq
    agency.next_seq += 1
    return BatchHeader(
        batch_id=batch_id,
        agency_code=desk.agency.code,
        office_code=desk.agency.office_code,
        office_name=desk.agency.office_name,
        epoch=agency.epoch,
        seq=seq,
        previous=previous or "",
        kind=kind,
        period=period,
        paper_number=f"{year}年第{number:03d}批",
        created_at=desk.now(),
        anchor=Anchor(anchor.epoch, anchor.seq, anchor.h),
    )
