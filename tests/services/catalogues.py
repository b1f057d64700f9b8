"""Workbooks with a catalogue as offices really make them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl

HEAD = (
    "序号",
    "一级事项",
    "二级事项",
    "公开内容",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道",
    "公开对象",
    "公开方式",
)
ROWS: tuple[tuple[object, ...], ...] = (
    (
        1,
        "行政许可",
        "律师执业许可",
        "许可决定",
        "律师法",
        "7 个工作日内",
        "律师工作处",
        "政府网站、公开栏",
        "全社会",
        "主动",
    ),
    (2, "行政许可", "公证员任职", "任职结果", "公证法", "每季度", "公证工作处", "政府网站", "全社会", "主动"),
    (3, "财政信息", "部门预算", "预算报告", "预算法", "每年", "临江省司法厅", "政府网站、公报", "全社会", "主动"),
    (4, "律师管理", "年度考核", "考核结果", "", "长期", "律师工作处", "政府网站", "特定群体", "依申请"),
)


def workbook(*rows: Sequence[object], merged: Sequence[str] = (), title: str = "目录") -> bytes:
    """An xlsx file with these rows on one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def catalogue_file(folder: Path, *rows: Sequence[object], name: str = "基本目录2026年.xlsx") -> Path:
    """A catalogue in a file; the usual rows when none are given."""
    path = folder / name
    path.write_bytes(workbook(HEAD, *(rows or ROWS)))
    return path
