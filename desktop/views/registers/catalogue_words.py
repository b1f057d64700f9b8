"""How a row of the catalogue is written in the table and told in full."""

from __future__ import annotations

from desktop.labels import word
from desktop.rules.items import Attribute
from desktop.services.coverage import Gap, RowCoverage
from desktop.views.table_models import Cell, ChipCell, Column, NoteCell, Row

COLUMNS = (
    Column("code", "编号", 84, "number"),
    Column("title", "事项", kind="title", fixed=True),
    Column("gap", "情况", 112),
    Column("published", "本年公开", 84, "count"),
    Column("last", "最近公开", 104, "number"),
    Column("under_way", "在办", 60, "count"),
    Column("content", "公开内容", 220),
    Column("limit", "公开时限", 150),
    Column("responsible", "公开主体", 140, hidden=True),
)
METHODS = {Attribute.PROACTIVE: "主动", Attribute.ON_REQUEST: "依申请"}


def as_row(one: RowCoverage) -> Row:
    """A row of the table."""
    entry = one.entry
    return Row(
        one.ref,
        (
            entry.code,
            entry.title,
            _gap(one),
            str(one.published or ""),
            one.last.isoformat() if one.last else "",
            str(one.under_way or ""),
            " ".join(entry.content.split()),
            entry.limit_text or word(entry.time_limit),
            entry.responsible,
        ),
    )


def facts(one: RowCoverage) -> list[tuple[str, str]]:
    """The whole row, without what is empty."""
    entry = one.entry
    kind = word(entry.time_limit)
    limit = entry.limit_text if kind in entry.limit_text else f"{entry.limit_text}（{kind}）"
    told = [
        ("公开内容", entry.content),
        ("公开依据", entry.basis),
        ("公开时限", limit if entry.limit_text else kind),
        ("公开主体", entry.responsible),
        ("公开渠道", "、".join(word(channel) for channel in entry.channels)),
        ("公开对象", word(entry.audience)),
        ("公开方式", METHODS[entry.method]),
        ("公开层级", entry.tier),
        ("五公开阶段", entry.stage),
    ]
    return [(name, value) for name, value in told if value]


def covered_words(one: RowCoverage) -> list[tuple[str, str]]:
    """How far the row is covered."""
    return [
        ("在办", f"{one.under_way} 件"),
        ("本年公开", f"{one.published} 件"),
        ("最近公开", one.last.isoformat() if one.last else "还没有"),
    ]


def chip_word(one: RowCoverage) -> str:
    """The state of the row in a word; empty when there is nothing to say."""
    if one.entry.method is not Attribute.PROACTIVE:
        return "依申请"
    return {Gap.EMPTY: "没有公开", Gap.LATE: "该更新", Gap.NONE: ""}[one.gap]


def _gap(one: RowCoverage) -> Cell:
    if one.gap is Gap.EMPTY:
        return ChipCell(chip_word(one), "warn", "circle-dashed")
    if one.gap is Gap.LATE:
        return ChipCell(chip_word(one), "warn", "clock")
    return NoteCell(chip_word(one))
