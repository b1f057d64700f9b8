"""The disclosure catalogue written as workbooks: an export that reads back, a blank template, a sheet of problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from desktop.formats.catalogue_headings import HEADINGS
from desktop.formats.catalogue_sheet import CatalogueSheet
from desktop.formats.ledger import write_ledger
from desktop.formats.placing import place_file
from desktop.formats.xlsx import Sheet, Value, write_xlsx
from desktop.labels import word
from desktop.rules.catalogue import CatalogueEntry
from desktop.rules.items import Attribute

PROBLEM_HEADING = "问题"
_METHODS = {Attribute.PROACTIVE: "主动", Attribute.ON_REQUEST: "依申请"}
_WIDTHS = {"code": 8, "content": 46, "basis": 40, "limit_text": 26, "responsible": 22, "channels": 26}
_HOW_TO_FILL = (
    "填写说明：从第 3 行填起，序号不重复。公开时限写长期、定期（如每季度）、随时，或者限时（如 20 个工作日内）；"
    "公开渠道用顿号隔开；公开对象写全社会或特定群体；公开方式写主动或依申请。"
)


def write_catalogue(path: Path, entries: Iterable[CatalogueEntry]) -> int:
    """Write a catalogue to `path`; returns its number of rows. Reading the file gives the same entries."""
    return write_ledger(path, tuple(HEADINGS.values()), map(_cells, entries), "主动公开基本目录")


def write_template(path: Path) -> None:
    """Write an empty catalogue with its headings and how to fill it in."""
    widths = tuple(_WIDTHS.get(field, 16) for field in HEADINGS)
    sheet = Sheet("主动公开基本目录", widths, frozen_rows=2, bold_rows=frozenset({2}))

    def write(file: BinaryIO) -> None:
        write_xlsx(file, sheet, ((_HOW_TO_FILL,), tuple(HEADINGS.values())))

    place_file(path, write, lambda _part: None)


def write_problems(path: Path, sheet: CatalogueSheet) -> int:
    """Write the user's rows with a column 问题, and return how many rows have one; corrected, it can be read again."""
    told: dict[int, list[str]] = defaultdict(list)
    for one in sheet.problems:
        told[one.row].append(f"{one.column}：{one.words}{'（这一行没有导入）' if one.left_out else ''}")
    kept = [column for column, words in enumerate(sheet.headings) if words != PROBLEM_HEADING]

    def cells(number: int, line: tuple[str, ...]) -> tuple[Value, ...]:
        return ("；".join(told.get(number, ())), *(line[column] if column < len(line) else "" for column in kept))

    headers = (PROBLEM_HEADING, *(sheet.headings[column] for column in kept))
    write_ledger(path, headers, (cells(number, line) for number, line in sheet.lines), "问题")
    return len(told)


def _cells(entry: CatalogueEntry) -> tuple[Value, ...]:
    return (
        entry.code,
        entry.first_level,
        entry.second_level,
        entry.content,
        entry.basis,
        entry.limit_text or word(entry.time_limit),
        entry.responsible,
        "、".join(word(one) for one in entry.channels),
        word(entry.audience),
        _METHODS[entry.method],
        entry.tier,
        entry.stage,
    )
