"""Clean copies of an item's documents: what would be masked, masking it, and going back to the original."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.cleaning.copying import clean, why_no_copy
from desktop.cleaning.offer import Offer as Offer
from desktop.cleaning.offer import offers
from desktop.cleaning.presets import mask_words, name_of, why_not
from desktop.cleaning.records import Choices
from desktop.cleaning.records import CleanCopy as MadeCopy
from desktop.errors import UserError
from desktop.models import CleanCopy, Document, HitRelease, Item
from desktop.rules.findings import Resolution, Settled
from desktop.rules.items import AttachedDocument, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.requirements import to_answer_anew
from desktop.rules.roles import Permission
from desktop.screening.intake import Examined, fixed_lines
from desktop.screening.reading import read_document
from desktop.screening.records import Kind
from desktop.screening.traces import from_trace
from desktop.services import draft_rows, item_rows
from desktop.services.against_lists import explained, screened
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.draft_rows import drop_unheld
from desktop.services.intake import write_document
from desktop.services.item_detail import DocumentView


def why_not_masked(rule: str) -> str:
    """Why the hits of a rule cannot be masked by the program; empty when they can, or when every copy leaves them out."""
    return why_not(rule)


def kind_words(rule: str) -> str:
    """What a rule finds, in a few words."""
    return name_of(rule)


@dataclass(frozen=True, slots=True)
class MaskPreview:
    """What a clean copy of a document would be: what may be masked, what it carries unseen and would lose.

    `as_pictures` says that its pages become pictures. `why_no_copy` says why there can be none, and what to do instead.
    """

    sm3: str
    name: str
    offers: tuple[Offer, ...]
    cleared: tuple[str, ...]
    why_no_copy: str = ""
    as_pictures: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to mask and nothing to clear."""
        return not self.cleared and not any(one.looks for one in self.offers)


@dataclass(frozen=True, slots=True)
class MaskDone:
    """A clean copy that took its original's place; it was opened again and compared before."""

    sm3: str
    name: str
    masked: int
    cleared: int
    facts: tuple[str, ...]

    @property
    def words(self) -> str:
        """The result in one sentence."""
        done = [f"遮盖 {self.masked} 处"] if self.masked else []
        done += [f"清除 {self.cleared} 项隐藏内容"] if self.cleared else []
        return f"{'，'.join(done)}；已重新打开核对，没有遗留"


def preview(desk: Desk, uuid: str, sm3: str) -> MaskPreview:
    """What would be masked in a document of a draft; findings that a person decided to keep are left out.

    Nothing in it tells a raw hit: each preset shows what the first hit becomes.
    """
    desk.require(Permission.REGISTER)
    attached, content = _attached(desk, uuid, sm3)
    why = why_no_copy(attached.kind)
    if why:
        return MaskPreview(sm3, attached.name, (), (), why)
    document = read_document(attached.name, desk.store.objects.read(sm3))
    pictures = document.kind is Kind.PDF
    found = [from_trace(trace) for trace in document.traces]
    cleared = tuple(dict.fromkeys(f"{one.place}：{one.message.partition('，公开前')[0]}" for one in found))
    return MaskPreview(
        sm3, attached.name, offers(document, _kept(content, sm3), fixed_lines(desk.lists.phones)), cleared, "", pictures
    )


def mask(
    desk: Desk,
    uuid: str,
    sm3: str,
    presets: Mapping[str, str],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> MaskDone:
    """Put a clean copy in the place of a draft's document: preset by rule; what is not named there stays.

    The original stays in the store and leaves it no more. What was masked is recorded as resolved in the reviewed
    content, and what was decided about the rest is kept. Raises UserError (E-CLEAN) when anything would be left over;
    the draft is as it was then.
    """
    desk.require(Permission.REGISTER)
    attached, content = _attached(desk, uuid, sm3)
    choices = Choices(dict(presets), frozenset(_kept(content, sm3)), fixed_lines(desk.lists.phones))

    def step(done: int, total: int) -> None:
        stop_if(cancelled)
        progress(done, total)

    made = clean(attached.name, desk.store.objects.read(sm3), choices, step)
    examined = screened(desk, made.name, made.data, released=attached.released)
    if examined.blocked and not attached.released:
        raise UserError("没有生成净化副本：副本带有密级标志", "移除这份文件，按保密规定另行处理", "E-SECRET")
    stored = desk.store.objects.put([made.data], len(made.data))
    pages = examined.document.pages
    fresh = replace(
        attached, sm3=stored.sm3, sha256=stored.sha256, size=stored.size, name=made.name, pages=pages,
        released=examined.blocked,
    )  # fmt: skip
    with desk.verb("mask", uuid, {"sm3": fresh.sm3, "original": sm3, "masked": _count(made)}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        write_document(session, fresh, examined)
        draft_rows.edit_draft(
            desk, session, uuid, lambda now: _masked_content(desk, now, attached, fresh, made, examined)
        )
        _carry_release(session, item, attached, fresh)
        _remember(desk, session, item, attached, content, fresh, made)
        orphans = drop_unheld(session, [sm3])
    for digest in orphans:
        desk.store.objects.remove(digest)
    return MaskDone(fresh.sm3, fresh.name, _count(made), made.cleared, made.facts)


def original_of(desk: Desk, uuid: str, sm3: str) -> DocumentView:
    """The original that a clean copy stands for, with what was found in it; it is here to be looked at only."""
    desk.require(Permission.REGISTER)
    with desk.store.reading() as session:
        row = _row(session, item_rows.item_by_uuid(session, uuid), sm3)
        if row is None:
            raise _no_copy()
        one = from_plain(AttachedDocument, row.original["document"])
        found = explained(session, desk.agency.end, session.get_one(Document, row.original_sm3).findings)
    return DocumentView(one.sm3, one.sha256, one.name, one.kind, one.size, one.pages, one.role, found)


def undo_mask(desk: Desk, uuid: str, sm3: str) -> AttachedDocument:
    """Put the original back in the place of its clean copy, with what had been decided about it; for a draft only.

    What was answered since is asked anew: it was answered without what was masked.
    """
    desk.require(Permission.REGISTER)
    with desk.verb("undo_mask", uuid, {"sm3": sm3}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        row = _row(session, item, sm3)
        if row is None:
            raise _no_copy()
        original = from_plain(AttachedDocument, row.original["document"])
        decided = tuple(from_plain(Resolution, one) for one in row.original["resolutions"])
        read = row.original.get("answers")
        draft_rows.edit_draft(desk, session, uuid, lambda now: _restored(now, sm3, original, decided, read))
        session.execute(delete(HitRelease).where(HitRelease.sm3 == sm3, HitRelease.item_id == item.id))
        if not draft_rows.held_in_content(session, sm3):
            session.delete(row)
        session.flush()
        orphans = drop_unheld(session, [sm3])
    for digest in orphans:
        desk.store.objects.remove(digest)
    return original


def _no_copy() -> UserError:
    return UserError("这份文件不是净化副本", "重新打开这份草稿", "E-ITEM")


def _attached(desk: Desk, uuid: str, sm3: str) -> tuple[AttachedDocument, ItemContent]:
    with desk.store.reading() as session:
        content = from_plain(ItemContent, draft_rows.draft_of(session, item_rows.item_by_uuid(session, uuid)).content)
    return _document_of(content, sm3), content


def _document_of(content: ItemContent, sm3: str) -> AttachedDocument:
    for one in content.attachments:
        if one.sm3 == sm3:
            return one
    raise UserError("没有找到这份文件", "文件可能已经移除，重新打开这份草稿", "E-OBJECT")


def _kept(content: ItemContent, sm3: str) -> set[tuple[str, str]]:
    """The findings of a document that a person decided to publish as they are."""
    return {
        (one.rule, one.place) for one in content.resolutions if one.sm3 == sm3 and one.verdict is not Settled.MASKED
    }


def _count(made: MadeCopy) -> int:
    return sum(one.count for one in made.masks)


def _masked_content(
    desk: Desk,
    content: ItemContent,
    attached: AttachedDocument,
    fresh: AttachedDocument,
    made: MadeCopy,
    examined: Examined,
) -> ItemContent:
    _document_of(content, attached.sm3)
    if any(one.sm3 == fresh.sm3 for one in content.attachments):
        raise UserError(f"“{fresh.name}”已经在附件里", "移除其中一份", "E-DUPLICATE")
    files = tuple(fresh if one.sm3 == attached.sm3 else one for one in content.attachments)
    decided = [one for one in content.resolutions if one.sm3 != attached.sm3]
    left = {(one.rule, one.place, one.count) for one in examined.findings}
    for one in content.resolutions:
        applies = one.verdict is Settled.MASKED or (one.rule, one.place, one.count) in left
        if one.sm3 == attached.sm3 and applies:
            decided.append(replace(one, sm3=fresh.sm3))
    for mask_made in made.masks:
        if (mask_made.rule, mask_made.place, mask_made.count) in left:
            raise UserError("没有生成净化副本：还有没有遮盖的内容", "移除这份文件，改好后重新放入", "E-CLEAN")
        reason = mask_words(mask_made.rule, mask_made.preset)
        decided.append(
            Resolution(
                *(fresh.sm3, mask_made.rule, mask_made.place, mask_made.count, Settled.MASKED, reason),
                *(desk.person.name, desk.today()),
            )
        )
    return replace(content, attachments=files, resolutions=tuple(decided))


def _restored(
    content: ItemContent, sm3: str, original: AttachedDocument, decided: Iterable[Resolution], answers: object
) -> ItemContent:
    """The content with the original again; what was not answered when it was masked was answered without reading it."""
    now = _document_of(content, sm3)
    if any(one.sm3 == original.sm3 for one in content.attachments):
        raise UserError(f"原件“{original.name}”已经在附件里", "移除净化副本即可", "E-DUPLICATE")
    back = replace(original, role=now.role)
    files = tuple(back if one.sm3 == sm3 else one for one in content.attachments)
    kept = tuple(one for one in content.resolutions if one.sm3 != sm3)
    restored = replace(content, attachments=files, resolutions=(*kept, *decided))
    return restored if to_plain(content.answers) == answers else to_answer_anew(restored)


def _row(session: Session, item: Item, sm3: str) -> CleanCopy | None:
    wanted = select(CleanCopy).where(CleanCopy.item_id == item.id, CleanCopy.sm3 == sm3)
    return session.scalars(wanted.order_by(CleanCopy.id.desc()).limit(1)).first()


def _remember(
    desk: Desk,
    session: Session,
    item: Item,
    attached: AttachedDocument,
    content: ItemContent,
    fresh: AttachedDocument,
    made: MadeCopy,
) -> None:
    """Note the copy; one that was made of a copy goes back to the first original."""
    earlier = _row(session, item, attached.sm3)
    masks: list[Any] = [asdict(one) for one in made.masks]
    decided = [to_plain(one) for one in content.resolutions if one.sm3 == attached.sm3]
    answers = to_plain(content.answers)
    original: dict[str, Any] = {"document": to_plain(attached), "resolutions": decided, "answers": answers}
    session.execute(delete(CleanCopy).where(CleanCopy.item_id == item.id, CleanCopy.sm3 == fresh.sm3))
    session.add(
        CleanCopy(
            item_id=item.id,
            sm3=fresh.sm3,
            original_sm3=earlier.original_sm3 if earlier else attached.sm3,
            original=earlier.original if earlier else original,
            masks=[*earlier.masks, *masks] if earlier else masks,
            made_at=desk.now(),
            made_by=desk.person.name,
        )
    )
    if earlier and not draft_rows.held_in_content(session, attached.sm3):
        session.delete(earlier)
    session.flush()


def _carry_release(session: Session, item: Item, attached: AttachedDocument, fresh: AttachedDocument) -> None:
    """A false classification hit that was released in the original is released in its copy: the same words stand there."""
    if not fresh.released:
        return
    row = session.scalars(select(HitRelease).where(HitRelease.sm3 == attached.sm3).limit(1)).first()
    if row is None:
        raise UserError(f"“{attached.name}”带密级标志，没有放行记录", "由保密审查员放行后再生成", "E-SECRET")
    session.add(
        HitRelease(
            item_id=item.id,
            sm3=fresh.sm3,
            released_by=row.released_by,
            on_paper=row.on_paper,
            released_on=row.released_on,
            reason=row.reason,
            recorded_by=row.recorded_by,
        )
    )
