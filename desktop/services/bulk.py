"""Changing chosen fields of many drafts at once: what would change, the change, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import FIELDS, word
from desktop.models import Draft, Item
from desktop.rules.items import Attribute, Ground, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.rules.validation import Problem, Stage, problems
from desktop.services import draft_rows
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.secrecy import require_unmarked

BULK_FIELDS: tuple[str, ...] = (
    *("attribute", "ground", "reason", "next_review_on", "channels", "column", "planned_on"),
    *("responsible_office", "drafter", "phone", "issuing_body", "genre", "theme", "keywords", "catalogue_row"),
    *("time_limit", "audience"),
)
"""The fields that make sense for many drafts at once; a title or a number belongs to one."""

_NOT_PROACTIVE = ("ground", "reason", "next_review_on")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What would change of one draft, as it was read at `version`: fields with their old and new values."""

    uuid: str
    number: str
    title: str
    version: int
    old: dict[str, Any]
    new: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that cannot be changed, and why."""

    number: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What would happen: drafts that change, how many stay as they are, items that cannot be changed."""

    changes: tuple[BulkChange, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What was done; `undo` takes it back."""

    changes: tuple[BulkChange, ...]
    skipped: tuple[Skipped, ...]


def plan(desk: Desk, uuids: Sequence[str], values: Mapping[str, Any]) -> BulkPlan:
    """What giving these fields these values would change. Raises UserError for a value that no draft can have."""
    desk.require(Permission.REGISTER)
    wanted = _wanted(values)
    _require_sound(desk, wanted)
    changes: list[BulkChange] = []
    skipped: list[Skipped] = []
    unchanged = 0
    with desk.store.reading() as session:
        for item, draft in _drafts(session, uuids):
            why = _closed(desk, item, draft)
            if why or draft is None:
                skipped.append(Skipped(item.short_number, item.title, why))
                continue
            content = from_plain(ItemContent, draft.content)
            old = {name: getattr(content, name) for name in wanted}
            new = {name: value for name, value in wanted.items() if value != old[name]}
            if new:
                old = {name: old[name] for name in new}
                changes.append(BulkChange(item.uuid, item.short_number, item.title, draft.version, old, new))
            else:
                unchanged += 1
    return BulkPlan(tuple(changes), unchanged, tuple(skipped))


def apply(desk: Desk, planned: BulkPlan, progress: Progress = no_progress, cancelled: CancelCheck = never) -> BulkDone:
    """Make the planned changes in one transaction; drafts that changed since they were read are left out and told.

    Cancelling leaves all as it was.
    """
    desk.require(Permission.REGISTER)
    return _write(desk, "bulk_edit", planned.changes, progress, cancelled)


def undo(desk: Desk, done: BulkDone) -> BulkDone:
    """Give the changed fields their old values back; drafts that were changed again since are left out and told."""
    desk.require(Permission.REGISTER)
    back = tuple(replace(one, version=one.version + 1, old=one.new, new=one.old) for one in done.changes)
    return _write(desk, "undo_bulk_edit", back, no_progress, never)


def _write(
    desk: Desk, action: str, changes: Sequence[BulkChange], progress: Progress, cancelled: CancelCheck
) -> BulkDone:
    made: list[BulkChange] = []
    skipped: list[Skipped] = []
    by_uuid = {one.uuid: one for one in changes}
    fields = sorted({name for one in changes for name in one.new})
    with desk.store.transaction() as session:
        for item, draft in _drafts(session, list(by_uuid)):
            if len(made) % _AT_ONCE == 0:
                stop_if(cancelled)
                progress(len(made), len(changes))
            one = by_uuid[item.uuid]
            why = _closed(desk, item, draft)
            if draft is None or why or draft.version != one.version:
                skipped.append(Skipped(one.number, one.title, why or "已在别处改过"))
                continue
            content = replace(from_plain(ItemContent, draft.content), **one.new)
            require_unmarked(content)
            draft_rows.write_draft(desk, session, item, draft, content)
            draft.proposals = {name: kept for name, kept in draft.proposals.items() if name not in one.new}
            made.append(one)
        desk.record_each(session, action, [one.uuid for one in made], {"fields": fields})
    progress(len(changes), len(changes))
    return BulkDone(tuple(made), tuple(skipped))


def _wanted(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values asked for, with those that follow from them: what is disclosed proactively has no ground."""
    unknown = [name for name in values if name not in BULK_FIELDS]
    if unknown:
        raise UserError(f"“{FIELDS.get(unknown[0], unknown[0])}”不能批量修改", "打开每一件修改", "E-FIELD")
    if not values:
        raise UserError("没有选择要改的栏目", "勾选至少一个栏目", "E-FIELD")
    wanted = dict(values)
    if wanted.get("attribute") is Attribute.PROACTIVE:
        wanted |= {"ground": None, "reason": "", "next_review_on": None}
    return wanted


def _require_sound(desk: Desk, wanted: Mapping[str, Any]) -> None:
    """Refuse a value that is wrong whatever the draft, in the words of the form."""
    content = replace(ItemContent(), **wanted)
    require_unmarked(content)
    if content.ground is Ground.STATE_SECRET:
        raise UserError("国家秘密不得录入本系统", "停止登记，按保密规定另行处理", "E-SECRET")
    attribute = wanted.get("attribute")
    stage = Stage.SUBMIT if attribute not in (None, Attribute.PROACTIVE) else Stage.DRAFT
    found: list[Problem] = [one for one in problems(content, stage, desk.today()) if one.field in wanted]
    if stage is Stage.SUBMIT:
        missing = [one for one in problems(content, stage, desk.today()) if one.field in _NOT_PROACTIVE]
        found = [*missing, *found]
    if found:
        raise UserError(f"“{FIELDS[found[0].field]}”：{found[0].words}", "改好后再应用", "E-FIELD")


def _drafts(session: Session, uuids: Sequence[str]) -> list[tuple[Item, Draft | None]]:
    found: list[tuple[Item, Draft | None]] = []
    for start in range(0, len(uuids), _AT_ONCE):
        part = uuids[start : start + _AT_ONCE]
        rows = session.execute(
            select(Item, Draft).outerjoin(Draft, Draft.item_id == Item.id).where(Item.uuid.in_(part)).order_by(Item.id)
        )
        found.extend((item, draft) for item, draft in rows)
    return found


def _closed(desk: Desk, item: Item, draft: Draft | None) -> str:
    """Why an item cannot be changed, empty when it can."""
    if item.office_id != desk.agency.office_id:
        return "处室报送的信息，不能在这里改动"
    if draft is None or item.state != ItemState.DRAFT:
        return f"{word(ItemState(item.state))}，不是草稿"
    return ""
