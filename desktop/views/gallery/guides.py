"""Empty states and the first-run guide."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.buttons import Button
from desktop.views.components.card import Ground
from desktop.views.components.checks import CheckBox, ChoiceCard, OptionGroup, OptionRow
from desktop.views.components.empty import EmptyState
from desktop.views.components.facts import NumberedSteps
from desktop.views.components.page_header import PageHeader
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.stepper import Step, Stepper
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Text
from desktop.views.gallery.frames import page, stacked_fill


def empty_page() -> QWidget:
    """An empty list."""
    empty = EmptyState(
        "这一期没有要报送的信息",
        "没有信息也要报送，点一次零报告即可。",
        [Button("零报告", "primary", icon="send"), Button("登记信息", icon="plus")],
        ("有 2 件草稿还没有提交审查", "去看看"),
    )
    tabs = Tabs([("send", "待报送", 0), ("wait", "待回执", 1), ("done", "已回执", 21)], margin=24)
    return page(PageHeader("报送", "11 月下，截止 11-30，剩余 6 个工作日"), stacked_fill(tabs, empty))


def guide_page() -> QWidget:
    """The first-run guide."""
    rail = Ground("nav", lines="r")
    rail.setFixedWidth(296)
    left = QVBoxLayout(rail)
    left.setContentsMargins(32, 40, 24, 32)
    left.addWidget(
        Stepper(
            [
                Step("单位", ("省司法厅",), "done"),
                Step("这台电脑用在哪里", (), "current"),
                Step("数据放在哪里"),
                Step("人员和口令"),
                Step("导入现有台账", ("可以以后再做",)),
                Step("完成"),
            ],
            "vertical",
            name="首次设置",
        )
    )
    left.addStretch(1)
    scroll = ScrollColumn(width=760, spacing=16, margin=40, top=96)
    scroll.add(Text("这台电脑用在哪里", "guide"))
    scroll.add(Text("决定左侧有哪些功能。以后可由系统管理员更改。", "body", "text2"))
    scroll.add(
        OptionGroup(
            [
                ChoiceCard(
                    "office",
                    "处室端",
                    "notebook-pen",
                    ("登记本处室的信息，填写审查表", "报送给办公室，没有信息时零报告", "查看回执和退回的字段"),
                ),
                ChoiceCard(
                    "centre",
                    "办公室端",
                    "landmark",
                    ("接收各处室的批次，核对，发布", "送交档案馆和图书馆", "依申请公开、公开目录、年报"),
                ),
            ],
            "centre",
            name="这台电脑用在哪里",
            horizontal=True,
        )
    )
    scroll.add(
        OptionGroup(
            [
                OptionRow("open", "没有联网，或政务外网、局域网", "非涉密，可以使用本程序"),
                OptionRow("secret", "涉密内网", "不能在这里使用，应在非涉密电脑上登记公开信息"),
            ],
            "open",
            name="网络",
        )
    )
    scroll.add(
        NumberedSteps(
            [
                ("停止在这台电脑上处理该文件", "不要复制、转发、打印或拍照，也不要自行删除。"),
                ("当面交给保密审查员", "周敏，办公室 412，内线 2265。按本单位保密规定移交。"),
            ]
        )
    )
    scroll.add(CheckBox("放入示例数据，先熟悉一下（可一键清除）", True))
    whole = Ground("canvas")
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(rail)
    row.addWidget(scroll, 1)
    return whole
