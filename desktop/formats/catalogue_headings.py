"""Finds the headings of a catalogue in a table, whatever an office calls its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.rules.tables import Table

HEADINGS: dict[str, str] = {
    "code": "序号",
    "first_level": "一级事项",
    "second_level": "二级事项",
    "content": "公开内容（要素）",
    "basis": "公开依据",
    "limit_text": "公开时限",
    "responsible": "公开主体",
    "channels": "公开渠道和载体",
    "audience": "公开对象",
    "method": "公开方式",
    "tier": "公开层级",
    "stage": "五公开阶段",
}
"""The columns of reference §7 in their order, by the fields of an entry."""

LOOKED_AT = 20
"""Among how many rows from the top the headings are looked for."""

_LEAST = 3
_SYNONYMS: dict[str, str] = {
    "code": "序号 编号 编码 代码 事项编码 目录编码 事项编号",
    "first_level": "一级事项 一级目录 一级分类 一级类别 一级 公开事项 公开类别 事项类别 类别",
    "second_level": "二级事项 二级目录 二级分类 二级类别 二级 事项名称 公开事项名称 事项",
    "content": "公开内容 公开内容要素 公开要素 公开内容及要素 内容要素 内容 具体内容",
    "basis": "公开依据 依据 法律依据 法律法规依据 政策依据",
    "limit_text": "公开时限 时限 公开期限 期限 公开时间 公开时限要求",
    "responsible": "公开主体 责任主体 公开责任主体 责任单位 责任处室 责任科室 责任部门 公开单位 主体",
    "channels": "公开渠道和载体 公开渠道及载体 公开渠道载体 公开渠道 渠道 公开载体 载体 渠道和载体",
    "audience": "公开对象 对象",
    "method": "公开方式 方式 公开属性",
    "tier": "公开层级 层级 公开级别",
    "stage": "五公开阶段 五公开 公开阶段 阶段 公开环节 环节",
}
_FIELDS = {name: field for field, names in _SYNONYMS.items() for name in names.split()}
_TICKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"全社会|社会公众"), "audience"),
    (re.compile(r"特定(?:群体|群众|对象|人群)"), "audience"),
    (re.compile(r"主动(?:公开)?|依申请(?:公开)?"), "method"),
    (re.compile(r"(?:国家|省|市|县|区|县区|乡|镇|乡镇|街道)级?"), "tier"),
    (re.compile(r"(?:决策|执行|管理|服务|结果)(?:公开)?"), "stage"),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column is for; of a column that is only ticked, `tick` is what a tick in it says."""

    field: str
    words: str
    tick: str = ""


def headings_of(table: Table) -> tuple[int, Mapping[int, Heading]] | None:
    """The last row of headings and what each column is for; None when the table has no headings of a catalogue."""
    looked = range(min(LOOKED_AT, len(table.rows)))
    best = max(looked, key=lambda row: len(_fields(_row(table, row))), default=None)
    if best is None:
        return None
    columns = _row(table, best)
    if best:
        columns = {**{at: one for at, one in _row(table, best - 1).items() if not table.cell(best, at)}, **columns}
    last = best
    if _goes_on(table, best + 1):
        columns, last = {**columns, **_row(table, best + 1)}, best + 1
    if "first_level" not in _fields(columns):
        columns = {at: _as_first_level(one) for at, one in columns.items()}
    fields = _fields(columns)
    enough = len(fields) >= _LEAST and {"first_level", "content"} <= fields
    return (last, dict(sorted(columns.items()))) if enough else None


def _goes_on(table: Table, row: int) -> bool:
    """Whether a row is a second row of headings: it holds nothing but headings and what is merged from above."""
    if row >= len(table.rows):
        return False
    found = _row(table, row)
    others = [at for at, words in enumerate(table.rows[row]) if words and at not in found]
    return len(found) >= 2 and all(table.cell(row, at) == table.cell(row - 1, at) for at in others)


def _as_first_level(one: Heading) -> Heading:
    """The only level that a catalogue has is its first."""
    return Heading("first_level", one.words) if one.field == "second_level" else one


def _row(table: Table, row: int) -> dict[int, Heading]:
    """The headings that stand in a row, by column; a field that is no row of ticks is taken once."""
    found: dict[int, Heading] = {}
    taken: set[str] = set()
    for column in range(len(table.rows[row]) if row < len(table.rows) else 0):
        heading = _heading(table.cell(row, column))
        if heading is not None and (heading.tick or heading.field not in taken):
            found[column] = heading
            taken.add(heading.field)
    return found


def _heading(words: str) -> Heading | None:
    plain = re.sub(r"[（(【\[].*?[）)】\]]", "", "".join(words.split()))
    plain = re.sub(r"[^\w]|[“”\"]", "", plain)
    if plain in _FIELDS:
        return Heading(_FIELDS[plain], " ".join(words.split()))
    for pattern, field in _TICKS:
        if pattern.fullmatch(plain):
            return Heading(field, plain, plain)
    return None


def _fields(columns: Mapping[int, Heading]) -> set[str]:
    return {one.field for one in columns.values()}
