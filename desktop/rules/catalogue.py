"""The disclosure catalogue (主动公开基本目录, reference §7): its rows, how an item names one, what it takes from it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from desktop.rules.items import Attribute, Audience, Channel, ItemContent, TimeLimit

CODE_LIMIT = 20
INHERITED = ("time_limit", "channels", "audience", "responsible_office")
"""The fields of an item that a chosen row fills in, in the order of the form."""

_REFERENCE = re.compile(r"(\d{4})-(\S{1,20})(?: (.+))?", re.DOTALL)
_ONLY_DIGITS = re.compile(r"\d{1,3}(?:\.0)?", re.ASCII)
_OFFICE = re.compile(r"[^、，,；;/\s]{1,30}(?:处|室|科|股|中心|支队|大队|所|站|部)")
_NO_ONE_OFFICE = re.compile(r"各|有关|相关|起草|承办|主管|业务|责任|牵头")
_PERIODS = (
    ("月", 1),
    ("季", 3),
    ("半年", 6),
    ("年", 12),
)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One row: what is disclosed, on what basis, when, by whom, where, to whom.

    `limit_text` is the limit in the catalogue's own words, `time_limit` its kind. `method` is proactive or on_request.
    """

    code: str
    first_level: str
    second_level: str
    content: str
    basis: str = ""
    limit_text: str = ""
    time_limit: TimeLimit = TimeLimit.LONG
    responsible: str = ""
    channels: tuple[Channel, ...] = (Channel.WEBSITE,)
    audience: Audience = Audience.PUBLIC
    method: Attribute = Attribute.PROACTIVE
    tier: str = ""
    stage: str = ""

    @property
    def title(self) -> str:
        """Both levels as they are read: 行政许可 / 律师执业许可."""
        return " / ".join(one for one in (self.first_level, self.second_level) if one)


@dataclass(frozen=True, slots=True)
class RowReference:
    """What an item says of its row: the year and code of the catalogue that it was chosen from, and the row's title."""

    year: int
    code: str
    title: str

    @property
    def number(self) -> str:
        """Year and code, e.g. 2026-012."""
        return f"{self.year}-{self.code}"


def reference(year: int, entry: CatalogueEntry) -> str:
    """The text that an item keeps of its row, e.g. `2026-012 行政许可 / 律师执业许可`.

    It carries the row's title, because it is signed, printed and sent to an end that may have another catalogue or
    none: there it is still read in words, is kept as it is, and counts as belonging to no row of that catalogue.
    """
    return f"{year}-{entry.code} {entry.title}"


def parse_reference(text: str) -> RowReference | None:
    """Year, code and title of a reference; None for words that somebody wrote before there was a catalogue."""
    found = _REFERENCE.fullmatch(" ".join(text.split()))
    return RowReference(int(found[1]), found[2], found[3] or "") if found else None


def row_code(text: str) -> str:
    """The code of a row without blanks, short numbers in three digits (12 -> 012), so that 12 and 012 are one."""
    code = "".join(text.split())
    return code.partition(".")[0].zfill(3) if _ONLY_DIGITS.fullmatch(code) else code


def inherited(entry: CatalogueEntry, office: str) -> dict[str, Any]:
    """What an item takes from its row; `office` is the office that the row makes responsible, "" leaves it open."""
    values: dict[str, Any] = {
        "time_limit": entry.time_limit,
        "channels": entry.channels,
        "audience": entry.audience,
    }
    return values | ({"responsible_office": office} if office else {})


def to_take_over(
    content: ItemContent, offered: dict[str, Any], typed: Collection[str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Of what a row offers: the values that differ and may be taken over, and the names of fields that stay hers.

    `typed` names the fields that the user filled in herself; they are never replaced.
    """
    differing = {name: value for name, value in offered.items() if getattr(content, name) != value}
    kept = tuple(name for name in differing if name in typed)
    return {name: value for name, value in differing.items() if name not in kept}, kept


def office_named(responsible: str, offices: Collection[str]) -> str:
    """The office that 公开主体 names: one that is known, or words that end as the name of an office does; "" else.

    An agency (…厅, …局), several bodies and 各处室 or 起草处室 name no office.
    """
    words = "".join(responsible.split())
    known = [one for one in offices if one and one in words]
    if len(known) == 1:
        return known[0]
    named = _OFFICE.fullmatch(words) and not _NO_ONE_OFFICE.search(words)
    return words if not known and named else ""


def period_months(limit_text: str) -> int | None:
    """How often a row asks for something new: 每月 1, 每季度 3, 每半年 6, 每年 12 months; None when it does not say."""
    words = "".join(limit_text.split())
    for name, months in _PERIODS:
        if re.search(rf"(?:每|按|逐|分)(?:个|1|一)?{name}", words):
            return months
    return None
