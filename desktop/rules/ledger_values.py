"""Reads the cells of an office's own ledger as the values that an item has, and says in plain words what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop.rules.items import (
    THEMES,
    TITLE_LIMIT,
    Attribute,
    Audience,
    Channel,
    Genre,
    Ground,
    Source,
    TimeLimit,
    Validity,
)
from desktop.rules.read_days import read_day

TEXT_LIMIT = 2_000
"""The most characters that a cell of any other text may have."""

DAYS = ("signed_on", "planned_on", "next_review_on", "repealed_on", "reprinted_on", "filled_on")
TEXTS = (
    *("title", "document_number", "issuing_body", "reason", "column", "summary", "keywords", "catalogue_row"),
    *("responsible_office", "drafter", "phone", "reprint_source", "reprint_url"),
)
WEIGHTY = frozenset({"title", "document_number", "signed_on", "attribute"})
"""Fields of which an unreadable cell keeps its row out; any other is left empty, which is told."""

_FIRST_DAY = date(1949, 10, 1)
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPLIT = re.compile(r"[、，,;；/\s]+")
_WRONG_BRACKETS = re.compile(r"[\[（(【](\d{4})[\]）)】]")

_ATTRIBUTES: dict[Attribute, tuple[str, ...]] = {
    Attribute.PROACTIVE: ("主动公开", "主动", "公开", "是", "已公开", "全文公开", "y", "yes", "√", "✓", "1"),
    Attribute.ON_REQUEST: ("依申请公开", "依申请", "依申请公开类", "申请公开"),
    Attribute.WITHHELD: ("不予公开", "不公开", "不予", "不主动公开", "免予公开", "否", "n", "no", "×", "0"),
}
_PLAIN_ANSWERS = ("是", "否", "y", "n", "yes", "no", "√", "✓", "×", "1", "0")
_CHANNELS: dict[Channel, tuple[str, ...]] = {
    Channel.WEBSITE: ("政府网站", "门户网站", "网站", "官网", "部门网站", "厅网站", "局网站"),
    Channel.GAZETTE: ("政府公报", "公报"),
    Channel.NEW_MEDIA: ("政务新媒体", "新媒体", "微信", "微博", "公众号", "微信公众号"),
    Channel.PRESS_CONFERENCE: ("新闻发布会", "发布会"),
    Channel.READING_POINT: ("查阅点", "查阅场所", "公共查阅点", "档案馆", "图书馆"),
    Channel.PRESS: ("报刊", "报纸", "报"),
    Channel.RADIO: ("广播", "电台"),
    Channel.TELEVISION: ("电视", "电视台"),
    Channel.NOTICE_BOARD: ("公开栏", "公示栏", "公告栏", "宣传栏"),
    Channel.OTHER: ("其他", "其它"),
}
_GROUNDS: dict[Ground, tuple[str, ...]] = {
    Ground.STATE_SECRET: ("国家秘密",),
    Ground.FORBIDDEN_BY_LAW: ("法律、行政法规禁止公开", "法律行政法规禁止公开", "禁止公开"),
    Ground.SECURITY_STABILITY: ("三安全一稳定",),
    Ground.THIRD_PARTY: ("商业秘密、个人隐私", "商业秘密", "个人隐私", "第十五条", "15条"),
    Ground.INTERNAL_AFFAIRS: ("内部事务信息", "内部事务", "第十六条第一款"),
    Ground.PROCESS: ("过程性信息", "过程信息"),
    Ground.ENFORCEMENT_FILE: ("行政执法案卷", "执法案卷"),
    Ground.OTHER: ("其他依据", "其他"),
}
_LIMITS: dict[TimeLimit, tuple[str, ...]] = {
    TimeLimit.LONG: ("长期", "长期公开", "永久"),
    TimeLimit.PERIODIC: ("定期", "定期公开"),
    TimeLimit.ANY_TIME: ("随时", "及时", "即时", "实时"),
    TimeLimit.LIMITED: ("限时", "短期"),
}
_AUDIENCES: dict[Audience, tuple[str, ...]] = {
    Audience.PUBLIC: ("全社会", "社会", "社会公众", "公众", "面向社会"),
    Audience.SPECIFIC: ("特定群体", "特定对象", "特定人群", "特定"),
}
_VALIDITIES: dict[Validity, tuple[str, ...]] = {
    Validity.IN_FORCE: ("有效", "现行有效", "是"),
    Validity.REPEALED: ("废止", "已废止", "失效", "已失效", "无效", "否"),
    Validity.NOT_APPLICABLE: ("不适用", "无"),
}
_SOURCES: dict[Source, tuple[str, ...]] = {
    Source.OWN: ("本机关制发", "本机关", "自制", "本单位"),
    Source.JOINT: ("联合制发", "联合发文", "联合"),
    Source.REPRINT: ("转载",),
    Source.OTHER_BODY: ("获取自其他机关", "其他机关"),
    Source.CITIZEN: ("获取自公民、法人", "公民、法人"),
}


@dataclass(frozen=True, slots=True)
class Read:
    """A value that was read; `added` tells what the program had to add or change, `problem` why it could not be read."""

    value: Any = None
    added: str = ""
    problem: str = ""


def plain_text(value: object) -> str:
    """What a cell holds, as text: whole numbers without a point, dates as 2026-03-05, no invisible characters."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return " ".join(_INVISIBLE.sub("", str(value)).split())


def read_value(field: str, cell: object, today: date, year: int | None = None) -> Read:
    """The value of a cell for a field of an item; `year` completes a date that has none. An empty cell gives None."""
    text = plain_text(cell)
    if not text:
        return Read()
    if field in DAYS:
        return _day(field, cell, today, year)
    if field in TEXTS:
        return _text(field, cell, text)
    return _READERS[field](text)


def attribute_of(text: str) -> Attribute | None:
    """The attribute that a word means; 是 and 否 answer 是否公开."""
    found: Attribute | None = _meant(text, _ATTRIBUTES)
    return found


def _day(field: str, cell: object, today: date, year: int | None) -> Read:
    found = read_day(cell, year)
    if found.day is None:
        return Read(problem=found.problem)
    if found.day < _FIRST_DAY:
        return Read(problem=f"{found.day.isoformat()} 过早，核对年份")
    if field in ("signed_on", "filled_on", "reprinted_on") and found.day > today:
        return Read(problem=f"{found.day.isoformat()} 晚于今天，核对日期")
    return Read(found.day, found.completed)


def _text(field: str, cell: object, text: str) -> Read:
    # A title broken over several lines in its cell is one title; between Chinese characters a break is no space.
    joined = re.sub(
        r"(?<=[\u3400-\u9fff，。、；：“”（）《》〔〕])\s+(?=[\u3400-\u9fff，。、；：“”（）《》〔〕])", "", text
    )
    value = text if field == "keywords" else joined
    limit = TITLE_LIMIT if field == "title" else TEXT_LIMIT
    if len(value) > limit:
        return Read(problem=f"有 {len(value):,} 个字，超过 {limit:,} 字的上限，缩短后再导入")
    hidden = "删去了看不见的控制字符" if isinstance(cell, str) and _INVISIBLE.search(cell) else ""
    if field == "document_number":
        mended = _WRONG_BRACKETS.sub(r"〔\1〕", unicodedata.normalize("NFKC", value) if _is_wide(value) else value)
        return Read(mended, hidden or ("年份的括号改为〔〕" if mended != value else ""))
    return Read(value, hidden)


def _is_wide(text: str) -> bool:
    return any("\uff10" <= letter <= "\uff19" for letter in text)


def _attribute(text: str) -> Read:
    found = attribute_of(text)
    if found is None:
        return Read(problem=f"“{_shown(text)}”不是公开属性，写主动公开、依申请公开或不予公开")
    if found is Attribute.WITHHELD and _folded(text) in _PLAIN_ANSWERS:
        return Read(found, f"“{_shown(text)}”读作不予公开，依申请公开的请改")
    return Read(found)


def _one_of(words: Mapping[Any, Sequence[str]], names: str) -> Callable[[str], Read]:
    def read(text: str) -> Read:
        found = _meant(text, words)
        return Read(found) if found is not None else Read(problem=f"“{_shown(text)}”不是{names}之一，留空")

    return read


def _genre(text: str) -> Read:
    found = next((one for one in Genre if one.value == _folded(text)), None)
    return Read(found) if found else Read(problem=f"“{_shown(text)}”不是 15 种体裁之一，留空，登记时选择")


def _theme(text: str) -> Read:
    wanted = _folded(re.sub(r"^\d{1,2}[\s.、]*", "", text))
    found = next((one for one in THEMES if _folded(one) == wanted), None)
    return Read(found) if found else Read(problem=f"“{_shown(text)}”不在主题分类表中，留空，登记时选择")


def _channels(text: str) -> Read:
    found: list[Channel] = []
    for word in filter(None, _SPLIT.split(text)):
        channel = _meant(word, _CHANNELS)
        if channel is None:
            return Read(problem=f"“{_shown(word)}”不是公开方式，按政府网站登记")
        found.append(channel)
    return Read(tuple(one for one in Channel if one in found))


def _pages(text: str) -> Read:
    digits = unicodedata.normalize("NFKC", text).removesuffix("页").strip()
    if digits.isascii() and digits.isdecimal() and 0 < int(digits) < 100_000:
        return Read(int(digits))
    return Read(problem=f"“{_shown(text)}”不是页数，留空")


def _meant(text: str, words: Mapping[Any, Sequence[str]]) -> Any:
    wanted = _folded(text)
    return next((one for one, known in words.items() if wanted in known or wanted in map(_folded, known)), None)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("。.；;")


def _shown(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


_READERS: dict[str, Callable[[str], Read]] = {
    "attribute": _attribute,
    "ground": _one_of(_GROUNDS, "依据条款"),
    "genre": _genre,
    "theme": _theme,
    "channels": _channels,
    "pages": _pages,
    "time_limit": _one_of(_LIMITS, "公开时限"),
    "audience": _one_of(_AUDIENCES, "公开对象"),
    "validity": _one_of(_VALIDITIES, "有效性"),
    "source": _one_of(_SOURCES, "信息来源"),
}
