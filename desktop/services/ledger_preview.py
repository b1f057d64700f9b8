"""What an import of an office's own ledger would do, before anything is stored: columns, rows, errors, twins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from desktop.errors import UserError
from desktop.formats.ledger_sheet import write_problem_sheet
from desktop.labels import FIELDS, word
from desktop.models import Item, LedgerImport
from desktop.rules.alike import TitleIndex
from desktop.rules.items import ItemContent
from desktop.rules.ledger_columns import LEFT_OUT, SYNONYMS, Guess, guess_columns, twice_mapped, with_mapping
from desktop.rules.ledger_rows import CellNote, RowRead, read_row
from desktop.rules.ledger_values import plain_text
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.rules.titles import folded_title
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.ledger_tables import OpenedLedger, SheetRow, SheetTable, bears_a_mark

FIELDS_TAKEN: tuple[str, ...] = tuple(SYNONYMS)
"""The fields that a column can be imported as, in the order in which they are offered."""

SECRET_ROW = "带有密级标志或者写明国家秘密，这一行不能导入，按保密规定另行处理"
LAST_TIME = "上次这样对应"
_EXAMPLES, _EXAMPLE_LENGTH = 3, 24
_CHUNK = 500
_REMEMBERED = 50


class RowState(StrEnum):
    """What may be done with a row."""

    READY = "ready"
    TWIN = "twin"
    PROBLEM = "problem"
    SECRET = "secret"


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the sheet: its letter, heading, first values, and the field that it is imported as."""

    place: int
    letters: str
    heading: str
    examples: tuple[str, ...]
    guess: Guess


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it would be imported. One that bears a classification mark keeps nothing but its number."""

    number: int
    state: RowState
    read: RowRead
    twins: tuple[str, ...] = ()

    @property
    def importable(self) -> bool:
        """Whether the row can be imported."""
        return self.state in (RowState.READY, RowState.TWIN)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    source: str
    table: SheetTable
    columns: tuple[ColumnView, ...]
    rows: tuple[PreviewRow, ...]

    @property
    def mapping(self) -> dict[int, str]:
        """The field of each column that is imported."""
        return {one.place: one.guess.field for one in self.columns if one.guess.field != LEFT_OUT}

    def count(self, *states: RowState) -> int:
        """How many rows stand in some states."""
        return sum(row.state in states for row in self.rows)

    def words(self, row: PreviewRow) -> tuple[str, ...]:
        """All that is to be told about a row: errors first, then twins, what stays empty, what was added."""
        if row.state is RowState.SECRET:
            return (SECRET_ROW,)
        read = row.read
        blanks = (replace(one, words=_left_empty(one.words)) for one in read.blanks)
        notes = (*read.problems, *blanks, *read.added)
        told = [f"{self._name(one)}：{one.words}" if one.column >= 0 else one.words for one in notes]
        errors = len(read.problems)
        return (*told[:errors], *row.twins, *told[errors:])

    def _name(self, note: CellNote) -> str:
        return self.columns[note.column].heading or FIELDS[note.field]


def guess(desk: Desk, table: SheetTable) -> tuple[Guess, ...]:
    """What the columns hold: as the last import with the same headings had it, else by headings and contents."""
    desk.require(Permission.REGISTER)
    with desk.store.reading() as session:
        past = session.execute(
            select(LedgerImport.headings, LedgerImport.mapping)
            .order_by(LedgerImport.imported_at.desc())
            .limit(_REMEMBERED)
        ).all()
    for headings, mapping in past:
        if tuple(headings) == table.headings:
            known = {int(place): field for place, field in mapping.items() if field in FIELDS_TAKEN}
            return with_mapping(table.headings, known, LAST_TIME)
    return guess_columns(table.headings, [row.cells for row in table.rows])


def columns(desk: Desk, table: SheetTable, mapping: Mapping[int, str] | None = None) -> tuple[ColumnView, ...]:
    """The columns of a table with what each is imported as: as `mapping` says, else as guessed."""
    guesses = guess(desk, table) if mapping is None else with_mapping(table.headings, mapping, "")
    return tuple(
        ColumnView(place, table.letters(place), table.headings[place], _examples(table, place), one)
        for place, one in enumerate(guesses)
    )


def preview(
    desk: Desk,
    opened: OpenedLedger,
    sheet: str = "",
    mapping: Mapping[int, str] | None = None,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> Preview:
    """Read the rows of a sheet (the likeliest one) by a mapping (the guessed one) of column places to fields.

    Nothing is stored. Raises UserError when no column holds the title or two columns hold the same field.
    """
    desk.require(Permission.REGISTER)
    table = opened.table(sheet or opened.first_choice)
    views = columns(desk, table, mapping)
    chosen = {one.place: one.guess.field for one in views if one.guess.field != LEFT_OUT}
    require_sound(chosen)
    base = ItemContent(filled_on=desk.today(), drafter=desk.person.name, responsible_office=desk.agency.office_name)
    rows: list[PreviewRow] = []
    for done, row in enumerate(table.rows):
        if done % _CHUNK == 0:
            stop_if(cancelled)
            progress(done, len(table.rows))
        rows.append(_row(row, chosen, base, desk, table.year))
    found = Preview(opened.source, table, views, _with_twins(desk, rows, cancelled))
    progress(len(rows), len(rows))
    return found


def require_sound(mapping: Mapping[int, str]) -> None:
    """Raise UserError (E-MAPPING) unless the title is mapped, every field is known, and none is mapped twice."""
    unknown = [field for field in mapping.values() if field not in FIELDS_TAKEN]
    if unknown:
        raise UserError(f"没有“{unknown[0]}”这个栏目", "从列出的栏目里选择", "E-MAPPING")
    twice = twice_mapped(mapping)
    if twice:
        raise UserError(f"有两列都对应“{FIELDS[twice[0]]}”", "留下一列，另一列改为不导入", "E-MAPPING")
    if "title" not in mapping.values():
        raise UserError("没有一列对应“信息标题”", "指明标题在哪一列", "E-MAPPING")


def write_problems(desk: Desk, found: Preview, target: Path) -> int:
    """Write the rows that cannot be imported, each with its errors, to a spreadsheet; returns how many there are.

    Of a row with a classification mark only its number is written.
    """
    desk.require(Permission.REGISTER)
    cells = {row.number: row.cells for row in found.table.rows}
    rows = (
        (
            () if row.state is RowState.SECRET else cells[row.number],
            f"第 {row.number} 行：{'；'.join(found.words(row))}",
        )
        for row in found.rows
        if not row.importable
    )
    return write_problem_sheet(target, found.table.headings, rows)


def _row(row: SheetRow, mapping: Mapping[int, str], base: ItemContent, desk: Desk, year: int | None) -> PreviewRow:
    if bears_a_mark(row.cells):
        return PreviewRow(row.number, RowState.SECRET, RowRead(ItemContent()))
    read = read_row(row.cells, mapping, base, desk.today(), year)
    if read.declares_secret:
        return PreviewRow(row.number, RowState.SECRET, RowRead(ItemContent()))
    return PreviewRow(row.number, RowState.PROBLEM if read.problems else RowState.READY, read)


def _with_twins(desk: Desk, rows: Sequence[PreviewRow], cancelled: CancelCheck) -> tuple[PreviewRow, ...]:
    """The rows, each with what it seems to repeat: an item that is registered already, or an earlier row."""
    titles = TitleIndex([row.read.content.title for row in rows])
    told = _known_twins(desk, rows, titles, cancelled)
    numbers: dict[str, int] = {}
    for place, row in enumerate(rows):
        content = row.read.content
        earlier = next((other for other in titles.like(content.title) if other < place), None)
        if earlier is not None:
            told.setdefault(place, []).append(f"标题与本表第 {rows[earlier].number} 行相同或相近")
        number = folded_title(content.document_number)
        if number and number in numbers:
            told.setdefault(place, []).append(f"文号与本表第 {numbers[number]} 行相同")
        elif number:
            numbers[number] = row.number
    return tuple(
        replace(row, state=RowState.TWIN if row.state is RowState.READY else row.state, twins=tuple(told[place]))
        if place in told and row.state is not RowState.SECRET
        else row
        for place, row in enumerate(rows)
    )


def _known_twins(
    desk: Desk, rows: Sequence[PreviewRow], titles: TitleIndex, cancelled: CancelCheck
) -> dict[int, list[str]]:
    numbers: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if row.read.content.document_number:
            numbers.setdefault(folded_title(row.read.content.document_number), []).append(place)
    gone = (ItemState.DISCARDED.value, ItemState.STOPPED.value)
    told: dict[int, list[str]] = {}
    with desk.store.reading() as session:
        known = session.execute(
            select(Item.short_number, Item.state, Item.title, Item.document_number).where(Item.state.not_in(gone))
        )
        for done, (short, state, title, number) in enumerate(known):
            if done % _CHUNK == 0:
                stop_if(cancelled)
            who = f"{short}（{word(ItemState(state))}）"
            same = numbers.get(folded_title(number), ()) if number else ()
            for place in same:
                told.setdefault(place, []).append(f"文号与 {who}相同")
            for place in () if same else titles.like(title):
                told.setdefault(place, []).append(f"标题与 {who}相同或相近")
    return {place: words[:2] for place, words in told.items()}


def _examples(table: SheetTable, place: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in table.rows[:_CHUNK]:
        text = plain_text(row.cells[place])
        if text and not bears_a_mark(row.cells):
            found[text if len(text) <= _EXAMPLE_LENGTH else f"{text[:_EXAMPLE_LENGTH]}…"] = None
        if len(found) == _EXAMPLES:
            break
    return tuple(found)


def _left_empty(words: str) -> str:
    return words if "留空" in words or "按政府网站" in words else f"{words}，留空"


def chosen_by_default(found: Preview) -> Collection[int]:
    """The numbers of the rows that are imported unless the user says otherwise: those without errors and twins."""
    return [row.number for row in found.rows if row.state is RowState.READY]
