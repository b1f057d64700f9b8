"""Tiles, deadlines, to-do rows and the matrix."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.charts import ColumnChart, Meter, MeterMark
from desktop.views.components.deadlines import (
    Day,
    DeadlineLegend,
    DeadlineStrip,
    Due,
)
from desktop.views.components.matrix import Matrix, MatrixCell
from desktop.views.components.page_header import PageHeader
from desktop.views.components.rows import FactLine, ToDoRow
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, Text
from desktop.views.components.tiles import StatRow, StatTile
from desktop.views.gallery.frames import columns, page, stacked


def home_page() -> QWidget:
    """The to-do page: tiles, charts, deadline strip, rows, matrix."""
    numbers = Card()
    numbers.add(
        StatRow(
            [
                StatTile("待接收", "3", "批", "来自 3 个处室"),
                StatTile("待保密审查", "6", "件", "最早收到 11-17"),
                StatTile("待发布", "5", "件", "1 件今天到期", "warn"),
                StatTile("待答复申请", "4", "件", "1 件已超期", "bad"),
                StatTile("待送交", "128", "件", "三季度·11-30 截止"),
            ]
        )
    )
    charts = Card(horizontal=True, spacing=28)
    chart = ColumnChart(
        [("6月", 42), ("7月", 31), ("8月", 42), ("9月", 51), ("10月", 27), ("11月", 46)], name="每月公开"
    )
    charts.add(stacked(Text("每月公开，件", "small", "text2"), chart, spacing=2), 1)
    charts.add(
        stacked(
            Text("从产生到公开，平均用时", "small", "text2"),
            columns(
                (Text("9.4", "number"), 0),
                (Text("个工作日", "caption", "text2"), 1),
                (Text("按时率 97.8%", "chip", "oktext"), 0),
            ),
            Meter(0.43, [MeterMark(0.68, "内部 15"), MeterMark(0.9, "法定 20", True)]),
            spacing=0,
        ),
        1,
    )
    strip = Card("期限", "未来 14 个工作日，共 25 项")
    strip.head.add_right(DeadlineLegend())
    strip.add(DeadlineStrip(days()))
    todo = Card("先办这些", "按期限排列", "全部 14 项", padding=14, spacing=0)
    for row in (
        (
            "关于申请公开 2025 年度法律援助经费使用情况的答复",
            "公法〔2026〕申 31 号·公共法律服务处",
            "11-19",
            "已超期 1 个工作日",
            "去答复",
            "mail-question-mark",
            "bad",
        ),
        (
            "关于公布 2026 年第三批法治人才库入库人员名单的公告",
            "法规处·审查已通过 11-18",
            "11-20",
            "今天到期",
            "去发布",
            "megaphone",
            "warn",
        ),
        (
            "2026 年度公证机构执业检查结果",
            "公证处·承办人、处室负责人已签",
            "11-24",
            "剩余 2 个工作日",
            "去审查",
            "shield-check",
            "warn",
        ),
        (
            "三季度送交：省图书馆一套还没有写完",
            "省档案馆已于 11-19 回执",
            "11-30",
            "剩余 6 个工作日",
            "去送交",
            "archive",
            "",
        ),
    ):
        todo.add(ToDoRow(row[0], row[1], row[2], row[3], row[4], icon=row[5], tone=row[6]))
    matrix = Matrix()
    matrix.set_table(
        ["9 月下", "10 月上", "10 月下", "11 月上", "11 月下"],
        [
            (
                "办公室",
                [
                    MatrixCell("6 件", "ok"),
                    MatrixCell("4 件", "ok"),
                    MatrixCell("5 件", "ok"),
                    MatrixCell("7 件", "ok"),
                    MatrixCell("3 件", "ok"),
                ],
            ),
            (
                "法规处",
                [
                    MatrixCell("3 件", "ok"),
                    MatrixCell("2 件", "ok"),
                    MatrixCell("零报告", "mute"),
                    MatrixCell("4 件", "ok"),
                    MatrixCell("2 件", "ok"),
                ],
            ),
            (
                "公证处",
                [
                    MatrixCell("2 件", "ok"),
                    MatrixCell("零报告", "mute"),
                    MatrixCell("3 件", "ok"),
                    MatrixCell("未报送", "bad"),
                    MatrixCell("未到期"),
                ],
            ),
            (
                "公共法律服务处",
                [
                    MatrixCell("4 件", "ok"),
                    MatrixCell("5 件", "ok"),
                    MatrixCell("3 件", "ok"),
                    MatrixCell("4 件", "ok"),
                    MatrixCell("待接收", "accent"),
                ],
            ),
        ],
    )
    sent = Card("报送情况", "", "全部 21 个处室", padding=16)
    sent.add(matrix)
    sent.add(Note("公证处 11 月上批未报送，已超期 7 个工作日", "triangle-alert", "badtext", role="chip"))
    receipts = Card("最近回执", "", "全部", padding=16, spacing=2)
    receipts.add(FactLine("省档案馆", "三季度 128 件，纸电相符", "11-19 16:20", icon="circle-check", tone="ok"))
    receipts.add(FactLine("法规处 018 批", "退回 1 件：缺附件 2", "11-18 17:41", icon="corner-up-left", tone="bad"))
    receipts.add(
        FactLine(
            "公证处 010 批", "接收 3 件，回执还没有取走", "待取走", icon="hourglass", tone="warn", fact_tone="warn"
        )
    )
    scroll = ScrollColumn()
    scroll.add(columns((numbers, 3), (charts, 2)))
    scroll.add(strip)
    scroll.add(columns((todo, 3), (stacked(sent, receipts), 2)))
    header = PageHeader("待办", "2026年11月20日 星期五")
    header.add_verb(Button("登记信息", "primary", icon="plus", hint="Ctrl+N"))
    return page(header, scroll)


def days() -> list[Day]:
    """Fourteen working days."""
    warn = "warn"
    return [
        Day("late", "已超期", "1 项", (Due("答复", True, "bad"),), "late"),
        Day("1", "11-20", "今天", (Due("发布", True, warn), Due("审查", False, warn)), "today"),
        Day("2", "11-23", "周一", (Due("发布", True, warn), Due("报送", False, warn)), week=True),
        Day("3", "11-24", "周二", (Due("发布", True, warn), Due("审查", False, warn))),
        Day(
            "4",
            "11-25",
            "周三",
            (Due("发布", True, warn), Due("发布", True, warn), Due("报送", False, warn), Due("接收", False, warn)),
        ),
        Day("5", "11-26", "周四", (Due("审查", False),)),
        Day("6", "11-27", "周五", (Due("发布", True), Due("报送", False))),
        Day(
            "7",
            "11-30",
            "周一",
            (
                Due("送交", True),
                Due("发布", True),
                Due("发布", True),
                Due("报送", False),
                Due("报送", False),
                Due("审查", False),
            ),
            week=True,
        ),
        Day("8", "12-01", "周二", (Due("审查", False),)),
        Day("9", "12-02", "周三"),
        Day("10", "12-03", "周四", (Due("答复", True),)),
        Day("11", "12-04", "周五", (Due("发布", True), Due("发布", True))),
        Day("12", "12-07", "周一", (Due("发布", True),), week=True),
        Day("13", "12-08", "周二"),
    ]
