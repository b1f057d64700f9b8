"""Buttons, chips, choices, steps and type."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.views.components.buttons import Button, IconButton, Link
from desktop.views.components.card import Card
from desktop.views.components.checks import CheckBox
from desktop.views.components.chips import Chip, FilterChip
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.finding_card import CountTile, FindingCard
from desktop.views.components.page_header import PageHeader
from desktop.views.components.progress import ProgressLine
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.segmented import SegmentedChoice
from desktop.views.components.stepper import Step, Stepper
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Text
from desktop.views.gallery.frames import columns, line, page, stacked
from desktop.views.look import tokens


def controls_page() -> QWidget:
    """Chips, buttons, type, choices, finding, stepper, error, progress."""
    states = Card("状态词", "词、色、形三者同时出现")
    grid_holder = QWidget()
    grid = QGridLayout(grid_holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(10)
    words = [
        "草稿",
        "审查中",
        "待报送",
        "已报送",
        "待回执",
        "待发布",
        "已公开",
        "退回补正",
        "不予公开",
        "停止登记",
        "已送交",
        "已办结",
        "今天到期",
        "临期",
        "已超期",
        "新增",
        "变更",
        "冲突",
        "重复",
        "待处理",
    ]
    for number, word in enumerate(words):
        grid.addWidget(Chip(word), number // 4, number % 4, Qt.AlignmentFlag.AlignLeft)
    states.add(grid_holder)
    buttons = Card("按钮", "高 32，小 28，首要只有一个")
    blocked = Button("提交审查", "primary", hint="Ctrl+Return")
    blocked.block("还有 2 项必须处理")
    blocked_too = Button("打印", icon="printer")
    blocked_too.block("没有可以打印的内容")
    buttons.add(
        line(
            Button("提交审查", "primary", hint="Ctrl+Return"), Button("保存"), Button("更多筛选", "ghost", icon="plus")
        )
    )
    buttons.add(
        line(
            Button("删除记录", "danger", icon="trash-2"),
            Button("退回补正", "warning", icon="corner-up-left"),
            blocked,
            blocked_too,
        )
    )
    buttons.add(
        line(
            Button("小按钮", small=True),
            Button("指定发布人", "soft", icon="megaphone"),
            IconButton("ellipsis", "更多"),
            IconButton("chevron-left", "上一件", "secondary"),
            Link("链接"),
        )
    )
    kinds = Card("字号", "px，100% 时", spacing=4)
    for role, sample in (
        ("number", "128"),
        ("guide", "这台电脑用在哪里"),
        ("page", "信息登记"),
        ("item", "发现密级标志"),
        ("section", "逐项审查"),
        ("body", "关于开展规范化建设检查的通知"),
        ("small", "律师工作处"),
        ("caption", "取自第 1 页第 3 行"),
    ):
        step = tokens.TYPE[role]
        kinds.add(columns((Text(sample, role), 1), (Text(f"{step.size} / {step.weight}", "caption", "text2"), 0)))
    choices = Card("选择")
    choices.add(
        line(
            SegmentedChoice(name="国家秘密", value="no"),
            SegmentedChoice(name="个人隐私", value="yes"),
            SegmentedChoice(name="商业秘密"),
        )
    )
    choices.add(Tabs([("all", "全部", 1284), ("review", "审查中", 12), ("back", "退回补正", 3)]))
    choices.add(
        line(
            CheckBox("已核对", True),
            CheckBox("未核对"),
            FilterChip("成文日期", "2026-10-01 起"),
            FilterChip("处室", "5 个"),
        )
    )
    findings = Card("发现", "级别、位置、遮盖后的片段、处理")
    findings.add(
        columns(
            (CountTile("停止登记", 0), 1),
            (CountTile("必须处理", 2), 1),
            (CountTile("请核对", 2), 1),
            (CountTile("已处理", 1), 1),
        )
    )
    findings.add(
        FindingCard(
            "身份证号 143 处",
            "必须处理",
            "附件1·E 列",
            "37*************027 等",
            (("mask", "生成遮盖副本", "eraser"), ("drop", "删除整列", ""), ("keep", "保留并说明理由", "")),
            lead=True,
        )
    )
    findings.add(FindingCard("修订痕迹 7 处", "已处理", when="09:41"))
    chain = Card("签字链")
    chain.add(Stepper(chain_steps()))
    progress = ProgressLine("正在核对", leaves="取消后 U 盘上不留半成品")
    progress.begin()
    progress.set_progress(86, 128, 80)
    work = Card("进度", "总有件数、剩余时间、取消")
    work.add(progress)
    failure = ErrorPanel(
        "U 盘空间不够，还差 212 MB",
        "已写的部分已清除，U 盘上没有半成品。",
        [Button("换 U 盘再写", "primary", small=True), Button("分成 2 张盘", small=True)],
    )
    care = ErrorPanel("工作日历缺 2027 年", "期限按周末推算，已标暂估。", tone="warn")
    scroll = ScrollColumn()
    scroll.add(
        columns((stacked(states, buttons, kinds), 1), (stacked(choices, findings, chain, work, failure, care), 1))
    )
    return page(PageHeader("控件", "每个组件的每种状态"), scroll)


def chain_steps() -> list[Step]:
    """The five signers of an item, the third at work."""
    return [
        Step("承办人", ("王晓彤", "11-05"), "done"),
        Step("处室负责人", ("陈志远", "11-06"), "done"),
        Step("保密审查员", ("周敏", "进行中"), "current"),
        Step("办公室", ("未到",)),
        Step("分管领导", ("未到",)),
    ]
