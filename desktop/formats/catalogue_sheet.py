"""The disclosure catalogue as a table: rows read with their problems, a template, an export, a sheet of problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.errors import UserError
from desktop.formats.catalogue_headings import HEADINGS, Heading, headings_of
from desktop.rules.catalogue import CODE_LIMIT, CatalogueEntry, row_code
from desktop.rules.catalogue_words import is_tick, read_audience, read_channels, read_method, read_time_limit
from desktop.rules.items import Attribute, Audience, Channel, TimeLimit
from desktop.rules.tables import Table

TEXT_LIMIT = 4000
TITLE_LIMIT = 120
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row of the sheet, by the row's number there; one that is `left_out` is not taken in."""

    row: int
    column: str
    words: str
    left_out: bool


@dataclass(frozen=True, slots=True)
class CatalogueSheet:
    """A catalogue as it was read: its rows, its problems, the columns that were not used or not there.

    `lines` are the rows as the user wrote them, with their numbers, under `headings`; for the sheet of problems.
    """

    name: str
    entries: tuple[CatalogueEntry, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    absent: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def left_out(self) -> frozenset[int]:
        """The numbers of the rows that are not taken in."""
        return frozenset(one.row for one in self.problems if one.left_out)


def read_catalogue(tables: Sequence[Table]) -> CatalogueSheet:
    """The catalogue in the first sheet that has its headings; raises UserError (E-HEADINGS) when none has."""
    for table in tables:
        found = headings_of(table)
        if found is not None:
            return _Reading(table, *found).read()
    names = "、".join(HEADINGS[one] for one in ("first_level", "second_level", "content", "limit_text"))
    raise UserError("没有找到目录的表头", f"表头应有“{names}”等栏，可以下载空白模板对照", "E-HEADINGS")


class _Reading:
    """One reading of one table: what stood in the rows above, which codes are taken, what is wrong."""

    def __init__(self, table: Table, last_heading: int, columns: Mapping[int, Heading]) -> None:
        self._table, self._first, self._columns = table, last_heading + 1, columns
        self._problems: list[RowProblem] = []
        self._codes: dict[str, int] = {}
        self._repeats: dict[str, int] = {}
        self._above = ("", "")
        present = {one.field for one in columns.values()}
        self._present = frozenset(present)
        self._numbered = any(self._text(row, "code") for row in self._rows())

    def read(self) -> CatalogueSheet:
        """Read every row."""
        lines, entries = [], []
        for row in self._rows():
            lines.append((self._number(row), tuple(map(_clean, self._table.rows[row]))))
            entry = self._entry(row)
            if entry is not None:
                entries.append(entry)
        width = max((len(cells) for _number, cells in lines), default=0)
        words = tuple(self._heading_words(column) for column in range(width))
        unused = tuple(
            one for column, one in enumerate(words) if column not in self._columns and one not in ("", "问题")
        )
        absent = tuple(name for field, name in HEADINGS.items() if field not in self._present and field != "code")
        return CatalogueSheet(
            self._table.name, tuple(entries), tuple(self._problems), unused, absent, words, tuple(lines)
        )

    def _rows(self) -> Iterator[int]:
        """The rows that hold something: no empty ones, no repeated headings, no words merged across the table."""
        for row in range(self._first, len(self._table.rows)):
            cells = [cell for cell in self._table.rows[row] if cell]
            merged = sum((row, column) in self._table.filled for column in range(len(self._table.rows[row])))
            across = len(set(cells)) == 1 and merged >= 2
            if cells and not across and not self._is_heading(row):
                yield row

    def _is_heading(self, row: int) -> bool:
        same = sum(
            self._table.cell(row, column) == self._table.cell(self._first - 1, column) != "" for column in self._columns
        )
        return same >= 3

    def _heading_words(self, column: int) -> str:
        """The words above a column, those of both heading rows where there are two."""
        if column in self._columns:
            return self._columns[column].words
        return _line(self._table.cell(self._first - 1, column))

    def _number(self, row: int) -> int:
        return self._table.top + row

    def _text(self, row: int, field: str) -> str:
        """The words of a field; of ticked columns the headings of those that are ticked."""
        parts = []
        for column, heading in self._columns.items():
            if heading.field == field:
                cell = _clean(self._table.cell(row, column))
                if heading.tick:
                    parts += [heading.tick] if is_tick(cell) else []
                elif cell:
                    parts.append(cell)
        return "、".join(parts)

    def _tell(self, row: int, field: str, words: str, *, left_out: bool) -> None:
        self._problems.append(RowProblem(self._number(row), HEADINGS[field], words, left_out))

    def _entry(self, row: int) -> CatalogueEntry | None:
        before = len(self._problems)
        first, second = self._titles(row)
        content = self._text(row, "content")
        if not first:
            self._tell(row, "first_level", "没有填一级事项", left_out=True)
        if not content:
            self._tell(row, "content", "没有填公开内容", left_out=True)
        for field, words, limit in (
            ("first_level", first, TITLE_LIMIT),
            ("second_level", second, TITLE_LIMIT),
            *(
                (field, self._text(row, field), TEXT_LIMIT)
                for field in ("content", "basis", "limit_text", "responsible")
            ),
        ):
            if len(words) > limit:
                self._tell(row, field, f"有 {len(words)} 字，不超过 {limit} 字", left_out=True)
        code = self._code(row)
        if len(self._problems) > before:
            return None
        return CatalogueEntry(
            code=code,
            first_level=first,
            second_level=second,
            content=content,
            basis=self._text(row, "basis"),
            limit_text=_line(self._text(row, "limit_text")),
            time_limit=self._limit(row),
            responsible=_line(self._text(row, "responsible")),
            channels=self._channels(row),
            audience=self._audience(row),
            method=self._method(row),
            tier=_line(self._text(row, "tier")),
            stage=_line(self._text(row, "stage")),
        )

    def _titles(self, row: int) -> tuple[str, str]:
        """Both levels; an empty first level stands for the one above it, with it an empty second level too."""
        first, second = _line(self._text(row, "first_level")), _line(self._text(row, "second_level"))
        if not first:
            first, second = self._above[0], second or self._above[1]
        self._above = (first, second)
        return first, second

    def _code(self, row: int) -> str:
        """The code of a row; rows under one merged code are told apart as 012-2, 012-3, and none at all are counted."""
        code = row_code(self._text(row, "code")) if self._numbered else f"{len(self._codes) + 1:03d}"
        if not code:
            self._tell(row, "code", "没有填序号", left_out=True)
            return ""
        column = next((place for place, one in self._columns.items() if one.field == "code"), -1)
        if code in self._codes and (row, column) in self._table.filled:
            self._repeats[code] = self._repeats.get(code, 1) + 1
            code = f"{code}-{self._repeats[code]}"
        if len(code) > CODE_LIMIT:
            self._tell(row, "code", f"序号有 {len(code)} 个字符，不超过 {CODE_LIMIT} 个", left_out=True)
        elif code in self._codes:
            self._tell(row, "code", f"序号“{code}”和第 {self._codes[code]} 行重复", left_out=True)
        else:
            self._codes[code] = self._number(row)
        return code

    def _limit(self, row: int) -> TimeLimit:
        words = self._text(row, "limit_text")
        limit = read_time_limit(words)
        if limit is None and "limit_text" in self._present:
            self._doubt(row, "limit_text", words, "长期")
        return limit or TimeLimit.LONG

    def _channels(self, row: int) -> tuple[Channel, ...]:
        channels = read_channels(self._text(row, "channels"))
        if not channels and "channels" in self._present:
            self._tell(row, "channels", "没有填公开渠道，按“政府网站”", left_out=False)
        return channels or (Channel.WEBSITE,)

    def _audience(self, row: int) -> Audience:
        words = self._text(row, "audience")
        audience = read_audience(words)
        if audience is None and "audience" in self._present:
            self._doubt(row, "audience", words, "全社会")
        return audience or Audience.PUBLIC

    def _method(self, row: int) -> Attribute:
        words = self._text(row, "method")
        method = read_method(words)
        if method is None and "method" in self._present:
            self._doubt(row, "method", words, "主动")
        return method or Attribute.PROACTIVE

    def _doubt(self, row: int, field: str, words: str, taken: str) -> None:
        why = f"没有认出“{_line(words)[:20]}”" if words else f"没有填{HEADINGS[field]}"
        self._tell(row, field, f"{why}，按“{taken}”", left_out=False)


def _clean(words: str) -> str:
    return _INVISIBLE.sub("", words).strip()


def _line(words: str) -> str:
    return " ".join(_clean(words).split())
