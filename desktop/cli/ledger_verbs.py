"""Commands on many items at once: import an office's own ledger, undo an import, change fields of many drafts."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from desktop.cli.answers import Answer, progress, say
from desktop.cli.item_verbs import plain_values
from desktop.errors import UserError
from desktop.labels import FIELDS
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.services import bulk, ledger, ledger_import
from desktop.services.clock import civil_time
from desktop.services.desk import Desk
from desktop.services.ledger_preview import (
    FIELDS_TAKEN,
    ColumnView,
    Preview,
    RowState,
    columns,
    preview,
    write_problems,
)
from desktop.services.ledger_tables import open_ledger

_WRONG_SHOWN = 50


def import_ledger(desk: Desk, given: Namespace) -> Answer:
    """Import the rows of a workbook as drafts; rows with errors and likely twins stay out."""
    opened = open_ledger(desk, given.file)
    table = opened.table(given.sheet or opened.first_choice)
    mapping = {one.place: one.guess.field for one in columns(desk, table) if one.guess.field}
    mapping |= dict(_assignment(columns(desk, table), text) for text in given.map)
    found = preview(desk, opened, table.name, mapping, progress())
    wanted = (RowState.READY, RowState.TWIN) if given.twins else (RowState.READY,)
    numbers = [row.number for row in found.rows if row.state in wanted]
    if given.problems:
        write_problems(desk, found, given.problems)
    lines, data = _told(found, numbers)
    if given.dry_run:
        return Answer((*lines, f"没有导入；去掉 --dry-run 导入 {len(numbers)} 行"), data)
    made = ledger_import.take_in(desk, found, numbers, progress())
    words = f"已导入 {made.count} 件，{made.first} 到 {made.last}；撤销：undo-import {made.id}"
    return Answer((*lines, words), data | {"import": made.id, "first": made.first, "last": made.last})


def undo_import(desk: Desk, given: Namespace) -> Answer:
    """Undo an import as a whole; without an id list the imports."""
    if not given.id:
        listed = ledger_import.imports(desk)
        lines = tuple(
            f"{one.id}  {civil_time(one.imported_at)}  {one.source}  {one.items} 件，草稿 {one.drafts} 件"
            + ("，已撤销" if one.undone_at else "")
            for one in listed
        )
        return Answer(lines or ("还没有导入过台账",), [to_plain(one) for one in listed])
    done = ledger_import.undo(desk, given.id, progress())
    kept = tuple(f"保留 {one.number} {one.title}：{one.why}" for one in done.kept)
    return Answer(
        (f"已撤销导入，作废 {done.discarded} 件", *kept),
        {"discarded": done.discarded, "kept": [to_plain(one) for one in done.kept]},
    )


def edit_many(desk: Desk, given: Namespace) -> Answer:
    """Give fields of many drafts the same values; items that are no drafts are told and left alone."""
    values = plain_values(given.set)
    known = to_plain(ItemContent())
    unknown = [name for name in values if name not in known]
    if unknown:
        raise UserError(f"没有“{unknown[0]}”这个字段", f"字段有：{'、'.join(bulk.BULK_FIELDS)}", "E-FIELD")
    content = from_plain(ItemContent, known | values)
    uuids = [ledger.find_uuid(desk, one) for one in given.items]
    planned = bulk.plan(desk, uuids, {name: getattr(content, name) for name in values})
    skipped = [*planned.skipped]
    changed = 0
    if not given.dry_run:
        done = bulk.apply(desk, planned, progress())
        skipped += done.skipped
        changed = len(done.changes)
    head = f"将修改 {len(planned.changes)} 件" if given.dry_run else f"已修改 {changed} 件"
    lines = (f"{head}，{planned.unchanged} 件不用改", *(f"跳过 {one.number}：{one.why}" for one in skipped))
    return say(*lines, changed=changed, unchanged=planned.unchanged, skipped=[to_plain(one) for one in skipped])


def _told(found: Preview, numbers: list[int]) -> tuple[tuple[str, ...], dict[str, Any]]:
    told = [f"工作表“{found.table.name}”，{len(found.rows)} 行", *found.table.told]
    for one in found.columns:
        field = FIELDS[one.guess.field] if one.guess.field else "不导入"
        told.append(f"  {one.letters} {one.heading or '（没有表头）'} -> {field}")
    wrong = [row for row in found.rows if found.words(row)]
    told += [f"第 {row.number} 行  {'；'.join(found.words(row))}" for row in wrong[:_WRONG_SHOWN]]
    if len(wrong) > _WRONG_SHOWN:
        told.append(f"另有 {len(wrong) - _WRONG_SHOWN} 行有要看的地方，用 --problems 写出要改的行")
    counts = {state.value: found.count(state) for state in RowState}
    told.append(
        f"可以导入 {counts['ready']} 行，可能重复 {counts['twin']} 行，"
        f"有错 {counts['problem']} 行，带密级标志 {counts['secret']} 行"
    )
    data = {
        "sheet": found.table.name,
        "counts": counts,
        "mapping": {found.columns[place].letters: field for place, field in found.mapping.items()},
        "rows": [{"row": row.number, "state": row.state.value, "words": list(found.words(row))} for row in wrong],
        "importing": len(numbers),
    }
    return tuple(told), data


def _assignment(known: tuple[ColumnView, ...], text: str) -> tuple[int, str]:
    """`列=字段`: a column by its letter or heading, a field by its name in either language, empty to leave it out."""
    column, _, name = text.partition("=")
    place = next((one.place for one in known if column in (one.letters, one.heading)), None)
    if place is None:
        raise UserError(f"没有“{column}”这一列", "用列号（例如 C）或者表头", "E-MAPPING")
    field = next((one for one in FIELDS_TAKEN if name in (one, FIELDS[one])), "")
    if name and not field:
        names = "、".join(FIELDS[one] for one in FIELDS_TAKEN)
        raise UserError(f"没有“{name}”这个栏目", f"栏目有：{names}", "E-MAPPING")
    return place, field
