"""Taking an office's own ledger in as drafts, all at once, and undoing an import as a whole."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Draft, Item, LedgerImport, LedgerImportItem
from desktop.rules.items import ItemContent
from desktop.rules.numbers import form_number, form_series, short_number
from desktop.rules.plain import to_plain
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.services import item_rows, listing
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.ledger_preview import Preview, PreviewRow
from desktop.services.secrecy import require_unmarked
from desktop.store import keys, search

Part = TypeVar("Part")
_AT_ONCE = 500
_ROW_BY_ROW_ALIKE = {"render_nulls": True}
"""Else rows with and without a date would not share one statement."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made: its id, how many drafts, the first and the last form number in short."""

    id: str
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as it is listed; `drafts` of its `items` are drafts still."""

    id: str
    source: str
    imported_at: str
    imported_by: str
    items: int
    drafts: int
    undone_at: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that the undo of its import left alone, and why."""

    number: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did."""

    discarded: int
    kept: tuple[Kept, ...]


def take_in(
    desk: Desk,
    found: Preview,
    numbers: Collection[int],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> Imported:
    """Make drafts of the rows of these numbers, in one transaction; each draws its form number, none has a document.

    Cancelling leaves nothing. Raises UserError when no row is chosen, or one that cannot be imported.
    """
    desk.require(Permission.REGISTER)
    wanted = set(numbers)
    rows = [row for row in found.rows if row.number in wanted]
    if not rows:
        raise UserError("没有选择要导入的行", "勾选要导入的行", "E-ROWS")
    for row in rows:
        if not row.importable:
            raise UserError(f"第 {row.number} 行有错，不能导入", "取消勾选，或者改好表格再导入", "E-ROWS")
        require_unmarked(row.read.content)
    import_id = str(uuids.uuid4())
    detail: dict[str, Any] = {"items": len(rows)}
    with desk.verb("import_ledger", import_id, detail) as session:
        mapping = {str(place): name for place, name in found.mapping.items()}
        session.add(
            LedgerImport(
                id=import_id,
                source=found.source,
                headings=list(found.table.headings),
                mapping=mapping,
                imported_at=desk.now(),
                imported_by=desk.person.name,
            )
        )
        session.flush()
        shorts = _write(desk, session, import_id, rows, progress, cancelled)
        detail |= {"first": shorts[0], "last": shorts[-1]}
    return Imported(import_id, len(rows), shorts[0], shorts[-1])


def imports(desk: Desk) -> tuple[ImportView, ...]:
    """The imports so far, the newest first."""
    desk.require(Permission.READ)
    made = func.count(LedgerImportItem.item_id)
    drafts = func.count().filter(Item.state == ItemState.DRAFT.value)
    with desk.store.reading() as session:
        rows = session.execute(
            select(LedgerImport, made, drafts)
            .join(LedgerImportItem, LedgerImportItem.import_id == LedgerImport.id)
            .join(Item, Item.id == LedgerImportItem.item_id)
            .group_by(LedgerImport.id)
            .order_by(LedgerImport.imported_at.desc())
        ).all()
        return tuple(
            ImportView(one.id, one.source, one.imported_at, one.imported_by, items, left, one.undone_at)
            for one, items, left in rows
        )


def undo(desk: Desk, import_id: str, progress: Progress = no_progress, cancelled: CancelCheck = never) -> Undone:
    """Discard the drafts of an import that nobody touched since, in one transaction; their numbers stay void.

    What was edited, given a document, reviewed or discarded since is kept and told. Cancelling leaves all as it was.
    Raises UserError for an import that there is not, or that was undone before.
    """
    desk.require(Permission.REGISTER)
    detail: dict[str, Any] = {"import": import_id}
    with desk.verb("undo_import", "ledger", detail) as session:
        row = session.get(LedgerImport, import_id)
        if row is None:
            raise UserError("没有找到这次导入", "在“导入台账”里核对", "E-IMPORT")
        if row.undone_at is not None:
            raise UserError("这次导入已经撤销", "在“导入台账”里核对", "E-IMPORT")
        untouched, kept = _sorted_out(session, import_id)
        _discard(desk, session, import_id, untouched, progress, cancelled)
        row.undone_at = desk.now()
        detail |= {"items": len(untouched), "kept": len(kept)}
    return Undone(len(untouched), kept)


def _write(
    desk: Desk,
    session: Session,
    import_id: str,
    rows: Sequence[PreviewRow],
    progress: Progress,
    cancelled: CancelCheck,
) -> list[str]:
    """Write the items of the rows; returns their short numbers. One statement for many rows, because one each is slow."""
    today = desk.today()
    office = desk.agency.office_code
    serials = item_rows.next_numbers(session, form_series(office, today.year), len(rows))
    drawn = keys.allocate_keys(session, [row.read.content.signed_on or today for row in rows])
    shorts: list[str] = []
    done = 0
    for part in _parts(list(zip(rows, serials, drawn, strict=True))):
        stop_if(cancelled)
        progress(done, len(rows))
        items = [
            _item(desk, row.read.content, form_number(office, today.year, serial), key) for row, serial, key in part
        ]
        session.execute(insert(Item), items, execution_options=_ROW_BY_ROW_ALIKE)
        _write_drafts(desk, session, import_id, items, [row for row, _serial, _key in part])
        shorts += [item["short_number"] for item in items]
        done += len(part)
    progress(len(rows), len(rows))
    return shorts


def _write_drafts(
    desk: Desk, session: Session, import_id: str, items: Sequence[dict[str, Any]], rows: Sequence[PreviewRow]
) -> None:
    ids = _ids(session, items)
    now = desk.now()
    drafts, ties, texts = [], [], []
    for item, row in zip(items, rows, strict=True):
        content, item_id = row.read.content, ids[item["uuid"]]
        drafts.append(
            {
                "item_id": item_id,
                "content": to_plain(content),
                "proposals": _added(row),
                "updated_at": now,
            }
        )
        ties.append({"item_id": item_id, "import_id": import_id, "draft_version": 0})
        texts.append((item["key"], listing.searched_fields(content, item["form_number"])))
    session.execute(insert(Draft), drafts, execution_options=_ROW_BY_ROW_ALIKE)
    session.execute(insert(LedgerImportItem), ties)
    search.index_many(session, texts)


def _item(desk: Desk, content: ItemContent, number: str, key: int) -> dict[str, Any]:
    now = desk.now()
    return {
        "uuid": str(uuids.uuid4()),
        "key": key,
        "office_id": desk.agency.office_id,
        "form_number": number,
        "short_number": short_number(number),
        "state": ItemState.DRAFT.value,
        "returned_fields": [],
        "created_at": now,
        "updated_at": now,
        "updated_by": desk.person.name,
        **listing.shown_values(content, *listing.limits(desk.calendar, content)),
    }


def _added(row: PreviewRow) -> dict[str, Any]:
    """What the program had to add to read a row, for the person at the draft to confirm."""
    return {
        one.field: {"place": f"导入的台账第 {row.number} 行，{one.words}", "confidence": "中"} for one in row.read.added
    }


def _ids(session: Session, items: Sequence[dict[str, Any]]) -> dict[str, int]:
    wanted = [item["uuid"] for item in items]
    return dict(session.execute(select(Item.uuid, Item.id).where(Item.uuid.in_(wanted))).all())


def _sorted_out(session: Session, import_id: str) -> tuple[list[tuple[int, str, int]], tuple[Kept, ...]]:
    """The drafts that nobody touched (id, uuid, key), and the others with the reason why they stay."""
    rows = session.execute(
        select(
            *(Item.id, Item.uuid, Item.key, Item.short_number, Item.title, Item.state, Item.head_rev),
            *(Draft.version, LedgerImportItem.draft_version),
        )
        .join(LedgerImportItem, LedgerImportItem.item_id == Item.id)
        .outerjoin(Draft, Draft.item_id == Item.id)
        .where(LedgerImportItem.import_id == import_id)
        .order_by(Item.id)
    )
    untouched: list[tuple[int, str, int]] = []
    kept: list[Kept] = []
    for id_, uuid, key, number, title, state, head_rev, version, began_with in rows:
        if state == ItemState.DISCARDED:
            kept.append(Kept(number, title, "已经作废"))
        elif state != ItemState.DRAFT or head_rev:
            kept.append(Kept(number, title, "已经送审"))
        elif version != began_with:
            kept.append(Kept(number, title, "导入后改过"))
        else:
            untouched.append((id_, uuid, key))
    return untouched, tuple(kept)


def _discard(
    desk: Desk,
    session: Session,
    import_id: str,
    untouched: Sequence[tuple[int, str, int]],
    progress: Progress,
    cancelled: CancelCheck,
) -> None:
    done = 0
    for part in _parts(untouched):
        stop_if(cancelled)
        progress(done, len(untouched))
        ids = [id_ for id_, _uuid, _key in part]
        session.execute(delete(Draft).where(Draft.item_id.in_(ids)))
        session.execute(
            update(Item)
            .where(Item.id.in_(ids))
            .values(state=ItemState.DISCARDED.value, updated_at=desk.now(), updated_by=desk.person.name),
            execution_options={"synchronize_session": False},
        )
        for _id, _uuid, key in part:
            search.remove(session, key)
        detail = {"reason": "撤销台账导入", "import": import_id}
        desk.record_each(session, "discard", [uuid for _id, uuid, _key in part], detail)
        done += len(part)
    progress(len(untouched), len(untouched))


def _parts(rows: Sequence[Part]) -> Iterator[Sequence[Part]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
