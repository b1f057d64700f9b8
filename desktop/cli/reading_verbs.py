"""The command that reads a file, with or without a data folder."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.answers import Answer
from desktop.rules.plain import to_plain
from desktop.services.desk import Desk
from desktop.services.reading import FileRead, read_one

_NAMES = {
    "title": "标题",
    "issuing_body": "发文机关",
    "document_number": "文号",
    "signed_date": "成文日期",
    "issued_date": "印发日期",
    "document_type": "体裁",
    "page_count": "页数",
    "summary": "内容概述",
    "theme": "主题分类",
    "keywords": "关键词",
    "source": "转载来源",
    "source_url": "转载网址",
}


def read(desk: Desk | None, given: Namespace) -> Answer:
    """What a file would propose, and what was found in it: against the lists of whoever is signed in, if anybody is."""
    one = read_one(given.file, desk)
    fields = {name: to_plain(field) if field else None for name, field in one.fields.items()}
    data = {
        "file": one.name,
        "kind": one.kind,
        "blocked": one.blocked,
        **fields,
        "findings": list(one.findings),
        "warnings": list(one.warnings),
    }
    return Answer(tuple(_lines(one)), data)


def _lines(one: FileRead) -> list[str]:
    lines = ["发现密级标志，不得登记，未提出任何字段"] if one.blocked else []
    for name, field in one.fields.items():
        if field:
            lines.append(f"{_NAMES[name]}：{field.value}（{field.place}，把握{field.confidence}）")
    for found in one.findings:
        excerpt = f"：{found['excerpt']}" if found["excerpt"] else ""
        lines.append(f"[{found['severity']}] {found['what']}（{found['place']}，{found['count']} 处）{excerpt}")
        lines += [f"    {found['note']}"] if found.get("note") else []
    told = {found["what"] for found in one.findings}
    return lines + [f"[提示] {warning}" for warning in one.warnings if warning not in told] or [
        "没有提出字段，也没有发现问题"
    ]
