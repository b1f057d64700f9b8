"""Checks, counts and receivers of a delivery."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.charts import BarRows
from desktop.views.components.difference import Difference, FieldChange
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.rows import CheckLine, FactLine
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.stepper import Step, Stepper
from desktop.views.components.tiles import CheckedFact, Equation, FactStrip, Totals
from desktop.views.gallery.frames import columns, page, stacked
from desktop.views.table_models import ChipCell, Column, MenuCell, NoteCell, Row


def delivery_page() -> QWidget:
    """Delivery and receipt: rail, checks, equation, error, difference."""
    rail = Card(padding=20)
    rail.add(
        Stepper(
            [
                Step("汇集", ("128 件",), "done"),
                Step("核对", ("9 项，1 项已说明",), "done"),
                Step("制包", ("第 2 套没有写成",), "failed"),
                Step("打印", ("4 种材料，已印 2 种",)),
                Step("交接", ("2 馆，已交接 1 馆",)),
                Step("回执", ("2 馆，已回执 1 馆",)),
            ],
            "rail",
            name="送交步骤",
        )
    )
    strip = Card(padding=16)
    strip.add(
        FactStrip(
            "可以接收",
            "其中 1 件须退回",
            [
                CheckedFact("签名", "有效，SM2"),
                CheckedFact("内容摘要", "46 / 46 相符"),
                CheckedFact("密级标志", "没有发现"),
                CheckedFact("审查签字", "11 / 12 有效", "warn"),
            ],
            tone="warn",
        )
    )
    checks = Card("核对", "11-18 08:52，用时 41 秒", "重新核对")
    for words, count, tone, detail, link in (
        ("保密审查有效，签的是现在这一版", "128 / 128", "ok", "", ""),
        ("附件与清单一致", "213 / 213", "ok", "", ""),
        ("PDF 能打开，页数相符", "341 / 341", "ok", "2,906 页", ""),
        ("网页与签字版本一致", "126 / 128", "warn", "", "2 件已说明"),
    ):
        checks.add(CheckLine(words, count, tone, detail=detail, link=link))
    counts = Card("纸质与电子件数")
    counts.add(Equation(("128", "纸质，每件 2 份"), ("128", "电子，PDF/A")))
    bars = BarRows(name="类别")
    bars.set_rows(
        [("规范性文件", 6), ("公告", 31), ("通知", 44), ("行政许可决定", 29)],
        [("6", "6", "0"), ("31", "31", "0"), ("44", "44", "0"), ("29", "29", "0")],
    )
    counts.add(bars)
    library = Card("省图书馆", "第 2 套，U 盘 ZW-07")
    library.set_tone("bad")
    library.add(
        ErrorPanel(
            "U 盘空间不够，还差 212 MB",
            "已写的部分已清除，U 盘上没有半成品。",
            [Button("换 U 盘再写", "primary", small=True), Button("分成 2 张盘", small=True)],
        )
    )
    library.add(FactLine("载体封面", "2 张，含摘要值和二维码", button=Button("打印", small=True)))
    answers = LedgerTable(
        (
            Column("kind", "类别", 90),
            Column("title", "标题", 200, "title"),
            Column("signs", "审查签字", 120),
            Column("do", "处理", 120),
        ),
        name="来件",
        checks=False,
        footer=False,
    )
    answers.set_rows(
        [
            Row(
                1,
                (
                    ChipCell("变更"),
                    "关于公布第四季度准予律师执业人员名单的公告",
                    "4 / 4 有效",
                    MenuCell("接受", "", "check"),
                ),
            ),
            Row(
                2,
                (
                    ChipCell("冲突"),
                    "律师执业年度考核结果备案工作指引",
                    "4 / 4 有效",
                    MenuCell("请选择", "warn", "circle-alert", needed=True),
                ),
            ),
            Row(
                3,
                (
                    ChipCell("新增"),
                    "关于注销王某某等 12 人律师执业证书的决定",
                    NoteCell("签字后改动", "bad", "triangle-alert"),
                    MenuCell("退回", "bad", "corner-up-left"),
                ),
            ),
        ]
    )
    answers.setFixedHeight(170)
    difference = Card("关于公布 2026 年第四季度准予律师执业人员名单的公告")
    difference.add(
        Difference(
            ("本机，第 2 版", "11-18 接收"),
            ("来件，第 3 版", "11-19 修改，王晓彤"),
            [
                FieldChange("成文日期", "2026-10-26", "2026-10-27"),
                FieldChange(
                    "内容概述",
                    "公布第四季度准予执业的141名律师名单，领证时间为11 月 20 日起。",
                    "公布第四季度准予执业的143名律师名单，领证时间为11 月 25 日起，逾期可补领。",
                ),
                FieldChange("附件", "", "附件2 领证须知.pdf，2 页"),
                *(FieldChange(f"相同 {n}", "甲", "甲") for n in range(14)),
            ],
        )
    )
    totals = Totals()
    totals.set_totals([("接受", 9, "ok"), ("退回", 1, "bad"), ("跳过重复", 1, ""), ("未选", 1, "warn")])
    bottom = BottomBar()
    bottom.add_left(totals)
    bottom.add_verb(Button("退回整批", "warning", icon="corner-up-left"))
    bottom.add_verb(Button("接收并生成回执", "primary", hint="Ctrl+Return")).block("还有 1 件冲突没有选择")
    scroll = ScrollColumn()
    scroll.add(rail)
    scroll.add(strip)
    scroll.add(columns((stacked(checks, counts), 1), (stacked(library, difference, answers), 1)))
    header = PageHeader(
        "2026 年第三季度", "截止 11-30，季末后 60 日，遇周日顺延，剩余 6 个工作日", path="送交归档", chip="没有写成"
    )
    header.add_verb(Button("件数表", icon="table-2"))
    header.add_verb(Button("登记回执", "primary", icon="mail-check"))
    return page(header, scroll, bottom)
