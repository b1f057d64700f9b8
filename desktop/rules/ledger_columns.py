"""What the headings of an office's own ledger mean: which row they stand in, and which field each column holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from desktop.rules.items import Attribute
from desktop.rules.ledger_values import attribute_of
from desktop.rules.read_days import read_day

LEFT_OUT = ""
"""The field of a column that is not imported."""

SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": (
        *("信息标题", "文件名称", "文件标题", "标题", "信息名称", "公文标题", "文件名", "题名", "公开内容", "信息内容"),
        *("文件题名", "材料名称", "事项名称", "名称"),
    ),
    "document_number": ("文号", "发文字号", "发文文号", "公文文号", "文件字号", "文件编号", "字号"),
    "signed_on": (
        *("成文日期", "成文时间", "发文日期", "印发日期", "签发日期", "发文时间", "印发时间", "签发时间", "文件日期"),
        *("生成日期", "制发日期", "形成时间", "形成日期", "落款日期", "制作日期", "日期", "时间"),
    ),
    "attribute": (
        *("公开属性", "公开类型", "公开类别", "公开性质", "公开形态", "属性", "是否主动公开", "是否公开", "公开与否"),
    ),
    "ground": ("依据条款", "不公开依据", "不予公开依据", "法律依据", "依据"),
    "reason": ("不主动公开理由", "不公开理由", "不予公开理由", "不公开原因", "不予公开原因", "理由"),
    "next_review_on": ("下次评审日期", "下次审查日期", "复核日期"),
    "genre": ("体裁", "文种", "公文种类", "文件种类", "文件类型", "公文类型"),
    "issuing_body": ("发布机构", "发文机关", "发文单位", "制发机关", "制作机关", "发文机构", "印发机关", "制发单位"),
    "channels": ("公开方式", "公开渠道", "发布渠道", "公开形式", "发布方式", "公开载体"),
    "column": ("公开栏目", "发布栏目", "所属栏目", "网站栏目", "栏目"),
    "planned_on": ("拟公开日期", "拟公开时间", "计划公开时间", "拟发布时间"),
    "summary": ("内容概述", "内容摘要", "内容简介", "主要内容", "摘要", "概述", "简介"),
    "theme": ("主题分类", "信息分类", "主题"),
    "keywords": ("关键词", "关键字", "主题词"),
    "catalogue_row": ("目录事项", "公开事项", "公开目录", "目录"),
    "responsible_office": (
        *("责任单位", "责任处室", "承办处室", "承办单位", "责任部门", "提供处室", "主办处室", "主办单位", "承办部门"),
        *("处室名称", "处室", "科室", "部门", "单位"),
    ),
    "drafter": ("拟稿人", "经办人", "承办人", "起草人", "责任人", "联系人"),
    "phone": ("联系电话", "办公电话", "联系方式", "电话"),
    "pages": ("页数", "文件页数"),
    "time_limit": ("公开时限", "时限"),
    "audience": ("公开对象", "公开范围"),
    "validity": ("有效性", "是否有效", "效力"),
    "repealed_on": ("废止日期", "失效日期"),
    "source": ("信息来源",),
    "reprint_source": ("转载来源", "原文出处"),
    "reprint_url": ("转载网址", "原文网址"),
    "reprinted_on": ("转载日期", "转载时间"),
    "filled_on": ("填表日期", "登记日期", "登记时间", "填报日期"),
}
"""Headings by field, the surest first; the order of the fields is the one in which they are offered."""

_PUBLISHED = "公开的日期和网址在审查、发布后登记，这里不导入；原表请保留"
_OURS = "由程序重新编，不导入"
NOT_TAKEN: dict[str, str] = {
    **dict.fromkeys(("公开日期", "公开时间", "发布日期", "发布时间", "上网时间", "上网日期", "挂网时间"), _PUBLISHED),
    **dict.fromkeys(("网址", "公开网址", "发布网址", "链接", "链接地址", "网页地址", "网站链接", "url"), _PUBLISHED),
    **dict.fromkeys(("序号", "编号", "行号", "索引号", "状态"), _OURS),
    **dict.fromkeys(("备注", "说明", "附件"), "没有对应的栏目，不导入；需要时在右边改选"),
    "问题": "不导入",
}
"""Headings that hold nothing a draft has room for, and why."""

LOOKED_AT = 20
"""Rows of a sheet, from its top, in which headings are looked for."""

_FEWEST, _LONGEST_HEADING = 2, 15
_SAMPLES = 40
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]")
_NUMBERED = re.compile(r"[\[〔（(【]\d{4}[\]〕）)】]\s*\d+\s*号")


class Confidence(IntEnum):
    """How sure a column's field is."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """The field that a column seems to hold, how sure that is, and what is to be told about it."""

    field: str = LEFT_OUT
    confidence: Confidence = Confidence.NONE
    why: str = ""


def find_headings(rows: Sequence[Sequence[object]]) -> int | None:
    """The row that holds the headings, from 0: the one in which most cells are headings that are known; else None."""
    best, most = None, 0
    for number, row in enumerate(rows[:LOOKED_AT]):
        words = {folded_heading(cell) for cell in row if isinstance(cell, str)} - {""}
        known = sum(_named(word).field != LEFT_OUT or word in NOT_TAKEN for word in words)
        sure = any(_named(word).confidence is Confidence.HIGH for word in words)
        if sure and known > most and known >= min(_FEWEST, len(words)):
            best, most = number, known
    return best


def guess_columns(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[Guess, ...]:
    """What each column holds, by its heading, else by what stands in it; no field is given twice."""
    guesses = [_named(folded_heading(one)) for one in headings]
    taken = _surest(guesses)
    kept = [
        one if one.field == LEFT_OUT or taken[one.field] == place else Guess(why="另一列更像，不重复导入")
        for place, one in enumerate(guesses)
    ]
    return tuple(_by_content(kept, headings, rows))


def with_mapping(headings: Sequence[str], mapping: Mapping[int, str], why: str) -> tuple[Guess, ...]:
    """The columns as they were mapped before, by a person."""
    return tuple(
        Guess(field, Confidence.HIGH, why) if (field := mapping.get(place, LEFT_OUT)) else _left_out(heading)
        for place, heading in enumerate(headings)
    )


def twice_mapped(mapping: Mapping[int, str]) -> tuple[str, ...]:
    """The fields that more than one column is mapped to."""
    fields = [field for field in mapping.values() if field != LEFT_OUT]
    return tuple(dict.fromkeys(field for field in fields if fields.count(field) > 1))


def folded_heading(cell: object) -> str:
    """A heading without width, spaces, marks and what stands in brackets: 文件名称（全称）* = 文件名称."""
    wide = unicodedata.normalize("NFKC", str(cell)).casefold()
    plain = "".join(letter for letter in _ASIDE.sub("", wide) if letter.isalnum())
    return plain or "".join(letter for letter in wide if letter.isalnum())


def _left_out(heading: str) -> Guess:
    return Guess(why=NOT_TAKEN.get(folded_heading(heading), ""))


def _named(heading: str) -> Guess:
    if not heading:
        return Guess()
    if heading in NOT_TAKEN:
        return Guess(why=NOT_TAKEN[heading])
    for field, words in SYNONYMS.items():
        if heading in words:
            vague = heading in ("日期", "时间", "名称", "属性", "依据", "单位", "目录")
            return Guess(field, Confidence.MEDIUM if vague else Confidence.HIGH)
    if any(word in heading for word in NOT_TAKEN if len(word) > 2):
        return Guess(why=_PUBLISHED if _speaks_of_publication(heading) else "")
    if len(heading) > _LONGEST_HEADING:
        return Guess()
    inside = [
        (-len(word), heading.find(word), field)
        for field, words in SYNONYMS.items()
        for word in words
        if word in heading
    ]
    return Guess(min(inside)[2], Confidence.MEDIUM) if inside else Guess()


def _speaks_of_publication(heading: str) -> bool:
    return any(word in heading for word, why in NOT_TAKEN.items() if why is _PUBLISHED)


def _surest(guesses: Sequence[Guess]) -> dict[str, int]:
    """For each field the column that holds it: the surest, then the first."""
    taken: dict[str, int] = {}
    for place, one in enumerate(guesses):
        if one.field != LEFT_OUT and (one.field not in taken or one.confidence > guesses[taken[one.field]].confidence):
            taken[one.field] = place
    return taken


def _by_content(guesses: list[Guess], headings: Sequence[str], rows: Sequence[Sequence[object]]) -> list[Guess]:
    """Give the columns without a known heading the field that their cells speak of."""
    open_places = [
        place
        for place, one in enumerate(guesses)
        if one.field == LEFT_OUT and not one.why and not folded_heading(headings[place]).isdecimal()
    ]
    samples = {place: _sample(rows, place) for place in open_places}
    for field, test in (("document_number", _is_number), ("attribute", _is_attribute), ("signed_on", _is_day)):
        if any(one.field == field for one in guesses):
            continue
        place = next((place for place in open_places if _mostly(samples[place], test)), None)
        if place is not None:
            guesses[place] = Guess(field, Confidence.LOW, "按内容推测，请核对")
            open_places.remove(place)
    if not any(one.field == "title" for one in guesses):
        longest = max(open_places, key=lambda place: _length(samples[place]), default=None)
        if longest is not None and _length(samples[longest]) >= 6:
            guesses[longest] = Guess("title", Confidence.LOW, "按内容推测，请核对")
    return guesses


def _sample(rows: Sequence[Sequence[object]], place: int) -> list[object]:
    cells = (row[place] for row in rows if place < len(row))
    return [cell for cell in cells if cell not in ("", None)][:_SAMPLES]


def _mostly(cells: Sequence[object], test: object) -> bool:
    assert callable(test)
    return bool(cells) and sum(bool(test(cell)) for cell in cells) * 2 > len(cells)


def _is_number(cell: object) -> bool:
    return isinstance(cell, str) and _NUMBERED.search(cell) is not None and len(cell) < 40


def _is_attribute(cell: object) -> bool:
    return isinstance(cell, str) and isinstance(attribute_of(cell), Attribute) and len(cell.strip()) > 1


def _is_day(cell: object) -> bool:
    return not isinstance(cell, (int, float)) and read_day(cell, 2000).day is not None


def _length(cells: Sequence[object]) -> float:
    return sum(len(cell) for cell in cells if isinstance(cell, str)) / max(len(cells), 1)
