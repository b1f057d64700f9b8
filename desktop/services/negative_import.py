"""Entries of the negative list from a spreadsheet: columns by their headings, a preview, and what is wrong row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.errors import UserError
from desktop.formats.ledger import write_ledger
from desktop.rules.checklists import ENTRY_FIELDS, NegativeFields, a_year_on, entry_problems, split_words, told
from desktop.rules.roles import Permission
from desktop.screening.dates import read_date
from desktop.screening.reading import read_document
from desktop.screening.records import Kind, Role
from desktop.services.desk import Desk
from desktop.services.intake import read_file
from desktop.services.negative_list import numbers_in_force

_HEADINGS = {
    "number": ("序号", "编号"),
    "category": ("类别", "分类"),
    "matter": ("事项", "事项名称", "不予公开事项", "清单事项"),
    "words": ("检查词", "关键词", "词"),
    "reason": ("理由", "不公开理由", "不予公开理由", "原因"),
    "basis": ("依据条款", "依据", "法律依据"),
    "office": ("责任处室", "责任科室", "责任单位", "处室"),
    "effective_on": ("生效日期", "生效日", "生效"),
    "review_on": ("复核日期", "复核日", "复核"),
}
_NEEDED = ("matter", "words", "reason", "basis")
_HEADING_ROWS = 10
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})", re.ASCII)

Table = Sequence[tuple[int, Sequence[str]]]
"""Rows of a sheet with their numbers, as the spreadsheet program counts them."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be taken in: its number in the sheet, its matter, and what is wrong."""

    row: int
    matter: str
    words: str


@dataclass(frozen=True, slots=True)
class EntryImport:
    """What a spreadsheet would add: new entries, numbers that are on the list already, rows with faults."""

    name: str
    new: tuple[NegativeFields, ...]
    present: tuple[str, ...]
    faults: tuple[RowFault, ...]


def preview_entries(desk: Desk, path: Path) -> EntryImport:
    """Read the entries of an xlsx or xls file; nothing is changed.

    Entries without dates take effect today and are reviewed in a year. What was removed from the list it came from is
    left out. Raises UserError when there are no such headings.
    """
    desk.require(Permission.REGISTER)
    name, rows = _read(path)
    with desk.store.reading() as session:
        taken = set(numbers_in_force(session))
    new: list[NegativeFields] = []
    present: list[str] = []
    faults: list[RowFault] = []
    seen: set[str] = set()
    for number, cells in rows:
        entry, fault = _entry(cells, desk.today(), str(len(seen) + 1))
        if not fault and entry.number in taken:
            present.append(entry.number)
            continue
        fault = fault or (f"序号 {entry.number} 在表里出现两次" if entry.number in seen else "")
        if fault:
            faults.append(RowFault(number, entry.matter, fault))
        else:
            new.append(entry)
            seen.add(entry.number)
    return EntryImport(name, tuple(new), tuple(present), tuple(faults))


def export_faults(found: EntryImport, target: Path) -> int:
    """Write the rows that could not be taken in, with what is wrong, as a spreadsheet."""
    rows = ((one.row, one.matter, one.words) for one in found.faults)
    return write_ledger(target, ["行号", ENTRY_FIELDS["matter"], "问题"], rows, "出错的行")


def _read(path: Path) -> tuple[str, Iterator[tuple[int, dict[str, str]]]]:
    name, data = read_file(path)
    document = read_document(name, data)
    if document.kind not in (Kind.XLSX, Kind.XLS):
        raise UserError("这不是电子表格", "选择 xlsx 或 xls 文件；可以先导出一份，照它的格式填写", "E-TABLE")
    sheets = [part for part in document.parts if part.role is Role.BODY]
    for sheet in sheets:
        rows = [(sheet.first + n, line.split("\t")) for n, line in enumerate(sheet.text.split("\n"))]
        for place, (_number, cells) in enumerate(rows[:_HEADING_ROWS]):
            columns = _columns(cells)
            if "matter" in columns and len(columns) > 1:
                missing = "、".join(ENTRY_FIELDS[one] for one in _NEEDED if one not in columns)
                if missing:
                    raise UserError(f"表头缺少{missing}", "补上这几列后重新导入", "E-TABLE")
                return name, _records(rows[place + 1 :], columns)
    wanted = "、".join(ENTRY_FIELDS[one] for one in _NEEDED)
    raise UserError("没有找到表头", f"第一行写明各列的名称，至少有：{wanted}", "E-TABLE")


def _columns(cells: Sequence[str]) -> dict[str, int]:
    plain = ["".join(cell.split()) for cell in cells]
    places = {field: [plain.index(one) for one in named if one in plain] for field, named in _HEADINGS.items()}
    return {field: found[0] for field, found in places.items() if found}


def _records(rows: Table, columns: dict[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in rows:
        record = {field: cells[place].strip() if place < len(cells) else "" for field, place in columns.items()}
        if any(record.values()) and _still_stands(cells):
            yield number, record


def _still_stands(cells: Sequence[str]) -> bool:
    return "已移出" not in [cell.strip() for cell in cells]


def _entry(record: dict[str, str], today: date, running: str) -> tuple[NegativeFields, str]:
    """The entry of a row and the first thing that is wrong with it."""
    days: dict[str, date | None] = {}
    for name, otherwise in (("effective_on", today), ("review_on", None)):
        text = record.get(name, "")
        days[name] = _day(text) if text else otherwise
        if text and days[name] is None:
            return NegativeFields(matter=record["matter"]), f"{ENTRY_FIELDS[name]}“{text[:20]}”读不出，写作 2026-11-20"
    effective_on = days["effective_on"] or today
    entry = NegativeFields(
        number=record.get("number", "") or running,
        category=record.get("category", ""),
        matter=record["matter"],
        words=split_words(record["words"]),
        reason=record["reason"],
        basis=record["basis"],
        office=record.get("office", ""),
        effective_on=effective_on,
        review_on=days["review_on"] or a_year_on(max(today, effective_on)),
    )
    problems = entry_problems(entry, today)
    return entry, told(problems[0]) if problems else ""


def _day(text: str) -> date | None:
    found = _COMPACT.fullmatch(text)
    return read_date("-".join(found.groups()) if found else text, numeric=True)
