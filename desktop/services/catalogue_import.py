"""Taking a catalogue in from a workbook, after a preview; and writing it out again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from desktop.errors import UserError
from desktop.formats.catalogue_files import write_catalogue, write_problems, write_template
from desktop.formats.catalogue_sheet import CatalogueSheet, RowProblem, read_catalogue
from desktop.models.registers import Catalogue, CatalogueRow
from desktop.rules.catalogue import CatalogueEntry
from desktop.rules.roles import Permission
from desktop.screening.marks import bears_mark
from desktop.screening.records import Part
from desktop.screening.tables import read_tables
from desktop.services.catalogue import CatalogueVersion, entries_of, versions
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.intake import read_file
from desktop.services.pinyin import initials

FIRST_YEAR, LAST_YEAR = 2000, 2100
_YEAR = re.compile(r"(20\d{2})(?:\s*年|\s*版|(?!\d))")
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class CataloguePreview:
    """A catalogue that was read and not yet taken in; `year` is what its names suggest, else this year."""

    source: str
    year: int
    sheet: CatalogueSheet

    @property
    def entries(self) -> tuple[CatalogueEntry, ...]:
        """The rows that would be taken in."""
        return self.sheet.entries

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """What is wrong with rows, by their number in the sheet."""
        return self.sheet.problems


@dataclass(frozen=True, slots=True)
class Changes:
    """A catalogue against the newest version of the same year (`base`, None when there is none), by code."""

    base: CatalogueVersion | None
    new: tuple[CatalogueEntry, ...]
    changed: tuple[CatalogueEntry, ...]
    removed: tuple[CatalogueEntry, ...]
    same: int

    @property
    def any(self) -> bool:
        """Whether it differs at all."""
        return bool(self.new or self.changed or self.removed)


def preview(desk: Desk, path: Path) -> CataloguePreview:
    """Read a catalogue without storing anything.

    Raises UserError for what is no workbook with the headings of a catalogue, or bears a classification mark.
    """
    desk.require(Permission.REGISTER)
    name, data = read_file(path)
    tables = read_tables(data)
    for table in tables:
        words = "\n".join(cell for line in table.rows for cell in line if cell)
        if bears_mark(Part(table.name, words)):
            raise UserError("表格里有密级标志，没有读入", "国家秘密不得录入本系统，按保密规定另行处理", "E-SECRET")
    sheet = read_catalogue(tables)
    year = next((int(found[1]) for text in (name, sheet.name) if (found := _YEAR.search(text))), desk.today().year)
    return CataloguePreview(name, year, sheet)


def compare(desk: Desk, seen: CataloguePreview, year: int) -> Changes:
    """What would change against the newest version of a year."""
    base = next((one for one in versions(desk) if one.year == year), None)
    old = {one.code: one for one in entries_of(desk, base)} if base else {}
    codes = {one.code for one in seen.entries}
    return Changes(
        base,
        tuple(one for one in seen.entries if one.code not in old),
        tuple(one for one in seen.entries if one.code in old and old[one.code] != one),
        tuple(one for code, one in old.items() if code not in codes),
        sum(old.get(one.code) == one for one in seen.entries),
    )


def take_in(
    desk: Desk,
    seen: CataloguePreview,
    year: int,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> CatalogueVersion:
    """Store a previewed catalogue as a new version of its year; earlier versions stay as they are.

    Rows that were left out for their problems are not stored. Raises UserError when no row is left, when nothing
    differs from the newest version of that year, or for a year beyond reason.
    """
    desk.require(Permission.REGISTER)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(f"年度应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间", "改正年度后再导入", "E-YEAR")
    if not seen.entries:
        raise UserError("没有可以导入的行", "按错误表改好后再导入", "E-EMPTY")
    found = compare(desk, seen, year)
    if found.base is not None and not found.any:
        raise UserError(f"和 {found.base.name}完全相同，没有导入", "目录没有变动的，不用再导入", "E-SAME")
    letters = _initials(seen.entries, progress, cancelled)
    with desk.verb("import_catalogue", str(year), {"rows": len(seen.entries)}) as session:
        number = session.scalar(select(func.max(Catalogue.version)).where(Catalogue.year == year)) or 0
        issue = Catalogue(
            year=year, version=number + 1, source=seen.source, imported_at=desk.now(), imported_by=desk.person.name
        )
        session.add(issue)
        session.flush()
        rows = enumerate(zip(seen.entries, letters, strict=True), 1)
        session.add_all(_row(issue.id, position, one, known) for position, (one, known) in rows)
    return next(one for one in versions(desk) if (one.year, one.version) == (year, number + 1))


def save_problems(desk: Desk, seen: CataloguePreview, target: Path) -> int:
    """Write the user's rows with what is wrong with each; returns how many rows have a problem."""
    desk.require(Permission.REGISTER)
    return write_problems(target, seen.sheet)


def save_template(desk: Desk, target: Path) -> None:
    """Write an empty catalogue to fill in."""
    desk.require(Permission.READ)
    write_template(target)


def export_catalogue(desk: Desk, version: CatalogueVersion, target: Path) -> int:
    """Write a version of the catalogue as xlsx; returns its number of rows."""
    desk.require(Permission.READ)
    count = write_catalogue(target, entries_of(desk, version))
    with desk.verb("export_catalogue", f"{version.year}-{version.version}", {"rows": count}):
        return count


def _initials(entries: Sequence[CatalogueEntry], progress: Progress, cancelled: CancelCheck) -> list[str]:
    found = []
    for number, one in enumerate(entries):
        if number % _AT_ONCE == 0:
            stop_if(cancelled)
            progress(number, len(entries))
        found.append(initials(one.first_level, one.second_level, one.content[:60]))
    progress(len(entries), len(entries))
    return found


def _row(issue: int, position: int, one: CatalogueEntry, letters: str) -> CatalogueRow:
    return CatalogueRow(
        catalogue_id=issue,
        position=position,
        code=one.code,
        first_level=one.first_level,
        second_level=one.second_level,
        content=one.content,
        basis=one.basis,
        limit_text=one.limit_text,
        time_limit=one.time_limit.value,
        responsible=one.responsible,
        channels=[channel.value for channel in one.channels],
        audience=one.audience.value,
        method=one.method.value,
        tier=one.tier,
        stage=one.stage,
        initials=letters,
    )
