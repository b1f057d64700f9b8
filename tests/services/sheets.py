"""Ledgers as offices keep them, invented for the tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

HEADINGS = ("序号", "日期", "文件名称", "文号", "公开属性", "不公开理由", "发布时间", "网址", "经办人", "处室")
ROWS: tuple[tuple[object, ...], ...] = (
    (
        1,
        date(2026, 3, 5),
        "关于开展律师事务所检查的通知",
        "临司〔2026〕11号",
        "主动公开",
        "",
        "2026.3.9",
        "http://a.example",
        "林倩",
        "律师处",
    ),
    (2, "3月12日", "关于公布公证机构名单的公告", "临司〔2026〕12号", "主动公开", "", "", "", "林倩", "公证处"),
    (3, "二〇二六年四月一日", "关于某项工作的内部请示", "", "否", "过程性信息", "", "", "周敏", "律师处"),
    (4, "2026.4.31", "关于年度考核结果的通报", "临司〔2026〕14号", "主动公开", "", "", "", "林倩", "律师处"),
    (5, "２０２６年５月６日", "", "临司〔2026〕15号", "主动公开", "", "", "", "林倩", "律师处"),
)


def workbook(
    rows: Sequence[Sequence[object]] = ROWS,
    headings: Sequence[str] = HEADINGS,
    *,
    title: str = "2026年政府信息公开台账",
    sheet: str = "台账",
) -> Workbook:
    """A workbook with a merged title, headings in the second row, and a sheet of notes before it."""
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "填写说明"
    notes.append(["每月末由各处室填写"])
    table = book.create_sheet(sheet)
    table.append([title])
    table.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headings))
    table.append(list(headings))
    for row in rows:
        table.append(list(row))
    return book


def saved(book: Workbook, path: Path) -> Path:
    """Write a workbook."""
    book.save(path)
    return path


def data(book: Workbook) -> bytes:
    """A workbook as bytes."""
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
