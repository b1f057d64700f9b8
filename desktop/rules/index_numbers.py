"""Index numbers (索引号, reference §7): the pattern of an agency, what may stand in it, drawing and reading a number.

A pattern holds fields in braces and words of the agency's own between them: `{org9}/{yyyy}-{seq5}`. A number that was
drawn is never changed, so a pattern must make every number unique by itself: it needs a year and exactly one serial,
and a field of no fixed length must be set off, or two different numbers could be written alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.errors import UserError
from desktop.rules.items import THEMES, Genre
from desktop.rules.numbers import NATIONAL_PATTERN

PATTERN_LIMIT = 60
FIELDS: dict[str, str] = {
    "org9": "组织机构代码，9 位",
    "yyyy": "年份，4 位",
    "yy": "年份后 2 位",
    "mm": "月份，2 位",
    "dd": "日，2 位",
    "office": "处室代号",
    "theme2": "主题分类，2 位",
    "genre2": "体裁，2 位",
    "seq": "流水号，不补零",
    "seq3": "流水号，3 位",
    "seq4": "流水号，4 位",
    "seq5": "流水号，5 位",
    "seq6": "流水号，6 位",
}
"""The fields of a pattern and what they stand for, in the order in which they are offered."""

PRESETS: tuple[tuple[str, str], ...] = (
    ("国家样式", NATIONAL_PATTERN),
    ("短横线，流水号不补零", "{org9}-{yyyy}-{seq}"),
    ("机构代码加分类", "{org9}{theme2}-{yyyy}-{seq5}"),
    ("21 位数字（前 8 位改为地区和部门代码）", "00000000{genre2}{theme2}{yyyy}{seq5}"),
    ("六组（前两组改为地区和部门代码）", "000000-00-{theme2}-{genre2}-{yyyy}{mm}{dd}-{seq4}"),
)
"""Patterns in use (reference §7); zeros stand for codes of a place or a department that are typed as they are."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_SERIALS = {"seq": r"[1-9]\d*"} | {f"seq{n}": rf"\d{{{n}}}" for n in (3, 4, 5, 6)}
_SHAPES = {
    **{"org9": r"[0-9A-Z]{9}", "yyyy": r"\d{4}", "office": r"[0-9A-Z]+"},
    **dict.fromkeys(("yy", "mm", "dd", "theme2", "genre2"), r"\d{2}"),
    **_SERIALS,
}
_NO_FIXED_LENGTH = frozenset({"office", "seq"})
_VARYING = ("mm", "dd", "office", "theme2", "genre2")
_LITERAL = re.compile(r"[0-9A-Za-z\u4e00-\u9fff\-_./·:〔〕（）()]*")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a number is drawn for: agency and office by their codes, the day, theme and genre of the item."""

    agency_code: str
    office_code: str
    day: date
    theme: str = ""
    genre: Genre | None = None


def checked_pattern(text: str) -> str:
    """The pattern without blanks at its ends; UserError (E-PATTERN) saying what is wrong with it."""
    pattern = text.strip()
    problem = _problem(pattern)
    if problem:
        raise UserError(f"索引号样式不能用：{problem}", "对照下面列出的字段改好，看示例是否合适", "E-PATTERN")
    return pattern


def series(pattern: str, occasion: Occasion) -> str:
    """The name of the series that the serial counts in: one for each year, and for whatever else the pattern tells apart.

    Agencies whose pattern varies by the year alone go on in one series when they change the pattern.
    """
    values = _values(occasion)
    names = set(_FIELD.findall(pattern))
    parts = [f"{name}={values[name]}" for name in _VARYING if name in names]
    return ":".join(("index", str(occasion.day.year), *parts))


def index_number(pattern: str, occasion: Occasion, serial: int) -> str:
    """The index number for a serial; UserError (E-NUMBER) when the serial has outgrown its places."""
    values = _values(occasion)
    for name in _FIELD.findall(pattern):
        if name in _SERIALS:
            width = int(name[3:] or 0)
            values[name] = f"{serial:0{width}d}"
            if width and len(values[name]) > width:
                raise UserError(
                    f"索引号的流水号只有 {width} 位，已经用完", "请系统管理员换用位数更多的索引号样式", "E-NUMBER"
                )
    return _FIELD.sub(lambda found: values[found[1]], pattern)


def read_index_number(pattern: str, number: str) -> dict[str, str] | None:
    """The values of the fields in a number that was drawn with a pattern; None for another number."""
    shape = "".join(
        f"(?P<{name}>{_SHAPES[name]})" if name else re.escape(literal) for literal, name in _pieces(pattern)
    )
    found = re.fullmatch(shape, number, re.ASCII)
    return found.groupdict() if found else None


def sample(pattern: str, agency_code: str, office_code: str, day: date, serial: int = 1) -> str:
    """A number as the pattern would draw it, for a notice on justice."""
    return index_number(pattern, Occasion(agency_code, office_code, day, THEMES[15], Genre.NOTICE), serial)


def _problem(pattern: str) -> str:
    names = _FIELD.findall(pattern)
    literals = [literal for literal, name in _pieces(pattern) if not name]
    unknown = [name for name in names if name not in FIELDS]
    if len(pattern) > PATTERN_LIMIT:
        return f"不超过 {PATTERN_LIMIT} 个字符"
    if any(brace in literal for literal in literals for brace in "{}"):
        return "花括号没有成对"
    if unknown:
        return f"没有“{{{unknown[0]}}}”这个字段"
    if not all(_LITERAL.fullmatch(literal) for literal in literals):
        return "固定部分只用文字、数字和 - _ . / · : 〔〕（）"
    if len(set(names)) != len(names):
        return "同一个字段只用一次"
    if len([name for name in names if name in _SERIALS]) != 1:
        return "要有流水号，而且只有一个"
    if not {"yyyy", "yy"} & set(names):
        return "要有年份"
    if {"yyyy", "yy"} <= set(names):
        return "年份只用一个"
    return next(_run_together(pattern), "")


def _run_together(pattern: str) -> Iterator[str]:
    """Fields of no fixed length that touch a letter, a figure or another field: `{office}{seq}` reads two ways."""
    pieces = _pieces(pattern)
    for place, (_literal, name) in enumerate(pieces):
        if name not in _NO_FIXED_LENGTH:
            continue
        before = pieces[place - 1] if place else ("-", "")
        after = pieces[place + 1] if place + 1 < len(pieces) else ("-", "")
        if before[1] or after[1] or before[0][-1].isalnum() or after[0][0].isalnum():
            yield f"“{{{name}}}”的长度不固定，前后要用 - 或 / 隔开"


def _pieces(pattern: str) -> list[tuple[str, str]]:
    """The pattern cut up: (literal, "") or ("", field)."""
    parts = _FIELD.split(pattern)
    return [("", part) if place % 2 else (part, "") for place, part in enumerate(parts) if part or place % 2]


def _values(occasion: Occasion) -> dict[str, str]:
    genres = list(Genre)
    theme = THEMES.index(occasion.theme) + 1 if occasion.theme in THEMES else len(THEMES)
    genre = genres.index(occasion.genre or Genre.OTHER) + 1
    day = occasion.day
    return {
        "org9": occasion.agency_code,
        "yyyy": f"{day.year:04d}",
        "yy": f"{day.year % 100:02d}",
        "mm": f"{day.month:02d}",
        "dd": f"{day.day:02d}",
        "office": occasion.office_code.upper(),
        "theme2": f"{theme:02d}",
        "genre2": f"{genre:02d}",
    }
